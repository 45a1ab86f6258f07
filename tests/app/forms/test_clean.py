"""What was typed becomes values, or every problem is named at once (rule R26)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from app.errors import Invalid
from app.forms.clean import clean
from app.forms.model import Field, Kind

COLOURS = ("red", "green")


def cleaned(field: Field, raw: Any) -> Any:
    return clean([field], {field.name: raw}, lambda _name: COLOURS)[field.name]


def problem(field: Field, raw: Any) -> str:
    with pytest.raises(Invalid) as caught:
        cleaned(field, raw)
    return caught.value.problems[field.name]


def field(kind: Kind, name: str = "x", **more: Any) -> Field:
    return Field(name=name, label="此项", kind=kind, **more)


@pytest.mark.parametrize(
    ("kind", "more", "raw", "value"),
    [
        (Kind.TEXT, {}, "  老王\x00电线行 ", "老王电线行"),
        (Kind.TEXT, {}, "\ud800半个字", "半个字"),
        (Kind.LONG_TEXT, {}, "一行\n二行", "一行\n二行"),
        (Kind.INTEGER, {}, "１２", 12),
        (Kind.INTEGER, {}, "1,200", 1200),
        (Kind.INTEGER, {}, 0, 0),
        (Kind.DECIMAL, {"scale": 2}, "12.50", Decimal("12.5")),
        (Kind.DECIMAL, {"scale": 2}, Decimal(3), Decimal(3)),
        (Kind.DATE, {}, "2026-11-20", date(2026, 11, 20)),
        (Kind.DATE, {}, "２０２６-11-20", date(2026, 11, 20)),
        (Kind.DATE, {}, date(2026, 11, 20), date(2026, 11, 20)),
        (Kind.TIME, {}, "9:30", time(9, 30)),
        (Kind.TIME, {}, "09:30", time(9, 30)),
        (Kind.TIME, {}, time(9, 30), time(9, 30)),
        (Kind.DATETIME, {}, "2026-11-20 09:30", datetime(2026, 11, 20, 9, 30)),
        (Kind.BOOL, {}, True, True),
        (Kind.BOOL, {}, "no", False),
        (Kind.ONE, {"choices": "colour"}, "red", "red"),
        (Kind.MANY, {"choices": "colour"}, "red green red", ("red", "green")),
        (Kind.MANY, {"choices": "colour"}, ["green"], ("green",)),
        (Kind.MANY, {"choices": "colour"}, [], ()),
        (Kind.REFERENCE, {"references": "brand"}, "7", 7),
        (Kind.TEXT, {}, "   ", None),
        (Kind.INTEGER, {}, None, None),
    ],
)
def test_a_good_value_is_typed(kind: Kind, more: dict[str, Any], raw: Any, value: Any) -> None:
    assert cleaned(field(kind, **more), raw) == value


@pytest.mark.parametrize(
    ("kind", "more", "raw", "said"),
    [
        (Kind.TEXT, {"required": True}, "  ", "没有填"),
        (Kind.TEXT, {"max_length": 3}, "四个字了", "最多 3 个字，现有 4 个"),
        (Kind.INTEGER, {}, "十二", "应为数字"),
        (Kind.INTEGER, {}, "1.5", "应为整数"),
        (Kind.INTEGER, {}, "-1", "不小于 0"),
        (Kind.INTEGER, {}, "nan", "不小于 0"),
        (Kind.INTEGER, {"least": 1, "most": 5}, "0", "不小于 1"),
        (Kind.INTEGER, {"least": 1, "most": 5}, "6", "不能大于 5"),
        (Kind.INTEGER, {"most": 2**31 - 1}, "2147483648", "不能大于 2,147,483,647"),
        (Kind.DECIMAL, {"scale": 1}, "1.25", "最多 1 位小数"),
        (Kind.DATE, {}, "2026-02-30", "2026-11-20 这样的日期"),
        (Kind.TIME, {}, "25:00", "09:30 这样的时间"),
        (Kind.DATETIME, {}, "昨晚", "09:30 这样的时间"),
        (Kind.BOOL, {}, "也许", "“是”或“否”"),
        (Kind.ONE, {"choices": "colour"}, "blue", "没有“blue”这个选项"),
        (Kind.MANY, {"choices": "colour"}, "red blue", "没有“blue”这个选项"),
        (Kind.REFERENCE, {}, "老王", "不在名单里，请从名单里选"),
    ],
)
def test_a_bad_value_is_named(kind: Kind, more: dict[str, Any], raw: Any, said: str) -> None:
    assert said in problem(field(kind, **more), raw)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("mobile", "14200001234", "14200001234"),
        ("mobile", "+86 142-0000-1234", "14200001234"),
        ("mobile", "０１４２００００１２３４", "14200001234"),
        ("phone", "0600-8800013", "0600-8800013"),
        ("phone", "06008800013", "06008800013"),
        ("phone", "0600-8800013-802", "0600-8800013-802"),
        ("phone", "400-800-1234", "400-800-1234"),
        ("phone", "8008001234", "8008001234"),
        ("email", "wenk@example.com", "wenk@example.com"),
    ],
)
def test_numbers_and_addresses_of_r26_are_taken(name: str, raw: str, value: str) -> None:
    assert cleaned(field(Kind.TEXT, name, max_length=24), raw) == value


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("mobile", "12200001234"),
        ("mobile", "1420000123"),
        ("mobile", "王老板"),
        ("phone", "8800013"),
        ("phone", "0600-88000"),
        ("phone", "500-800-1234"),
        ("email", "wenk"),
        ("email", "a@b@c.cn"),
        ("email", "wenk@example"),
    ],
)
def test_what_breaks_r26_is_refused(name: str, raw: str) -> None:
    assert "请核对" in problem(field(Kind.TEXT, name), raw)


def test_every_problem_is_named_at_once() -> None:
    fields = [field(Kind.INTEGER, "a"), field(Kind.DATE, "b"), field(Kind.TEXT, "c", required=True), field(Kind.TEXT)]
    with pytest.raises(Invalid, match="有 3 项要改") as caught:
        clean(fields, {"a": "x", "b": "y", "c": "", "x": "好"}, lambda _name: ())
    assert set(caught.value.problems) == {"a", "b", "c"}


def test_what_was_not_asked_is_left_out() -> None:
    fields = [field(Kind.TEXT, "a", required=True), field(Kind.TEXT, "b")]
    assert clean(fields, {"b": "有", "unknown": 1}, lambda _name: ()) == {"b": "有"}
