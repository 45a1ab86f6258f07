"""Typed text becomes the answer the clerk meant."""

from __future__ import annotations

from datetime import date

import pytest

from app.forms.model import Field, Kind
from app.forms.typed import month_later, read, shown

TODAY = date(2026, 11, 20)
WHOLE = Field(name="n", label="数", kind=Kind.INTEGER)
PARTS = Field(name="n", label="面积", kind=Kind.DECIMAL, unit="㎡")
WAN = Field(name="n", label="销量", kind=Kind.DECIMAL, unit="万元")
DAY = Field(name="d", label="日期", kind=Kind.DATE)


@pytest.mark.parametrize(
    ("field", "typed", "answer"),
    [
        (WHOLE, "１２", "12"), (WHOLE, "1 234", "1234"), (WHOLE, "1,234", "1234"), (WHOLE, "1.2万", "12000"),
        (WHOLE, "二〇", "20"), (WHOLE, "十二", "12"), (WHOLE, "一百二十三", "123"), (WHOLE, "十", "10"),
        (WHOLE, "三千", "3000"), (WHOLE, "0", "0"), (PARTS, "约60㎡", "60"), (PARTS, "６０．５", "60.5"),
        (PARTS, "-3", "-3"), (PARTS, ".5", "0.5"), (WAN, "1.2万", "1.2"), (WAN, "35万元", "35"), (WHOLE, "  ", ""),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(field: Field, typed: str, answer: str) -> None:
    assert read(field, typed, TODAY) == answer


@pytest.mark.parametrize("typed", ["abc", "1.2.3", "12x", "1e5", "--3"])
def test_what_is_no_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match="不是数字"):
        read(PARTS, typed, TODAY)


def test_a_part_of_a_person_is_refused() -> None:
    with pytest.raises(ValueError, match="整数"):
        read(WHOLE, "1.5", TODAY)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("t", "2026-11-20"), ("今天", "2026-11-20"), ("1126", "2026-11-26"), ("20270103", "2027-01-03"),
        ("11-26", "2026-11-26"), ("11月26日", "2026-11-26"), ("2026/11/26", "2026-11-26"),
        ("２０２６－１１－２６", "2026-11-26"), ("2026-11-26 周四", "2026-11-26"),
    ],
)  # fmt: skip
def test_dates_in_short(typed: str, answer: str) -> None:
    assert read(DAY, typed, TODAY) == answer


@pytest.mark.parametrize("typed", ["0230", "13", "2026-13-01", "明天"])
def test_days_that_are_not(typed: str) -> None:
    with pytest.raises(ValueError, match=r"日期|没有"):
        read(DAY, typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "answer"), [("930", "09:30:00"), ("0930", "09:30:00"), ("9:05", "09:05:00"), ("14", "14:00:00")]
)
def test_times_in_short(typed: str, answer: str) -> None:
    assert read(Field(name="t", label="时间", kind=Kind.TIME), typed, TODAY) == answer


def test_other_kinds() -> None:
    moment = Field(name="m", label="时间", kind=Kind.DATETIME)
    assert read(moment, "1126 930", TODAY) == "2026-11-26T09:30:00"
    assert read(Field(name="p", label="位置", kind=Kind.GEOPOINT), "28.2，112.9", TODAY) == "28.2 112.9"
    assert read(Field(name="t", label="手机", appearance="numbers"), "１４２ 0000-1234", TODAY) == "14200001234"
    assert read(Field(name="t", label="名称"), " 恒砾（澜州） ", TODAY) == "恒砾（澜州）"


def test_answers_as_the_field_shows_them() -> None:
    assert shown(PARTS, "1860.0") == "1,860"
    assert shown(PARTS, "-0.5") == "-0.5"
    assert shown(Field(name="y", label="年", kind=Kind.INTEGER, unit="年"), "1998") == "1998"
    assert shown(DAY, "2026-11-25") == "2026-11-25 周三"
    assert shown(Field(name="t", label="时间", kind=Kind.TIME), "09:30:00") == "09:30"
    assert shown(DAY, "oops") == "oops"


def test_a_month_on_keeps_the_day_where_there_is_one() -> None:
    assert month_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert month_later(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert month_later(date(2026, 12, 5), 1) == date(2027, 1, 5)
