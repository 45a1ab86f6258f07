"""The bar at the bottom: where one is, what runs, and which keys work here now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.jobs import Jobs
from ui.shell.actions import Hint
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.frames import IconLabel
from ui.widgets.layout import label, row
from ui.widgets.marks import key_cap

STOP_KEY = "Alt+."
"""Stops the job the bar shows; Ctrl+. is the input method's."""


class StatusBar(QFrame):
    """Facts, the page's words and running jobs at the left; hints at the right, as many as fit."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setProperty("kind", "status")
        self.setFixedHeight(theme().px(26))
        self._jobs = jobs
        self._facts = row(None, gap=16)
        self._page, self._job = label(), label()
        self._job_icon = IconLabel("spinner-gap", "text2", 14)
        self._stop = Button("停下", jobs.stop_newest, key=STOP_KEY, kind="link")
        self._stop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._job_box = QWidget()
        row(self._job_box, self._job_icon, self._job, self._stop, gap=6)
        self._hints = HintRow()
        left: tuple[QHBoxLayout | QWidget, ...] = (self._facts, self._page, self._job_box)
        row(self, *left, self._hints, gap=16, margins=(12, 0, 12, 0)).setStretch(3, 1)
        jobs.changed.connect(self._show_jobs)
        self._show_jobs()

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Pairs of an icon name ("" for none) and a text, e.g. the office and the number of customers."""
        while (old := self._facts.takeAt(0)) is not None:
            if part := old.widget():
                part.deleteLater()
        for icon_name, text in facts:
            box = QWidget()
            row(box, *([IconLabel(icon_name, "text2", 14)] if icon_name else []), label(text), gap=5)
            self._facts.addWidget(box)

    def show_page(self, text: str) -> None:
        """The page's own words."""
        self._page.setText(text)
        self._page.setVisible(bool(text))

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """The keys that work here now, most useful first; the last one always shows."""
        self._hints.show_hints(hints)

    def _show_jobs(self) -> None:
        running = self._jobs.titled
        self._job_box.setVisible(bool(running))
        if running:
            job = running[-1]
            self._job.setText(f"{job.title} {job.done / job.total:.0%}" if job.total else job.title)


class HintRow(QWidget):
    """Keycaps with words, right-aligned; those that do not fit are left out from the end but one."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line = row(self, None, gap=14)
        self._hints: Sequence[Hint] = ()
        self._boxes: list[QWidget] = []

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Other keys."""
        if hints == self._hints:
            return
        self._hints = hints
        for old in self._boxes:
            self._line.removeWidget(old)
            old.deleteLater()
        self._boxes = [self._box(hint) for hint in hints]
        for box in self._boxes:
            self._line.addWidget(box)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many as fit."""
        super().resizeEvent(event)
        self._fit()

    def _box(self, hint: Hint) -> QWidget:
        box = QWidget(self)
        row(box, key_cap(hint.key), label(hint.text), gap=6)
        return box

    def _fit(self) -> None:
        if not self._boxes:
            return
        gap = self._line.spacing()
        room = self.width() - self._boxes[-1].sizeHint().width()
        for box in self._boxes[:-1]:
            room -= box.sizeHint().width() + gap
            box.setVisible(room >= 0)
