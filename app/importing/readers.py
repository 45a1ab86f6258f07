"""Reading one column's cells: each becomes a value that fits its field, or says why not and what would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from app.choices import codes_of
from app.errors import Invalid
from app.forms.clean import clean
from app.forms.model import Field, Kind
from app.forms.typed import plain_number
from app.importing.amounts import Ambiguous, in_unit, read_amount
from app.importing.codes import code_for, codes_for, nearest
from app.importing.days import read_day
from app.importing.people import Person, read_number, split_people
from app.importing.synonyms import folded
from app.importing.targets import AUTHOR, CONTACT, MARKET, OWNER, PEOPLE, WRITTEN_AT, Target
from app.importing.workbook import Broken

_EXACT_DIGITS = 15
"""Excel keeps no more digits of a number; longer ones are damaged in the file already."""
_YES, _NO = (
    {"√", "✓", "y", "有", "对", "是", "1", "yes", "true"},
    {"×", "x", "n", "无", "没有", "否", "0", "no", "false"},
)
_MOST_KEPT = 4_096
"""How many different cells of a column are remembered."""

Read = Callable[[Any], Any]


class Unfit(ValueError):
    """A cell that cannot be taken; `suggestion` is a text that could stand there instead, '' for nothing at all."""

    def __init__(self, reason: str, suggestion: str | None = None) -> None:
        super().__init__(reason)
        self.suggestion = suggestion


class Miss(NamedTuple):
    """What a reader gives for a cell that does not fit: an `Unfit` that weighs nothing and may be kept."""

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


def reader(target: Target, known: Known, money: str = "", values: Mapping[str, str] | None = None) -> Read:
    """How a column's cells are read: the same cell is read once; what does not fit gives a `Miss`.

    Cells that hold persons or numbers give a tuple of `Person`, others the field's value; empty cells are not read.
    """
    read = _reading(target, known, money, values or {})
    done: dict[tuple[type, Any], Any] = {}

    def remembered(raw: Any) -> Any:
        key = (type(raw), raw)
        found = done.get(key, done)
        if found is done:
            found = _tried(read, raw)
            if len(done) < _MOST_KEPT:
                done[key] = found
        return found

    return remembered


def _tried(read: Read, raw: Any) -> Any:
    """What a cell is, or the Miss that says why it is nothing."""
    if isinstance(raw, Broken):
        return Miss(f"单元格里是{raw.words}", "")
    try:
        return read(raw)
    except Unfit as unfit:
        return Miss(str(unfit), unfit.suggestion)
    except Ambiguous as unclear:
        return Miss(str(unclear), unclear.suggestion)
    except Invalid as invalid:
        return Miss("；".join(invalid.problems.values()), None)
    except ValueError as wrong:
        return Miss(str(wrong), None)


def _reading(target: Target, known: Known, money: str, values: Mapping[str, str]) -> Read:
    field = target.field
    if target.name == MARKET:
        return lambda raw: _named(raw, known.markets, "市场", values)
    if target.name == OWNER:
        return lambda raw: _named(raw, known.employees, "业务员", values)
    if target.name == AUTHOR:
        return lambda raw: _named(raw, known.users, "账号", values)
    if target.name == WRITTEN_AT:
        return lambda raw: raw if isinstance(raw, datetime) else datetime.combine(_day(raw, known.today), time())
    if target.name == PEOPLE:
        return _people
    if target.name in ("phone", CONTACT + "phone", CONTACT + "mobile"):
        return _numbers
    if field is None:
        return _plain
    convert = _converting(field, known, money, values)
    return lambda raw: clean((field,), {field.name: convert(raw)}, codes_of)[field.name]


def _converting(field: Field, known: Known, money: str, values: Mapping[str, str]) -> Read:
    match field.kind:
        case Kind.INTEGER | Kind.DECIMAL:
            return lambda raw: _number(field, raw, money)
        case Kind.DATE:
            return lambda raw: _past(field, _day(raw, known.today), known.today)
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


def _day(raw: Any, today: date) -> date:
    try:
        return read_day(raw, today)
    except ValueError as wrong:
        raise Unfit(str(wrong), "") from None


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


_ANY_TEXT = Field(name="cell", label="单元格")


def _plain(raw: Any) -> str:
    """A text without what no database keeps."""
    return str(clean((_ANY_TEXT,), {"cell": _text(raw)}, codes_of)["cell"] or "")


def _people(raw: Any) -> tuple[Person, ...]:
    return split_people(_plain(raw))


def _numbers(raw: Any) -> tuple[Person, ...]:
    """One number, or several in one cell."""
    text = _plain(raw)
    try:
        return (Person("", *read_number(text)),)
    except ValueError as wrong:
        try:
            several = split_people(text)
        except ValueError:
            several = ()
        if len(several) > 1 or (several and several[0].name):
            return several
        raise Unfit(str(wrong), "") from None
