"""What the writers of the sample office share: the session, records by their business numbers, and number series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from app.calendar import WorkCalendar
from app.db.base import AnyRecord
from app.db.records import (
    BranchOffice,
    Brand,
    Contact,
    Customer,
    Employee,
    MarketArea,
    NumberSequence,
    SurveySheet,
    User,
    Visit,
    VisitPlanItem,
)
from app.sample.week import Call

_NAMESPACE = UUID("5f0cd2a4-7b0e-5e0a-9a53-6c2f4c5a0e47")


def uid_of(class_name: str, key: str) -> str:
    """The global number a record of the sample office always has."""
    return str(uuid5(_NAMESPACE, f"{class_name}:{key}"))


@dataclass
class Desk:
    """The office while it is being set up. Records are found by number, code or the customer's `seq`."""

    session: Session
    calendar: WorkCalendar
    employees: dict[str, Employee] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    markets: dict[str, MarketArea] = field(default_factory=dict)
    brands: dict[str, Brand] = field(default_factory=dict)
    customers: dict[int, Customer] = field(default_factory=dict)
    contacts: dict[int, Contact] = field(default_factory=dict)
    plan_items: dict[int, VisitPlanItem] = field(default_factory=dict)
    sheets: dict[int, SurveySheet] = field(default_factory=dict)
    visits: dict[Call, Visit] = field(default_factory=dict)
    branch: BranchOffice | None = None
    _given: Counter[str] = field(default_factory=Counter)

    @property
    def office(self) -> BranchOffice:
        """The branch office, once it exists."""
        assert self.branch is not None
        return self.branch

    def add(self, record: AnyRecord, key: str) -> AnyRecord:
        """Take a record into the archive, under the uid its business number gives it."""
        record.uid = uid_of(type(record).__name__, key)
        self.session.add(record)
        return record

    def number(self, prefix: str, width: int) -> str:
        """The next number of a series, as rule R24 writes it."""
        self._given[prefix] += 1
        return f"{prefix}{self._given[prefix]:0{width}d}"

    def given(self, prefix: str, count: int) -> None:
        """Note that a series has given out that many numbers."""
        self._given[prefix] = count

    def keep_series(self) -> None:
        """Leave every series where the program goes on counting."""
        for prefix, count in sorted(self._given.items()):
            self.add(NumberSequence(scope_key=prefix, next_value=count + 1), prefix)

    def employee_ids(self, emp_nos: Iterable[str]) -> list[int]:
        """The employees' ids, in the order given."""
        return [self.employees[emp_no].id for emp_no in emp_nos]
