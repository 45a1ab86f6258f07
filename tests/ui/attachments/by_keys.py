"""What tests of the files have in common."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt

from tests.support.copying import copy_files
from tests.support.sample import Office
from ui.attachments.panel import AttachmentPanel
from ui.dialogs.form import FormDialog
from ui.pages.customers.detail import TABS
from ui.pages.customers.page import CustomersPage


def files_of(office: Office) -> AttachmentPanel:
    return cast("CustomersPage", office.window.page).panel.files


def turn_to_files(office: Office) -> None:
    """Ctrl+Tab to the tab 附件."""
    page = cast("CustomersPage", office.window.page)
    office.until(lambda: page.panel.detail)
    for _ in range(TABS.index("附件")):
        office.ctrl(Qt.Key.Key_Tab)
    office.until(lambda: files_of(office).isVisible() and not office.desk.jobs.busy)


def shown_files(office: Office) -> Office:
    """The tab 附件, with the focus in it by F6."""
    turn_to_files(office)
    office.press(Qt.Key.Key_F6, times=2)
    assert files_of(office).isAncestorOf(office.focus())
    return office


def paste(office: Office, *files: Path) -> FormDialog:
    """Copy files elsewhere, paste them here."""
    copy_files(*files)
    office.ctrl(Qt.Key.Key_V)
    return cast("FormDialog", office.dialog())


def save(office: Office) -> None:
    """Ctrl+S, and wait until the dialog has gone and the files are read anew."""
    office.ctrl(Qt.Key.Key_S)
    office.settle()


def add(office: Office, *files: Path) -> None:
    paste(office, *files)
    save(office)
