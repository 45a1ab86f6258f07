"""One customer beside the list: head, tabs, and what happened with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QStackedWidget, QWidget

from app.choices import label_of
from app.security.masking import masked_phone
from app.tasks import Task
from ui.attachments.panel import AttachmentPanel
from ui.pages.customers.complaints import CustomerComplaints
from ui.pages.customers.development import CustomerDevelopment
from ui.shell.desk import Desk
from ui.shell.targets import SheetTarget, VisitTarget
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import Segment
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, label, row, rule, scrolled
from ui.widgets.marks import GradeBadge, StagePips

if TYPE_CHECKING:
    from app.customers.archive import CustomerDetail, Event

TABS = ("基本信息", "调查表", "拜访", "需求", "投诉", "附件", "变更记录")
_FILES = TABS.index("附件")
_FACTS_A_ROW = 2
_SHOWN_MS = 60_000


class CustomerPanel(QFrame):
    """The detail; `show_customer` fills it, `turn` changes the tab."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.desk = desk
        self.detail: CustomerDetail | None = None
        self.name = label("", "title", wrap=True)
        self.grade, self.pips = GradeBadge(), StagePips(0, 9)
        self.stage, self.owner = label(), label("", "sub")
        self.tabs = Segment(TABS, kind="tab")
        self.tabs.chosen.connect(self._turned)
        self.files = AttachmentPanel(desk, "customer", "storefront")
        self.pages = QStackedWidget()
        for place in range(len(TABS)):
            self.pages.addWidget(self.files if place == _FILES else QWidget())
        self.empty = EmptyState("address-book", "没有选中客户", "在左边选一家，按 Enter 打开。")
        self.content = QWidget()
        head = QWidget()
        buttons = row(
            None,
            Button("补填", self._sheet, icon="clipboard-text"),
            Button("记拜访", self._visit, icon="calendar-check"),
            None,
        )
        marks = row(None, self.grade, self.pips, self.stage, self.owner, None)
        column(head, self.name, marks, buttons, self.tabs, gap=10, margins=(14, 14, 14, 0))
        column(self.content, head, rule(), self.pages, gap=0)
        column(self, self.content, self.empty, gap=0)
        self._hide = QTimer(self, interval=_SHOWN_MS, singleShot=True)
        self._hide.timeout.connect(self._hide_phones)
        self.clear()

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
        from ui.pages.customers.page import stage_pips

        self.detail = detail
        pips = stage_pips(detail.row)
        self.name.setText(detail.row.name)
        self.grade.set_grade(detail.row.primary_class)
        self.pips.set_stage(pips.done, pips.total)
        self.stage.setText(pips.word)
        self.owner.setText(f"负责人 {detail.row.owner}")
        self._fill(detail)
        self.empty.hide()
        self.content.show()
        self._turned(self.tabs.current)

    def turn(self, by: int) -> None:
        """The next or previous tab."""
        self.tabs.set_current((self.tabs.current + by) % len(TABS))
        self._turned(self.tabs.current)

    def reveal_phones(self) -> None:
        """Show the chosen customer's whole phone numbers for a minute; the look is journalled."""
        if self.detail:
            customer_id = self.detail.row.id
            self.desk.jobs.start(self, lambda task: self._read_phones(task, customer_id), self._show_phones)

    def _read_phones(self, _task: Task, customer_id: int) -> tuple[int, tuple[tuple[str, str, str], ...]]:
        from app.customers.archive import full_contacts

        return customer_id, full_contacts(self.desk.app, customer_id)

    def _show_phones(self, read: tuple[int, tuple[tuple[str, str, str], ...]]) -> None:
        customer_id, contacts = read
        if self.detail and self.detail.row.id == customer_id:
            masked = self.detail
            self.show_customer(replace(masked, contacts=contacts))
            self._hide.start()

    def _hide_phones(self) -> None:
        if self.detail:
            self.show_customer(replace(self.detail, contacts=hidden(self.detail.contacts)))

    def _fill(self, detail: CustomerDetail) -> None:
        shown = (
            scrolled(_facts(detail)),
            scrolled(self._sheets(detail)),
            scrolled(_events(detail.visits, "还没有拜访记录")),
            CustomerDevelopment(self.desk, detail.row.id),
            CustomerComplaints(self.desk, detail.row.id),
            self.files,
            scrolled(_events((), "")),
        )
        for place, page in enumerate(shown):
            self._put_page(place, page)

    def _turned(self, place: int) -> None:
        self.pages.setCurrentIndex(place)
        shown = self.pages.currentWidget()
        if isinstance(shown, CustomerComplaints | CustomerDevelopment):
            shown.load()
        if self.detail and place == _FILES:
            self.files.show_owner(self.detail.row.id)
        if self.detail and TABS[place] == "变更记录":
            customer_id = self.detail.row.id
            self.desk.jobs.start(self, lambda task: self._read_history(task, customer_id), self._show_history)

    def _read_history(self, _task: Task, customer_id: int) -> tuple[int, tuple[Event, ...]]:
        from app.customers.archive import history

        return customer_id, history(self.desk.app, "customer", customer_id)

    def _show_history(self, read: tuple[int, tuple[Event, ...]]) -> None:
        customer_id, events = read
        if self.detail is None or self.detail.row.id != customer_id:
            return
        place = TABS.index("变更记录")
        self._put_page(place, scrolled(_events(events, "还没有改动")))
        self.pages.setCurrentIndex(self.tabs.current)

    def _put_page(self, place: int, page: QWidget) -> None:
        """Another page in a tab; the one that stays keeps the focus."""
        old = self.pages.widget(place)
        if old is not None and old is not page:
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


