"""What fits into a rep's day."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendar import WorkCalendar
from app.planning.slots import MOST_VISITS, TRAVEL_MINUTES, Slot, first_free, free_slots, overfull

DAY = WorkCalendar()


def slot(start: str | None, minutes: int = 40) -> Slot:
    return Slot(time.fromisoformat(start) if start else None, minutes)


def test_an_empty_day_takes_eight_visits_around_the_lunch_break() -> None:
    starts = [f"{free.start:%H:%M}" for free in free_slots([], DAY)]
    assert starts == ["09:00", "10:00", "11:00", "13:00", "14:00", "15:00", "16:00", "17:00"]


@pytest.mark.parametrize(
    ("taken", "after", "start"),
    [
        ([], None, "09:00"),
        (["09:00"], None, "10:00"),
        (["09:40"], None, "10:40"),
        (["09:00", "11:00"], None, "10:00"),
        (["09:00", "10:30"], None, "13:00"),
        ([], "09:05", "09:10"),
        ([], "17:30", None),
    ],
)
def test_the_first_free_time_leaves_room_for_the_way(taken: list[str], after: str | None, start: str | None) -> None:
    found = first_free([slot(each) for each in taken], DAY, after=time.fromisoformat(after) if after else None)
    assert found == (time.fromisoformat(start) if start else None)


def test_visits_that_touch_do_not_clash_and_one_without_a_start_never_does() -> None:
    assert not slot("09:00").overlaps(slot("09:40"))
    assert slot("09:00").overlaps(slot("09:39", 10))
    assert not slot(None).overlaps(slot("09:00"))


def test_a_visit_ends_within_its_day() -> None:
    assert slot("09:50").end == time(10, 30)
    assert slot("23:50").end == time(23, 59)
    assert slot(None).end is None


def test_a_day_is_too_full_by_number_or_by_time() -> None:
    assert overfull([slot(None, 10)] * MOST_VISITS, DAY) == ""
    assert overfull([slot(None, 10)] * 9, DAY) == "9 家，一天超过 8 家"
    assert overfull([slot("09:00", 450), slot("17:00", 10)], DAY) == "连路上要 490 分，超过一天 480 分"


times = st.integers(0, 18 * 60).map(lambda minutes: time(*divmod(minutes, 60)))
visits = st.builds(Slot, st.none() | times, st.integers(10, 120))


@given(st.lists(visits, max_size=10), st.none() | times)
def test_free_times_clash_with_nothing_and_lie_in_working_time(taken: list[Slot], after: time | None) -> None:
    free = free_slots(taken, DAY, after=after)
    whole = [*taken, *free]
    assert len(whole) <= max(MOST_VISITS, len(taken))
    for one in free:
        assert one.start is not None
        assert one.end is not None
        assert any(begin <= one.start and one.end <= end for begin, end in DAY.segments)
        assert after is None or one.start >= after
        around = Slot(one.start, one.minutes + TRAVEL_MINUTES)
        assert not any(around.overlaps(other) for other in whole if other is not one)
