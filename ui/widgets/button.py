"""Buttons with an icon, a verb and the key that does the same."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from ui.icons import draw_glyph
from ui.keys import key_text
from ui.theme import theme

_GAP, _KEY_GAP, _KEY_PAD = 6, 8, 4
_SIDES = {"quiet": 6, "link": 4, "segment": 12, "tab": 7, "chip": 11}
_HEIGHTS = {"chip": 26, "link": 26, "segment": 28, "tab": 30}
_VIEWS = ("segment", "tab")
_TEXT_TOKENS = {"primary": "onAccent", "danger": "danger", "link": "link", "segment": "text2", "tab": "text2"}


class Button(QPushButton):
    """A button that shows its key; kinds: "" (plain), primary, danger, quiet, link, chip, segment, tab."""

    def __init__(
        self,
        text: str = "",
        clicked: Callable[[], object] | None = None,
        *,
        icon: str = "",
        key: str = "",
        kind: str = "",
        small: bool = False,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon, self._key, self._kind = icon, key_text(key), kind
        self._trailing = ""
        self._brief, self._tip = 0, tip
        self.setProperty("kind", kind)
        if small:
            self.setProperty("small", True)
        self.setAutoDefault(False)
        self.setToolTip(tip)
        self.setAccessibleName(text or tip)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if clicked:
            self.clicked.connect(lambda: clicked())

    def set_icon(self, name: str) -> None:
        """Another icon."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_reason(self, why_not: str) -> None:
        """Disable it and say why in the tooltip, or enable it with an empty reason."""
        self.setEnabled(not why_not)
        self.setToolTip(why_not or self._told())

    def width_at(self, brief: int) -> int:
        """How wide it would be; see `set_brief`."""
        before, self._brief = self._brief, brief
        width = self.sizeHint().width()
        self._brief = before
        return width

    def set_brief(self, brief: int) -> None:
        """Take less room: 1 without the keycap, 2 the icon alone, if there is one; the tooltip says the rest."""
        if brief == self._brief:
            return
        self._brief = brief
        if self.isEnabled():
            self.setToolTip(self._told())
        self.updateGeometry()
        self.update()

    def set_trailing(self, icon: str) -> None:
        """A small icon after the text: caret-down for menus, x for a removable chip."""
        self._trailing = icon
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as what it shows."""
        px = theme().px
        height = px(26 if self.property("small") else _HEIGHTS.get(self._kind, 30))
        width = self._content_width() + 2 * px(_SIDES.get(self._kind, 10))
        return QSize(width if self._words() else max(width, height), height)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box by the sheet, the contents by hand."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_contents(painter)

    def paint_contents(self, painter: QPainter) -> None:
        """Icon, text and keycap, in the middle."""
        px, token = theme().px, self._text_token()
        x = (self.width() - self._content_width()) / 2
        if self._icon:
            draw_glyph(painter, self._square(x, px(16)), self._icon, self._icon_token(token))
            x += px(16) + (px(_GAP) if self._words() else 0)
        if self._words():
            width = self._text_width()
            painter.setFont(self._text_font())
            painter.setPen(theme().color(token))
            painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self._words())
            x += width
        if self._shown_key():
            self.paint_key(painter, x + (px(_KEY_GAP) if self._words() or self._icon else 0), self._key, token)
        if self._trailing:
            draw_glyph(painter, self._square(x + px(_GAP), px(12)), self._trailing, token)

    def paint_key(self, painter: QPainter, x: float, key: str, token: str) -> None:
        """A keycap from `x` on; in the colour of the text where the button is filled or disabled."""
        look = theme()
        box = QRectF(x, (self.height() - look.px(17)) / 2, self._key_width(key), look.px(17)).adjusted(
            0.5, 0.5, -0.5, -0.5
        )
        border = QColor(look.color("onAccent" if token == "onAccent" else "line2"))
        if token == "onAccent":
            border.setAlpha(150)
        painter.setPen(QPen(border, 1))
        painter.drawRoundedRect(box, look.px(3), look.px(3))
        painter.setFont(look.font(11))
        painter.setPen(look.color(token if token in ("onAccent", "disabled") else "text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)

    def _square(self, x: float, side: int) -> QRectF:
        return QRectF(QPointF(x, (self.height() - side) / 2), QSizeF(side, side))

    def _words(self) -> str:
        return "" if self._brief > 1 and self._icon else self.text()

    def _shown_key(self) -> str:
        return "" if self._brief else self._key

    def _told(self) -> str:
        left_out = f"{self.text()}（{self._key}）" if self._key else self.text()
        return self._tip or (left_out if self._brief else "")

    def _text_token(self) -> str:
        if not self.isEnabled():
            return "disabled"
        if (self.isChecked() or self.property("active")) and self._kind != "primary":
            return "link"
        return _TEXT_TOKENS.get(self._kind, "text")

    def _icon_token(self, text_token: str) -> str:
        return "text2" if text_token == "text" else text_token

    def _text_font(self) -> QFont:
        return theme().font(13, bold=self._kind in _VIEWS and self.isChecked())

    def _text_width(self) -> int:
        return QFontMetrics(theme().font(13, bold=self._kind in _VIEWS)).horizontalAdvance(self._words())

    def _key_width(self, key: str) -> int:
        return QFontMetrics(theme().font(11)).horizontalAdvance(key) + 2 * theme().px(_KEY_PAD)

    def _content_width(self) -> int:
        px = theme().px
        width = self._text_width() if self._words() else 0
        if self._icon:
            width += px(16) + (px(_GAP) if self._words() else 0)
        if self._shown_key():
            width += self._key_width(self._key) + px(_KEY_GAP)
        if self._trailing:
            width += px(12) + px(_GAP)
        return width
