"""The tab 基本信息: the most wanted facts and what happened, or everything on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from ui.pages.customers.facts import KeyFacts, all_facts
from ui.pages.customers.timeline import Timeline
from ui.shell.desk import Desk
from ui.widgets.button import Button
from ui.widgets.layout import column, row, rule, scrolled

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.customers.archive import CustomerDetail

_MORE, _LESS = "全部资料", "只看要点"


class CustomerBasics(QWidget):
    """The timeline is read when the customer is shown."""

    def __init__(self, desk: Desk, reveal: Callable[[], object]) -> None:
        super().__init__()
        self._detail: CustomerDetail | None = None
        self._whole: QScrollArea | None = None
        self.facts, self.timeline = KeyFacts(reveal), Timeline(desk)
        self.more = Button(_MORE, self._turn, kind="link")
        brief = QWidget()
        column(brief, self.facts, rule(), self.timeline, gap=0).setStretch(2, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(brief)
        foot = row(None, None, self.more, margins=(14, 0, 14, 4))
        column(self, self._pages, foot, gap=0).setStretch(0, 1)

    def show_customer(self, detail: CustomerDetail) -> None:
        """Another customer, or the same one as it is now."""
        self._detail = detail
        self.facts.show_customer(detail)
        if self._whole is not None:
            self._show_whole(detail)
        self.timeline.past.load(detail.row.id)

    def _turn(self) -> None:
        if self._whole is None and self._detail is not None:
            self._show_whole(self._detail)
        elif self._whole is not None:
            self._drop_whole()
        self.more.setText(_LESS if self._whole is not None else _MORE)
        self.more.updateGeometry()
        self.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_whole(self, detail: CustomerDetail) -> None:
        self._drop_whole()
        self._whole = scrolled(all_facts(detail))
        self._pages.addWidget(self._whole)
        self._pages.setCurrentWidget(self._whole)

    def _drop_whole(self) -> None:
        if self._whole is not None:
            self._pages.removeWidget(self._whole)
            self._whole.deleteLater()
            self._whole = None
