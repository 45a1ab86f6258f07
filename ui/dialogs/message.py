"""What happened, and what to do about it: one title, two sentences, verbs as buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.keys import ENTER
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row

WIDTH = 400


@dataclass(frozen=True, slots=True)
class Answer:
    """A button of a dialog: what choosing it returns, its verb, its kind ("", primary, danger), the key that presses it.

    A key without Ctrl or Alt only shows: whoever names it has to watch for it, as a field may want to be typed in.
    """

    name: str
    verb: str
    kind: str = ""
    key: str = ""


class Dialog(QDialog):
    """Title, body, buttons at the lower right. Enter presses the safe default, Esc answers "".

    Subclasses put their fields into `body`. `ask()` shows it and waits.
    """

    def __init__(
        self, title: str, text: str, answers: Sequence[Answer], *, default: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent or QApplication.activeWindow())
        self.setWindowTitle("扫街簿")
        self.answer = ""
        self.title = label(title, "title", wrap=True)
        self.text = label(text, wrap=True)
        self.body: QVBoxLayout = column(None, gap=8)
        self.buttons = {answer.name: self._button(answer, default) for answer in answers}
        feet: QHBoxLayout = row(None, None, *self.buttons.values(), gap=8)
        column(self, self.title, self.text, self.body, 4, feet, gap=8, margins=(16, 16, 16, 14))
        self.text.setVisible(bool(text))
        self.setFixedWidth(theme().px(WIDTH))
        if default:
            self.buttons[default].setDefault(True)
            self.buttons[default].setFocus()

    def ask(self) -> str:
        """Show it and wait; the chosen answer's name, "" for Esc."""
        self.exec()
        return self.answer

    def choose(self, name: str) -> None:
        """Answer and close; subclasses check their fields first."""
        self.answer = name
        self.accept() if name else self.reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the default button wherever the focus is, except on another button."""
        focused = self.focusWidget()
        if event.key() in ENTER and isinstance(focused, Button):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _button(self, answer: Answer, default: str) -> Button:
        key = answer.key or ("Esc" if not answer.name else "Enter" if answer.name == default else "")
        made = Button(answer.verb, lambda: self.choose(answer.name), key=key, kind=answer.kind)
        for way in {key, key.replace("Enter", "Return")} if "+" in key else ():
            QShortcut(QKeySequence(way), self).activated.connect(made.click)
        return made


class MessageDialog(Dialog):
    """A message with folded technical detail that can be copied."""

    def __init__(
        self,
        title: str,
        text: str,
        answers: Sequence[Answer],
        *,
        default: str = "",
        detail: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, text, answers, default=default, parent=parent)
        if detail:
            self.body.addWidget(Detail(detail))

    @staticmethod
    def tell(title: str, text: str, *, detail: str = "", parent: QWidget | None = None) -> None:
        """Say something that needs no decision."""
        answers = [Answer("seen", "知道了", "primary")]
        MessageDialog(title, text, answers, default="seen", detail=detail, parent=parent).ask()


class Detail(QWidget):
    """技术信息, folded until wanted, with 复制."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.fold = Button("技术信息", self._toggle, icon="caret-right", kind="quiet", small=True)
        self.copy = Button("复制", self._copy, icon="copy", kind="quiet", small=True)
        self._shown = QPlainTextEdit(text)
        self._shown.setReadOnly(True)
        self._shown.setFixedHeight(theme().px(150))
        self._shown.hide()
        column(self, row(None, self.fold, None, self.copy), self._shown, gap=6)

    def _toggle(self) -> None:
        folded = self._shown.isHidden()
        self._shown.setVisible(folded)
        self.fold.set_icon("caret-down" if folded else "caret-right")
        self.window().adjustSize()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.copy.setText("已复制")
