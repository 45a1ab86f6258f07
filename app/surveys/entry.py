"""A survey sheet while it is typed: what was typed, what could not be read, what was not asked, and how to take it back.

Nothing is stored here: `draft_state()` is what `drafts.save_draft` keeps, `sheet_input()` what `sheets.save_sheet` takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.forms.filling import Filling
from app.forms.model import ROW_NUMBER, Field, Kind, Repeat, bare_path
from app.forms.typed import read
from app.surveys.completeness import RANKED_ENOUGH
from app.surveys.items import Section, sections_of

if TYPE_CHECKING:
    from app.surveys.sheets import OpenSheet, SheetInput, Told

UNDO_STEPS = 50
SOURCES = {"ask": "direct", "observe": "observe", "side": "side", "document": "document"}
"""From the form's suggestion (`sb:source`) to the code of how an answer was learnt (inquiry_method)."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Typed text that is no answer, and why; it stays in the field and in the draft."""

    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was known before this visit, and who told it when."""

    value: str
    told: Told


@dataclass(frozen=True, slots=True)
class _Snapshot:
    answers: dict[str, str]
    rows: dict[str, int]
    unread: dict[str, Unread]
    not_asked: frozenset[str]
    sources: dict[str, str]
    touched: frozenset[str]


class Entry:
    """The sheet being typed. `state` is a draft's to go on with; edits return the paths whose look changed."""

    def __init__(self, opened: OpenSheet, *, now: datetime, state: Mapping[str, Any] | None = None) -> None:
        self.opened = opened
        self.form = opened.form
        self.now = now
        self.sections: tuple[Section, ...] = sections_of(opened.form)
        self._fields = {field.path: field for field in opened.form.fields()}
        self._tables = {table.path: table for table in opened.form.tables()}
        self._undo: list[tuple[_Snapshot, str]] = []
        self.unread: dict[str, Unread] = {}
        self.not_asked = set(opened.not_asked)
        self.sources: dict[str, str] = {p: t.source for p, t in opened.told.items() if t.visit == 0 and t.source}
        self.touched: set[str] = set()
        self.visit_order = opened.visit_order
        self.surveyor_id = opened.surveyor_id
        self.row_version = opened.row_version
        self.previous: Mapping[str, str] = {}
        self.filling = Filling(opened.form, opened.answers, now=now, rows=opened.rows)
        if state is not None:
            self._take_up(state)
        else:
            self._begin_visit()

    @property
    def today(self) -> date:
        """The day the sheet is typed."""
        return self.now.date()

    # beginning

    def _begin_visit(self) -> None:
        """What is about one visit only (date, round, result, situation) is asked anew on the next."""
        if self.opened.sheet_id is None:
            self._take_defaults()
        if self.visit_order < 2 or self.opened.sheet_id is None:
            return
        fresh = Filling(self.form, now=self.now)
        for field in self._fields.values():
            told = self.opened.told.get(field.path)
            writes = [target for target in field.writes if target.startswith("Visit.")]
            if writes and told and told.visit < self.visit_order:
                new = fresh.state(field.path).value
                self.filling.set(field.path, str(self.visit_order) if "Visit.visit_round" in writes else new)
                self.not_asked.discard(field.path)

    def _take_defaults(self) -> None:
        """A new sheet of a known customer has the form's defaults too, where the archive knows nothing."""
        for path, value in Filling(self.form, now=self.now).answers().items():
            field = self._fields.get(path)
            if field and field.kind is not Kind.CALCULATE and not self.filling.state(path).value:
                self.filling.set(path, value)

    def _take_up(self, state: Mapping[str, Any]) -> None:
        self.filling = Filling(self.form, state["answers"], now=self.now, rows=state["rows"])
        self.unread = {path: Unread(*kept) for path, kept in state["unread"].items()}
        self.not_asked, self.touched = set(state["not_asked"]), set(state["touched"])
        self.sources = dict(state["sources"])
        self.visit_order = state["visit_order"]
        self.surveyor_id = state["surveyor_id"]
        self.row_version = state["row_version"]

    # looking

    def field_at(self, path: str) -> Field:
        """The question at a path with row numbers; KeyError when there is none."""
        return self._fields[bare_path(path)]

    def table_of(self, path: str) -> Repeat | None:
        """The table a cell belongs to."""
        return self._tables.get(path.partition("[")[0]) if "[" in path else None

    def is_empty_row(self, row_path: str) -> bool:
        """Whether nothing was typed in a row; such a row is not saved."""
        start = row_path + "/"
        typed = (
            state.value for path, state in self.filling.states() if path.startswith(start) and state.kind != "note"
        )
        return not any(typed) and not any(path.startswith(start) for path in self.unread)

    def value(self, path: str) -> str:
        """The answer at a path; empty for one that could not be read."""
        return self.filling.state(path).value

    def problem(self, path: str) -> str:
        """What is wrong with what was typed; empty when nothing is."""
        if path in self.unread:
            return self.unread[path].problem
        state = self.filling.state(path)
        return state.message if state.relevant and state.broken == "constraint" else ""

    def warnings(self, path: str) -> tuple[str, ...]:
        """What looks doubtful at a field, its form's notes apart: a number far from the last visit's."""
        field, earlier = self.field_at(path), self.earlier(path)
        if field.kind not in (Kind.INTEGER, Kind.DECIMAL) or earlier is None or path not in self.touched:
            return ()
        try:
            before, after = float(earlier.value), float(self.value(path))
        except ValueError:
            return ()
        if before <= 0 or after <= 0 or 1 / 5 < after / before < 5:
            return ()
        times = max(after / before, before / after)
        slip = "多打了" if after > before else "少打了"
        advice = f"请看是否{slip}一个 0" if 9.5 <= times <= 10.5 else "请再核对一次"
        unit = f" {field.unit}" if field.unit else ""
        return (f"上次填 {before:g}{unit}，相差 {times:.0f} 倍，{advice}",)

    def fill(self, path: str) -> str:
        """When the answer was filled: `now` on this visit, `prev` before it, empty for neither."""
        told = self.opened.told.get(path)
        if path in self.touched or (told and told.visit == self.visit_order):
            return "now" if self.value(path) or path in self.unread else ""
        return "prev" if told and self.value(path) == self.opened.answers.get(path, "") != "" else ""

    def earlier(self, path: str) -> Earlier | None:
        """What an earlier visit (or the archive) said at a path."""
        told = self.opened.told.get(path)
        if told is None or not self.opened.answers.get(path) or told.visit >= self.visit_order:
            return None
        return Earlier(self.opened.answers[path], told)

    def source(self, path: str) -> str:
        """How the answer was or will be learnt."""
        if path in self.sources:
            return self.sources[path]
        told = self.opened.told.get(path)
        if told and told.source and path not in self.touched:
            return SOURCES.get(told.source, told.source)
        return self._suggested_source(path)

    def _suggested_source(self, path: str) -> str:
        field = self.field_at(path)
        table = self.table_of(path)
        suggested = field.sources or (table.sources if table else ()) or self._group_sources(path)
        return SOURCES[suggested[0]] if suggested and suggested[0] in SOURCES else ""

    def _group_sources(self, path: str) -> tuple[str, ...]:
        owner = path.rpartition("/")[0]
        nodes = (item.node for section in self.sections for item in section.items)
        return next((node.sources for node in nodes if node.path == owner), ())

    # editing

    def type(self, path: str, text: str) -> frozenset[str]:
        """Take typed text; what is no answer is kept as it was typed, with the reason."""
        try:
            return self.answer(path, read(self.field_at(path), text, self.today))
        except ValueError as problem:
            return self._keep_unread(path, text, str(problem))

    def answer(self, path: str, value: str | Sequence[str]) -> frozenset[str]:
        """Take an answer: a text, or the codes of a choice."""
        field = self.field_at(path)
        codes = value.split() if isinstance(value, str) else list(value)
        if field.kind is Kind.RANK and codes:
            if len(codes) < min(RANKED_ENOUGH, len(self.filling.options(path))):
                return self._keep_unread(path, " ".join(codes), f"至少排出前 {RANKED_ENOUGH} 位，请接着排")
            value = [*codes, *(c.code for c in self.filling.options(path) if c.code not in codes)]
        wanted = value if isinstance(value, str) else " ".join(value)
        if wanted == self.value(path) and path not in self.unread and path not in self.not_asked:
            return frozenset()
        self._remember(path)
        changed = self._set(path, value)
        if wanted and not self.value(path):
            self.unread[path] = Unread(wanted, f"这里填不了“{wanted[:20]}”，请对照纸表改正")
        return changed | {path}

    def _set(self, path: str, value: str | Sequence[str]) -> frozenset[str]:
        changed = self.filling.set(path, value)
        self.unread.pop(path, None)
        self.not_asked.discard(path)
        if table := self.table_of(path):
            self.not_asked.discard(table.path)
        self.touched.add(path)
        if path not in self.sources and (source := self._suggested_source(path)):
            self.sources[path] = source
        return changed

    def _keep_unread(self, path: str, text: str, problem: str) -> frozenset[str]:
        if self.unread.get(path) == (kept := Unread(text, problem)):
            return frozenset()
        self._remember(path)
        changed = self._set(path, "")
        self.unread[path] = kept
        return changed | {path}

    def toggle_not_asked(self, path: str) -> frozenset[str]:
        """Mark a question 没问到, which empties it, or take the mark away; in a table it is the table's."""
        table = self.table_of(path)
        marked = table.path if table else path
        self._remember(path)
        if marked in self.not_asked:
            self.not_asked.discard(marked)
            return frozenset({marked})
        changed = frozenset() if marked in self._tables else self._set(path, "")
        self.not_asked.add(marked)
        return changed | {marked}

    def set_source(self, path: str, source: str) -> frozenset[str]:
        """Say how an answer was learnt."""
        self._remember(path)
        self.sources[path] = source
        return frozenset({path})

    def add_row(self, table: str) -> str:
        """Open a further row; returns its path. It counts once something is typed in it."""
        return self.filling.add_row(table)

    def ensure_row(self, path: str) -> None:
        """Open rows until a cell's own is there."""
        if table := self.table_of(path):
            row = int(path[len(table.path) + 1 :].partition("]")[0])
            while self.filling.rows(table.path) < row:
                self.add_row(table.path)

    def remove_row(self, row_path: str) -> None:
        """Take a row out; those after it move up, with all that is known about them."""
        self._remember(row_path)
        self.filling.remove_row(row_path)
        self.unread = {p: kept for key, kept in self.unread.items() if (p := _moved(key, row_path))}
        self.sources = {p: kept for key, kept in self.sources.items() if (p := _moved(key, row_path))}
        self.touched = {p for key in self.touched if (p := _moved(key, row_path))}

    def undo(self) -> str:
        """Take the last edit back; returns where it was, empty when there is nothing to take back."""
        if not self._undo:
            return ""
        kept, path = self._undo.pop()
        self.filling = Filling(self.form, kept.answers, now=self.now, rows=kept.rows)
        self.unread, self.not_asked = dict(kept.unread), set(kept.not_asked)
        self.sources, self.touched = dict(kept.sources), set(kept.touched)
        return path

    def _remember(self, path: str) -> None:
        self._undo.append((self._snapshot(), path))
        del self._undo[:-UNDO_STEPS]

    def _snapshot(self) -> _Snapshot:
        return _Snapshot(
            self.filling.answers(), self.filling.row_counts(), dict(self.unread), frozenset(self.not_asked),
            dict(self.sources), frozenset(self.touched),
        )  # fmt: skip

    # handing over

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed yet."""
        return not (self.touched or self.unread or self.not_asked - self.opened.not_asked)

    def draft_state(self) -> dict[str, Any]:
        """All of it as JSON values."""
        return {
            "answers": self.filling.answers(),
            "rows": self.filling.row_counts(),
            "unread": {path: [kept.text, kept.problem] for path, kept in self.unread.items()},
            "not_asked": sorted(self.not_asked),
            "sources": dict(self.sources),
            "touched": sorted(self.touched),
            "visit_order": self.visit_order,
            "surveyor_id": self.surveyor_id,
            "row_version": self.row_version,
            "customer_id": self.opened.customer_id,
            "sheet_id": self.opened.sheet_id,
            "form_record_id": self.opened.form_record_id,
        }

    def drop_empty_rows(self) -> None:
        """Leave out the rows nothing was typed in."""
        for table in self._tables:
            for number in range(self.filling.rows(table), 0, -1):
                if self.is_empty_row(f"{table}[{number}]"):
                    self.filling.remove_row(f"{table}[{number}]")

    def sheet_input(self, *, surveyor_id: int, accepted: Sequence[str] = (), draft_uid: str = "") -> SheetInput:
        """What is saved; what could not be read stays behind in the draft."""
        from app.surveys.sheets import SheetInput

        return SheetInput(
            self.opened.form_record_id, self.filling.answers(), self.filling.row_counts(), self.visit_order,
            surveyor_id, frozenset(self.not_asked), dict(self.sources), tuple(accepted), self.opened.sheet_id,
            self.opened.customer_id, self.row_version, draft_uid,
        )  # fmt: skip


def _moved(path: str, removed_row: str) -> str:
    """Where a path is after a row before it was taken out; empty for the row's own."""
    table, _, number = removed_row.rstrip("]").rpartition("[")
    if not path.startswith(table + "["):
        return path
    found = ROW_NUMBER.match(path, len(table))
    assert found
    row = int(found[1])
    if row == int(number):
        return ""
    return f"{table}[{row - 1}]{path[found.end() :]}" if row > int(number) else path
