"""An archive workbook, edited and brought back: what both sides changed is chosen cell by cell, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from app.customers.archive import read_customer
from app.customers.records import edit_customer
from app.exchange.archive import ArchiveRequest, export_archive
from app.importing.findings import Side
from app.tasks import Task
from tests.support.sample import Office, texts_of
from tests.ui.pages.importing.messy import come_to, rest

KEY = Qt.Key
_HEAD, _SHEET, _FIELD, _TITLE = 3, "客户档案", "staff_count", "员工数"


@pytest.fixture
def returned(office: Office, tmp_path: Path) -> tuple[Path, int]:
    """A workbook given out; afterwards both it and the archive got another number of staff for one customer."""
    path = tmp_path / "客户档案总表.xlsx"
    wanted = ArchiveRequest(purpose="branch_archive", recipient="办事处", full=False)
    export_archive(office.app, path, wanted, Task())
    book = load_workbook(path)
    sheet = book[_SHEET]
    titles = {str(cell.value): cell.column for cell in sheet[_HEAD]}
    number = str(sheet.cell(_HEAD + 1, titles["客户编号"]).value)
    sheet.cell(_HEAD + 1, titles[_TITLE]).value = 77
    book.save(path)
    customer = next(n for n in range(1, 60) if read_customer(office.app, n).row.customer_no == number)
    detail = read_customer(office.app, customer)
    edit_customer(office.app, customer, detail.row_version, {_FIELD: 55})
    return path, customer


@pytest.mark.parametrize(("key", "side", "staff"), [(KEY.Key_1, Side.THEIRS, 77), (KEY.Key_2, Side.NOW, 55)])
def test_a_cell_both_changed_is_chosen_by_key(
    office: Office, returned: tuple[Path, int], key: Qt.Key, side: Side, staff: int
) -> None:
    path, customer = returned
    page = come_to(office, path)
    assert page.work.trial is not None
    assert page.work.trial.conflicts == 1
    office.alt(KEY.Key_2)
    rest(office)
    clashes = page.check.clashes
    office.until(clashes.isVisible)
    clashes.setFocus()
    office.until(clashes.current_row)
    row = clashes.current_row().row
    assert (row.heading, row.now, row.theirs) == (_TITLE, "55", "77")
    office.press(key)
    assert rest(office).work.decided.sides
    assert list(page.work.decided.sides.values()) == [side]
    office.until(lambda: not page.work.stale)
    if page.work.trial.counts.taken:
        office.ctrl(KEY.Key_Return)
        office.until(lambda: page.finishing.done is not None and not office.desk.jobs.busy)
    values = read_customer(office.app, customer).values
    assert values[_FIELD] == staff


def test_the_columns_of_an_archive_workbook_are_not_mapped_otherwise(
    office: Office, returned: tuple[Path, int]
) -> None:
    page = come_to(office, returned[0])
    office.alt(KEY.Key_2)
    page.check.mapping.setFocus()
    office.press(KEY.Key_Return)
    assert page.check.mapping.editor is None
    office.until(lambda: "每一列是什么已经知道" in texts_of(office.window))
    told = page.check.left.sub.text()
    assert "列带回" in told
    assert "只供查看" in told
    lines = [page.check.mapping.rows.row(place) for place in range(page.check.mapping.rows.rowCount())]
    used = {line.column.heading: str(line.chosen) for line in lines}
    assert used["客户编号"] == "认客户用"
    assert "不导入" not in used.values()


def test_f6_reaches_the_conflicts_and_the_hints_tell_their_keys(office: Office, returned: tuple[Path, int]) -> None:
    page = come_to(office, returned[0])
    office.alt(KEY.Key_2)
    rest(office)
    clashes = page.check.clashes
    office.until(clashes.isVisible)
    assert "1" not in [hint.key for hint in page.hints()]
    for _ in range(len(page.panes())):
        if not clashes.hasFocus():
            office.press(KEY.Key_F6)
    assert clashes.hasFocus()
    assert [(hint.key, hint.text) for hint in page.hints()][-2:] == [("1", "用表里的"), ("2", "留现在的")]
    office.until(clashes.current_row)
    office.press(KEY.Key_1)
    assert list(page.work.decided.sides.values()) == [Side.THEIRS]
    rest(office)
