"""Who is visited in tiers, and who has to come along (rule R05)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.planning.modes import Value, advice, blocking, suggested_mode, suggested_program, value_of


@pytest.mark.parametrize(
    ("scale", "volume", "place", "strength", "judgment", "whole"),
    [
        ("large", "63", "0", 5, "high", True),
        ("large", "40", "0.125", 4, "high", True),  # among the first quarter of its market
        ("large", "30", "0.25", 4, "high", False),
        ("medium", "80", "0.5", 3, "mid", False),
        ("small", "5", "0.9", 2, "low", False),
        (None, None, None, None, None, False),
        (None, None, None, 4, "mid", False),
    ],
)
def test_the_value_of_a_customer(
    scale: str | None, volume: str | None, place: str | None, strength: int | None, judgment: str | None, whole: bool
) -> None:
    value = value_of(scale, Decimal(volume) if volume else None, Decimal(place) if place else None, strength)
    assert (value.judgment, value.is_whole) == (judgment, whole)


def test_tiers_are_for_the_unsigned_who_matter() -> None:
    whole, none = Value(True, True, True), Value(False, False, False)
    assert suggested_program(whole, is_key_account=False, is_signed=False) == "tiered"
    assert suggested_program(none, is_key_account=True, is_signed=False) == "tiered"
    assert suggested_program(whole, is_key_account=True, is_signed=True) == "normal"
    assert suggested_program(none, is_key_account=False, is_signed=False) == "normal"


def test_how_the_nth_visit_is_made() -> None:
    assert [suggested_mode("tiered", n) for n in range(1, 6)] == ["single", "superior", "joint", "joint", "joint"]
    assert [suggested_mode("normal", n) for n in range(1, 4)] == ["sweep", "single", "single"]


@pytest.mark.parametrize(
    ("program", "number", "duties", "barred"),
    [
        ("tiered", 2, ["lead"], True),
        ("tiered", 2, ["lead", "assist"], False),
        ("tiered", 2, ["superior"], False),
        ("tiered", 1, ["lead"], False),
        ("tiered", 3, ["lead"], False),
        ("normal", 2, ["lead"], False),
    ],
)
def test_the_second_tiered_visit_needs_a_superior_or_company(
    program: str, number: int, duties: list[str], barred: bool
) -> None:
    assert bool(blocking(program, number, duties)) is barred


@pytest.mark.parametrize(
    ("program", "number", "step", "duties", "mode", "words"),
    [
        ("tiered", 3, "s3", ["lead", "assist"], "joint", "技术"),
        ("tiered", 3, "s3", ["lead", "tech"], "joint", ""),
        ("tiered", 4, "s3", ["lead"], "single", "联合访问"),
        ("tiered", 5, "s4", ["lead", "tech"], "joint", "法务或主管"),
        ("tiered", 5, "s4", ["lead", "superior"], "joint", ""),
        ("normal", 5, "s4", ["lead"], "single", ""),
        ("normal", 2, "s2", ["lead"], "joint", "参加人"),
    ],
)
def test_what_would_be_better_is_only_advice(
    program: str, number: int, step: str, duties: list[str], mode: str, words: str
) -> None:
    found = advice(program, number, step, duties, mode)
    assert words in found if words else found == ""
