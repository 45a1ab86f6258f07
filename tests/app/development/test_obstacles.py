"""Obstacles go the way of rule R08."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.db.records import Obstacle
from app.development.obstacles import (
    NO_OBSTACLE,
    add_obstacle,
    edit_obstacle,
    move_obstacle,
    usual_obstacle,
)
from app.development.reading import development
from app.errors import Conflict, Invalid
from tests.support.office import MONDAY, Office

OUTCOME = {"resolution": "客户认可送货安排", "resolved_on": MONDAY}


def given(office: Office, **values: Any) -> dict[str, Any]:
    return {**usual_obstacle(MONDAY, office.employee()), "description": "嫌供货价高", **values}


def add(office: Office, **values: Any) -> int:
    return add_obstacle(office.rep, office.add_customer(), given(office, **values))


def move(office: Office, obstacle_id: int, to: str, **values: Any) -> None:
    version = office.read(Obstacle, obstacle_id).row_version
    move_obstacle(office.rep, obstacle_id, version, to, values)


def state(office: Office, obstacle_id: int) -> str:
    return str(office.read(Obstacle, obstacle_id).state)


def test_an_obstacle_is_due_two_weeks_after_it_was_found(office: Office) -> None:
    obstacle = office.read(Obstacle, add(office))
    assert (obstacle.state, obstacle.due_on) == ("open", MONDAY + timedelta(days=14))


def test_it_is_planned_worked_on_resolved_and_opened_again(office: Office) -> None:
    obstacle = add(office)
    move(office, obstacle, "planned", plan="按年量给阶梯价")
    move(office, obstacle, "working")
    move(office, obstacle, "resolved", **OUTCOME)
    assert office.read(Obstacle, obstacle).resolved_on == MONDAY
    move(office, obstacle, "working")
    assert (state(office, obstacle), office.read(Obstacle, obstacle).resolved_on) == ("working", None)
    move(office, obstacle, "accepted", **OUTCOME)
    assert state(office, obstacle) == "accepted"


@pytest.mark.parametrize(
    ("way", "to"),
    [((), "working"), ((), "resolved"), (("planned",), "accepted"), (("planned", "working", "accepted"), "working")],
)
def test_no_state_is_skipped(office: Office, way: tuple[str, ...], to: str) -> None:
    obstacle = add(office)
    for each in way:
        move(office, obstacle, each, plan="方案", **OUTCOME)
    with pytest.raises(Conflict, match="不能改成"):
        move(office, obstacle, to, plan="方案", **OUTCOME)


def test_what_blocks_signing_is_planned_with_a_leader(office: Office) -> None:
    obstacle = add(office, severity="blocking")
    with pytest.raises(Invalid) as refused:
        move(office, obstacle, "planned")
    assert set(refused.value.problems) == {"plan", "leader_id", "leader_confirmed_on"}
    move(office, obstacle, "planned", plan="首单付三成", leader_id=office.employee("E05"), leader_confirmed_on=MONDAY)
    assert state(office, obstacle) == "planned"


def test_resolving_says_what_came_of_it_on_a_day_that_has_come(office: Office) -> None:
    obstacle = add(office)
    move(office, obstacle, "planned", plan="方案")
    move(office, obstacle, "working")
    with pytest.raises(Invalid) as refused:
        move(office, obstacle, "resolved", resolved_on=date(2026, 12, 31))
    assert set(refused.value.problems) == {"resolution", "resolved_on"}


def test_what_a_state_asks_for_stays_filled(office: Office) -> None:
    obstacle = add(office)
    move(office, obstacle, "planned", plan="方案")
    with pytest.raises(Invalid) as refused:
        edit_obstacle(office.rep, obstacle, 2, {"plan": "", "severity": "blocking"})
    assert set(refused.value.problems) == {"plan", "leader_id", "leader_confirmed_on"}
    with pytest.raises(Invalid, match="期限不能早于发现日"):
        edit_obstacle(office.rep, obstacle, 2, {"due_on": MONDAY - timedelta(days=1)})


def test_nothing_in_the_way_needs_no_clearing_until_something_is(office: Office) -> None:
    obstacle = add(office, kind=NO_OBSTACLE, description="无")
    assert state(office, obstacle) == "accepted"
    edit_obstacle(office.rep, obstacle, 1, {"kind": "price"})
    assert state(office, obstacle) == "open"


def test_the_list_says_what_is_late(office: Office) -> None:
    customer = office.add_customer()
    add_obstacle(office.rep, customer, given(office, found_on=date(2026, 10, 1), due_on=date(2026, 10, 15)))
    add_obstacle(office.rep, customer, given(office, kind="fund"))
    rows = development(office.rep, customer).obstacles
    assert [(row.kind, row.severity, row.owner, row.is_late, row.state) for row in rows] == [
        ("资金", "较大", "程砚舟", False, "已发现"),
        ("其他", "较大", "程砚舟", True, "已发现"),
    ]
