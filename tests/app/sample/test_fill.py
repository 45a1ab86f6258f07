"""Filling an empty database: what is in it, that it is the same every time, and that nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.context import App, SignedIn
from app.db.base import Base
from app.db.numbers import next_number
from app.db.records import (
    AuditEntry,
    BranchOffice,
    CalendarDay,
    Company,
    ComplaintLog,
    Customer,
    Department,
    Employee,
    MarketArea,
    NumberSequence,
    SurveyForm,
    SurveySheet,
    User,
    Visit,
    VisitPlan,
)
from app.db.schema import open_database
from app.db.verify import verify
from app.errors import Conflict, Forbidden
from app.people.accounts import NOBODY, OFFICE_JOB, list_accounts, sign_in
from app.sample.fill import SampleCounts, fill_sample

FRIDAY_EVENING = datetime(2026, 11, 20, 22, 0)

MakeOffice = Callable[..., App]


@pytest.fixture
def open_app() -> Iterator[MakeOffice]:
    """Opens databases, and closes them when the test is over."""
    with ExitStack() as stack:

        def make(url: str, user: SignedIn = OFFICE_JOB, now: datetime = FRIDAY_EVENING) -> App:
            database = open_database(url, now=now)
            stack.callback(database.close)
            return App(database, user, lambda: now)

        yield make


def dump(app: App) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, by primary key; search tokens, which each engine keeps in its own way, left out."""
    with app.reading() as session:
        return {
            table.name: [
                tuple(row)
                for row in session.execute(
                    select(*(column for column in table.columns if column.name != "tokens")).order_by(
                        *table.primary_key
                    )
                )
            ]
            for table in Base.metadata.sorted_tables
        }


def test_it_says_what_it_wrote_and_writes_the_same_everywhere(
    sample_app: App, database_url: str, open_app: MakeOffice
) -> None:
    """On both engines, whatever the clock says, down to the journal's hashes."""
    app = open_app(database_url, now=datetime(2027, 3, 1, 8, 0))
    counts = fill_sample(app)
    # Visits: 64 in the week and, the sum of column p, 101 before. Contacts: 32 owners and 10 buyers. Sheets: 20 + 12.
    assert counts == SampleCounts(
        employees=10, customers=36, contacts=42, plan_items=68, visits=165, sheets=32, daily_reports=19
    )
    first, second = dump(sample_app), dump(app)
    assert first["audit_entry"]
    assert {name for name, rows in first.items() if rows != second[name]} == set()


def test_a_database_with_an_office_in_it_is_refused_and_left_alone(database_url: str, open_app: MakeOffice) -> None:
    app = open_app(database_url)
    with app.transaction("建办事处") as session:
        session.add(BranchOffice(code="HZ", name="某办事处", region_text="某市"))
    before = dump(app)
    with pytest.raises(Conflict, match="这个库里已有数据（某办事处），没有改动它"):
        fill_sample(app)
    assert dump(app) == before


def test_it_takes_the_right_to_make_accounts(sqlite_url: str, open_app: MakeOffice) -> None:
    with pytest.raises(Forbidden):
        fill_sample(open_app(sqlite_url, NOBODY))


def test_everything_is_one_operation_of_the_office_itself(sample_app: App, session: Session) -> None:
    written = session.execute(
        select(AuditEntry.operation, AuditEntry.operation_uid, AuditEntry.user_id, AuditEntry.user_name, AuditEntry.at)
        .distinct()
        .order_by(AuditEntry.at)
    ).all()
    assert len(written) == 1
    assert (written[0].operation, written[0].user_id, written[0].user_name) == ("建立样例办事处", None, "系统")
    assert written[0].at == FRIDAY_EVENING
    assert not verify(sample_app.db).problems


def test_accounts_ask_for_a_password_only_when_one_is_given(
    sample_app: App, sqlite_url: str, open_app: MakeOffice
) -> None:
    assert not [account.username for account in list_accounts(sample_app) if account.asks_password]
    app = open_app(sqlite_url)
    fill_sample(app, password="sweep-2026")
    with pytest.raises(Forbidden):
        sign_in(app, "wenk", "sweep-2025")
    clerk = sign_in(app, "wenk", "sweep-2026").user
    assert (clerk.name, clerk.branch_name) == ("温可", "澜州办事处")


