"""What RP08 拜访计划表 needs, as plain values (records.md VisitPlan and its items)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from app.reports.heading import Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One planned visit, by day and route. `step` is the code (s1 … maintain), `mode`, `purposes` and `state` labels.

    `is_prospect` marks a shop not on record yet. `counts` is False for one moved or called off, which only the version
    with what became of the plan has; there `made_from` and `made_to` say when it was visited.
    """

    day: date
    start: time | None
    customer: str
    place: str
    is_prospect: bool = False
    contact: str = ""
    phone: str = ""
    mode: str = ""
    round: int = 1
    step: str = ""
    purposes: str = ""
    goal: str = ""
    company: str = ""
    state: str = ""
    counts: bool = True
    is_made: bool = False
    made_from: time | None = None
    made_to: time | None = None
    miss_reason: str = ""


@dataclass(frozen=True, slots=True)
class ThingToCarry:
    """Something to take along, ticked when it lies ready."""

    name: str
    qty: int
    is_ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPlanData:
    """Everything RP08 prints. `hints` adds the card of things to mind, `actual` says what became of the plan.

    `economy` and `location` are the market's; `state` is the label, `is_draft` prints 草稿.
    """

    heading: Heading
    plan_no: str
    kind: str
    title: str
    emp_no: str
    owner: str
    start_on: date
    end_on: date
    state: str
    is_draft: bool
    market: str = ""
    lodging: str = ""
    goal: str = ""
    route: str = ""
    economy: str = ""
    location: str = ""
    approver: str = ""
    approved_on: date | None = None
    opinion: str = ""
    lines: tuple[PlanLine, ...] = ()
    things: tuple[ThingToCarry, ...] = ()
    hints: bool = True
    actual: bool = False
