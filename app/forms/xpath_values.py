"""The values an ODK expression can have, and how each turns into text, number and truth.

Text counts UTF-16 units and numbers convert and print as ECMAScript does, because that is what ODK Web Forms does
(forms/README.md, traps 1, 4-7).
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TypeAlias

from elementpath.xpath_nodes import XPathNode

from app.forms.xpath_time import days_of

NAN = math.nan
XML_BLANKS = " \t\r\n"
INVALID_DATE = "Invalid Date"

_BLANK_RUNS = re.compile(r"[ \t\r\n]{2,}")
_DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
_RADIX = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)")
_JS_BLANKS = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
    "\u205f\u3000\ufeff"
)


class Moment(float):
    """A date or time in an expression: a number of days since 1970 that prints as `text`."""

    text: str

    def __new__(cls, days: float, text: str) -> Moment:
        moment = super().__new__(cls, days)
        moment.text = text
        return moment


Nodes: TypeAlias = list[XPathNode]
Value: TypeAlias = "str | float | bool | list[XPathNode]"


def parsed_number(text: str) -> float:
    """The number a text spells (ECMAScript `Number`): strict digits, blank is 0, anything else NaN."""
    stripped = text.strip(_JS_BLANKS)
    if not stripped:
        return 0.0
    if _DECIMAL.fullmatch(stripped):
        return float(stripped)
    if _RADIX.fullmatch(stripped):
        return float(int(stripped, 0))
    return NAN


def printed_number(number: float) -> str:
    """A number as ECMAScript prints it: `3`, `0.1`, `1e+21`; NaN is the empty text."""
    if math.isnan(number):
        return ""
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(float(number))).normalize().as_tuple()
    assert isinstance(exponent, int)
    return ("-" if sign else "") + _placed("".join(map(str, digits)), len(digits) + exponent)


def _placed(digits: str, point: int) -> str:
    """Digits with the decimal point after the first `point` of them."""
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    return f"{mantissa}e{point - 1:+d}"


def node_text(node: XPathNode) -> str:
    """What a node holds."""
    return node.string_value


def to_text(value: Value) -> str:
    """The value as text; a node-set is its first node, an empty one is empty."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Moment):
        return value.text
    if isinstance(value, (int, float, Decimal)):
        return printed_number(float(value))
    return node_text(value[0]) if value else ""


def text_number(text: str) -> float:
    """The number in a text: nothing is NaN, a date its days since 1970 in local time."""
    if text == "":
        return NAN
    days = days_of(text)
    return parsed_number(text) if days is None else days


def node_number(node: XPathNode) -> float:
    """The number in a node; blank is NaN."""
    text = node_text(node)
    return text_number(text) if text.strip(XML_BLANKS) else NAN


def to_number(value: Value) -> float:
    """The value as number; a node-set is its first node, an empty one NaN."""
    if isinstance(value, str):
        return text_number(value)
    if isinstance(value, (bool, int, float, Decimal)):
        return float(value)
    return node_number(value[0]) if value else NAN


def to_truth(value: Value) -> bool:
    """The value as condition: a text when not empty, a number when neither 0 nor NaN, a node-set when not empty."""
    if isinstance(value, (int, float, Decimal)):
        return bool(value) and not math.isnan(value)
    return len(value) > 0


def each_value(value: Value) -> list[Value]:
    """The single values of a value: one a node, the value itself otherwise."""
    return [[node] for node in value] if isinstance(value, list) else [value]


def normalized(text: str) -> str:
    """Without blanks around; runs of blanks become one space (a single tab stays, as in ODK Web Forms)."""
    return _BLANK_RUNS.sub(" ", text.strip(XML_BLANKS))


def words(text: str) -> list[str]:
    """The words of a space-separated list; an empty text is one empty word."""
    return re.split(r"[ \t\r\n]", normalized(text))


def utf16_units(text: str) -> str:
    """The text with one character a UTF-16 unit, so that lengths and cuts are ECMAScript's and Java's."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[i] | data[i + 1] << 8) for i in range(0, len(data), 2))


def from_units(units: str) -> str:
    """The text of UTF-16 units; a cut surrogate pair stays cut."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
