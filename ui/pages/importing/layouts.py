"""The office's own layouts: keeping how the columns of a workbook are read, and reading another one the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.importing.mapping import Column as FileColumn
from app.importing.templates import load_template, save_template, template_names
from ui.dialogs.choose import ChooseDialog
from ui.dialogs.message import Answer, Dialog
from ui.shell.desk import Desk
from ui.tables.columns import Column
from ui.widgets.fields import LineEdit
from ui.widgets.layout import label

_COLUMNS = (Column(key="name", title="导入模板", width=300, stretch=True, marked=True),)


@dataclass(frozen=True, slots=True)
class _Named:
    name: str


class NameDialog(Dialog):
    """`name` is what was typed, trimmed; an empty one is not taken."""

    def __init__(self, title: str, text: str, verb: str, name: str, parent: QWidget) -> None:
        super().__init__(title, text, [Answer("", "取消"), Answer("save", verb, "primary", "Enter")], parent=parent)
        self.field = LineEdit(name, placeholder="例如 城北市场汇总表")
        self.field.setAccessibleName("名字")
        self.problem = label("还没有写名字。写一个再继续，或按 Esc 不存。", "aux", "danger")
        self.problem.hide()
        self.body.addWidget(self.field)
        self.body.addWidget(self.problem)
        self.buttons["save"].setDefault(True)
        self.field.selectAll()
        self.field.setFocus()

    @property
    def name(self) -> str:
        """What it is to be called."""
        return self.field.text().strip()

    def choose(self, name: str) -> None:
        """Take it when there is a name."""
        if name and not self.name:
            self.problem.show()
            self.field.setFocus()
        else:
            super().choose(name)


class Layouts(QObject):
    """`chosen` carries the template a file shall be read by; `saved` the name one was kept under."""

    chosen = Signal(object)
    saved = Signal(str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def ask_to_save(self, name: str, columns: Sequence[FileColumn]) -> None:
        """Keep how these columns are read, under a name to be typed; one of the same name is replaced."""
        text = "下次打开标题相同的表，就照这样对应。办事处的人都能用；同名的会换成这一份。"
        dialog = NameDialog("另存为导入模板", text, "保存", name, self._page.window())
        dialog.accepted.connect(lambda: self._save(dialog.name, columns))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_to_choose(self) -> None:
        """Read the file by a template to be chosen."""
        app = self._desk.app

        def find(text: str) -> Sequence[_Named]:
            return [_Named(name) for name in template_names(app) if text.strip().lower() in name.lower()]

        dialog = ChooseDialog(
            "用哪个导入模板", self._desk, _COLUMNS, find, hint="模板名", verb="用它", parent=self._page.window()
        )
        dialog.accepted.connect(lambda: self._load(dialog.chosen.name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, name: str, columns: Sequence[FileColumn]) -> None:
        app, uid = self._desk.app, str(uuid4())

        def kept(_: None) -> None:
            self._desk.done(f"已存导入模板 {name}", f"保存导入模板 {name}", uid, "import_layouts")
            self.saved.emit(name)

        self._desk.jobs.start(
            self, lambda _: save_template(app, name, columns, uid=uid), kept, failed=self._desk.complain
        )

    def _load(self, name: str) -> None:
        app = self._desk.app

        self._desk.jobs.reread(
            self, "layout", lambda _: load_template(app, name), self.chosen.emit, failed=self._desk.complain
        )
