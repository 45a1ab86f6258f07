"""Reading one column's cells: each becomes a value that fits its field, or says why not and what would."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any, NamedTuple

from app.choices import codes_of
from app.errors import Invalid
from app.forms.clean import CHECKED, clean
from app.forms.model import Field, Kind
from app.forms.typed import plain_number
from app.importing.amounts import Ambiguous, in_unit, read_amount
from app.importing.codes import code_for, codes_for, nearest
from app.importing.days import read_day
from app.importing.people import Person, read_number, split_people, stored_number
from app.importing.synonyms import folded
from app.importing.targets import AUTHOR, MARKET, OWNER, PEOPLE, PLACES_FOR_NUMBERS, WRITTEN_AT, Target
from app.importing.workbook import Broken

_EXACT_DIGITS = 15
"""Excel keeps no more digits of a number; longer ones are damaged in the file already."""
_YES, _NO = (
    {"√", "✓", "y", "有", "对", "是", "1", "yes", "true"},
    {"×", "x", "n", "无", "没有", "否", "0", "no", "false"},
)
_LONGEST = 1 << 20
_MOST_KEPT = 4_096
"""How many different cells of a column are remembered."""

Read = Callable[[Any], Any]


class Unfit(ValueError):
    """A cell that cannot be taken; `suggestion` is a text that could stand there instead, '' for nothing at all."""

    def __init__(self, reason: str, suggestion: str | None = None) -> None:
        super().__init__(reason)
        self.suggestion = suggestion


class Miss(NamedTuple):
    """What a reader gives for a cell that does not fit: its kind (see findings.Problem), why not, and what would."""

    kind: str
    reason: str
    suggestion: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What names in cells can refer to: folded name or number to id."""

    markets: Mapping[str, int]
    employees: Mapping[str, int]
    users: Mapping[str, int]
    today: date


def cell_text(raw: Any) -> str:
    """A cell as text: whole numbers without a point, days without a time."""
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    return "" if raw is None else str(raw)


class Reader(dict[Any, Any]):
    """Reads one column's cells: each becomes its field's value, a `Miss`, or None for an empty one.

    Cells that hold persons or numbers give a tuple of `Person`. What a text or a number was read as is remembered. Kinds in
    `accept` are read as what is suggested for them.
    """

    def __init__(
        self,
        target: Target,
        known: Known,
        money: str = "",
        values: Mapping[str, str] | None = None,
        accept: Collection[str] = (),
    ) -> None:
        super().__init__({"": None})
        self._read, self._kind = _reading(target, known, money, values or {}), _kind_of(target)
        self._accept = frozenset(accept)
        self._left_out = frozenset(word for word, meant in (values or {}).items() if not meant)
        field = target.field
        self._free = 0 if field is None or values or not _is_free(field) else field.max_length or _LONGEST
        self._once = self._accepted if accept or self._left_out else self._tried

    def read(self, cells: Iterable[Any]) -> list[Any]:
        """What the cells of a column are; texts that are taken as they stand do not take the long way."""
        if self._free:
            most = self._free
            return [
                cell
                if cell.__class__ is str and cell.isprintable() and 0 < len(cell) <= most and cell.strip() == cell
                else self._other(cell)
                for cell in cells
            ]
        return [self[cell] if cell.__class__ is str else self._other(cell) for cell in cells]

    def __missing__(self, raw: Any) -> Any:
        found = None if raw.__class__ is str and not raw.strip() else self._once(raw)
        if len(self) < _MOST_KEPT:
            self[raw] = found
        return found

    def _other(self, raw: Any) -> Any:
        if raw.__class__ is str or raw.__class__ is float:
            return self[raw]
        return None if raw is None else self._once(raw)

    def _accepted(self, raw: Any) -> Any:
        """The same, with what the person decided about words and suggestions."""
        if self._left_out and cell_text(raw) in self._left_out:
            return None
        found = self._tried(raw)
        if found.__class__ is Miss and found.kind in self._accept and found.suggestion is not None:
            return self._tried(found.suggestion) if found.suggestion else None
        return found

    def _tried(self, raw: Any) -> Any:
        """What a cell is, or the Miss that says why it is nothing."""
        if isinstance(raw, Broken):
            return Miss(BROKEN, f"单元格里是{raw.words}", "")
        try:
            return self._read(raw)
        except Unfit as unfit:
            return Miss(self._kind, str(unfit), unfit.suggestion)
        except Ambiguous as unclear:
            return Miss(MONEY, str(unclear), unclear.suggestion)
        except Invalid as invalid:
            return Miss(self._kind, "；".join(invalid.problems.values()), None)
        except ValueError as wrong:
            return Miss(self._kind, str(wrong), "" if self._kind == DAY else None)


DAY = "day"
BROKEN, MONEY, CHOICE, NAME = "broken", "money", "choice", "name"
"""Kinds of problems: an error instead of a value, yuan or ten thousands of them, words no list has, names nobody has."""
WORDS = frozenset({CHOICE, NAME})
"""The kinds that a mapping of the column's words puts right."""
_KINDS = {
    Kind.INTEGER: "number",
    Kind.DECIMAL: "number",
    Kind.DATE: DAY,
    Kind.DATETIME: DAY,
    Kind.ONE: CHOICE,
    Kind.MANY: CHOICE,
    Kind.BOOL: "flag",
}


