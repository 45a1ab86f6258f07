"""A workbook as an office has it: title rows, a blank row, a total, units, words no list has, known customers again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from tests.support.sample import Office
from ui.pages.importing.page import ImportPage

HEADINGS = ("单位名称", "联系人/电话", "地 址", "性质", "面积(平方)", "月销", "业务", "上次去", "备注1")
REP = "程砚舟"
CLEAN = ("禾渡弱电商行", "张三 14200005555", "东区3排12号", "批发", "约200平", "42万", REP, "11.5", "欠款已清")
SHEET = "11月"


def row(**changes: Any) -> tuple[Any, ...]:
    """A row that fits, but for what is named."""
    return tuple(({**dict(zip(HEADINGS, CLEAN, strict=True)), **changes}).values())


def workbook(folder: Path, rows: Sequence[Sequence[Any]], *, name: str = "城北客户汇总.xlsx") -> Path:
    """A sheet of words first, then the table under two title rows."""
    book = Workbook()
    assert book.active is not None
    book.active.title = "说明"
    book.active.append(["各市场客户汇总，内部使用"])
    sheet = book.create_sheet(SHEET)
    sheet.append(["城北各市场客户汇总表"])
    sheet.append(["填表：内勤", "", "单位：见表"])
    sheet.append(list(HEADINGS))
    for each in rows:
        sheet.append(list(each))
    path = folder / name
    book.save(path)
    return path


def messy(folder: Path, known: tuple[str, str]) -> Path:
    """Ten rows: three clean, a blank, a total, a plain amount, an unknown word, a short number, one known customer by
    name and address, and a row like an earlier one."""
    name, address = known
    return workbook(
        folder,
        [
            row(),
            row(单位名称="川序五金机电", **{"联系人/电话": "李四 14200006666", "地 址": "西区1号"}),
            row(单位名称="越升照明电器", **{"联系人/电话": "王五 14200007777", "地 址": "南区8号"}),
            (),
            row(单位名称="宏畴电线电缆", 月销=300000, **{"联系人/电话": "赵六 14200008888", "地 址": "北区2排1号"}),
            row(单位名称="亚森五金", 性质="夫妻档", **{"联系人/电话": "孙七 14200009999", "地 址": "北区2排2号"}),
            row(单位名称="银杉机电", **{"联系人/电话": "周八 1420000777", "地 址": "北区2排3号"}),
            row(单位名称=name, **{"联系人/电话": "吴九 14200004444", "地 址": address}),
            row(单位名称="禾渡弱电经营部", **{"联系人/电话": "张三 14200005555", "地 址": "东区3排12号"}),
            ("合计", "", "", "", "", 342),
        ],
    )


def page_of(office: Office) -> ImportPage:
    """The page in sight."""
    return cast("ImportPage", office.window.page)


def rest(office: Office) -> ImportPage:
    """Wait until nothing is read or tried any more, and everything decided is in the figures."""
    page = page_of(office)
    office.until(
        lambda: (
            not office.desk.jobs.busy
            and page.work.trying is None
            and page.work.trial is not None
            and not page.work.stale
        )
    )
    return page


def choose_by_dialog(office: Office, path: Path) -> None:
    """Ctrl+O, the path, Enter."""
    office.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = office.dialog()
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit)
    assert name is not None
    name.setFocus()
    name.setText(str(path))
    office.press(Qt.Key.Key_Return)
    office.until(lambda: QApplication.activeModalWidget() is None)
    rest(office)


def come_to(office: Office, path: Path) -> ImportPage:
    """Choose a file, and go to its columns and problems."""
    page_of(office).start.drop.take(path)
    return rest(office)
