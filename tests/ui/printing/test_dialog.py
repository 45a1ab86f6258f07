"""Choosing a printer by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.printing.dialog import PrintDialog
from ui.printing.queues import Printer

PRINTERS = [Printer("办公室", is_default=True), Printer("仓库", trouble="已停用")]


@pytest.fixture
def dialog(qtbot: QtBot) -> PrintDialog:
    shown = PrintDialog(PRINTERS, "4 页，A4 横向")
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.open()
    return shown


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_enter_prints_one_copy_on_the_first(qtbot: QtBot, dialog: PrintDialog) -> None:
    press(qtbot, Qt.Key.Key_Return)
    assert (dialog.result(), dialog.printer, dialog.copies) == (1, "办公室", 1)


def test_another_printer_and_three_copies(qtbot: QtBot, dialog: PrintDialog) -> None:
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_3, Qt.Key.Key_Return)
    assert (dialog.result(), dialog.printer, dialog.copies) == (1, "仓库", 3)


@pytest.mark.parametrize("typed", ["0", "100", "x", ""])
def test_what_is_no_number_of_copies_stays_in_the_dialog(qtbot: QtBot, dialog: PrintDialog, typed: str) -> None:
    press(qtbot, Qt.Key.Key_Tab, Qt.Key.Key_Delete)
    qtbot.keyClicks(QApplication.focusWidget(), typed)
    press(qtbot, Qt.Key.Key_Return)
    assert dialog.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
