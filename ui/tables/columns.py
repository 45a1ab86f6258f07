"""What a list shows: one declaration a column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal

CellKind = Literal["text", "number", "date", "grade", "pips", "steps", "progress", "status", "tick"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pips:
    """`done` of `total` stages and the stage's name; done < 0 for parked."""

    done: int
    total: int
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`done` of `total`; shown as 46/59, or as 78% with `percent`."""

    done: int
    total: int
    percent: bool = False

    @property
    def share(self) -> float:
        """0-1, 0 for nothing to do."""
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A word and its tone: ok, link (in progress), warn, danger, or none (not begun).

    `icon` is a Phosphor name drawn instead of the dot, where the states of a list shall differ by shape too.
    """

    word: str
    tone: str = ""
    icon: str = ""


def no_tone(row: Any) -> str:
    """The usual text colour."""
    return ""


def never(row: Any) -> bool:
    """The usual weight."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a RecordTable.

    `key` names the row's attribute (dotted paths too) unless `value` computes it; what it gives must fit `kind`: text
    str; number int, float or Decimal; date date or datetime; grade "A", "B", "C" or ""; pips Pips; steps 0-4; progress
    Progress; status Status; tick bool. None is an empty cell. `width` is in design pixels; columns with `stretch` share what is
    left over. `tone` colours a row's text by a colour token, `bold` makes it bold; `marked` shows search hits; `sort` names what the page
    sorts by when the head is clicked, "" when it cannot; `copied` is the value other programs get, where the list shows it shortened.
    """

    key: str
    title: str
    width: int
    kind: CellKind = "text"
    stretch: bool = False
    right: bool = False
    strong: bool = False
    quiet: bool = False
    marked: bool = False
    sort: str = ""
    value: Callable[[Any], Any] | None = None
    copied: Callable[[Any], Any] | None = None
    tone: Callable[[Any], str] = no_tone
    bold: Callable[[Any], bool] = never

    def value_of(self, row: Any) -> Any:
        """The row's value in this column."""
        return self.value(row) if self.value else attrgetter(self.key)(row)

    def copied_of(self, row: Any) -> Any:
        """The row's value in this column, in full."""
        return self.copied(row) if self.copied else self.value_of(row)

    @property
    def on_right(self) -> bool:
        """Numbers stand at the right."""
        return self.right or self.kind == "number"


def cell_text(value: Any) -> str:
    """A value in words, for drawing, copying and screen readers."""
    match value:
        case None:
            return ""
        case bool():
            return "已选" if value else "没选"
        case str():
            return value
        case Pips():
            return value.word
        case Progress():
            return f"{value.share:.0%}" if value.percent else f"{value.done}/{value.total}"
        case Status():
            return value.word
        case datetime():
            return f"{value:%m-%d %H:%M}"
        case date():
            return f"{value:%m-%d}"
        case float() | Decimal():
            return f"{value:,.2f}".rstrip("0").rstrip(".")
        case int():
            return f"{value:,}"
        case _:
            return str(value)
