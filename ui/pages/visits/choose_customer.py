"""Finding the customer a visit, a plan line or a paper is for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.customers.listing import list_customers
from ui.dialogs.choose import MOST, ChooseDialog
from ui.shell.desk import Desk
from ui.tables.columns import Column

_COLUMNS = (
    Column(key="primary_class", title="级", width=40, kind="grade"),
    Column(key="name", title="客户", width=220, stretch=True, strong=True, marked=True),
    Column(key="market", title="市场", width=130),
    Column(key="owner", title="业务员", width=76),
    Column(key="last_visit_on", title="上次拜访", width=80, kind="date"),
)


class ChooseCustomer(ChooseDialog):
    """Type part of a name, its initials, a number or the end of a phone. `chosen` is a CustomerRow."""

    def __init__(self, desk: Desk, typed: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            "哪家客户？",
            desk,
            _COLUMNS,
            lambda text: list_customers(desk.app, text, limit=MOST),
            hint="名称、拼音首字母、编号或电话尾号",
            verb="选这家",
            nothing="少打一个字，或先录调查表建档。",
            typed=typed,
            parent=parent,
        )
