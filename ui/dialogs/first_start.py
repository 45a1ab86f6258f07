"""The first start: sample office, new database, or one that exists."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from ui.keys import ENTER
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.fields import LineEdit
from ui.widgets.layout import column, label, row
from ui.widgets.option import OptionButton

SAMPLE, NEW, OPEN = "sample", "new", "open"
_OPTIONS = (
    (SAMPLE, "打开样例办事处", "看看扫街簿能做什么。样例里的客户和人都是编的，可以随便改。", "buildings"),
    (NEW, "新建空库", "从自己的办事处开始，里面什么都没有。", "file-plus"),
    (OPEN, "打开已有库", "这台电脑上的库文件，或办事处服务器上的库。", "folder-open"),
)


class FirstStartDialog(QDialog):
    """`choice` is sample, new or open, "" when closed; `address` is a database URL, for open only."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("扫街簿")
        self._folder = folder
        self.choice, self.address = "", ""
        self.options = [self._option(number, *option) for number, option in enumerate(_OPTIONS, 1)]
        self.field = LineEdit(placeholder="库文件，或 postgresql://用户@服务器/库名", latin=True)
        self.field.setAccessibleName("库文件或服务器地址")
        self._problem = label("", "aux", "danger", wrap=True)
        self._opening = self._opening_part()
        where = label(f"新库放在 {folder}，以后可以换。", "aux", wrap=True)
        head: Sequence[QWidget] = (label("第一次打开扫街簿", "title"), label("从哪里开始？按 1、2、3 选。", "sub"))
        column(self, *head, 4, *self.options, self._opening, where, gap=8, margins=(20, 18, 20, 16))
        self._opening.hide()
        self.setFixedWidth(theme().px(480))
        self.options[0].setFocus()

    def choose(self, choice: str) -> None:
        """Take an option; opening asks for the address first."""
        if choice == OPEN and self._opening.isHidden():
            self._opening.show()
            self.field.setFocus()
            return
        self.choice = choice
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose."""
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(_OPTIONS) and not self.field.hasFocus():
            self.choose(_OPTIONS[number][0])
        elif event.key() in ENTER and self.field.hasFocus():
            self._open()
        else:
            super().keyPressEvent(event)

    def _option(self, number: int, name: str, title: str, text: str, icon: str) -> OptionButton:
        return OptionButton(str(number), title, text, icon, lambda: self.choose(name))

    def _opening_part(self) -> QWidget:
        part = QWidget()
        browse = Button("浏览…", self._browse, icon="folder-open")
        go_on = Button("打开", self._open, key="Enter", kind="primary")
        column(part, row(None, self.field, browse, go_on), self._problem, gap=4)
        self._problem.hide()
        return part

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, "打开已有库", str(self._folder), "扫街簿数据库 (*.db);;全部文件 (*)"
        )
        if path:
            self.field.setText(path)
            self.field.setFocus()

    def _open(self) -> None:
        text = self.field.text().strip()
        problem = "" if "://" in text or Path(text).is_file() else "没有找到这个库文件。请核对位置，或点“浏览…”来选。"
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if not problem:
            self.address = text if "://" in text else f"sqlite:///{Path(text).as_posix()}"
            self.choose(OPEN)
