"""The preview of a report's pages."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.showing import bring_up
from ui.jobs import Jobs
from ui.pages.reports.preview import PdfView


def test_a_page_that_just_fits_does_not_change_the_width_it_is_fitted_to(qtbot: QtBot) -> None:
    jobs = Jobs()
    shown = PdfView(jobs)
    bring_up(qtbot, shown)
    widths = []
    for most in (0, 500):
        shown.verticalScrollBar().setRange(0, most)
        QApplication.processEvents()
        widths.append(shown.viewport().width())
    jobs.close()
    assert widths[0] == widths[1]
