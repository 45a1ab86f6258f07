"""Which customers are visited on which day: the most urgent first, each with its nearest neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.customers.walking import WalkingKey


@dataclass(frozen=True, slots=True)
class Stop:
    """A shop to visit: `number` is its place in the order of urgency, 0 first."""

    number: int
    market_id: int
    walk: WalkingKey


def route(stops: Sequence[Stop], rooms: Sequence[int]) -> list[list[Stop]]:
    """Deal stops out to days with so many places each; every day is in walking order.

    Each day begins with the most urgent stop left and takes those fewest stalls away from it along its market's
    stalls, shops of other markets last. What finds no place is left out.
    """
    left = sorted(stops, key=lambda stop: stop.number)
    place = {stop.number: n for n, stop in enumerate(sorted(stops, key=_along))}
    days = []
    for room in rooms:
        day = _nearest(left, place, room)
        left = [stop for stop in left if stop not in day]
        days.append(sorted(day, key=_along))
    return days


def _nearest(left: Sequence[Stop], place: dict[int, int], room: int) -> list[Stop]:
    if not left:
        return []
    first = left[0]

    def away(stop: Stop) -> tuple[bool, int, int]:
        return stop.market_id != first.market_id, abs(place[stop.number] - place[first.number]), stop.number

    return sorted(left, key=away)[:room]


def _along(stop: Stop) -> tuple[int, WalkingKey, int]:
    return stop.market_id, stop.walk, stop.number
