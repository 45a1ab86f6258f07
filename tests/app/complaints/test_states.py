"""Rule R09's table, and that no way through it leads to nonsense."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.choices import codes_of
from app.complaints.closing import close, disagree, reopen, resolve, withdraw
from app.complaints.handling import (
    accept,
    approve_remedy,
    hand_over,
    note,
    propose_remedy,
    reject,
    resume,
    start,
    wait,
)
from app.complaints.registering import change_severity, edit_registration
from app.complaints.states import LANE_OF, RULES, Standing, Who, moves_for
from app.context import App
from app.db.records import ComplaintAction, ComplaintLog, User
from app.db.verify import verify
from app.errors import Conflict, Forbidden, Invalid
from tests.app.complaints.conftest import CONFIRMED, SOLUTION, Desk

TABLE = {
    ("registered", "accepted"): Who.ACCEPTOR,
    ("registered", "rejected"): Who.SUPERVISOR,
    ("accepted", "processing"): Who.HANDLER,
    ("processing", "waiting"): Who.HANDLER,
    ("waiting", "processing"): Who.HANDLER,
    ("processing", "resolved"): Who.HANDLER,
    ("resolved", "closed"): Who.SECOND_CLOSER,
    ("resolved", "processing"): Who.CLOSER,
    **{(state, "withdrawn"): Who.CLOSER for state in ("registered", "accepted", "processing", "waiting", "resolved")},
    ("closed", "processing"): Who.SUPERVISOR,
}


def test_the_ways_are_those_of_the_rule() -> None:
    ways = {
        (before, rule.to_state): rule.who for rule in RULES.values() if rule.to_state for before in rule.from_states
    }
    assert ways == TABLE


def test_every_state_has_a_column_of_the_board() -> None:
    assert set(LANE_OF) == set(codes_of("complaint_state"))


def test_moves_say_why_not(desk: Desk) -> None:
    standing = Standing(state="processing", handler_id=desk.clerk.user.employee_id, handler="温可")
    by_clerk = {move.code: move.why_not for move in moves_for(desk.clerk, standing)}
    assert list(by_clerk)[:3] == ["wait", "resolve", "withdraw"]
    assert by_clerk["resolve"] == ""
    assert by_clerk["withdraw"] == "这一步由客服或主管办理"
    by_service = {move.code: move for move in moves_for(desk.service, standing)}
    assert by_service["resolve"].why_not == "这一步由承办人温可办理"
    assert by_service["withdraw"].allowed
    assert by_service["hand_over"].allowed
    assert {move.code for move in moves_for(desk.chief, Standing(state="closed"))} == {"reopen"}
    assert moves_for(desk.chief, Standing(state="withdrawn")) == []


Act = Callable[[Desk, App, int, int], None]


def _acts(desk: Desk, chance: random.Random) -> dict[str, Act]:
    """Every move with good input."""
    people = [app.user.employee_id for app in (desk.clerk, desk.service, desk.chief, desk.rep)]
    amount = chance.choice(["0", "150", "2500", "9000"])
    return {
        "accept": lambda d, a, c, v: accept(a, c, v, handler_id=chance.choice(people), content="致电"),
        "reject": lambda d, a, c, v: reject(a, c, v, reject_reason="不归我司", content="已告知"),
        "start": lambda d, a, c, v: start(a, c, v, "开始"),
        "wait": lambda d, a, c, v: wait(a, c, v, "等样"),
        "resume": lambda d, a, c, v: resume(a, c, v, "到了"),
        "resolve": lambda d, a, c, v: resolve(a, c, v, SOLUTION | {"remedy_amount": amount}),
        "close": lambda d, a, c, v: close(a, c, v, CONFIRMED),
        "disagree": lambda d, a, c, v: disagree(a, c, v, "不行"),
        "withdraw": lambda d, a, c, v: withdraw(a, c, v, "撤"),
        "reopen": lambda d, a, c, v: reopen(a, c, v, "又来"),
        "note": lambda d, a, c, v: note(a, c, v, "记", is_customer_contact=chance.random() < 0.5),
        "hand_over": lambda d, a, c, v: hand_over(a, c, v, handler_id=chance.choice(people), content="换人"),
        "change_severity": lambda d, a, c, v: change_severity(
            a, c, v, chance.choice(codes_of("complaint_severity")), "改判"
        ),
        "propose_remedy": lambda d, a, c, v: propose_remedy(a, c, v, amount="2500", content="误工"),
        "approve_remedy": lambda d, a, c, v: approve_remedy(a, c, v, amount="2500", content="同意"),
        "edit": lambda d, a, c, v: edit_registration(a, c, v, {"demand": "另一诉求"}),
    }


_SEVERAL_REASONS = {"hand_over", "change_severity", "resolve"}
"""Moves whose good input may still be no change or need an approval."""


@pytest.mark.parametrize("seed", range(12))
def test_no_way_through_leads_to_nonsense(small_desk: Desk, seed: int) -> None:
    desk, chance = small_desk, random.Random(seed)
    people = [desk.clerk, desk.service, desk.chief, desk.rep]
    complaint = desk.registered()
    for _ in range(45):
        desk.clock.forward(minutes=chance.choice([1, 30, 400, 3000]))
        app = chance.choice(people)
        detail = desk.read(complaint, app)
        known = {move.code: move for move in detail.moves}
        code = chance.choice([*known, *known, *RULES])
        try:
            _acts(desk, chance)[code](desk, app, complaint, detail.row.row_version)
        except (Conflict, Forbidden):
            assert code not in known or not known[code].allowed
        except Invalid:
            assert code in _SEVERAL_REASONS
        else:
            assert known[code].allowed
        check(desk, complaint)
    assert not verify(desk.office.app.db).problems


def check(desk: Desk, complaint_id: int) -> None:
    """What always holds of a complaint."""
    with desk.office.app.reading() as session:
        complaint = session.get_one(ComplaintLog, complaint_id)
        steps = session.scalars(
            select(ComplaintAction)
            .where(ComplaintAction.complaint_id == complaint_id)
            .order_by(ComplaintAction.at, ComplaintAction.id)
        ).all()
        closer = session.get(User, complaint.closed_by_id) if complaint.closed_by_id else None
        closer_id = closer.employee_id if closer else None
    state = complaint.state
    ways = [(step.from_state, step.to_state) for step in steps if step.to_state]
    assert ways[0] == (None, "registered")
    assert all(before[1] == after[0] for before, after in itertools.pairwise(ways))
    assert ways[-1][1] == state
    assert all(way in TABLE for way in ways[1:])
    facts: dict[str, Any] = {
        "waits": (complaint.waiting_since is not None) == (state == "waiting"),
        "ended": (complaint.closed_at is not None) == (state in ("closed", "rejected", "withdrawn")),
        "solved": complaint.resolved_at is not None or state not in ("resolved", "closed"),
        "unsolved": complaint.resolved_at is None or state in ("resolved", "closed", "withdrawn"),
        "handled": complaint.handler_id is not None or state in ("registered", "rejected", "withdrawn"),
        "answered": complaint.responded_at is not None or state in ("registered",),
        "in order": complaint.responded_at is None or complaint.responded_at >= complaint.received_at,
        "reopened": complaint.reopen_count
        == sum(w in (("resolved", "processing"), ("closed", "processing")) for w in ways),
        "confirmed": state != "closed" or (complaint.customer_confirmed == "agreed" and complaint.satisfaction),
        "two pairs of eyes": state != "closed" or closer_id != complaint.handler_id,
        "approved": state not in ("resolved", "closed")
        or (complaint.remedy_amount or 0) <= 2000
        or complaint.remedy_approver_id,
        "limits": complaint.received_at < complaint.response_due_at < complaint.resolve_due_at + timedelta(days=3),
    }
    assert {name for name, holds in facts.items() if not holds} == set()
