"""菜单 (Alt or F10): every action with its key, and how the window looks."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ui.icons import icon
from ui.shell.actions import Action
from ui.shell.rail import PageSpec
from ui.theme import SCALES, Mode, theme

_MODES = {Mode.SYSTEM: "跟随系统", Mode.LIGHT: "浅色", Mode.DARK: "深色"}
_DENSITIES = {"compact": "紧凑", "normal": "标准", "roomy": "宽松"}


def add_actions(menu: QMenu, actions: Iterable[tuple[Action, QAction]]) -> None:
    """A section of the menu; actions of one group go into a submenu where the first of them would stand."""
    groups: dict[str, QMenu] = {}
    before = len(menu.actions())
    for action, bound in actions:
        if not action.group:
            menu.addAction(bound)
            continue
        if action.group not in groups:
            groups[action.group] = menu.addMenu(action.group)
        groups[action.group].addAction(bound)
    if len(menu.actions()) > before:
        menu.addSeparator()


def add_pages(menu: QMenu, specs: Iterable[PageSpec], actions: Iterable[QAction]) -> None:
    """The pages with their keys."""
    pages = menu.addMenu(icon("house"), "转到")
    for spec, action in zip(specs, actions, strict=True):
        action.setIcon(icon(spec.icon))
        pages.addAction(action)


def add_look(menu: QMenu, parent: QWidget) -> None:
    """外观: scheme, row height, text size."""
    look = menu.addMenu(icon("sun"), "外观")
    chosen = theme()
    _choices(look, parent, [(text, chosen.mode == mode, {"mode": mode}) for mode, text in _MODES.items()])
    look.addSeparator()
    rows = look.addMenu("表格行高")
    _choices(rows, parent, [(text, chosen.density == name, {"density": name}) for name, text in _DENSITIES.items()])
    sizes = look.addMenu("字号")
    _choices(sizes, parent, [(f"{scale:.0%}", chosen.scale == scale, {"scale": scale}) for scale in SCALES])


def _choices(menu: QMenu, parent: QWidget, choices: list[tuple[str, bool, dict[str, object]]]) -> None:
    group = QActionGroup(menu)
    for text, current, change in choices:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(current)
        group.addAction(action)
        action.triggered.connect(lambda _checked=False, change=change: theme().choose(**change))
