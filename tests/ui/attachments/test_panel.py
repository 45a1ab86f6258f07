"""Files of a customer, wholly by keys: added, seen, described, taken out, taken away and brought back."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from app.attachments.store import store_folder, stored_path
from tests.support.copying import copied, copy_files
from tests.support.pictures import office_file, picture, put
from tests.support.sample import Office, texts_of
from tests.ui.attachments.by_keys import add, files_of, paste, save, turn_to_files
from tests.ui.conftest import OpenOffice
from ui.dialogs.form import FormDialog
from ui.pages.customers.page import CustomersPage

KEY = Qt.Key


def heads(office: Office) -> list[tuple[str, str, bool]]:
    return [(row.kind_label, row.caption, row.is_sensitive) for row in files_of(office).rows]


def test_a_pasted_file_is_described_and_listed(office: Office, photo: Path) -> None:
    assert "还没有附件" in texts_of(files_of(office))
    dialog = paste(office, photo)
    assert "门头.jpg" in texts_of(dialog)
    assert dialog.form.form.editor("kind").text() == "1 门头照"
    office.type("5")
    dialog.form.form.focus_field("caption")
    office.type("有效期到 2030 年")
    save(office)
    assert heads(office) == [("营业执照", "有效期到 2030 年", True)]
    office.until(lambda: "已添加 1 个附件" in texts_of(office.window))
    assert office.focus() is files_of(office).list


def test_files_are_chosen_by_the_file_dialog(office: Office, photo: Path, price_list: Path) -> None:
    office.press(KEY.Key_Insert)
    dialog = office.dialog()
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit)
    assert name is not None
    name.setFocus()
    name.setText(f'"{photo}" "{price_list}"')
    office.press(KEY.Key_Return)
    office.until(lambda: QApplication.activeModalWidget() not in (None, dialog))
    assert "添加 2 个附件" in texts_of(office.dialog())
    save(office)
    assert [row.file.file_name for row in files_of(office).rows] == ["门头.jpg", "价目表.pdf"]


def test_the_chosen_file_is_seen_and_its_pages_turned(office: Office, photo: Path, price_list: Path) -> None:
    add(office, photo)
    panel = files_of(office)
    office.until(lambda: panel.preview.page.image.width() == 640)
    add(office, price_list)
    office.until(lambda: panel.preview.page.count == 3)
    assert not any(panel.list.thumbnails.image(row.file).isNull() for row in panel.rows)
    office.press(KEY.Key_Return)
    assert panel.preview.view.hasFocus()
    office.alt(KEY.Key_Right)
    office.until(lambda: panel.preview.place.text() == "2 / 3 页")
    assert panel.preview.page.image.pixelColor(10, 10).red() > 200
    before = panel.preview.view.factor
    office.type("+")
    assert panel.preview.view.factor > before
    office.press(KEY.Key_Escape)
    assert panel.list.hasFocus()
    office.press(KEY.Key_Up)
    office.until(lambda: panel.preview.page.image.width() == 640)


def test_kind_caption_and_the_sensitive_mark_are_changed_and_undone(office: Office, photo: Path) -> None:
    add(office, photo)
    office.press(KEY.Key_F2)
    office.dialog()
    office.type("3")
    save(office)
    assert heads(office) == [("名片", "", True)]
    office.press(KEY.Key_F2)
    cast("FormDialog", office.dialog()).form.form.focus_field("is_sensitive")
    office.type("2")
    save(office)
    assert heads(office) == [("名片", "", False)]
    office.focus()
    office.ctrl(KEY.Key_Z)
    office.until(lambda: heads(office) == [("名片", "", True)])


def test_what_is_deleted_can_be_brought_back(office: Office, photo: Path, price_list: Path) -> None:
    add(office, photo, price_list)
    office.press(KEY.Key_Home)
    office.press(KEY.Key_Delete)
    office.until(lambda: [row.file.file_name for row in files_of(office).rows] == ["价目表.pdf"])
    office.until(lambda: "已删除附件 门头.jpg" in texts_of(office.window))
    office.ctrl(KEY.Key_Z)
    office.until(lambda: len(files_of(office).rows) == 2)


def test_the_same_file_is_not_listed_twice(office: Office, photo: Path) -> None:
    add(office, photo)
    add(office, photo)
    assert len(files_of(office).rows) == 1
    office.until(lambda: "早就在附件里了" in texts_of(office.window))


def test_a_copied_picture_becomes_a_file(office: Office) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(image)
    office.ctrl(KEY.Key_V)
    office.dialog()
    save(office)
    assert [row.file.file_name for row in files_of(office).rows] == ["粘贴的图片-20261120-220000.png"]


def test_nothing_to_paste_is_said(office: Office) -> None:
    QApplication.clipboard().setText("只是文字")
    office.ctrl(KEY.Key_V)
    office.until(lambda: "剪贴板里没有文件，也没有图片" in texts_of(office.window))


def test_dropped_files_are_added(office: Office, photo: Path) -> None:
    panel, data = files_of(office), copied(photo)
    for event in (_entering(data), _dropping(data)):
        QApplication.sendEvent(panel, event)
        assert event.isAccepted()
    office.dialog()
    save(office)
    assert [row.file.file_name for row in panel.rows] == ["门头.jpg"]
    words = QMimeData()
    words.setText("只是文字")
    entering = _entering(words)
    entering.setAccepted(False)
    QApplication.sendEvent(panel, entering)
    assert not entering.isAccepted()


def _entering(data: QMimeData) -> QDragEnterEvent:
    return QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )


def _dropping(data: QMimeData) -> QDropEvent:
    return QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )


class _Opened(QObject):
    """Where the system would open what it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.paths.append(Path(url.toLocalFile()))


