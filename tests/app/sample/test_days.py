"""The 20 rep-days of the sample week: their reports, and the figures of rule R18 in them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.db.records import DailyFeedbackLine, DailySweepLine, DailySweepReport, DiscussionNote, Employee, Visit
from app.paths import SHIPPED_DATA
from app.reports.daily_data import DailyData, DailyFigures
from app.sweep.daily import daily_data, list_daily

REPS = ("E01", "E02", "E03", "E04")
DAYS = [date(2026, 11, day) for day in range(16, 21)]
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = DAYS


def report_of(session: Session, emp_no: str, day: date) -> DailySweepReport:
    return session.scalars(
        select(DailySweepReport).where(DailySweepReport.report_no == f"RB-LZ-{day:%Y%m%d}-{emp_no}")
    ).one()


def data_of(app: App, emp_no: str, day: date) -> DailyData:
    with app.reading() as session:
        employee = session.scalars(select(Employee).where(Employee.emp_no == emp_no)).one()
    return daily_data(app, employee.id, day)


def figures(
    planned: int, done: int, visited: int, *, effective: str = "1.0000", new: int = 0, filled: int = 0,
    interested: tuple[int, int] = (0, 0), unmet: int = 0, minutes: str,
) -> DailyFigures:  # fmt: skip
    """The figures written down by hand; on every day of this week each new customer also got a sheet."""
    part, whole = interested
    return DailyFigures(
        planned=planned,
        done=done,
        done_rate=fraction(done, planned),
        visited=visited,
        unplanned=visited - done,
        effective_rate=Decimal(effective),
        new_customers=new,
        new_sheets=new,
        completed_sheets=filled,
        interested=part,
        interest_rate=fraction(part, whole),
        unmet=unmet,
        mean_minutes=Decimal(minutes),
    )


def fraction(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP) if whole else None


BY_HAND = [
    # 1 2 3 4; 30 + 7i mod 31 = 37 44 51 58 minutes. Not signed: 3 有兴趣, 4 强烈. 4 had been seen twice: third visit.
    ("E01", MONDAY, figures(4, 4, 4, filled=1, interested=(2, 2), minutes="47.5")),
    # 25 26 27, 28 missed for the weather; 30 + (175 182 189 mod 31 = 20 27 3): 50 57 33. Not signed: 27 观望.
    ("E04", MONDAY, figures(4, 3, 3, interested=(0, 1), minutes="46.7")),
    # 5 6 7 8; 30 + (7i + 5) mod 31 = 39 46 53 60. 5 观望, 7 无意向 (unmet: d), 8 观望 and new that day.
    ("E01", TUESDAY, figures(4, 4, 4, new=1, interested=(0, 3), unmet=1, minutes="49.5")),
    # 14 15 16, 13 was closed; 40 47 54. 14 有兴趣, 16 观望 and new; 15 buys already.
    ("E02", TUESDAY, figures(4, 3, 3, new=1, interested=(1, 2), minutes="47.0")),
    # 21 22 23 24; 58 34 41 48 = 181 / 4 = 45.25. 21 观望, 23 and 24 有兴趣; 23's third visit; 24 new.
    ("E03", TUESDAY, figures(4, 4, 4, new=1, filled=1, interested=(2, 3), minutes="45.3")),
    # 29 30 31 32; 52 59 35 42. 29 无意向 (b) and 31 拒绝 (d) unmet; of 29 31 32 only 32 有兴趣, and new.
    ("E04", TUESDAY, figures(4, 4, 4, new=1, interested=(1, 3), unmet=2, minutes="47.0")),
    # 1 3, 5's owner was away; 47 30. 3 有兴趣, its third visit.
    ("E01", WEDNESDAY, figures(3, 2, 2, filled=1, interested=(1, 1), minutes="38.5")),
    # 9 11 13; 30 + (73 87 101 mod 31 = 11 25 8): 41 55 38. 11 有兴趣, 13 无意向 (unmet: b). No sheet was completed.
    ("E02", WEDNESDAY, figures(3, 3, 3, interested=(1, 2), unmet=1, minutes="44.7")),
    # 17 21, 19's owner was away, 24 without a plan; 35 32 53. 21 观望 (third visit), 24 有兴趣.
    ("E03", WEDNESDAY, figures(3, 2, 3, filled=1, interested=(1, 2), minutes="40.0")),
    # 26 28 30; 41 55 38. 28 有兴趣, on its second visit only.
    ("E04", THURSDAY, figures(3, 3, 3, interested=(1, 1), minutes="44.7")),
    # 1 7 8 as planned and 6 besides, whose owner was out: 3 of 4 effective; 57 37 44 30. 7 unmet (a), its third visit.
    ("E01", FRIDAY, figures(3, 3, 4, effective="0.7500", filled=1, interested=(0, 2), unmet=1, minutes="42.0")),
    # 31 32, 25 was closed; 50 57. 31 unmet (a), its third visit; 32 有兴趣.
    ("E04", FRIDAY, figures(3, 2, 2, filled=1, interested=(1, 2), unmet=1, minutes="53.5")),
]


@pytest.mark.parametrize(("emp_no", "day", "expected"), BY_HAND, ids=[f"{e}-{d:%a}" for e, d, _ in BY_HAND])
def test_figures_worked_by_hand(sample_app: App, emp_no: str, day: date, expected: DailyFigures) -> None:
    assert data_of(sample_app, emp_no, day).figures == expected


def read(table: str) -> list[dict[str, str]]:
    with (SHIPPED_DATA / "sample" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def recounted() -> Iterator[tuple[str, int, DailyFigures]]:
    """The figures counted from the tables alone, without the program's own rules."""
    shops = {int(row["序"]): row for row in read("customers")}
    missed = {int(row["编号"]) for row in read("missed")}
    seen = {i: int(row["访前次数"]) for i, row in shops.items()}
    number = 0
    for rep, emp_no in enumerate(REPS):
        for day, places in enumerate(row["本地序"].split() for row in read("plan_days")):
            numbers = range(number + 1, number + 1 + len(places))
            number += len(places)
            went = [8 * rep + int(p) + 1 for n, p in zip(numbers, places, strict=True) if n not in missed]
            extra = [r for r in read("unplanned") if (r["工号"], int(r["日"])) == (emp_no, day)]
            away = {int(r["客户"]) for r in extra if r["结果"] == "not_met"}
            calls = went + [int(r["客户"]) for r in extra]
            intents = {i: shops[i]["意向"] for i in calls if shops[i]["意向"] != "signed"}
            for i in calls:
                seen[i] += 1
            found = sum(
                r["发现日"] == str(DAYS[0] + timedelta(days=day)) for r in list(shops.values())[8 * rep : 8 * rep + 8]
            )
            keen = sum(intent in ("medium", "strong") for intent in intents.values())
            lengths = sum(30 + (7 * i + 5 * day) % 31 for i in calls)
            yield (
                emp_no,
                day,
                DailyFigures(
                    planned=len(places),
                    done=len(went),
                    done_rate=fraction(len(went), len(places)),
                    visited=len(calls),
                    unplanned=len(extra),
                    effective_rate=fraction(len(calls) - len(away), len(calls)),
                    new_customers=found,
                    new_sheets=sum(seen[i] == 1 for i in intents),
                    completed_sheets=sum(seen[i] == 3 for i in intents),
                    interested=keen,
                    interest_rate=fraction(keen, len(intents)),
                    unmet=sum(intent in ("none", "rejected") for intent in intents.values()),
                    mean_minutes=(Decimal(lengths) / len(calls)).quantize(Decimal("0.1"), ROUND_HALF_UP),
                ),
            )


