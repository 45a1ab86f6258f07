"""The head of a page: title, its own widgets, its buttons; under it banners."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QWidget

from ui.shell.actions import Action
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row


class PageFrame(QWidget):
    """A page with everything around it inside the window.

    The page is built in its place: a part that gets another parent is styled again with all that is in it.
    """

    def __init__(self, page_class: type[Page], desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.page = page = page_class(desk, self)
        self._banners = column(None, gap=8)
        self._banner_room = QWidget()
        self._banner_room.setLayout(self._banners)
        column(self, PageHeader(page), self._banner_room, page, gap=0).setStretch(2, 1)
        self._banner_room.hide()
        page.banner_wanted.connect(self._show_banner)

    def _show_banner(self, banner: QWidget) -> None:
        if name := banner.objectName():
            for old in self._banner_room.findChildren(QWidget, name, Qt.FindChildOption.FindDirectChildrenOnly):
                old.hide()
                old.deleteLater()
        self._banners.addWidget(banner)
        side = theme().px(12)
        self._banners.setContentsMargins(side, theme().px(8), side, 0)
        self._banner_room.show()
        banner.destroyed.connect(self._look_at_room)

    def _look_at_room(self) -> None:
        """A banner has gone; the layout counts it until the event loop comes round."""
        if shiboken6.isValid(self._banner_room):
            QTimer.singleShot(0, self._banner_room, self._hide_empty_room)

    def _hide_empty_room(self) -> None:
        if not self._banners.count():
            self._banner_room.hide()


class PageHeader(QFrame):
    """48 px: title, grey subtitle, the page's widgets, then its buttons at the right.

    Where all of it does not fit, buttons lose their keycaps, then their words; then widgets with the property `spare` go.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setFixedHeight(theme().px(48))
        self._subtitle = label(page.subtitle, "sub")
        self._buttons = [(action, self._button(action, bound)) for action, bound in page.bound if action.button]
        title = label(page.title, "title")
        title.setAccessibleName(page.title)
        buttons, parts = [button for _, button in self._buttons], page.header_widgets()
        self._spare = [part for part in parts if part.property("spare")]
        self._line = row(self, title, self._subtitle, *parts, None, *buttons, gap=8, margins=(16, 0, 16, 0))
        self._subtitle.setVisible(bool(page.subtitle))
        page.subtitle_changed.connect(self._show_subtitle)
        page.actions_changed.connect(self._refresh)
        self._refresh()

    def event(self, event: QEvent) -> bool:
        """Other words or another width: as much as fits."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return done

    def minimumSizeHint(self) -> QSize:
        """Never wider than the window: what does not fit is left out."""
        return QSize(0, theme().px(48))

    def _fit(self) -> None:
        brief = next((level for level in range(3) if self._width_at(level) <= self.width()), 3)
        for _, button in self._buttons:
            button.set_brief(min(brief, 2))
        for part in self._spare:
            if part.isHidden() != (brief > 2):
                part.setVisible(brief <= 2)

    def _width_at(self, brief: int) -> int:
        """How wide everything would be with buttons that say less."""
        now = self._line.minimumSize().width()
        hidden = [part.minimumSizeHint().width() + self._line.spacing() for part in self._spare if part.isHidden()]
        less = sum(button.sizeHint().width() - button.width_at(brief) for _, button in self._buttons)
        return now + sum(hidden) - less

    def _show_subtitle(self, text: str) -> None:
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))

    def _button(self, action: Action, bound: QAction) -> Button:
        kind = "" if action.button == "plain" else action.button
        button = Button(action.text, bound.trigger, icon=action.icon, key=action.key or action.cap, kind=kind)
        button.setCheckable(action.checked is not None)
        return button

    def _refresh(self) -> None:
        for action, button in self._buttons:
            button.set_reason(action.why_not())
            if action.checked:
                button.setChecked(action.checked())
