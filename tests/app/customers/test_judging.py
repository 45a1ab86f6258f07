"""Rule R06: fitting, target and position."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.customers.judging import fit_result, is_target, priority, suggested_position


@pytest.mark.parametrize(
    ("philosophy", "strength", "expected"),
    [(4, 5, "fit"), (4, 3, "basic"), (3, 3, "basic"), (4, 2, "unfit"), (1, 5, "unfit"), (None, 5, "unknown")],
)
def test_the_worse_rating_decides(philosophy: int | None, strength: int | None, expected: str) -> None:
    assert fit_result(philosophy, strength) == expected


@pytest.mark.parametrize(
    ("fit", "intent", "expected"),
    [("fit", "strong", True), ("basic", "medium", True), ("basic", "weak", False), ("unfit", "strong", False)],
)
def test_who_fits_and_is_interested_is_a_target(fit: str, intent: str, expected: bool) -> None:
    assert is_target(fit, intent) is expected


STRONG = {
    "scale": "large",
    "channel_type": "wholesaler",
    "customer_kind": "dealer",
    "strength": 5,
    "philosophy": 4,
    "sub_dealers": 5,
}


@pytest.mark.parametrize(
    ("fit", "change", "expected"),
    [
        ("unknown", {}, "undecided"),
        ("fit", {}, "core"),
        ("fit", {"channel_type": "distributor"}, "core"),
        ("fit", {"sub_dealers": 4}, "general"),
        ("fit", {"scale": "medium"}, "general"),
        ("fit", {"philosophy": 3}, "general"),
        ("fit", {"scale": "medium", "channel_type": "distributor"}, "distributor"),
        ("fit", {"sub_dealers": 0, "upstream_kind": "peer"}, "distributor"),
        ("fit", {"sub_dealers": None, "customer_kind": "group"}, "not_dealer"),
        ("unfit", {"sub_dealers": 0, "customer_kind": "project"}, "not_dealer"),
    ],
)
def test_the_first_position_that_holds_is_proposed(fit: str, change: dict[str, Any], expected: str) -> None:
    assert suggested_position(fit, **{**STRONG, **change}) == expected


@pytest.mark.parametrize(
    ("evaluation", "strength", "intent", "expected"),
    [
        ("88.37", 4, "strong", "88.2"),  # the rule's own example
        ("120", 5, "strong", "100.0"),
        (None, 4, "strong", "88.0"),  # (24 + 20) ÷ 0.5
        (None, 3, "medium", "66.0"),
        ("80", None, "weak", "68.6"),  # (40 + 8) ÷ 0.7
        (None, None, "rejected", "0.0"),
    ],
)
def test_priority_leaves_the_weight_of_what_is_missing_to_the_rest(
    evaluation: str | None, strength: int | None, intent: str, expected: str
) -> None:
    assert priority(Decimal(evaluation) if evaluation else None, strength, intent) == Decimal(expected)