def test_all_twenty_rep_days_recounted_from_the_tables(sample_app: App) -> None:
    counted = list(recounted())
    assert len(counted) == 20
    for emp_no, day, expected in counted:
        assert data_of(sample_app, emp_no, DAYS[day]).figures == expected, (emp_no, day)


def test_reports_were_handed_in_at_nine_but_for_one_late_and_one_never(session: Session) -> None:
    for emp_no in REPS:
        for day in DAYS:
            report = report_of(session, emp_no, day)
            if (emp_no, day) == ("E04", THURSDAY):
                assert (report.state, report.submitted_at, report.snapshot) == ("draft", None, None)
                continue
            late = (emp_no, day) == ("E02", WEDNESDAY)
            due = datetime(2026, 11, 19, 11, 5) if late else datetime.combine(day, time(21, 0))
            assert (report.state, report.submitted_at, report.issue_no) == ("submitted", due, 1)
            assert report.snapshot
            assert report.snapshot["is_late"] is late


def test_the_missing_report_counts_as_missing(sample_app: App) -> None:
    states = {status.emp_no: status.state for status in list_daily(sample_app, THURSDAY)}
    assert states == {"E01": "已提交", "E02": "已提交", "E03": "已提交", "E04": "漏交"}


def test_visits_in_a_report_handed_in_are_locked(session: Session) -> None:
    states = session.execute(
        select(Visit.visit_date, Employee.emp_no, Visit.state).join(Employee, Employee.id == Visit.employee_id)
    )
    for day, emp_no, state in states:
        open_still = day < MONDAY or (emp_no, day) == ("E04", THURSDAY)
        assert state == ("confirmed" if open_still else "reported")
    assert len(session.scalars(select(DailySweepLine)).all()) == 61


