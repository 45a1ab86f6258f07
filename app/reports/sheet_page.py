"""One worksheet that looks like the print: the blocks of a report, or of one section, down the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from openpyxl.worksheet.worksheet import Worksheet

from app.reports.cells import (
    ALARM,
    BOLD,
    FIGURE,
    HEAD,
    LABEL,
    SECTION,
    TITLE,
    Look,
    Place,
    fact_format,
    fact_value,
    put,
    set_height,
    set_widths,
)
from app.reports.changes import changes_text
from app.reports.model import (
    Align,
    Block,
    Card,
    Changes,
    Chart,
    Entry,
    Fact,
    Facts,
    Report,
    Section,
    Signature,
    Signatures,
    Strip,
    Table,
    Text,
    Value,
    in_one_column,
)
from app.reports.question_data import QuestionGrid
from app.reports.question_list import questions_table
from app.reports.sheet_chart import CHART_ROWS, write_chart
from app.reports.sheet_table import SheetTable
from app.reports.sheets import set_up_print
from app.reports.values import printed_fact, written_date

LEAST_LABEL = 9.0
SIGNING_LINE = "＿" * 8
DEFAULT_WIDTHS = (14.0,) * 8
ADDED_WIDTH = 12.0
SIGNERS = 4
"""Side by side, at most."""


class SheetPage:
    """Writes blocks down one sheet; `_row` is the next free row."""

    def __init__(self, sheet: Worksheet, report: Report, title: str) -> None:
        self._sheet = sheet
        self._report = report
        self._title = title
        self._row = 1

    def write(self, blocks: Sequence[Block]) -> None:
        """Title, blocks, widths and print set-up."""
        flat = [questions_table(b) if isinstance(b, QuestionGrid) else b for b in in_one_column(blocks)]
        tables = [block for block in flat if isinstance(block, Table)]
        self._titled = len(tables) > 1
        self._widths = _widths(flat, tables)
        set_widths(self._sheet, self._widths)
        self._write_title()
        for block in flat:
            self._write_block(block)
        set_up_print(self._sheet, self._report.footer, self._report.orientation)

    def _write_block(self, block: Block) -> None:
        match block:
            case Section(title):
                self._write_heading(title, Look(SECTION))
            case Facts(rows):
                for facts in rows:
                    self._write_facts(facts)
            case Strip(facts):
                self._write_strip(facts)
            case Card():
                self._write_card(block)
            case Table():
                self._write_table(block)
            case Chart():
                self._write_chart(block)
            case Text():
                self._write_text(block)
            case Changes():
                self._write_text(changes_text(block))
            case Signatures(people):
                self._write_signatures(people)

    def _write_title(self) -> None:
        report, last = self._report, len(self._widths)
        half = max(last // 2, 1)
        self._put(1, last, report.sender, Look(LABEL))
        self._next(least=16)
        self._put(1, half, self._title, Look(TITLE))
        self._put(half + 1, last, f"表号 {report.shown_number}", Look(align=Align.RIGHT))
        self._next([(self._title * 2, self._width(1, half))], least=26)

    def _write_heading(self, words: str, look: Look) -> None:
        self._next()
        self._put(1, len(self._widths), words, look)
        self._next(least=20)

    def _write_facts(self, facts: Sequence[Fact]) -> None:
        ends = [number / len(facts) for number in range(1, len(facts) + 1)]
        texts = []
        for fact, (first, split, last) in zip(facts, self._spans(ends), strict=True):
            self._put(first, split, fact.label, Look(LABEL, Align.RIGHT, indent=1))
            look = Look(ALARM if fact.alarm else BOLD)
            self._put(split + 1, last, fact_value(fact), look, fact_format(fact))
            texts.append((printed_fact(fact), self._width(split + 1, last)))
        self._next(texts)

    def _spans(self, ends: Sequence[float]) -> list[tuple[int, int, int]]:
        """For each labelled cell the first column, the label's last and the value's last; `ends` are parts of 1."""
        total, columns = sum(self._widths), len(self._widths)
        spans, first = [], 1
        for number, end in enumerate(ends, 1):
            nearest = columns if number == len(ends) else self._column_at(total * end)
            last = min(max(nearest, first + 1), columns - 2 * (len(ends) - number))
            split = first
            while split < last - 1 and self._width(first, split) < LEAST_LABEL:
                split += 1
            spans.append((first, split, last))
            first = last + 1
        return spans

    def _column_at(self, width: float) -> int:
        """The column whose right edge is nearest to `width`."""
        return min(range(1, len(self._widths) + 1), key=lambda column: abs(self._width(1, column) - width))

    def _write_strip(self, facts: Sequence[Fact]) -> None:
        """Labels in one row, values under them; the first takes the columns that are left over."""
        columns = len(self._widths)
        for start in range(0, len(facts), columns):
            part = facts[start : start + columns]
            spare = columns - len(part)
            spans = [(1, 1 + spare), *((number + spare, number + spare) for number in range(2, len(part) + 1))]
            for fact, (first, last) in zip(part, spans, strict=True):
                self._put(first, last, fact.label, Look(LABEL, Align.CENTER, filled=True, boxed=True))
            self._next(
                [(fact.label, self._width(first, last)) for fact, (first, last) in zip(part, spans, strict=True)]
            )
            for fact, (first, last) in zip(part, spans, strict=True):
                self._put(first, last, fact_value(fact), Look(FIGURE, Align.CENTER, boxed=True), fact_format(fact))
            self._next(least=22)

    def _write_card(self, card: Card) -> None:
        if card.title:
            self._write_heading(card.title, Look(HEAD))
        for entries in card.rows:
            spans = [*accumulate(entry.span for entry in entries)]
            ends = [span / max(card.columns, spans[-1]) for span in spans]
            texts = [self._write_entry(entry, span) for entry, span in zip(entries, self._spans(ends), strict=True)]
            self._next(texts, least=18 * max((entry.lines for entry in entries), default=1))

    def _write_entry(self, entry: Entry, span: tuple[int, int, int]) -> tuple[str, float]:
        """Label and value of one cell; returns the text and its width."""
        first, split, last = span
        fact = entry.fact
        if fact.label:
            self._put(first, split, fact.label, Look(LABEL, filled=True, boxed=True))
            first = split + 1
        empty = entry.blank and fact.value in (None, "")
        look = Look(ALARM, boxed=True) if fact.alarm else Look(boxed=True)
        self._put(first, last, None if empty else fact_value(fact), look, fact_format(fact))
        return ("" if empty else printed_fact(fact)), self._width(first, last)

    def _write_table(self, table: Table) -> None:
        if self._titled and table.title and table.title != self._title:
            self._write_heading(table.title, Look(HEAD))
        written = SheetTable(self._sheet, table, self._row, len(self._widths))
        self._row = written.write()
        if not self._titled:
            written.pin()

    def _write_chart(self, chart: Chart) -> None:
        self._write_heading(f"{chart.title}　{chart.note}".strip(), Look(HEAD))
        if chart.is_empty:
            self._put_line(chart.empty, Look(align=Align.CENTER, boxed=True))
            return
        self._row = write_chart(self._sheet, chart, self._row, sum(self._widths)) + CHART_ROWS

    def _write_text(self, text: Text) -> None:
        """The heading beside the first line; every line of facts in one row."""
        last = len(self._widths)
        split = self._spans([0.5, 1.0] if last > 3 else [1.0])[0][1] if text.heading else 0
        for number, facts in enumerate(text.lines):
            words = "　　".join(
                f"{fact.label}：{printed_fact(fact)}" if fact.label else printed_fact(fact) for fact in facts
            )
            if split:
                heading = "" if number else text.heading
                self._put(1, split, heading, Look(HEAD, Align.CENTER, filled=True, boxed=True))
            self._put(split + 1, last, words, Look(boxed=bool(split)))
            self._next([(words, self._width(split + 1, last))])

    def _write_signatures(self, people: Sequence[Signature]) -> None:
        """A few people a row, as the columns allow."""
        self._next()
        columns = len(self._widths)
        count = min(SIGNERS, columns)
        for start in range(0, len(people), count):
            self._write_signing(people[start : start + count], columns)

    def _write_signing(self, people: Sequence[Signature], columns: int) -> None:
        ends = [columns * number // len(people) for number in range(len(people) + 1)]
        spans = [(first + 1, last) for first, last in pairwise(ends)]
        for person, (first, last) in zip(people, spans, strict=True):
            self._put(first, last, _signed(person), Look())
        self._next([(_signed(p), self._width(*span)) for p, span in zip(people, spans, strict=True)], least=24)
        for person, (first, last) in zip(people, spans, strict=True):
            if person.note:
                self._put(first, last, f"意见：{person.note}", Look(LABEL))
        self._next([(f"意见：{p.note}", self._width(*span)) for p, span in zip(people, spans, strict=True)])

    def _put_line(self, words: str, look: Look) -> None:
        last = len(self._widths)
        self._put(1, last, words, look)
        self._next([(words, self._width(1, last))], least=20)

    def _put(self, first: int, last: int, value: Value, look: Look, form: str = "") -> None:
        put(self._sheet, Place(self._row, first, last), value, look, form)

    def _next(self, texts: Sequence[tuple[str, float]] = (), least: float = 18) -> None:
        set_height(self._sheet, self._row, texts, least)
        self._row += 1

    def _width(self, first: int, last: int) -> float:
        return sum(self._widths[first - 1 : last])


def _widths(blocks: Sequence[Block], tables: Sequence[Table]) -> tuple[float, ...]:
    """Those of the table with most columns; more when facts or cards need a label and a value beside each other."""
    lists = [tuple(column.excel_width for column in table.columns if column.excel) for table in tables]
    widest = max(lists, key=lambda widths: len(widths), default=()) or DEFAULT_WIDTHS
    needed = [2 * len(facts) for block in blocks if isinstance(block, Facts) for facts in block.rows]
    needed += [2 * block.columns for block in blocks if isinstance(block, Card)]
    needed += [4 for block in blocks if isinstance(block, Text | Chart)]
    return (*widest, *[ADDED_WIDTH] * (max(needed, default=0) - len(widest)))


def _signed(person: Signature) -> str:
    day = written_date(person.signed_on) if person.signed_on else "年　月　日"
    return f"{person.role}：{person.name or SIGNING_LINE}　{day}"
