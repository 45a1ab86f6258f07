"""Which customers: the one filter of the list, its kept views and the export, and whom a person may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from app.context import App
from app.customers.sheets import in_force
from app.customers.states import DROPPED_STATUSES, NEAR_DAYS, OPEN_COMPLAINTS
from app.db.records import ComplaintLog, Customer, SurveySheet

_OFFICE_ROLES = frozenset({"clerk", "supervisor", "service"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFilter:
    """Which customers; empty conditions let everybody pass, several values of one mean any of them.

    `text` is what `find` takes; offices, markets and owners are ids, the rest codes: of the choice lists, or of DUES,
    SHEETS and MARKS.
    """

    text: str = ""
    branches: tuple[int, ...] = ()
    markets: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()
    dues: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    def conditions(self, today: date) -> list[ColumnElement[bool]]:
        """The conditions on Customer, but for the text."""
        chosen: tuple[tuple[Any, Sequence[Any]], ...] = (
            (Customer.branch_id, self.branches),
            (Customer.market_area_id, self.markets),
            (Customer.primary_class, self.classes),
            (Customer.stage, self.stages),
            (Customer.intent_level, self.intents),
            (Customer.owner_id, self.owners),
            (Customer.lifecycle_status, self.statuses),
            (Customer.channel_type, self.channels),
            (Customer.scale, self.scales),
        )
        found = [column.in_(values) for column, values in chosen if values]
        judged = ((self.dues, _due(today)), (self.sheets, _SHEETS), (self.marks, _MARKS))
        return found + [or_(*(known[code]() for code in codes)) for codes, known in judged if codes]

    def told(self) -> Mapping[str, object]:
        """The conditions that are set, as plain data: for the export log and kept views."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}


EVERYBODY = CustomerFilter()

DUES = {"overdue": "逾期", "near": "临近", "normal": "正常", "none": "未安排"}
"""How the next visit stands today (rule R04.4)."""
SHEETS = {"none": "没有", "open": "未填全", "full": "已填全"}
"""How far the customer's newest survey sheet is."""
MARKS = {"key": "重点客户", "target": "目标客户", "tracked": "连续跟踪", "complaint": "有未结投诉"}


def visible_customers(app: App) -> ColumnElement[bool]:
    """The condition that holds for what the signed-in user may see (rule R22)."""
    if app.user.role == "rep":
        return Customer.owner_id == app.user.employee_id
    if app.user.role in _OFFICE_ROLES:
        return Customer.branch_id == app.user.branch_id
    return true()


def sees(app: App, session: Session, customer_id: int) -> bool:
    """Whether a customer, deleted or not, is in the signed-in user's range."""
    query = select(Customer.id).where(Customer.id == customer_id, visible_customers(app))
    return session.scalar(query) is not None


def listed(app: App, wanted: CustomerFilter = EVERYBODY) -> list[ColumnElement[bool]]:
    """The conditions on Customer of all a list may hold: not deleted, visible, wanted; but for the text."""
    return [Customer.deleted_at.is_(None), visible_customers(app), *wanted.conditions(app.today())]


def is_overdue(today: date) -> ColumnElement[bool]:
    """The day of the next visit has passed, of somebody who is still to be visited (rules R04.4, R04.5)."""
    paused = Customer.pause_until.is_not(None) & (Customer.pause_until >= today)
    return (Customer.next_visit_due_on < today) & Customer.lifecycle_status.not_in(DROPPED_STATUSES) & ~paused


def newest_sheets() -> Select[tuple[int]]:
    """The id of every customer's newest sheet."""
    newest = func.max(SurveySheet.id).label("sheet_id")
    return select(newest).where(in_force()).group_by(SurveySheet.customer_id)


def has_open_complaint() -> ColumnElement[bool]:
    """The condition on ComplaintLog that it is not finished."""
    return ComplaintLog.deleted_at.is_(None) & ComplaintLog.state.in_(OPEN_COMPLAINTS)


_Known = Mapping[str, Callable[[], ColumnElement[bool]]]


def _due(today: date) -> _Known:
    due, near = Customer.next_visit_due_on, today + timedelta(days=NEAR_DAYS)
    return {
        "overdue": lambda: is_overdue(today),
        "near": lambda: due.between(today, near),
        "normal": lambda: due > near,
        "none": lambda: due.is_(None),
    }


def _with_sheet(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    newest = select(SurveySheet.customer_id).where(SurveySheet.id.in_(newest_sheets()), *conditions)
    return Customer.id.in_(newest)


_SHEETS: _Known = {
    "none": lambda: ~_with_sheet(),
    "open": lambda: _with_sheet(SurveySheet.completeness_pct < 100),
    "full": lambda: _with_sheet(SurveySheet.completeness_pct >= 100),
}
_MARKS: _Known = {
    "key": lambda: Customer.is_key_account.is_(True),
    "target": lambda: Customer.is_target.is_(True),
    "tracked": lambda: Customer.is_tracked.is_(True),
    "complaint": lambda: Customer.id.in_(select(ComplaintLog.customer_id).where(has_open_complaint())),
}
