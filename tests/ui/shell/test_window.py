"""The window is walked by keys; pages read when they must; notices come and go."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.support.keyboard import commit_text
from tests.ui.showing import bring_up
from ui.shell.actions import Action, Hint
from ui.shell.desk import Desk
from ui.shell.header import PageHeader
from ui.shell.key_sheet import KeySheet
from ui.shell.page import Page
from ui.shell.quick_find import Found, QuickFind
from ui.shell.rail import PageSpec
from ui.shell.toasts import Toast
from ui.shell.window import SMALLEST, MainWindow
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.fields import LineEdit, SearchField
from ui.widgets.frames import Banner
from ui.widgets.layout import row

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LOADING_PINYIN_MS = 15_000
"""Its dictionary is loaded with the first initials typed, which takes a while on a busy machine."""


class ListPage(Page):
    """A page with two panes, a side panel and actions that write down that they ran."""

    name, title, watches = "list", "客户档案", frozenset({"customers"})

    def build(self) -> None:
        self.search, self.field, self.side = SearchField("找客户"), LineEdit(), QWidget()
        row(self, self.field, self.side)
        row(self.side, LineEdit())
        self.did: list[str] = []
        self.reason = ""
        self.loads = 0

    def page_actions(self) -> Sequence[Action]:
        return [
            Action(text="新客户", key="Ctrl+N", icon="plus", button="primary", slot=lambda: self.did.append("new")),
            Action(
                text="导出", key="Ctrl+E", button="plain", slot=self.export, why_not=lambda: self.reason, hint="导出"
            ),
        ]

    def export(self) -> None:
        self.did.append("export")

    def hints(self) -> Sequence[Hint]:
        return [Hint("↑ ↓", "选客户")]

    def header_widgets(self) -> Sequence[QWidget]:
        return [self.search]

    def panes(self) -> Sequence[QWidget]:
        return [self.field, self.side]

    def side_panel(self) -> QWidget:
        return self.side

    def reload(self) -> None:
        self.loads += 1

    def show_target(self, target: object) -> None:
        self.did.append(f"target {target}")

    def leave(self) -> None:
        self.did.append("left")


class EntryPage(Page):
    """A page under another one."""

    name, title = "entry", "录调查表"

    def build(self) -> None:
        self.field = LineEdit()
        row(self, self.field)

    def panes(self) -> Sequence[QWidget]:
        return [self.field]


@pytest.fixture
def window(qtbot: QtBot, bare_desk: Desk) -> Iterator[MainWindow]:
    specs = [
        PageSpec("list", "客户", "address-book", lambda: ListPage, 2),
        PageSpec("other", "报表", "printer", lambda: ListPage, 8),
        PageSpec("entry", "录表", "clipboard-text", lambda: EntryPage, under="list"),
    ]
    everywhere = [Action(text="记拜访", key="Alt+B", slot=lambda: bare_desk.toast("记下了"))]

    def find(text: str) -> Sequence[Found]:
        return [Found(text=f"杭州{text}", detail="客户", icon="address-book", run=lambda: bare_desk.go("list", text))]

    made = MainWindow(bare_desk, specs, actions=everywhere, finders=(find,))
    made.go("list")
    bring_up(qtbot, made)
    yield made
    made.close()


def list_page(window: MainWindow) -> ListPage:
    page = window.page
    assert isinstance(page, ListPage)
    return page


def test_control_and_digit_go_to_pages_that_read_once(qtbot: QtBot, window: MainWindow) -> None:
    first = list_page(window)
    qtbot.keyClick(window, Qt.Key.Key_8, CONTROL)
    assert window.page is not first
    assert window.rail.places["other"].isChecked()
    assert not window.rail.places["list"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    assert window.page is first
    assert (first.loads, first.did) == (1, ["left"])
    assert first.field.hasFocus()


def test_the_window_fits_the_smallest_screen_and_grows(window: MainWindow) -> None:
    assert (window.minimumWidth(), window.minimumHeight()) == SMALLEST
    assert window.rail.width() == 72
    assert window.status.height() == 26


def test_f6_goes_round_panes_and_rail(qtbot: QtBot, window: MainWindow) -> None:
    page = list_page(window)
    assert page.field.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert page.side.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.rail.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert page.field.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.rail.isAncestorOf(QApplication.focusWidget())


def test_actions_run_by_key_and_by_button(qtbot: QtBot, window: MainWindow) -> None:
    page = list_page(window)
    qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_E, CONTROL)
    next(button for button in window.findChildren(Button) if button.text() == "导出").click()
    assert page.did == ["new", "export", "export"]


def test_an_action_that_cannot_be_done_says_why(qtbot: QtBot, window: MainWindow) -> None:
    page = list_page(window)
    page.reason = "没有可导出的客户。"
    page.refresh_actions()
    button = next(button for button in window.findChildren(Button) if button.text() == "导出")
    assert not button.isEnabled()
    assert button.toolTip() == page.reason
    qtbot.keyClick(window, Qt.Key.Key_E, CONTROL)
    assert page.did == []
    assert page.reason in said(window)


def test_a_change_makes_pages_read_anew_when_they_are_seen(qtbot: QtBot, window: MainWindow) -> None:
    first = list_page(window)
    window.go("other")
    window.desk.changes.tell("visits")
    assert (first.stale, list_page(window).loads) == (False, 1)
    window.desk.changes.tell("customers")
    assert (first.loads, first.stale, list_page(window).loads) == (1, True, 2)
    window.go("list")
    assert first.loads == 2
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert first.loads == 3


def test_quick_find_finds_pages_commands_and_customers(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    dialog = window.findChildren(QuickFind)[0]
    qtbot.waitUntil(dialog.isActiveWindow)
    commit_text(dialog.field, "永盛")
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert list_page(window).did == ["target 永盛"]


def test_quick_find_takes_pinyin_initials(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    dialog = window.findChildren(QuickFind)[0]
    qtbot.keyClicks(dialog.field, "bb")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: dialog.list.count() == 2, timeout=LOADING_PINYIN_MS)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert window.rail.places["other"].isChecked()


def test_quick_find_marks_what_was_typed(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    dialog = window.findChildren(QuickFind)[0]
    qtbot.keyClicks(dialog.field, "bb")
    qtbot.waitUntil(lambda: dialog.list.count() == 2, timeout=LOADING_PINYIN_MS)
    drawn = dialog.list.viewport().grab().toImage()
    assert any(drawn.pixelColor(x, y) == theme().color("mark") for x in range(30, 120) for y in range(30))


def test_quick_find_says_when_there_is_nothing(qtbot: QtBot, bare_desk: Desk) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = QuickFind(parent, bare_desk.jobs, [lambda text: []], [])
    dialog.open()
    qtbot.keyClicks(dialog.field, "hzxx")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert any(label.isVisible() and "没有找到" in label.text() for label in dialog.findChildren(QLabel))
    dialog.close()


def test_quick_find_shows_what_was_typed_last(qtbot: QtBot, bare_desk: Desk) -> None:
    parent, may_end = QWidget(), threading.Event()
    qtbot.addWidget(parent)

    def find(text: str) -> Sequence[Found]:
        if text == "h":
            may_end.wait(5)
        return [Found(text=f"{text}建材", detail="", icon="address-book", run=lambda: None)]

    dialog = QuickFind(parent, bare_desk.jobs, [], [find])
    dialog.open()
    dialog.field.searched.emit("h")
    dialog.field.searched.emit("hz")
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    may_end.set()
    qtbot.waitUntil(lambda: not bare_desk.jobs.busy)
    assert [dialog.list.item(at).text() for at in range(dialog.list.count())] == ["hz建材"]
    dialog.close()


def test_f1_lists_the_keys_of_this_page(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChildren(KeySheet)[0]
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    for text in ("新客户", "Ctrl+N", "记拜访", "Alt+B", "快速查找", "Ctrl+8"):
        assert text in texts
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_F10, Qt.Key.Key_Alt])
def test_the_menu_holds_every_action_with_its_key(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    qtbot.keyClick(window, key)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    keys = {action.text(): action.shortcut().toString() for action in menu.actions()}
    assert keys["新客户"] == "Ctrl+N"
    assert keys["记拜访"] == "Alt+B"
    assert {"转到", "外观", "退出"} <= set(keys)
    qtbot.keyClick(menu, Qt.Key.Key_Escape)


def test_alt_with_another_key_does_not_open_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyPress(window, Qt.Key.Key_Alt)
    qtbot.keyClick(window, Qt.Key.Key_B, ALT)
    qtbot.keyRelease(window, Qt.Key.Key_Alt)
    assert QApplication.activePopupWidget() is None
    assert "记下了" in said(window)


def test_toasts_stay_three_and_undo_takes_one_away(qtbot: QtBot, window: MainWindow) -> None:
    undone: list[bool] = []
    for number in range(4):
        window.desk.toast(f"已删除 {number}", ("撤销", lambda: undone.append(True)), undo=True)
    assert said(window) == ["已删除 1", "已删除 2", "已删除 3"]
    toast = window._toasts.shown()[-1]
    assert window.centralWidget().rect().contains(toast.parentWidget().geometry())
    toast.buttons[0].click()
    assert undone == [True]
    assert said(window) == ["已删除 1", "已删除 2"]


def test_a_banner_replaces_its_like_and_takes_its_room_away(qtbot: QtBot, window: MainWindow) -> None:
    focused = QApplication.focusWidget()
    for lead in ("可能重复：", "可能重复两家："):
        banner = Banner(lead, "手机相同", [close := Button("不是同一家", small=True)])
        banner.setObjectName("duplicates")
        banner.close_with(close)
        window.page.show_banner(banner)
    assert QApplication.focusWidget() is focused
    qtbot.waitUntil(lambda: [part for part in window.findChildren(Banner) if part.isVisible()] == [banner])
    close.click()
    qtbot.waitUntil(lambda: window.page.y() == window.findChildren(PageHeader)[0].height())


def test_escape_goes_back_to_the_page_above(qtbot: QtBot, window: MainWindow) -> None:
    window.go("entry")
    assert window.rail.places["list"].isChecked()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert isinstance(window.page, ListPage)


def test_a_long_notice_in_large_text_takes_more_lines(qtbot: QtBot, window: MainWindow) -> None:
    theme().choose(scale=1.5)
    window.resize(*SMALLEST)
    window.desk.complain("没能保存这份调查表。" * 12)
    toast = window.findChildren(Toast)[0]
    qtbot.waitUntil(lambda: toast.height() > theme().px(40))
    assert toast.width() < window.width()


def test_the_side_panel_hides_and_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    side = list_page(window).side
    qtbot.keyClick(window, Qt.Key.Key_Backslash, CONTROL)
    assert side.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_Backslash, CONTROL)
    assert side.isVisible()


def test_a_larger_text_size_rebuilds_the_window_where_it_was(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.badge("other", 3, urgent=True)
    qtbot.keyClick(window, Qt.Key.Key_Equal, CONTROL)
    assert theme().scale == 1.1
    assert window.rail.width() == 79
    assert window.rail.places["list"].isChecked()
    assert window.rail.places["other"].accessibleName() == "报表 3"
    qtbot.keyClick(window, Qt.Key.Key_Minus, CONTROL)
    assert window.rail.width() == 72


def test_the_status_bar_says_what_works_here(qtbot: QtBot, window: MainWindow) -> None:
    window.show_facts(("buildings", "杭州办事处"))
    window.page.set_status("命中 38 家")
    wanted = {"杭州办事处", "命中 38 家", "选客户", "导出", "切换区块", "全部快捷键"}
    find = window.status.findChildren
    qtbot.waitUntil(lambda: wanted <= {label.text() for label in find(QLabel) if label.isVisible()})


def test_running_work_shows_in_the_status_bar_and_can_be_stopped(qtbot: QtBot, window: MainWindow) -> None:
    failures: list[object] = []

    def work(task: object) -> None:
        while True:
            task.step(38, 126)  # type: ignore[attr-defined]

    window.desk.jobs.start(window, work, lambda _: None, failed=failures.append, title="导出")
    qtbot.waitUntil(lambda: "导出 30%" in [label.text() for label in window.status.findChildren(QLabel)])
    next(button for button in window.status.findChildren(Button) if button.text() == "停下").click()
    qtbot.waitUntil(lambda: bool(failures))


def test_closing_leaves_the_page(qtbot: QtBot, window: MainWindow) -> None:
    page = list_page(window)
    with qtbot.waitSignal(window.closing):
        window.close()
    assert page.did == ["left"]


def said(window: MainWindow) -> list[str]:
    return [toast.text.text() for toast in window._toasts.shown()]
