"""An office with somebody in service, and complaints that have come some way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from app.complaints.closing import close, resolve
from app.complaints.detail import ComplaintDetail, read_complaint
from app.complaints.handling import accept, start
from app.complaints.registering import register
from app.context import App
from app.db.records import BranchOffice, Department, Employee, User
from tests.support.clock import StandingClock
from tests.support.office import Office, open_office

TAKEN_AT = datetime(2026, 11, 16, 10, 0)
"""A Monday morning: a normal complaint is to be answered by Tuesday 10:00 and resolved by 11-25 18:00."""

SOLUTION = {
    "is_valid": "yes",
    "cause_kind": "warehouse",
    "cause_analysis": "出库时截过样，没有改盘标",
    "responsible": "仓储配送",
    "remedies": ("redeliver", "apology"),
    "resolution": "补送 6 米",
    "remedy_amount": "0",
}
CONFIRMED = {"customer_confirmed": "agreed", "confirmed_by": "谢予川", "satisfaction": 4}


@dataclass
class Desk:
    """The office's complaints desk: who works there, and shortcuts to stages of a complaint."""

    office: Office
    clock: StandingClock
    service: App

    @property
    def rep(self) -> App:
        """程砚舟, E01."""
        return self.office.rep

    @property
    def clerk(self) -> App:
        """温可, who handles."""
        return self.office.clerk

    @property
    def chief(self) -> App:
        """沈其岚, who supervises and heads the office."""
        return self.office.chief

    def at(self, text: str) -> None:
        """Set the clock, e.g. 11-17 09:30."""
        self.clock.now = datetime.fromisoformat(f"2026-{text}")

    def values(self, customer_id: int, /, **changes: Any) -> dict[str, Any]:
        """What is taken down of an ordinary complaint."""
        return {
            "customer_id": customer_id,
            "complainant": "谢予川",
            "complainant_phone": "14200001037",
            "received_at": TAKEN_AT,
            "channel": "phone",
            "receiver_id": self.service.user.employee_id,
            "kind": "quantity",
            "severity": "normal",
            "description": "一盘少 6 米",
            "demand": "补足",
            **changes,
        }

    def registered(self, customer_id: int = 0, /, **changes: Any) -> int:
        """A complaint that was taken down at once."""
        complaint = self.values(customer_id or self.office.add_customer(), **changes)
        if self.clock.now < complaint["received_at"]:
            self.clock.now = complaint["received_at"]
        return register(self.service, complaint)

    def accepted(self, **changes: Any) -> int:
        """Accepted at once, the clerk handles it."""
        complaint = self.registered(**changes)
        accept(
            self.service,
            complaint,
            self.version(complaint),
            handler_id=self.clerk.user.employee_id,
            content="已致电客户",
        )
        return complaint

    def processing(self, **changes: Any) -> int:
        """The clerk works on it."""
        complaint = self.accepted(**changes)
        start(self.clerk, complaint, self.version(complaint), "查出库单")
        return complaint

    def resolved(self, **changes: Any) -> int:
        """A solution was offered."""
        complaint = self.processing(**changes)
        resolve(self.clerk, complaint, self.version(complaint), SOLUTION)
        return complaint

    def closed(self, **changes: Any) -> int:
        """The customer agreed."""
        complaint = self.resolved(**changes)
        close(self.service, complaint, self.version(complaint), CONFIRMED)
        return complaint

    def read(self, complaint: int, by: App | None = None) -> ComplaintDetail:
        """How it stands now."""
        return read_complaint(by or self.chief, complaint)

    def version(self, complaint: int) -> int:
        """The version to act on."""
        return self.read(complaint).row.row_version


@pytest.fixture
def desk(office: Office, clock: StandingClock) -> Desk:
    """The complaints desk on Monday morning, on both engines."""
    clock.now = TAKEN_AT
    return add_desk(office, clock)


@pytest.fixture
def small_desk(sqlite_office_url: str, clock: StandingClock) -> Iterator[Desk]:
    """The same on SQLite only, for what takes many steps."""
    clock.now = TAKEN_AT
    office = open_office(sqlite_office_url, clock)
    yield add_desk(office, clock)
    office.app.db.close()


def add_desk(office: Office, clock: StandingClock) -> Desk:
    """Hire 白宁 for service and make 沈其岚 the head of the office."""
    with office.app.transaction("设客服") as session:
        branch_id, head_id = office.id_of(BranchOffice, code="LZ"), office.employee("E05")
        department = Department(code="KF", name="客服部", kind="service", branch_id=branch_id)
        session.add(department)
        session.flush()
        person = Employee(
            emp_no="E07", name="白宁", position="service", department_id=department.id, branch_id=branch_id
        )
        session.add(person)
        session.flush()
        session.add(User(username="baining", employee_id=person.id, role="service", password_hash=""))
        session.get_one(BranchOffice, branch_id).head_id = head_id
    return Desk(office, clock, office.as_("baining"))
