"""The markets of an office's territory, and the districts and cities they lie in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from app.choices import label_of
from app.context import App
from app.customers.states import SHOPPING_LEVELS
from app.db.records import BranchOffice, Employee, MarketArea
from app.db.saving import write
from app.forms.model import Field
from app.people.keeping import MARKETS, need_to_keep
from app.people.kept import (
    Opened,
    checked,
    code_problem,
    declared,
    is_taken,
    opened,
    plain_code,
    record_to_change,
    record_to_read,
)

_NAMES = ("code", "name", "level", "parent_id", "branch_id", "market_type", "owner_id", "is_target")
_PROFILE = (
    "location_note",
    "merchant_count",
    "size_wan",
    "traffic_level",
    "distribution_traits",
    "lodging_advice",
    "economy",
    "culture",
    "layout_note",
)


@dataclass(frozen=True, slots=True)
class MarketRow:
    """One line of the list of markets; codes in words."""

    id: int
    code: str
    name: str
    level: str
    upper: str
    market_type: str
    owner: str
    is_target: bool


def market_fields() -> tuple[Field, ...]:
    """The fields of the market form."""
    return declared(MarketArea, _NAMES + _PROFILE)


def new_market(app: App) -> dict[str, Any]:
    """What a new market's form starts from: the user's office, else the first one."""
    with app.reading() as session:
        branch = app.user.branch_id or session.scalar(_branches())
    return {"level": "market", "is_target": True, "branch_id": branch}


def list_markets(app: App) -> list[MarketRow]:
    """Every area by code."""
    need_to_keep(app, MARKETS)
    upper = aliased(MarketArea)
    query = (
        select(MarketArea, upper.name, Employee.name)
        .outerjoin(upper, upper.id == MarketArea.parent_id)
        .outerjoin(Employee, Employee.id == MarketArea.owner_id)
        .where(MarketArea.deleted_at.is_(None))
        .order_by(MarketArea.code)
    )
    with app.reading() as session:
        return [_row(*found) for found in session.execute(query)]


def read_market(app: App, market_id: int) -> Opened:
    """One area for its form; raises NotFound."""
    need_to_keep(app, MARKETS)
    with app.reading() as session:
        return opened(record_to_read(session, MarketArea, market_id), market_fields())


def area_options(app: App) -> list[tuple[int, str]]:
    """Every area, id and name, as what a market may lie in."""
    need_to_keep(app, MARKETS)
    query = select(MarketArea.id, MarketArea.name).where(MarketArea.deleted_at.is_(None)).order_by(MarketArea.code)
    with app.reading() as session:
        return [(row.id, row.name) for row in session.execute(query)]


def rep_options(app: App) -> list[tuple[int, str]]:
    """Everybody in service who may have a market of their own, id and name, by number."""
    need_to_keep(app, MARKETS)
    query = (
        select(Employee.id, Employee.name)
        .where(Employee.status == "active", Employee.branch_id.is_not(None), Employee.deleted_at.is_(None))
        .order_by(Employee.emp_no)
    )
    with app.reading() as session:
        return [(row.id, row.name) for row in session.execute(query)]


def add_market(app: App, values: Mapping[str, Any]) -> int:
    """Add an area; returns its id. Raises Invalid naming every problem by field."""
    need_to_keep(app, MARKETS)
    complete = dict.fromkeys(_NAMES + _PROFILE) | new_market(app) | dict(values)
    with app.transaction("新建市场") as session:
        area = MarketArea(**_checked(session, complete))
        area.profile_updated_on = app.today() if any(getattr(area, name) for name in _PROFILE) else None
        session.add(area)
        session.flush()
        return area.id


def edit_market(app: App, market_id: int, row_version: int, values: Mapping[str, Any]) -> None:
    """Correct an area; raises Invalid, or Conflict when it was changed since `row_version` was read."""
    need_to_keep(app, MARKETS)
    with app.transaction("修改市场") as session:
        area = record_to_change(session, MarketArea, market_id, row_version)
        before = opened(area, market_fields()).values
        cleaned = _checked(session, before | dict(values), except_id=market_id)
        write(area, cleaned)
        if any(cleaned[name] != before[name] for name in _PROFILE):
            area.profile_updated_on = app.today()


def _branches() -> Select[tuple[int]]:
    query = select(BranchOffice.id).where(BranchOffice.is_active, BranchOffice.deleted_at.is_(None))
    return query.order_by(BranchOffice.id).limit(1)


def _checked(session: Session, values: Mapping[str, Any], *, except_id: int | None = None) -> dict[str, Any]:
    def rules(cleaned: Mapping[str, Any]) -> dict[str, str]:
        problems = {}
        code, name, upper = cleaned.get("code", ""), cleaned.get("name"), cleaned.get("parent_id")
        if problem := code_problem("代码", code):
            problems["code"] = problem
        elif is_taken(session, MarketArea.code, code, except_id=except_id):
            problems["code"] = f"代码 {code} 已有别的市场在用"
        if name and is_taken(session, MarketArea.name, name, except_id=except_id, parent_id=upper):
            problems["name"] = f"同一上级下已经有「{name}」"
        if cleaned.get("level") in SHOPPING_LEVELS and not cleaned.get("market_type"):
            problems["market_type"] = "市场和路段要选市场类型"
        if except_id and upper and _lies_in(session, upper, except_id):
            problems["parent_id"] = "上级不能是自己或自己下面的区域"
        return problems

    return checked(market_fields(), {**values, "code": plain_code(values.get("code"))}, rules)


def _lies_in(session: Session, area_id: int, outer_id: int) -> bool:
    """Whether an area is another one or lies in it."""
    seen: set[int] = set()
    here: int | None = area_id
    while here is not None and here not in seen:
        if here == outer_id:
            return True
        seen.add(here)
        here = session.scalar(select(MarketArea.parent_id).where(MarketArea.id == here))
    return False


def _row(area: MarketArea, upper: str | None, owner: str | None) -> MarketRow:
    return MarketRow(
        area.id,
        area.code,
        area.name,
        label_of("area_level", area.level),
        upper or "",
        label_of("market_type", area.market_type),
        owner or "",
        area.is_target,
    )
