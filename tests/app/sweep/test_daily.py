"""The daily report's life: written, handed in and frozen, returned and handed in again, reviewed, archived."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.db.records import (
    CalendarDay,
    Customer,
    DailyFeedbackLine,
    DailySweepLine,
    DailySweepReport,
    DiscussionNote,
    Visit,
    VisitPlan,
)
from app.db.verify import verify
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.planning.plans import move_plan
from app.reports.daily_data import DailyData
from app.sweep.daily import (
    DailyInput,
    DailyStatus,
    FeedbackInput,
    archive_daily,
    daily_data,
    daily_reports,
    list_daily,
    read_daily,
    return_daily,
    review_daily,
    save_daily,
    submit_daily,
)
from app.visits.records import VisitInput, edit_visit
from tests.support.office import MONDAY, Office
from tests.support.statements import statements_of

TUESDAY = date(2026, 11, 17)
EVENING = datetime(2026, 11, 16, 21, 0)
WRITTEN = DailyInput(
    weather="晴 12℃",
    problems="样板不够用",
    tomorrow_plan="走访城北",
    feedback=(FeedbackInput("product", "护套偏硬"), FeedbackInput("need_change", "要防火电缆")),
)


@pytest.fixture(autouse=True)
def _monday_evening(office: Office) -> None:
    office.clock.now = EVENING


def data(office: Office, day: date = MONDAY) -> DailyData:
    return daily_data(office.clerk, office.employee(), day)


def hand_in(office: Office, written: DailyInput | None = WRITTEN, day: date = MONDAY) -> int:
    return submit_daily(office.rep, office.employee(), day, written)


def status(office: Office, emp_no: str = "E01", day: date = MONDAY) -> DailyStatus:
    return next(row for row in list_daily(office.clerk, day) if row.emp_no == emp_no)


def test_a_draft_keeps_what_is_written(office: Office) -> None:
    report_id = save_daily(office.rep, office.employee(), MONDAY, WRITTEN)
    assert read_daily(office.rep, office.employee(), MONDAY) == WRITTEN
    again = replace(
        WRITTEN, problems="", feedback=(FeedbackInput("product", "护套偏硬"), FeedbackInput("product", " "))
    )
    assert save_daily(office.rep, office.employee(), MONDAY, again) == report_id
    assert read_daily(office.rep, office.employee(), MONDAY) == replace(again, feedback=again.feedback[:1])
    draft = data(office)
    assert (draft.is_draft, draft.report_no, draft.state) == (True, "RB-LZ-20261116-E01", "填写中")


def test_saving_the_same_again_changes_nothing(office: Office) -> None:
    save_daily(office.rep, office.employee(), MONDAY, WRITTEN)
    before = verify(office.app.db).entries
    save_daily(office.rep, office.employee(), MONDAY, WRITTEN)
    assert verify(office.app.db).entries == before


def test_a_report_nobody_began_is_a_draft_of_how_things_stand(office: Office) -> None:
    office.visit(office.add_customer())
    draft = data(office)
    assert (draft.is_draft, draft.figures.visited, draft.lines[0].customer_name) == (True, 1, "桁岳五金机电经营部")
    with office.app.reading() as session:
        assert session.scalars(select(DailySweepReport.id)).all() == []


def test_the_figures_of_a_day(office: Office) -> None:
    planned, missed, dropped_in = (office.add_customer(n) for n in ("桁岳五金", "砾川电缆", "橡屿五金"))
    item, _ = office.planned(planned), office.planned(missed)
    plan_id = office.id_of(VisitPlan)
    office.visit(planned, plan_item_id=item)
    reasons = {"result": "none", "failure_reasons": ("a",), "intent_level": "none"}
    office.visit(dropped_in, start_at=time(10, 0), end_at=time(10, 40), **reasons)
    assert data(office).figures.planned == 0  # a plan that is not approved is none
    move_plan(office.clerk, plan_id, "submitted")
    move_plan(office.chief, plan_id, "approved")
    day = data(office).figures
    assert (day.planned, day.done, day.done_rate) == (2, 1, Decimal("0.5000"))
    assert (day.visited, day.unplanned, day.effective_rate) == (2, 1, Decimal("1.0000"))
    assert (day.interested, day.interest_rate, day.unmet) == (1, Decimal("0.5000"), 1)
    assert (day.mean_minutes, day.new_customers) == (Decimal("38.5"), 3)


def test_a_report_handed_in_is_frozen(office: Office) -> None:
    customer_id = office.add_customer()
    visit_id = office.visit(customer_id)
    report_id = hand_in(office)
    office.change(Customer, customer_id, {"name": "改了名的店", "short_name": "改名", "address": "搬走了"})
    printed = data(office)
    assert printed.lines[0].customer_name == "桁岳五金机电经营部"
    assert (printed.issue, printed.is_draft, printed.state) == (1, False, "已提交")
    assert printed.problems == "样板不够用"
    assert office.read(Visit, visit_id).state == "reported"
    report = office.read(DailySweepReport, report_id)
    assert (report.submitted_at, report.market_area_ids) == (EVENING, [office.market()])
    assert status(office).state == "已提交"
    assert verify(office.app.db).problems == ()


def test_a_reported_visit_is_locked(office: Office) -> None:
    visit_id = office.visit(office.add_customer())
    hand_in(office)
    row_version = office.read(Visit, visit_id).row_version
    with pytest.raises(Conflict, match="已进日报"):
        edit_visit(office.rep, visit_id, row_version, VisitInput({"situation": "改"}))


def test_a_report_handed_in_is_not_written_on(office: Office) -> None:
    office.visit(office.add_customer())
    hand_in(office)
    for act in (lambda: hand_in(office), lambda: save_daily(office.rep, office.employee(), MONDAY, WRITTEN)):
        with pytest.raises(Conflict, match="已提交，不能再改。要改请先由主管退回"):
            act()


def test_returning_needs_an_opinion_and_frees_the_visits(office: Office) -> None:
    visit_id = office.visit(office.add_customer())
    report_id = hand_in(office)
    with pytest.raises(Invalid, match="退回要写明意见"):
        return_daily(office.chief, report_id, "  ")
    return_daily(office.chief, report_id, "对策写具体些")
    assert office.read(Visit, visit_id).state == "confirmed"
    assert (status(office).state, data(office).review_opinion) == ("退回", "对策写具体些")


def test_handing_in_again_says_what_changed(office: Office) -> None:
    visit_id = office.visit(office.add_customer())
    report_id = hand_in(office)
    return_daily(office.chief, report_id, "对策写具体些")
    row_version = office.read(Visit, visit_id).row_version
    edit_visit(office.rep, visit_id, row_version, VisitInput({"countermeasure": "下周二带对比报价再访。"}))
    hand_in(office)
    again = data(office)
    assert (again.issue, again.lines[0].countermeasure) == (2, "下周二带对比报价再访。")
    changed = [(c.before, c.after) for c in again.changes]
    assert ("送样并提供对比报价。", "下周二带对比报价再访。") in changed
    report = office.read(DailySweepReport, report_id)
    assert report.former_snapshots[0]["lines"][0]["countermeasure"] == "送样并提供对比报价。"
    with office.app.reading() as session:
        assert len(session.scalars(select(DailySweepLine).where(DailySweepLine.deleted_at.is_(None))).all()) == 1
    assert verify(office.app.db).problems == ()


def test_a_reissue_is_not_signed_by_who_returned_it(office: Office) -> None:
    office.visit(office.add_customer())
    return_daily(office.chief, hand_in(office), "对策写具体些")
    assert data(office).review_opinion == "对策写具体些"
    hand_in(office)
    again = data(office)
    assert (again.reviewer_name, again.reviewed_on, again.review_opinion) == ("", None, "")


def test_a_reissue_without_a_change_says_so(office: Office) -> None:
    office.visit(office.add_customer())
    return_daily(office.chief, hand_in(office), "再看看")
    hand_in(office)
    assert data(office).changes == ()


def test_a_long_day_is_read_in_as_few_statements_as_a_short_one(office: Office) -> None:
    office.visit(office.add_customer())
    short = statements_of(office, lambda: data(office))
    for hour, name in enumerate(("同远五金", "华南电料", "鸿运建材"), 10):
        office.visit(office.add_customer(name), start_at=time(hour, 0), end_at=time(hour, 30))
    assert statements_of(office, lambda: data(office)) == short
    assert len(data(office).lines) == 4


def test_reviewing_and_archiving_are_signed(office: Office) -> None:
    office.visit(office.add_customer())
    report_id = hand_in(office)
    with pytest.raises(Conflict, match="不能存档"):
        archive_daily(office.clerk, report_id)
    review_daily(office.chief, report_id, "很好", 5)
    archive_daily(office.clerk, report_id)
    printed = data(office)
    assert (printed.state, printed.reviewer_name, printed.archiver_name) == ("办事处已存档", "沈其岚", "温可")
    assert (printed.reviewed_on, printed.archived_at, printed.review_opinion) == (MONDAY, EVENING, "很好")
    with pytest.raises(Conflict, match="不能退回"):
        return_daily(office.chief, report_id, "晚了")
    with pytest.raises(Conflict) as refused:
        save_daily(office.rep, office.employee(), MONDAY, DailyInput())
    assert "办事处已存档，不能再改" in str(refused.value)
    assert "退回" not in str(refused.value)


@pytest.mark.parametrize(
    ("opinion", "score", "field"), [("", 6, "review_score"), ("", 0, "review_score"), ("长" * 501, 3, "review_opinion")]
)
def test_a_review_is_checked(office: Office, opinion: str, score: int, field: str) -> None:
    office.visit(office.add_customer())
    report_id = hand_in(office)
    with pytest.raises(Invalid) as caught:
        review_daily(office.chief, report_id, opinion, score)
    assert set(caught.value.problems) == {field}


def test_a_day_without_visits_needs_a_word(office: Office) -> None:
    with pytest.raises(Invalid, match="当日没有拜访") as caught:
        hand_in(office, DailyInput())
    assert set(caught.value.problems) == {"problems"}
    hand_in(office, DailyInput(problems="全天培训"))
    printed = data(office)
    assert (printed.lines, printed.problems, printed.figures.visited) == ((), "全天培训", 0)


def test_a_day_to_come_has_no_report(office: Office) -> None:
    with pytest.raises(Invalid, match="还没到"):
        save_daily(office.rep, office.employee(), TUESDAY, WRITTEN)


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (DailyInput(weather="雨" * 13), "weather"),
        (DailyInput(problems="长" * 301), "problems"),
        (DailyInput(self_comment="长" * 301), "self_comment"),
        (DailyInput(tomorrow_plan="长" * 501), "tomorrow_plan"),
        (DailyInput(feedback=(FeedbackInput("product", "长" * 201),)), "feedback.0"),
        (DailyInput(feedback=(FeedbackInput("product", "好"), FeedbackInput("gossip", "坏"))), "feedback.1"),
    ],
)
def test_what_is_written_is_checked(office: Office, written: DailyInput, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        save_daily(office.rep, office.employee(), MONDAY, written)
    assert set(caught.value.problems) == {field}
    with office.app.reading() as session:
        assert session.scalars(select(DailyFeedbackLine.id)).all() == []


@pytest.mark.parametrize(
    "written",
    [DailyInput(discussion_id=9999), DailyInput(feedback=(FeedbackInput("product", "好", 9999),))],
)
def test_what_is_gone_is_named(office: Office, written: DailyInput) -> None:
    with pytest.raises(NotFound):
        save_daily(office.rep, office.employee(), MONDAY, written)


def test_reports_that_are_gone_are_named(office: Office) -> None:
    for act in (
        lambda: review_daily(office.chief, 9999),
        lambda: return_daily(office.chief, 9999, "退"),
        lambda: archive_daily(office.clerk, 9999),
        lambda: daily_data(office.clerk, 9999, MONDAY),
        lambda: daily_data(office.clerk, office.employee("E10"), MONDAY),
    ):
        with pytest.raises(NotFound):
            act()


def test_reps_write_their_own_reports(office: Office) -> None:
    other = office.as_("luoyn")
    with pytest.raises(Forbidden, match=r"daily\.enter_other"):
        save_daily(other, office.employee("E01"), MONDAY, WRITTEN)
    assert save_daily(office.clerk, office.employee("E01"), MONDAY, WRITTEN)


def test_a_visit_recorded_after_the_report_goes_into_the_next_as_a_supplement(office: Office) -> None:
    customer_id = office.add_customer()
    office.visit(customer_id)
    hand_in(office)
    office.clock.now = datetime(2026, 11, 17, 21, 0)
    office.visit(customer_id, start_at=time(16, 20), end_at=time(17, 0))
    office.visit(customer_id, visit_date=TUESDAY)
    hand_in(office, day=TUESDAY)
    lines = data(office, TUESDAY).lines
    assert [(line.seq, line.is_supplement, line.start_at) for line in lines] == [
        (1, False, time(9, 0)),
        (2, True, time(16, 20)),
    ]
    assert data(office, TUESDAY).figures.visited == 1  # a supplement is no visit of that day
    assert len(data(office).lines) == 1


def test_a_visit_goes_into_one_report_only(office: Office) -> None:
    customer_id = office.add_customer()
    office.visit(customer_id)
    report_id = hand_in(office)
    office.clock.now = datetime(2026, 11, 17, 21, 0)
    office.visit(customer_id, start_at=time(16, 20), end_at=time(17, 0))
    office.visit(customer_id, visit_date=TUESDAY)
    hand_in(office, day=TUESDAY)
    return_daily(office.chief, report_id, "补一条")
    hand_in(office)
    assert [line.start_at for line in data(office).lines] == [time(9, 0)]
    assert len(data(office, TUESDAY).lines) == 2


def test_the_days_discussion_is_taken_along(office: Office) -> None:
    with office.app.transaction("讨论") as session:
        note = DiscussionNote(
            branch_id=1,
            discussed_on=MONDAY,
            start_at=time(19, 30),
            attendee_ids=[office.employee("E01"), office.employee("E06")],
            recorder_id=office.employee("E06"),
            topics="账期",
            conclusions="统一按 30 天答复。",
        )
        session.add(note)
    office.visit(office.add_customer())
    assert read_daily(office.rep, office.employee(), MONDAY).discussion_id == note.id
    hand_in(office, None)
    said = data(office).discussion
    assert said is not None
    assert (said.conclusions, said.attendees) == ("统一按 30 天答复。", ("程砚舟", "温可"))
    other = daily_data(office.clerk, office.employee("E02"), MONDAY)
    assert other.discussion is None


def test_tomorrows_plan_is_proposed_from_the_plan(office: Office) -> None:
    customer_id = office.add_customer("桁岳五金机电经营部", short_name="桁岳五金")
    office.planned(customer_id, TUESDAY, time(9, 0), goal="谈账期")
    plan_id = office.id_of(VisitPlan)
    move_plan(office.clerk, plan_id, "submitted")
    move_plan(office.chief, plan_id, "approved")
    assert "桁岳五金" in data(office).tomorrow_plan


def late(office: Office, now: datetime) -> tuple[str, bool]:
    office.clock.now = now
    row = status(office)
    return row.state, row.is_late


def test_a_report_is_awaited_until_its_deadline_and_then_missing(office: Office) -> None:
    office.visit(office.add_customer())
    assert late(office, datetime(2026, 11, 17, 10, 0)) == ("未交", False)
    assert late(office, datetime(2026, 11, 17, 10, 1)) == ("漏交", False)
    assert status(office).visits == 1
    hand_in(office)
    assert late(office, datetime(2026, 11, 18, 9, 0)) == ("已提交", True)
    assert data(office).is_late


def test_a_draft_alone_is_not_handed_in(office: Office) -> None:
    save_daily(office.rep, office.employee(), MONDAY, WRITTEN)
    assert status(office).state == "未交"
    assert status(office).report_id is not None


def test_a_day_off_needs_no_report(office: Office) -> None:
    with office.app.transaction("放假") as session:
        session.add(CalendarDay(date=MONDAY, kind="closed", name="盘点"))
    assert status(office).state == "无需"


def test_reports_of_several_reps_come_in_the_order_asked(office: Office) -> None:
    office.visit(office.add_customer())
    ids = [office.employee("E02"), office.employee("E01")]
    reports = daily_reports(office.clerk, MONDAY, ids)
    text = [str(report) for report in reports]
    assert "罗以南" in text[0]
    assert "程砚舟" in text[1]


def test_full_phones_need_the_right(office: Office) -> None:
    office.visit(office.add_customer())
    assert daily_data(office.rep, office.employee(), MONDAY).masked
    assert not daily_data(office.clerk, office.employee(), MONDAY, masked=False).masked
    with pytest.raises(Forbidden, match=r"export\.full"):
        daily_data(office.rep, office.employee(), MONDAY, masked=False)
