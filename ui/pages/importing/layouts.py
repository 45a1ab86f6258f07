"""The office's own layouts: keeping how the columns of a workbook are read, and reading another one the same way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.importing.mapping import Column as FileColumn
from app.importing.templates import (
    LONGEST_NAME,
    delete_template,
    load_template,
    rename_template,
    save_template,
    template_names,
)
from ui.dialogs.choose import ChooseDialog
from ui.dialogs.naming import NameDialog
from ui.shell.desk import Desk
from ui.tables.columns import Column
from ui.widgets.button import Button
from ui.widgets.layout import row

_COLUMNS = (Column(key="name", title="导入模板", width=300, stretch=True, marked=True),)


@dataclass(frozen=True, slots=True)
class _Named:
    name: str


class LayoutDialog(ChooseDialog):
    """The layouts to choose from. `rename_wanted` and `delete_wanted` carry the name of the one the cursor is on."""

    rename_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "用哪个导入模板",
            desk,
            _COLUMNS,
            lambda text: [_Named(name) for name in template_names(desk.app) if text.strip().lower() in name.lower()],
            hint="模板名",
            verb="用它",
            nothing="在“对应与检查”里按 Ctrl+S，可以把现在的对应存成模板。",
            parent=parent,
        )
        self._keys = {
            Qt.Key.Key_F2: Button("改名…", partial(self._want, self.rename_wanted), key="F2", small=True),
            Qt.Key.Key_Delete: Button(
                "删除", partial(self._want, self.delete_wanted), key="Delete", kind="danger", small=True
            ),
        }
        self.body.addLayout(row(None, *self._keys.values(), None))
        self.table.current_changed.connect(self._show_current)
        self._show_current(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 and, in the list, Delete."""
        button = self._keys.get(Qt.Key(event.key()))
        if button is not None:
            button.click()
        else:
            super().keyPressEvent(event)

    def _show_current(self, line: _Named | None) -> None:
        for button in self._keys.values():
            button.set_reason("" if line else "先选一个模板。")

    def _want(self, signal: SignalInstance) -> None:
        line = self.table.current_row()
        if line is not None:
            signal.emit(line.name)


class Layouts(QObject):
    """`chosen` carries the template a file shall be read by, `renamed` how one was called and is called now; `changed`
    comes after any of them became another one.
    """

    chosen = Signal(object)
    renamed = Signal(str, str)
    changed = Signal()

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def ask_to_save(self, name: str, columns: Sequence[FileColumn]) -> None:
        """Keep how these columns are read, under a name to be typed; one of the same name is replaced."""
        text = "下次打开标题相同的表，就照这样对应。办事处的人都能用；同名的会换成这一份。"
        self._ask("另存为导入模板", text, "保存", name, self._page.window(), lambda typed: self._save(typed, columns))

    def ask_to_choose(self) -> None:
        """Read the file by a template to be chosen; there they are called otherwise and deleted, too."""
        dialog = LayoutDialog(self._desk, self._page.window())
        dialog.accepted.connect(lambda: self._load(dialog.chosen.name))
        dialog.rename_wanted.connect(partial(self._ask_new_name, dialog))
        dialog.delete_wanted.connect(self._delete)
        self.changed.connect(dialog.find_again)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_new_name(self, chooser: LayoutDialog, name: str) -> None:
        self._ask("给导入模板改名", "", "改名", name, chooser, partial(self._rename, name))

    @staticmethod
    def _ask(title: str, text: str, verb: str, name: str, parent: QWidget, do: Callable[[str], object]) -> None:
        dialog = NameDialog(title, text, verb, name, longest=LONGEST_NAME, parent=parent)
        dialog.accepted.connect(lambda: do(dialog.name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _rename(self, name: str, new: str) -> None:
        work = partial(rename_template, self._desk.app, name, new)
        said, text = f"导入模板已改名为 {new}", f"导入模板 {name} 改名"
        self._do(work, said, text, lambda: self.renamed.emit(name, new))

    def _delete(self, name: str) -> None:
        work = partial(delete_template, self._desk.app, name)
        self._do(work, f"已删除导入模板 {name}", f"删除导入模板 {name}")

    def _save(self, name: str, columns: Sequence[FileColumn]) -> None:
        work = partial(save_template, self._desk.app, name, columns)
        self._do(work, f"已存导入模板 {name}", f"保存导入模板 {name}")

    def _do(self, work: Callable[..., None], said: str, text: str, then: Callable[[], object] = lambda: None) -> None:
        """Do it as a deed that can be taken back."""
        uid = str(uuid4())

        def done(_: None) -> None:
            self._desk.done(said, text, uid, "import_layouts")
            then()
            self.changed.emit()

        self._desk.jobs.start(self, lambda _: work(uid=uid), done, failed=self._desk.complain)

    def _load(self, name: str) -> None:
        app = self._desk.app

        self._desk.jobs.reread(
            self, "layout", lambda _: load_template(app, name), self.chosen.emit, failed=self._desk.complain
        )
