"""A record's form in a dialog: Ctrl+S saves, Esc asks only when something was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ui.dialogs.message import Answer, Dialog, MessageDialog
from ui.forms.record_form import RecordForm, Reread, Save
from ui.theme import theme

_FRAME = 40
"""Pixels of the screen left for the window frame around a dialog that is as large as the screen."""


def discard_question(text: str, parent: QWidget) -> MessageDialog:
    """改过的内容还没有保存: answers drop to throw it away, anything else to go on."""
    answers = [Answer("drop", "不保存", "danger"), Answer("stay", "接着填", "primary")]
    return MessageDialog("改过的内容还没有保存", text, answers, default="stay", parent=parent)


class FormDialog(Dialog):
    """Takes a RecordForm; `result_of_save` is what the save returned. Use it with `open()` or `ask()`."""

    def __init__(
        self,
        title: str,
        text: str,
        verb: str,
        form: RecordForm,
        *,
        size: QSize,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, text, [Answer("", "取消"), Answer("save", verb, "primary", "Ctrl+S")], parent=parent)
        self.form = form
        self.result_of_save: object = None
        self._question: MessageDialog | None = None
        self.body.addWidget(form)
        form.saved.connect(self._saved)
        form.busy.connect(self._show_busy)
        room = self.screen().availableGeometry()
        width, height = theme().px(size.width()), theme().px(size.height())
        self.setFixedSize(min(width, room.width() - _FRAME), min(height, room.height() - _FRAME))

    def start(
        self, values: Mapping[str, Any], save: Save, *, whole: bool = False, reread: Reread | None = None
    ) -> None:
        """Begin with these values, the cursor in the first field; see RecordForm.start."""
        self.form.start(values, save, whole=whole, reread=reread)
        self.form.form.focus_first()

    def choose(self, name: str) -> None:
        """Save first; the dialog closes when that went well."""
        if name:
            self.form.save()
        else:
            self.reject()

    def reject(self) -> None:
        """Close, after asking when something typed would be lost; never while it is being saved."""
        if self.form.is_saving:
            return
        if not self.form.changes():
            super().reject()
            return
        self._question = discard_question("现在关掉，这次填的就不留了。接着填不会丢。", self)
        self._question.finished.connect(self._answered)
        self._question.open()

    def _answered(self, _code: int) -> None:
        if self._question and self._question.answer == "drop":
            super().reject()

    def _saved(self, result: object) -> None:
        self.result_of_save = result
        super().choose("save")

    def _show_busy(self, busy: bool) -> None:
        for button in self.buttons.values():
            button.set_reason("正在保存……" if busy else "")