def hidden(contacts: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    """Contacts with their numbers masked again."""
    return tuple((name, title, masked_phone(phone)) for name, title, phone in contacts)


def _facts(detail: CustomerDetail) -> QWidget:
    page = QWidget()
    parts: list[QWidget] = []
    people = tuple((f"{name}（{title}）", phone) for name, title, phone in detail.contacts)
    brands = tuple((f"{name}（{role}）", volume) for name, role, volume in detail.brands)
    sections = (*detail.sections[:1], ("联系人", people), ("经营品牌", brands), *detail.sections[1:])
    for name, facts in sections:
        shown = [fact for fact in facts if fact[1] != "—"]
        if shown:
            parts += [label(name, "head"), _grid(shown)]
    column(page, *parts, None, gap=8, margins=(14, 12, 14, 12))
    return page


def _grid(facts: Sequence[tuple[str, str]]) -> QWidget:
    """Labels and values, two pairs a row; a long value takes the row for itself."""
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, theme().px(6))
    grid.setHorizontalSpacing(theme().px(10))
    grid.setVerticalSpacing(theme().px(6))
    place = 0
    for name, value in facts:
        wide = len(value) > 14 or len(name) > 9
        if wide and place % _FACTS_A_ROW:
            place += 1
        at, side = divmod(place, _FACTS_A_ROW)
        caption, text = label(name, "sub", wrap=True), label(value, wrap=True)
        caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        grid.addWidget(caption, at, side * 2)
        grid.addWidget(text, at, side * 2 + 1, 1, 3 if wide else 1)
        place += _FACTS_A_ROW if wide else 1
    grid.setColumnMinimumWidth(0, theme().px(84))
    grid.setColumnMinimumWidth(2, theme().px(84))
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    return widget


def _events(events: Sequence[Event], nothing: str) -> QWidget:
    page = QWidget()
    parts: list[QWidget] = []
    for event in events:
        entry = QWidget()
        when = label(f"{event.at:%m-%d}\n{event.at:%H:%M}", "sub")
        when.setFixedWidth(theme().px(44))
        when.setAlignment(Qt.AlignmentFlag.AlignTop)
        title = row(None, label(event.title, "head"), None, label(event.who, "sub"))
        words = column(None, title, label(event.text or label_of("audit_action", "update"), wrap=True), gap=2)
        row(entry, when, words, gap=10).setStretch(1, 1)
        parts.append(entry)
    column(page, *(parts or [label(nothing, "sub")]), None, gap=12, margins=(14, 12, 14, 12))
    return page
