"""A program of its own that types a customer's name for ever, saying each time the draft is on disk; to be killed."""

from __future__ import annotations

import sys
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.context import App
from app.db.schema import open_database
from app.people.accounts import OFFICE_JOB, sign_in
from tests.support.keyboard import commit_text
from ui.application import dress
from ui.pages.survey.entry_page import EntryPage
from ui.shell.desk import Desk
from ui.shell.targets import SheetTarget

_NAME = "/data/a/customer_name"
_BETWEEN_KEYS_MS = 20


def _now() -> datetime:
    return datetime(2026, 11, 20, 22, 0)


def main(file: str) -> None:
    """Open a blank sheet on the database and type."""
    application = QApplication([])
    dress(application)
    app = sign_in(App(open_database(f"sqlite:///{file}", now=_now()), OFFICE_JOB, _now), "wenk")
    page = EntryPage(Desk(app))
    page.resize(1200, 700)
    page.show()
    page.activateWindow()
    keys = QTimer(page, interval=_BETWEEN_KEYS_MS)

    def type_on() -> None:
        view = page.view
        if view is None or not view.current:
            return
        if view.current != _NAME:
            view.go_to(_NAME)
        editor = view.current_editor()
        if editor is not None:
            commit_text(editor, "栎")

    keys.timeout.connect(type_on)
    page.keeper.saved.connect(lambda _at: _say(page))
    page.show_target(SheetTarget())
    keys.start()
    application.exec()


def _say(page: EntryPage) -> None:
    """What the draft on disk holds at least."""
    from app.surveys.drafts import list_drafts

    kept = next(draft for draft in list_drafts(page.app) if draft.uid == page.draft_uid)
    print(kept.uid, kept.state["typing"][1], flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
