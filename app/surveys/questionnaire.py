"""A survey form as a paper's questions: what is asked, how it is written, and (on a filled sheet) what was answered.

Generic over XLSForms: sections, questions, groups, tables, rankings. Sources: reports.md RP04 and RP05, records.md §5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from app.forms.model import Choice, Field, Form, Kind
from app.reports.question_data import (
    Answer,
    AnswerKind,
    Option,
    Question,
    QuestionColumn,
    QuestionGrid,
    QuestionSection,
    QuestionTable,
)
from app.surveys.items import Item, Section, sections_of

LONG_LINES = 3
TABLE_ROWS = 5
WIDE_TABLE_ROWS = 3
WIDE_TABLE = 8
"""From this many columns on a table's rows take two lines, and fewer of them are left blank."""
RANKED = 5
LOOSE = "题目"
"""The heading of questions that are in no group."""
MOST_OPTIONS = 80
USUAL_LENGTH = 30
SECOND_LINES = 2
MOST_BLANKS = 5
SHORT_LABEL = 8
TICKED_IN_CELL = 20
"""Characters of options that have room in a table's cell."""
_WIDTHS = {Kind.INTEGER: 10, Kind.DECIMAL: 12, Kind.DATE: 16, Kind.LONG_TEXT: 26, Kind.TEXT: 20}
_LENGTH = re.compile(r"string-length\(\s*\.\s*\)\s*<=?\s*(\d+)")
_REPEATED = re.compile(r"\{(?:\d+,)?(\d+)\}")
"""How often a pattern repeats: a credit code has {18}."""
_NAMED_OTHER = re.compile(r"\s*(\S+)\s*=\s*'other'\s*")
_NUMBERED = re.compile(r"\d+(?=[ .、]|$)")
_COUNT = re.compile(r"\d{1,2}")


class Answers(Protocol):
    """Where a paper gets what is known: nothing on a blank one."""

    def line(self, field: Field, path: str) -> str:
        """The answer as words; empty when there is none."""

    def ticked(self, field: Field) -> frozenset[str]:
        """The codes to tick on a paper that still asks."""

    def filled(self, item: Item) -> tuple[Answer, ...] | None:
        """What is printed in place of the room to write; None leaves the room, or a table its rows."""

    def rows(self, item: Item, columns: Sequence[Field]) -> tuple[tuple[str, ...], ...] | None:
        """The rows of a table; None leaves it blank."""

    def aside(self, item: Item) -> str:
        """The small words behind an answer."""


class Blank:
    """Nothing is known yet."""

    def line(self, field: Field, path: str) -> str:
        """Room to write."""
        return ""

    def ticked(self, field: Field) -> frozenset[str]:
        """No ticks."""
        return frozenset()

    def filled(self, item: Item) -> tuple[Answer, ...] | None:
        """Everything is still asked."""
        return None

    def rows(self, item: Item, columns: Sequence[Field]) -> tuple[tuple[str, ...], ...] | None:
        """Blank rows."""
        return None

    def aside(self, item: Item) -> str:
        """Nothing was told."""
        return ""


