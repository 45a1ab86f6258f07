"""The list of reports by group, and finding one by part of its name or its initials."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.forms.model import Choice
from ui.forms.search_editor import matching
from ui.pages.reports.kind import GROUPS, ReportKind
from ui.theme import theme
from ui.widgets.fields import SearchField

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NAME = int(Qt.ItemDataRole.UserRole)
_UNTYPED = str.maketrans("", "", "（）()")
"""What a title has and nobody types."""


class Catalogue(QListWidget):
    """↑↓ choose at once; `chosen` carries the report's name, `entered` comes with Enter."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, kinds: Sequence[ReportKind]) -> None:
        super().__init__()
        self._kinds = kinds
        self._shown = list(kinds)
        self.setProperty("kind", "catalogue")
        self.setAccessibleName("报表")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search = SearchField("找报表（拼音首字母也行）")
        self.search.setFixedWidth(theme().px(220))
        self.search.searched.connect(self.filter)
        self.search.down.connect(lambda: self.setFocus(Qt.FocusReason.TabFocusReason))
        self.search.installEventFilter(self)
        self._fill()
        self.currentItemChanged.connect(self._moved)

    @property
    def current(self) -> str:
        """The chosen report's name."""
        item = self.currentItem()
        return str(item.data(_NAME)) if item else ""

    def show_current(self, name: str) -> None:
        """Put the cursor on a report; the search gives way when it hides that one."""
        if name not in [kind.name for kind in self._shown]:
            self.search.clear_now()
        for number in range(self.count()):
            if self.item(number).data(_NAME) == name:
                self.setCurrentRow(number)

    def filter(self, text: str) -> None:
        """Show the reports that fit; the chosen one stays chosen, in sight or not."""
        titles = [Choice(kind.name, kind.title.translate(_UNTYPED)) for kind in self._kinds]
        names = {hit.code for hit in matching(titles, text.translate(_UNTYPED))}
        self._shown = [kind for kind in self._kinds if kind.name in names]
        before = self.current
        self.blockSignals(True)
        self._fill()
        for number in range(self.count()):
            if self.item(number).data(_NAME) == before:
                self.setCurrentRow(number)
        self.blockSignals(False)
        self._let_current_stand_out()
        self.search.show_reading("", "" if self._shown else "没有这张报表")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the search field takes the first report that fits."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            self._take_first()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the conditions."""
        if event.key() in _ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _take_first(self) -> None:
        self.filter(self.search.text())
        if self._shown:
            self.show_current(self._shown[0].name)
            self.search.clear_now()
            self.entered.emit()

    def _fill(self) -> None:
        self.clear()
        for group in GROUPS:
            kinds = [kind for kind in self._shown if kind.group == group]
            if kinds:
                self._add_head(group)
            for kind in kinds:
                item = QListWidgetItem(kind.title, self)
                item.setData(_NAME, kind.name)
                item.setToolTip(kind.title)

    def _add_head(self, group: str) -> None:
        head = QListWidgetItem(group, self)
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        head.setFont(theme().font(12))
        head.setSizeHint(QSize(0, theme().px(34 if self.count() > 1 else 26)))

    def _let_current_stand_out(self) -> None:
        for number in range(self.count()):
            if self.item(number).data(_NAME):
                self.item(number).setFont(theme().font(bold=number == self.currentRow()))

    def _moved(self, item: QListWidgetItem | None) -> None:
        self._let_current_stand_out()
        if item is not None and item.data(_NAME):
            self.chosen.emit(str(item.data(_NAME)))
