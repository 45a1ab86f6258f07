"""What holds for every report on paper, whatever its blocks say: nothing lost, nothing cut, nothing overlapping."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from app.reports.encoding import to_json
from app.reports.model import Block, Column, Fact, Orientation, Report, Signature, Signatures, Table, Text
from app.reports.paper import FOOT, MARGINS
from app.reports.pdf import pdf_bytes
from app.tasks import Task
from tests.app.reports.anything import reports, said, tables, words
from tests.app.reports.decoding import from_json
from tests.app.reports.reading import page_texts
from tests.app.reports.samples import DAY

ROOM = 2.0
"""Points a glyph's own box may reach beyond its place."""
CELL = 40
thorough = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))

Box = tuple[float, float, float, float]


def _glyphs(content: bytes) -> Iterator[tuple[float, float, list[tuple[str, Box]]]]:
    """Each page's width, height and visible characters with their boxes: left, bottom, right, top."""
    with PdfDocument(BytesIO(content)) as document:
        for page in document:
            text = page.get_textpage()
            chars = text.get_text_range()
            found = [(char, text.get_charbox(index)) for index, char in enumerate(_units(chars)) if not char.isspace()]
            yield (*page.get_size(), found)


def _units(text: str) -> list[str]:
    """The characters as PDFium counts them: one beyond the first plane is two."""
    return [unit for char in text for unit in ([char, " "] if ord(char) > 0xFFFF else [char])]


def _overlaps(glyphs: list[tuple[str, Box]]) -> Iterator[tuple[str, str]]:
    """Pairs of characters whose inner halves lie on each other."""
    cells: dict[tuple[int, int], list[tuple[str, Box]]] = defaultdict(list)
    for char, (left, bottom, right, top) in glyphs:
        wide, high = right - left, top - bottom
        inner = (left + wide / 4, bottom + high / 4, right - wide / 4, top - high / 4)
        near = {(int(x // CELL), int(y // CELL)) for x in inner[::2] for y in inner[1::2]}
        for place in near:
            yield from ((char, other) for other, box in cells[place] if _meet(inner, box))
        for place in near:
            cells[place].append((char, inner))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@thorough
@given(reports())
def test_every_character_is_printed(report: Report) -> None:
    wanted = Counter("".join("".join(said(report)).split()))
    found = Counter("".join(page_texts(pdf_bytes([report], Task()))))
    assert not wanted - found


@thorough
@given(reports())
def test_nothing_leaves_the_print_area_or_overlaps(report: Report) -> None:
    side, edge = MARGINS[report.orientation]
    for width, height, glyphs in _glyphs(pdf_bytes([report], Task())):
        for char, (left, bottom, right, top) in glyphs:
            assert side - ROOM < left, char
            assert right < width - side + ROOM, char
            assert top < height - edge + ROOM, char
            assert bottom > FOOT - ROOM, char
        assert not [*_overlaps(glyphs)]


@thorough
@given(reports())
def test_it_survives_json(report: Report) -> None:
    assert from_json(to_json(report)) == report


@thorough
@given(st.lists(tables(6, 30), min_size=1, max_size=3), st.sampled_from(Orientation))
def test_no_page_ends_with_a_head_alone(found: list[Table], orientation: Orientation) -> None:
    marked = tuple(_with_marks(table) for table in found)
    for page in page_texts(pdf_bytes([_report(marked, orientation)], Task())):
        for head, after in pairwise(page.split("头")):
            assert head or after
        if "头" in page:
            last = page.split("头")[-1]
            assert any(mark in last for mark in ("行", "无数据"))


@thorough
@given(st.lists(words(60), min_size=1, max_size=60), st.sampled_from(Orientation))
def test_rows_are_not_divided(texts: list[str], orientation: Orientation) -> None:
    columns = (Column(key="name", label="名称", width=60), Column(key="text", label="内容", width=60))
    rows = tuple((f"起{number}号", f"{text}止{number}号") for number, text in enumerate(texts))
    pages = page_texts(pdf_bytes([_report((Table(title="", columns=columns, rows=rows),), orientation)], Task()))
    for number in range(len(rows)):
        assert [f"起{number}号" in page for page in pages] == [f"止{number}号" in page for page in pages]


@thorough
@given(tables(6, 30), st.booleans(), st.sampled_from(Orientation), words(900))
def test_signatures_stay_with_what_is_signed(table: Table, noted: bool, orientation: Orientation, text: str) -> None:
    rows = tuple((*row[:-1], f"行{number}号") for number, row in enumerate(table.rows))
    columns = (*table.columns[:-1], Column(key="last", label="标记", width=24))
    signed = Table(title="", columns=columns, rows=rows)
    note = (Text("说明", ((Fact("", f"{text}说完"),),)),) if noted else ()
    last = page_texts(
        pdf_bytes([_report((signed, *note, Signatures((Signature("填表人"), Signature("审阅")))), orientation)], Task())
    )[-1]
    assert "审阅" in last
    assert ("说完" if noted else f"行{len(rows) - 1}号" if rows else "无数据") in last


def _with_marks(table: Table) -> Table:
    """The table with 头 in its head and 行 in every row."""
    columns = (Column(key="mark", label="头", width=20), *table.columns)
    rows = tuple(("行", *row) for row in table.rows)
    return Table(title="", columns=columns, rows=rows)


def _report(blocks: tuple[Block, ...], orientation: Orientation) -> Report:
    return Report(code="RP00", title="表", number="1", office="处", date=DAY, orientation=orientation, blocks=blocks)
