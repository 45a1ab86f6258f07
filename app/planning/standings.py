"""How far customers have come in the four steps, and what the last step still lacks (rule R05)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.choices import label_of
from app.customers.sheets import in_force
from app.customers.states import SIGNED_STAGES
from app.db.records import (
    CompetitorObservation,
    Contact,
    Customer,
    CustomerNeed,
    Obstacle,
    SurveySheet,
    Visit,
    VisitStep,
)
from app.surveys.sections import required_missing
from app.visits.counting import counted
from app.visits.rules import EFFECTIVE_RESULTS

MAINTAIN = "maintain"
FIRST_STEP = "s1"
LAST_STEP = "s4"
SHEET_SECTION = "A"
"""The section of the survey sheet the first step is to fill."""

_PARTS = ("greet", "introduce", "brief")
_INTENTS = ("rejected", "none", "weak", "medium", "strong", "signed")
_ENOUGH_FOR = {"s2": "weak", "s3": "medium"}


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What the pass conditions look at. `section_missing` counts the sheet's required questions of section A without
    an answer, None without a sheet; `parts` are the parts of the visiting procedure done.
    """

    intent_level: str = "none"
    parts: frozenset[str] = frozenset()
    has_contact: bool = False
    section_missing: int | None = None
    has_need: bool = False
    has_confirmed_need: bool = False
    has_observation: bool = False
    has_obstacle: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a customer is: effective visits so far, the last step taken ("" for none), the step to suggest, and by
    step what it still lacks before the next one may follow, in words.
    """

    effective: int = 0
    last_step: str = ""
    suggested: str = FIRST_STEP
    unmet: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def next_round(self) -> int:
        """The number of the visit to come."""
        return self.effective + 1


def suggested_step(stage: str, last_step: str, unmet: Collection[str]) -> str:
    """The step to come: the one after the last when nothing is unmet, else the same; maintaining once signed."""
    if stage in SIGNED_STAGES:
        return MAINTAIN
    if last_step in ("", MAINTAIN):
        return FIRST_STEP
    return last_step if unmet or last_step == LAST_STEP else f"s{int(last_step[1]) + 1}"


def unmet_of(facts: StepFacts) -> dict[str, tuple[str, ...]]:
    """What each step lacks, in words; the last step is passed by signing and lacks nothing here."""
    return {
        "s1": tuple(_first_lacks(facts)),
        "s2": tuple(_second_lacks(facts)),
        "s3": tuple(_third_lacks(facts)),
    }


def _first_lacks(facts: StepFacts) -> list[str]:
    parts = "、".join(label_of("visit_step", part) for part in _PARTS if part not in facts.parts)
    lacks = [f"访问程序还没做：{parts}"] if parts else []
    if not facts.has_contact:
        lacks.append("还没有登记联系人")
    if facts.section_missing is None:
        lacks.append("还没有调查表")
    elif facts.section_missing:
        lacks.append(f"调查表 {SHEET_SECTION} 节还缺 {facts.section_missing} 题必答")
    return lacks


def _second_lacks(facts: StepFacts) -> list[str]:
    lacks = [] if facts.has_need else ["还没有记下客户的需求"]
    if not facts.has_observation:
        lacks.append("还没有竞品观察")
    return lacks + _intent_lacks(facts, "s2")


def _third_lacks(facts: StepFacts) -> list[str]:
    lacks = [] if facts.has_confirmed_need else ["需求还没有经客户确认"]
    if not facts.has_obstacle:
        lacks.append("阻碍还没有登记，没有就登记“无”")
    return lacks + _intent_lacks(facts, "s3")


def _intent_lacks(facts: StepFacts, step: str) -> list[str]:
    needed = _ENOUGH_FOR[step]
    if _INTENTS.index(facts.intent_level) >= _INTENTS.index(needed):
        return []
    return [f"意向还不到“{label_of('intent_level', needed)}”"]


def standing(session: Session, customer_id: int, now: datetime | None = None) -> Standing:
    """One customer's; also for one that is not there, as if just found."""
    return standings(session, Customer.id == customer_id, now).get(customer_id, Standing())


