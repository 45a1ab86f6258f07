"""Icons: glyphs of the bundled Phosphor font, drawn in the colour of a token of the scheme shown at that moment."""

from __future__ import annotations

import json
from functools import cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QIconEngine, QPainter, QPixmap

from app.paths import RESOURCES
from ui.fonts import icon_family
from ui.theme import theme


@cache
def icon(name: str, token: str = "text2", on_token: str = "") -> QIcon:
    """The icon of a Phosphor name (`magnifying-glass`, `house-fill`) in a colour token.

    `on_token` colours it while the button is checked. It follows scheme changes by itself. Raises KeyError for a name
    that is not bundled (tools/make_icons.py).
    """
    return QIcon(_GlyphEngine(glyph(name), token, on_token or token))


@cache
def seal() -> QIcon:
    """The logo: white 扫 in a red seal."""
    return QIcon(str(RESOURCES / "icons" / "seal.svg"))


def glyph(name: str) -> str:
    """The character of an icon name in the icon font."""
    return chr(int(_names()[name], 16))


def draw_glyph(painter: QPainter, rect: QRectF, name: str, token: str) -> None:
    """Draw an icon over a square rectangle; for widgets that paint themselves."""
    _draw(painter, rect, glyph(name), token)


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = json.loads((RESOURCES / "icons" / "phosphor.json").read_text(encoding="utf-8"))
    return names


class _GlyphEngine(QIconEngine):
    def __init__(self, character: str, token: str, on_token: str) -> None:
        super().__init__()
        self._character, self._token, self._on_token = character, token, on_token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = self._on_token if state == QIcon.State.On else self._token
        _draw(painter, QRectF(rect), self._character, "disabled" if mode == QIcon.Mode.Disabled else token)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap


def _draw(painter: QPainter, rect: QRectF, character: str, token: str) -> None:
    font = QFont(icon_family())
    font.setPixelSize(max(1, round(rect.height())))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter.save()
    painter.setFont(font)
    painter.setPen(theme().color(token))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, character)
    painter.restore()
