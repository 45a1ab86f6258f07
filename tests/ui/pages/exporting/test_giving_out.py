"""Customers given out of the window by keys: what is asked, what the file holds, stopping, refusals, the template."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.db.records import ExportLog, User
from app.security.passwords import hashed
from app.tasks import Task
from tests.support.sample import Office, texts_of
from ui.pages.customers.page import CustomersPage
from ui.pages.exporting.dialog import ArchiveDialog
from ui.pages.reports.exporting import remember_folder

_PASSWORD = "Lanzhou-2026"
OfficeOf = Callable[..., Office]


@pytest.fixture
def clerk(office_of: OfficeOf, tmp_path: Path) -> Office:
    """The clerk at the customer list, exports going into a folder of their own."""
    office = office_of("wenk", "customers")
    remember_folder(tmp_path / "导出")
    office.until(lambda: page_of(office).listing.whole)
    return office


def page_of(office: Office) -> CustomersPage:
    page = office.window.findChild(CustomersPage)
    assert page is not None
    return page


def asked(office: Office, say: tuple[Qt.Key, Qt.KeyboardModifier] | None = None) -> ArchiveDialog:
    """Press Ctrl+E and wait until the customers are counted."""
    office.ctrl(Qt.Key.Key_E)
    dialog = office.dialog()
    assert isinstance(dialog, ArchiveDialog)
    office.until(lambda: dialog.count.text().startswith("共"))
    return dialog


def written(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "导出"
    return sorted(folder.iterdir()) if folder.exists() else []


def said(office: Office) -> str:
    return texts_of(office.window)


def test_the_whole_archive_goes_out_by_keys(clerk: Office, tmp_path: Path) -> None:
    dialog = asked(clerk)
    clerk.type("内勤 温可")
    assert dialog.count.text() == "共 36 户"
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: "已导出 36 户" in said(clerk))
    assert "读回核对相符" in said(clerk)
    assert "打开文件夹" in said(clerk)
    [path] = written(tmp_path)
    assert path.name.startswith("客户档案总表_澜州办事处_2026-11-20")
    book = load_workbook(path)
    assert book["客户档案"].max_row == 3 + 36 + 1
    assert "内勤 温可" in [row[1].value for row in book["说明"].iter_rows()]
    with clerk.app.reading() as session:
        [entry] = session.scalars(select(ExportLog)).all()
    assert (entry.recipient, entry.row_count, entry.is_masked) == ("内勤 温可", 36, True)


def test_the_picked_customers_alone_go_out(clerk: Office, tmp_path: Path) -> None:
    page = page_of(clerk)
    page.table.setFocus()
    clerk.press(Qt.Key.Key_Space)
    clerk.until(lambda: len(page.table.picked) == 1)
    dialog = asked(clerk)
    assert dialog.count.text() == "共 1 户"
    clerk.type("温可")
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: "已导出 1 户" in said(clerk))
    [path] = written(tmp_path)
    assert "勾选 1 户" in load_workbook(path)["客户档案"]["A2"].value


def test_what_the_list_shows_goes_out(clerk: Office, tmp_path: Path) -> None:
    page = page_of(clerk)
    clerk.ctrl(Qt.Key.Key_F)
    clerk.type("河西")
    clerk.until(lambda: page.listing.asked.text == "河西" and page.listing.whole)
    number = page.listing.number
    assert 0 < number < 36
    dialog = asked(clerk)
    assert dialog.count.text() == f"共 {number} 户"
    clerk.type("温可")
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: f"已导出 {number} 户" in said(clerk))
    [path] = written(tmp_path)
    assert "查找 河西" in load_workbook(path)["客户档案"]["A2"].value


def test_sheets_and_columns_can_be_left_out(clerk: Office, tmp_path: Path) -> None:
    dialog = asked(clerk)
    clerk.type("温可")
    dialog.sheets.choose(("客户档案", "联系人"))
    dialog.columns.choose(("市场", "月销量万元"))
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: "已导出 36 户" in said(clerk))
    [path] = written(tmp_path)
    book = load_workbook(path)
    assert book.sheetnames == ["说明", "客户档案", "联系人", "_字典"]
    head = [cell.value for cell in book["客户档案"][3]]
    assert head == ["客户编号", "客户名称", "市场", "月销量万元", "全局号", "校验"]


def test_without_a_recipient_nothing_is_written(clerk: Office, tmp_path: Path) -> None:
    dialog = asked(clerk)
    clerk.press(Qt.Key.Key_Return)
    assert "还没有写接收人" in dialog.problem.text()
    assert clerk.focus() is dialog.recipient
    clerk.press(Qt.Key.Key_Escape)
    clerk.until(lambda: not dialog.isVisible())
    assert written(tmp_path) == []


def test_another_purpose_than_the_branchs_takes_no_whole_numbers(clerk: Office) -> None:
    dialog = asked(clerk)
    dialog.full.setFocus()
    clerk.press(Qt.Key.Key_Space)
    assert dialog.full.isChecked()
    dialog.purpose.setFocus()
    clerk.press(Qt.Key.Key_Down, times=3)
    assert dialog.purpose.currentText() == "例会"
    assert not dialog.full.isChecked()
    assert not dialog.full.isEnabled()
    assert "只有掩码版" in texts_of(dialog)


def test_a_purpose_outside_business_is_refused_as_it_is_chosen(clerk: Office, tmp_path: Path) -> None:
    dialog = asked(clerk)
    clerk.type("外部")
    dialog.purpose.setFocus()
    clerk.press(Qt.Key.Key_End)
    assert "请改选对应的用途" in dialog.problem.text()
    assert dialog.problem.isVisible()
    clerk.press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.purpose.hasFocus()
    clerk.press(Qt.Key.Key_Home)
    assert not dialog.problem.isVisible()
    assert written(tmp_path) == []


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample office's customers are more than may go out complete without a supervisor."""
    monkeypatch.setattr("app.security.exporting.MOST_COMPLETE", 10)
    monkeypatch.setattr("app.exchange.offering.MOST_COMPLETE", 10)


