from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.reports.wrap import NEVER_FIRST, NEVER_LAST, balanced, may_break, printable, wrap


class _Widths(dict[str, float]):
    """Latin half as wide as Chinese, as in the bundled fonts roughly."""

    def __missing__(self, char: str) -> float:
        return 500.0 if char < "\u2000" else 1000.0


WIDTHS = _Widths()
TEXTS = st.text(st.sampled_from("线缆电料，。（）《》“”—…、 aB3.5-/\n"), max_size=60) | st.text(max_size=40)


@given(TEXTS, st.integers(500, 12_000))
def test_no_character_is_lost_or_moved(text: str, width: int) -> None:
    assert "".join(wrap(text, width, WIDTHS)) == text.replace("\n", "")


@given(TEXTS, st.integers(1000, 12_000))
def test_no_line_is_too_wide_but_for_hanging_spaces(text: str, width: int) -> None:
    for line in wrap(text, width, WIDTHS):
        assert sum(WIDTHS[char] for char in line.rstrip(" ")) <= width


@given(TEXTS, st.integers(8000, 12_000))
def test_lines_end_only_where_they_may(text: str, width: int) -> None:
    for paragraph in text.split("\n"):
        lines = wrap(paragraph, width, WIDTHS)
        for before, after in pairwise(lines):
            whole = before + after
            breakable = any(may_break(a, b) for a, b in zip(before, whole[1:], strict=False))
            assert may_break(before[-1], after[0]) or not breakable


@given(TEXTS, st.integers(1000, 12_000))
def test_balancing_adds_no_line_and_loses_nothing(text: str, width: int) -> None:
    lines = balanced(text, width, WIDTHS)
    assert len(lines) == len(wrap(text, width, WIDTHS))
    assert "".join(lines) == text.replace("\n", "")


def test_punctuation_starts_no_line_and_brackets_end_none() -> None:
    lines = wrap("老板说可以，先送样（两卷）。再谈价格、账期与返利。", 6000, WIDTHS)
    assert not [line for line in lines if line[0] in NEVER_FIRST or line[-1] in NEVER_LAST]


def test_words_and_numbers_stay_whole() -> None:
    assert wrap("送BVR2.5样线GB5023.3", 4500, WIDTHS) == ["送BVR2.5", "样线", "GB5023.3"]


def test_a_word_wider_than_the_line_is_broken_rather_than_cut() -> None:
    assert wrap("A" * 25, 5000, WIDTHS) == ["A" * 10, "A" * 10, "A" * 5]


def test_heads_break_evenly() -> None:
    assert balanced("合作意向", 3000, WIDTHS) == ["合作", "意向"]


def test_line_ends_are_kept_and_unprintable_characters_go() -> None:
    assert printable("a\r\nb\tc\x00\u200b\ufeff\x0bd") == "a\nb c\nd"
    assert wrap("甲\n\n乙", 5000, WIDTHS) == ["甲", "", "乙"]
