"""The sample office's complaints are those of sample-data.md §4."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints.detail import read_complaint
from app.complaints.printing import complaint_report, ledger_report
from app.complaints.reading import Counts, board, list_complaints, open_counts
from app.complaints.reminders import due_reminders
from app.complaints.rows import ComplaintFilter, ComplaintRow
from app.complaints.states import RULES
from app.context import App
from app.db.numbers import next_number
from app.db.records import BranchOffice, ComplaintAction, ComplaintLog, Customer, Employee, User
from app.reports.model import Strip
from app.security.rights import ROLE_RIGHTS

# The literal table: number, customer's seq, kind, severity, received, to answer by, answered, in time; then by number
# to resolve by, resolved, in time, state, closed on, true, satisfaction.
TABLE: list[tuple[Any, ...]] = [
    ("001", 17, "短缺错发", "一般", "11-05 10:00", "11-06 10:00", "11-05 11:00", True),
    ("002", 9, "产品质量", "严重", "11-16 09:40", "11-16 14:40", "11-16 10:20", True),
    ("003", 2, "交货延误", "一般", "11-17 16:20", "11-18 16:20", "11-18 09:30", True),
    ("004", 26, "开票结算", "轻微", "11-18 11:30", "11-20 11:30", "11-18 14:00", True),
    ("005", 15, "产品质量", "紧急", "11-19 17:10", "11-20 10:10", "11-20 11:00", False),
    ("006", 22, "售后服务", "一般", "11-20 14:00", "11-23 14:00", None, None),
]
ENDS: dict[str, tuple[Any, ...]] = {
    "001": ("11-16 18:00", "11-17 16:00", False, "已结案", "2026-11-18", "yes", 3),
    "002": ("11-23 18:00", None, None, "处理中", None, None, None),
    "003": ("11-26 18:00", "11-19 15:00", True, "已结案", "2026-11-20", "yes", 4),
    "004": ("12-02 18:00", None, None, "等待客户", None, None, None),
    "005": ("11-23 18:00", None, None, "处理中", None, None, None),
    "006": ("12-01 18:00", None, None, "已登记", None, None, None),
}


def at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(f"2026-{text}") if text else None


@pytest.fixture
def chief(sample_app: App) -> App:
    """Who sees all of it on the Friday evening."""
    return sample_app


def row_of(app: App, number: str) -> ComplaintRow:
    (row,) = list_complaints(app, ComplaintFilter(text=f"202611-{number}"))
    return row


@pytest.mark.parametrize("line", TABLE, ids=[line[0] for line in TABLE])
def test_each_stands_as_the_table_says(chief: App, session: Session, line: tuple[Any, ...]) -> None:
    number, seq, kind, severity, received, answer_by, answered, in_time = line
    row = row_of(chief, number)
    assert (row.customer_no, row.kind, row.severity) == (f"KH-LZ-{seq:05d}", kind, severity)
    assert (row.received_at, row.response_due_at, row.responded_at) == (at(received), at(answer_by), at(answered))
    assert row.responded_in_time is in_time
    resolve_by, resolved, solved_in_time, state, closed_on, true, satisfaction = ENDS[number]
    stored = session.get_one(ComplaintLog, row.id)
    assert (stored.resolve_due_at, stored.resolved_at) == (at(resolve_by), at(resolved))
    assert (row.resolved_in_time, row.state) == (solved_in_time, state)
    assert (row.closed_at and row.closed_at.date().isoformat(), stored.is_valid) == (closed_on, true)
    assert row.satisfaction == satisfaction


def test_the_fourth_waits_and_its_limit_goes_on_moving(chief: App, session: Session) -> None:
    row = row_of(chief, "004")
    assert session.get_one(ComplaintLog, row.id).waiting_since == at("11-19 09:00")
    assert row.resolve_due_at == at("12-04 18:00")  # two whole working days waited
    assert row.clock is not None
    assert row.clock.paused


def test_three_older_ones_of_customer_15_were_true(chief: App, session: Session) -> None:
    customer = session.scalars(select(Customer).where(Customer.customer_no == "KH-LZ-00015")).one()
    rows = list_complaints(chief, ComplaintFilter(customer_id=customer.id, received_to=datetime(2026, 6, 1)))
    assert [row.received_at.date() for row in rows] == [date(2026, 5, 20), date(2026, 4, 9), date(2026, 1, 15)]
    for row in rows:
        stored = session.get_one(ComplaintLog, row.id)
        assert (stored.state, row.responded_in_time, row.resolved_in_time) == ("closed", True, True)
        assert stored.is_valid in ("yes", "partial")


def test_there_are_no_others(session: Session) -> None:
    assert session.scalar(select(func.count()).select_from(ComplaintLog)) == 9
    assert session.scalar(select(func.count()).select_from(ComplaintAction)) == 9 + 29


def test_every_record_is_a_way_through_the_rule(chief: App) -> None:
    ways = {(before, rule.to_state) for rule in RULES.values() if rule.to_state for before in rule.from_states}
    for row in list_complaints(chief, ComplaintFilter()):
        steps = [line for line in read_complaint(chief, row.id).timeline if line.to_state]
        assert steps[0].to_state == "registered"
        assert steps[-1].to_state == row.state_code
        for before, after in itertools.pairwise(steps):
            assert after.from_state == before.to_state
            assert (after.from_state, after.to_state) in ways
            assert before.at <= after.at


def test_nobody_closed_the_own_one(chief: App, session: Session) -> None:
    for complaint in session.scalars(select(ComplaintLog).where(ComplaintLog.state == "closed")):
        assert session.get_one(User, complaint.closed_by_id).employee_id != complaint.handler_id


def test_the_board_and_the_counts_of_that_evening(chief: App) -> None:
    lanes = [[row.complaint_no[-3:] for row in lane.rows] for lane in board(chief)]
    assert lanes == [["006"], ["002", "005", "004"], [], ["003", "001"]]
    assert open_counts(chief) == Counts(open=4, overdue=0, mine=0)


def test_whom_the_evening_reminds(sample_app: App) -> None:
    def codes(emp_no_username: str) -> list[tuple[str, str]]:
        app = _as(sample_app, emp_no_username)
        return [(reminder.complaint_no[-3:], reminder.code) for reminder in due_reminders(app)]

    assert codes("wenk") == [("002", "resolve_soon")]
    assert codes("baining") == []
    assert codes("shenql") == [("005", "resolve_soon"), ("005", "critical")]
    assert codes("chengyz") == []


def _as(app: App, username: str) -> App:
    """Somebody's App without writing the sign-in into the office all tests share."""
    with app.reading() as session:
        user = session.scalars(select(User).where(User.username == username)).one()
        employee = session.get_one(Employee, user.employee_id)
        branch = session.get(BranchOffice, employee.branch_id) if employee.branch_id else None
        signed_in = replace(
            app.user,
            user_id=user.id,
            username=username,
            name=employee.name,
            role=user.role,
            rights=ROLE_RIGHTS[user.role],
            employee_id=employee.id,
            branch_id=employee.branch_id,
            branch_name=branch.name if branch else "",
        )
    return app.signed_in_as(signed_in)


def test_numbering_goes_on(session: Session) -> None:
    assert next_number(session, "TS-LZ-202611-", 3) == "TS-LZ-202611-007"
    session.rollback()


def test_the_months_figures_by_hand(chief: App) -> None:
    """Answered in time 4 of 5; resolved in time 1 of 2; closed 2 of 6; 12 and 2 days; marks 3 and 4; 160 yuan."""
    strip = next(block for block in ledger_report(chief, date(2026, 11, 1)).blocks if isinstance(block, Strip))
    shown = {fact.label: fact.value for fact in strip.facts}
    assert shown["登记件数"] == 6
    assert shown["未结件数"] == 4
    assert [round(float(shown[name]), 4) for name in ("响应及时率", "解决及时率", "结案率", "属实率")] == [  # type: ignore[arg-type]
        *(0.8, 0.5, 0.3333, 1.0)
    ]
    assert [float(shown[name]) for name in ("平均解决天数", "平均满意度", "补偿合计（元）")] == [7.0, 3.5, 160.0]  # type: ignore[arg-type]


def test_every_one_can_be_printed(chief: App) -> None:
    for row in list_complaints(chief, ComplaintFilter()):
        assert complaint_report(chief, row.complaint_no).number == row.complaint_no