@pytest.mark.usefixtures("many")
def test_without_a_supervisors_password_many_go_out_masked_only(clerk: Office, tmp_path: Path) -> None:
    dialog = asked(clerk)
    clerk.type("温可")
    dialog.full.setFocus()
    clerk.press(Qt.Key.Key_Space)
    assert "主管的账号没有设口令" in dialog.problem.text()
    assert not dialog.password.isVisible()
    clerk.press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert written(tmp_path) == []


@pytest.mark.usefixtures("many")
def test_the_supervisor_who_is_there_types_the_password(clerk: Office, tmp_path: Path) -> None:
    with clerk.app.transaction("设口令") as session:
        for user in session.scalars(select(User).where(User.role == "supervisor")):
            user.password_hash = hashed(_PASSWORD)
    dialog = asked(clerk)
    clerk.type("温可")
    dialog.full.setFocus()
    clerk.press(Qt.Key.Key_Space)
    assert dialog.password.isVisible()
    dialog.password.setFocus()
    clerk.type("wrong")
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: not dialog.isVisible())
    again = clerk.dialog()
    assert isinstance(again, ArchiveDialog)
    clerk.until(lambda: again.password.isVisible())
    assert again.recipient.text() == "温可"
    again.password.setFocus()
    clerk.type(_PASSWORD)
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: "已导出 36 户" in said(clerk))
    assert len(written(tmp_path)) == 1


def test_stopping_leaves_nothing(clerk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = Task.step

    def stop_at_visits(self: Task, done: int, total: int, note: str = "") -> None:
        if note == "拜访记录":
            clerk.desk.jobs.stop_newest()
        step(self, done, total, note)

    asked(clerk)
    clerk.type("温可")
    monkeypatch.setattr(Task, "step", stop_at_visits)
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: "已停下，没有写出文件" in said(clerk))
    assert written(tmp_path) == []


def test_a_folder_that_cannot_be_used_is_told_and_another_tried(clerk: Office, tmp_path: Path) -> None:
    (tmp_path / "占用").write_text("")
    remember_folder(tmp_path / "占用")
    asked(clerk)
    clerk.type("温可")
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: "没有写出文件" in said(clerk) and "重试" in said(clerk))
    assert "换位置…" in said(clerk)


def test_the_template_is_written_by_a_key(clerk: Office, tmp_path: Path) -> None:
    clerk.alt(Qt.Key.Key_M)
    clerk.until(lambda: "已写出 客户档案导入模板.xlsx" in said(clerk))
    [path] = written(tmp_path)
    assert load_workbook(path).sheetnames[:2] == ["说明", "客户档案"]
