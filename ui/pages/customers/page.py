"""客户档案: the list with its search at the left, the chosen customer at the right."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app.context import App
from app.errors import KnownError
from app.tasks import Task
from ui.attachments.panel import HINTS
from ui.pages.customers.detail import CustomerPanel
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.shell.targets import ComplaintTarget, CustomerTarget, ReportTarget, SheetTarget, VisitTarget
from ui.tables.columns import Column, Pips, Progress
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.fields import SearchField
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column

if TYPE_CHECKING:
    from app.customers.archive import CustomerDetail, CustomerRow

_NARROW = 1180
_READ_WITHOUT_IDS = 2000
"""How far into a list the database counts its way in no time."""
"""Below this client width the detail opens with Enter instead of standing beside the list (design §4)."""

STAGES = (
    "lead",
    "surveyed",
    "target",
    "need_confirmed",
    "evaluated",
    "negotiating",
    "intent_signed",
    "contracted",
    "maintaining",
)


def stage_pips(row: CustomerRow) -> Pips:
    """How far a customer has come, and the stage's name."""
    from app.choices import label_of

    done = STAGES.index(row.stage) + 1 if row.stage in STAGES else -1
    return Pips(done=done, total=len(STAGES), word=label_of("pipeline_stage", row.stage))


def _percent(row: CustomerRow) -> Progress | None:
    if row.completeness_pct is None:
        return None
    return Progress(done=int(row.completeness_pct * 10), total=1000, percent=True)


COLUMNS = (
    Column(key="customer_no", title="编号", width=64, quiet=True, value=lambda r: r.customer_no.rpartition("-")[2]),
    Column(key="name", title="客户名称", width=180, stretch=True, strong=True, marked=True),
    Column(key="primary_class", title="等级", width=48, kind="grade"),
    Column(key="stage", title="开发阶段", width=150, kind="pips", value=stage_pips),
    Column(key="market", title="市场", width=100, stretch=True),
    Column(key="owner", title="负责人", width=64),
    Column(key="last_visit_on", title="上次拜访", width=74, kind="date"),
    Column(key="next_visit_due_on", title="下次应访", width=74, kind="date"),
    Column(key="completeness_pct", title="调查表", width=104, kind="progress", value=_percent),
)


class CustomerSource:
    """The customers a search finds, page by page; once `ids` is there, the last page is read as fast as the first."""

    def __init__(self, app: App, text: str) -> None:
        self._app, self._text = app, text
        self.ids: Sequence[int] = ()

    def count(self) -> int:
        """How many there are."""
        from app.customers.archive import count_customers

        return count_customers(self._app, self._text)

    def rows(self, start: int, n: int) -> Sequence[CustomerRow]:
        """One block of them."""
        from app.customers.archive import customers_by_id, list_customers

        if self.ids:
            return customers_by_id(self._app, self.ids[start : start + n])
        return list_customers(self._app, self._text, start=start, limit=n)

    def read_ids(self) -> Sequence[int]:
        """The ids of all of them."""
        from app.customers.archive import customer_ids

        return customer_ids(self._app, self._text)


