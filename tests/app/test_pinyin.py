"""Names are found by their initials and by their full pinyin, however the clerk reads them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.pinyin import MOST_READINGS, pinyin_initials, readings


def test_initials_find_a_name() -> None:
    assert pinyin_initials("桁岳五金") == "hywj"
    assert pinyin_initials("ABC电缆1号店") == "abcdl1hd"
    assert len(pinyin_initials("缆" * 200)) == 80


def test_a_name_read_in_two_ways_is_found_by_both() -> None:
    initials, full = readings("解放路电料行")
    assert {"jfldlx", "xfldlh"} <= set(initials)
    assert {"jiefangludianliaoxing", "xiefangludianliaohang"} <= set(full)


@given(st.text(max_size=12))
def test_any_text_has_few_readings_and_at_least_one(name: str) -> None:
    initials, full = readings(name)
    assert 1 <= len(initials) <= MOST_READINGS
    assert 1 <= len(full) <= MOST_READINGS
