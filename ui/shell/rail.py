"""The rail at the left: one place a module, then menu and user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton

from ui.icons import icon, seal
from ui.shell.page import Page
from ui.theme import theme
from ui.widgets.layout import column, row

_LEAST = 36


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page the window has. `load` imports its modules, which takes a while the first time, and may be called in any
    thread. `digit` is its place in the rail and its Ctrl key; pages without a place of their own have 0 and say `under`
    which place they are shown.
    """

    name: str
    label: str
    icon: str
    load: Callable[[], type[Page]]
    digit: int = 0
    under: str = ""


class Rail(QFrame):
    """`chosen` carries the name of the page whose place was clicked."""

    chosen = Signal(str)

    def __init__(
        self, specs: Sequence[PageSpec], user_name: str, menu: Callable[[], object], user_menu: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self.setFixedWidth(theme().px(72))
        self.places = {spec.name: NavButton(spec.label, spec.icon) for spec in specs if spec.digit}
        for name, place in self.places.items():
            place.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            place.setCheckable(True)
        self.menu_button = NavButton("菜单", "list")
        self.menu_button.clicked.connect(lambda: menu())
        user = NavButton(user_name, "user-circle")
        user.setToolTip(f"现在用的人：{user_name}")
        user.clicked.connect(lambda: user_menu())
        self.user_button = user
        parts = [*self.places.values(), None, self.menu_button, user]
        self._seal = self._logo()
        column(self, self._seal, 2, *(part if part is None else row(None, None, part, None) for part in parts), gap=2)
        layout = self.layout()
        if layout:
            layout.setContentsMargins(0, theme().px(8), 0, theme().px(6))
        self._whole = self.sizeHint().height()

    def show_current(self, name: str) -> None:
        """Mark a page's place."""
        for place_name, place in self.places.items():
            place.set_current(place_name == name)

    def show_badge(self, name: str, count: int, urgent: bool) -> None:
        """Show a count on a place."""
        if name in self.places:
            self.places[name].set_badge(count, urgent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large text in a low window: the places need the logo's room."""
        super().resizeEvent(event)
        self._seal.setVisible(self.height() >= self._whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ go round."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def _logo(self) -> QLabel:
        logo = QLabel()
        side = theme().px(38)
        logo.setPixmap(seal().pixmap(QSize(side, side), self.devicePixelRatioF()))
        logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        logo.setFixedHeight(theme().px(44))
        logo.setAccessibleName("扫街簿")
        return logo


class NavButton(QToolButton):
    """60×52, less in a low window: icon over label, filled while current, with a count at its corner."""

    def __init__(self, text: str, icon_name: str) -> None:
        super().__init__()
        self._icon, self._count, self._urgent = icon_name, 0, False
        self.setProperty("kind", "nav")
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(QSize(theme().px(20), theme().px(20)))
        self.setFixedWidth(theme().px(60))
        self.setMinimumHeight(theme().px(_LEAST))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_current(False)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(52))

    def set_current(self, current: bool) -> None:
        """Show the place as the one shown, or not."""
        self.setChecked(current)
        self.setIcon(icon(f"{self._icon}-fill", "link") if current else icon(self._icon))

    def set_badge(self, count: int, urgent: bool) -> None:
        """Count at the corner, none for 0; red when urgent."""
        self._count, self._urgent = count, urgent
        self.setAccessibleName(f"{self.text()} {count}" if count else self.text())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button and its count."""
        super().paintEvent(event)
        if not self._count:
            return
        look, words = theme(), str(self._count) if self._count < 100 else "99+"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font(11, bold=True)
        height = look.px(16)
        width = max(height, QFontMetrics(font).horizontalAdvance(words) + look.px(8))
        box = QRectF(self.width() / 2 + look.px(6), look.px(4), width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("danger" if self._urgent else "text3"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(look.color("surface"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