def standings(session: Session, condition: ColumnElement[bool], now: datetime | None = None) -> dict[int, Standing]:
    """The standing of every customer for whom the condition (on Customer) holds, by id, in ten statements at most."""
    of = select(Customer.id).where(condition)
    last = _last_steps(session, of)
    facts = _facts(session, of, {i for i, (step, _) in last.items() if step == FIRST_STEP}, now)
    found = {}
    for customer_id, stage in session.execute(select(Customer.id, Customer.stage).where(condition)):
        step, count = last.get(customer_id, ("", 0))
        unmet = unmet_of(facts[customer_id])
        found[customer_id] = Standing(count, step, suggested_step(stage, step, unmet.get(step, ())), unmet)
    return found


def _last_steps(session: Session, of: Select[tuple[int]]) -> dict[int, tuple[str, int]]:
    """The last effective visit's step and how many there were, by customer."""
    latest = (Visit.visit_date.desc(), Visit.start_at.desc(), Visit.id.desc())
    ranked = (
        select(
            Visit.customer_id,
            Visit.four_step,
            func.count().over(partition_by=Visit.customer_id).label("visits"),
            func.row_number().over(partition_by=Visit.customer_id, order_by=latest).label("place"),
        )
        .where(_effective(), Visit.customer_id.in_(of))
        .subquery()
    )
    rows = session.execute(select(ranked.c.customer_id, ranked.c.four_step, ranked.c.visits).where(ranked.c.place == 1))
    return {customer_id: (step, visits) for customer_id, step, visits in rows}


def _effective() -> ColumnElement[bool]:
    return counted() & Visit.result.in_(EFFECTIVE_RESULTS)


def _facts(
    session: Session, of: Select[tuple[int]], at_first: Collection[int], now: datetime | None
) -> dict[int, StepFacts]:
    parts: dict[int, set[str]] = {}
    for customer_id, part in session.execute(_parts_done(of)):
        parts.setdefault(customer_id, set()).add(part)
    contacts = _having(session, of, Contact.customer_id, Contact.is_active & Contact.deleted_at.is_(None))
    needed = CustomerNeed.deleted_at.is_(None)
    needs = _having(session, of, CustomerNeed.customer_id, needed)
    confirmed = _having(session, of, CustomerNeed.customer_id, needed & CustomerNeed.is_confirmed)
    observed = CompetitorObservation
    seen = _having(session, of, observed.customer_id, observed.deleted_at.is_(None))
    obstacles = _having(session, of, Obstacle.customer_id, Obstacle.deleted_at.is_(None))
    missing = _section_missing(session, of, at_first, now)
    intents = select(Customer.id, Customer.intent_level).where(Customer.id.in_(of))
    return {
        i: StepFacts(
            intent_level=intent,
            parts=frozenset(parts.get(i, ())),
            has_contact=i in contacts,
            section_missing=missing.get(i) if i in at_first else 0,
            has_need=i in needs,
            has_confirmed_need=i in confirmed,
            has_observation=i in seen,
            has_obstacle=i in obstacles,
        )
        for i, intent in session.execute(intents)
    }


def _parts_done(of: Select[tuple[int]]) -> Select[tuple[int, str]]:
    return (
        select(Visit.customer_id, VisitStep.step)
        .join(Visit, Visit.id == VisitStep.visit_id)
        .where(_effective(), VisitStep.is_done, VisitStep.step.in_(_PARTS), VisitStep.deleted_at.is_(None))
        .where(Visit.customer_id.in_(of))
        .distinct()
    )


def _having(
    session: Session,
    of: Select[tuple[int]],
    owner: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    condition: ColumnElement[bool],
) -> set[int | None]:
    """The customers that have a record for which the condition holds."""
    return set(session.scalars(select(owner).where(condition, owner.in_(of)).distinct()))


def _section_missing(
    session: Session, of: Select[tuple[int]], wanted: Collection[int], now: datetime | None
) -> dict[int, int]:
    """How many required questions of section A the newest sheet lacks, by customer; only for those wanted."""
    if not wanted:
        return {}
    later = aliased(SurveySheet)
    rounds = select(func.max(later.round_no)).where(later.customer_id == SurveySheet.customer_id, in_force(later))
    query = select(SurveySheet).where(
        SurveySheet.customer_id.in_(of), in_force(), SurveySheet.round_no == rounds.scalar_subquery()
    )
    sheets = (sheet for sheet in session.scalars(query) if sheet.customer_id in wanted)
    return {sheet.customer_id: required_missing(session, sheet, SHEET_SECTION, now) for sheet in sheets}
