"""Noting where a window waits for the database: what a page asks for is read in the pool."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject
from sqlalchemy import event

from app.db.engine import Database
from ui.deciding import Verdicts
from ui.pages.survey.keeper import DraftKeeper

_UI = str(Path(__file__).parents[2] / "ui")
_MAY_WAIT = (DraftKeeper, Verdicts)
"""A draft is on disk before its page is left; a supervisor's word is heard before the answer is taken."""


@contextmanager
def noting_gui_reads(db: Database) -> Iterator[list[str]]:
    """The list gets a line for each statement that some widget or other object of the window waited for."""
    found: list[str] = []

    def note(*_: object) -> None:
        if threading.current_thread() is threading.main_thread() and (place := _waiting(sys._getframe())):
            found.append(place)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _waiting(frame: FrameType | None) -> str:
    """The innermost line of an object of the window, empty when none waits or the one that does may."""
    place = ""
    while frame is not None:
        here = frame.f_locals.get("self")
        if isinstance(here, _MAY_WAIT):
            return ""
        if not place and isinstance(here, QObject) and frame.f_code.co_filename.startswith(_UI):
            place = f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_qualname}"
        frame = frame.f_back
    return place
