"""Judging a customer: does it fit, how would it be placed, is it a target (rule R06)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from app.customers.states import INTERESTED

FITTING = frozenset({"fit", "basic"})
_OUTSIDE_TRADE = frozenset({"end_user", "project", "group"})

_INTENT_SCORES = {"strong": 100, "medium": 75, "weak": 40, "none": 10, "rejected": 0, "signed": 100}
_TOP_EVALUATION = Decimal(100)


def fit_result(philosophy: int | None, strength: int | None) -> str:
    """Whether the customer meets the company's demands: fit, basic, unfit, or unknown while a rating is missing."""
    if philosophy is None or strength is None:
        return "unknown"
    worse = min(philosophy, strength)
    return "fit" if worse >= 4 else "basic" if worse >= 3 else "unfit"


def is_target(fit: str, intent_level: str) -> bool:
    """A fitting customer who is interested: the ones to concentrate on."""
    return fit in FITTING and intent_level in INTERESTED


def suggested_position(
    fit: str,
    *,
    scale: str,
    channel_type: str,
    customer_kind: str,
    strength: int | None,
    philosophy: int | None,
    sub_dealers: int | None,
    upstream_kind: str | None = None,
) -> str:
    """The dealer position to propose; undecided comes first, core before distributor."""
    if fit == "unknown":
        return "undecided"
    if scale == "large" and min(strength or 0, philosophy or 0) >= 4 and (sub_dealers or 0) >= 5:
        return "core"
    if channel_type == "distributor" or upstream_kind == "peer":
        return "distributor"
    return "not_dealer" if customer_kind in _OUTSIDE_TRADE else "general"


def priority(evaluation: Decimal | None, strength: int | None, intent_level: str) -> Decimal:
    """The order in which targets are worked on, 0 to 100 with one decimal; what is missing leaves its weight to the rest.

    `evaluation` is the total score, `strength` 1 to 5. Source: rule R06.
    """
    parts = [(Decimal("0.2"), Decimal(_INTENT_SCORES[intent_level]))]
    if evaluation is not None:
        parts.append((Decimal("0.5"), min(evaluation, _TOP_EVALUATION)))
    if strength is not None:
        parts.append((Decimal("0.3"), Decimal(strength * 20)))
    weights = sum((weight for weight, _ in parts), Decimal(0))
    return (sum((weight * score for weight, score in parts), Decimal(0)) / weights).quantize(
        Decimal("0.1"), ROUND_HALF_UP
    )
