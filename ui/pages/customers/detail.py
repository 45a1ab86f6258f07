"""One customer beside the list: head, tabs, and what happened with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from app.choices import label_of
from app.security.masking import masked_phone
from app.tasks import Task
from ui.attachments.panel import AttachmentPanel
from ui.pages.customers.basics import CustomerBasics
from ui.pages.customers.columns import stage_pips
from ui.pages.customers.complaints import CustomerComplaints
from ui.pages.customers.development import CustomerDevelopment
from ui.pages.customers.timeline import EventList, change_history
from ui.shell.desk import Desk
from ui.shell.targets import ComplaintTarget, ReportTarget, SheetTarget, VisitTarget
from ui.widgets.button import Button
from ui.widgets.choices import Segment
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, label, row, rule, scrolled
from ui.widgets.marks import GradeBadge, OneLine, StagePips

if TYPE_CHECKING:
    from app.customers.archive import CustomerDetail

TABS = ("基本信息", "调查表", "拜访", "需求", "投诉", "附件", "变更记录")
_FILES, _HISTORY = TABS.index("附件"), TABS.index("变更记录")
_SHOWN_MS = 60_000


class CustomerPanel(QFrame):
    """The detail; `show_customer` fills it, `turn` changes the tab. A tab is filled when it comes into sight."""

    edit_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.desk = desk
        self.detail: CustomerDetail | None = None
        self.tabs = Segment(TABS, kind="tab")
        self.tabs.chosen.connect(self._turned)
        self.basics = CustomerBasics(desk, self.reveal_phones)
        self.files = AttachmentPanel(desk, "customer", "storefront")
        self.history = change_history(desk)
        self.history.shown.connect(self.history.list.show_events)
        self.visits = EventList("还没有拜访记录", desk.app.today, wrapped=True)
        self.pages = QStackedWidget()
        kept = {"基本信息": self.basics, "附件": self.files, "变更记录": self.history, "拜访": self.visits}
        for name in TABS:
            self.pages.addWidget(kept.get(name) or QWidget())
        self.empty = EmptyState("address-book", "没有选中客户", "在左边选一家，按 Enter 打开。")
        self.content = QWidget()
        column(self.content, self._head(), rule(), self.pages, gap=0)
        column(self, self.content, self.empty, gap=0)
        self._hide = QTimer(self, interval=_SHOWN_MS, singleShot=True)
        self._hide.timeout.connect(self._hide_phones)
        self.clear()

    def _head(self) -> QWidget:
        self.name = OneLine("", "text", 16, bold=True)
        self.grade, self.pips = GradeBadge(), StagePips(0, 9)
        self.word, self.stage, self.owner = label(), label(), label("", "sub")
        close = Button(icon="x", kind="quiet", small=True, tip="收起（Esc 回到列表）", clicked=self.close_wanted.emit)
        marks = row(None, self.grade, self.word, _bar(), self.pips, self.stage, _bar(), self.owner, None)
        may = self.desk.app.may
        buttons: Sequence[tuple[bool, Button]] = (
            (may("customer.edit"), Button("编辑", self.edit_wanted.emit, key="F2")),
            (may("survey.edit"), Button("补填", self._sheet, icon="clipboard-text")),
            (may("visit.edit"), Button("记拜访", self._visit, icon="calendar-check")),
            (may("complaint.register"), Button("登记投诉", self._complain, icon="headset")),
        )
        shown = [button for allowed, button in buttons if allowed]
        printing = (
            [Button(icon="printer", tip="打印档案（Ctrl+P）", clicked=self._print)] if may("export.masked") else []
        )
        head = QWidget()
        title = row(None, self.name, close)
        deeds = row(None, *shown, None, *printing, gap=6)
        column(head, title, marks, deeds, self.tabs, gap=8, margins=(14, 10, 14, 0))
        return head

    def first_stop(self) -> QWidget:
        """Where the focus goes when the detail gets it."""
        return self.tabs

    @property
    def shows_files(self) -> bool:
        """Whether the customer's files are in sight."""
        return self.detail is not None and self.tabs.current == _FILES

    def clear(self) -> None:
        """Show that nothing is chosen."""
        self.detail = None
        self.content.hide()
        self.empty.show()

    def show_customer(self, detail: CustomerDetail) -> None:
        """Show another customer, on the same tab."""
        self.detail = detail
        pips = stage_pips(detail.row)
        self.name.set_text(detail.row.name)
        self.grade.set_grade(detail.row.primary_class)
        self.word.setText(f"{label_of('primary_class', detail.row.primary_class).rpartition(' ')[2]}客户")
        self.pips.set_stage(pips.done, pips.total)
        self.stage.setText(pips.word)
        self.owner.setText(detail.row.owner)
        self.empty.hide()
        self.content.show()
        self._turned(self.tabs.current)

    def turn(self, by: int) -> None:
        """The next or previous tab."""
        self.tabs.set_current((self.tabs.current + by) % len(TABS))

    def reveal_phones(self) -> None:
        """Show the chosen customer's whole phone numbers for a minute; the look is journalled."""
        if self.detail:
            read = partial(self._read_phones, self.detail.row.id)
            self.desk.jobs.start(self, read, self._show_phones, failed=self.desk.complain)

    def _read_phones(self, customer_id: int, _task: Task) -> tuple[int, tuple[tuple[str, str, str], ...]]:
        from app.customers.archive import full_contacts

        return customer_id, full_contacts(self.desk.app, customer_id)

    def _show_phones(self, read: tuple[int, tuple[tuple[str, str, str], ...]]) -> None:
        customer_id, contacts = read
        if self.detail and self.detail.row.id == customer_id:
            self.show_customer(replace(self.detail, contacts=contacts))
            self._hide.start()

    def _hide_phones(self) -> None:
        if self.detail:
            self.show_customer(replace(self.detail, contacts=hidden(self.detail.contacts)))

    def _turned(self, place: int) -> None:
        detail = self.detail
        if detail is not None:
            fill: dict[str, Callable[[CustomerDetail], object]] = {
                "基本信息": self.basics.show_customer,
                "调查表": lambda detail: self._put_page(place, scrolled(self._sheets(detail))),
                "拜访": lambda detail: self.visits.show_events(detail.visits),
                "需求": partial(self._show_own, place, CustomerDevelopment),
                "投诉": partial(self._show_own, place, CustomerComplaints),
                "附件": lambda detail: self.files.show_owner(detail.row.id),
                "变更记录": lambda detail: self.history.load(detail.row.id),
            }
            fill[TABS[place]](detail)
        self.pages.setCurrentIndex(place)

    def _show_own(
        self, place: int, kind: type[CustomerDevelopment | CustomerComplaints], detail: CustomerDetail
    ) -> None:
        """A tab that belongs to one customer; for the same customer it stays, and with it cursor and focus."""
        page = self.pages.widget(place)
        if not isinstance(page, kind) or page.customer_id != detail.row.id:
            page = kind(self.desk, detail.row.id)
            self._put_page(place, page)
        page.load()

    def _put_page(self, place: int, page: QWidget) -> None:
        old = self.pages.widget(place)
        if old is not None:
            self.pages.removeWidget(old)
            old.deleteLater()
        self.pages.insertWidget(place, page)

    def _sheets(self, detail: CustomerDetail) -> QWidget:
        page = QWidget()
        rows = [
            row(
                None,
                label(number, "head"),
                label(f"{state}　{percent}", "sub"),
                None,
                Button("打开", partial(self._open_sheet, sheet_id), small=True),
            )
            for sheet_id, number, state, percent in detail.sheets
        ]
        empty = () if rows else (label("还没有调查表", "sub"),)
        column(page, *rows, *empty, None, gap=8, margins=(14, 12, 14, 12))
        return page

    def _open_sheet(self, sheet_id: int) -> None:
        self.desk.go("survey", SheetTarget(sheet_id=sheet_id))

    def _sheet(self) -> None:
        if self.detail:
            self.desk.go("survey", SheetTarget(customer_id=self.detail.row.id))

    def _visit(self) -> None:
        if self.detail:
            self.desk.go("visits", VisitTarget(customer_id=self.detail.row.id))

    def _complain(self) -> None:
        if self.detail:
            self.desk.go("complaints", ComplaintTarget(customer_id=self.detail.row.id, register=True))

    def _print(self) -> None:
        if self.detail:
            self.desk.go("reports", ReportTarget(report="customer", customer_id=self.detail.row.id))


def hidden(contacts: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    """Contacts with their numbers masked again."""
    return tuple((name, title, masked_phone(phone)) for name, title, phone in contacts)


def _bar() -> QFrame:
    line = rule(vertical=True)
    line.setFixedHeight(14)
    return line
