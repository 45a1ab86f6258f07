"""What the window remembers for its user: look, place on screen, widths; a file beside the user's other data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

from app.paths import user_folder
from ui.theme import ROW_HEIGHTS, SCALES, Mode, theme


class Preferences:
    """Kept in an INI file. Values that no longer make sense are passed over, never an error."""

    def __init__(self, path: Path) -> None:
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, key: str, otherwise: str = "") -> str:
        """A remembered text."""
        return str(self._file.value(key, otherwise))

    def remember(self, key: str, value: str) -> None:
        """Keep a text."""
        self._file.setValue(key, value)

    def restore_look(self) -> None:
        """Scheme, text size and row height as last time, and remember changes from now on."""
        mode, scale, density = self.text("look/mode"), self.text("look/scale"), self.text("look/density")
        scales = {str(known): known for known in SCALES}
        look = theme()
        look.mode = Mode(mode) if mode in set(Mode) else look.mode
        look.scale = scales.get(scale, look.scale)
        look.density = density if density in ROW_HEIGHTS else look.density
        look.changed.connect(self._remember_look)

    def follow_window(self, window: QMainWindow) -> None:
        """Size and place as last time; call `leave_window` when it closes."""
        geometry = self._file.value("window/geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)

    def leave_window(self, window: QMainWindow) -> None:
        """Keep size and place."""
        self._file.setValue("window/geometry", window.saveGeometry())

    def follow_splitter(self, splitter: QSplitter, name: str) -> None:
        """Widths as last time, and remember changes from now on."""
        key = f"splitter/{name}"
        state = self._file.value(key)
        if isinstance(state, QByteArray):
            splitter.restoreState(state)
        splitter.splitterMoved.connect(lambda: self._file.setValue(key, splitter.saveState()))

    def _remember_look(self) -> None:
        look = theme()
        self.remember("look/mode", look.mode.value)
        self.remember("look/scale", str(look.scale))
        self.remember("look/density", look.density)


def own_preferences() -> Preferences:
    """The user's, in the folder of their own."""
    return Preferences(user_folder() / "window.ini")
