"""What a sheet being typed still lacks, up to the visit being typed, and what keeps it from being finished (rule R13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.forms.model import Field, Kind
from app.surveys.entry import Entry
from app.surveys.items import Item, Section

_NAMED_IN_SENTENCE = 4


@dataclass(frozen=True, slots=True)
class Gap:
    """An item that lacks an answer or holds a wrong one; `path` is where to type, `problem` what is wrong."""

    path: str
    number: str
    label: str
    required: bool
    problem: str = ""

    @property
    def title(self) -> str:
        """Number and name, as sentences quote it."""
        return f"{self.number} {self.label}".strip()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section is: items answered of those asked, and whether one holds a mistake."""

    answered: int
    asked: int
    wrong: bool


def gaps(entry: Entry) -> tuple[Gap, ...]:
    """Every item still to type, in paper order."""
    return tuple(gap for section in entry.sections for item in section.items for gap in _of_item(entry, item))


def progress(entry: Entry, section: Section) -> Progress:
    """How far a section is; items for a later visit count once they are answered."""
    answered = asked = 0
    for item in section.items:
        if not _relevant(entry, item):
            continue
        settled = not _missing(entry, item)
        if settled or _in_scope(entry, item):
            asked += 1
            answered += settled
    return Progress(answered, asked, any(mistakes(entry, section)))


def mistakes(entry: Entry, section: Section) -> Iterator[Gap]:
    """What was typed wrongly: no answer, or against a rule."""
    for item in section.items:
        for path, field in _typed_paths(entry, item):
            if problem := entry.problem(path):
                yield Gap(path, item.number, item.label if item.table is None else field.label, False, problem)


def blockers(entry: Entry) -> tuple[Gap, ...]:
    """What keeps the sheet from being finished, in paper order: mistakes, and required items neither answered nor
    marked 没问到."""
    found: list[Gap] = []
    for section in entry.sections:
        wrong = {gap.path: gap for gap in mistakes(entry, section)}
        for item in section.items:
            found += [wrong[path] for path, _ in _typed_paths(entry, item) if path in wrong]
            found += [gap for gap in _of_item(entry, item) if gap.required and gap.path not in wrong]
    return tuple(found)


def refusal(found: Sequence[Gap]) -> str:
    """Why the sheet cannot be finished yet, and what to do."""
    wrong = [gap for gap in found if gap.problem]
    if wrong:
        more = f"（共 {len(wrong)} 处）" if len(wrong) > 1 else ""
        return f"{wrong[0].title}填得不对{more}：{wrong[0].problem}。草稿已留着，没有丢。"
    names = "、".join(gap.title for gap in found[:_NAMED_IN_SENTENCE])
    names += " 等" if len(found) > _NAMED_IN_SENTENCE else ""
    return f"还有 {len(found)} 个必填项没填：{names}。按 F4 逐个去填，没问到按 Ctrl+0。"


def _of_item(entry: Entry, item: Item) -> Iterator[Gap]:
    if _relevant(entry, item) and _in_scope(entry, item):
        for path in _missing(entry, item):
            yield Gap(path, item.number, item.label, _required(entry, item, path))
    if item.table is not None:
        for path, field in _typed_paths(entry, item):
            state = entry.filling.state(path)
            if state.relevant and state.broken == "required" and path not in entry.unread:
                yield Gap(path, item.number, field.label, True)


def _in_scope(entry: Entry, item: Item) -> bool:
    return item.visit <= entry.visit_order


def _relevant(entry: Entry, item: Item) -> bool:
    return entry.filling.state(item.path).relevant


def _required(entry: Entry, item: Item, path: str) -> bool:
    if item.table is not None:
        return item.required
    return entry.filling.state(path).required or (item.required and len(item.parts) == 1)


def _missing(entry: Entry, item: Item) -> list[str]:
    """Where something is to be typed for the item; empty when it is settled."""
    if item.path in entry.not_asked:
        return []
    if item.table is not None:
        rows = range(1, entry.filling.rows(item.path) + 1)
        return [] if any(not entry.is_empty_row(f"{item.path}[{row}]") for row in rows) else [item.path]
    asked = [part.path for part in item.parts if entry.filling.state(part.path).relevant]
    demanded = [path for path in asked if entry.filling.state(path).required]
    if not demanded:
        settled = any(entry.value(path) or path in entry.unread or path in entry.not_asked for path in asked)
        demanded = [] if settled else asked[:1]
    return [p for p in demanded if not entry.value(p).strip() and p not in entry.not_asked and p not in entry.unread]


def _typed_paths(entry: Entry, item: Item) -> Iterator[tuple[str, Field]]:
    """The paths of an item's fields, in a table those of every row that holds something."""
    if item.table is None:
        yield from ((part.path, part) for part in item.parts)
        return
    for row in range(1, entry.filling.rows(item.path) + 1):
        row_path = f"{item.path}[{row}]"
        if not entry.is_empty_row(row_path):
            cells = (part for part in item.parts if part.kind is not Kind.NOTE)
            yield from ((part.path.replace(item.path, row_path, 1), part) for part in cells)
