"""Keys, committed text and waiting, for tests that drive the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from tests.support.keyboard import commit_text

_PATIENCE_MS = 15_000


def focus() -> QWidget:
    """Where keys go now."""
    if popup := QApplication.activePopupWidget():
        return popup
    if QApplication.activeWindow() is None:
        _activate_what_is_left()
    widget = QApplication.focusWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()
    assert widget is not None
    return widget


def _activate_what_is_left() -> None:
    """A window system gives the focus back when a dialog or menu closes; the offscreen one does not."""
    window = QApplication.activeModalWidget() or next(
        w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow) and w.isVisible()
    )
    window.activateWindow()
    until(window.isActiveWindow, "no window became active")


def press(*keys: str) -> None:
    """Press keys one after the other, each as written on the key sheet: Enter, Alt+D, F12, 3."""
    for key in keys:
        *modifiers, name = key.split("+")
        QTest.keyClick(focus(), _KEYS.get(name) or Qt.Key(ord(name.upper())), _modifiers(modifiers))


def type_ascii(text: str) -> None:
    """Type Latin letters, digits and signs key by key."""
    for character in text:
        QTest.keyClick(focus(), character)


def type_chinese(text: str) -> None:
    """Commit Chinese text as an input method does."""
    commit_text(focus(), text)


def until(holds: Callable[[], object], what: str) -> None:
    """Let the program work until something holds; fails with `what` when it never does."""
    loop = QEventLoop()
    held = [bool(holds())]

    def look() -> None:
        held[0] = bool(holds())
        if held[0]:
            loop.quit()

    poll, limit = QTimer(interval=10), QTimer(interval=_PATIENCE_MS, singleShot=True)
    poll.timeout.connect(look)
    limit.timeout.connect(loop.quit)
    poll.start()
    limit.start()
    if not held[0]:
        loop.exec()
    poll.stop()
    limit.stop()
    assert held[0], what


@contextmanager
def when_shown(kind: type[QWidget], act: Callable[[], object]) -> Iterator[None]:
    """Inside, act on the next modal dialog of a kind as soon as it has the focus."""
    poll = QTimer(interval=10)

    def look() -> None:
        dialog, inside = QApplication.activeModalWidget(), QApplication.focusWidget()
        if isinstance(dialog, kind) and inside is not None and dialog.isAncestorOf(inside):
            poll.stop()
            act()

    poll.timeout.connect(look)
    poll.start()
    yield
    poll.stop()


def _modifiers(names: list[str]) -> Qt.KeyboardModifier:
    held = Qt.KeyboardModifier.NoModifier
    for name in names:
        held |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Alt": Qt.KeyboardModifier.AltModifier}.get(
            name, Qt.KeyboardModifier.ShiftModifier
        )
    return held


_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab,
    "Space": Qt.Key.Key_Space,
    "Down": Qt.Key.Key_Down,
    "Up": Qt.Key.Key_Up,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "PgUp": Qt.Key.Key_PageUp,
    "PgDown": Qt.Key.Key_PageDown,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    **{f"F{n}": getattr(Qt.Key, f"Key_F{n}") for n in range(1, 13)},
}
