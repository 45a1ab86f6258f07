"""How complete a sheet is (rule R13)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.forms.filling import Filling
from app.forms.model import Field, Group, Kind, Question, Repeat

RANKED_ENOUGH = 3
"""How many positions make a ranking an answer (rule R13)."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """Required questions answered of those that count, in percent with 1 decimal; `missing` in paper order."""

    answered: int
    counted: int
    missing: tuple[Question, ...]

    @property
    def percent(self) -> Decimal:
        """100.0 when nothing counts (rule R13: every required question inapplicable)."""
        if not self.counted:
            return Decimal("100.0")
        return (Decimal(self.answered) * 100 / self.counted).quantize(Decimal("0.1"), ROUND_HALF_UP)


def completeness(filling: Filling, inapplicable: Collection[str] = ()) -> Completeness:
    """Judge a sheet; hidden questions and the numbers in `inapplicable` do not count."""
    counted = [
        question
        for question in filling.form.questions
        if question.required and question.number not in inapplicable and _applies(filling, question)
    ]
    missing = tuple(question for question in counted if not is_answered(filling, question))
    return Completeness(len(counted) - len(missing), len(counted), missing)


def _applies(filling: Filling, question: Question) -> bool:
    return filling.state(question.node.path).relevant


def is_answered(filling: Filling, question: Question) -> bool:
    """Whether a question of the paper counts as answered (rule R13's list)."""
    node = question.node
    if isinstance(node, Repeat):
        rows = range(1, filling.rows(node.path) + 1)
        return any(_row_named(filling, node, row) for row in rows)
    if isinstance(node, Group):
        asked = [f for f in question.parts if filling.state(f.path).relevant and filling.state(f.path).required]
        return all(_has_value(filling, f) for f in asked) if asked else _any_value(filling, question)
    return _has_value(filling, node)


def _row_named(filling: Filling, table: Repeat, row: int) -> bool:
    """A table row counts when its first field (the brand) is filled."""
    first = next(child for child in table.children if isinstance(child, Field))
    return bool(filling.state(first.path.replace(table.path, f"{table.path}[{row}]", 1)).value.strip())


def _has_value(filling: Filling, field: Field) -> bool:
    state = filling.state(field.path)
    if state.broken == "constraint" and field.kind in (Kind.DECIMAL, Kind.INTEGER):
        return False
    if field.kind is Kind.RANK:
        return len(state.value.split()) >= RANKED_ENOUGH
    return bool(state.value.strip())


def _any_value(filling: Filling, question: Question) -> bool:
    return any(filling.state(part.path).value.strip() for part in question.parts)
