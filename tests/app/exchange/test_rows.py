"""Any value is a harmless cell: openpyxl and LibreOffice read back what was written, and nothing is a formula."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.exchange import checksum
from app.exchange.book import Book, Wording
from app.exchange.checksum import canonical
from app.exchange.columns import DAY_FORMAT, MOMENT_FORMAT, Column, Shape, Sheet
from app.exchange.labels import Lists
from app.exchange.package import count_back
from app.exchange.reading import Batch
from app.exchange.rows import serial
from app.exchange.texts import Block, escaped, fitting, parts_of
from app.reports.cells import LONGEST_TEXT, plain
from app.reports.model import Footer

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "<b>&amp;",
    "_x0041_",
    "'",
    " 前后空格 ",
    "a\x00\x01b",
    "\ud800x",
    "𬭎",
    "一\n二",
)
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,2"
"""The second sheet, as text, with values as they are stored and not as they are shown."""
LONG = "长" * 40_000

PLAIN = Sheet(name="表", columns=(Column(title="文", width=10), Column(title="数", width=8, shape=Shape.NUMBER)))


def write(path: Path, sheet: Sheet, values: Sequence[Sequence[Any]]) -> None:
    """Rows of values as a workbook; `values` are lists, one a column."""
    with path.open("w+b") as file:
        book = Book(file, [sheet], Lists({}, {}), Wording("抬头", Footer(), date(2026, 11, 20)))
        book.write(sheet, [Batch(list(values), (), (), 0)], lambda _: None)
        assert all(each.agrees for each in book.finish(path, lambda _: [("说明",)]))


def read(path: Path, name: str = "表") -> list[tuple[Any, ...]]:
    """The rows below the head, as openpyxl reads them."""
    return list(load_workbook(BytesIO(path.read_bytes()))[name].iter_rows(min_row=4, values_only=True))


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(st.characters(), max_size=40) | st.sampled_from(HOSTILE), min_size=1, max_size=8))
def test_any_text_is_read_back_as_harmless_text(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("rows") / "a.xlsx"
    write(path, PLAIN, [texts, [1] * len(texts)])
    sheet = load_workbook(path)["表"]
    for row, text in enumerate(texts, 4):
        cell = sheet.cell(row, 1)
        said = plain(text)
        assert (cell.value or "").replace("_x005F_", "_") == said
        assert cell.data_type in ("s", "inlineStr") if said else cell.value is None
        assert cell.quotePrefix == said.startswith(("=", "+", "-", "@", "\t"))


def test_libreoffice_reads_every_cell_as_written(tmp_path: Path) -> None:
    amounts = [0.1 + 0.2, -7, 1e15, 12345678.91, 5, None, 3, 4, 6, 7, 8, 9, 10]
    write(tmp_path / "a.xlsx", PLAIN, [list(HOSTILE), amounts])
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", TO_CSV]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")], check=True, capture_output=True, timeout=120
    )
    with (tmp_path / "a-表.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[3:]
    assert [row[0] for row in rows] == [plain(text) for text in HOSTILE]
    assert [float(row[1]) if row[1] else None for row in rows] == [
        None if each is None else pytest.approx(each, rel=1e-14) for each in amounts
    ]


def test_a_text_no_cell_holds_is_marked_and_kept_whole(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", PLAIN, [[LONG, "短"], [1, 2]])
    shown = read(tmp_path / "a.xlsx")[0][0]
    assert len(shown) <= LONGEST_TEXT
    assert shown.endswith("……（全文 40000 字，见“长文本”表）")
    pieces = read(tmp_path / "a.xlsx", "长文本")
    assert [piece[:3] for piece in pieces] == [("表", "A4", 1), ("表", "A4", 2)]
    assert "".join(piece[3] for piece in pieces) == LONG


@given(st.text(st.sampled_from("长a𬭎"), min_size=1).map(lambda text: text * 12_000))
@settings(max_examples=20, deadline=None)
def test_no_piece_is_longer_than_excel_counts(text: str) -> None:
    assert "".join(parts_of(text)) == text
    for piece in (fitting(text), *parts_of(text)):
        assert len(piece.encode("utf-16-le")) // 2 <= LONGEST_TEXT


@given(
    st.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(9999, 12, 31)).map(
        lambda t: t.replace(microsecond=0)
    )
)
@settings(max_examples=40, deadline=None)
def test_moments_are_exact_to_the_second(moment: datetime) -> None:
    number = serial(moment)
    assert isinstance(number, float)
    days, fraction = divmod(number, 1)
    assert days + 693_594 == moment.toordinal()
    assert abs(fraction * 86_400 - (moment - datetime.combine(moment.date(), time())).total_seconds()) < 0.01


def test_days_are_days_and_those_excel_does_not_know_are_texts(tmp_path: Path) -> None:
    columns = (
        Column(title="日", width=11, shape=Shape.DAY, number_format=DAY_FORMAT),
        Column(title="时", width=16, shape=Shape.MOMENT, number_format=MOMENT_FORMAT),
    )
    days = [date(2026, 11, 20), date(1900, 3, 1), date(1899, 5, 6)]
    moments = [datetime(2026, 11, 20, 23, 59, 59), None, datetime(1899, 5, 6, 7, 8, 9)]
    write(tmp_path / "a.xlsx", Sheet(name="表", columns=columns), [days, moments])
    first, second, third = read(tmp_path / "a.xlsx")
    assert first == (datetime(2026, 11, 20), datetime(2026, 11, 20, 23, 59, 59))
    assert second == (datetime(1900, 3, 1), None)
    assert third == ("1899-05-06", "1899-05-06 07:08:09")


def test_counting_back_sees_rows_across_pieces(tmp_path: Path) -> None:
    count = 30_000
    write(tmp_path / "a.xlsx", PLAIN, [[f"客户{number}" for number in range(count)], list(range(count))])
    found = count_back(tmp_path / "a.xlsx", "xl/worksheets/sheet2.xml")
    assert (found.rows, found.columns) == (count + 3, 2)


@given(
    st.lists(
        st.none() | st.text(max_size=9) | st.sampled_from((*HOSTILE, "\u3000全角空格\u3000", "\x1f", "\uffff", ""))
    )
)
def test_texts_that_stand_as_they_are_are_those_nothing_happens_to(texts: list[str | None]) -> None:
    found = Block(texts).harmless if texts else None
    wanted = [(text and canonical(fitting(plain(text)))) or "" for text in texts]
    as_they_are = all(
        not text or (text == said and escaped(text) == text) for text, said in zip(texts, wanted, strict=True)
    )
    if found is not None:
        assert [text.decode() for text in found] == wanted
        assert as_they_are
        assert not any(text.startswith((b"=", b"+", b"-", b"@")) for text in found)


@given(st.lists(st.none() | st.text(max_size=9) | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False)))
def test_a_checksum_knows_its_row_and_no_other(cells: list[Any]) -> None:
    uid = "f6079ba1-8f37-5070-b512-99b60b793e8b"
    check = checksum.read(checksum.written(uid, 7, map(checksum.canonical_bytes, cells)))
    assert check is not None
    assert check.version == 7
    assert check.is_of(uid)
    assert check.unchanged(cells)
    assert not check.unchanged([*cells, "多出"])
    assert not check.is_of(uid[::-1])


@pytest.mark.parametrize("text", ["", "1-2", "x-1-2", "1-2-3-4"])
def test_what_is_no_checksum_is_none(text: str) -> None:
    assert checksum.read(text) is None