def test_a_report_says_what_was_known_that_evening(session: Session) -> None:
    snapshot: dict[str, Any] = report_of(session, "E01", TUESDAY).snapshot or {}
    # 8 is on its first visit that day; by Friday its sheet says 89.6 %.
    assert {line["customer_no"]: Decimal(line["completeness"]) for line in snapshot["lines"]} == {
        "KH-LZ-00005": Decimal("0.896"),
        "KH-LZ-00006": Decimal(1),
        "KH-LZ-00007": Decimal("0.896"),
        "KH-LZ-00008": Decimal("0.458"),
    }
    assert [line["is_new"] for line in snapshot["lines"]] == [False, False, False, True]
    assert snapshot["tomorrow_plan"].startswith("2026年11月18日 星期三：09:00 枳沅电缆")
    assert (snapshot["market_areas"], snapshot["weather"]) == (["河西五金机电城"], "阴 10℃")


def test_a_missed_visit_is_among_the_days_problems(session: Session) -> None:
    assert report_of(session, "E02", TUESDAY).problems == "计划内茗桥水电未访：客户当日休息"
    assert report_of(session, "E01", TUESDAY).problems is None


def test_each_report_has_one_feedback_line(session: Session) -> None:
    kinds = session.execute(
        select(DailySweepReport.report_date, DailyFeedbackLine.kind).join(
            DailySweepReport, DailySweepReport.id == DailyFeedbackLine.report_id
        )
    ).all()
    assert len(kinds) == 20
    assert dict(tuple(row) for row in kinds) == {
        MONDAY: "need_change",
        TUESDAY: "product",
        WEDNESDAY: "competitor",
        THURSDAY: "need_change",
        FRIDAY: "product",
    }


def test_the_office_discussed_on_three_evenings(session: Session) -> None:
    notes = session.scalars(select(DiscussionNote).order_by(DiscussionNote.discussed_on)).all()
    assert [(note.discussed_on, note.start_at) for note in notes] == [
        (day, time(19, 30)) for day in (MONDAY, WEDNESDAY, FRIDAY)
    ]
    people = {employee.id: employee for employee in session.scalars(select(Employee))}
    assert {people[note.recorder_id].name for note in notes} == {"温可"}
    assert [people[i].emp_no for i in notes[0].attendee_ids] == ["E01", "E02", "E03", "E04", "E05", "E06", "E07"]
    for day in DAYS:
        discussed = {note.discussed_on: note.id for note in notes}.get(day)
        assert {report_of(session, emp_no, day).discussion_id for emp_no in REPS} == {discussed}
