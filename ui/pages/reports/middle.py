"""The middle of the report centre: the preview, and for a summary its numbers and its prose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.pages.reports.kind import ReportKind
from ui.pages.reports.preview import PdfView
from ui.pages.reports.preview_bar import PreviewBar
from ui.pages.reports.weekly.views import WeeklyViews
from ui.shell.actions import Hint
from ui.shell.desk import Desk
from ui.widgets.choices import Segment
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column

VIEWS = ("预览", "数字", "文字")
PREVIEW, NUMBERS, PROSE = range(3)
_WAITING = "正在准备预览……"


class Middle(QWidget):
    """`turned` carries the view shown now, of VIEWS; reports without further views have only the preview."""

    turned = Signal(int)

    def __init__(self, desk: Desk, weekly: WeeklyViews) -> None:
        super().__init__()
        self._weekly = weekly
        self.view = PdfView(desk.jobs)
        self.views = Segment(VIEWS)
        self.bar = PreviewBar(self.view, self.views)
        self.empty = EmptyState("printer", _WAITING)
        self._paper = QStackedWidget()
        self._paper.addWidget(self.empty)
        self._paper.addWidget(self.view)
        self._stack = QStackedWidget()
        column(self, self.bar, self._stack, gap=0).setStretch(1, 1)
        for view in (self._paper, weekly.numbers, weekly.prose):
            self._stack.addWidget(view)
        self.views.chosen.connect(self._turn)

    def show_kind(self, kind: ReportKind) -> None:
        """Make ready for another report."""
        self.views.setVisible(len(kind.views) > 1)
        if len(kind.views) == 1:
            self._weekly.save()
            self.views.set_current(PREVIEW)
        self.show_nothing(_WAITING)

    def show_pdf(self, data: bytes) -> None:
        """Show the papers."""
        self.view.show_pdf(data)
        self.bar.show_paper(self.view.paper)
        self.bar.refresh()
        self._paper.setCurrentWidget(self.view)

    def show_nothing(self, lead: str, help_text: str = "") -> None:
        """Say why there are no papers."""
        self.view.show_pdf(None)
        self.bar.refresh()
        self.empty.say(lead, help_text)
        self._paper.setCurrentWidget(self.empty)

    def go_to(self, number: int) -> None:
        """Show a view and put the cursor into it."""
        self.views.set_current(number)
        if number == NUMBERS:
            self._weekly.numbers.take_focus()
        elif number == PROSE:
            self._weekly.prose.take_focus()
        else:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def pane(self) -> QWidget:
        """What is shown, as a stop of F6."""
        panes: Sequence[QWidget] = (self.view, self._weekly.numbers, self._weekly.prose)
        return panes[self.views.current]

    def hints(self, *, written: bool) -> Sequence[Hint]:
        """The keys of the view shown; `written` for a report that people write."""
        match self.views.current:
            case 1:
                return [Hint("↑↓←→", "走格"), Hint("Enter", "看背后的记录"), Hint("1–9", "到第几节")]
            case 2:
                return [Hint("Tab", "下一段"), Hint("Alt+N", "重拟"), Hint("Ctrl+Z", "撤销")]
            case _:
                more = [Hint("F2", "填写")] if written else []
                return [Hint("Alt+←→", "上下页"), Hint("Ctrl+滚轮", "缩放"), *more]

    def _turn(self, number: int) -> None:
        if number != PROSE:
            self._weekly.save()
        self._stack.setCurrentIndex(number)
        self.bar.show_preview(number == PREVIEW)
        self.turned.emit(number)
