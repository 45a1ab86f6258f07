"""The office's day: each rep's row, and a total whose rates are worked out anew (report RP02)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from app.context import App
from app.errors import NotFound
from app.reports.branch_day import BranchDayRow
from app.reports.model import Table
from app.sweep.branch_day import branch_day_data, branch_day_reports
from app.sweep.daily import DailyInput, submit_daily
from tests.support.office import MONDAY, Office

WEDNESDAY, THURSDAY, SATURDAY = date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 21)


def rows(app: App, day: date) -> list[BranchDayRow]:
    return list(branch_day_data(app, day, 1).rows)


def test_wednesday_of_the_sample_week_by_hand(sample_app: App) -> None:
    """Visits: 1 3 (5 missed); 9 11 13; 17 21 and 24 unplanned (19 missed); 25 27 29. Interested and not signed: 3;
    11 of 11 13; 24 of 21 24; none of 27 29. Third visits: 3; 21; 27 29. Fell short: 13, 29."""
    data = branch_day_data(sample_app, WEDNESDAY, 1)
    assert [
        (r.rep, r.planned, r.done, r.visited, r.unplanned, r.filled, r.interested, r.interest_rate, r.unmet, r.daily)
        for r in data.rows
    ] == [
        ("程砚舟", 3, 2, 2, 0, 1, 1, Decimal("1.0000"), 0, "按时"),
        ("罗以南", 3, 3, 3, 0, 0, 1, Decimal("0.5000"), 1, "迟"),
        ("邵知夏", 3, 2, 3, 1, 1, 1, Decimal("0.5000"), 0, "按时"),
        ("贺庭樾", 3, 3, 3, 0, 2, 0, Decimal("0.0000"), 1, "按时"),
    ]
    total = data.total
    assert total is not None
    assert (total.planned, total.done, total.done_rate, total.visited) == (12, 10, Decimal("0.8333"), 11)
    assert (total.interested, total.interest_rate, total.effective_rate) == (3, Decimal("0.4286"), Decimal("1.0000"))
    assert [(row[0], row[1]) for row in data.unmet] == [
        ("城北茗桥水电材料店", "罗以南"),
        ("临港县砺舟船用电缆商行", "贺庭樾"),
    ]
    assert data.rows[0].markets == "河西五金机电城"


def test_new_customers_are_listed(sample_app: App) -> None:
    new = branch_day_data(sample_app, date(2026, 11, 17), 1).new
    assert [(row[0], row[3]) for row in new] == [
        ("柘坞电料经营部", "程砚舟"),
        ("桐栾五金建材连锁（城北店）", "罗以南"),
        ("泽樾电力工程有限公司", "邵知夏"),
        ("临港栾溪建材超市", "贺庭樾"),
    ]


def test_a_report_that_never_came_is_missing(sample_app: App) -> None:
    assert [row.daily for row in rows(sample_app, THURSDAY)] == ["按时", "按时", "按时", "漏"]


def test_a_day_nobody_works_says_so(sample_app: App) -> None:
    (report,) = branch_day_reports(sample_app, SATURDAY, 1)
    table = next(block for block in report.blocks if isinstance(block, Table))
    assert (table.rows, table.total, table.empty) == ((), (), "当日无应交日报")
    assert (report.code, report.number) == ("RP02", "RH-LZ-20261121")


def test_a_report_not_yet_late_is_still_to_come(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 16, 21, 0)
    office.visit(office.add_customer())
    submit_daily(office.rep, office.employee(), MONDAY, DailyInput())
    assert [row.daily for row in rows(office.clerk, MONDAY)] == ["按时", "未交"]


def test_an_office_that_does_not_exist_is_named(office: Office) -> None:
    with pytest.raises(NotFound):
        branch_day_data(office.clerk, MONDAY, 9999)
