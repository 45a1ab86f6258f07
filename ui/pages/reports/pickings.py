"""How the records that reports are about are found and named."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.complaints.detail import read_complaint
from app.complaints.reading import list_complaints
from app.complaints.rows import ComplaintFilter
from app.context import App
from app.customers.archive import read_customer
from app.surveys.listing import list_sheets
from ui.dialogs.choose import MOST, ChooseDialog
from ui.pages.reports.picked import Picking
from ui.pages.visits.choose_customer import ChooseCustomer
from ui.shell.desk import Desk
from ui.tables.columns import Column

_SHEETS = (
    Column(key="sheet_no", title="表号", width=150, marked=True),
    Column(key="customer", title="客户", width=190, stretch=True, strong=True, marked=True),
    Column(key="surveyor", title="调查人", width=76),
    Column(key="state", title="状态", width=90),
    Column(key="saved_at", title="上次保存", width=100, kind="date"),
)
_COMPLAINTS = (
    Column(key="complaint_no", title="投诉号", width=150, marked=True),
    Column(key="customer", title="客户", width=140, stretch=True, strong=True, marked=True),
    Column(key="kind", title="类别", width=84),
    Column(key="state", title="状态", width=84),
    Column(key="received_at", title="接诉", width=96, kind="date"),
)


def customer_picking(desk: Desk, *, many: bool, nothing: str = "") -> Picking:
    """One customer, or several."""
    return Picking(
        title="客户",
        field="customer_ids",
        target="customer_id",
        verb="加一家…" if many else "选客户…",
        ask=lambda window: ChooseCustomer(desk, parent=window),
        text=lambda row: str(row.name),
        name_of=lambda app, number: read_customer(app, number).row.name,
        many=True,
        most=MOST_CUSTOMERS if many else 1,
        nothing=nothing,
    )


def sheet_picking(desk: Desk) -> Picking:
    """One survey sheet."""

    def ask(window: QWidget) -> ChooseDialog:
        return ChooseDialog(
            "哪份调查表？",
            desk,
            _SHEETS,
            lambda text: list_sheets(desk.app, text=text, limit=MOST),
            hint="表号、客户名称或拼音首字母",
            verb="选这份",
            parent=window,
        )

    return Picking(
        title="调查表", field="sheet_id", target="sheet_id", verb="找调查表…", ask=ask, text=_sheet_text,
        name_of=_sheet_name, nothing="还没有选调查表。",
    )  # fmt: skip


def complaint_picking(desk: Desk) -> Picking:
    """One complaint."""

    def ask(window: QWidget) -> ChooseDialog:
        return ChooseDialog(
            "哪件投诉？",
            desk,
            _COMPLAINTS,
            lambda text: list_complaints(desk.app, ComplaintFilter(text=text), limit=MOST),
            hint="投诉号、客户名称或拼音首字母",
            verb="选这件",
            parent=window,
        )

    return Picking(
        title="投诉", field="complaint_id", target="complaint_id", verb="找投诉…", ask=ask, text=_complaint_text,
        name_of=lambda app, number: _complaint_text(read_complaint(app, number).row), nothing="还没有选投诉。",
    )  # fmt: skip


MOST_CUSTOMERS = 200


def _sheet_text(row: Any) -> str:
    return f"{row.sheet_no}　{row.customer}"


def _sheet_name(app: App, number: int) -> str:
    return next((_sheet_text(row) for row in list_sheets(app, sheet_id=number)), "这份表已不在了")


def _complaint_text(row: Any) -> str:
    return f"{row.complaint_no}　{row.customer}"
