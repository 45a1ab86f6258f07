"""Whose a customer is and for how long, and how many who have not signed one rep may hold so (rule R12)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.customers.states import UNSIGNED
from app.db.records import Customer, Employee

PROTECT_DAYS = 90
"""How long a customer stays with its rep after it was registered or met (protect_days)."""
PROTECT_MAX = 80
"""How many customers that have not signed are one rep's at a time (protect_max)."""


def is_held(today: date) -> ColumnElement[bool]:
    """The condition that a customer counts: on record, not signed, its protection not over."""
    return Customer.deleted_at.is_(None) & Customer.lifecycle_status.in_(UNSIGNED) & (Customer.protect_until >= today)


class Places:
    """The places reps have left for one more, counted off as a transaction gives customers to them.

    `refused` counts those there was no place for.
    """

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._today = session, today
        self._left: dict[int, int] = {}
        self.refused = 0

    def left(self, owner_id: int) -> int:
        """How many more a rep may hold."""
        held = select(Customer.id).where(Customer.owner_id == owner_id, is_held(self._today))
        few = held.limit(PROTECT_MAX).subquery()
        return PROTECT_MAX - (self._session.scalar(select(func.count()).select_from(few)) or 0)

    def take(self, owner_id: int, since: date, status: str | None = None) -> date | None:
        """Until when one more customer of a rep, of this lifecycle status, is protected from a day on.

        None when all places are taken, and for one that has signed: it is the rep's without end and takes no place.
        """
        if status is not None and status not in UNSIGNED:
            return None
        left = self._left.get(owner_id)
        if left is None:
            left = self.left(owner_id)
        self._left[owner_id] = left - 1
        self.refused += left <= 0
        return since + timedelta(days=PROTECT_DAYS) if left > 0 else None


def unprotected(session: Session, customer: Customer) -> str:
    """What is said of a customer that came to its rep without protection; empty for one that has it."""
    if customer.protect_until is not None or customer.lifecycle_status not in UNSIGNED:
        return ""
    owner = session.get_one(Employee, customer.owner_id).name
    return f"{owner}的 {PROTECT_MAX} 家保护客户已满，这家没有保护期"


def several_unprotected(count: int) -> str:
    """What is said of so many customers that came to their reps without protection; empty for none."""
    return f"其中 {count:,} 家没有保护期：负责人的 {PROTECT_MAX} 家已满" if count else ""
