"""Who is reminded of which complaint when (rules R09, R23 N07)."""

from __future__ import annotations

from datetime import datetime

from app.complaints.handling import wait
from app.complaints.reminders import Reminder, due_reminders
from app.context import App
from app.db.records import BranchOffice
from tests.app.complaints.conftest import Desk


def codes(app: App, since: datetime | None = None) -> list[str]:
    return [reminder.code for reminder in due_reminders(app, since)]


def test_before_anybody_handles_it_those_who_accept_are_told(desk: Desk) -> None:
    desk.registered()
    desk.at("11-16 18:00")
    assert codes(desk.service) == codes(desk.clerk) == codes(desk.chief) == ["response_soon"]
    assert codes(desk.rep) == []


def test_then_the_handler_then_the_supervisor_then_the_head(desk: Desk) -> None:
    desk.processing()
    desk.at("11-24 18:00")
    assert (codes(desk.clerk), codes(desk.service), codes(desk.chief)) == (["resolve_soon"], [], [])
    desk.at("11-25 18:01")
    assert (codes(desk.clerk), codes(desk.chief)) == ([], ["resolve_over"])
    desk.at("11-27 18:01")
    assert codes(desk.chief) == ["resolve_long"]  # supervisor and head is one person here


def test_a_supervisor_who_is_not_the_head_goes_on_being_told(desk: Desk) -> None:
    branch = desk.office.id_of(BranchOffice, code="LZ")
    desk.office.change(BranchOffice, branch, {"head_id": desk.clerk.user.employee_id})
    desk.processing()
    desk.at("11-27 18:01")
    assert (codes(desk.chief), codes(desk.clerk)) == (["resolve_over"], ["resolve_long"])


def test_only_what_is_new_is_said(desk: Desk) -> None:
    desk.processing()
    desk.at("11-25 18:01")
    assert codes(desk.chief, since=datetime(2026, 11, 25, 17, 59)) == ["resolve_over"]
    assert codes(desk.chief, since=datetime(2026, 11, 25, 18, 0)) == []


def test_a_critical_one_reaches_the_supervisor_at_once(desk: Desk) -> None:
    complaint = desk.registered(severity="critical", kind="quality", product_note="BV2.5", description="发热\n一处起火")
    assert due_reminders(desk.chief) == [
        Reminder(
            key=f"{complaint}-critical-202611161200",
            at=datetime(2026, 11, 16, 10, 0),
            code="critical",
            complaint_id=complaint,
            complaint_no="TS-LZ-202611-001",
            title="桁岳五金机电经营部：紧急投诉，请马上安排",
            text="TS-LZ-202611-001　产品质量　发热　应于 11-16 12:00 前完成",
            due_at=datetime(2026, 11, 16, 12, 0),
            urgent=True,
        )
    ]


def test_what_is_done_or_waited_for_is_quiet(desk: Desk) -> None:
    waiting = desk.processing()
    desk.resolved()
    wait(desk.clerk, waiting, desk.version(waiting), "等样")
    desk.at("12-30 10:00")
    assert codes(desk.clerk) == codes(desk.chief) == []


def test_a_reminder_keeps_its_key(desk: Desk) -> None:
    desk.processing()
    desk.at("11-25 18:01")
    first = due_reminders(desk.chief)
    desk.at("11-26 10:00")
    assert [r.key for r in due_reminders(desk.chief)] == [r.key for r in first]
