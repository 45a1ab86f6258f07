"""The brands the office meets: ours, competitors', others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.db.records import Brand
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

_NAMES = ("code", "name", "relation", "maker", "tier", "is_leader", "is_reference", "is_major_maker")


@dataclass(frozen=True, slots=True)
class BrandRow:
    """One line of the list of brands; `relation` and `tier` in words."""

    id: int
    code: str
    name: str
    relation: str
    maker: str
    tier: str
    is_major_maker: bool


def brand_fields() -> tuple[Field, ...]:
    """The fields of the brand form."""
    return declared(Brand, _NAMES)


def new_brand() -> dict[str, Any]:
    """What a new brand's form starts from."""
    return {"relation": "competitor", "tier": "mid", "is_leader": False, "is_reference": False, "is_major_maker": False}


def list_brands(app: App) -> list[BrandRow]:
    """Every brand, ours first, then in the order they came."""
    need_to_keep(app, MARKETS)
    query = select(Brand).where(Brand.deleted_at.is_(None)).order_by(Brand.relation != "own", Brand.id)
    with app.reading() as session:
        return [_row(brand) for brand in session.scalars(query)]


def read_brand(app: App, brand_id: int) -> Opened:
    """One brand for its form; raises NotFound."""
    need_to_keep(app, MARKETS)
    with app.reading() as session:
        return opened(record_to_read(session, Brand, brand_id), brand_fields())


def add_brand(app: App, values: Mapping[str, Any]) -> int:
    """Add a brand; returns its id. Raises Invalid naming every problem by field."""
    need_to_keep(app, MARKETS)
    complete = dict.fromkeys(_NAMES) | new_brand() | dict(values)
    with app.transaction("新建品牌") as session:
        brand = Brand(**_checked(session, complete))
        session.add(brand)
        session.flush()
        return brand.id


def edit_brand(app: App, brand_id: int, row_version: int, values: Mapping[str, Any]) -> None:
    """Correct a brand; raises Invalid, or Conflict when it was changed since `row_version` was read."""
    need_to_keep(app, MARKETS)
    with app.transaction("修改品牌") as session:
        brand = record_to_change(session, Brand, brand_id, row_version)
        write(brand, _checked(session, opened(brand, brand_fields()).values | dict(values), except_id=brand_id))


def _checked(session: Session, values: Mapping[str, Any], *, except_id: int | None = None) -> dict[str, Any]:
    def rules(cleaned: Mapping[str, Any]) -> dict[str, str]:
        problems = {}
        code, name = cleaned.get("code", ""), cleaned.get("name")
        if problem := code_problem("代码", code):
            problems["code"] = problem
        elif is_taken(session, Brand.code, code, except_id=except_id):
            problems["code"] = f"代码 {code} 已有别的品牌在用"
        if name and is_taken(session, Brand.name, name, except_id=except_id):
            problems["name"] = f"品牌「{name}」已经有了"
        if cleaned.get("relation") == "own" and is_taken(session, Brand.relation, "own", except_id=except_id):
            problems["relation"] = "本公司品牌只能有一个，已经有了"
        return problems

    return checked(brand_fields(), {**values, "code": plain_code(values.get("code"))}, rules)


def _row(brand: Brand) -> BrandRow:
    return BrandRow(
        brand.id,
        brand.code,
        brand.name,
        label_of("brand_relation", brand.relation),
        brand.maker or "",
        label_of("price_tier", brand.tier),
        brand.is_major_maker,
    )
