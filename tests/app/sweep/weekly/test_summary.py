"""The summary's life: drafted, written on, handed in and frozen, returned and handed in again, reviewed, archived."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from app.db.records import Customer, Employee, WeeklySummary
from app.db.verify import verify
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.reports.weekly_data import WeeklyData, WeeklyTexts
from app.sweep.weekly.behind import records_behind
from app.sweep.weekly.period import Period, Scope, stage, week_of
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
from tests.support.office import MONDAY, Office
from tests.support.statements import statements_of

WEEK = week_of(MONDAY)
NEXT_MONDAY = date(2026, 11, 23)
WRITTEN = WeeklyTexts(problems="样板不够用。", support_needed="请公司补 20 套样板。")


@pytest.fixture(autouse=True)
def _friday_evening(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 20, 22, 0)


def of_office(period: Period = WEEK) -> Scope:
    return Scope(1, period)


def of_rep(office: Office, emp_no: str = "E01", period: Period = WEEK) -> Scope:
    return Scope(1, period, office.employee(emp_no))


def data(office: Office, scope: Scope | None = None) -> WeeklyData:
    return weekly_data(office.clerk, scope or of_office())


def test_a_draft_says_how_things_stand(office: Office) -> None:
    office.visit(office.add_customer())
    draft = data(office)
    assert (draft.is_draft, draft.summary_no, draft.state, draft.is_late) == (True, "ZZ-LZ-2026W47", "填写中", False)
    assert draft.texts.market_overview.startswith("本期实访 1 家次、1 家，")
    assert draft.texts == read_weekly(office.clerk, of_office()).drafts
    with office.app.reading() as session:
        assert session.get(WeeklySummary, 1) is None


def test_what_is_written_is_kept_and_the_rest_stays_a_draft(office: Office) -> None:
    office.visit(office.add_customer())
    summary_id = save_weekly(office.clerk, of_office(), WRITTEN)
    opened = read_weekly(office.clerk, of_office())
    assert (opened.summary_id, opened.written) == (summary_id, {"problems", "support_needed"})
    assert opened.texts.problems == "样板不够用。"
    assert opened.texts.channel_note == opened.drafts.channel_note != ""
    assert opened.drafts.problems == "日报迟交 0 份、漏交 8 份。"  # two reps, Monday to Thursday
    emptied = replace(WRITTEN, problems="")
    assert save_weekly(office.clerk, of_office(), emptied, opened.row_version) == summary_id
    assert read_weekly(office.clerk, of_office()).texts.problems == opened.drafts.problems


def test_saving_needs_the_version_that_was_read(office: Office) -> None:
    save_weekly(office.clerk, of_office(), WRITTEN)
    read = read_weekly(office.clerk, of_office()).row_version
    save_weekly(office.clerk, of_office(), replace(WRITTEN, problems="别人改的"), read)
    with pytest.raises(Conflict):
        save_weekly(office.clerk, of_office(), WRITTEN, read)


def test_who_began_at_the_same_time_overwrites_nobody(office: Office) -> None:
    clerks = read_weekly(office.clerk, of_office()).row_version
    chiefs = read_weekly(office.chief, of_office()).row_version
    save_weekly(office.chief, of_office(), WRITTEN, chiefs)
    with pytest.raises(Conflict):
        save_weekly(office.clerk, of_office(), replace(WRITTEN, problems="没有"), clerks)
    assert read_weekly(office.clerk, of_office()).texts.problems == "样板不够用。"


def test_texts_are_checked(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        save_weekly(office.clerk, of_office(), WeeklyTexts(market_overview="长" * 501, problems="长" * 501))
    assert set(refused.value.problems) == {"market_overview", "problems"}


def test_a_summary_handed_in_is_frozen_with_the_records_behind_it(office: Office) -> None:
    customer_id = office.add_customer()
    visit_id = office.visit(customer_id)
    summary_id = submit_weekly(office.clerk, of_office(), WRITTEN)
    before = data(office)
    office.visit(office.add_customer("晚来的店"), start_at=time(15, 0), end_at=time(15, 30))
    office.change(Customer, customer_id, {"name": "改了名的店", "channel_type": "retail_store"})
    frozen = data(office)
    assert (frozen.is_draft, frozen.state, frozen.issue, frozen.submitted_by) == (False, "已提交", 1, "温可")
    assert replace(frozen, printed_at=None) == replace(before, printed_at=None)
    work = frozen.table("work").total
    assert work is not None
    assert work.cells[4].value == 1
    assert [line.id for line in records_behind(office.clerk, frozen, "work", "total", "visited")] == [visit_id]
    stored = office.read(WeeklySummary, summary_id)
    assert (stored.iso_year, stored.iso_week, stored.market_area_ids) == (2026, 47, [office.market()])
    assert stored.channel_note == frozen.texts.channel_note
    assert find_scope(office.clerk, summary_id) == of_office()
    assert verify(office.app.db).problems == ()


def test_a_summary_handed_in_is_not_written_on(office: Office) -> None:
    submit_weekly(office.clerk, of_office())
    for act in (
        lambda: save_weekly(office.clerk, of_office(), WRITTEN),
        lambda: submit_weekly(office.clerk, of_office()),
    ):
        with pytest.raises(Conflict, match="周总结 ZZ-LZ-2026W47 已提交，不能再改。要改请先由主管退回"):
            act()
    assert read_weekly(office.clerk, of_office()).closed == "已提交，不能再改。"


def test_a_reissue_says_what_changed(office: Office) -> None:
    office.visit(office.add_customer())
    summary_id = submit_weekly(office.clerk, of_office(), WRITTEN)
    with pytest.raises(Invalid, match="退回要写明意见"):
        return_weekly(office.chief, summary_id, " ")
    return_weekly(office.chief, summary_id, "问题写具体些")
    assert (data(office).state, data(office).review_opinion, data(office).is_draft) == ("退回", "问题写具体些", False)
    office.visit(office.add_customer("第二家"), start_at=time(15, 0), end_at=time(15, 30))
    version = read_weekly(office.clerk, of_office()).row_version
    submit_weekly(office.clerk, of_office(), replace(WRITTEN, problems="样板缺 20 套。"), version)
    again = data(office)
    assert (again.issue, again.review_opinion) == (2, "")
    changed = {change.place.split(" ", 2)[-1]: (change.before, change.after) for change in again.changes}
    assert changed["存在问题"] == ("样板不够用。", "样板缺 20 套。")
    assert changed["程砚舟 实访家次"] == ("1", "2")
    (report,) = weekly_reports(office.clerk, [of_office()])
    assert report.shown_number == "ZZ-LZ-2026W47（第 2 版）"
    assert office.read(WeeklySummary, summary_id).former_snapshots[0]["texts"]["problems"] == "样板不够用。"


@pytest.mark.parametrize(
    ("at", "late"),
    [(datetime(2026, 11, 23, 12, 0), False), (datetime(2026, 11, 23, 12, 1), True)],
)
def test_it_is_late_after_noon_of_the_next_working_monday(office: Office, at: datetime, late: bool) -> None:
    office.clock.now = at
    submit_weekly(office.clerk, of_office())
    assert data(office).is_late is late
    assert list_weekly(office.clerk, WEEK, 1)[0].is_late is late


def test_the_list_has_the_office_and_its_reps(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 23, 13, 0)
    submit_weekly(office.rep, of_rep(office))
    rows = list_weekly(office.clerk, WEEK, 1)
    assert [(row.name, row.state, row.summary_no) for row in rows] == [
        ("澜州办事处", "漏交", ""),
        ("程砚舟", "已提交", "ZZ-LZ-2026W47-E01"),
        ("罗以南", "漏交", ""),
    ]
    office.clock.now = datetime(2026, 11, 23, 11, 0)
    assert list_weekly(office.clerk, WEEK, 1)[0].state == "未交"


def test_reviewing_and_archiving_are_signed(office: Office) -> None:
    summary_id = submit_weekly(office.clerk, of_office())
    with pytest.raises(Conflict, match="不能存档"):
        archive_weekly(office.clerk, summary_id)
    review_weekly(office.chief, summary_id, "同意")
    archive_weekly(office.clerk, summary_id)
    printed = data(office)
    assert (printed.state, printed.reviewer_name, printed.archiver_name) == ("办事处已存档", "沈其岚", "温可")
    assert (printed.reviewed_on, printed.review_opinion) == (date(2026, 11, 20), "同意")
    with pytest.raises(Conflict, match="不能退回"):
        return_weekly(office.chief, summary_id, "晚了")


def test_reps_write_their_own_summaries(office: Office) -> None:
    assert save_weekly(office.rep, of_rep(office), WRITTEN)
    for scope in (of_office(), of_rep(office, "E02")):
        with pytest.raises(Forbidden, match="只能写自己的周总结"):
            save_weekly(office.rep, scope, WRITTEN)
    assert save_weekly(office.chief, of_rep(office, "E02"), WRITTEN)
    summary_id = submit_weekly(office.rep, of_rep(office))
    for act in (lambda: review_weekly(office.clerk, summary_id), lambda: archive_weekly(office.rep, summary_id)):
        with pytest.raises(Forbidden):
            act()


def test_a_week_without_any_record_has_every_section_and_no_data(office: Office) -> None:
    draft = data(office, of_office(week_of(date(2026, 8, 3))))
    assert (draft.market_areas, draft.texts.problems) == ((), "日报迟交 0 份、漏交 10 份。")
    assert draft.texts.market_overview == draft.texts.consumer_note == "本期无数据。"
    assert [table.key for table in draft.tables if table.rows] == ["work", "days", "stages", "markets"]
    (report,) = weekly_reports(office.clerk, [of_office(week_of(date(2026, 8, 3)))])
    empties = {block.title: block.empty for block in report.blocks if hasattr(block, "empty") and not block.rows}
    assert empties["客户反馈"] == "本期无数据"
    assert submit_weekly(office.clerk, of_office(week_of(date(2026, 8, 3))))


def test_a_week_to_come_is_not_handed_in(office: Office) -> None:
    with pytest.raises(Invalid, match="还没开始"):
        submit_weekly(office.clerk, of_office(week_of(NEXT_MONDAY)))


def test_a_rep_who_left_before_has_no_summary(office: Office) -> None:
    office.change(Employee, office.employee("E02"), {"left_on": date(2026, 11, 13), "status": "left"})
    with pytest.raises(Invalid, match="罗以南已于 2026-11-13 离职"):
        data(office, of_rep(office, "E02"))
    assert [row.emp_no for row in list_weekly(office.clerk, WEEK, 1)] == ["", "E01"]
    earlier = week_of(date(2026, 11, 9))
    assert data(office, of_rep(office, "E02", earlier)).employee_name == "罗以南"
    assert "罗以南" in data(office, of_office(earlier)).surveyors


def test_days_before_hiring_and_after_leaving_are_not_due(office: Office) -> None:
    office.change(Employee, office.employee("E01"), {"hired_on": date(2026, 11, 18), "left_on": date(2026, 11, 19)})
    work = data(office, of_rep(office)).table("work")
    assert [row.cells[-1].text for row in work.rows] == ["0/2"]


def test_what_does_not_exist_is_named(office: Office) -> None:
    for act in (
        lambda: review_weekly(office.chief, 9999),
        lambda: find_scope(office.clerk, 9999),
        lambda: data(office, Scope(9999, WEEK)),
        lambda: data(office, Scope(1, WEEK, 9999)),
        lambda: records_behind(office.clerk, data(office), "work", "E99", "planned"),
        lambda: records_behind(office.clerk, data(office), "work", "E01", "gossip"),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_stage_has_a_name_and_its_own_number(office: Office) -> None:
    first = stage("第一阶段普查", date(2026, 10, 19), date(2026, 11, 20))
    office.visit(office.add_customer())
    submit_weekly(office.clerk, of_office(first))
    printed = data(office, of_office(first))
    assert (printed.summary_no, printed.period_kind) == ("ZZ-LZ-S20261019", "stage")
    assert printed.period_name == "第一阶段普查 2026 年 10月19日–11月20日"
    assert [row.cells[0].text for row in printed.table("days").rows] == [f"第{n}周" for n in range(43, 48)]
    (report,) = weekly_reports(office.clerk, [of_office(first)])
    assert report.title == "客户调查阶段总结表"
    assert data(office).is_draft  # the week is another summary


def test_the_number_of_statements_does_not_grow_with_the_week(office: Office) -> None:
    office.visit(office.add_customer())
    short = statements_of(office, lambda: data(office))
    for hour, name in enumerate(("同远五金", "华南电料", "鸿运建材"), 10):
        office.visit(office.add_customer(name), start_at=time(hour, 0), end_at=time(hour, 30))
    assert statements_of(office, lambda: data(office)) == short


def test_three_failures_in_a_row_are_listed(office: Office) -> None:
    customer_id = office.add_customer()
    failed = {"result": "none", "failure_reasons": ("a", "f"), "intent_level": "none"}
    office.visit(customer_id, visit_date=date(2026, 11, 9), **failed)
    office.visit(customer_id, visit_date=date(2026, 11, 12), **failed)
    assert data(office, of_office(week_of(date(2026, 11, 9)))).table("repeats").rows == ()
    office.visit(customer_id, **failed)
    (row,) = data(office).table("repeats").rows
    assert [cell.text or cell.value for cell in row.cells[:3]] == ["桁岳五金机电经营部"[:10], "程砚舟", 3]
    failures = {r.key: (r.cells[1].value, r.cells[2].value) for r in data(office).table("failures").rows}
    assert failures["a"] == failures["f"] == (1, 1)


def test_more_than_fifteen_targets_go_to_the_appendix(office: Office) -> None:
    for number in range(17):
        customer_id = office.add_customer(f"目标{number:02d}号商行", is_target=True)
        office.visit(customer_id, start_at=time(8 + number % 12, 0), end_at=time(8 + number % 12, 30))
    draft = data(office)
    assert (len(draft.table("targets").rows), draft.table("targets").note) == (15, "另有 2 家见附表")
    assert len(draft.table("more_targets").rows) == 17
