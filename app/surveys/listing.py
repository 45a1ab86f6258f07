"""Survey sheets as lists and searches show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import or_, select

from app.choices import label_of
from app.context import App
from app.customers.sheets import OPEN_STATES
from app.db.records import Customer, Employee, SurveySheet


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet as lists show it."""

    id: int
    sheet_no: str
    customer_id: int
    customer: str
    visit_count: int
    percent: Decimal
    missing_required: int
    surveyor: str
    state: str
    state_code: str
    saved_at: datetime
    row_version: int


def list_sheets(
    app: App, *, unfinished: bool = False, text: str = "", sheet_id: int | None = None, limit: int = 500
) -> list[SheetRow]:
    """Sheets, latest saved first; `unfinished` keeps those that are open and not complete.

    `text` is part of the sheet's number or of its customer's name or initials; `sheet_id` names one sheet.
    """
    app.need("survey.edit")
    query = (
        select(SurveySheet, Customer.name, Employee.name)
        .join(Customer, Customer.id == SurveySheet.customer_id)
        .join(Employee, Employee.id == SurveySheet.surveyor_id)
        .where(SurveySheet.deleted_at.is_(None))
        .order_by(SurveySheet.updated_at.desc(), SurveySheet.id.desc())
        .limit(limit)
    )
    if unfinished:
        query = query.where(SurveySheet.state.in_(OPEN_STATES), SurveySheet.completeness_pct < 100)
    if sheet_id is not None:
        query = query.where(SurveySheet.id == sheet_id)
    if wanted := text.strip():
        query = query.where(
            or_(
                SurveySheet.sheet_no.contains(wanted.upper(), autoescape=True),
                Customer.name.contains(wanted, autoescape=True),
                Customer.pinyin.contains(wanted.lower(), autoescape=True),
            )
        )
    with app.reading() as session:
        return [
            SheetRow(
                sheet.id,
                sheet.sheet_no,
                sheet.customer_id,
                customer,
                sheet.visit_count,
                sheet.completeness_pct,
                sheet.missing_required,
                surveyor,
                label_of("sheet_state", sheet.state),
                sheet.state,
                sheet.updated_at,
                sheet.row_version,
            )
            for sheet, customer, surveyor in session.execute(query)
        ]
