"""Which customers: the conditions of a list or an export, and their ids in the order of report RP07."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select, true
from sqlalchemy.orm import Session

from app.choices import codes_of, options
from app.context import App
from app.customers.judging import priority
from app.db.records import Customer, Employee, MarketArea
from app.db.search import find
from app.errors import Invalid

_OFFICE_ROLES = frozenset({"clerk", "supervisor", "service"})
_STRENGTHS = (1, 2, 3, 4, 5)
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFilter:
    """Which customers; empty conditions let everybody pass. `text` is what `find` takes, the rest are ids and codes."""

    text: str = ""
    markets: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        """The conditions on Customer, but for the text."""
        chosen = (
            (Customer.market_area_id, self.markets),
            (Customer.owner_id, self.owners),
            (Customer.primary_class, self.classes),
            (Customer.stage, self.stages),
            (Customer.lifecycle_status, self.statuses),
        )
        return [column.in_(values) for column, values in chosen if values]

    def told(self) -> Mapping[str, object]:
        """The conditions that are set, for the export log."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}


def visible_customers(app: App) -> ColumnElement[bool]:
    """The condition that holds for what the signed-in user may see (rule R22)."""
    if app.user.role == "rep":
        return Customer.owner_id == app.user.employee_id
    if app.user.role in _OFFICE_ROLES:
        return Customer.branch_id == app.user.branch_id
    return true()


def chosen_ids(app: App, session: Session, wanted: CustomerFilter) -> array[int]:
    """The ids of the customers to export, by market, priority and number; 8 bytes each, however many there are.

    Who has withdrawn the consent is left out (rule R22).
    """
    query = (
        select(Customer.id)
        .join(MarketArea, MarketArea.id == Customer.market_area_id)
        .where(*_exportable(app, wanted), Customer.consent_state != "withdrawn")
        .order_by(MarketArea.code, _priority().desc(), Customer.customer_no)
    )
    found = set(find(session, wanted.text)) if wanted.text.strip() else None
    ids = array("q")
    for part in session.execute(query, execution_options={"yield_per": _AT_ONCE}).scalars().partitions():
        ids.extend(part if found is None else [number for number in part if number in found])
    return ids


def withdrawn(app: App, session: Session, wanted: CustomerFilter) -> int:
    """How many of the chosen customers are left out because they withdrew."""
    query: Select[tuple[int]] = select(Customer.id).where(
        *_exportable(app, wanted), Customer.consent_state == "withdrawn"
    )
    ids = session.scalars(query).all()
    return len(set(ids).intersection(find(session, wanted.text))) if wanted.text.strip() else len(ids)


def _exportable(app: App, wanted: CustomerFilter) -> list[ColumnElement[bool]]:
    return [Customer.deleted_at.is_(None), visible_customers(app), *wanted.conditions()]


def _priority() -> ColumnElement[Decimal]:
    """Rule R06's priority, asked of the database: there are only so many pairs of intent and strength."""
    scores = {
        intent: case(
            {strength: float(priority(None, strength, intent)) for strength in _STRENGTHS},
            value=Customer.strength_rating,
            else_=float(priority(None, None, intent)),
        )
        for intent in codes_of("intent_level")
    }
    return case(scores, value=Customer.intent_level, else_=0.0)


_KEYS = {
    "text": ("text", "查找"),
    "market": ("markets", "市场"),
    "owner": ("owners", "业务员"),
    "class": ("classes", "分类"),
    "stage": ("stages", "阶段"),
    "status": ("statuses", "状态"),
}
"""What a condition is called on the command line, in the filter and in Chinese."""
_LISTS = {"class": "primary_class", "stage": "pipeline_stage", "status": "lifecycle_status"}


def read_filter(app: App, pairs: Iterable[tuple[str, str]]) -> tuple[CustomerFilter, str]:
    """The filter of conditions as people write them, and its wording: markets and reps by code or number, lists by
    code or label; one key several times means any of them. Raises Invalid for what is not there.
    """
    found: dict[str, list[Any]] = {}
    told: dict[str, list[str]] = {}
    with app.reading() as session:
        for key, value in pairs:
            if key not in _KEYS:
                raise Invalid(f"没有“{key}”这个筛选条件，可用 {'、'.join(_KEYS)}。没有写出文件。", {"filter": key})
            meant, words = _meant(session, key, value.strip())
            found.setdefault(_KEYS[key][0], []).append(meant)
            told.setdefault(_KEYS[key][1], []).append(words)
    text = " ".join(found.pop("text", []))
    wanted = CustomerFilter(text=text, **{name: tuple(values) for name, values in found.items()})
    return wanted, "；".join(f"{name} {'、'.join(words)}" for name, words in told.items())


def _meant(session: Session, key: str, value: str) -> tuple[Any, str]:
    """What a condition's value stands for, and its name."""
    if key == "text":
        return value, value
    found: Iterable[Any] = ()
    if key == "market":
        found = session.execute(select(MarketArea.id, MarketArea.name).where(MarketArea.code == value))
    elif key == "owner":
        found = session.execute(select(Employee.id, Employee.name).where(Employee.emp_no == value))
    else:
        found = ((each.code, each.label) for each in options(_LISTS[key]) if value in (each.code, each.label))
    meant = next(iter(found), None)
    if meant is None:
        raise Invalid(f"没有“{value}”这个{_KEYS[key][1]}，没有写出文件。请核对后再导出。", {"filter": value})
    return meant[0], meant[1]
