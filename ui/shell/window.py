"""The window: rail, one page at a time, status bar; and the keys that work everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMainWindow, QMenu, QStackedWidget, QWidget

from ui.dialogs.message import Answer, MessageDialog
from ui.icons import seal
from ui.keys import key_text
from ui.shell import menu as menus
from ui.shell.actions import Action, Hint
from ui.shell.desk import Desk
from ui.shell.header import PageFrame
from ui.shell.key_sheet import Group, KeySheet
from ui.shell.page import Page, bind
from ui.shell.panes import next_pane
from ui.shell.quick_find import Finder, Found, QuickFind, matching
from ui.shell.rail import PageSpec, Rail
from ui.shell.status import STOP_KEY, StatusBar
from ui.shell.toasts import Toasts
from ui.theme import SCALES, theme
from ui.widgets.layout import column, row

SMALLEST = (1280, 656)
_ALWAYS = (Hint("F6", "切换区块"), Hint("F1", "全部快捷键"))


class MainWindow(QMainWindow):
    """Holds the pages named by `specs`, made when first gone to.

    `actions` work on every page (录调查表, 记拜访, 新客户); `user_actions` stand in the user's menu;
    `finders` are quick find's slow ones (customers). `closing` comes before the window closes, after the page was left.
    """

    closing = Signal()

    def __init__(
        self,
        desk: Desk,
        specs: Sequence[PageSpec],
        *,
        actions: Sequence[Action] = (),
        user_actions: Sequence[Action] = (),
        finders: Sequence[Finder] = (),
    ) -> None:
        super().__init__()
        self.setWindowTitle("扫街簿")
        self.setWindowIcon(seal())
        self.setMinimumSize(*SMALLEST)
        self.desk = desk
        self._specs = {spec.name: spec for spec in specs}
        self._finders = finders
        self._facts: Sequence[tuple[str, str]] = ()
        self._badges: dict[str, tuple[int, bool]] = {}
        self._lone_alt = self._dropping = False
        self._current = self._taken_down = ""
        self._actions = [(action, self._bound(action)) for action in actions]
        self._user_actions = [(action, bind(action, self, desk)) for action in user_actions]
        self._page_keys = [self._page_action(spec) for spec in specs if spec.digit]
        self._own = [(action, self._bound(action)) for action in self._own_actions()]
        self._bind_desk()
        self._build()

    @property
    def page(self) -> Page:
        """The page shown."""
        return self._frames[self._current].page

    def go(self, name: str, target: object = None) -> None:
        """Show a page; see Desk.go."""
        if name != self._current:
            if self._current:
                self.page.leave()
            self._current = name
            self._stack.setCurrentWidget(self._frame(name))
            self.rail.show_current(self._specs[name].under or name)
            self.page.ensure_fresh()
            self._focus_first_pane()
        self.page.ensure_fresh()
        if target is not None:
            self.page.show_target(target)
        self._show_page_texts()

    def show_facts(self, *facts: tuple[str, str]) -> None:
        """What the status bar says at the left: pairs of icon and text, e.g. ("buildings", "杭州办事处")."""
        self._facts = facts
        self.status.show_facts(facts)

    def open_menu(self) -> None:
        """菜单, at its button."""
        self._menu(self.rail.menu_button.mapToGlobal(QPoint(self.rail.menu_button.width(), 0))).setFocus()

    def open_key_sheet(self) -> None:
        """F1 for the page shown."""
        page = self.page
        groups: list[Group] = [
            (page.title, [*(Hint(key_text(a.key), a.text) for a, _ in page.bound if a.key), *page.hints()]),
            ("随处可用", [Hint(key_text(a.key), a.text) for a, _ in [*self._actions, *self._own] if a.key]),
            ("转到", [Hint(f"Ctrl+{spec.digit}", spec.label) for spec in self._specs.values() if spec.digit]),
            ("列表", _LIST_KEYS if any(view.isVisible() for view in page.findChildren(QAbstractItemView)) else ()),
            ("日期", _DATE_KEYS),
        ]
        KeySheet(self, page.title, groups).open()

    def open_quick_find(self) -> None:
        """Ctrl+K."""
        QuickFind(self, self.desk.jobs, [partial(matching, hits=self._places())], self._finders).open()

    def next_pane(self, step: int = 1) -> None:
        """F6 and Shift+F6."""
        toasts = self._toasts.shown()
        panes = [*self.page.panes(), *(toasts[-1:]), self.rail]
        next_pane([pane for pane in panes if pane.isVisible()], step)

    def toggle_side_panel(self) -> None:
        """Ctrl+\\."""
        panel = self.page.side_panel()
        if panel:
            panel.setVisible(panel.isHidden())

    def event(self, event: QEvent) -> bool:
        """Alt pressed and released alone opens the menu; with another key or window between it does not."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self._lone_alt = event.key() == Qt.Key.Key_Alt
        elif kind == QEvent.Type.WindowDeactivate:
            self._lone_alt = False
        return super().event(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The end of a lone Alt."""
        if event.key() == Qt.Key.Key_Alt and self._lone_alt:
            self._lone_alt = False
            self.open_menu()
        else:
            super().keyReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nobody took goes back one level."""
        if event.key() == Qt.Key.Key_Escape and not self.page.back() and self._specs[self._current].under:
            self.go(self._specs[self._current].under)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave the page, so that nothing typed is lost; what only a form holds is asked about first."""
        if not self._dropping and (typed := self.unsaved()):
            event.ignore()
            self._ask_to_drop(typed)
            return
        self.page.leave()
        for frame in self._frames.values():
            frame.page.end()
        self.closing.emit()
        super().closeEvent(event)

    def _build(self) -> None:
        """Everything in the window, again when the text size changes."""
        central, self._stack = QWidget(), QStackedWidget()
        central.setObjectName("desk")
        self._frames: dict[str, PageFrame] = {}
        self.rail = Rail(list(self._specs.values()), self.desk.app.user.name, self.open_menu, self._open_user_menu)
        self.rail.chosen.connect(self.go)
        self.status = StatusBar(self.desk.jobs)
        self.status.show_facts(self._facts)
        beside = column(None, self._stack, gap=0)
        upper = row(None, self.rail, beside, gap=0)
        column(central, upper, self.status, gap=0)
        self.setCentralWidget(central)
        self._toasts = Toasts(central)
        for name, badge in self._badges.items():
            self.rail.show_badge(name, *badge)

    def unsaved(self) -> str:
        """What is typed on some page and would be lost with the window; empty when nothing would."""
        return "、".join(text for frame in self._frames.values() if (text := frame.page.unsaved()))

    def close_anyway(self) -> None:
        """Close, whatever is typed and not saved."""
        self._dropping = True
        self.close()

    def _ask_to_drop(self, typed: str) -> None:
        answers = (Answer("drop", "不保存，关闭", "danger"), Answer("", "回去保存", "primary"))
        dialog = MessageDialog("还有没保存的内容", f"{typed}填了还没保存，都还在窗口里。", answers, parent=self)
        dialog.accepted.connect(self.close_anyway)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_down(self) -> None:
        """Another text size comes: nothing of the old one is kept but what is typed and not saved."""
        if typed := self.unsaved():
            self.desk.complain(f"{typed}还没保存。字号在下次打开时生效，或先保存再换。")
            return
        self._taken_down, self._current = self._current, ""
        if self._taken_down:
            self._frames[self._taken_down].page.leave()
        for frame in self._frames.values():
            frame.page.end()
        self._frames.clear()
        if old := self.takeCentralWidget():
            old.deleteLater()
            QCoreApplication.sendPostedEvents(old, QEvent.Type.DeferredDelete)

    def _put_up(self) -> None:
        if self.centralWidget() is None:
            self._build()
        if shown := self._taken_down:
            self._taken_down = ""
            self.go(shown)

    def _bind_desk(self) -> None:
        self.desk.noted.connect(lambda note: self._toasts.add(note))
        self.desk.undoing.taken_back.connect(lambda uid: self._toasts.drop(uid))
        self.desk.left_for.connect(self.go)
        self.desk.badged.connect(self._badge)
        self.desk.quick_find_wanted.connect(self.open_quick_find)
        self.desk.changes.happened.connect(self._changed)
        theme().resizing.connect(self._take_down)
        theme().resized.connect(self._put_up)

    def _frame(self, name: str) -> PageFrame:
        if name not in self._frames:
            frame = self._frames[name] = PageFrame(self._specs[name].load(), self.desk, self._stack)
            self._stack.addWidget(frame)
            page = frame.page
            for signal in (page.status_changed, page.hints_changed, page.actions_changed):
                signal.connect(self._show_page_texts)
        return self._frames[name]

    def _show_page_texts(self) -> None:
        page = self.page
        actions = [Hint(key_text(action.key), action.hint) for action, _ in page.bound if action.hint]
        self.status.show_page(page.status)
        self.status.show_hints([*page.hints(), *actions, *_ALWAYS])

    def _changed(self, kinds: frozenset[str]) -> None:
        for frame in self._frames.values():
            if frame.page.accepts_change(kinds):
                frame.page.stale = True
        if self._current:
            self.page.ensure_fresh()

    def _badge(self, name: str, count: int, urgent: bool) -> None:
        self._badges[name] = (count, urgent)
        self.rail.show_badge(name, count, urgent)

    def _focus_first_pane(self) -> None:
        next_pane(list(self.page.panes())[:1], 1)

    def _places(self) -> list[Found]:
        pages = [
            Found(text=spec.label, detail="转到", icon=spec.icon, run=partial(self.go, spec.name))
            for spec in self._specs.values()
            if spec.digit
        ]
        return pages + [
            Found(text=action.text, detail=key_text(action.key), icon=action.icon or "keyboard", run=bound.trigger)
            for action, bound in [*self.page.bound, *self._actions, *self._own]
            if action.slot != self.open_quick_find
        ]

    def _menu(self, where: QPoint) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menus.add_actions(menu, self.page.bound)
        menus.add_actions(menu, self._actions)
        menus.add_pages(menu, [spec for spec in self._specs.values() if spec.digit], self._page_keys)
        menus.add_look(menu, self)
        menu.addSeparator()
        menus.add_actions(menu, self._own)
        menus.add_actions(menu, self._user_actions)
        menu.addAction("退出", self.close)
        menu.popup(where)
        return menu

    def _open_user_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([bound for _, bound in self._user_actions])
        menu.addAction("退出", self.close)
        menu.popup(self.rail.user_button.mapToGlobal(QPoint(self.rail.user_button.width(), 0)))

    def _bound(self, action: Action) -> QAction:
        bound = bind(action, self, self.desk)
        self.addAction(bound)
        return bound

    def _page_action(self, spec: PageSpec) -> QAction:
        action = QAction(spec.label, self)
        action.setShortcut(QKeySequence(f"Ctrl+{spec.digit}"))
        action.triggered.connect(lambda: self.go(spec.name))
        self.addAction(action)
        return action

    def _own_actions(self) -> list[Action]:
        return [
            Action(text="快速查找", key="Ctrl+K", icon="magnifying-glass", slot=self.open_quick_find),
            Action(text="这一页的快捷键", key="F1", icon="keyboard", slot=self.open_key_sheet),
            Action(text="打开菜单", key="F10", icon="list", slot=self.open_menu, group=_WINDOW),
            Action(text="下一区块", key="F6", slot=self.next_pane, group=_WINDOW),
            Action(text="上一区块", key="Shift+F6", slot=partial(self.next_pane, -1), group=_WINDOW),
            Action(text="藏起或显示侧栏", key="Ctrl+\\", slot=self.toggle_side_panel, group=_WINDOW),
            Action(text="撤销", key="Ctrl+Z", icon="arrow-u-up-left", slot=self._undo),
            Action(
                text="恢复撤销的", key="Ctrl+Y", slot=self.desk.undoing.redo, why_not=self.desk.undoing.why_not_redo
            ),
            Action(
                text="停下正在做的",
                key=STOP_KEY,
                slot=self.desk.jobs.stop_newest,
                why_not=self.desk.jobs.why_not_stop,
                group=_WINDOW,
            ),
            Action(text="刷新", key="F5", icon="arrows-clockwise", slot=self._refresh, group=_WINDOW),
            Action(text="放大字号", key="Ctrl+=", icon="text-aa", slot=partial(_scale, 1), group=_WINDOW),
            Action(text="缩小字号", key="Ctrl+-", slot=partial(_scale, -1), group=_WINDOW),
        ]

    def _undo(self) -> None:
        if self.page.undo():
            return
        if reason := self.desk.undoing.why_not_undo():
            self.desk.complain(reason)
        else:
            self.desk.undoing.undo()

    def _refresh(self) -> None:
        self.page.stale = True
        self.page.ensure_fresh()


def _scale(step: int) -> None:
    place = SCALES.index(theme().scale) + step
    if 0 <= place < len(SCALES):
        theme().choose(scale=SCALES[place])


_WINDOW = "窗口"
_LIST_KEYS = (
    Hint("↑ ↓", "选一行"),
    Hint("PgUp PgDn", "翻一屏"),
    Hint("Home End", "到头、到尾"),
    Hint("Enter", "打开"),
    Hint("Ctrl+C", "复制选中的行"),
)
_DATE_KEYS = (
    Hint("t", "今天"),
    Hint("+ -", "后一天、前一天"),
    Hint("1126", "今年 11 月 26 日"),
    Hint("PgUp PgDn", "上个月、下个月"),
)
