"""What of an import the signed-in user may write: whose customers, and which of their values (rule R22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.changing import closed_fields, closed_statuses
from app.db.records import Customer, Employee
from app.importing.matching import batched

FOREIGN, CLOSED = "foreign", "closed"
"""Kinds of problems: a new customer of somebody else's, and a value that another role changes."""
_STATUS = "lifecycle_status"
_OTHERS = "只能导入自己负责的客户，别人的请由内勤或主管导入"
_ELSEWHERE = "负责业务员是别的办事处的，请由那个办事处导入"


class Rights:
    """A rep writes the own customers, an office its own, head office all; class, owner and stage take more."""

    def __init__(self, app: App, session: Session) -> None:
        self._session = session
        self._closed, self._statuses = closed_fields(app), closed_statuses(app)
        self._strange = _OTHERS if app.user.role == "rep" else _ELSEWHERE
        self._reps = _reps(app, session)

    def why_strange(self, owner_id: int) -> str:
        """Why this rep may not be given new customers; '' when that may be."""
        return "" if self._reps is None or owner_id in self._reps else self._strange

    def now(self, ids: Iterable[int]) -> dict[int, Mapping[str, Any]]:
        """What customers have where not everybody may change it."""
        names = (*self._closed, _STATUS)
        query = select(Customer.id, *(getattr(Customer, name) for name in names))
        return {
            number: dict(zip(names, values, strict=True))
            for some in batched(sorted(ids))
            for number, *values in self._session.execute(query.where(Customer.id.in_(some)))
        }

    def refused(self, values: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, str]:
        """The values the user may not change to these, and who may."""
        return {
            name: who
            for name, before in now.items()
            if name in values and values[name] != before and (who := self._who_may(name, values[name]))
        }

    def _who_may(self, name: str, value: Any) -> str:
        """Who alone gives a customer's field this value; '' when the user may."""
        if name == _STATUS and value in self._statuses:
            return "由主管来定"
        return self._closed.get(name, "").removesuffix("。")


def _reps(app: App, session: Session) -> frozenset[int] | None:
    """Who may be given new customers, None for everybody."""
    if app.user.role == "rep":
        return frozenset({app.user.employee_id or 0})
    if app.user.branch_id is None:
        return None
    return frozenset(session.scalars(select(Employee.id).where(Employee.branch_id == app.user.branch_id)))
