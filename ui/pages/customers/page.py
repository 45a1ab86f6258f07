"""客户档案: the list with its search and conditions at the left, the chosen customer at the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app.errors import KnownError
from app.tasks import Task
from ui.attachments.panel import HINTS
from ui.forwarding import tell_forwarded
from ui.pages.customers.choosing import ListChoice, reading_of
from ui.pages.customers.columns import NAME, SHOWN, list_columns
from ui.pages.customers.copying import copy_rows
from ui.pages.customers.detail import CustomerPanel
from ui.pages.customers.filter_bar import new_menu
from ui.pages.customers.listing import CustomerListing
from ui.pages.exporting.giving_out import GivingOut
from ui.pages.exporting.ranges import Range, ranges_of
from ui.preferences import own_preferences
from ui.shell.actions import LETTERS_SEARCH, Action, Hint
from ui.shell.menu import add_actions
from ui.shell.page import Page
from ui.shell.targets import ComplaintTarget, CustomerTarget, ReportTarget, SheetTarget, VisitTarget
from ui.tables.column_choice import ChosenColumns
from ui.theme import theme
from ui.widgets.fields import SearchField
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, label
from ui.widgets.loading import LoadingLine

if TYPE_CHECKING:
    from app.customers.archive import CustomerDetail

_NARROW, _WIDEST = 1180, 560
"""Below this client width the detail opens with Enter instead of standing beside the list (design §4)."""
_KEYS = (
    Hint("空格", "勾选"),
    Hint("Alt+↑ ↓", "上一家、下一家"),
    Hint("Shift+↑ ↓", "连着勾选"),
    Hint("Ctrl+A", "全选或全不选"),
    Hint("← →", "左右移动列表"),
    LETTERS_SEARCH,
)
_MAY_NOT = "这个账号不能改客户资料。请用内勤、业务员或主管的账号登录。"


class CustomersPage(Page):
    """The archive: find customers, look at them one by one, go on from them."""

    name, title = "customers", "客户档案"
    watches = frozenset({"customers", "visits", "survey_sheets", "complaints"})

    def build(self) -> None:
        """List and detail in a splitter."""
        kept, user = own_preferences(), self.app.user.username
        self.search = SearchField("找客户", "Ctrl+F")
        self.search.setMinimumWidth(theme().px(430))
        self._searched_by = label("可搜：名称、拼音首字母、电话后 4 位、编号", "sub")
        self._searched_by.setProperty("spare", True)
        every = list_columns(self.app.today)
        self.listing = CustomerListing(self.desk, every)
        self.table = self.listing.table
        self.table.setAccessibleName("客户")
        self.columns = ChosenColumns(self.table, every, SHOWN, NAME, kept, f"columns/customers/{user}")
        self.choice = ListChoice(self, self.listing, self.columns, self.search, kept)
        self.empty = EmptyState("address-book", "还没有客户", "录第一份调查表，客户档案随之建立。")
        self.panel = CustomerPanel(self.desk)
        self.giving_out = GivingOut(self.desk, self, self._ranges)
        self.left = QWidget()
        column(self.left, self.choice.bar, self.table, self.empty, gap=0).setStretch(1, 1)
        self.empty.hide()
        self.loading = LoadingLine(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.left, self.panel):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.panel.setMinimumWidth(theme().px(380))
        self.panel.setMaximumWidth(theme().px(_WIDEST))
        self.splitter.setSizes([theme().px(850), theme().px(444)])
        kept.follow_splitter(self.splitter, f"customers-{theme().scale}")
        column(self, self.splitter, gap=0)
        self._wanted: int | None = None
        self._connect()

    def _connect(self) -> None:
        self.search.down.connect(self.table.setFocus)
        self.table.typed.connect(self.search.type_on)
        self.table.came_to.connect(self._come_to)
        self.table.opened.connect(lambda _row: self._open_detail())
        self.table.copy_wanted.connect(lambda: copy_rows(self.desk, self.table))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_context_menu)
        self.table.picked_changed.connect(self._say_how_many)
        self.listing.listed.connect(self._show_listed)
        self.listing.busy.connect(self.loading.set_busy)
        self.panel.tabs.chosen.connect(lambda _: self.hints_changed.emit())
        self.panel.edit_wanted.connect(self._edit)
        self.panel.close_wanted.connect(self._close_detail)

    def page_actions(self) -> Sequence[Action]:
        """What can be done with the list, the picked customers and the chosen one."""
        choice, one, more = self.choice, "这家客户", "列表"
        return (
            *self.giving_out.actions(),
            Action(text="新客户", key="Ctrl+N", icon="plus", button="primary", slot=self._new, hint="新客户"),
            Action(text="编辑", key="F2", icon="pencil-simple", slot=self._edit, why_not=self._no_row, hint="编辑"),
            Action(text="批量修改…", key="Alt+G", icon="users-three", slot=self._edit_many, why_not=self._why_not_many),
            Action(
                text="导入",
                key="Alt+I",
                icon="upload-simple",
                slot=partial(self.desk.go, "importing"),
                why_not=self._why_not_many,
            ),
            Action(
                text="查重",
                key="Alt+C",
                icon="users-three",
                slot=partial(self.desk.go, "duplicates"),
                why_not=self._why_not_many,
            ),
            Action(text="打印档案", key="Ctrl+P", icon="printer", slot=self._print, why_not=self._why_not_print),
            Action(text="显示完整电话", icon="eye", slot=self._reveal, why_not=self._no_full_phones),
            Action(text="搜索", key="Ctrl+F", icon="magnifying-glass", slot=self.search.begin),
            Action(text="视图…", key="Alt+V", icon="bookmark-simple", slot=choice.open_views, group=more),
            Action(text="筛选…", key="Alt+S", icon="funnel-simple", slot=choice.open_conditions, group=more),
            Action(text="清除条件", key="Alt+Q", slot=choice.clear, group=more),
            Action(text="排序…", key="Alt+P", icon="sort-ascending", slot=choice.open_sorting, group=more),
            Action(text="显示哪些列…", key="Alt+O", icon="columns", slot=choice.open_columns, group=more),
            Action(text="上一家", key="Alt+Up", slot=partial(self._step, -1), why_not=self._no_row, group=one),
            Action(text="下一家", key="Alt+Down", slot=partial(self._step, 1), why_not=self._no_row, group=one),
            Action(text="下一个页签", key="Ctrl+Tab", slot=partial(self.panel.turn, 1), group=one),
            Action(text="上一个页签", key="Ctrl+Shift+Tab", slot=partial(self.panel.turn, -1), group=one),
        )

    def hints(self) -> Sequence[Hint]:
        """Keys of the list, and those of the files while they are shown."""
        files = HINTS if self.panel.shows_files else ()
        return (Hint("↑ ↓", "选客户"), Hint("Enter", "打开"), *files, *_KEYS)

    def header_widgets(self) -> Sequence[QWidget]:
        """The search, and by what it finds."""
        return (self.search, self._searched_by)

    def panes(self) -> Sequence[QWidget]:
        """List, then detail, then its files while they are shown, then the conditions."""
        files = self.panel.files
        shown = (files.first_stop(),) if self.panel.shows_files else ()
        return (self.table, self.panel.first_stop(), *shown, self.choice.bar)

    def side_panel(self) -> QWidget | None:
        """The detail."""
        return self.panel

    def reload(self) -> None:
        """Read the list anew; the detail follows it."""
        self.choice.reload()
        if self._wanted is not None:
            self._load(self._wanted)

    def show_target(self, target: object) -> None:
        """Go to one customer."""
        if isinstance(target, CustomerTarget) and target.create:
            self._new()
        elif isinstance(target, CustomerTarget) and target.customer_id:
            self.listing.seek(target.customer_id)
            self._come_to(target.customer_id)

    def back(self) -> bool:
        """Esc goes back to the list from anywhere else, picks nothing any more, then clears the search."""
        if self.panel.isAncestorOf(self.focusWidget() or self):
            self._close_detail()
        elif self.search.hasFocus() and self.table.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.table.picked:
            self.table.pick_none()
        elif self.search.text():
            self.search.clear_now()
            self.table.setFocus()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the detail where both do not fit."""
        super().resizeEvent(event)
        self._show_list()

    # The list

    def _show_listed(self) -> None:
        number, asked = self.listing.number, self.listing.asked
        hits = f"{number:,} 家　{self.listing.took_ms:.0f} 毫秒" if asked.text.strip() and self.listing.whole else ""
        self.search.show_reading(reading_of(asked.text), hits)
        self.table.setVisible(bool(number))
        self.empty.setVisible(not number)
        if asked.narrows and not number:
            self.empty.say(*self.choice.nothing_found())
        elif not number:
            self.empty.say("还没有客户", "录第一份调查表，客户档案随之建立。")
        self._say_how_many()

    def _say_how_many(self) -> None:
        number, picked = self.listing.number, len(self.table.picked)
        lead = "命中" if self.listing.asked.narrows else "共"
        more = "" if self.listing.whole else "以上"
        said = f"{lead} {number:,} 家{more}" + (f"，已选 {picked:,} 家" if picked else "")
        if said != self.status:
            self.set_status(said)

    def _ranges(self) -> Sequence[Range]:
        asked, picked = self.listing.asked, self.table.picked.ids(self.table.paged.ids)
        return ranges_of(asked.filter(), narrows=asked.narrows, picked=picked)

    def _open_context_menu(self, place: QPoint) -> None:
        """What the page can do, where the mouse is, or by Shift+F10 at the list's corner."""
        menu = new_menu(self.table)
        add_actions(menu, self.bound)
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _edit_many(self) -> None:
        from ui.pages.customers.bulk import edit_many

        edit_many(self.desk, self.table.wanted_ids(), self.window())

    def _why_not_many(self) -> str:
        return "" if self.app.may("customer.edit") else _MAY_NOT

    # The chosen customer

    @property
    def _is_narrow(self) -> bool:
        return self.window().width() < theme().px(_NARROW)

    def _open_detail(self) -> None:
        narrow = self._is_narrow
        self.left.setVisible(not narrow)
        self.panel.setMaximumWidth(self.width() if narrow else theme().px(_WIDEST))
        self.panel.show()
        self.panel.first_stop().setFocus(Qt.FocusReason.TabFocusReason)

    def _close_detail(self) -> None:
        self._show_list()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self) -> None:
        self.left.show()
        self.panel.setMaximumWidth(theme().px(_WIDEST))
        self.panel.setVisible(not self._is_narrow)

    def _step(self, by: int) -> None:
        self.table.select_row(self.table.currentIndex().row() + by)

    def _come_to(self, customer_id: int | None) -> None:
        if self.listing.goal is not None and customer_id != self.listing.goal:
            return
        before, self._wanted = self._wanted, customer_id
        if customer_id is None:
            self.panel.clear()
        else:
            self._load(customer_id)
        if (before is None) != (customer_id is None):
            self.refresh_actions()

    def _load(self, customer_id: int) -> None:
        read = partial(self._read, customer_id)
        self.desk.jobs.reread(self, "detail", read, partial(self._show, customer_id), failed=self._gone)

    def _read(self, customer_id: int, _task: Task) -> CustomerDetail:
        from app.customers.archive import read_customer

        return read_customer(self.app, customer_id)

    def _show(self, asked: int, detail: CustomerDetail) -> None:
        if asked != self._wanted:
            return
        if detail.row.id != asked:
            tell_forwarded(self.desk, asked, detail.row.id)
            self._wanted = detail.row.id
            self.listing.seek(detail.row.id)
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
