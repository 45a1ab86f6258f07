"""The report page: the sheets of a day or week in sight, by keys."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from tests.support.sample import Office, button_of, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.reports.by_keys import page_of
from ui.pages.reports.preview import FIT_WIDTH, FREE
from ui.shell.targets import ReportTarget
from ui.theme import theme


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    """The clerk, before the sheets of Friday."""
    opened = office_of("wenk", "reports")
    opened.until(lambda: page_of(opened).view.is_drawn())
    return opened


def states(office: Office) -> list[tuple[str, int, str]]:
    return [(rep.name, rep.visits, rep.state) for rep in page_of(office).reps.reps.reps]


def test_the_day_is_shown_with_what_everybody_handed_in(office: Office) -> None:
    assert states(office) == [
        ("程砚舟", 4, "已提交"), ("罗以南", 2, "已提交"), ("邵知夏", 3, "已提交"), ("贺庭樾", 2, "已提交"),
    ]  # fmt: skip
    page = page_of(office)
    assert page.view.page_count == 4
    assert isinstance(office.focus(), type(page.period.date))
    assert "业务员 4 人，拜访 11 家次" in page.status


def test_pages_are_white_paper_with_something_printed_on_them(office: Office) -> None:
    view = page_of(office).view
    picture = view.viewport().grab().toImage()
    assert picture.pixelColor(view.viewport().width() // 2, 40).name() == "#ffffff"
    middle = [picture.pixelColor(x, 230).lightness() for x in range(60, view.viewport().width() - 60)]
    assert min(middle) < 100


def test_keys_turn_pages_and_only_pages_in_sight_are_drawn(office: Office) -> None:
    page = page_of(office)
    office.alt(Qt.Key.Key_Right)
    assert (page.view.page, page.bar.page.text()) == (2, "2")
    office.alt(Qt.Key.Key_Left)
    assert page.view.page == 1
    assert len(page.view._pictures) < page.view.page_count
    page.bar.page.setFocus()
    page.bar.page.selectAll()
    office.type("3")
    office.press(Qt.Key.Key_Return)
    assert page.view.page == 3
    office.until(page.view.is_drawn)


def test_zoom_by_key_and_wheel(office: Office) -> None:
    view = page_of(office).view
    assert view.mode == FIT_WIDTH
    fitting = view.factor
    view.setFocus()
    office.press(Qt.Key.Key_Plus)
    assert view.mode == FREE
    assert view.factor == pytest.approx(fitting * 1.1)
    _wheel(office, -120)
    assert view.factor == pytest.approx(fitting)
    assert page_of(office).bar.zooms.current == FREE


def _wheel(office: Office, turned: int) -> None:
    view = page_of(office).view
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_another_date_is_typed_and_shows_who_is_missing(office: Office) -> None:
    office.type("1119")
    office.press(Qt.Key.Key_Return)
    office.until(lambda: ("贺庭樾", 3, "漏交") in states(office))
    office.type("-")
    office.until(lambda: ("罗以南", 3, "已提交 迟") in states(office))


def test_space_takes_a_rep_out(office: Office) -> None:
    page = page_of(office)
    page.reps.reps.setFocus()
    office.press(Qt.Key.Key_Space)
    office.until(lambda: page.view.page_count == 3)
    office.ctrl(Qt.Key.Key_A)
    office.until(lambda: page.view.page_count == 4)


def test_nobody_ticked_is_said_and_nothing_can_be_printed(office: Office) -> None:
    page = page_of(office)
    page.reps.reps.setFocus()
    office.ctrl(Qt.Key.Key_A)
    office.until(lambda: page.view.page_count == 0)
    assert "没有勾选业务员" in texts_of(page.middle.empty)
    office.press(Qt.Key.Key_F12)
    assert not list(page.output.children())


def test_a_week_holds_every_sheet_of_it(office: Office) -> None:
    page = page_of(office)
    chip = button_of(page, "本周")
    chip.setFocus()
    office.press(Qt.Key.Key_Space)
    office.until(lambda: page.view.page_count == 20)
    assert ("贺庭樾", 15, "交 4 漏 1") in states(office)
    office.alt(Qt.Key.Key_PageUp)
    office.until(lambda: page.period.period.first.isoformat() == "2026-11-09")


def test_a_day_without_anything_says_so(office: Office) -> None:
    office.type("1115")
    office.press(Qt.Key.Key_Return)
    office.until(lambda: page_of(office).view.page_count == 0)
    office.until(lambda: "没有日报，也没有拜访" in texts_of(page_of(office)))


def test_whole_phone_numbers_are_offered_only_to_who_may_see_them(office_of: OpenOffice) -> None:
    office = office_of("luoyn", "reports")
    office.until(lambda: page_of(office).view.page_count == 4)
    assert not page_of(office).conditions.findChild(QCheckBox).isVisible()
    assert not any(action.text.startswith("审阅") for action, _ in page_of(office).bound)


def test_the_bar_gives_way_at_large_text_and_nothing_overlaps(office: Office) -> None:
    theme().choose(scale=1.5)
    try:
        page = page_of(office)
        office.until(lambda: page.view.page_count)
        office.desk.go("reports", ReportTarget(report="weekly"))
        office.until(lambda: page.kind.name == "weekly" and page.view.page_count)
        parts = [part for part in page.bar.children() if isinstance(part, QWidget) and part.isVisible()]
        places = sorted((part.geometry() for part in parts), key=lambda rect: rect.left())
        assert page.middle.views in parts
        assert page.bar.page in parts
        assert all(left.right() < right.left() for left, right in pairwise(places))
        assert all(part.width() >= part.minimumSizeHint().width() for part in parts)
    finally:
        theme().choose(scale=1.0)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_menu_is_no_higher_than_the_window(office: Office, scale: float) -> None:
    theme().choose(scale=scale)
    try:
        office.window.open_menu()
        menu = QApplication.activePopupWidget()
        assert menu is not None
        assert menu.sizeHint().height() <= office.window.height()
        menu.close()
    finally:
        theme().choose(scale=1.0)
