"""What tests of planning share: the week after the clock's, and planned visits as they are stored."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.db.records import Employee, VisitPlan, VisitPlanItem
from app.planning.items import assign
from tests.support.office import Office

TODAY = date(2026, 11, 20)
WEEK = [date(2026, 11, 23) + timedelta(days=n) for n in range(7)]
MONDAY, TUESDAY, WEDNESDAY, *_ = WEEK


def planned(office: Office, name: str = "桁岳五金机电经营部", day: date = MONDAY, **more: Any) -> int:
    """A visit planned for E01 by himself."""
    return assign(office.rep, office.add_customer(name), office.employee(), day, **more)


def item(office: Office, item_id: int) -> VisitPlanItem:
    """The planned visit as it is stored."""
    found: VisitPlanItem = office.read(VisitPlanItem, item_id)
    return found


def plan_of(office: Office, item_id: int) -> VisitPlan:
    """The plan it belongs to."""
    found: VisitPlan = office.read(VisitPlan, item(office, item_id).plan_id)
    return found


def approve(office: Office, item_id: int) -> int:
    """As if the plan it belongs to had been handed in and approved; returns the plan's id."""
    plan_id = plan_of(office, item_id).id
    office.change(VisitPlan, plan_id, {"state": "approved"})
    return plan_id


def leave(office: Office, emp_no: str) -> None:
    """The employee is no longer there."""
    office.change(Employee, office.employee(emp_no), {"status": "left", "left_on": TODAY})
