"""Below the conditions: where exports go, how far one is, and what came of the last one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget
from shiboken6 import isValid

from ui.jobs import Job
from ui.pages.reports.export_toasts import ways_to
from ui.pages.reports.exporting import Exported
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.frames import IconLabel
from ui.widgets.layout import Part, column, frame, label, row
from ui.widgets.marks import ProgressLine

_REST_AFTER_MS = 3_000


class ExportBox(QWidget):
    """Shows one thing at a time. `folder_wanted` asks to choose another folder for exports."""

    folder_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.shown: QFrame | None = None
        self._column = column(self, margins=(14, 8, 14, 12))

    def show_folder(self, folder: Path) -> None:
        """Nothing is under way: say where exports go."""
        box = frame("box")
        place = _wrapped(f"存到 {folder}", "aux")
        column(box, place, row(None, None, Button("换文件夹…", self.folder_wanted.emit, small=True)), margins=_SIDES)
        self._show(box)

    def show_job(self, job: Job, verb: str) -> None:
        """An export or a print job is under way."""
        box = frame("box")
        head, count = label(f"正在{verb}", "head"), label("", "sub")
        line, note = ProgressLine(), label("可继续做别的", "aux")
        stop = Button(f"取消{verb[:2]}", job.cancel, icon="x", small=True)
        column(box, row(None, head, None, count), line, row(None, note, None, stop), margins=_SIDES)
        clock = QElapsedTimer()
        clock.start()

        def stepped(done: int, total: int, text: str) -> None:
            if not isValid(box):
                return
            count.setText(f"{done} / {total} 张" if total else text)
            line.set_share(done / total if total else 0.0)
            if done and total and clock.elapsed() > _REST_AFTER_MS:
                note.setText(f"约剩 {round(clock.elapsed() / done * (total - done) / 1000)} 秒，可继续做别的")

        job.stepped.connect(stepped)
        self._show(box)

    def show_exported(self, exported: Exported, at: datetime) -> None:
        """A file was written."""
        path = exported.path
        name = _wrapped(path.name)
        name.setToolTip(str(path))
        links = [Button(verb, open_it, kind="link") for verb, open_it in ways_to(path)]
        change = Button("换文件夹…", self.folder_wanted.emit, kind="link")
        self._show_done(f"已导出 {exported.amount}", at, name, row(None, *links, None, change, gap=4))

    def show_printed(self, printer: str, pages: str, at: datetime) -> None:
        """The pages are in the printer's queue."""
        self._show_done(f"已送去打印 {pages}", at, _wrapped(f"打印机 {printer}"))

    def show_failure(self, sentence: str, again: Callable[[], object], elsewhere: Callable[[], object] | None) -> None:
        """It could not be written or printed: the sentence, and what can be done about it."""
        box = frame("banner", "danger")
        text = _wrapped(sentence, indent=24)
        buttons = [Button("重试", again, small=True)]
        if elsewhere:
            buttons.append(Button("另存一份…", elsewhere, small=True))
        sign = IconLabel("warning-circle-fill", "danger", 16)
        top = row(None, sign, text)
        top.setStretch(1, 1)
        column(box, top, row(None, None, *buttons), margins=_SIDES)
        self._show(box)
        buttons[0].setFocus()

    def _show_done(self, lead: str, at: datetime, *parts: Part) -> None:
        box = frame("box", "ok")
        head = row(
            None, IconLabel("check-circle-fill", "ok", 16), label(lead, "head"), None, label(f"{at:%H:%M}", "aux")
        )
        column(box, head, *parts, gap=4, margins=_SIDES)
        self._show(box)

    def _show(self, box: QFrame) -> None:
        if self.shown is not None:
            self._column.removeWidget(self.shown)
            self.shown.hide()
            self.shown.deleteLater()
        self.shown = box
        self._column.addWidget(box)


_SIDES = (10, 8, 10, 8)
_TEXT_WIDTH = 248 - 2 * 14 - 2 * 10 - 4


def _wrapped(text: str, role: str = "", *, indent: int = 0) -> QLabel:
    """A text on as many lines as it takes in this box; paths and file names may break after / and _."""
    made = label(re.sub(r"([/\\_])", "\\1\u200b", text), role, wrap=True)
    made.ensurePolished()
    made.setFixedHeight(made.heightForWidth(theme().px(_TEXT_WIDTH - indent)))
    made.setToolTip(text)
    return made