def _kind_of(target: Target) -> str:
    if target.name in (MARKET, OWNER, AUTHOR):
        return NAME
    if target.name in PLACES_FOR_NUMBERS:
        return "phone"
    return _KINDS.get(target.field.kind, "text") if target.field else "text"


def _reading(target: Target, known: Known, money: str, values: Mapping[str, str]) -> Read:
    field = target.field
    if target.name == MARKET:
        return lambda raw: _named(raw, known.markets, "市场", values)
    if target.name == OWNER:
        return lambda raw: _named(raw, known.employees, "业务员", values)
    if target.name == AUTHOR:
        return lambda raw: _named(raw, known.users, "账号", values)
    if target.name == WRITTEN_AT:
        return lambda raw: raw if isinstance(raw, datetime) else datetime.combine(read_day(raw, known.today), time())
    if target.name == PEOPLE:
        return _people
    if target.name in PLACES_FOR_NUMBERS:
        return _numbers
    if field is None:
        return _plain
    if _is_free(field):
        return partial(_free_text, field)
    convert = _converting(field, known, money, values)
    return lambda raw: clean((field,), {field.name: convert(raw)}, codes_of)[field.name]


def _converting(field: Field, known: Known, money: str, values: Mapping[str, str]) -> Read:
    match field.kind:
        case Kind.INTEGER | Kind.DECIMAL:
            return lambda raw: _number(field, raw, money)
        case Kind.DATE:
            return lambda raw: _past(field, read_day(raw, known.today), known.today)
        case Kind.ONE:
            return lambda raw: _one(field, cell_text(raw), values)
        case Kind.MANY:
            return lambda raw: _many(field, cell_text(raw), values)
        case Kind.BOOL:
            return lambda raw: _flag(field, cell_text(raw))
        case _:
            return _text


def _text(raw: Any) -> str:
    if isinstance(raw, float) and abs(raw) >= 10**_EXACT_DIGITS:
        raise Unfit("数字超过 15 位，Excel 没有存下末几位，请把这一列设成文本、重新填写", "")
    return cell_text(raw)


def _number(field: Field, raw: Any, money: str) -> Decimal:
    if isinstance(raw, date):
        if field.unit == "年":
            return Decimal(raw.year)
        raise Unfit(f"“{cell_text(raw)}”是日期，{field.label}要填数字", "")
    number = in_unit(read_amount(raw), field.unit, cell_text(raw), money)
    places = Decimal(1).scaleb(-field.scale if field.kind is Kind.DECIMAL else 0)
    rounded = number.quantize(places, ROUND_HALF_UP)
    if rounded != number:
        wanted = f"最多 {field.scale} 位小数" if field.kind is Kind.DECIMAL else "应为整数"
        raise Unfit(f"{field.label}{wanted}，表里是 {plain_number(number)}", plain_number(rounded))
    return number


def _past(field: Field, day: date, today: date) -> date:
    if day > today and field.name in ("found_on", "last_visit_on", "last_reviewed_on"):
        raise Unfit(f"{field.label} {day.isoformat()} 晚于今天", "")
    return day


def _one(field: Field, text: str, values: Mapping[str, str]) -> str:
    code = code_for(field, text, values)
    if code is None:
        raise Unfit(f"“{text}”在{field.label}里没有", nearest(field, text))
    return code


def _many(field: Field, text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    codes, unknown = codes_for(field, text, values)
    if unknown:
        raise Unfit(f"“{'、'.join(unknown)}”在{field.label}里没有", nearest(field, unknown[0]))
    return codes


def _flag(field: Field, text: str) -> bool:
    word = folded(text) or text.lower()
    if word not in _YES | _NO:
        raise Unfit(f"“{text}”不是“是”或“否”", None)
    return word in _YES


def _named(raw: Any, ids: Mapping[str, int], what: str, values: Mapping[str, str]) -> int:
    text = cell_text(raw)
    found = ids.get(folded(values.get(text, text)))
    if found is None:
        alike = [name for name in ids if name and (name[0] == text[-1:] or folded(text)[:2] in name)]
        raise Unfit(f"没有叫“{text}”的{what}", alike[0] if len(alike) == 1 else None)
    return found


def _is_free(field: Field) -> bool:
    """Whether a field takes any text that is not too long."""
    return field.kind is Kind.TEXT and field.name not in CHECKED


def _free_text(field: Field, raw: Any) -> Any:
    """A text of a field that takes any, as `clean` would give it; most have nothing to clean."""
    text = _text(raw)
    if text.isprintable() and 0 < len(text) <= (field.max_length or len(text)):
        return text
    return clean((field,), {field.name: text}, codes_of)[field.name]


_ANY_TEXT = Field(name="cell", label="单元格")


def _plain(raw: Any) -> str:
    """A text without what no database keeps."""
    return str(_free_text(_ANY_TEXT, raw) or "")


def _people(raw: Any) -> tuple[Person, ...]:
    return split_people(_plain(raw))


def _numbers(raw: Any) -> tuple[Person, ...]:
    """One number, or several in one cell."""
    if raw.__class__ is str and (known := stored_number(raw)):
        return (Person("", *known),)
    text = _plain(raw)
    try:
        return (Person("", *read_number(text)),)
    except ValueError as wrong:
        several: tuple[Person, ...] = ()
        with suppress(ValueError):
            several = () if text.isdigit() else split_people(text)
        if len(several) > 1 or (several and several[0].name):
            return several
        raise Unfit(str(wrong), "") from None
