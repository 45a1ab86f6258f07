"""Several customers are changed at once: by who may, all of them or none, and back again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.customers.bulk import ChangedMeanwhile, bulk_edit, bulk_offer, needs_reason
from app.customers.history import history
from app.customers.records import edit_customer
from app.db.records import BranchOffice, Customer, Employee, MarketArea
from app.db.verify import verify
from app.errors import Cancelled, Forbidden, Invalid
from app.tasks import Task
from app.undoing import undo
from tests.support.office import Office


@pytest.fixture
def seen(office: Office) -> dict[int, int]:
    """Three shops of E01 as a list has just shown them."""
    return {office.add_customer(name): 1 for name in ("砾川电缆批发部", "桁岳五金机电经营部", "澜州行知电料行")}


def values(office: Office, seen: dict[int, int], name: str) -> list[Any]:
    return [getattr(office.read(Customer, number), name) for number in seen]


def test_all_get_the_same_values_in_one_step_that_can_be_undone(office: Office, seen: dict[int, int]) -> None:
    changes = {"intent_level": "strong", "strength_rating": 4, "philosophy_rating": "4", "custom_visit_days": 10}
    assert bulk_edit(office.clerk, seen, changes, uid="bulk") == 3
    assert values(office, seen, "intent_level") == ["strong"] * 3
    assert values(office, seen, "fit_result") == ["fit"] * 3
    assert values(office, seen, "is_target") == [True] * 3
    newest = history(office.clerk, "customer", min(seen)).events[0]
    assert (newest.title, newest.who) == ("批量修改 3 家客户", "温可")
    undo(office.clerk, "bulk")
    assert values(office, seen, "intent_level") == ["none"] * 3
    assert values(office, seen, "is_target") == [False] * 3
    assert values(office, seen, "custom_visit_days") == [None] * 3
    assert not verify(office.app.db).problems


def test_who_has_the_values_already_is_not_counted(office: Office, seen: dict[int, int]) -> None:
    office.change(Customer, min(seen), {"scale": "large"})
    assert bulk_edit(office.clerk, seen | {min(seen): 2}, {"scale": "large"}) == 2


def test_nobody_is_changed_when_one_was_meanwhile(office: Office, seen: dict[int, int]) -> None:
    first, second, third = seen
    edit_customer(office.rep, first, 1, {"note": "老板换了"})
    office.change(Customer, second, {"deleted_at": office.clock()})
    with pytest.raises(ChangedMeanwhile, match="砾川电缆批发部（程砚舟）") as refused:
        bulk_edit(office.clerk, seen, {"scale": "large"})
    assert [(each.customer_id, each.who) for each in refused.value.customers] == [(first, "程砚舟"), (second, "系统")]
    assert values(office, {third: 1}, "scale") == ["small"]


def test_handing_over_is_the_supervisors_and_says_why(office: Office, seen: dict[int, int]) -> None:
    changes = {"owner_id": office.employee("E02")}
    assert needs_reason(changes)
    for app in (office.rep, office.clerk):
        with pytest.raises(Forbidden, match=r"customer\.transfer"):
            bulk_edit(app, seen, changes, reason="调片区")
    with pytest.raises(Invalid) as refused:
        bulk_edit(office.chief, seen, changes)
    assert refused.value.problems == {"reason": "请写明理由"}
    assert bulk_edit(office.chief, seen, changes, reason="调片区") == 3
    assert values(office, seen, "owner_id") == [office.employee("E02")] * 3
    assert "负责业务员 程砚舟 → 罗以南" in history(office.chief, "customer", min(seen)).events[0].text


def test_a_class_given_by_hand_needs_the_right_and_a_reason(office: Office, seen: dict[int, int]) -> None:
    with pytest.raises(Forbidden, match=r"classification\.confirm"):
        bulk_edit(office.clerk, seen, {"primary_class": "A"}, reason="大户")
    with pytest.raises(Invalid, match="理由"):
        bulk_edit(office.chief, seen, {"primary_class": "A"}, reason=" ")
    assert bulk_edit(office.chief, seen, {"primary_class": "A"}, reason="大户") == 3


def test_calling_customers_lost_is_the_supervisors(office: Office, seen: dict[int, int]) -> None:
    with pytest.raises(Forbidden, match=r"pipeline\.override"):
        bulk_edit(office.clerk, seen, {"lifecycle_status": "lost"})
    assert bulk_edit(office.clerk, seen, {"lifecycle_status": "intended"}) == 3
    assert bulk_edit(office.chief, dict.fromkeys(seen, 2), {"lifecycle_status": "lost"}) == 3


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, {"changes"}),
        ({"scale": "huge"}, {"scale"}),
        ({"scale": "", "intent_level": "?", "strength_rating": 6}, {"scale", "intent_level", "strength_rating"}),
        ({"owner_id": 999, "market_area_id": 999}, {"owner_id", "market_area_id", "reason"}),
    ],
)
def test_every_problem_is_named_at_once(
    office: Office, seen: dict[int, int], changes: dict[str, Any], problems: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        bulk_edit(office.chief, seen, changes)
    assert set(refused.value.problems) == problems


def test_a_rep_changes_the_own_customers_only(office: Office, seen: dict[int, int]) -> None:
    stranger = office.add_customer("安和电缆商行", owner="E02")
    with pytest.raises(ChangedMeanwhile):
        bulk_edit(office.rep, {**seen, stranger: 1}, {"scale": "large"})
    assert bulk_edit(office.rep, seen, {"scale": "large"}) == 3


def test_head_office_cannot_mix_offices(office: Office, seen: dict[int, int]) -> None:
    with office.app.transaction("建处") as session:
        branch = BranchOffice(code="QH", name="栖河办事处", region_text="栖河")
        session.add(branch)
        session.flush()
        market = MarketArea(code="QH-DL", name="栖河电料街", level="market", branch_id=branch.id)
        session.add(market)
        session.flush()
        elsewhere = market.id
    with pytest.raises(Invalid, match="另一个办事处"):
        bulk_edit(office.app, seen, {"market_area_id": elsewhere})
    with pytest.raises(Invalid, match="本办事处的市场"):
        bulk_edit(office.clerk, seen, {"market_area_id": elsewhere})


def test_what_is_offered_is_what_the_account_may(office: Office, seen: dict[int, int]) -> None:
    clerks = {field.name for field in bulk_offer(office.clerk).fields}
    assert {"market_area_id", "intent_level", "is_tracked"} <= clerks
    assert not {"owner_id", "primary_class"} & clerks
    offer = bulk_offer(office.chief)
    assert {"owner_id", "primary_class"} <= {field.name for field in offer.fields}
    assert offer.choices["market_area_id"] == ((office.market(), "河西五金机电城"),)
    office.change(Employee, office.employee("E02"), {"status": "left"})
    assert [name for _, name in bulk_offer(office.chief).choices["owner_id"]] == ["程砚舟", "沈其岚", "温可"]


def test_a_stopped_change_leaves_nothing(office: Office, seen: dict[int, int]) -> None:
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        bulk_edit(office.clerk, seen, {"scale": "large"}, task=task)
    assert values(office, seen, "scale") == ["small"] * 3


def test_a_change_without_the_right_is_refused(office: Office, seen: dict[int, int]) -> None:
    without = replace(office.clerk.user, rights=frozenset({"customer.view"}))
    with pytest.raises(Forbidden, match=r"customer\.edit"):
        bulk_edit(office.app.signed_in_as(without), seen, {"scale": "large"})
