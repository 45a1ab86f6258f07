"""What codes and references are called in a workbook, and the lists people choose from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import options
from app.customers.states import SHOPPING_LEVELS
from app.db.records import Brand, Employee, MarketArea
from app.exchange.activity_sheets import FOLLOW_KINDS
from app.exchange.columns import YES_NO, Column, Shape

DROP_DOWN = "dd_"
"""How the names of the lists begin."""
_FLAGS = {"1": "是", "0": "否"}
_FOLLOW = "follow_kind"


@dataclass(frozen=True, slots=True)
class Lists:
    """The labels of every list by code or id, and those people may still choose."""

    labels: Mapping[str, Mapping[str, str]]
    offered: Mapping[str, Sequence[str]]

    def of(self, column: Column) -> Mapping[str, str]:
        """The labels of a column's list."""
        return self.labels.get(column.listed, {})


def read_lists(session: Session, columns: Iterable[Column]) -> Lists:
    """The lists these columns need; of two markets, employees or brands with one name, each is told apart by its code."""
    wanted = list(columns)
    labels: dict[str, Mapping[str, str]] = {YES_NO: _FLAGS, _FOLLOW: {kind: kind for kind in FOLLOW_KINDS}}
    offered: dict[str, Sequence[str]] = {YES_NO: tuple(_FLAGS.values()), _FOLLOW: FOLLOW_KINDS}
    for name in {column.listed for column in wanted if column.shape in (Shape.CODE, Shape.CODES)}:
        labels[name] = {option.code: option.label for option in options(name)}
        offered[name] = tuple(labels[name].values())
    for name, (everything, usable) in _tables(session).items():
        labels[name] = everything
        offered[name] = [everything[key] for key in usable]
    picked = {column.listed for column in wanted if column.picks}
    return Lists(labels, {name: offered[name] for name in sorted(picked)})


def _tables(session: Session) -> dict[str, tuple[dict[str, str], list[str]]]:
    areas = session.execute(
        select(MarketArea.id, MarketArea.name, MarketArea.code, MarketArea.level, MarketArea.deleted_at).order_by(
            MarketArea.code
        )
    ).all()
    people = session.execute(
        select(Employee.id, Employee.name, Employee.emp_no, Employee.status, Employee.deleted_at).order_by(
            Employee.emp_no
        )
    ).all()
    brands = session.execute(select(Brand.id, Brand.name, Brand.code, Brand.deleted_at).order_by(Brand.code)).all()
    return {
        "market_area": (
            _named(area[:3] for area in areas),
            [str(area.id) for area in areas if area.level in SHOPPING_LEVELS and area.deleted_at is None],
        ),
        "employee": (
            _named(person[:3] for person in people),
            [str(person.id) for person in people if person.status == "active" and person.deleted_at is None],
        ),
        "brand": (
            _named(brand[:3] for brand in brands),
            [str(brand.id) for brand in brands if brand.deleted_at is None],
        ),
    }


def _named(rows: Iterable[Sequence[object]]) -> dict[str, str]:
    """Id to name, with the code behind names that more than one has."""
    known = [(str(number), str(name), str(code)) for number, name, code in rows]
    times = Counter(name for _, name, _ in known)
    return {number: f"{name}（{code}）" if times[name] > 1 else name for number, name, code in known}
