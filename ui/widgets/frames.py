"""Panels, banners and empty states."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import icon
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.layout import Part, column, frame, label, row

_BANNER_ICONS = {"": "warning-fill", "danger": "warning-circle-fill", "link": "info-fill", "ok": "check-circle-fill"}


class Panel(QFrame):
    """A bordered surface with a 38 px head: bold title, grey text, links at the right. Fill it through `body`.

    Without a title there is no head. `padding` is that of the body: 0 for tables.
    """

    def __init__(
        self, title: str = "", sub: str = "", links: Sequence[QWidget] = (), *, padding: int = 12, gap: int = 8
    ) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.sub = label(sub, "sub")
        self.title = label(title, "head")
        self.body: QVBoxLayout = column(None, gap=gap, margins=(padding, padding, padding, padding))
        parts: list[Part] = [self._head(links)] if title else []
        column(self, *parts, self.body, gap=0, margins=(1, 1, 1, 1))

    def add(self, *parts: Part) -> Panel:
        """Put parts under one another into the body."""
        for part in parts:
            if part is None:
                self.body.addStretch(1)
            elif isinstance(part, int):
                self.body.addSpacing(theme().px(part))
            elif isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)
        return self

    def _head(self, links: Sequence[QWidget]) -> QFrame:
        head = frame("head")
        head.setFixedHeight(theme().px(38))
        row(head, self.title, self.sub, None, *links, gap=8, margins=(12, 0, 8, 0))
        return head


class Banner(QFrame):
    """A notice under the header: icon, bold lead, text, up to three small buttons. Never takes the focus by itself.

    Tones: "" (amber), danger, link (info), ok. Give it an objectName when a later one shall replace it.
    """

    def __init__(
        self, lead: str, text: str = "", buttons: Sequence[Button] = (), *, tone: str = "", icon: str = ""
    ) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self.setProperty("tone", tone)
        sign = IconLabel(icon or _BANNER_ICONS[tone], tone or "warn", 16)
        self._lead, self._text = label(lead, "head"), label(text)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._text.setToolTip(text)
        parts = row(self, sign, self._lead, self._text, *buttons, gap=8, margins=(12, 0, 10, 0))
        parts.setStretch(2, 1)
        self._lead.setVisible(bool(lead))  # once it is inside: shown before, it would flash up as a window
        self.setFixedHeight(theme().px(38))
        self.setAccessibleName(f"{lead}{text}")

    def close_with(self, button: Button) -> None:
        """Let a button take the banner away."""
        button.clicked.connect(self.deleteLater)


class EmptyState(QFrame):
    """What stands where rows would be: an icon, one bold line, one line of help, one or two buttons."""

    def __init__(
        self, icon_name: str, lead: str, help_text: str = "", buttons: Sequence[Button] = (), *, framed: bool = False
    ) -> None:
        super().__init__()
        if framed:
            self.setProperty("kind", "empty")
        self.lead = label(lead, "head", wrap=True)
        self.help = label(help_text, "sub", wrap=True)
        sign = IconLabel(icon_name, "text3", 28)
        for part in (self.lead, self.help):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle, below = row(None, None, sign, None), row(None, None, *buttons, None)
        column(self, None, middle, self.lead, self.help, 2, below, None, margins=(14, 14, 14, 14))

    def say(self, lead: str, help_text: str = "") -> None:
        """Other words."""
        self.lead.setText(lead)
        self.help.setText(help_text)


class IconLabel(QLabel):
    """An icon among texts; follows the scheme."""

    def __init__(self, name: str, token: str = "text2", size: int = 16) -> None:
        super().__init__()
        self._icon: QIcon = icon(name, token)
        self._side = theme().px(size)
        self.setFixedSize(QSize(self._side, self._side))
        theme().changed.connect(self._draw)
        self._draw()

    def set_icon(self, name: str, token: str = "text2") -> None:
        """Another icon."""
        self._icon = icon(name, token)
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(self._icon.pixmap(QSize(self._side, self._side), self.devicePixelRatioF()))


def link(text: str, clicked: Callable[[], object], *, key: str = "") -> Button:
    """A quiet blue button, for the head of a panel."""
    return Button(text, clicked, kind="link", key=key)
