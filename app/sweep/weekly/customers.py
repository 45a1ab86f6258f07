"""Sections 6 and 7 of the summary: target customers by priority, and why visits fell short (rules R06, R08)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of, labels_of, options
from app.customers.judging import priority
from app.db.records import Obstacle, Visit
from app.reports.traced import Traced, count, rate, recorded, refs, words
from app.reports.weekly_data import WeeklyRow, WeeklyTable
from app.sweep.weekly.material import CustomerFact, Material, VisitFact
from app.visits.counting import counted
from app.visits.rules import EFFECTIVE_RESULTS

MOST_TARGETS = 15
REPEATED = 3
"""So many failures one after the other call for a consultation (rule R08)."""
OPEN_OBSTACLES = ("open", "planned", "working")
UNMET = "none"


def targets_tables(session: Session, material: Material) -> tuple[WeeklyTable, WeeklyTable]:
    """The target customers visited in the period, first the fifteen of highest priority, then all if there are more."""
    visited = material.visited
    found = [c for i in visited if (c := material.customers[i]).is_target]
    found.sort(key=lambda c: c.customer_no)
    found.sort(key=lambda c: priority(None, c.strength_rating, visited[c.id].intent_level), reverse=True)
    obstacles = open_obstacles(session, [c.id for c in found])
    rows = tuple(_target_row(c, visited[c.id], obstacles.get(c.id, [])) for c in found)
    more = len(rows) - MOST_TARGETS
    note = f"另有 {more} 家见附表" if more > 0 else ""
    every = rows if more > 0 else ()
    return WeeklyTable(key="targets", rows=rows[:MOST_TARGETS], note=note), WeeklyTable(key="more_targets", rows=every)


def _target_row(customer: CustomerFact, visit: VisitFact, obstacles: list[Obstacle]) -> WeeklyRow:
    itself, last = refs("customer", [customer.id]), refs("visit", [visit.id])
    day = f"{visit.next_visit_on:%m-%d}" if visit.next_visit_on else ""
    cells = (
        words(customer.short_name, itself),
        words(label_of("dealer_position", customer.dealer_position), itself),
        recorded(None, itself),
        words(label_of("intent_level", visit.intent_level), last),
        words(label_of("pipeline_stage", customer.stage), itself),
        words("、".join(map(_obstacle_words, obstacles)), refs("obstacle", (o.id for o in obstacles))),
        words(" ".join(part for part in (visit.next_step, day) if part), last),
    )
    return WeeklyRow(customer.customer_no, cells)


def _obstacle_words(obstacle: Obstacle) -> str:
    severity = "（关键）" if obstacle.severity == "blocking" else ""
    return f"{label_of('obstacle_kind', obstacle.kind)}{severity}"


def open_obstacles(session: Session, customer_ids: Iterable[int]) -> Mapping[int, list[Obstacle]]:
    """The obstacles not yet cleared, by customer."""
    wanted = set(customer_ids)
    query = select(Obstacle).where(Obstacle.state.in_(OPEN_OBSTACLES), Obstacle.deleted_at.is_(None))
    found: dict[int, list[Obstacle]] = defaultdict(list)
    for obstacle in session.scalars(query.order_by(Obstacle.id)):
        if obstacle.customer_id in wanted:
            found[obstacle.customer_id].append(obstacle)
    return found


def failures_table(material: Material) -> WeeklyTable:
    """Why visits fell short, by reason; a visit may have several, so the shares may pass 100 % (rule R08)."""
    failed = [v for v in material.visits if v.result == UNMET]
    if not failed:
        return WeeklyTable(key="failures")
    every = refs("visit", (v.id for v in failed))
    rows = []
    for option in options("failure_reason"):
        these = refs("visit", (v.id for v in failed if option.code in v.failure_reasons))
        label = words(f"{option.code}　{option.label}", these)
        rows.append(WeeklyRow(option.code, (label, count(these), rate(these, every))))
    total = WeeklyRow("total", (words("未达预期访问"), count(every), Traced()))
    return WeeklyTable(
        key="failures", rows=tuple(rows), total=total, note="一次访问可有几个原因，占比合计可超过 100%。"
    )


def repeats_table(session: Session, material: Material, reps: Mapping[int, str]) -> WeeklyTable:
    """The customers whose last three or more visits at which somebody was met all fell short, most first."""
    failed = {v.customer_id for v in material.visits if v.result == UNMET}
    rows = []
    for customer_id, visits in _histories(session, material, failed).items():
        streak = _streak(visits)
        if len(streak) >= REPEATED:
            rows.append(_repeat_row(material.customers[customer_id], streak, reps))
    rows.sort(key=lambda row: row.cells[2].value or Decimal(0), reverse=True)
    return WeeklyTable(key="repeats", rows=tuple(rows))


def _histories(session: Session, material: Material, customer_ids: set[int]) -> dict[int, list[Visit]]:
    """All counted visits with somebody met of these customers up to the period's end, latest first."""
    period = material.scope.period
    short = select(Visit.customer_id).where(
        counted(), Visit.result == UNMET, Visit.visit_date.between(period.start_on, period.end_on)
    )
    query = (
        select(Visit)
        .where(counted(), Visit.result.in_(EFFECTIVE_RESULTS), Visit.visit_date <= period.end_on)
        .where(Visit.customer_id.in_(short))
        .order_by(Visit.visit_date.desc(), Visit.start_at.desc(), Visit.id.desc())
    )
    found: dict[int, list[Visit]] = defaultdict(list)
    for visit in session.scalars(query):
        if visit.customer_id in customer_ids:
            found[visit.customer_id].append(visit)
    return found


def _streak(visits: list[Visit]) -> list[Visit]:
    """The failures one after the other up to the latest visit."""
    ends = next((n for n, visit in enumerate(visits) if visit.result != UNMET), len(visits))
    return visits[:ends]


def _repeat_row(customer: CustomerFact, streak: list[Visit], reps: Mapping[int, str]) -> WeeklyRow:
    these = refs("visit", (v.id for v in streak))
    reasons = "；".join(labels_of("failure_reason", v.failure_reasons) for v in reversed(streak))
    cells = (
        words(customer.short_name, refs("customer", [customer.id])),
        words(reps.get(streak[0].employee_id, "")),
        count(these),
        words(reasons, these),
    )
    return WeeklyRow(customer.customer_no, cells)
