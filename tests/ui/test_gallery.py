"""Every part in every state, in both schemes and the largest text: nothing is cut, nothing warns."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.gallery import GalleryPage
from tests.ui.showing import bring_up
from ui.shell.desk import Desk
from ui.shell.rail import PageSpec
from ui.shell.window import MainWindow
from ui.theme import Mode, theme
from ui.widgets.button import Button


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize(("scale", "width", "height"), [(1.0, 1366, 768), (1.5, 1920, 1080)])
def test_nothing_is_cut(qtbot: QtBot, bare_desk: Desk, mode: Mode, scale: float, width: int, height: int) -> None:
    theme().choose(mode=mode, scale=scale)
    window = MainWindow(bare_desk, [PageSpec("gallery", "部件", "house", lambda: GalleryPage, 1)])
    window.resize(width, height)
    window.go("gallery")
    bring_up(qtbot, window)
    bare_desk.toast("已删除客户「杭州艺尚装饰工程」", ("撤销", lambda: None), undo=True)
    qtbot.waitUntil(lambda: all(label.isVisible() for label in window.status.findChildren(QLabel) if label.text()))
    assert _cut(window) == []
    window.close()


def _cut(window: MainWindow) -> list[str]:
    """Texts that do not fit; those that may be elided say all in a tooltip."""
    labels = [label for label in window.findChildren(QLabel) if label.isVisible() and not label.wordWrap()]
    cut = [label.text() for label in labels if label.width() < label.sizeHint().width() and not label.toolTip()]
    buttons = [button for button in window.findChildren(Button) if button.isVisible() and button.text()]
    cut += [button.text() for button in buttons if button.width() < button.sizeHint().width()]
    high = theme().px(28) + 2
    fields = [field for kind in (QLineEdit, QComboBox) for field in window.findChildren(kind) if field.isVisible()]
    return cut + [field.objectName() or repr(field) for field in fields if field.height() < high]
