"""A rep's day as times: what fits where, what overlaps, when it is too much (rule R10's working time)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time

from app.calendar import WorkCalendar

USUAL_MINUTES = 40
"""How long a visit is planned (records.md §6)."""
TRAVEL_MINUTES = 15
"""What getting to a visit takes."""
MOST_VISITS = 8
"""More visits than these are too many for a day."""
_GRID = 10
"""Proposed visits begin at full ten minutes."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A visit's time within a day; `start` is None while it is open when."""

    start: time | None
    minutes: int

    @property
    def end(self) -> time | None:
        """When it is over, at the latest 23:59."""
        return None if self.start is None else clock(_of(self.start) + self.minutes)

    def overlaps(self, other: Slot) -> bool:
        """Whether both take place at the same time; one that ends when the other begins does not."""
        if self.start is None or other.start is None:
            return False
        first, second = _of(self.start), _of(other.start)
        return first < second + other.minutes and second < first + self.minutes


def clock(minutes: int) -> time:
    """Minutes since midnight as a time, at the latest 23:59."""
    return time(*divmod(min(minutes, 24 * 60 - 1), 60))


def _of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def first_free(
    taken: Sequence[Slot], calendar: WorkCalendar, minutes: int = USUAL_MINUTES, *, after: time | None = None
) -> time | None:
    """The first working time at which a visit fits between the others with the way there; None when there is none."""
    for begin, end in calendar.segments:
        for start in _candidates(taken, max(_of(begin), _of(after) if after else 0)):
            if start + minutes > _of(end):
                break
            if not _too_near(start, minutes, taken):
                return clock(start)
    return None


def free_slots(taken: Sequence[Slot], calendar: WorkCalendar, *, after: time | None = None) -> list[Slot]:
    """Every usual visit that still fits into a day, one after the other, up to the most a day takes."""
    whole = list(taken)
    while len(whole) < MOST_VISITS and (start := first_free(whole, calendar, after=after)) is not None:
        whole.append(Slot(start, USUAL_MINUTES))
        if overfull(whole, calendar):
            whole.pop()
            break
    return sorted(whole[len(taken) :], key=lambda slot: slot.start or time.max)


def _candidates(taken: Sequence[Slot], begin: int) -> Iterator[int]:
    """The beginning, and the end of every visit with the way on, at full ten minutes."""
    ends = (_of(slot.start) + slot.minutes + TRAVEL_MINUTES for slot in taken if slot.start)
    for start in sorted({begin, *(end for end in ends if end > begin)}):
        yield -(-start // _GRID) * _GRID


def _too_near(start: int, minutes: int, taken: Sequence[Slot]) -> bool:
    around = Slot(clock(max(start - TRAVEL_MINUTES, 0)), minutes + 2 * TRAVEL_MINUTES)
    return any(around.overlaps(slot) for slot in taken)


def overfull(slots: Sequence[Slot], calendar: WorkCalendar) -> str:
    """Why the day's visits are too much, in words; empty when they fit."""
    needed = sum(slot.minutes + TRAVEL_MINUTES for slot in slots)
    if len(slots) > MOST_VISITS:
        return f"{len(slots)} 家，一天超过 {MOST_VISITS} 家"
    if needed > calendar.day_minutes:
        return f"连路上要 {needed} 分，超过一天 {calendar.day_minutes} 分"
    return ""
