"""Every section's tables of a summary, one under the other; what stands behind a number is opened beside them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QWidget

from app.reports.weekly_columns import SECTIONS
from app.reports.weekly_data import WeeklyData
from ui.pages.reports.weekly.figure_table import Figure, FigureTable
from ui.theme import theme
from ui.widgets.layout import column, frame, label, scrolled

NO_DATA = "本期无数据。"
_AROUND = 54
"""Margins of the page and of a section, and its border."""


class NumbersView(QWidget):
    """↑↓←→ go over every cell of all tables, Tab to the next table, 1–9 to a section, Enter opens the number.

    `opened` carries a Figure; `stood_on` the one the cursor is on.
    """

    opened = Signal(object)
    stood_on = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[FigureTable] = []
        self._heads: list[QWidget] = []
        self._area: QScrollArea | None = None
        self._column = column(self, gap=0)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_data(self, data: WeeklyData) -> None:
        """Show a summary; the cursor stays on the number it was on, as far as there is one."""
        before, top = self.current, self._area.verticalScrollBar().value() if self._area else 0
        had_focus = self.hasFocus() or self.isAncestorOf(self.window().focusWidget() or self.window())
        if self._area is not None:
            self._column.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self.tables, self._heads = [], []
        content = QWidget()
        column(content, *(self._section(data, number) for number in range(len(SECTIONS))), None, gap=12,
               margins=(12, 12, 12, 12))  # fmt: skip
        self._area = scrolled(content)
        self._column.addWidget(self._area)
        self._fit()
        self._area.verticalScrollBar().setValue(top)
        if before:
            self._stand_on(before)
        if had_focus:
            self.take_focus()

    @property
    def current(self) -> Figure | None:
        """The number stood on."""
        focused = next((table for table in self.tables if table.hasFocus()), None)
        with_cursor = focused or next((table for table in self.tables if table.current), None)
        return with_cursor.current if with_cursor else None

    def take_focus(self) -> None:
        """Go to the number stood on, or to the first one as soon as there is one."""
        if self.tables:
            standing = next((table for table in self.tables if table.current), self.tables[0])
            standing.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit goes to its section, PgUp and PgDn scroll."""
        bar = self._area.verticalScrollBar() if self._area else None
        if event.text().isdecimal() and 1 <= int(event.text()) <= len(self._heads):
            self._go_to(int(event.text()) - 1)
        elif bar and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            step = bar.pageStep() - theme().px(60)
            bar.setValue(bar.value() + (step if event.key() == Qt.Key.Key_PageDown else -step))
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        room = self.width() - theme().px(_AROUND) - self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        for table in self.tables:
            table.fit(room)

    def _section(self, data: WeeklyData, number: int) -> QFrame:
        layout = SECTIONS[number]
        panel = frame("panel")
        head = label(layout.title, "head")
        self._heads.append(panel)
        parts: list[QWidget] = [head]
        for key, title in layout.tables:
            table = data.table(key)
            if title:
                parts.append(label(title, "sub"))
            if not table.rows and table.total is None:
                parts.append(label(NO_DATA, "aux"))
                continue
            parts.append(self._table(FigureTable(table, title or layout.title)))
            if table.note:
                parts.append(label(table.note, "aux", wrap=True))
        column(panel, *parts, gap=6, margins=(12, 10, 12, 12))
        return panel

    def _table(self, table: FigureTable) -> FigureTable:
        number = len(self.tables)
        table.opened.connect(self.opened)
        table.left.connect(partial(self._pass_on, number))
        table.moved.connect(partial(self._moved, table))
        self.tables.append(table)
        return table

    def _pass_on(self, number: int, step: int) -> None:
        if 0 <= number + step < len(self.tables):
            self.tables[number + step].enter(from_above=step > 0)

    def _moved(self, table: FigureTable, figure: Figure | None) -> None:
        if table.hasFocus() and self._area is not None:
            place = table.visualRect(table.currentIndex()).center()
            here = table.viewport().mapTo(self._area.viewport(), place)
            self._area.ensureVisible(here.x(), here.y() + self._area.verticalScrollBar().value(), 0, theme().px(70))
            self.stood_on.emit(figure)

    def _go_to(self, section: int) -> None:
        panel = self._heads[section]
        inside = next((table for table in self.tables if panel.isAncestorOf(table)), None)
        if self._area is not None:
            self._area.verticalScrollBar().setValue(panel.y() - theme().px(12))
        if inside is not None:
            inside.enter(from_above=True)

    def _stand_on(self, figure: Figure) -> None:
        for table in self.tables:
            if table.key == figure.table and table.stand_on(figure.row, figure.column):
                return
