"""Any report: every kind of block with texts of any length, upright and lying, as hypothesis thinks them up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from app.reports.model import (
    Align,
    Block,
    Card,
    Change,
    Changes,
    Chart,
    ChartKind,
    Column,
    Columned,
    Entry,
    Fact,
    Facts,
    Footer,
    Orientation,
    PageBreak,
    Report,
    Section,
    SideBySide,
    Signature,
    Signatures,
    Strip,
    Subtotal,
    Table,
    Text,
    ValueKind,
)
from app.reports.values import printed, printed_fact
from tests.app.reports.samples import DAY

PIECES = st.sampled_from(
    (
        "线",
        "缆电料",
        "价格、账期与返利，",
        "（样线）",
        "BVR2.5",
        "GB/T5023.3 ",
        "“先送样”",
        "—",
        "12,345.60",
        "。",
        "☑ 认可",
        "☐",
        "𬭎",
    )
)


def words(most: int) -> st.SearchStrategy[str]:
    """A text of up to about `most` characters."""
    return st.lists(PIECES, min_size=1, max_size=max(most // 3, 1)).map("".join)


def facts(most: int) -> st.SearchStrategy[Fact]:
    """A labelled value."""
    numbers = st.builds(Fact, words(9), st.decimals(0, 10**6, places=2), st.just(ValueKind.NUMBER), st.just(2))
    texts = st.builds(Fact, words(9), words(most) | st.none(), alarm=st.sampled_from(("", "迟", "逾期 3 天")))
    return numbers | texts


@st.composite
def tables(draw: st.DrawFn, most_columns: int, most_rows: int) -> Table:
    """A table of texts and numbers whose first column names the row."""
    count = draw(st.integers(1, most_columns))
    columns = tuple(draw(_columns(number)) for number in range(count))
    longest = draw(st.sampled_from((6, 30, 120, 700)))
    rows = tuple(
        tuple(_value(draw, column, longest) for column in columns) for _ in range(draw(st.integers(0, most_rows)))
    )
    after = draw(st.integers(1, len(rows))) if rows else 0
    return Table(
        title=draw(st.sampled_from(("", "表题", "很长的表题" * 12))),
        columns=columns,
        rows=rows,
        subtotals=(Subtotal(after, draw(words(60))),) if rows and draw(st.booleans()) else (),
        total=tuple(_value(draw, column, 6) for column in columns) if draw(st.booleans()) else (),
        summary=draw(st.just("") | words(200)),
    )


def _columns(number: int) -> st.SearchStrategy[Column]:
    return st.builds(
        Column,
        key=st.just(f"c{number}"),
        label=words(9),
        width=st.sampled_from((16.0, 24.0, 40.0)),
        align=st.sampled_from(Align),
        kind=st.sampled_from((ValueKind.TEXT, ValueKind.TEXT, ValueKind.NUMBER)),
        scale=st.just(2),
        long=st.booleans(),
        bold=st.booleans(),
        group=st.sampled_from(("", "", "合计")),
    )


def _value(draw: st.DrawFn, column: Column, longest: int) -> str | Decimal | None:
    if column.kind is ValueKind.NUMBER:
        return draw(st.decimals(0, 10**9, places=2) | st.none())
    return draw(words(longest) | st.none())


def charts() -> st.SearchStrategy[Chart]:
    """Columns or bars of up to twelve categories, some without a number."""
    value = st.none() | st.integers(0, 20_000)

    def build(names: list[str], kind: ChartKind, numbers: list[int | None], planned: bool) -> Chart:
        values = tuple(numbers[: len(names)])
        plan = tuple(reversed(values)) if planned else ()
        return Chart(
            title="每日实访家次", kind=kind, categories=tuple(names), values=values, plan=plan, note="虚线为计划"
        )

    names = st.lists(words(12), min_size=1, max_size=12)
    return st.builds(build, names, st.sampled_from(ChartKind), st.lists(value, min_size=12, max_size=12), st.booleans())


def cards() -> st.SearchStrategy[Card]:
    """Labelled cells, two columns wide, some to write in."""
    entry = st.builds(Entry, facts(400), st.integers(1, 2), st.integers(1, 3), st.booleans())
    rows = st.lists(st.lists(entry, min_size=1, max_size=2).map(tuple), min_size=1, max_size=5).map(tuple)
    return st.builds(Card, rows, st.just(2), st.sampled_from(("", "① 登记")))


def columned(most_columns: int) -> st.SearchStrategy[Columned]:
    """What may stand in a column of its own."""
    lines = st.lists(st.lists(facts(900), min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
    rows = st.lists(st.lists(facts(60), min_size=1, max_size=4).map(tuple), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        tables(most_columns, 12),
        charts(),
        cards(),
        st.builds(Text, st.just("") | words(12), lines),
        st.builds(Facts, rows),
        st.builds(Strip, st.lists(facts(12), min_size=1, max_size=8).map(tuple)),
    )


def blocks() -> st.SearchStrategy[Block]:
    """Any block but photos."""
    person = st.builds(Signature, words(12), st.just("") | words(12), st.none() | st.just(DAY), st.just("") | words(60))
    change = st.builds(Change, words(12), words(60), words(60))
    columns = st.lists(st.lists(columned(3), min_size=1, max_size=2).map(tuple), min_size=2, max_size=2).map(tuple)
    return st.one_of(
        columned(9),
        columned(9),
        st.builds(SideBySide, columns),
        st.builds(Section, words(30)),
        st.builds(Signatures, st.lists(person, min_size=1, max_size=6).map(tuple)),
        st.builds(Changes, st.just(2), st.lists(change, max_size=4).map(tuple)),
        st.just(PageBreak()),
    )


def reports() -> st.SearchStrategy[Report]:
    """A report of up to eight blocks."""
    return st.builds(
        Report,
        code=st.just("RP00"),
        title=st.sampled_from(("客户扫街日报表", "临州市城北装饰材料市场办事处客户调查阶段（周）总结表" * 2)),
        number=st.just("ZZ-1"),
        office=words(30),
        date=st.just(date(2026, 11, 20)),
        orientation=st.sampled_from(Orientation),
        blocks=st.lists(blocks(), min_size=1, max_size=8).map(tuple),
        footer=st.builds(Footer, words=words(120), printed_by=st.just("孙倩"), purpose=words(60)),
    )


def said(report: Report) -> Iterator[str]:
    """Every text a report prints once at least."""
    yield from (report.title, report.shown_number, report.office, report.footer.words, report.footer.purpose)
    for block in report.blocks:
        yield from _said(block)


def _said(block: Block) -> Iterator[str]:
    match block:
        case SideBySide(columns):
            for column in columns:
                for part in column:
                    yield from _said(part)
        case Section(title):
            yield title
        case Facts(rows) | Text(_, rows):
            yield from (word for row in rows for fact in row for word in _fact_words(fact))
        case Strip(entries):
            yield from (word for fact in entries for word in (fact.label, printed_fact(fact)))
        case Card(rows):
            yield from (word for row in rows for entry in row for word in _entry_words(entry))
        case Table():
            yield from _table_words(block)
        case Chart():
            yield from () if block.is_empty else block.categories
            yield block.title
        case Signatures(people):
            yield from (word for person in people for word in (person.role, person.name, person.note))
        case Changes(changes=changes):
            yield from (word for change in changes for word in (change.place, change.before, change.after))


def _fact_words(fact: Fact) -> tuple[str, ...]:
    return fact.label, printed_fact(fact), fact.alarm


def _entry_words(entry: Entry) -> tuple[str, ...]:
    return (entry.fact.label,) if entry.blank and entry.fact.value is None else _fact_words(entry.fact)


def _table_words(table: Table) -> Iterator[str]:
    yield from (column.label for column in table.columns)
    for row in table.rows:
        for column, value in zip(table.columns, row, strict=True):
            yield printed(value, column.kind, column.scale)
    for column, value in zip(table.columns, table.total, strict=False):
        yield printed(value, column.kind, column.scale) if value is not None else ""
    yield from (subtotal.words for subtotal in table.subtotals)
    yield table.summary
