"""One planned visit as the grid and lists show it, and how it stands at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from app.planning.company import Companion
from app.planning.slots import Slot

_DAY_OVER = time(18)


class Progress(StrEnum):
    """How a planned visit stands: to come, going on, made, its time past without a record, not made."""

    AHEAD = "ahead"
    DOING = "doing"
    DONE = "done"
    WAITING = "waiting"
    MISSED = "missed"

    @property
    def label(self) -> str:
        """待访, 进行中, 已完成, 待登记 or 未去成."""
        return _PROGRESS[self]


_PROGRESS = {
    Progress.AHEAD: "待访",
    Progress.DOING: "进行中",
    Progress.DONE: "已完成",
    Progress.WAITING: "待登记",
    Progress.MISSED: "未去成",
}


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """One planned visit in the grid. `visit_id` is the visit made from it; `warnings` say in words what is doubtful.

    `customer_id` is None for a shop not on record yet; `companions` are those who come along besides the rep.
    """

    item_id: int
    row_version: int
    plan_id: int
    plan_no: str
    plan_state: str
    owner_id: int
    day: date
    start: time | None
    minutes: int
    customer_id: int | None
    customer: str
    short_name: str
    primary_class: str
    place: str
    visit_mode: str
    round: int
    step: str
    goal: str
    state: str
    progress: Progress
    miss_reason: str
    visit_id: int | None
    companions: tuple[Companion, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def slot(self) -> Slot:
        """Its time within the day."""
        return Slot(self.start, self.minutes)


def progress_of(state: str, day: date, slot: Slot, now: datetime) -> Progress:
    """How a planned visit stands at a moment; without a start its day is over at 18:00."""
    if state in ("visited", "missed"):
        return Progress.DONE if state == "visited" else Progress.MISSED
    if datetime.combine(day, slot.end or _DAY_OVER) <= now:
        return Progress.WAITING
    begun = slot.start is not None and datetime.combine(day, slot.start) <= now
    return Progress.DOING if begun else Progress.AHEAD
