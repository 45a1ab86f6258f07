from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from app.reports.model import Fact, Value, ValueKind
from app.reports.values import printed, printed_fact


@pytest.mark.parametrize(
    ("value", "kind", "scale", "shown"),
    [
        (None, ValueKind.NUMBER, 2, "—"),
        ("", ValueKind.TEXT, 0, "—"),
        (0, ValueKind.INTEGER, 0, "0"),
        (Decimal("12345.6"), ValueKind.NUMBER, 2, "12,345.60"),
        (Decimal("42.25"), ValueKind.NUMBER, 1, "42.3"),
        (Decimal("0.9412"), ValueKind.PERCENT, 1, "94.1%"),
        (Decimal("0.8125"), ValueKind.PERCENT, 1, "81.3%"),
        (1, ValueKind.PERCENT, 0, "100.0%"),
        (date(2026, 11, 16), ValueKind.DATE, 0, "2026-11-16"),
        (time(9, 5), ValueKind.TIME, 0, "09:05"),
        (datetime(2026, 11, 16, 21, 0), ValueKind.DATETIME, 0, "2026-11-16 21:00"),
        ("合计", ValueKind.NUMBER, 2, "合计"),
    ],
)
def test_values_are_printed_as_rule_r24_says(value: Value, kind: ValueKind, scale: int, shown: str) -> None:
    assert printed(value, kind, scale) == shown


def test_report_heads_write_days_out() -> None:
    assert printed_fact(Fact("日期", date(2026, 11, 16), ValueKind.DATE)) == "2026年11月16日 星期一"
