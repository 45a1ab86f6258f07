"""The page 公司备案."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from app.filing.batches import BatchRow, list_batches, papers_to_file
from app.filing.papers import FilingPaper
from app.people.offices import list_branches
from app.tasks import Task
from ui.pages.filing.batches import Batches
from ui.pages.filing.sending import Sending
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.theme import theme
from ui.widgets.choices import Segment
from ui.widgets.dates import DateField
from ui.widgets.layout import column, label

WAITING, SENT = range(2)
_SIDE, _BATCH_SIDE, _DAYS = 300, 420, 30
_Read = tuple[list[tuple[int, str]], list[FilingPaper], list[BatchRow]]


class FilingPage(Page):
    """Papers waiting, and batches sent; for the office that sends and for head office that answers."""

    name, title = "filing", "公司备案"
    watches = frozenset({"filing_batches", "daily_reports", "weekly_summaries", "survey_sheets"})

    def build(self) -> None:
        today = self.app.today()
        self.tabs = Segment(("待备案", "已上报"))
        self.first = DateField(self.app.today, today - timedelta(days=_DAYS))
        self.first.setAccessibleName("期间起")
        self.last = DateField(self.app.today, today + timedelta(days=6 - today.weekday()))
        self.last.setAccessibleName("期间止")
        self.branch = QComboBox()
        self.branch.setAccessibleName("办事处")
        self.branch.hide()
        self._branches: list[int] = []
        self.sending, self.batches = Sending(self.desk), Batches(self.desk)
        self.sending.side.setFixedWidth(theme().px(_SIDE))
        self.batches.side.setFixedWidth(theme().px(_BATCH_SIDE))
        self.stack = QStackedWidget()
        for view in (self.sending, self.batches):
            self.stack.addWidget(view)
        column(self, self.stack, gap=0)
        if not self.app.may("filing.create"):
            self.tabs.set_current(SENT)
            self.stack.setCurrentIndex(SENT)
        self.tabs.chosen.connect(self._turn_to)
        self.first.changed.connect(self._days_chosen)
        self.last.changed.connect(self._days_chosen)
        self.branch.currentIndexChanged.connect(self.reload)
        self.sending.ticked.connect(self._tell)
        self.sending.sent.connect(lambda _: self.tabs.set_current(SENT))
        self.batches.moved.connect(self._tell)
        for field in (self.first, self.last):
            field.setFixedWidth(field.sizeHint().width())

    def page_actions(self) -> Sequence[Action]:
        return [
            Action(
                text="上报备案", key="Ctrl+Return", icon="arrow-right", button="primary", slot=self._send,
                why_not=self._why_not_send, hint="上报",
            ),
            Action(
                text="登记回执…", key="Alt+R", icon="check", slot=self.batches.confirm,
                why_not=self._why_not_answer,
            ),
            Action(
                text="公司退回…", key="Alt+U", icon="arrow-u-up-left", slot=self.batches.give_back,
                why_not=self._why_not_answer,
            ),
            Action(text="待备案的单据", key="Alt+1", slot=lambda: self._go_to(WAITING)),
            Action(text="已上报的批次", key="Alt+2", slot=lambda: self._go_to(SENT)),
            Action(text="换备案包文件夹…", icon="folder-open", slot=self.sending.choose_folder),
        ]  # fmt: skip

    def hints(self) -> Sequence[Hint]:
        return [Hint("Space", "勾选"), Hint("Ctrl+A", "全选或全不选")] if self.tabs.current == WAITING else []

    def header_widgets(self) -> Sequence[QWidget]:
        return [self.tabs, self.branch, self.first, label("至", "sub"), self.last]

    def panes(self) -> Sequence[QWidget]:
        if self.tabs.current == WAITING:
            return [self.sending.table, self.sending.side, self.first]
        return [self.batches.table, self.batches.items, self.tabs]

    def reload(self) -> None:
        """Read what waits and what was sent."""
        first, last, chosen = self.first.value, self.last.value, self._branch_id
        if first is None or last is None:
            return
        app = self.app

        def work(_: Task) -> _Read:
            branches = list_branches(app)
            branch = chosen or (branches[0][0] if branches else None)
            if branch is None:
                return [], [], []
            return branches, papers_to_file(app, branch, first, last), list_batches(app, branch)

        self.desk.jobs.reread(self, "papers", work, self._show, failed=self.desk.complain)

    def back(self) -> bool:
        """Esc goes from the batches to the papers waiting."""
        if self.tabs.current == SENT and self.app.may("filing.create"):
            self._go_to(WAITING)
            return True
        return False

    @property
    def _branch_id(self) -> int | None:
        number = self.branch.currentIndex()
        return self._branches[number] if 0 <= number < len(self._branches) else self.app.user.branch_id

    def _show(self, read: _Read) -> None:
        branches, papers, batches = read
        if [number for number, _ in branches] != self._branches:
            self._offer(branches)
        self.sending.show_papers(papers)
        self.batches.show_batches(batches)
        self.tabs.set_text(WAITING, f"待备案 {len(papers)}")
        self.tabs.set_text(SENT, f"已上报 {len(batches)}")
        self._tell()

    def _offer(self, branches: Sequence[tuple[int, str]]) -> None:
        self._branches = [number for number, _ in branches]
        mine = self.app.user.branch_id
        self.branch.blockSignals(True)
        self.branch.clear()
        self.branch.addItems([name for _, name in branches])
        self.branch.setCurrentIndex(self._branches.index(mine) if mine in self._branches else 0)
        self.branch.blockSignals(False)
        self.branch.setVisible(mine is None and len(branches) > 1)

    def _tell(self) -> None:
        batch = self.batches.current
        waiting = f"勾选 {len(self.sending.table.ticked_rows())} 份"
        self.batches.show_reason(self.batches.why_not())
        self.set_status(waiting if self.tabs.current == WAITING else batch.batch_no if batch else "")
        self.refresh_actions()

    def _turn_to(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        for field in (self.first, self.last):
            field.setEnabled(number == WAITING)
        self.hints_changed.emit()
        self._tell()

    def _go_to(self, number: int) -> None:
        self.tabs.set_current(number)
        table = self.sending.table if number == WAITING else self.batches.table
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _days_chosen(self, day: date | None) -> None:
        if day is not None:
            self.reload()

    def _why_not_send(self) -> str:
        return "先按 Alt+1 回到待备案的单据。" if self.tabs.current == SENT else self.sending.why_not()

    def _why_not_answer(self) -> str:
        return "先按 Alt+2 选一个批次。" if self.tabs.current == WAITING else self.batches.why_not()

    def _send(self) -> None:
        first, last, branch = self.first.value, self.last.value, self._branch_id
        if first is not None and last is not None and branch is not None:
            self.sending.send(self.sending.wanted(branch, first, last))
