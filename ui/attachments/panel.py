"""The files of one record: the list, the chosen one as it is seen, and everything that can be done, wholly by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.attachments.records import AttachmentRow, list_attachments, may_see, remove_attachment
from app.errors import KnownError
from ui.attachments.forms import add_dialog, caption_dialog
from ui.attachments.incoming import SORTS, Checked, check_files, files_in, has_files, keep_picture, picture_in, refusal
from ui.attachments.listing import AttachmentList
from ui.attachments.preview import Preview
from ui.attachments.taking_out import TakingOut
from ui.dialogs.form import FormDialog
from ui.shell.actions import Hint
from ui.shell.desk import Desk
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, row

CHANGED = "attachments"
HINTS = (
    Hint("Insert", "添加附件"),
    Hint("Ctrl+V", "粘贴附件"),
    Hint("Ctrl+O", "用系统里的程序打开"),
    Hint("Ctrl+S", "另存一份"),
)
"""Keys that work among the files, beside F2 and Delete."""
_FORBIDDEN = "这个账号不能看和添加这里的附件。请找内勤或主管。"
_HOW = "按 Insert 选文件，按 Ctrl+V 粘贴，或把文件拖到这里。JPG、PNG、PDF、DOCX、XLSX，最多 20 MB。"


class AttachmentPanel(QWidget):
    """Files of records of one type; `kind` is the kind a new file has at first. Nothing is read before `show_owner`,
    no picture before it can be seen. `counted` carries how many files there are.
    """

    counted = Signal(int)

    def __init__(self, desk: Desk, owner_type: str, kind: str) -> None:
        super().__init__()
        self._desk, self._owner_type, self._kind = desk, owner_type, kind
        self._owner_id: int | None = None
        self.setAcceptDrops(True)
        self.out = TakingOut(desk, self)
        self.list, self.preview = AttachmentList(desk), Preview(desk)
        self.empty = EmptyState("paperclip", "还没有附件", _HOW)
        self.add_button = Button("添加…", self.choose, icon="plus", key="Ins", small=True)
        self._tools = [
            Button(
                icon="arrow-square-out", kind="quiet", small=True, tip="用系统里的程序打开 Ctrl+O", clicked=self.open
            ),
            Button(icon="download-simple", kind="quiet", small=True, tip="另存一份 Ctrl+S", clicked=self.save),
            Button(icon="pencil-simple", kind="quiet", small=True, tip="改说明 F2", clicked=self.edit),
            Button(icon="trash", kind="quiet", small=True, tip="删除 Delete", clicked=self.remove),
        ]
        self._keys: dict[str, Callable[[], object]] = {
            "Ins": self.choose, "Ctrl+V": self.paste, "Ctrl+O": self.open, "Ctrl+S": self.save, "F2": self.edit,
            "Del": self.remove,
        }  # fmt: skip
        head = row(None, self.add_button, None, *self._tools, gap=4)
        parts = column(self, head, self.list, self.preview, self.empty, gap=8, margins=(14, 10, 14, 10))
        parts.setStretch(1, 2)
        parts.setStretch(2, 3)
        self.list.setMinimumHeight(theme().px(116))
        self.list.chosen.connect(lambda _: self._look())
        self.list.opened.connect(lambda: self.preview.view.setFocus(Qt.FocusReason.TabFocusReason))
        self.preview.left.connect(lambda: self.list.setFocus(Qt.FocusReason.TabFocusReason))
        desk.changes.happened.connect(self._changed)
        self._show(())

    @property
    def rows(self) -> Sequence[AttachmentRow]:
        """The files listed."""
        return self.list.rows

    def first_stop(self) -> QWidget:
        """Where the focus goes when the files get it."""
        return self.list if self.rows else self.add_button

    def show_owner(self, owner_id: int | None) -> None:
        """Show the files of another record, or read the same one's anew."""
        if owner_id != self._owner_id:
            self._owner_id = owner_id
            self._show(())
        self._read()

    # what can be done

    def choose(self) -> None:
        """Ask for files."""
        if self._owner_id is None or not self._may:
            return
        dialog = QFileDialog(self.window(), "添加附件", "", SORTS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def paste(self) -> None:
        """Add what was copied: files, or a picture."""
        data = QGuiApplication.clipboard().mimeData()
        if not has_files(data):
            self._desk.complain("剪贴板里没有文件，也没有图片。请先复制，再按 Ctrl+V。")
        elif files := files_in(data):
            self.add(files)
        else:
            self._add_picture(data)

    def add(self, files: Sequence[Path]) -> None:
        """Look whether files can be taken, say which cannot, and ask about the others."""
        app, owner_type, owner_id = self._desk.app, self._owner_type, self._owner_id
        if owner_id is None or not self._may:
            return

        def ask(checked: Checked) -> None:
            if checked.refused:
                self._desk.complain(refusal(checked.refused))
            if checked.good and owner_id == self._owner_id:
                self._ask(owner_id, checked.good)

        self._desk.jobs.start(
            self,
            lambda task: check_files(app, owner_type, files, task),
            ask,
            failed=self._desk.complain,
            title="查看附件",
        )

    def open(self) -> None:
        """Show the chosen file in the system's program."""
        if self.list.current:
            self.out.open(self.list.current.file)

    def save(self) -> None:
        """Save a copy of the chosen file."""
        if self.list.current:
            self.out.save(self.list.current.file)

    def edit(self) -> None:
        """Change what is said about the chosen file."""
        shown, uid = self.list.current, str(uuid4())
        if shown is None:
            return
        dialog = caption_dialog(self._desk, shown, uid, self.window())

        def done() -> None:
            if dialog.result_of_save is not None:
                self._desk.done(f"已改 {shown.file.file_name} 的说明", "改附件说明", uid, CHANGED)

        self._open(dialog, done)

    def remove(self) -> None:
        """Take the chosen file away; this can be undone."""
        shown, app, uid = self.list.current, self._desk.app, str(uuid4())
        if shown is None:
            return

        def done(_: None) -> None:
            self._desk.done(f"已删除附件 {shown.file.file_name}", "删除附件", uid, CHANGED)

        self._desk.jobs.start(
            self,
            lambda _: remove_attachment(app, shown.id, shown.row_version, uid=uid),
            done,
            failed=self._desk.complain,
        )

    # keys, drag and drop

    def event(self, event: QEvent) -> bool:
        """The keys of the files are theirs while the focus is among them, whatever the page does with them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _key(event) in self._keys:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for."""
        act = self._keys.get(_key(event))
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be dropped."""
        if self._owner_id is not None and self._may and has_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add them."""
        event.acceptProposedAction()
        if files := files_in(event.mimeData()):
            self.add(files)
        else:
            self._add_picture(event.mimeData())

    def showEvent(self, event: QShowEvent) -> None:
        """Now the pictures are needed."""
        super().showEvent(event)
        self._look()

    # reading and showing

    @property
    def _may(self) -> bool:
        return may_see(self._desk.app, self._owner_type)

    def _add_picture(self, data: QMimeData) -> None:
        try:
            self.add([keep_picture(picture_in(data), self.out.folder, self._desk.app.now())])
        except KnownError as error:
            self._desk.complain(error)

    def _ask(self, owner_id: int, files: Sequence[Path]) -> None:
        uid = str(uuid4())
        dialog = add_dialog(self._desk, (self._owner_type, owner_id), files, self._kind, uid, self.window())

        def done() -> None:
            added = dialog.result_of_save
            if isinstance(added, tuple) and added:
                self._desk.done(f"已添加 {len(added)} 个附件", "添加附件", uid, CHANGED)
                self._read(added[-1])
            else:
                self._desk.toast("这些文件早就在附件里了")

        self._open(dialog, done)

    def _open(self, dialog: FormDialog, done: Callable[[], object]) -> None:
        dialog.accepted.connect(done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _changed(self, kinds: frozenset[str]) -> None:
        if CHANGED in kinds:
            self._read()

    def _read(self, wanted: int | None = None) -> None:
        app, owner_type, owner_id = self._desk.app, self._owner_type, self._owner_id
        if owner_id is None or not self._may:
            self._desk.jobs.forget(self, "files")
            self._show(())
            return
        self._desk.jobs.reread(
            self,
            "files",
            lambda _: list_attachments(app, owner_type, owner_id),
            lambda rows: self._show(rows, wanted),
            failed=self._desk.complain,
        )

    def _show(self, rows: Sequence[AttachmentRow], wanted: int | None = None) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget() or self)
        self.list.show_rows(rows, wanted)
        for part in (self.list, self.preview, *self._tools):
            part.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.say(*(("还没有附件", _HOW) if self._may else ("不能看附件", _FORBIDDEN)))
        self.add_button.set_reason("" if self._may else _FORBIDDEN)
        self.counted.emit(len(rows))
        if had_focus:
            self.first_stop().setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        """Read pictures of what is in sight."""
        if self.isVisible():
            self.list.thumbnails.want([row.file for row in self.rows])
            self.preview.show_file(self.list.current)


def _key(event: QKeyEvent) -> str:
    """A key as the table of keys writes it."""
    return QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
