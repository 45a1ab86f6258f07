"""The evenings of the sample week: discussions, feedback and the daily reports, handed in when they were."""

from __future__ import annotations

from datetime import date, datetime, time

from app.choices import label_of
from app.db.records import DailyFeedbackLine, DailySweepLine, DailySweepReport, DiscussionNote, Visit
from app.sample.desk import Desk
from app.sample.tables import by_key, items, rows, yes
from app.sample.week import Call, plan_lines, weekday
from app.sweep.daily import report_number, submit_in

_DISCUSSED_AT, _HANDED_IN_AT = time(19, 30), time(21, 0)


def discuss(desk: Desk, day: int) -> DiscussionNote | None:
    """The office's discussion of that evening, on the days that have one."""
    row = by_key("days")[str(day)]
    if not row["讨论议题"]:
        return None
    everybody = [row["工号"] for row in rows("employees") if not yes(row["总部"])]
    note = DiscussionNote(
        branch_id=desk.office.id,
        discussed_on=weekday(day),
        start_at=_DISCUSSED_AT,
        attendee_ids=desk.employee_ids(everybody),
        recorder_id=desk.employees[items("office")["内勤"]].id,
        topics=row["讨论议题"],
        conclusions=row["讨论结论"],
        market_area_ids=[desk.markets[row["代码"]].id for row in rows("areas") if row["层级"] == "market"],
    )
    desk.add(note, weekday(day).isoformat())
    desk.session.flush()
    return note


def write_reports(
    desk: Desk, day: int, made: dict[Call, Visit], note: DiscussionNote | None
) -> dict[str, DailySweepReport]:
    """Every rep's report of the day by the rep's number, written and not yet handed in."""
    reports = {}
    for emp_no in dict.fromkeys(call.emp_no for call in made):
        report = _draft(desk, day, emp_no, note)
        desk.session.flush()
        first = next(call for call in made if call.emp_no == emp_no)
        about = by_key("days")[str(day)]
        line = DailyFeedbackLine(
            report_id=report.id,
            kind=about["反馈类别"],
            customer_id=desk.customers[first.shop.seq].id,
            content=about["反馈内容"],
        )
        desk.add(line, f"{report.report_no}-1")
        reports[emp_no] = report
    desk.session.flush()
    return reports


def _draft(desk: Desk, day: int, emp_no: str, note: DiscussionNote | None) -> DailySweepReport:
    report = DailySweepReport(
        report_no=report_number(desk.office, weekday(day), desk.employees[emp_no]),
        employee_id=desk.employees[emp_no].id,
        report_date=weekday(day),
        branch_id=desk.office.id,
        weather=by_key("days")[str(day)]["天气"],
        discussion_id=note.id if note else None,
        problems=_problems(day, emp_no),
        state="draft",
    )
    return desk.add(report, report.report_no)


def _problems(day: int, emp_no: str) -> str | None:
    """The planned visits that were not made, and why."""
    missed = [
        f"计划内{line.shop.short_name}未访：{label_of('miss_reason', line.missed)}"
        for line in plan_lines()
        if (line.day, line.emp_no) == (day, emp_no) and line.missed
    ]
    return "；".join(missed) or None


def note_missed(desk: Desk, day: int) -> None:
    """Mark the planned visits of the day that were not made."""
    for line in plan_lines():
        if line.day == day and line.missed:
            item = desk.plan_items[line.number]
            item.state, item.miss_reason = "missed", line.missed
    desk.session.flush()


def handed_in_at(day: date, emp_no: str) -> datetime | None:
    """When the rep's report came in; None for the one that did not."""
    for row in rows("late_reports"):
        if (row["工号"], weekday(int(row["日"]))) == (emp_no, day):
            return datetime.fromisoformat(row["交出"]) if row["交出"] else None
    return datetime.combine(day, _HANDED_IN_AT)


def hand_in(desk: Desk, report: DailySweepReport, at: datetime) -> None:
    """Submit a report as the program does it; its lines get the uid of their place in it."""
    submit_in(desk.session, report, at)
    for line in desk.session.new:
        if isinstance(line, DailySweepLine):
            desk.add(line, f"{report.report_no}-{line.seq}")
    desk.session.flush()
