"""What a reissue changed: two reports compared value by value, as people read them (architecture.md §3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from app.reports.model import Change, Changes, Column, Fact, Facts, Report, Strip, Table, Text, Value
from app.reports.values import EMPTY, printed, printed_fact

POSITION = "seq"
ADDED = "整行增加"
REMOVED = "整行去掉"


def differences(old: Report, new: Report) -> tuple[Change, ...]:
    """Every value that differs between two issues of one report: head, tables, prose, then the unprinted columns.

    Rows are matched by `row_ids`, or by position without them; a row that only moved is no change.
    """
    return (
        *_facts_changes(dict(_facts(old)), dict(_facts(new))),
        *_tables_changes(_tables(old), _tables(new)),
    )


def changes_text(block: Changes) -> Text:
    """A reissue's changes as prose: place, before and after."""
    lines = tuple((Fact(change.place, f"原“{change.before}”，现“{change.after}”"),) for change in block.changes)
    return Text(f"第 {block.issue} 版改动", lines or ((Fact("", "无"),),))


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    """Each fact's place in words and its printed value; prose lines of one place are one value."""
    for block in report.blocks:
        match block:
            case Facts(rows):
                yield from ((fact.label, _text(fact)) for row in rows for fact in row)
            case Strip(facts):
                yield from ((fact.label, _text(fact)) for fact in facts)
            case Text(heading, lines):
                yield from ((f"{heading} {fact.label}".rstrip(), _text(fact)) for line in lines for fact in line)


def _text(fact: Fact) -> str:
    return f"{printed_fact(fact)} {fact.alarm}".rstrip()


def _facts_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for place in dict.fromkeys((*new, *old)):
        before, after = old.get(place, EMPTY), new.get(place, EMPTY)
        if before != after:
            yield Change(place, before, after)


def _tables(report: Report) -> dict[str, Table]:
    """Printed tables as they are, detail tables with only the columns that no printed table has."""
    shown = {block.title: block for block in report.blocks if isinstance(block, Table)}
    keys = {column.key for table in shown.values() for column in table.columns}
    return {**shown, **{table.title: _without(table, keys) for table in report.details}}


def _without(table: Table, keys: Iterable[str]) -> Table:
    kept = [index for index, column in enumerate(table.columns) if column.key not in keys]
    return Table(
        title=table.title,
        columns=tuple(table.columns[index] for index in kept),
        rows=tuple(tuple(row[index] for index in kept) for row in table.rows),
        row_ids=table.row_ids,
    )


def _tables_changes(old: Mapping[str, Table], new: Mapping[str, Table]) -> Iterator[Change]:
    names: dict[str, str] = {}
    for title, table in new.items():
        before = old.get(title, Table(title=title, columns=table.columns))
        names |= _row_names(before) | _row_names(table)
        yield from _table_changes(before, table, names)


def _table_changes(old: Table, new: Table, names: Mapping[str, str]) -> Iterator[Change]:
    before, after = _rows(old), _rows(new)
    for row_id in dict.fromkeys((*after, *before)):
        place = names.get(row_id, row_id)
        if row_id in before and row_id in after:
            yield from _row_changes(place, new.columns, before[row_id], after[row_id])
        elif new.row_name:
            yield Change(place, "无", ADDED) if row_id in after else Change(place, "有", REMOVED)


def _rows(table: Table) -> dict[str, dict[str, Value]]:
    """Each row's values by column, under its id."""
    keys = [column.key for column in table.columns]
    ids = table.row_ids or tuple(f"第 {number} 行" for number in range(1, len(table.rows) + 1))
    return {row_id: dict(zip(keys, row, strict=True)) for row_id, row in zip(ids, table.rows, strict=True)}


def _row_names(table: Table) -> dict[str, str]:
    return {row_id: str(row[table.row_name]) for row_id, row in _rows(table).items() if table.row_name}


def _row_changes(
    place: str, columns: tuple[Column, ...], old: Mapping[str, Value], new: Mapping[str, Value]
) -> Iterator[Change]:
    for column in columns:
        before, after = old.get(column.key), new[column.key]
        if before != after and column.key != POSITION:
            yield Change(f"{place} {column.label}", _shown(before, column), _shown(after, column))


def _shown(value: Value, column: Column) -> str:
    return printed(value, column.kind, column.scale).replace("\n", " ")
