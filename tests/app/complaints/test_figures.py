"""The key figures of a period, worked by hand (rule R09's 指标)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from app.complaints.figures import Case, kind_counts, last_months, period_figures, product_lines
from app.reports.complaint_data import LedgerFigures, ProductLine

NOW = datetime(2026, 11, 20, 22, 0)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


SOLVED = Case(
    kind="quality",
    severity="normal",
    state="closed",
    received_at=at("11-05 10:00"),
    response_due_at=at("11-06 10:00"),
    responded_at=at("11-05 11:00"),
    resolve_due_at=at("11-16 18:00"),
    resolved_at=at("11-17 16:00"),
    is_valid="yes",
    satisfaction=3,
    remedy_amount=Decimal("160.50"),
    product="BV2.5",
    batch_no="B7",
)
OPEN = replace(
    SOLVED,
    state="registered",
    received_at=at("11-20 14:00"),
    response_due_at=at("11-23 14:00"),
    responded_at=None,
    resolve_due_at=at("12-01 18:00"),
    resolved_at=None,
    is_valid="",
    satisfaction=None,
    remedy_amount=Decimal(3000),
    batch_no="",
)


def figures(*cases: Case) -> LedgerFigures:
    return period_figures(cases, FIRST, LAST, NOW)


def test_nothing_has_no_rates() -> None:
    assert figures() == LedgerFigures()


def test_one_solved_late_one_open() -> None:
    assert figures(SOLVED, OPEN) == LedgerFigures(
        registered=2,
        open=1,
        response_rate=Decimal(1),
        resolve_rate=Decimal(0),
        closing_rate=Decimal("0.5"),
        mean_days=Decimal("12.0"),
        valid_rate=Decimal(1),
        mean_satisfaction=Decimal("3.00"),
        remedies=Decimal("160.50"),
    )


def test_what_ran_out_unanswered_counts_against_the_rate() -> None:
    ran_out = replace(OPEN, response_due_at=at("11-20 18:00"))
    assert figures(SOLVED, ran_out).response_rate == Decimal("0.5")
    answered_next_month = replace(OPEN, response_due_at=at("11-20 18:00"), responded_at=at("12-01 09:00"))
    assert figures(SOLVED, answered_next_month).response_rate == Decimal("0.5")


def test_what_was_turned_down_or_taken_back_is_left_out() -> None:
    rejected = replace(OPEN, state="rejected", response_due_at=at("11-20 18:00"), resolve_due_at=at("11-20 18:00"))
    found = figures(SOLVED, rejected, replace(rejected, state="withdrawn"))
    assert (found.registered, found.open) == (3, 0)
    assert (found.closing_rate, found.response_rate, found.resolve_rate) == (Decimal(1), Decimal(1), Decimal(0))


def test_what_came_before_counts_when_it_is_solved_in_the_period() -> None:
    before = replace(
        SOLVED, received_at=at("10-30 10:00"), responded_at=at("10-30 11:00"), resolved_at=at("11-02 10:00")
    )
    found = figures(before)
    assert (found.registered, found.mean_days, found.resolve_rate) == (0, Decimal("3.0"), Decimal(1))
    assert (found.response_rate, found.closing_rate, found.remedies) == (None, None, Decimal(0))


def test_partly_true_is_true_and_means_are_rounded() -> None:
    found = figures(
        SOLVED, replace(SOLVED, is_valid="partial", satisfaction=4), replace(SOLVED, is_valid="no", satisfaction=4)
    )
    assert found.valid_rate is not None
    assert round(found.valid_rate, 4) == Decimal("0.6667")
    assert found.mean_satisfaction == Decimal("3.67")


def test_kinds_by_severity() -> None:
    counts = kind_counts([SOLVED, OPEN, replace(OPEN, severity="minor")], ["price", "quality"], ["normal", "minor"])
    assert counts == [(0, 0), (2, 1)]


def test_quality_by_product() -> None:
    cases = [SOLVED, OPEN, replace(SOLVED, product="YJV"), replace(SOLVED, kind="price", product="YJV")]
    assert product_lines(cases) == (
        ProductLine("BV2.5", 2, 1, "B7", Decimal("160.50")),
        ProductLine("YJV", 1, 1, "B7", Decimal("160.50")),
    )


def test_twelve_months_over_the_turn_of_the_year() -> None:
    months = last_months(date(2026, 2, 10))
    assert len(months) == 12
    assert months[0] == (date(2025, 3, 1), date(2025, 3, 31))
    assert months[-1] == (date(2026, 2, 1), date(2026, 2, 28))
