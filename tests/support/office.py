"""A small office for tests: two reps, their chief, a clerk, a market, four brands and the shipped survey form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calendar import shipped_calendar_days
from app.context import App
from app.customers.creating import Decided, Undecided, create_customer
from app.db.base import Record
from app.db.records import (
    BranchOffice,
    Brand,
    CalendarDay,
    Company,
    Contact,
    Department,
    Employee,
    MarketArea,
    User,
)
from app.db.schema import open_database
from app.people.accounts import OFFICE_JOB, sign_in
from app.planning.items import assign
from app.security.passwords import hashed
from app.surveys.forms import default_form_folder, publish_form
from app.visits.records import VisitInput, record_visit
from tests.support.clock import StandingClock

MONDAY = date(2026, 11, 16)
"""A working day in the middle of November."""

PASSWORD = "松间照月2026"

_PEOPLE = (
    ("E01", "程砚舟", "rep", "chengyz"),
    ("E02", "罗以南", "rep", "luoyn"),
    ("E05", "沈其岚", "supervisor", "shenql"),
    ("E06", "温可", "clerk", "wenk"),
    ("E10", "纪明川", "admin", "admin"),
)
_AREAS = (("LZ", "澜州市", "city"), ("LZ-Q1", "河西区", "district"), ("LZ-HX", "河西五金机电城", "market"))
_BRANDS = (
    ("YL", "云栎", "own"),
    ("HL", "恒砾", "competitor"),
    ("BD", "柏渡", "competitor"),
    ("LQ", "澜雀", "competitor"),
)


def found_office(url: str) -> None:
    """Write the office into an empty database. Only the chief's account asks for a password."""
    db = open_database(url, now=datetime(2026, 11, 1, 9, 0))
    try:
        app = App(db, OFFICE_JOB, lambda: datetime(2026, 11, 1, 9, 0))
        with app.transaction("建立办事处") as session:
            _write(session)
    finally:
        db.close()


def _write(session: Session) -> None:
    branch = BranchOffice(code="LZ", name="澜州办事处", region_text="澜州市四区县")
    session.add_all([branch, Company(name="云栎电缆股份公司（演示）", short_name="云栎")])
    session.add_all(CalendarDay(date=day, kind=kind, name=name) for day, kind, name in shipped_calendar_days())
    session.add_all(Brand(code=code, name=name, relation=relation) for code, name, relation in _BRANDS)
    session.flush()
    department = Department(code="XS", name="销售部", branch_id=branch.id)
    session.add(department)
    session.flush()
    for number, name, role, username in _PEOPLE:
        branch_id = None if role == "admin" else branch.id
        employee = Employee(emp_no=number, name=name, position=role, department_id=department.id, branch_id=branch_id)
        session.add(employee)
        session.flush()
        password_hash = hashed(PASSWORD) if role == "supervisor" else ""
        session.add(User(username=username, employee_id=employee.id, role=role, password_hash=password_hash))
    upper = None
    for code, name, level in _AREAS:
        area = MarketArea(code=code, name=name, level=level, branch_id=branch.id, parent_id=upper)
        session.add(area)
        session.flush()
        upper = area.id
    publish_form(session, default_form_folder())


@dataclass
class Office:
    """The office a test works in: its database, its clock, and everybody's App."""

    app: App
    clock: StandingClock
    _signed_in: dict[str, App] = field(default_factory=dict)

    def as_(self, username: str) -> App:
        """The App of a person who has signed in."""
        if username not in self._signed_in:
            password = PASSWORD if username == "shenql" else ""
            self._signed_in[username] = sign_in(self.app, username, password)
        return self._signed_in[username]

    @property
    def rep(self) -> App:
        """程砚舟, E01."""
        return self.as_("chengyz")

    @property
    def chief(self) -> App:
        """沈其岚, who reviews."""
        return self.as_("shenql")

    @property
    def clerk(self) -> App:
        """温可, who types for everybody."""
        return self.as_("wenk")

    def id_of(self, record: type[Record], **known: Any) -> int:
        """The id of the one record with these values."""
        with self.app.reading() as session:
            return session.scalars(select(record.id).filter_by(**known)).one()

    def read(self, record: type[Any], record_id: int) -> Any:
        """A record as it is stored now."""
        with self.app.reading() as session:
            return session.get_one(record, record_id)

    def employee(self, emp_no: str = "E01") -> int:
        """An employee's id."""
        return self.id_of(Employee, emp_no=emp_no)

    def market(self) -> int:
        """The market's id."""
        return self.id_of(MarketArea, code="LZ-HX")

    def add_customer(self, name: str = "桁岳五金机电经营部", *, owner: str = "E01", **values: Any) -> int:
        """A customer the clerk typed, told apart from all that are like it."""
        values = {"address": "B 区 2 排 17 号", "channel_type": "wholesaler", **values}
        values |= {"name": name, "market_area_id": self.market(), "owner_id": self.employee(owner)}
        try:
            return create_customer(self.clerk, values).customer_id
        except Undecided as alike:
            another = {each.customer_id: "另一家" for each in alike.likely}
            return create_customer(self.clerk, values, decided=Decided(another, released=True)).customer_id

    def add_contact(self, customer_id: int, name: str = "谢予川", mobile: str | None = "14200001037") -> int:
        """The person in charge at a customer's."""
        with self.app.transaction("登记联系人") as session:
            contact = Contact(customer_id=customer_id, name=name, mobile=mobile, is_primary=True)
            session.add(contact)
            session.flush()
            return contact.id

    def visit_values(self, customer_id: int, /, **values: Any) -> dict[str, Any]:
        """What a rep fills in after a call that went well."""
        return {
            "customer_id": customer_id,
            "employee_id": self.employee(),
            "visit_date": MONDAY,
            "start_at": time(9, 0),
            "end_at": time(9, 37),
            "visit_round": 1,
            "four_step": "s1",
            "purposes": ("survey",),
            "met_text": "老板",
            "situation": "主营恒砾，月销约 45 万元。",
            "countermeasure": "送样并提供对比报价。",
            "intent_level": "medium",
            "result": "partial",
            "next_step": "带对比报价",
            "next_visit_on": date(2026, 11, 30),
            **values,
        }

    def visit(self, customer_id: int, /, *, by: App | None = None, **values: Any) -> int:
        """A recorded visit, by the clerk for E01 unless told otherwise."""
        return record_visit(by or self.clerk, VisitInput(self.visit_values(customer_id, **values)))

    def planned(self, customer_id: int, /, day: date = MONDAY, start: time | None = None, **more: Any) -> int:
        """A visit planned for E01 that very morning, before anybody set out; returns the item's id."""
        now, self.clock.now = self.clock.now, datetime.combine(day, time(7))
        try:
            return assign(self.clerk, customer_id, self.employee(), day, start, **more)
        finally:
            self.clock.now = now

    def change(self, record: type[Any], record_id: int, values: Mapping[str, Any], operation: str = "改动") -> None:
        """Change a record as some other part of the program would."""
        with self.app.transaction(operation) as session:
            found = session.get_one(record, record_id)
            for name, value in values.items():
                setattr(found, name, value)


def open_office(url: str, clock: StandingClock) -> Office:
    """The office in a database that holds it already."""
    return Office(App(open_database(url, now=clock()), OFFICE_JOB, clock), clock)
