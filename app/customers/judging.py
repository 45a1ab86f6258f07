"""Judging a customer: does it fit, how would it be placed, is it a target (rule R06)."""

from __future__ import annotations

from app.customers.states import INTERESTED

FITTING = frozenset({"fit", "basic"})
_OUTSIDE_TRADE = frozenset({"end_user", "project", "group"})


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
