"""Which of a customer's survey sheets is the one that counts (rule R13)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import AliasedClass

from app.db.records import SurveySheet

OPEN_STATES = ("filling", "completed", "returned")
"""Sheet states in which a sheet may be changed (rule R13)."""


def in_force(sheets: type[SurveySheet] | AliasedClass[SurveySheet] = SurveySheet) -> ColumnElement[bool]:
    """The sheet was neither deleted nor voided, as a condition of a query."""
    kept: ColumnElement[bool] = sheets.deleted_at.is_(None) & (sheets.state != "voided")
    return kept


def newest_sheet(session: Session, customer_id: int) -> SurveySheet | None:
    """The customer's sheet of the latest round, voided ones aside."""
    query = select(SurveySheet).where(SurveySheet.customer_id == customer_id, in_force())
    return session.scalar(query.order_by(SurveySheet.round_no.desc()).limit(1))
