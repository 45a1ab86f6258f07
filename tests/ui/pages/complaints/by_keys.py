"""What tests of the complaints page have in common."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt

from app.complaints.detail import ComplaintDetail, read_complaint
from app.complaints.reading import list_complaints
from app.complaints.rows import ComplaintFilter
from tests.support.sample import Office
from ui.dialogs.form import FormDialog
from ui.pages.complaints.page import ComplaintsPage


def opened(office: Office) -> Office:
    office.until(lambda: page_of(office).acting.detail)
    return office


def page_of(office: Office) -> ComplaintsPage:
    return cast("ComplaintsPage", office.window.page)


def numbers(office: Office) -> list[list[str]]:
    """The last three digits of the cards, column by column."""
    return [[card.number[-3:] for card in view.cards] for view in page_of(office).board.columns]


def read(office: Office, number: str) -> ComplaintDetail:
    (row,) = list_complaints(office.app, ComplaintFilter(text=number))
    return read_complaint(office.app, row.id)


def choose(office: Office, number: str) -> None:
    """Put the cursor on a complaint of November 2026."""
    page = page_of(office)
    page.board.select(read(office, f"202611-{number}").row.id)
    page.board.focus_cards()
    office.until(lambda: shown(office) == number)


def shown(office: Office) -> str:
    """The complaint at the right."""
    detail = page_of(office).acting.detail
    return detail.row.complaint_no[-3:] if detail else ""


def state(office: Office) -> str:
    detail = page_of(office).acting.detail
    return detail.row.state_code if detail else ""


def finish(office: Office) -> None:
    """Ctrl+S, and wait until the dialog has gone and the board is read anew."""
    office.ctrl(Qt.Key.Key_S)
    office.settle()


def say(office: Office, words: str) -> None:
    """The words a step asks for, and Ctrl+S."""
    office.dialog()
    office.type(words)
    finish(office)


def type_chinese(office: Office, dialog: FormDialog, **texts: str) -> None:
    for name, text in texts.items():
        dialog.form.form.focus_field(name)
        office.type(text)
