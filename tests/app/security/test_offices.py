"""Who works at an office writes in its own only; other offices have their own clerks and chiefs (rule R22)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from app.context import App
from app.db.records import BranchOffice, Employee
from app.errors import Forbidden
from app.filing.batches import FilingInput, file_papers
from app.meetings.saving import MeetingInput, save_meeting
from app.planning.arranging import ItemInput, edit
from app.planning.filling import auto_fill
from app.planning.items import assign, miss, move, remove
from app.planning.plans import edit_plan, move_plan
from app.reports.weekly_data import WeeklyTexts
from app.sweep.daily import DailyInput, return_daily, save_daily, submit_daily
from app.sweep.weekly.period import Scope, week_of
from app.sweep.weekly.summary import return_weekly, save_weekly, submit_weekly
from app.tasks import Task
from tests.support.office import MONDAY, Office

NEXT_MONDAY = date(2026, 11, 23)
WEEK = Scope(1, week_of(MONDAY))
MEETING = MeetingInput(time(19, 30), "办事处", (1,), 1, "账期", "按 30 天答复")
FILING = FilingInput(1, MONDAY, MONDAY, (("weekly_summary", 1),), Path("nowhere"))

WORKS: tuple[Callable[[App], object], ...] = (
    lambda app: assign(app, 1, 1, NEXT_MONDAY),
    lambda app: move(app, [1], NEXT_MONDAY, 1),
    lambda app: remove(app, [1]),
    lambda app: miss(app, 1, "weather"),
    lambda app: edit(app, 1, 1, ItemInput({})),
    lambda app: auto_fill(app, 1, NEXT_MONDAY),
    lambda app: edit_plan(app, 1, 1, {}),
    lambda app: move_plan(app, 1, "submitted"),
    lambda app: move_plan(app, 1, "approved"),
    lambda app: move_plan(app, 1, "cancelled"),
    lambda app: save_daily(app, 1, MONDAY, DailyInput()),
    lambda app: submit_daily(app, 1, MONDAY),
    lambda app: return_daily(app, 1, "改"),
    lambda app: save_weekly(app, WEEK, WeeklyTexts()),
    lambda app: submit_weekly(app, WEEK),
    lambda app: return_weekly(app, 1, "改"),
    lambda app: save_meeting(app, MONDAY, 1, MEETING),
    lambda app: file_papers(app, FILING, Task()),
)


@pytest.fixture
def stranger(office: Office) -> App:
    """Somebody with every right, at another office."""
    with office.app.transaction("设办事处") as session:
        other = BranchOffice(code="YB", name="沂北办事处", region_text="沂北市")
        session.add(other)
        session.flush()
        elsewhere = {"branch_id": other.id, "branch_name": other.name}
    return office.app.signed_in_as(replace(office.app.user, **elsewhere))


def test_nobody_writes_at_another_office(office: Office, stranger: App) -> None:
    customer_id = office.add_customer()
    assert office.id_of(Employee, emp_no="E01") == 1
    assign(office.clerk, customer_id, 1, NEXT_MONDAY)
    save_daily(office.clerk, 1, MONDAY, DailyInput())
    save_weekly(office.clerk, WEEK, WeeklyTexts())
    for work in WORKS:
        with pytest.raises(Forbidden, match="别的办事处"):
            work(stranger)
    with pytest.raises(Forbidden, match="别的办事处"):
        office.visit(customer_id, by=stranger)


def test_head_office_may(office: Office) -> None:
    assert office.app.user.branch_id is None
    assert assign(office.app, office.add_customer(), 1, NEXT_MONDAY)