class Questionnaire:
    """Writes one form as questions; `wanted` keeps only the questions with these paths."""

    def __init__(self, form: Form, answers: Answers, wanted: frozenset[str] | None = None) -> None:
        self._form = form
        self._answers = answers
        self._wanted = wanted

    def grid(self) -> QuestionGrid:
        """The sections that ask something; what every visit asks anew stands in the sheet's head instead."""
        sections = [self._section(place, section) for place, section in enumerate(sections_of(self._form), 1)]
        return QuestionGrid(tuple(section for section in sections if section.questions))

    def _section(self, place: int, section: Section) -> QuestionSection:
        lettered = bool(self._form.sections)
        items = [item for item in section.items if self._asks(item)]
        first = tuple(self._notes(section, "")) if items else ()
        asked = (q for item in items for q in (*self._questions(item), *self._notes(section, item.path)))
        questions = (*first, *asked)
        mark = section.letter or ("" if lettered else str(place))
        return QuestionSection(mark=mark, title=section.label if section.name else LOOSE, questions=questions)

    def _asks(self, item: Item) -> bool:
        """Whether paper asks it: photos are not written, and what is of one visit only stands in the head."""
        if self._wanted is not None:
            return item.path in self._wanted
        return (
            not _is_of_visit(item) and not all(part.kind is Kind.IMAGE for part in item.parts) and not _is_album(item)
        )

    def _notes(self, section: Section, after: str) -> Iterator[Question]:
        """Instructions behind a field that always show; warnings only show on a screen."""
        for path in section.notes.get(after, ()):
            note = self._form.field_at(path)
            if not note.relevant and self._wanted is None:
                yield Question(number="", label=note.label, heading=True)

    def _questions(self, item: Item) -> Iterator[Question]:
        filled = self._answers.filled(item)
        if filled is not None:
            yield self._named(item, answers=filled)
            return
        if item.table is not None:
            yield self._named(item, tables=(self._table(item),))
            return
        parts = [part for part in item.parts if not _is_written_with(part, item.parts) and part.kind is not Kind.IMAGE]
        if len(parts) > 3 and not _are_blanks(parts):
            yield self._named(item, heading=True)
            for part in parts:
                yield Question(number="", label=part.label, required=part.required, answers=self._room(part, ""))
        else:
            yield self._named(item, answers=self._rooms(item, parts))

    def _named(
        self,
        item: Item,
        *,
        answers: tuple[Answer, ...] = (),
        tables: tuple[QuestionTable, ...] = (),
        heading: bool = False,
    ) -> Question:
        return Question(
            number=item.number, label=item.label, required=item.required, visit=item.visit,
            aside=self._answers.aside(item), answers=answers, tables=tables, heading=heading,
        )  # fmt: skip

    def _rooms(self, item: Item, parts: Sequence[Field]) -> tuple[Answer, ...]:
        if len(parts) > 1 and _are_blanks(parts):
            total = "（合计 100）" if all(part.unit == "%" for part in parts) else ""
            blanks = tuple(
                Answer(label=part.label, unit=part.unit, text=self._answers.line(part, part.path)) for part in parts
            )
            return (Answer(kind=AnswerKind.BLANKS, parts=blanks, text=total),)
        label = "" if isinstance(item.node, Field) else item.label
        return tuple(
            answer
            for number, part in enumerate(parts)
            for answer in self._room(part, part.label if number and part.label != label else "", second=number > 0)
        )

    def _room(self, field: Field, label: str, *, second: bool = False) -> tuple[Answer, ...]:
        """Room for one field; a ranking has its numbered options under it. What explains another has fewer lines."""
        text = self._answers.line(field, field.path)
        match field.kind:
            case Kind.LONG_TEXT:
                return (
                    Answer(kind=AnswerKind.LINES, label=label, text=text, lines=SECOND_LINES if second else LONG_LINES),
                )
            case Kind.DATE:
                return (Answer(kind=AnswerKind.DAY, label=label, text=text),)
            case Kind.INTEGER | Kind.DECIMAL:
                return (Answer(label=label, text=text, unit=field.unit or " ", room=8),)
            case Kind.RANK if not text:
                return self._ranking(field, label)
            case Kind.ONE | Kind.MANY if not self._is_written(field):
                return (Answer(kind=self._ticking(field), label=label, options=self._options(field)),)
            case _:
                return (Answer(label=label, text=text, room=_length(field)),)

    def _ranking(self, field: Field, label: str) -> tuple[Answer, ...]:
        options = self._options(field)
        places = tuple(Answer(label=str(place)) for place in range(1, min(RANKED, len(options)) + 1))
        listed = "　".join(f"{option.number} {option.label}".strip() for option in options)
        blanks = Answer(kind=AnswerKind.BLANKS, label=label, parts=places)
        return blanks, Answer(kind=AnswerKind.WORDS, text=f"填编号，最看重的在前：{listed}")

    def _is_written(self, field: Field) -> bool:
        """Whether an answer is written out: its list is looked up, follows other answers, or is too long to print."""
        looked_up = "autocomplete" in field.appearance.split() or bool(field.choice_filter)
        return looked_up or not 0 < len(self._form.choices.get(field.choices, ())) <= MOST_OPTIONS

    def _ticking(self, field: Field) -> AnswerKind:
        codes = [choice.code for choice in self._form.choices[field.choices]]
        rated = "likert" in field.appearance.split() and codes == [str(n) for n in range(1, len(codes) + 1)]
        return AnswerKind.SCALE if rated and not self._answers.ticked(field) else AnswerKind.TICKS

    def _options(self, field: Field) -> tuple[Option, ...]:
        ticked = self._answers.ticked(field)
        choices = enumerate(self._form.choices[field.choices], 1)
        return tuple(_option(number, choice, ticked=choice.code in ticked) for number, choice in choices)

    def _table(self, item: Item) -> QuestionTable:
        columns = [part for part in item.parts if not _is_written_with(part, item.parts)]
        wide = len(columns) >= WIDE_TABLE
        legends = [self._legend(part) for part in columns if self._in_legend(part, wide=wide)]
        rows = self._answers.rows(item, columns)
        return QuestionTable(
            columns=tuple(self._column(part, wide=wide) for part in columns),
            rows=rows or (),
            blank=0 if rows else _blank_rows(item, wide=wide),
            legend="" if rows else "　".join(legends),
        )

    def _column(self, field: Field, *, wide: bool) -> QuestionColumn:
        options = self._cell_options(field)
        if options and not self._in_legend(field, wide=wide):
            return QuestionColumn(label=field.label, share=min(sum(map(_ticked_length, options)), 30), options=options)
        return QuestionColumn(label=field.label, share=_WIDTHS.get(field.kind, 16))

    def _cell_options(self, field: Field) -> tuple[Option, ...]:
        chosen = field.kind in (Kind.ONE, Kind.MANY) and not self._is_written(field)
        return self._options(field) if chosen else ()

    def _in_legend(self, field: Field, *, wide: bool) -> bool:
        """Whether a column's options are too many for its cells, so that their numbers are written."""
        options = self._cell_options(field)
        return bool(options) and (wide or sum(len(option.label) for option in options) > TICKED_IN_CELL)

    def _legend(self, field: Field) -> str:
        listed = " ".join(f"{option.number} {option.label}".strip() for option in self._cell_options(field))
        return f"{field.label}填编号：{listed}"


