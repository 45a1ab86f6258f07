"""The planner: who is due at the left, the week in the middle, the visit being arranged at the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QWidget

from app.errors import KnownError
from app.forms.model import Choice
from app.people.offices import EmployeeRow, list_colleagues, list_reps
from app.planning.due import DueCustomer
from app.planning.weeks import monday_of
from ui.forwarding import tell_forwarded
from ui.pages.planning.acting import day_words
from ui.pages.planning.board import CardLook
from ui.pages.planning.card_work import CardWork
from ui.pages.planning.due_list import DuePanel
from ui.pages.planning.editor import WIDTH, PlanEditor
from ui.pages.planning.grid import PlanGrid
from ui.pages.planning.header import DAY, LIST, WEEK, PeriodHead, RepChip, view_segment
from ui.pages.planning.papers import PlanPapers
from ui.pages.planning.plan_steps import PlanSteps
from ui.pages.planning.proposing import Proposing
from ui.pages.planning.reading import CADENCES, WeekRead, read_week
from ui.preferences import own_preferences
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.shell.targets import CustomerTarget, PlanTarget, VisitTarget
from ui.theme import theme
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column

_DUE_WIDTH, _DUE_LEAST, _DUE_MOST = 214, 180, 320
_EDITOR_LEAST, _EDITOR_MOST = 320, 460
_WIDE_FROM = 1180
_BANNER_GAP = 8
_OPEN_WAIT_MS = 60


class PlanningPage(Page):
    """The week or a day of everybody's plans. Target: PlanTarget. The module's list is the page visits."""

    name, title = "planning", "拜访计划"
    watches = frozenset({"visit_plans", "visits", "customers", "needs"})

    def build(self) -> None:
        self.read = WeekRead()
        self._reps: Sequence[EmployeeRow] | None = None
        self._colleagues: Sequence[Choice] = ()
        self._wanted_item = 0
        self._to_plan: int | None = None
        self._arriving = False
        self._was_narrow = False
        self.head = PeriodHead(self.app.today, self)
        self.view = view_segment(WEEK)
        self.rep = RepChip()
        self.grid = PlanGrid()
        self.editor = PlanEditor(self.desk, lambda: self._colleagues)
        self.proposing = Proposing(
            self.desk, lambda: monday_of(self.head.first), lambda: self.read.board, lambda: self.grid.owner_id, self
        )
        self.due = DuePanel(CADENCES, self.proposing.fill)
        self.steps = PlanSteps(self.desk, lambda: self.grid.lane, lambda owner: self.read.plans.get(owner, ()), self)
        self.papers = PlanPapers(self.desk, self.head, self.rep, self)
        self.work = CardWork(self.desk, self.due.view, self.grid, self.editor, self.proposing, self)
        self._opening = QTimer(self, interval=_OPEN_WAIT_MS, singleShot=True)
        self._lay_out()
        self._connect()

    def page_actions(self) -> Sequence[Action]:
        nothing = self.work.why_not_change
        return [
            Action(text="抄上周", icon="copy", button="plain", slot=self.proposing.copy, key="Alt+C"),
            Action(text="打印", key="Ctrl+P", icon="printer", button="plain", slot=self.papers.print),
            Action(text="新拜访", key="Ctrl+N", icon="plus", button="primary", slot=self.work.new),
            Action(text="改这次拜访", key="F2", icon="pencil-simple", slot=self.work.edit, why_not=nothing, hint="改"),
            Action(text="删除这次拜访", key="Delete", icon="trash", slot=self.work.remove, why_not=nothing),
            Action(
                text="保存", key="Ctrl+S", icon="floppy-disk", slot=self.editor.save,
                why_not=lambda: "" if self.editor.may_change else "没有正在改的拜访。",
            ),
            Action(text="没去成…", key="Alt+M", icon="prohibit", slot=self.work.miss, why_not=self.work.why_not_miss),
            Action(text="排一家还没建档的…", key="Alt+N", icon="user-plus", slot=self.work.new_prospect),
            Action(text="自动排", key="Alt+Z", icon="magic-wand", slot=self.proposing.fill),
            *self.steps.actions(),
            *self.papers.actions(),
            Action(text="看档案", icon="address-book", slot=self._look_up, why_not=self._why_not_look),
            Action(text="前一周", key="Alt+PgUp", slot=lambda: self.head.step(-1)),
            Action(text="后一周", key="Alt+PgDown", slot=lambda: self.head.step(1)),
            Action(text="看周", key="Alt+1", slot=partial(self.view.set_current, WEEK)),
            Action(text="看日", key="Alt+2", slot=partial(self.view.set_current, DAY)),
            Action(text="看列表", key="Alt+3", slot=partial(self.view.set_current, LIST)),
            Action(text="选业务员…", key="Alt+Y", slot=self.rep.open_list),
        ]  # fmt: skip

    def hints(self) -> Sequence[Hint]:
        """What Enter does comes first."""
        if self.proposing.is_on:
            return [Hint("Enter", "接受"), Hint("Esc", "不要")]
        return [
            Hint("Enter", "指派"),
            Hint("Alt+↑↓←→", "挪动"),
            Hint("Ctrl+Z", "撤销"),
            Hint("t + -", "本周、换周"),
            Hint("↑↓←→", "选格子和拜访"),
            Hint("PgUp PgDn", "上一位、下一位业务员"),
            Hint("Home End", "一周的头尾"),
        ]

    def header_widgets(self) -> Sequence[QWidget]:
        return [*self.head.widgets(), self.view, self.rep]

    def panes(self) -> Sequence[QWidget]:
        return [self.due.view, self.grid, self.editor]

    def side_panel(self) -> QWidget | None:
        return self.editor

    def reload(self) -> None:
        """Read the week and who is due; cursor and choice stay."""
        if self._reps is None:
            self.desk.jobs.reread(
                self, "people", lambda _: self._read_people(), self._show_people, failed=self._cannot_read
            )
            return
        app, first, weekly, employee_id, customer_id = (
            self.app, self.head.first, self.head.weekly, self.rep.value, self._to_plan,
        )  # fmt: skip

        def show(read: WeekRead) -> None:
            if not self.work.acting.is_busy:  # else the grid is ahead of what was read
                self._show(read)

        self.desk.jobs.reread(
            self,
            "week",
            lambda _: read_week(app, first, weekly=weekly, employee_id=employee_id, customer_id=customer_id),
            show,
            failed=self._cannot_read,
        )

    def show_target(self, target: object) -> None:
        """A day's week or the day itself, with the cursor on a visit or on the customer to plan."""
        if isinstance(target, PlanTarget):
            self._to_plan, self._arriving = target.customer_id, target.customer_id is not None
            self._wanted_item = target.item_id or 0
            self._show_view(WEEK if target.weekly else DAY)
            self.head.show(target.day or self.head.day, weekly=target.weekly)
            self._go_to_wanted()
            if target.customer_id is not None:
                self.due.view.await_customer(target.customer_id)
            if self._arriving and self._reps is not None:
                self.reload()

    def visit_target(self) -> VisitTarget:
        """记拜访 is about the visit under the cursor."""
        cell = self.read.cells.get(self.grid.card.item_id) if self.grid.card else None
        if cell is None or cell.day > self.app.today():
            return VisitTarget()
        if cell.visit_id is not None:
            return VisitTarget(visit_id=cell.visit_id, day=cell.day)
        return VisitTarget(
            customer_id=cell.customer_id, employee_id=cell.owner_id, plan_item_id=cell.item_id, day=cell.day
        )

    def unsaved(self) -> str:
        """A visit changed and not saved."""
        return "一家的拜访安排" if self.editor.is_changed else ""

    def back(self) -> bool:
        """Esc drops proposals, then what was typed, then goes to the grid."""
        if self.proposing.is_on:
            self.proposing.drop()
            return True
        return self.work.leave_editor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the grid would get too narrow, due list and editor take turns."""
        super().resizeEvent(event)
        self._make_room(self.editor.isAncestorOf(self.focusWidget() or self))

    # Making

    def _lay_out(self) -> None:
        px = theme().px
        self.none = EmptyState("calendar-check", "还没有业务员", "请在 菜单 › 办事处资料 里加业务员。")
        self.middle = QStackedWidget()
        self.middle.addWidget(self.grid)
        self.middle.addWidget(self.none)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.due, self.middle, self.editor):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.due.setMinimumWidth(px(_DUE_LEAST))
        self.due.setMaximumWidth(px(_DUE_MOST))
        self.editor.setMinimumWidth(px(_EDITOR_LEAST))
        self.editor.setMaximumWidth(px(_EDITOR_MOST))
        self.splitter.setSizes([px(_DUE_WIDTH), px(732), px(WIDTH)])
        own_preferences().follow_splitter(self.splitter, f"planning-{theme().scale}")
        self._whole = column(self, self.splitter, gap=0)

    def _connect(self) -> None:
        self.head.changed.connect(self._turn_to)
        self.view.chosen.connect(self._choose_view)
        self.rep.chosen.connect(lambda _: self.reload())
        self.due.view.day_moved.connect(self.grid.step_day)
        self.grid.moved.connect(self._moved)
        for turned in (self.due.view.turned, self.grid.turned):
            turned.connect(lambda by: self.head.step(by) if by else self.head.go_to_now())
        self.grid.menu_wanted.connect(self._open_menu)
        self.editor.left.connect(self.back)
        self.editor.looked_up.connect(self._look_up)
        self.editor.visit_wanted.connect(lambda: self.desk.go("visits", self.visit_target()))
        self.editor.changed.connect(self.refresh_actions)
        self.work.settled.connect(self._want)
        self.work.unchanged.connect(self.reload)
        self.work.arranging.connect(self._make_room)
        self.proposing.changed.connect(self._show_proposals)
        self._opening.timeout.connect(self.work.open_current)

    def _make_room(self, arranging: bool) -> None:
        narrow = self.width() < theme().px(_WIDE_FROM)
        if narrow or arranging:
            self.editor.setVisible(arranging)
            self.due.setVisible(not (narrow and arranging))
        elif self.due.isHidden() or self._was_narrow:
            self.due.show()
            self.editor.show()
        self._was_narrow = narrow

    # Showing

    def _read_people(self) -> tuple[Sequence[EmployeeRow], Sequence[EmployeeRow]]:
        return list_reps(self.app), list_colleagues(self.app, self.app.user.branch_id)

    def _show_people(self, found: tuple[Sequence[EmployeeRow], Sequence[EmployeeRow]]) -> None:
        self._reps, colleagues = found
        self._colleagues = [Choice(str(each.id), each.name) for each in colleagues]
        self.rep.show_reps(self._reps)
        own, before = self.app.user.employee_id, self.rep.value
        self.rep.choose(own if any(rep.id == own for rep in self._reps) else None)
        if self.rep.value == before:
            self.reload()

    def _show(self, read: WeekRead) -> None:
        self.read = read
        self.work.forget_assigning()
        self.due.show_groups(read.groups)
        self._go_to_customer()
        self.middle.setCurrentWidget(self.grid if read.board.lanes else self.none)
        self._show_board()
        looks = [card.look for card in read.board.cards]
        counts = ((CardLook.DONE, "已完成"), (CardLook.WAITING, "待登记"), (CardLook.MISSED, "未去成"))
        parts = [f"{word} {looks.count(look)} 家" for look, word in counts if look in looks]
        self.set_status("，".join((f"已排 {len(looks)} 家", *parts)))

    def _show_board(self) -> None:
        self.grid.show_board(self.read.board.with_proposals(self.proposing.cards))
        if not self.work.aim():
            self._go_to_wanted()
        self.hints_changed.emit()

    def _show_proposals(self) -> None:
        """Dashed cards among the others, the cursor at the first of them."""
        proposed = self.proposing.is_on
        self._whole.setContentsMargins(0, theme().px(_BANNER_GAP) if proposed else 0, 0, 0)
        if proposed:
            self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._wanted_item = self.proposing.cards[0].item_id
        self._show_board()

    def _go_to_customer(self) -> None:
        """The customer somebody came here to plan heads the due list until planned; Enter plans."""
        wanted, arriving = self.read.wanted, self._arriving
        if self._to_plan is None:
            return
        if wanted is None or wanted.scheduled_on is not None:
            self._to_plan, self._arriving = None, False
            if arriving:
                self.desk.complain(_why_not_to_plan(wanted))
        elif wanted.owner_id not in self.read.plans:
            self.rep.choose(None)
        elif arriving:
            self._arriving = False
            tell_forwarded(self.desk, self._to_plan, wanted.customer_id)
            self._to_plan = wanted.customer_id
            self.due.view.choose(wanted.customer_id)
            self.due.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_wanted(self) -> None:
        if self._wanted_item and self.grid.go_to_item(self._wanted_item):
            self._wanted_item = 0

    def _cannot_read(self, error: KnownError) -> None:
        self.none.say("没能读出来", str(error))
        self.middle.setCurrentWidget(self.none)

    def _show_view(self, view: int) -> None:
        self.view.blockSignals(True)
        self.view.set_current(view)
        self.view.blockSignals(False)

    def _choose_view(self, view: int) -> None:
        day = self.grid.day or self.head.day
        if view == LIST:
            self._show_view(WEEK if self.head.weekly else DAY)
            self.desk.go("visits", VisitTarget(day=day, record=False))
        else:
            self.head.show(day, weekly=view == WEEK)

    def _turn_to(self) -> None:
        self.proposing.drop()
        self.reload()

    def _moved(self) -> None:
        self._opening.start()
        self.refresh_actions()

    def _want(self, item_id: int) -> None:
        self._wanted_item, self._arriving = item_id, False

    def _why_not_look(self) -> str:
        return "" if self._customer_id() else "没有选中客户。"

    def _customer_id(self) -> int | None:
        chosen = self.due.view.current if self.due.view.hasFocus() else None
        return chosen.customer_id if chosen else self.grid.card.customer_id if self.grid.card else None

    def _look_up(self) -> None:
        self.desk.go("customers", CustomerTarget(customer_id=self._customer_id()))

    def _open_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([bound for action, bound in self.bound if action.icon and not action.why_not()])
        menu.popup(where)


def _why_not_to_plan(wanted: DueCustomer | None) -> str:
    if wanted is None or wanted.scheduled_on is None:
        return "这家客户停访、已流失或没有等级，不在应访之列，没有排。要去就按 Ctrl+N 选这家来排。"
    return f"「{wanted.name}」已排在{day_words(wanted.scheduled_on)}，不用再排。要改就在格子里挪。"
