"""The look: colours of the chosen scheme, sizes at the chosen text size, as a palette and one style sheet.

`resources/theme/tokens.json` holds the colours, `app.qss` the rules. In the sheet `@name` is a colour, `12dp` a length
that grows with the text size (`1px` does not), and `@pictures` the folder of the scheme's small drawings.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.paths import RESOURCES
from ui.fonts import ui_families

SCALES = (1.0, 1.1, 1.25, 1.5)
ROW_HEIGHTS = {"compact": 26, "normal": 30, "roomy": 36}


class Mode(StrEnum):
    """Which scheme the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """One a process, as there is one palette; ask for it with `theme()`.

    `changed` comes after the palette and the sheet are in place: whoever keeps pens or pixmaps drops them then.
    When the text size becomes another one, `resizing` comes before and `resized` after: the window takes its parts down,
    or each of them would be styled once more for nothing, and builds them anew.
    """

    changed = Signal()
    resizing = Signal()
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._schemes: dict[str, dict[str, str]] = json.loads(_read("tokens.json"))
        self.mode = Mode.SYSTEM
        self.scale = 1.0
        self.density = "normal"
        self._applied = ""
        self._take_scheme()

    @property
    def scheme(self) -> str:
        """`light` or `dark`: what is shown now."""
        return self._scheme

    def start(self) -> None:
        """Put the look on the running QApplication and follow the system's scheme from now on."""
        QDir.setSearchPaths("theme", [str(RESOURCES / "theme")])
        QApplication.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.apply()

    def choose(self, *, mode: Mode | None = None, scale: float | None = None, density: str | None = None) -> None:
        """Change what is named, at once."""
        self.mode = mode or self.mode
        self.scale = scale or self.scale
        self.density = density or self.density
        self.apply()

    def apply(self) -> None:
        """Palette, fonts and sheet anew, when they differ from what is shown."""
        self._take_scheme()
        state = f"{self._scheme}|{self.scale}|{self.density}"
        if state == self._applied:
            return
        before, self._applied = self._applied, state
        is_resized = bool(before) and before.split("|")[1] != str(self.scale)
        if is_resized:
            self.resizing.emit()
        QApplication.setFont(self.font())
        QApplication.setPalette(self.palette())
        _application().setStyleSheet(self.sheet())
        self.changed.emit()
        if is_resized:
            self.resized.emit()

    def color(self, token: str) -> QColor:
        """The colour of a token, for painting."""
        color = self._colors.get(token)
        if color is None:
            color = self._colors[token] = QColor(self._schemes[self._scheme][token])
        return color

    def px(self, length: float) -> int:
        """A length of the design at the chosen text size, in logical pixels."""
        return round(length * self.scale)

    @property
    def row_height(self) -> int:
        """Height of a table row at the chosen density and text size."""
        return self.px(ROW_HEIGHTS[self.density])

    def font(self, size: int = 13, *, bold: bool = False) -> QFont:
        """The interface font at a size of the design, with digits of equal width."""
        font = QFont()
        font.setFamilies(ui_families())
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def palette(self) -> QPalette:
        """The same tokens for what no sheet reaches: placeholders, links, selections, disabled text."""
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.color(token))
        for role in _TEXT_ROLES:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("disabled"))
        return palette

    def sheet(self) -> str:
        """The style sheet with colours and lengths put in."""
        text = _read("app.qss").replace("@pictures", f"theme:{self._scheme}")
        text = re.sub(r"@(\w+)", lambda match: self._schemes[self._scheme][match[1]], text)
        return re.sub(r"(-?\d+)dp", lambda match: f"{self.px(int(match[1]))}px", text)

    def _take_scheme(self) -> None:
        self._scheme = self._wanted_scheme()
        self._colors: dict[str, QColor] = {}

    def _wanted_scheme(self) -> str:
        if self.mode != Mode.SYSTEM:
            return self.mode.value
        dark = QApplication.instance() and QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _follow_system(self) -> None:
        if self.mode == Mode.SYSTEM:
            self.apply()


@cache
def theme() -> Theme:
    """The look of this process."""
    return Theme()


def set_state(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties the sheet tells states by (`kind`, `state`, `fill`…) and restyle when one changed."""
    changed = [name for name, value in properties.items() if widget.property(name) != value]
    for name in changed:
        widget.setProperty(name, properties[name])
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication), "the look needs a QApplication"
    return application


def _read(name: str) -> str:
    return (RESOURCES / "theme" / name).read_text(encoding="utf-8")


_Role = QPalette.ColorRole
_TEXT_ROLES = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText)
_ROLES = {
    _Role.Window: "bg",
    _Role.WindowText: "text",
    _Role.Base: "surface",
    _Role.AlternateBase: "subtle",
    _Role.Text: "text",
    _Role.Button: "surface",
    _Role.ButtonText: "text",
    _Role.PlaceholderText: "text3",
    _Role.ToolTipBase: "surface",
    _Role.ToolTipText: "text",
    _Role.Highlight: "selected",
    _Role.HighlightedText: "text",
    _Role.Link: "link",
    _Role.LinkVisited: "link",
    _Role.Accent: "accent",
    _Role.BrightText: "danger",
    _Role.Light: "surface",
    _Role.Midlight: "line",
    _Role.Mid: "line2",
    _Role.Dark: "ctl",
    _Role.Shadow: "line",
}
