"""投诉: the board or the list at the left, the chosen complaint with its record at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.complaints.reading import BoardLane, Counts, board, open_counts
from app.complaints.states import LANES, RULES
from app.errors import KnownError
from ui.attachments.panel import HINTS
from ui.pages.complaints.acting import Acting
from ui.pages.complaints.board import Board, Lane
from ui.pages.complaints.detail import ComplaintPanel
from ui.pages.complaints.files import Files
from ui.pages.complaints.filters import Filters
from ui.pages.complaints.listing import ComplaintList, Found, find
from ui.pages.complaints.offers import Offers, read_offers
from ui.pages.complaints.registering import begin, edit
from ui.pages.complaints.views import card_of
from ui.pages.reports.period import Period
from ui.pages.reports.sending import Sending
from ui.pages.reports.wanted import Wanted
from ui.shell.actions import LETTERS_SEARCH, Action, Hint
from ui.shell.page import Page
from ui.shell.targets import ComplaintTarget, SheetTarget, VisitTarget
from ui.theme import theme
from ui.widgets.choices import Segment
from ui.widgets.frames import EmptyState
from ui.widgets.layout import row

BOARD, LIST = range(2)
_ASKED = ("2–16 工时内响应", "2–10 工作日解决", "请客户认可", "近 30 天")
_EVERY_MS = 60_000
_NARROW = 1180


@dataclass(frozen=True, slots=True)
class _Read:
    """What one reading of the page brings."""

    lanes: tuple[BoardLane, ...]
    counts: Counts
    offers: Offers


class ComplaintsPage(Page):
    """Complaints against their time limits. Target: ComplaintTarget."""

    name, title = "complaints", "投诉"
    watches = frozenset({"complaints", "customers"})

    def build(self) -> None:
        self.filters = Filters()
        self.filters.changed.connect(self.reload)
        self.view = Segment(("看板", "列表"))
        self.view.setAccessibleName("看板或列表")
        self.view.chosen.connect(self._turn_to)
        self.board = Board([Lane(title, asked) for (title, _), asked in zip(LANES, _ASKED, strict=True)])
        self.list = ComplaintList(self.app, self.desk.jobs)
        self.empty = EmptyState("headset", "没有投诉", "客户来诉时按 Alt+T 登记。")
        self.panel = ComplaintPanel()
        self.acting = Acting(self.desk, self.panel, self)
        self.files = Files(self.desk, self.panel, self)
        self.sending = Sending(self.desk, self)
        self.stack = QStackedWidget()
        for part in (self.board, self.list, self.empty):
            self.stack.addWidget(part)
        row(self, self.stack, self.panel, gap=0).setStretch(0, 1)
        self._wanted: int | None = None
        self._visited: int | None = None
        self._connect()
        self._clock = QTimer(self, interval=_EVERY_MS)
        self._clock.timeout.connect(self._recount)
        self._clock.start()

    def _connect(self) -> None:
        self.board.current_changed.connect(self._choose)
        self.board.opened.connect(lambda _card: self._open())
        self.board.dropped.connect(self.acting.move_to_lane)
        self.board.typed.connect(self.filters.search.type_on)
        self.list.current_changed.connect(self._choose)
        self.list.opened.connect(lambda _row: self._open())
        self.list.typed.connect(self.filters.search.type_on)
        self.filters.search.down.connect(self._focus_cards)
        self.panel.print_wanted.connect(self._print)
        self.panel.close_wanted.connect(self._close_panel)
        self.acting.changed.connect(self.refresh_actions)
        self.panel.content.currentChanged.connect(lambda _: self.hints_changed.emit())
        self.acting.changed.connect(lambda: self.files.load(self.acting.complaint_id))

    def page_actions(self) -> Sequence[Action]:
        acting = self.acting
        return [
            Action(text="导出台账", key="Ctrl+E", icon="export", button="plain", slot=self._export_ledger),
            Action(
                text="登记投诉", key="Ctrl+N", icon="plus", button="primary", slot=self._register,
                why_not=self._why_not_register,
            ),
            Action(
                text="推进一步", key="Ctrl+Right", icon="arrow-right", slot=partial(acting.step, 1),
                why_not=partial(acting.why_not_step, 1), hint="推进一步",
            ),
            Action(
                text="退回一步", key="Ctrl+Left", icon="arrow-left", slot=partial(acting.step, -1),
                why_not=partial(acting.why_not_step, -1),
            ),
            Action(text="记一笔", key="Ctrl+Return", icon="note", slot=self.panel.box.take, why_not=acting.why_no_note,
                   hint="记一笔"),
            Action(text="更多办理", key="Alt+M", icon="dots-three", slot=acting.open_menu, why_not=acting.why_nothing),
            Action(text="改登记", key="F2", icon="pencil-simple", slot=self._edit, why_not=partial(acting.why_not, "edit")),
            Action(text="附件", key="Alt+F", icon="paperclip", slot=self._show_files, why_not=self.files.why_not),
            *self._moves(),
            Action(text="显示完整电话", icon="eye", slot=acting.show_phone, why_not=acting.why_no_phone),
            Action(text="打印投诉处理单", key="Ctrl+P", icon="printer", slot=self._print, why_not=acting.why_nothing),
            Action(text="导出投诉处理单 PDF", key="F12", icon="file-pdf", slot=self._export, why_not=acting.why_nothing),
            Action(text="搜索", key="Ctrl+F", icon="magnifying-glass", slot=self.filters.search.begin),
            Action(text="看看板", key="Alt+1", slot=partial(self.view.set_current, BOARD)),
            Action(text="看列表", key="Alt+2", slot=partial(self.view.set_current, LIST)),
        ]  # fmt: skip

    def _moves(self) -> list[Action]:
        """Every step of rule R09, for the menu and quick find."""
        steps = [
            Action(text=rule.verb, slot=partial(self.acting.move, code), why_not=partial(self.acting.why_not, code),
                   group="办理投诉")
            for code, rule in RULES.items()
            if code not in ("note", "edit")
        ]  # fmt: skip
        improve = Action(
            text="改进措施…",
            icon="lightbulb",
            slot=self.acting.improve,
            why_not=self.acting.why_nothing,
            group="办理投诉",
        )
        return [*steps, improve]

    def hints(self) -> Sequence[Hint]:
        files = HINTS if self.files.is_open else ()
        return [Hint("← → ↑ ↓", "选投诉"), Hint("Enter", "打开"), *files, LETTERS_SEARCH]

    def header_widgets(self) -> Sequence[QWidget]:
        return [self.filters.search, self.view, *self.filters.chips]

    def panes(self) -> Sequence[QWidget]:
        return [self._here, self.files.panel.first_stop() if self.files.is_open else self.panel.box.field]

    def side_panel(self) -> QWidget | None:
        return self.panel

    def reload(self) -> None:
        """Read the board, the counts and what the filters offer; the chosen complaint stays chosen."""
        app, wanted = self.app, self.filters.wanted()

        self.desk.jobs.reread(
            self,
            "board",
            lambda _: _Read(board(app, wanted), open_counts(app), read_offers(app)),
            self._show,
            failed=self._cannot_read,
        )
        if self.view.current == LIST:
            self._read_list()

    def show_target(self, target: object) -> None:
        """Show one complaint, or register one."""
        if not isinstance(target, ComplaintTarget):
            return
        if target.register:
            begin(self, self.desk, target.customer_id)
        elif target.complaint_id is not None:
            self._visit(target.complaint_id)

    def unsaved(self) -> str:
        """Notes begun and not taken."""
        return "投诉处理记录" if self.acting.notes_begun else ""

    def back(self) -> bool:
        """Esc goes from the files to the record, from the note to the cards, then clears the search."""
        if self.files.close():
            return True
        if self.stack.isHidden():
            self._close_panel()
        elif self.panel.isAncestorOf(self.focusWidget() or self):
            self._focus_cards()
        elif self.filters.search.text():
            self.filters.search.clear_now()
            self._focus_cards()
        else:
            return False
        return True

    def end(self) -> None:
        """The minutes stop with the window."""
        self._clock.stop()

    def sheet_target(self) -> SheetTarget:
        """The customer's sheet."""
        return SheetTarget(customer_id=self.acting.customer_id)

    def visit_target(self) -> VisitTarget:
        """A visit to the customer."""
        return VisitTarget(customer_id=self.acting.customer_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where both do not fit, the detail waits for Enter."""
        super().resizeEvent(event)
        self._fit(opened=self.stack.isHidden())

    # Showing

    def _visit(self, complaint_id: int) -> None:
        """Show a complaint somebody was sent to, on the board or not; it stays until the cursor is moved."""
        self._fit(opened=True)
        self._wanted = self._visited = complaint_id
        if not (self.view.current == BOARD and self.board.select(complaint_id)):
            self.acting.load(complaint_id)

    @property
    def _here(self) -> QWidget:
        return self.list if self.view.current == LIST else self.board

    def _show(self, read: _Read) -> None:
        self.acting.offers = read.offers
        self.filters.offer(read.offers)
        counts = read.counts
        self.set_subtitle(
            f"未结 {counts.open} 件，超时 {counts.overdue} 件" if counts.overdue else f"未结 {counts.open} 件"
        )
        self.desk.badge(self.name, counts.overdue, urgent=True)
        self.set_status(f"我承办 {counts.mine} 件" if counts.mine else "")
        self.board.blockSignals(True)
        self.board.show_cards(
            [[card_of(each) for each in lane.rows] for lane in read.lanes], [lane.count for lane in read.lanes]
        )
        if self._visited is not None:
            self.board.select(self._visited)
        self.board.blockSignals(False)
        if self.view.current == BOARD:
            self._show_view()

    def _turn_to(self, view: int) -> None:
        """The board is at hand; the list is read, and shows what it had until then."""
        if view == LIST:
            self.stack.setCurrentWidget(self.list)
            self._read_list()
        else:
            self.desk.jobs.forget(self, "list")
            self._show_view()

    def _read_list(self) -> None:
        app, wanted = self.app, self.filters.wanted()
        self.desk.jobs.reread(self, "list", lambda _: find(app, wanted), self._show_list, failed=self._cannot_read)

    def _show_list(self, found: Found) -> None:
        self.list.show_found(found, self._wanted)
        self._show_view()

    def _show_view(self) -> None:
        current = self._current()
        self.stack.setCurrentWidget(self.empty if current is None else self._here)
        if current is None:
            self._say_empty()
        if self._visited is not None and self._visited != current:
            self.acting.load(self._visited)
        else:
            self._choose(current)

    def _say_empty(self) -> None:
        if self.filters.is_filtering:
            self.empty.say("没有找到这样的投诉", "少打一个字，或清除筛选条件。")
        elif self.view.current == BOARD:
            self.empty.say("没有未结的投诉", "客户来诉时按 Alt+T 登记。以前的按 Alt+2 在列表里看。")
        else:
            self.empty.say("没有投诉", "客户来诉时按 Alt+T 登记。")

    def _current(self) -> int | None:
        if self.view.current == LIST:
            return self.list.current_id()
        return self.board.current.id if self.board.current else None

    def _choose(self, chosen: object) -> None:
        current = self._current()
        if current is not None and self.stack.currentWidget() is not self.empty:
            self._wanted, self._visited = current, None
            self.acting.load(current)
        elif chosen is None:
            self._wanted = None
            self.acting.clear()

    def _recount(self) -> None:
        if self.isVisible():
            self.reload()

    def _cannot_read(self, error: KnownError) -> None:
        self.empty.say("没能读出来", str(error))
        self.stack.setCurrentWidget(self.empty)

    def _open(self) -> None:
        self._fit(opened=True)
        self.panel.box.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self, *, opened: bool) -> None:
        """Board and detail side by side; where both do not fit, one of them alone (design §4)."""
        both = self.window().width() >= theme().px(_NARROW)
        self.panel.take_page(alone=not both)
        self.panel.setVisible(both or opened)
        self.stack.setVisible(both or not opened)

    def _close_panel(self) -> None:
        self.panel.hide()
        self.stack.show()
        self._focus_cards()

    def _focus_cards(self) -> None:
        if self.view.current == LIST:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.board.focus_cards()

    # Doing

    def _register(self) -> None:
        begin(self, self.desk)

    def _why_not_register(self) -> str:
        return "" if self.app.may("complaint.register") else "这个账号不能登记投诉。请找内勤、客服或主管。"

    def _edit(self) -> None:
        if self._wanted is not None:
            edit(self, self.desk, self._wanted)

    def _print(self) -> None:
        self.sending.print("complaint", self._paper())

    def _export(self) -> None:
        self.sending.export("complaint", self._paper(), "pdf")

    def _show_files(self) -> None:
        self._fit(opened=True)
        self.files.toggle()

    def _export_ledger(self) -> None:
        self.sending.export("complaints", self._paper(), "xlsx")

    def _paper(self) -> Wanted:
        """The chosen complaint's sheet, or this month's ledger."""
        month = Period.month(self.app.today())
        return Wanted(period=month, branch_id=self.app.user.branch_id, complaint_id=self._wanted)
