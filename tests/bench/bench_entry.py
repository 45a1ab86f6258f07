"""Typing a sheet in the real window: how soon it stands there whole, and how soon a key's answer is painted."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.clock import beijing_now
from app.context import App
from app.db.schema import open_database
from app.people.accounts import NOBODY, sign_in
from app.surveys.listing import list_sheets
from tests.support.sample import make_sample
from ui.application import dress
from ui.assembly import main_window
from ui.pages.survey.entry_page import EntryPage
from ui.shell.desk import Desk
from ui.shell.targets import SheetTarget

ROUNDS, PATIENCE = 20, 30
MOST_TO_DRAW_MS, MOST_TO_ANSWER_MS = 300, 16
KEYS = (("C06", "1"), ("C06", "2"), ("A14", "5"), ("C01", "3"), ("E06", "1"), ("C12", "9"))


def main() -> None:
    """Print the medians in milliseconds; ends with an error when one is over its limit."""
    application = QApplication([])
    dress(application)
    with TemporaryDirectory() as folder:
        db = open_database(f"sqlite:///{make_sample(Path(folder) / 'sample.db', beijing_now)}", now=beijing_now())
        desk = Desk(sign_in(App(db, NOBODY), "wenk"))
        window = main_window(desk)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        window.go("survey_entry", SheetTarget(sheet_id=list_sheets(desk.app)[0].id))
        page = window.page
        assert isinstance(page, EntryPage)
        _until(lambda: page.view is not None and page.view.current)
        drawn, answered = _draw(page), _answer(page)
        window.close_anyway()
        desk.jobs.close()
        db.close()
    print(f"a sheet of 81 questions drawn    {drawn:7.1f} ms  (limit {MOST_TO_DRAW_MS})")
    print(f"a key's answer painted           {answered:7.1f} ms  (limit {MOST_TO_ANSWER_MS})")
    sys.exit("over a limit" if drawn > MOST_TO_DRAW_MS or answered > MOST_TO_ANSWER_MS else 0)


def _draw(page: EntryPage) -> float:
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        page.show_entry(page.acting.entry)
        page.acting.view.finish_building()
        QApplication.processEvents()
        took.append(time.perf_counter() - begun)
    return median(took) * 1000


def _answer(page: EntryPage) -> float:
    took = []
    for number, key in KEYS * ROUNDS:
        page.acting.view.go_to_number(number)
        QApplication.processEvents()
        field = QApplication.focusWidget()
        assert field is not None, "no field has the focus"
        painted = _FirstPaint(field)
        begun = time.perf_counter()
        QTest.keyClicks(field, key)
        _until(lambda painted=painted: painted.at)
        took.append(painted.at - begun)
    return median(took) * 1000


def _until(condition: Callable[[], object]) -> None:
    given_up = time.perf_counter() + PATIENCE
    while not condition():
        QApplication.processEvents()
        if time.perf_counter() > given_up:
            raise SystemExit(f"nothing happened for {PATIENCE} seconds")


class _FirstPaint(QObject):
    """When a widget was first painted after a key."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only looks."""
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = time.perf_counter()
        return False


if __name__ == "__main__":
    main()
