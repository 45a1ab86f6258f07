"""Who comes along on planned visits, and for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.db.records import Employee, VisitPlanParticipant


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who takes part: `duty` a code of visit_duty, `note` what for, in words."""

    employee_id: int
    name: str
    duty: str
    note: str = ""

    @property
    def words(self) -> str:
        """主谈，介绍新政策."""
        return "，".join(part for part in (label_of("visit_duty", self.duty), self.note) if part)


def companions_of(session: Session, item_ids: Sequence[int]) -> dict[int, tuple[Companion, ...]]:
    """Who takes part in each of these visits, the rep too where a duty of his own is noted; by item."""
    query = _rows().where(VisitPlanParticipant.item_id.in_(item_ids))
    found: dict[int, list[Companion]] = defaultdict(list)
    for row in session.execute(query):
        found[row.item_id].append(Companion(row.employee_id, row.name, row.duty, row.note or ""))
    return {item_id: tuple(people) for item_id, people in found.items()}


def company_of_plan(session: Session, plan_id: int) -> tuple[Companion, ...]:
    """Who takes part in the whole of a plan."""
    query = _rows().where(VisitPlanParticipant.plan_id == plan_id, VisitPlanParticipant.item_id.is_(None))
    return tuple(Companion(row.employee_id, row.name, row.duty, row.note or "") for row in session.execute(query))


def _rows() -> Select[Any]:
    part = VisitPlanParticipant
    return (
        select(part.item_id, part.employee_id, part.duty, part.note, Employee.name)
        .join(Employee, Employee.id == part.employee_id)
        .where(part.deleted_at.is_(None))
        .order_by(part.id)
    )