def result_legend(form: Form) -> str:
    """The numbers of the results of a visit, for the head of the sheet; empty when the form does not ask for one."""
    field = next((field for field in form.fields() if "Visit.result" in field.writes), None)
    if field is None:
        return ""
    listed = (f"{number} {choice.label}" for number, choice in enumerate(form.choices.get(field.choices, ()), 1))
    return f"结果填编号：{'　'.join(listed)}"


def _option(number: int, choice: Choice, *, ticked: bool) -> Option:
    """An option with its number, unless its label begins with it (1 月)."""
    if choice.code == f"{number}" and _NUMBERED.match(choice.label):
        return Option(str(number), choice.label.removeprefix(str(number)).strip(" .、"), ticked=ticked)
    free = choice.code == "other" or choice.label == "其他"
    return Option(str(number), choice.label, free=free, ticked=ticked)


def _ticked_length(option: Option) -> int:
    return len(option.label) * 2 + 3


def _is_of_visit(item: Item) -> bool:
    """Whether it is about one visit and not numbered: day, round and result stand in the head."""
    written = [target for part in item.parts for target in part.writes]
    return not item.number and bool(written) and all(target.startswith("Visit.") for target in written)


def _is_album(item: Item) -> bool:
    return item.table is not None and any(part.kind is Kind.IMAGE for part in item.parts)


def _are_blanks(parts: Sequence[Field]) -> bool:
    """Whether parts are a few short numbers, which stand side by side."""
    numbers = all(part.kind in (Kind.INTEGER, Kind.DECIMAL) for part in parts)
    return numbers and len(parts) <= MOST_BLANKS and all(len(part.label) <= SHORT_LABEL for part in parts)


def _is_written_with(field: Field, siblings: Sequence[Field]) -> bool:
    """Whether it only names what is not on the list of a sibling that is written out anyway."""
    found = _NAMED_OTHER.fullmatch(field.relevant)
    name = found.group(1).rpartition("/")[2] if found else ""
    return any(each.name == name and each.kind is Kind.ONE for each in siblings)


def _length(field: Field) -> int:
    """How many characters an answer may have; the form's own constraint says it."""
    found = _LENGTH.search(field.constraint)
    if found:
        return int(found.group(1))
    counted = [int(count) for count in _REPEATED.findall(field.constraint)]
    return field.max_length or (max(counted) if counted else USUAL_LENGTH)


def _blank_rows(item: Item, *, wide: bool) -> int:
    count = getattr(item.table, "count", "").strip()
    if _COUNT.fullmatch(count):
        return max(int(count), 1)
    return WIDE_TABLE_ROWS if wide else TABLE_ROWS
