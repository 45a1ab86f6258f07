"""Dealing customers out to days: the most urgent with their neighbours, in walking order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.customers.walking import walking_key
from app.planning.routing import Stop, route


def stops(*addresses: str, market: int = 1) -> list[Stop]:
    return [Stop(n, market, walking_key(address)) for n, address in enumerate(addresses)]


def numbers(days: list[list[Stop]]) -> list[list[int]]:
    return [[stop.number for stop in day] for day in days]


def test_the_most_urgent_takes_its_neighbours_along() -> None:
    found = route(stops("A区 9排1号", "A区 1排1号", "A区 9排4号", "A区 1排3号", "A区 8排2号"), [3, 2])
    assert numbers(found) == [[4, 0, 2], [1, 3]]


def test_a_day_stays_in_the_market_it_began_in_while_it_can() -> None:
    here, there = stops("南街1号", "南街9号", "南街200号"), stops("南街2号", market=2)
    assert numbers(route([here[0], *(Stop(s.number + 9, 2, s.walk) for s in there), *here[1:]], [3])) == [[0, 1, 2]]


def test_full_days_take_nobody_and_what_finds_no_place_is_left_out() -> None:
    assert numbers(route(stops("1号", "2号", "3号"), [0, 2])) == [[], [0, 1]]


@given(st.lists(st.text("A1排号9", max_size=6), max_size=12), st.lists(st.integers(0, 4), max_size=6))
def test_nobody_is_visited_twice_and_the_most_urgent_left_goes_first(addresses: list[str], rooms: list[int]) -> None:
    days = numbers(route(stops(*addresses), rooms))
    dealt = [number for day in days for number in day]
    assert len(dealt) == len(set(dealt)) == min(len(addresses), sum(rooms))
    assert [len(day) <= room for day, room in zip(days, rooms, strict=True)] == [True] * len(rooms)
    left = set(range(len(addresses)))
    for day in days:
        assert not day or min(left) in day
        left -= set(day)
