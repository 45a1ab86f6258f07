"""Each step of the wizard by keys: files that cannot be read, headings, columns, layouts, rejects, undo, conflicts."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from app.customers.archive import read_customer
from app.customers.listing import count_customers
from app.customers.records import edit_customer
from app.importing.templates import save_template, template_names
from tests.support.sample import Office, texts_of
from tests.ui.pages.importing.messy import come_to, messy, page_of, rest, row, workbook
from ui.dialogs.naming import NameDialog
from ui.pages.importing.layouts import LayoutDialog
from ui.pages.importing.page import CHECK, FILE, FINISH
from ui.preferences import own_preferences

KEY = Qt.Key
LOCKED = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")


def place_all(office: Office) -> None:
    """Rows that name no market get the first there is."""
    page = rest(office)
    if not page.work.trial.counts.taken:  # type: ignore[union-attr]
        page.check.placing.market.setFocus()
        office.press(KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
        office.press(KEY.Key_Return)
        office.until(lambda: page.work.decided.market_id is not None)
        rest(office)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空文件"),
        (LOCKED, "设了打开密码"),
        (b"PK\x03\x04 cut off", "已损坏或不是表格文件"),
        ("今天天气不错".encode(), "没有找到客户名单"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words(
    office: Office, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "客户.xlsx"
    path.write_bytes(content)
    page = page_of(office)
    page.start.drop.take(path)
    office.until(lambda: words in page.start.drop.problem.text())
    assert page.step == FILE
    assert page.start.drop.problem.isVisible()
    office.alt(KEY.Key_2)
    assert page.step == FILE


def test_a_file_in_use_elsewhere_is_told_in_words(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "客户.xlsx"
    folder.mkdir()
    page = page_of(office)
    page.start.drop.take(folder)
    office.until(lambda: "被别的程序占着" in page.start.drop.problem.text())


def test_a_file_can_be_dropped_and_its_folder_is_remembered(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path, [row()])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button, held = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page = page_of(office)
    page.start.drop.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, held))
    rest(office)
    assert page.work.source is not None
    assert page.work.source.path == path
    assert own_preferences().text("importing/folder") == str(tmp_path)


def test_another_row_is_named_the_heading(office: Office, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for each in (["店的称呼", "在什么地方"], ["川序电料商行", "东区3排12号"]):
        book.active.append(each)
    path = tmp_path / "名单.xlsx"
    book.save(path)
    page = page_of(office)
    page.start.drop.take(path)
    office.until(lambda: page.start.preview.rows.rowCount() == 2 and not office.desk.jobs.busy)
    assert "没有找到标题" in texts_of(page.start) or not page.work.chosen
    page.start.preview.setFocus()
    office.press(KEY.Key_Home)
    office.press(KEY.Key_Return)
    office.until(lambda: page.work.chosen)
    rest(office)
    assert [column.heading for column in page.work.chosen[0].columns] == ["店的称呼", "在什么地方"]
    office.alt(KEY.Key_2)
    assert page.step == CHECK


def test_a_column_is_mapped_by_typing(office: Office, tmp_path: Path) -> None:
    page = come_to(office, workbook(tmp_path, [row()]))
    office.alt(KEY.Key_2)
    mapping = page.check.mapping
    place = next(n for n in range(mapping.rows.rowCount()) if mapping.rows.row(n).column.heading == "备注1")
    mapping.select_row(place)
    office.press(KEY.Key_F2)
    office.until(lambda: mapping.editor)
    office.type("企业背景")
    office.press(KEY.Key_Return)
    office.until(lambda: page.work.chosen[0].columns[place].target)
    assert mapping.rows.row(place).target == "企业背景"
    assert mapping.editor is None
    mapping.select_row(place)
    office.press(KEY.Key_Delete)
    assert page.work.chosen[0].columns[place].target == ""
    rest(office)


def test_a_word_no_list_has_is_given_a_meaning_for_all_rows(office: Office, tmp_path: Path) -> None:
    rows = [row(性质="夫妻档"), row(单位名称="川序五金", 性质="夫妻档", **{"联系人/电话": "李四 14200006666"})]
    page = come_to(office, workbook(tmp_path, rows))
    office.alt(KEY.Key_2)
    rest(office)
    mapping, words = page.check.mapping, page.check.detail.words
    mapping.select_row(next(n for n in range(9) if mapping.rows.row(n).column.heading == "性质"))
    office.until(lambda: words.isVisible() and words.rows.rowCount() == 1)
    assert words.rows.row(0).count == 2
    words.setFocus()
    office.press(KEY.Key_Return)
    office.until(lambda: words.editor)
    office.type("批发")
    office.press(KEY.Key_Return)
    office.until(lambda: "夫妻档" in next(c for c in page.work.chosen[0].columns if c.heading == "性质").values)
    assert "性质" not in {group.first.heading for group in rest(office).work.lease.groups}  # type: ignore[union-attr]


def test_a_layout_is_kept_and_known_again(office: Office, tmp_path: Path) -> None:
    page = come_to(office, workbook(tmp_path, [row()]))
    office.alt(KEY.Key_2)
    mapping = page.check.mapping
    mapping.select_row(8)
    office.press(KEY.Key_Delete)
    rest(office)
    office.ctrl(KEY.Key_S)
    office.dialog()
    office.type("城北汇总")
    office.press(KEY.Key_Return)
    office.until(lambda: template_names(office.app) == ("城北汇总",))
    office.until(lambda: not office.desk.jobs.busy)
    page = come_to(office, workbook(tmp_path, [row()], name="下个月.xlsx"))
    office.until(lambda: page.work.layout == "城北汇总")
    assert page.work.chosen[0].columns[8].target == ""


def test_layouts_are_called_otherwise_and_deleted_where_they_are_chosen(office: Office, tmp_path: Path) -> None:
    page = come_to(office, workbook(tmp_path, [row()]))
    for name in ("城北汇总", "城南汇总"):
        save_template(office.app, name, page.work.chosen[0].columns)
    office.press(KEY.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    chooser = office.dialog()
    assert isinstance(chooser, LayoutDialog)
    office.until(lambda: chooser.table.rows.rowCount() == 2)
    office.press(KEY.Key_F2)
    office.until(lambda: isinstance(office.dialog(), NameDialog))
    office.type("北街")
    office.press(KEY.Key_Return)
    office.until(lambda: chooser.table.rows.rowCount() == 2 and chooser.table.rows.row(0).name == "北街")
    chooser.activateWindow()  # as a window manager does
    office.press(KEY.Key_Down)
    office.until(chooser.table.hasFocus)
    office.press(KEY.Key_Delete)
    office.until(lambda: chooser.table.rows.rowCount() == 1)
    assert len(template_names(office.app)) == 1
    office.press(KEY.Key_Escape)
    office.until(lambda: office.focus().window() is office.window)
    office.ctrl(KEY.Key_Z)
    office.until(lambda: len(template_names(office.app)) == 2)


def test_the_rows_not_taken_go_out_as_a_workbook(office: Office, known: tuple[str, str], tmp_path: Path) -> None:
    page = come_to(office, messy(tmp_path, known))
    pending = page.work.trial.counts.pending  # type: ignore[union-attr]
    office.ctrl(KEY.Key_E)
    dialog = office.dialog()
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit)
    assert name is not None
    assert name.text().endswith("城北客户汇总-待处理.xlsx")
    name.setText(str(tmp_path / "待处理.xlsx"))
    name.setFocus()
    office.press(KEY.Key_Return)
    office.settle()
    office.until(lambda: f"已另存 {pending} 行" in texts_of(office.window))
    sheet = load_workbook(tmp_path / "待处理.xlsx").active
    assert sheet is not None
    assert sheet.max_row == pending + 1


def test_an_import_is_taken_back_from_the_list(office: Office, tmp_path: Path) -> None:
    before = count_customers(office.app)
    page = come_to(office, workbook(tmp_path, [row()]))
    office.alt(KEY.Key_2)
    place_all(office)
    office.ctrl(KEY.Key_Return)
    office.until(lambda: page.finishing.done is not None and not office.desk.jobs.busy)
    assert page.step == FINISH
    assert count_customers(office.app) == before + 1
    office.press(KEY.Key_Escape)
    assert page.step == FILE
    page.start.history.setFocus()
    office.press(KEY.Key_Delete)
    office.dialog()
    page_dialog = QApplication.activeModalWidget()
    assert page_dialog is not None
    assert "撤销导入" in texts_of(page_dialog)
    assert "就整批都不撤销" in texts_of(page_dialog)
    office.press(KEY.Key_Tab)
    office.press(KEY.Key_Return)
    office.until(lambda: count_customers(office.app) == before)
    office.until(lambda: not office.desk.jobs.busy)
    assert page.start.history.rows.row(0).offer == "已撤销"


def test_an_import_taken_back_by_ctrl_z_stays_in_the_list(office: Office, tmp_path: Path) -> None:
    before = count_customers(office.app)
    page = come_to(office, workbook(tmp_path, [row()]))
    office.alt(KEY.Key_2)
    place_all(office)
    office.ctrl(KEY.Key_Return)
    office.until(lambda: page.finishing.done is not None and not office.desk.jobs.busy)
    office.ctrl(KEY.Key_Z)
    office.until(lambda: count_customers(office.app) == before and not office.desk.jobs.busy)
    office.until(lambda: page.finishing.done is None and "已撤销导入" in texts_of(page.finish))
    assert page.start.history.rows.row(0).offer == "已撤销"


def test_another_file_is_not_taken_over_what_was_decided(
    office: Office, known: tuple[str, str], tmp_path: Path
) -> None:
    page = come_to(office, messy(tmp_path, known))
    assert page.work.trial is not None
    first = page.work.lease.problem_rows(0, 1)[0]  # type: ignore[union-attr]
    page.work.type_cell((first.table, first.number, first.problem.place), "改过了")
    rest(office)
    page.start.drop.take(workbook(tmp_path, [row()], name="另一份.xlsx"))
    dialog = office.dialog()
    assert "改过的 1 处" in texts_of(dialog)
    office.press(KEY.Key_Return)
    office.until(lambda: QApplication.activeModalWidget() is None)
    assert page.work.source is not None
    assert page.work.source.path.name == "城北客户汇总.xlsx"
    assert page.work.decided


def test_another_file_while_one_is_tried_lets_go_of_the_first(office: Office, tmp_path: Path) -> None:
    many = [row(单位名称=f"川序五金{n}店", **{"联系人/电话": f"李四 142{n:08d}"}) for n in range(6000)]
    page = page_of(office)
    page.start.drop.take(workbook(tmp_path, many))
    office.until(lambda: page.work.source is not None)
    office.alt(KEY.Key_2)
    assert page.work.trying is not None
    page.start.drop.take(workbook(tmp_path, [row()], name="另一份.xlsx"))
    office.until(lambda: page.work.source is not None and page.work.source.path.name == "另一份.xlsx")
    rest(office)
    assert page.work.trial.counts.rows == 1  # type: ignore[union-attr]


def test_an_import_stopped_by_esc_leaves_nothing_behind(office: Office, tmp_path: Path) -> None:
    before = count_customers(office.app)
    many = [
        row(单位名称=f"川序五金{n}店", **{"联系人/电话": f"李四 142{n:08d}", "地 址": f"{n}号"}) for n in range(4000)
    ]
    page = come_to(office, workbook(tmp_path, many))
    office.alt(KEY.Key_2)
    place_all(office)
    assert page.work.trial.counts.taken > 1000  # type: ignore[union-attr]
    office.ctrl(KEY.Key_Return)
    assert page.step == FINISH
    office.press(KEY.Key_Escape)
    office.until(lambda: page.work.writing is None)
    assert "没有导入任何数据" in texts_of(page.finish)
    assert count_customers(office.app) == before
    office.press(KEY.Key_Escape)
    assert page.step == CHECK


def test_only_the_ticked_sheets_come_in(office: Office, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for name, sheet in (("10月", book.active), ("11月", book.create_sheet())):
        sheet.title = name
        sheet.append(["单位名称", "地址"])
        sheet.append([f"川序{name}店", "东区3排12号"])
    path = tmp_path / "两个月.xlsx"
    book.save(path)
    page = come_to(office, path)
    assert [table.name for table in page.work.chosen] == ["10月", "11月"]
    assert office.focus() is page.start.sheets
    office.press(KEY.Key_Space)
    office.until(lambda: [table.name for table in page.work.chosen] == ["11月"])
    assert rest(office).work.trial.counts.rows == 1  # type: ignore[union-attr]


def test_the_wizard_is_reached_from_the_customers(office: Office) -> None:
    office.window.go("customers")
    office.until(lambda: not office.desk.jobs.busy)
    office.alt(KEY.Key_I)
    assert office.window.page.name == "importing"
    office.window.go("customers")
    office.ctrl(KEY.Key_9)
    assert office.window.page.name == "importing"


def test_a_change_since_the_trial_is_told_and_tried_anew(office: Office, tmp_path: Path) -> None:
    page = come_to(office, workbook(tmp_path, [row()]))
    office.alt(KEY.Key_2)
    place_all(office)
    detail = read_customer(office.app, 1)
    edit_customer(office.app, 1, detail.row_version, {"staff_count": 9})
    before = count_customers(office.app)
    office.ctrl(KEY.Key_Return)
    office.until(lambda: "客户档案又有改动" in texts_of(page.finish))
    assert count_customers(office.app) == before
    office.alt(KEY.Key_2)
    rest(office)
    office.ctrl(KEY.Key_Return)
    office.until(lambda: page.finishing.done is not None and not office.desk.jobs.busy)
    assert count_customers(office.app) == before + 1
