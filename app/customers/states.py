"""Groups of customer states that rules count by (records.md §13.3, rules R05, R18)."""

INTERESTED = frozenset({"medium", "strong"})
"""Intent levels that count as interested (有意向)."""

UNSIGNED = frozenset({"potential", "intended", "stable_intended"})
"""Lifecycle states of a customer who has not signed (rule R18)."""

SIGNED_STAGES = frozenset({"contracted", "maintaining"})
"""Stages in which a visit maintains rather than develops (rule R05)."""
