"""Groups of states and levels that rules count by (records.md §3, §13.3, rules R05, R18)."""

INTERESTED = frozenset({"medium", "strong"})
"""Intent levels that count as interested (有意向)."""

UNSIGNED = frozenset({"potential", "intended", "stable_intended"})
"""Lifecycle states of a customer who has not signed (rule R18)."""

SIGNED_STAGES = frozenset({"contracted", "maintaining"})
"""Stages in which a visit maintains rather than develops (rule R05)."""

SHOPPING_LEVELS = frozenset({"market", "street"})
"""Levels of areas in which customers are found; they have a market type (records.md §3)."""

DROPPED_STATUSES = ("lost", "closed", "blacklisted")
"""Lifecycle states in which nobody is visited any more (rule R04.5)."""

NEAR_DAYS = 2
"""So many days before its due day a customer counts as near (rule R04.4)."""

OPEN_COMPLAINTS = ("registered", "accepted", "processing", "waiting", "resolved")
"""States in which a complaint is not finished (rule R09)."""
