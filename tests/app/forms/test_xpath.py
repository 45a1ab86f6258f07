"""Values of expressions: numbers, texts, dates and patterns as ODK's own engine has them (forms/README.md, traps)."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms import ecma_inverse, ecma_math
from app.forms.answers import stored
from app.forms.xpath import BadExpression, parsed
from app.forms.xpath_regex import compiled
from app.forms.xpath_values import from_units, parsed_number, printed_number, text_number, utf16_units


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", 5), (" 7 ", 7), ("", 0), ("1e3", 1000), ("0x10", 16), (".5", 0.5), ("5.", 5), ("-3", -3)],
)
def test_numbers_in_texts(text: str, number: float) -> None:
    assert parsed_number(text) == number


@pytest.mark.parametrize("text", ["１２", "1_000", "1,200", "inf", "nan", "1e", "--1", "5 5", "0x", "１"])
def test_texts_that_are_no_numbers(text: str) -> None:
    assert math.isnan(parsed_number(text))


@pytest.mark.parametrize(
    ("number", "text"),
    [(3.0, "3"), (0.1, "0.1"), (-0.0, "0"), (1e21, "1e+21"), (1e20, "100000000000000000000"), (1e-7, "1e-7"),
     (0.000001, "0.000001"), (math.nan, ""), (math.inf, "Infinity"), (1.5e300, "1.5e+300"), (123456.789, "123456.789")],
)  # fmt: skip
def test_numbers_print_as_javascript_prints_them(number: float, text: str) -> None:
    assert printed_number(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_printed_numbers_read_back(number: float) -> None:
    assert parsed_number(printed_number(number)) == number


def test_nothing_is_not_zero() -> None:
    assert math.isnan(text_number(""))


def test_dates_are_days_in_local_time() -> None:
    assert text_number("2026-11-21") - text_number("2026-11-20") == 1
    assert text_number("2026-11-20") == 20776 + 16 / 24
    assert math.isnan(text_number("2026-02-30"))


@given(st.text())
def test_units_join_again(text: str) -> None:
    assert from_units(utf16_units(text)) == text
    assert len(utf16_units(text)) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^\d*$", "603\n", False), (r"^\d*$", "６０３", False), (r"\d{2}", "a12b", True), (r"^.$", "𠮷", False),
        (r"^..$", "𠮷", True), (r"a{,3}", "a{,3}", True), (r"[]", "x", False), (r"[^]", "\n", True),
        (r"(?<q>a)\k<q>", "aa", True), (r"\s", "\u3000", True), (r"^\w$", "é", False), (r"[[]", "[", True),
        (r"[\u4e00-\u9fff]", "中", True), (r"a]b}", "a]b}", True), (r".", "\u2028", False), (r"\/", "/", True),
    ],
)  # fmt: skip
def test_patterns_read_as_javascript_reads_them(pattern: str, text: str, found: bool) -> None:
    assert (compiled(pattern).search(utf16_units(text)) is not None) is found


@pytest.mark.parametrize("pattern", ["[a", "(a", "a\\", "*"])
def test_patterns_that_are_none(pattern: str) -> None:
    with pytest.raises(re.error):
        compiled(pattern)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (ecma_math.sin(2.5), 0.5984721441039564), (ecma_math.cos(0.5275), 0.8640682062805894),
        (ecma_math.tan(1.005), 1.5746698837098225), (ecma_math.power(10.0, -5.0), 0.000009999999999999999),
        (ecma_math.power(2.0, 5.5), 45.25483399593904), (ecma_math.power(-2.0, 3.0), -8.0),
        (ecma_math.power(0.0, -1.0), math.inf), (ecma_inverse.log10(1000.0), 3),
        (ecma_inverse.exp(2.5), 12.182493960703473), (ecma_inverse.log(4506.726832830685), 8.413326411319911),
        (ecma_inverse.atan2(28.02950450127456, -2.5), 1.659752667767126),
        (ecma_inverse.asin(0.4499541674507569), 0.46671401710874116),
        (ecma_inverse.acos(-0.13185127085629), 1.7030326513839749),
    ],
)  # fmt: skip
def test_functions_calculate_as_javascript_does(result: float, expected: float) -> None:
    assert result == expected


@given(st.floats(-1e5, 1e5))
def test_circle_functions_stay_close_to_the_library(x: float) -> None:
    assert ecma_math.sin(x) == pytest.approx(math.sin(x), abs=1e-15)
    assert ecma_math.cos(x) == pytest.approx(math.cos(x), abs=1e-15)
    assert ecma_inverse.atan(x) == pytest.approx(math.atan(x), abs=1e-15)


@given(st.floats(1e-300, 1e300), st.floats(-20, 20))
def test_powers_stay_close_to_the_library(x: float, y: float) -> None:
    try:
        expected = math.pow(x, y)
    except OverflowError:
        expected = math.inf
    assert ecma_math.power(x, y) == pytest.approx(expected, rel=1e-14)
    assert ecma_inverse.log(x) == pytest.approx(math.log(x), rel=1e-15, abs=1e-15)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("int", "5.9", "5"), ("int", "-5.9", "-5"), ("int", "2147483648", ""), ("int", "1_000", ""), ("int", " 8 ", "8"),
        ("decimal", "180", "180.0"), ("decimal", "1e21", "1000000000000000000000.0"), ("decimal", "约 80", ""),
        ("decimal", "-0", "-0.0"), ("decimal", "1e-7", "0.0000001"), ("date", "2026-02-30", ""), ("date", "2026-2-3", ""),
        ("date", "2026-11-20T09:00", "2026-11-20"), ("time", "10:00", ""), ("time", "10:00:00", "10:00:00"),
        ("dateTime", "2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"), ("dateTime", "2026-11-20", ""),
        ("geopoint", "30.5 120.25", "30.5 120.25"), ("geopoint", " 30 120 5 ", "30.0 120.0 5.0"), ("geopoint", "91 0", ""),
        ("string", " 空 ", " 空 "),
    ],
)  # fmt: skip
def test_answers_are_stored_in_one_spelling(kind: str, typed: str, kept: str) -> None:
    assert stored(kind, typed) == kept


@pytest.mark.parametrize(
    "expression",
    ["current()/../x", "instance('x')/root/item[name = current()/../y]/label", "(/data/a)/b", "position(..)", "if(. = 1, 2, 3)",
     "jr:choice-name(., '/data/a')", "../mod div ../div", "1 = 2 < 3", "-. + 3"],
)  # fmt: skip
def test_odk_expressions_parse(expression: str) -> None:
    parsed(expression)


@pytest.mark.parametrize(
    "expression", ["", "1 +", "foo(1)", "substr(.)", "/data/a / /data/b", "${x}", "a b", "id('x')"]
)
def test_others_do_not(expression: str) -> None:
    with pytest.raises(BadExpression):
        parsed(expression)