class CustomersPage(Page):
    """The archive: find a customer, look at it, go on from it."""

    name, title = "customers", "客户档案"
    watches = frozenset({"customers", "visits", "survey_sheets", "complaints"})

    def build(self) -> None:
        """List and detail in a splitter."""
        self.search = SearchField("名称、拼音首字母、电话尾号、编号", "Ctrl+F")
        self.search.setMinimumWidth(theme().px(330))
        self.search.searched.connect(lambda _text: self.reload())
        self.table = RecordTable(COLUMNS)
        self.search.down.connect(self.table.setFocus)
        self.table.setAccessibleName("客户")
        self.table.typed.connect(self._type_search)
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(lambda _row: self._open_detail())
        self.empty = EmptyState("address-book", "还没有客户", "录第一份调查表，客户档案随之建立。")
        self.panel = CustomerPanel(self.desk)
        self.panel.tabs.chosen.connect(lambda _: self.hints_changed.emit())
        left = QWidget()
        column(left, self.table, self.empty, gap=0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.panel.setMinimumWidth(theme().px(380))
        self.panel.setMaximumWidth(theme().px(560))
        self.splitter.setSizes([theme().px(850), theme().px(444)])
        column(self, self.splitter, gap=0)
        self._wanted: int | None = None

    def page_actions(self) -> Sequence[Action]:
        """What can be done with the chosen customer."""
        return (
            Action(text="新客户", key="Ctrl+N", icon="plus", button="primary", slot=self._new, hint="新客户"),
            Action(text="编辑", key="F2", icon="pencil-simple", slot=self._edit, why_not=self._no_row, hint="编辑"),
            Action(text="打印档案", key="Ctrl+P", icon="printer", slot=self._print, why_not=self._why_not_print),
            Action(text="显示完整电话", icon="eye", slot=self._reveal, why_not=self._no_full_phones),
            Action(text="搜索", key="Ctrl+F", icon="magnifying-glass", slot=self._focus_search),
            Action(text="刷新", key="F5", icon="arrows-clockwise", slot=self.reload),
            Action(text="下一个页签", key="Ctrl+Tab", slot=lambda: self.panel.turn(1)),
            Action(text="上一个页签", key="Ctrl+Shift+Tab", slot=lambda: self.panel.turn(-1)),
        )

    def hints(self) -> Sequence[Hint]:
        """Keys of the list, and those of the files while they are shown."""
        files = HINTS if self.panel.shows_files else ()
        return (Hint("↑ ↓", "选客户"), Hint("Enter", "打开"), *files)

    def header_widgets(self) -> Sequence[QWidget]:
        """The search."""
        return (self.search,)

    def panes(self) -> Sequence[QWidget]:
        """List, then detail, then its files while they are shown."""
        files = self.panel.files
        return (self.table, self.panel.first_stop(), *((files.first_stop(),) if self.panel.shows_files else ()))

    def side_panel(self) -> QWidget | None:
        """The detail."""
        return self.panel

    def reload(self) -> None:
        """Search anew; the detail follows the list."""
        text, begun = self.search.text(), time.perf_counter()
        source = CustomerSource(self.app, text)
        self.table.mark(text.strip())
        self.table.show_rows(source)
        found = self.table.rows.rowCount()
        took = (time.perf_counter() - begun) * 1000
        self.search.show_reading(_reading(text), f"{found:,} 家　{took:.0f} 毫秒" if text.strip() else "")
        self.set_status(f"命中 {found:,} 家" if text.strip() else f"共 {found:,} 家")
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        if text.strip() and not found:
            self.empty.say(f"没有找到「{text.strip()}」", "少打一个字，或按 Esc 清除搜索。")
        elif not found:
            self.empty.say("还没有客户", "录第一份调查表，客户档案随之建立。")
        self._show_current()
        if found > _READ_WITHOUT_IDS:
            self.desk.jobs.start(self, lambda _: source.read_ids(), partial(setattr, source, "ids"))

    def show_target(self, target: object) -> None:
        """Go to one customer."""
        if isinstance(target, CustomerTarget) and target.create:
            self._new()
        elif isinstance(target, CustomerTarget) and target.customer_id:
            self._wanted = target.customer_id
            self._load(target.customer_id)

    def back(self) -> bool:
        """Esc clears the search, then closes a detail that was opened over the list."""
        if self.search.text():
            self.search.clear_now()
            self.table.setFocus()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the detail where both do not fit."""
        super().resizeEvent(event)
        self.panel.setVisible(self.window().width() >= theme().px(_NARROW))

    def _type_search(self, text: str) -> None:
        self.search.setFocus()
        self.search.insert(text)

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _open_detail(self) -> None:
        self.panel.show()
        self.panel.first_stop().setFocus()

    def _choose(self, row: CustomerRow | None) -> None:
        self._wanted = row.id if row else None
        self._show_current()
        self.refresh_actions()

    def _show_current(self) -> None:
        if self._wanted is None:
            self.panel.clear()
        else:
            self._load(self._wanted)

    def _load(self, customer_id: int) -> None:
        self.desk.jobs.start(self, lambda task: self._read(task, customer_id), self._show, failed=self._gone)

    def _read(self, _task: Task, customer_id: int) -> CustomerDetail:
        from app.customers.archive import read_customer

        return read_customer(self.app, customer_id)

    def _show(self, detail: CustomerDetail) -> None:
        if detail.row.id == self._wanted:
            self.panel.show_customer(detail)

    def _gone(self, error: KnownError) -> None:
        self.panel.clear()
        self.desk.complain(error)

    def _no_row(self) -> str:
        return "" if self._wanted is not None else "先在列表里选一家客户。"

    def _why_not_print(self) -> str:
        return self._no_row() or ("" if self.app.may("export.masked") else "你的账号不能打印档案，请找内勤或主管。")

    def _print(self) -> None:
        self.desk.go("reports", ReportTarget(report="customer", customer_id=self._wanted))

    def _no_full_phones(self) -> str:
        return self._no_row() or (
            "" if self.app.may("contact.view_full") else "你的账号不能看完整电话，请找内勤或主管。"
        )

    def _reveal(self) -> None:
        self.panel.reveal_phones()

    def _new(self) -> None:
        from ui.pages.customers.editing import create

        create(self, self.desk)

    def _edit(self) -> None:
        from ui.pages.customers.editing import edit

        if self.panel.detail:
            edit(self, self.desk, self.panel.detail)

    def sheet_target(self) -> SheetTarget:
        """The chosen customer's sheet."""
        return SheetTarget(customer_id=self._wanted)

    def complaint_target(self) -> ComplaintTarget:
        """A complaint of the chosen customer."""
        return ComplaintTarget(customer_id=self._wanted, register=True)

    def visit_target(self) -> VisitTarget:
        """A visit to the chosen customer."""
        return VisitTarget(customer_id=self._wanted)


def _reading(text: str) -> str:
    """How a query is understood, in the design's words."""
    text = text.strip()
    if not text:
        return ""
    if text.isascii() and text.isalpha():
        return "拼音首字母"
    if text.isdigit():
        return "电话或编号"
    return "文字"
