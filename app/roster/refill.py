"""What is still to ask at each shop of a day's round (补访单): only the questions its open sheet lacks (rule R13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.sheets import OPEN_STATES, newest_sheet
from app.db.records import Customer, Employee, MarketArea, SurveyForm, SurveySheet, VisitPlan, VisitPlanItem
from app.forms.filling import Filling
from app.forms.model import Form, Question
from app.roster.roster import find_market, with_streets
from app.surveys.completeness import completeness, is_answered
from app.surveys.forms import form_of
from app.surveys.sheets import visit_days
from app.visits.counting import still_meant

_NOT_MEANT = ("returned", "cancelled")


@dataclass(frozen=True, slots=True)
class RefillShop:
    """One shop of the round in the order it is visited.

    `missing` are the questions still to ask, in paper order, `required` how many of them are required. A shop without
    an open sheet has none: `form` is None, and `note` says whether to bring a blank sheet or that nothing is left to ask.
    """

    customer_id: int
    customer_no: str
    name: str
    market: str
    address: str
    branch_id: int
    rep: str
    plan_start: time | None
    visit_order: int
    visited_on: tuple[date, ...] = ()
    sheet_id: int | None = None
    sheet_no: str = ""
    form: Form | None = None
    missing: tuple[Question, ...] = ()
    required: int = 0
    note: str = ""


BRING_BLANK = "还没有调查表，请带空白表"
HANDED_IN = "调查表已交，没有要补的"
COMPLETE = "已填全，没有要补的"


def refill(
    app: App, day: date, *, owner_id: int | None = None, market: int | str | None = None, optional: bool = False
) -> tuple[RefillShop, ...]:
    """The shops planned for that day, of one rep or one market (or all), with what their sheets still lack.

    That is every required question without an answer; with `optional` also the others that are usually asked by now.
    Plans that were returned or called off do not count, nor visits called off or moved. Customers not on record yet
    are left out. Raises NotFound for an unknown market.
    """
    app.need("survey.edit")
    with app.reading() as session:
        query = _round().where(VisitPlanItem.plan_date == day)
        if owner_id is not None:
            query = query.where(VisitPlan.owner_id == owner_id)
        if market is not None:
            query = query.where(_lies_in(session, market))
        return tuple(_shop(app, session, row, optional=optional) for row in session.execute(query))


def next_round(app: App, market: int | str) -> date:
    """The next day on which somebody goes to that market; tomorrow when nobody is planned to."""
    app.need("survey.edit")
    with app.reading() as session:
        coming = _round().where(_lies_in(session, market), VisitPlanItem.plan_date > app.today())
        day: date | None = session.scalar(coming.with_only_columns(func.min(VisitPlanItem.plan_date)).order_by(None))
    return day or app.today() + timedelta(days=1)


def _lies_in(session: Session, market: int | str) -> ColumnElement[bool]:
    """The shop is one of the market or of a street in it, as on its roster."""
    areas = with_streets(session, find_market(session, market))
    return Customer.market_area_id.in_([area.id for area in areas])


def _round() -> Any:
    """Visits that are meant to be made, rep by rep in the order they are made."""
    return (
        select(Customer, MarketArea.name, Employee.name, VisitPlanItem.plan_start)
        .join(VisitPlanItem, VisitPlanItem.customer_id == Customer.id)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .join(MarketArea, MarketArea.id == Customer.market_area_id)
        .join(Employee, Employee.id == VisitPlan.owner_id)
        .where(VisitPlanItem.deleted_at.is_(None), still_meant())
        .where(VisitPlan.deleted_at.is_(None), VisitPlan.state.not_in(_NOT_MEANT), Customer.deleted_at.is_(None))
        .order_by(Employee.emp_no, VisitPlanItem.plan_start, VisitPlanItem.seq)
    )


def _shop(app: App, session: Session, row: Any, *, optional: bool) -> RefillShop:
    customer, market, rep, start = row
    sheet = newest_sheet(session, customer.id)
    days = visit_days(session, sheet.id) if sheet else ()
    known: dict[str, Any] = {
        "customer_id": customer.id,
        "customer_no": customer.customer_no,
        "name": customer.name,
        "market": market,
        "address": customer.address,
        "branch_id": customer.branch_id,
        "rep": rep,
        "plan_start": start,
        "visit_order": len(days) + 1,
        "visited_on": days,
    }
    if sheet is None:
        return RefillShop(**known, note=BRING_BLANK)
    known |= {"sheet_id": sheet.id, "sheet_no": sheet.sheet_no}
    if sheet.state not in OPEN_STATES:
        return RefillShop(**known, note=HANDED_IN)
    form = form_of(session, session.get_one(SurveyForm, sheet.form_id))
    missing, required = _missing(app, form, sheet, len(days) + 1 if optional else 0)
    return RefillShop(**known, form=form, missing=missing, required=required, note="" if missing else COMPLETE)


def _missing(app: App, form: Form, sheet: SurveySheet, by_visit: int) -> tuple[tuple[Question, ...], int]:
    """The questions to ask, optional ones up to a visit, and how many of them are required."""
    answers = {path: answer["value"] for path, answer in sheet.answers.items() if answer.get("value")}
    filling = Filling(form, answers, now=app.now(), rows=sheet.rows)
    required = {question.number for question in completeness(filling).missing}
    wanted = (q for q in form.questions if q.number in required or _open(filling, q, by_visit))
    return tuple(wanted), len(required)


def _open(filling: Filling, question: Question, by_visit: int) -> bool:
    """Whether an optional question is asked by that visit, applies here and has no answer."""
    applies = question.visit <= by_visit and filling.state(question.node.path).relevant
    return applies and not is_answered(filling, question)
