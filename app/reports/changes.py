"""What a reissue changed: two reports compared value by value, as people read them (architecture.md §3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from app.reports.model import (
    Block,
    Card,
    Change,
    Changes,
    Chart,
    Column,
    Fact,
    Facts,
    Report,
    Section,
    Strip,
    Table,
    Text,
    Value,
    ValueKind,
    in_one_column,
)
from app.reports.values import EMPTY, printed, printed_fact

POSITION = "seq"
ADDED = "整行增加"
REMOVED = "整行去掉"


def differences(old: Report, new: Report) -> tuple[Change, ...]:
    """Every value that differs between two issues of one report: heads, cards, charts, prose, then the tables.

    Rows are matched by `row_ids`, or by position without them; a row that only moved is no change. Unprinted tables
    tell only what the printed ones have not told of the same row.
    """
    return (
        *_facts_changes(dict(_facts(old)), dict(_facts(new))),
        *_tables_changes(old, new),
    )


def changes_text(block: Changes) -> Text:
    """A reissue's changes as prose: place, before and after."""
    lines = tuple((Fact(change.place, f"原“{change.before}”，现“{change.after}”"),) for change in block.changes)
    return Text(f"第 {block.issue} 版改动", lines or ((Fact("", "无"),),))


def _placed(report: Report) -> Iterator[tuple[str, Block]]:
    """Each block with the section it stands in."""
    section = ""
    for block in in_one_column(report.blocks):
        if isinstance(block, Section):
            section = block.title
        else:
            yield section, block


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    """Each fact's place in words and its printed value; what a section says is named with it."""
    for section, block in _placed(report):
        for place, fact in _named(block):
            yield f"{section} {place}".strip(), _text(fact)


def _named(block: Block) -> Iterator[tuple[str, Fact]]:
    match block:
        case Facts(rows):
            yield from ((fact.label, fact) for row in rows for fact in row)
        case Strip(facts):
            yield from ((fact.label, fact) for fact in facts)
        case Card(rows, title=title):
            yield from ((f"{title} {entry.fact.label}".strip(), entry.fact) for row in rows for entry in row)
        case Text(heading, lines):
            yield from ((f"{heading} {fact.label}".rstrip(), fact) for line in lines for fact in line)
        case Chart():
            yield from _chart_facts(block)


def _chart_facts(chart: Chart) -> Iterator[tuple[str, Fact]]:
    plan = chart.plan or (None,) * len(chart.values)
    for category, value, planned in zip(chart.categories, chart.values, plan, strict=True):
        yield f"{chart.title} {category}", Fact(chart.label, value, ValueKind.NUMBER, chart.scale)
        if planned is not None:
            yield f"{chart.title} {category} {chart.plan_label}", Fact("", planned, ValueKind.NUMBER, chart.scale)


def _text(fact: Fact) -> str:
    return f"{printed_fact(fact)} {fact.alarm}".rstrip()


def _facts_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for place in dict.fromkeys((*new, *old)):
        before, after = old.get(place, EMPTY), new.get(place, EMPTY)
        if before != after:
            yield Change(place, before, after)


def _tables_changes(old: Report, new: Report) -> Iterator[Change]:
    printed_before, printed_after = _printed_tables(old), _printed_tables(new)
    names: dict[str, str] = {}
    told: dict[str, set[str]] = defaultdict(set)
    for place, table in printed_after.items():
        before = printed_before.get(place, replace(table, rows=(), row_ids=()))
        names |= _row_names(before) | _row_names(table)
        prefix = place[0] or (table.title if len(printed_after) > 1 else "")
        yield from _Comparison(before, table, names, {}).changes(prefix)
        for row_id in (*before.row_ids, *table.row_ids):
            told[row_id] |= {column.key for column in table.columns}
    details = {table.title: table for table in old.details}
    for table in new.details:
        before = details.get(table.title, replace(table, rows=(), row_ids=()))
        yield from _Comparison(before, table, names | _row_names(before) | _row_names(table), told).changes("")


def _printed_tables(report: Report) -> dict[tuple[str, str, int], Table]:
    """The tables on paper by section, title and, where these are the same, number."""
    tables: dict[tuple[str, str, int], Table] = {}
    for section, block in _placed(report):
        if isinstance(block, Table):
            number = sum(place[:2] == (section, block.title) for place in tables)
            tables[section, block.title, number] = block
    return tables


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One table before and after; `names` are people's words for row ids, `told` the columns compared elsewhere."""

    old: Table
    new: Table
    names: Mapping[str, str]
    told: Mapping[str, set[str]]

    def changes(self, prefix: str) -> Iterator[Change]:
        """Changed cells, and rows that came or went where rows have names."""
        before, after = _rows(self.old), _rows(self.new)
        for row_id in dict.fromkeys((*after, *before)):
            place = f"{prefix} {self.names.get(row_id, row_id)}".strip()
            if row_id in before and row_id in after:
                yield from self._row_changes(place, before[row_id], after[row_id], self.told.get(row_id, set()))
            elif self.new.row_name and row_id not in self.told:
                yield Change(place, "无", ADDED) if row_id in after else Change(place, "有", REMOVED)

    def _row_changes(
        self, place: str, old: Mapping[str, Value], new: Mapping[str, Value], told: Collection[str]
    ) -> Iterator[Change]:
        for column in self.new.columns:
            before, after = old.get(column.key), new[column.key]
            if before != after and column.key != POSITION and column.key not in told:
                yield Change(f"{place} {column.label}", _shown(before, column), _shown(after, column))


def _rows(table: Table) -> dict[str, dict[str, Value]]:
    """Each row's values by column, under its id."""
    keys = [column.key for column in table.columns]
    ids = table.row_ids or tuple(f"第 {number} 行" for number in range(1, len(table.rows) + 1))
    return {row_id: dict(zip(keys, row, strict=True)) for row_id, row in zip(ids, table.rows, strict=True)}


def _row_names(table: Table) -> dict[str, str]:
    """What people call the rows that have ids."""
    if not (table.row_name and table.row_ids):
        return {}
    return {row_id: str(row[table.row_name]) for row_id, row in _rows(table).items()}


def _shown(value: Value, column: Column) -> str:
    return printed(value, column.kind, column.scale).replace("\n", " ")
