"""What a sheet says of competing brands, kept as one observation a brand (records.md §3: 调查表 D01 自动生成)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.records import Brand, CompetitorObservation, Customer, SurveySheet, Visit
from app.db.saving import write
from app.forms.model import Form, Repeat
from app.surveys.targets import archive_value

PRICE_SPEC = "BV2.5 100米"
"""What prices on the sheet are for (records.md §5, D01)."""
_RECORD = "CompetitorObservation"
_BRAND, _OTHER_BRAND = "brand_id", "name"
_PRICES = ("wholesale_price", "retail_price")
_SAID_BY = "info_source"


def observe(session: Session, sheet: SurveySheet, form: Form, seen_on: date, now: datetime) -> None:
    """Keep the sheet's competitor rows, within a transaction: new ones as seen on that day, changed ones seen again.

    Saying the same again changes nothing; a row taken off the sheet takes its observation away. A brand the office
    does not have on its list is left out.
    """
    table = next((node for node in form.tables() if _RECORD in node.writes), None)
    if table is None:
        return
    customer = session.get_one(Customer, sheet.customer_id)
    query = select(CompetitorObservation).where(
        CompetitorObservation.sheet_id == sheet.id, CompetitorObservation.deleted_at.is_(None)
    )
    known = {seen.brand_id: seen for seen in session.scalars(query)}
    seen_as = {"observed_on": seen_on, "visit_id": _visit_of(session, sheet, seen_on)}
    for brand_id, values in _rows(session, sheet, table):
        seen = known.pop(brand_id, None)
        if seen is None:
            where = {"brand_id": brand_id, "market_area_id": customer.market_area_id}
            session.add(CompetitorObservation(**where, **_about(sheet), **values, **seen_as))
        elif any(getattr(seen, name) != value for name, value in values.items()):
            write(seen, {**values, **seen_as})
    for gone in known.values():
        gone.deleted_at = now


def _about(sheet: SurveySheet) -> dict[str, Any]:
    said_by = next((told.get("value") for path, told in sheet.answers.items() if path.endswith(f"/{_SAID_BY}")), None)
    return {
        "customer_id": sheet.customer_id,
        "sheet_id": sheet.id,
        "employee_id": sheet.surveyor_id,
        "source": said_by or "owner",
    }


def _visit_of(session: Session, sheet: SurveySheet, day: date) -> int | None:
    query = select(Visit.id).where(
        Visit.customer_id == sheet.customer_id, Visit.visit_date == day, Visit.deleted_at.is_(None)
    )
    return session.scalar(query.order_by(Visit.start_at).limit(1))


def _rows(session: Session, sheet: SurveySheet, table: Repeat) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row's brand and its values by the observation's fields; the later of two rows of one brand counts."""
    codes, names = {}, {}
    for brand in session.scalars(select(Brand).where(Brand.deleted_at.is_(None))):
        codes[brand.code] = names[brand.name] = brand.id
    fields = {field.name: field for field in CompetitorObservation.fields()}
    columns = _columns(table)
    rows: dict[int, dict[str, Any]] = {}
    for number in range(1, sheet.rows.get(table.path, 0) + 1):
        said = {name: _answer(sheet, f"{table.path}[{number}]/{asked}") for name, asked in columns.items()}
        brand_id = codes.get(said.pop(_BRAND, "")) or names.get(said.pop(_OTHER_BRAND, ""))
        if brand_id is not None:
            values = {name: archive_value(fields[name], text) for name, text in said.items() if name in fields}
            values["network_usability"] = values.get("network_usability") or "unknown"
            values["price_spec"] = PRICE_SPEC if any(values.get(price) is not None for price in _PRICES) else None
            rows[brand_id] = values
    yield from rows.items()


def _columns(table: Repeat) -> Mapping[str, str]:
    """The question that feeds each field of an observation, `name` the one for a brand that is not on the list."""
    found: dict[str, str] = {}
    for node in table.children:
        for written in node.writes:
            record, _, name = written.partition(".")
            if record == _RECORD or (record == "Brand" and name == _OTHER_BRAND):
                found[name] = node.name
    return found


def _answer(sheet: SurveySheet, path: str) -> str:
    return str(sheet.answers.get(path, {}).get("value") or "")