def test_the_systems_program_gets_a_copy(office: Office, tmp_path: Path) -> None:
    workbook = office_file("xl/workbook.xml")
    add(office, put(tmp_path, "清单.xlsx", workbook))
    assert "这种文件不在这里显示" in texts_of(files_of(office))
    opened = _Opened()
    QDesktopServices.setUrlHandler("file", opened, "take")
    try:
        office.ctrl(KEY.Key_O)
        office.until(lambda: opened.paths)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    (copy,) = opened.paths
    assert copy.name == "清单.xlsx"
    assert copy.read_bytes() == workbook
    assert store_folder(office.app) not in copy.parents


def test_a_copy_is_saved_where_it_is_wanted(office: Office, photo: Path, tmp_path: Path) -> None:
    add(office, photo)
    office.ctrl(KEY.Key_S)
    dialog = office.dialog()
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit)
    assert name is not None
    assert name.text().endswith("门头.jpg")
    name.setText(str(tmp_path / "另存.jpg"))
    name.setFocus()
    office.press(KEY.Key_Return)
    office.settle()
    assert (tmp_path / "另存.jpg").read_bytes() == photo.read_bytes()
    office.until(lambda: "已另存 另存.jpg" in texts_of(office.window))


def test_the_files_follow_the_customer(office: Office, photo: Path) -> None:
    add(office, photo)
    cast("CustomersPage", office.window.page).table.setFocus()
    office.press(KEY.Key_Down)
    office.until(lambda: "还没有附件" in texts_of(files_of(office)))
    office.press(KEY.Key_Up)
    office.until(lambda: len(files_of(office).rows) == 1)


def test_who_may_not_edit_customers_does_not_see_their_files(office_of: OpenOffice, photo: Path) -> None:
    office = office_of("baining", "customers")
    turn_to_files(office)
    assert "这个账号不能看和添加这里的附件" in texts_of(files_of(office))
    files_of(office).add([photo])
    office.settle()
    assert QApplication.activeModalWidget() is None


# What is refused


def test_what_cannot_be_taken_is_said_and_the_rest_asked_about(office: Office, photo: Path, tmp_path: Path) -> None:
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    torn = put(tmp_path, "torn.jpg", picture("JPEG", (900, 900))[:2000])
    dialog = paste(office, huge, torn, photo)
    assert "huge.jpg 有 200 MB，最多收 20 MB" in texts_of(office.window)
    assert "另有 1 个文件也没有收进来" in texts_of(office.window)
    assert dialog.title.text() == "添加附件"
    save(office)
    assert [row.file.file_name for row in files_of(office).rows] == ["门头.jpg"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("清单.txt", b"text", "清单.txt 不是 JPG、PNG 图片、PDF、DOCX 或 XLSX"),
        ("断的.png", picture("PNG", (900, 900))[:-40], "断的.png 是坏的图片"),
    ],
)
def test_a_wrong_file_opens_no_dialog(office: Office, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    copy_files(put(tmp_path, name, content))
    office.ctrl(KEY.Key_V)
    office.until(lambda: says in texts_of(office.window))
    office.settle()
    assert not files_of(office).rows


def test_a_full_disk_is_said_in_the_dialog_and_nothing_is_half_written(
    office: Office, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = paste(office, photo)
    with monkeypatch.context() as full:
        full.setattr("app.attachments.store._write", _refuse)
        office.ctrl(KEY.Key_S)
        office.until(lambda: "没能存下 门头.jpg，磁盘满了" in dialog.form.problem)
    assert not any(file.is_file() for file in store_folder(office.app).rglob("*"))
    save(office)
    assert len(files_of(office).rows) == 1


def _refuse(target: Path, content: bytes) -> None:
    raise OSError(28, "no space left")


def test_a_file_gone_from_the_store_is_said_where_it_would_be_seen(office: Office, photo: Path) -> None:
    add(office, photo)
    panel = files_of(office)
    (row,) = panel.rows
    stored_path(office.app, row.file.stored_name).unlink()
    office.ctrl(KEY.Key_O)
    office.until(lambda: "附件 门头.jpg 的文件不见了" in texts_of(office.window))


def test_a_pdf_that_cannot_be_read_is_said_in_its_place(office: Office, tmp_path: Path) -> None:
    add(office, put(tmp_path, "坏的.pdf", b"%PDF-1.7 not really"))
    office.until(lambda: "坏的.pdf 打不开，PDF 可能有密码或已损坏" in texts_of(files_of(office)))
    panel = files_of(office)
    office.until(lambda: panel.list.thumbnails.problem(panel.rows[0].file))
