"""What is added to a week that is approved already stands in a plan of its own, and the grid says so."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.conftest import OpenOffice
from ui.pages.planning.page import PlanningPage


def test_a_visit_added_to_an_approved_week_leaves_its_approval_alone(office_of: OpenOffice) -> None:
    office = office_of("wenk", "planning")
    page = office.window.page
    assert isinstance(page, PlanningPage)

    def state() -> str:
        return next(lane.state for lane in page.grid.board.lanes if lane.name == "程砚舟")

    office.until(lambda: page.due.view.hasFocus() and page.grid.board.lanes)
    before = state()
    office.press(Qt.Key.Key_Return)
    office.until(lambda: state() == "补充草稿")
    office.ctrl(Qt.Key.Key_Z)
    office.until(lambda: state() == before)
