"""Picked rows behave like a set of row numbers, however they are picked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.tables.picking import Picked

DEEDS = st.lists(st.tuples(st.sampled_from(("add", "drop", "toggle")), st.integers(0, 30), st.integers(1, 8)))


@given(DEEDS)
def test_it_is_a_set_of_numbers_in_few_spans(deeds: list[tuple[str, int, int]]) -> None:
    picked, right = Picked(), set[int]()
    for deed, start, length in deeds:
        span = set(range(start, start + length))
        match deed:
            case "add":
                picked.add(start, start + length)
                right |= span
            case "drop":
                picked.drop(start, start + length)
                right -= span
            case _:
                picked.toggle(start)
                right ^= {start}
    assert {number for number in range(50) if number in picked} == right
    assert len(picked) == len(right)
    assert all(end < start for (_, end), (start, _) in zip(picked.spans, picked.spans[1:], strict=False))


def test_picked_records_stay_picked_where_they_stand_now() -> None:
    picked = Picked([(0, 2), (3, 4)])
    wanted = picked.ids([10, 11, 12, 13])
    assert list(wanted) == [10, 11, 13]
    assert Picked.of(set(wanted), [13, 9, 11, 10, 8]).spans == [(0, 1), (2, 4)]
    assert not Picked.of(set(wanted), [1, 2])


def test_a_million_picked_rows_are_one_span() -> None:
    picked = Picked()
    picked.add(0, 1_000_000)
    picked.toggle(500_000)
    assert picked.spans == [(0, 500_000), (500_001, 1_000_000)]
    assert len(picked) == 999_999