def test_the_office_and_its_people(session: Session) -> None:
    company = session.scalars(select(Company)).one()
    assert (company.name, company.short_name, company.business_name) == ("云栎电缆股份公司（演示）", "云栎", "线缆")
    head = session.scalars(select(Employee).where(Employee.name == "沈其岚")).one()
    office = session.scalars(select(BranchOffice)).one()
    assert (office.code, office.name, office.head_id) == ("LZ", "澜州办事处", head.id)
    under = session.scalars(select(Employee.emp_no).where(Employee.supervisor_id == head.id).order_by(Employee.emp_no))
    assert list(under) == ["E01", "E02", "E03", "E04", "E06", "E07"]
    departments = session.execute(select(Department.name, Department.branch_id).order_by(Department.id)).all()
    assert [(d.name, d.branch_id is None) for d in departments] == [
        ("销售部", False),
        ("市场部", True),
        ("法务部", True),
        ("客服部", False),
        ("行政内勤", False),
    ]
    users = session.execute(select(User.username, User.role, User.data_scope).order_by(User.id)).all()
    assert [tuple(user) for user in users[3:7]] == [
        ("hety", "rep", "own"),
        ("shenql", "supervisor", "branch"),
        ("wenk", "clerk", "branch"),
        ("baining", "service", "branch"),
    ]
    assert not session.scalars(select(User).where(User.must_change_password)).all()


def test_the_markets_lie_in_districts_of_the_city(session: Session) -> None:
    areas = {area.id: area for area in session.scalars(select(MarketArea))}
    market = next(area for area in areas.values() if area.code == "LZ-LG")
    assert market.parent_id
    district = areas[market.parent_id]
    assert district.parent_id
    assert [district.name, areas[district.parent_id].name] == ["临港县", "澜州市"]
    owner = session.get_one(Employee, market.owner_id)
    assert (owner.emp_no, market.size_wan, market.merchant_count, market.traffic_level) == ("E04", 4800, 36, "low")
    assert sorted(area.code for area in areas.values() if area.is_target) == ["LZ-CB", "LZ-GX", "LZ-HX", "LZ-LG"]


def test_the_calendar_and_the_form_come_with_it(session: Session) -> None:
    holidays = session.scalars(select(CalendarDay.date).where(CalendarDay.kind == "holiday")).all()
    assert date(2026, 10, 1) in holidays
    form = session.scalars(select(SurveyForm)).one()
    assert (form.form_id, form.is_active, form.expected_visits) == ("cable_survey", True, 3)


@pytest.mark.parametrize(
    ("prefix", "width", "column"),
    [
        ("KH-LZ-", 5, Customer.customer_no),
        ("DA-LZ-C-", 5, Customer.archive_no),
        ("DA-LZ-G-", 5, Customer.archive_no),
        ("DA-LZ-J-", 5, Customer.archive_no),
        ("DC-LZ-202611-", 4, SurveySheet.sheet_no),
        ("DC-LZ-202503-", 4, SurveySheet.sheet_no),
        ("FJ-LZ-20261113-", 2, VisitPlan.plan_no),
        ("BF-LZ-20261120-", 3, Visit.visit_no),
        ("BF-LZ-20261109-", 3, Visit.visit_no),
    ],
)
def test_numbering_goes_on_where_the_sample_ends(session: Session, prefix: str, width: int, column: Any) -> None:
    last = session.scalar(select(func.max(column)).where(column.startswith(prefix)))
    assert next_number(session, prefix, width) == f"{prefix}{int(last[-width:]) + 1:0{width}d}"


def test_every_series_in_use_has_its_next_number(session: Session) -> None:
    used = {
        number.rpartition("-")[0] + "-"
        for column in (
            *(Customer.customer_no, Customer.archive_no),
            *(SurveySheet.sheet_no, Visit.visit_no, VisitPlan.plan_no, ComplaintLog.complaint_no),
        )
        for number in session.scalars(select(column))
        if number
    }
    assert used == set(session.scalars(select(NumberSequence.scope_key)))
