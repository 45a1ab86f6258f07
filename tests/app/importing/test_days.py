"""Dates as offices write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.days import read_day

_TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2026年3月5日", date(2026, 3, 5)),
        ("26.3.5", date(2026, 3, 5)),
        ("3月5日", date(2026, 3, 5)),
        ("12月25日", date(2025, 12, 25)),
        ("11.5", date(2026, 11, 5)),
        ("2026/11/5", date(2026, 11, 5)),
        ("2026-11-05 10:30", date(2026, 11, 5)),
        ("２０２６．３．５", date(2026, 3, 5)),
        ("三月五日", date(2026, 3, 5)),
        ("二〇二六年十一月二十日", date(2026, 11, 20)),
        ("20260305", date(2026, 3, 5)),
        (20260305.0, date(2026, 3, 5)),
        (45000, date(2023, 3, 15)),
        ("43,210", date(2018, 4, 20)),
        (11.15, date(2026, 11, 15)),
        ("昨天", date(2026, 11, 19)),
        (datetime(2026, 3, 5, 8, 0), date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 5)),
    ],
)
def test_a_day_is_read_however_it_is_written(raw: object, day: date) -> None:
    assert read_day(raw, _TODAY) == day


@pytest.mark.parametrize("raw", ["上周三", "月初", "2026.13.1", "2026年3月", "2月30日", 12, 11.5, "很久"])
def test_what_is_no_certain_day_is_refused_in_words(raw: object) -> None:
    with pytest.raises(ValueError, match=str(raw).replace(".", "[.]")):
        read_day(raw, _TODAY)


@given(st.dates(min_value=date(1960, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    assert read_day(day.isoformat(), _TODAY) == day
    assert read_day(f"{day.year}年{day.month}月{day.day}日", _TODAY) == day


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers()))
def test_anything_is_a_day_or_refused(raw: object) -> None:
    with suppress(ValueError):
        read_day(raw, _TODAY)
