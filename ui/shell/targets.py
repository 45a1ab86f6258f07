"""What one page hands another when it sends the user there (see Desk.go)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTarget:
    """For the page `survey`: open this sheet, or go on with this customer's, or begin a blank one."""

    sheet_id: int | None = None
    customer_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitTarget:
    """For the page `visits`: show this visit, or record one for this customer or plan item, or just show this day."""

    visit_id: int | None = None
    customer_id: int | None = None
    employee_id: int | None = None
    plan_item_id: int | None = None
    day: date | None = None
    record: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTarget:
    """For the page `planning`: the week or day that holds this one, with the cursor on a planned visit if named, or
    with this customer to be planned.
    """

    day: date | None = None
    weekly: bool = True
    item_id: int | None = None
    customer_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTarget:
    """For the page `customers`: show this customer, or begin a new one."""

    customer_id: int | None = None
    create: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintTarget:
    """For the page `complaints`: show this complaint, or register one, for this customer if known."""

    complaint_id: int | None = None
    customer_id: int | None = None
    register: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTarget:
    """For the page `reports`: one report with its conditions; conditions that are not named stay as they are.

    `report` is daily, branch_day, weekly, plan, roster, refill, blank, sheet, customer, complaint or complaints. `day`
    lies in the wanted day, week or month.
    """

    report: str = "daily"
    day: date | None = None
    branch_id: int | None = None
    employee_id: int | None = None
    market_id: int | None = None
    customer_id: int | None = None
    sheet_id: int | None = None
    complaint_id: int | None = None
