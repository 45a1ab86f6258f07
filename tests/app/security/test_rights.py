"""Every service function asks for its right before it does anything (rule R22)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.context import App
from app.customers.archive import full_contacts, read_customer
from app.customers.bulk import bulk_edit, bulk_offer
from app.customers.candidates import (
    candidate_ids,
    candidates_by_id,
    count_candidates,
    list_candidates,
    read_candidate,
)
from app.customers.comparing import beside, compare
from app.customers.conditions import offers
from app.customers.creating import create_customer
from app.customers.deciding import propose, reopen, tell_apart
from app.customers.duplicates import likely_same
from app.customers.filters import EVERYBODY
from app.customers.history import history
from app.customers.listing import count_customers, customer_ids, customers_by_id, first_page, list_customers
from app.customers.merging import merge
from app.customers.records import edit_customer
from app.customers.scanning import scan
from app.customers.splitting import recent_merges, split
from app.customers.views import delete_view, list_views, rename_view, save_view
from app.errors import Forbidden
from app.filing.batches import FilingInput, confirm_batch, file_papers, return_batch
from app.meetings.evening import evening
from app.meetings.follow_ups import cancel_follow_up, finish_follow_up, list_follow_ups
from app.meetings.saving import MeetingInput, save_meeting
from app.people.offices import list_reps
from app.planning.arranging import ItemInput, edit
from app.planning.beginning import start_visit
from app.planning.due import due_list
from app.planning.filling import Preview, accept, auto_fill, copy_last_week
from app.planning.grid import week
from app.planning.handing_in import check_plan
from app.planning.ics import write_ics
from app.planning.items import assign, miss, move, remove
from app.planning.lists import list_planned, open_plan
from app.planning.opening import open_item
from app.planning.plans import edit_plan, move_plan
from app.planning.printing import plan_reports
from app.reports.weekly_data import WeeklyTexts
from app.sample.fill import fill_sample
from app.surveys.drafts import drop_draft, list_drafts, save_draft
from app.surveys.filing import archive_sheet, return_sheet, submit_sheet
from app.surveys.forms import active_form
from app.surveys.listing import list_sheets
from app.surveys.sheets import (
    SheetInput,
    new_sheet,
    open_sheet,
    save_sheet,
    visit_answers,
)
from app.sweep.branch_day import branch_day_data, branch_day_reports
from app.sweep.daily import (
    DailyInput,
    archive_daily,
    daily_data,
    list_daily,
    read_daily,
    return_daily,
    review_daily,
    save_daily,
    submit_daily,
)
from app.sweep.weekly.behind import records_behind
from app.sweep.weekly.period import Scope, week_of
from app.sweep.weekly.summary import (
    archive_weekly,
    find_scope,
    list_weekly,
    read_weekly,
    return_weekly,
    review_weekly,
    save_weekly,
    submit_weekly,
    weekly_data,
    weekly_reports,
)
from app.tasks import Task
from app.visits.reading import open_visit
from app.visits.records import VisitInput, edit_visit, list_visits, record_visit
from tests.support.office import Office

DAY = date(2026, 11, 16)
SHEET = SheetInput(1, {}, {}, 1, 1)
WEEK = Scope(1, week_of(DAY))
FILING = FilingInput(1, DAY, DAY, (), Path())

ASKED: list[tuple[str, Callable[[App], object]]] = [
    ("customer.view", lambda app: count_customers(app)),
    ("customer.view", lambda app: list_customers(app)),
    ("customer.view", lambda app: customer_ids(app)),
    ("customer.view", lambda app: first_page(app)),
    ("customer.view", lambda app: customers_by_id(app, [1])),
    ("customer.view", lambda app: offers(app)),
    ("customer.view", lambda app: list_views(app)),
    ("customer.view", lambda app: save_view(app, "急", EVERYBODY)),
    ("customer.view", lambda app: rename_view(app, 1, 1, "急")),
    ("customer.view", lambda app: delete_view(app, 1, 1)),
    ("customer.edit", lambda app: bulk_offer(app)),
    ("customer.edit", lambda app: bulk_edit(app, {1: 1}, {"scale": "large"})),
    ("customer.transfer", lambda app: bulk_edit(app, {1: 1}, {"owner_id": 1}, reason="调片区")),
    ("classification.confirm", lambda app: bulk_edit(app, {1: 1}, {"primary_class": "A"}, reason="大户")),
    ("pipeline.override", lambda app: bulk_edit(app, {1: 1}, {"lifecycle_status": "lost"})),
    ("customer.view", lambda app: read_customer(app, 1)),
    ("customer.view", lambda app: history(app, "customer", 1)),
    ("contact.view_full", lambda app: full_contacts(app, 1)),
    ("customer.view", lambda app: likely_same(app, "桁岳五金")),
    ("customer.view", lambda app: count_candidates(app)),
    ("customer.view", lambda app: candidate_ids(app)),
    ("customer.view", lambda app: candidates_by_id(app, [1])),
    ("customer.view", lambda app: list_candidates(app)),
    ("customer.view", lambda app: read_candidate(app, 1)),
    ("customer.view", lambda app: compare(app, 1, 2)),
    ("customer.view", lambda app: beside(app, 1)),
    ("customer.view", lambda app: recent_merges(app)),
    ("customer.edit", lambda app: tell_apart(app, 1, 1, "两家")),
    ("customer.edit", lambda app: propose(app, 1, 1, "合并")),
    ("customer.edit", lambda app: reopen(app, 1, 1)),
    ("customer.edit", lambda app: scan(app, Task())),
    ("customer.merge", lambda app: merge(app, 1, 2, {})),
    ("customer.merge", lambda app: split(app, 1)),
    ("customer.edit", lambda app: create_customer(app, {})),
    ("customer.edit", lambda app: edit_customer(app, 1, 1, {})),
    ("survey.edit", lambda app: active_form(app)),
    ("survey.edit", lambda app: list_sheets(app)),
    ("survey.edit", lambda app: new_sheet(app)),
    ("survey.edit", lambda app: open_sheet(app, 1)),
    ("survey.edit", lambda app: save_sheet(app, SHEET)),
    ("survey.submit", lambda app: submit_sheet(app, 1, 1)),
    ("survey.return", lambda app: return_sheet(app, 1, 1, "改")),
    ("survey.archive", lambda app: archive_sheet(app, 1, 1, "1 柜")),
    ("survey.edit", lambda app: save_draft(app, "u", None, "", {})),
    ("survey.edit", lambda app: list_drafts(app)),
    ("survey.edit", lambda app: drop_draft(app, "u")),
    ("visit.edit", lambda app: visit_answers(app, 1, DAY)),
    ("visit.edit", lambda app: list_reps(app)),
    ("visit.edit", lambda app: list_visits(app, DAY, DAY)),
    ("visit.edit", lambda app: start_visit(app, 1, DAY, 1)),
    ("visit.edit", lambda app: record_visit(app, VisitInput({}))),
    ("visit.edit", lambda app: edit_visit(app, 1, 1, VisitInput({}))),
    ("visit.edit", lambda app: open_visit(app, 1)),
    ("plan.edit", lambda app: list_planned(app, DAY, DAY)),
    ("plan.edit", lambda app: open_plan(app, 1)),
    ("plan.edit", lambda app: move_plan(app, 1, "submitted")),
    ("plan.edit", lambda app: edit_plan(app, 1, 1, {})),
    ("plan.edit", lambda app: check_plan(app, 1)),
    ("plan.edit", lambda app: due_list(app, DAY)),
    ("plan.edit", lambda app: week(app, DAY)),
    ("plan.edit", lambda app: open_item(app, 1)),
    ("plan.edit", lambda app: assign(app, 1, 1, DAY)),
    ("plan.edit", lambda app: move(app, [1], DAY, 1)),
    ("plan.edit", lambda app: remove(app, [1])),
    ("plan.edit", lambda app: miss(app, 1, "weather")),
    ("plan.edit", lambda app: edit(app, 1, 1, ItemInput({}))),
    ("plan.edit", lambda app: auto_fill(app, 1, DAY)),
    ("plan.edit", lambda app: copy_last_week(app, [1], DAY)),
    ("plan.edit", lambda app: accept(app, Preview())),
    ("plan.edit", lambda app: plan_reports(app)),
    ("export.masked", lambda app: plan_reports(app)),
    ("export.full", lambda app: plan_reports(app, masked=False)),
    ("export.masked", lambda app: write_ics(app, Path("plan.ics"), DAY, DAY)),
    ("plan.approve", lambda app: move_plan(app, 1, "approved")),
    ("plan.approve", lambda app: move_plan(app, 1, "submitted", waiver="出差")),
    ("plan.approve", lambda app: move_plan(app, 1, "returned", "改")),
    ("daily.edit", lambda app: list_daily(app, DAY)),
    ("daily.edit", lambda app: read_daily(app, 1, DAY)),
    ("daily.edit", lambda app: save_daily(app, 1, DAY, DailyInput())),
    ("daily.edit", lambda app: submit_daily(app, 1, DAY)),
    ("daily.edit", lambda app: daily_data(app, 1, DAY)),
    ("export.masked", lambda app: daily_data(app, 1, DAY)),
    ("export.full", lambda app: daily_data(app, 1, DAY, masked=False)),
    ("daily.review", lambda app: return_daily(app, 1, "改")),
    ("daily.review", lambda app: review_daily(app, 1)),
    ("daily.archive", lambda app: archive_daily(app, 1)),
    ("daily.edit", lambda app: branch_day_data(app, DAY, 1)),
    ("export.masked", lambda app: branch_day_reports(app, DAY, 1)),
    ("weekly.edit", lambda app: list_weekly(app, WEEK.period, 1)),
    ("weekly.edit", lambda app: read_weekly(app, WEEK)),
    ("weekly.edit", lambda app: save_weekly(app, WEEK, WeeklyTexts())),
    ("weekly.edit", lambda app: submit_weekly(app, WEEK)),
    ("weekly.edit", lambda app: weekly_data(app, WEEK)),
    ("weekly.edit", lambda app: find_scope(app, 1)),
    ("weekly.edit", lambda app: records_behind(app, weekly_data(app, WEEK), "work", "E01", "planned")),
    ("export.masked", lambda app: weekly_reports(app, [WEEK])),
    ("weekly.review", lambda app: return_weekly(app, 1, "改")),
    ("weekly.review", lambda app: review_weekly(app, 1)),
    ("weekly.print", lambda app: archive_weekly(app, 1)),
    ("filing.create", lambda app: file_papers(app, FILING, Task())),
    ("export.masked", lambda app: file_papers(app, FILING, Task())),
    ("filing.confirm", lambda app: confirm_batch(app, 1, 1, "HZ-1")),
    ("filing.confirm", lambda app: return_batch(app, 1, 1, "改")),
    ("daily.edit", lambda app: evening(app, DAY, 1)),
    ("daily.enter_other", lambda app: save_meeting(app, DAY, 1, MeetingInput(None, "", (), 1, "", ""))),
    ("visit.edit", lambda app: list_follow_ups(app)),
    ("visit.edit", lambda app: finish_follow_up(app, 1, 1, "办了")),
    ("visit.edit", lambda app: cancel_follow_up(app, 1, 1, "不办")),
    ("user.manage", lambda app: fill_sample(app)),
]


def test_every_service_function_asks_for_its_right(office: Office) -> None:
    for right, act in ASKED:
        without = replace(office.app.user, rights=office.app.user.rights - {right})
        with pytest.raises(Forbidden, match=right):
            act(office.app.signed_in_as(without))


@pytest.mark.parametrize("username", ["chengyz", "wenk", "shenql"])
def test_the_sweep_day_is_open_to_those_who_live_it(office: Office, username: str) -> None:
    app = office.as_(username)
    assert list_customers(app) == list_visits(app, DAY, DAY) == list_sheets(app) == []
    assert [row.emp_no for row in list_daily(app, DAY)] == ["E01", "E02"]


def test_the_administrator_sees_no_business(office: Office) -> None:
    with pytest.raises(Forbidden):
        list_customers(office.as_("admin"))
