"""Survey sheets: opened, saved with who learnt what on which visit, completed (rules R13, R24)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.customers.creating import Decided, create_decided, look_for
from app.customers.duplicates import Looked
from app.customers.forwarding import opened, opened_own
from app.customers.protecting import unprotected
from app.customers.sheets import OPEN_STATES, newest_sheet
from app.db.numbers import next_number
from app.db.records import (
    BranchOffice,
    Customer,
    SurveyDraft,
    SurveyForm,
    SurveySheet,
    SurveySheetVisit,
    Visit,
)
from app.db.saving import check_version, existing
from app.errors import Conflict, Invalid
from app.forms.filling import Filling
from app.forms.model import Form
from app.surveys.completeness import completeness
from app.surveys.forms import active_form, form_of
from app.surveys.observations import observe
from app.surveys.stored import from_archive, merged
from app.surveys.targets import targets
from app.surveys.write_back import archive_answers, customer_values, write_back
from app.visits.records import tie


@dataclass(frozen=True, slots=True)
class Told:
    """Who entered an answer and when, on which visit (0: it came from the archive), and how it was learnt."""

    by: str
    at: str
    visit: int
    source: str


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet to type: `answers` and `rows` for a `Filling`, `told` by path, `not_asked` the paths marked 没问到.

    `visit_order` is the visit being typed, `visits` the dates of those before; `closed` says why the
    sheet may only be looked at, empty when it may be typed.
    """

    form_record_id: int
    form: Form
    answers: dict[str, str]
    rows: dict[str, int]
    told: dict[str, Told]
    not_asked: frozenset[str]
    visit_order: int
    visits: tuple[date, ...]
    surveyor_id: int | None
    sheet_id: int | None = None
    sheet_no: str = ""
    customer_id: int | None = None
    customer_name: str = ""
    primary_class: str = ""
    row_version: int = 0
    closed: str = ""


@dataclass(frozen=True, slots=True)
class SheetInput:
    """What was typed: answers and rows as `Filling` gives them; `sources` by path; accepted write-backs by path."""

    form_record_id: int
    answers: Mapping[str, str]
    rows: Mapping[str, int]
    visit_order: int
    surveyor_id: int
    not_asked: Collection[str] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    accepted: Collection[str] = ()
    sheet_id: int | None = None
    customer_id: int | None = None
    row_version: int = 0
    draft_uid: str = ""
    decided: Decided = field(default_factory=Decided)


@dataclass(frozen=True, slots=True)
class SavedSheet:
    """What saving made of a sheet; `visit_date` is set when no visit of that day is on record yet, `unprotected` when
    it made a customer its rep has no place for (rule R12).
    """

    sheet_id: int
    sheet_no: str
    customer_id: int
    percent: Decimal
    missing: tuple[str, ...]
    visit_date: date | None
    row_version: int
    unprotected: str = ""


def new_sheet(app: App, customer_id: int | None = None) -> OpenSheet:
    """A blank sheet, or one that begins with what the archive knows of a customer; opens the round that is open."""
    app.need("survey.edit")
    form_record_id, form = active_form(app)
    if customer_id is None:
        return OpenSheet(form_record_id, form, {}, {}, {}, frozenset(), 1, (), app.user.employee_id)
    with app.reading() as session:
        gone = "这家客户已不在了，不能录调查表。请刷新列表。"
        customer = opened_own(app, session, customer_id, gone)
        if (sheet := newest_sheet(session, customer.id)) and sheet.state in OPEN_STATES:
            return _opened(session, sheet)
        known = archive_answers(session, customer, targets(form))
        told = {path: Told("", "", 0, "own_data") for path in known}
        return OpenSheet(
            form_record_id,
            form,
            known,
            {},
            told,
            frozenset(),
            1,
            (),
            customer.owner_id,
            customer_id=customer.id,
            customer_name=customer.name,
            primary_class=customer.primary_class,
        )


def open_sheet(app: App, sheet_id: int) -> OpenSheet:
    """A stored sheet, to look at or to go on with; raises NotFound when it is gone."""
    app.need("survey.edit")
    with app.reading() as session:
        return _opened(session, existing(session, SurveySheet, sheet_id, "这份调查表已不在了。请刷新列表。"))


def _opened(session: Session, sheet: SurveySheet) -> OpenSheet:
    customer = session.get_one(Customer, sheet.customer_id)
    days = visit_days(session, sheet.id)
    typed = [int(a["visit"]) for a in sheet.answers.values()]
    return OpenSheet(
        sheet.form_id,
        form_of(session, session.get_one(SurveyForm, sheet.form_id)),
        {path: a["value"] for path, a in sheet.answers.items() if a.get("value")},
        dict(sheet.rows),
        {p: Told(a["by"], a["at"], int(a["visit"]), a.get("source", "")) for p, a in sheet.answers.items()},
        frozenset(path for path, a in sheet.answers.items() if a.get("na")),
        max(typed, default=0) + 1,
        days,
        sheet.surveyor_id,
        sheet.id,
        sheet.sheet_no,
        customer.id,
        customer.name,
        customer.primary_class,
        sheet.row_version,
        "" if sheet.state in OPEN_STATES else _closed(sheet.state),
    )


def _closed(state: str) -> str:
    """Why a sheet in this state may not be changed, and what to do."""
    if state in ("submitted", "archived"):
        return f"{label_of('sheet_state', state)}，不能再改。要改请先由主管退回。"
    return f"{label_of('sheet_state', state)}，不能再改。"


def visit_days(session: Session, sheet_id: int) -> tuple[date, ...]:
    """The dates of a sheet's visits, in order."""
    query = (
        select(Visit.visit_date)
        .join(SurveySheetVisit, SurveySheetVisit.visit_id == Visit.id)
        .where(SurveySheetVisit.sheet_id == sheet_id)
        .order_by(SurveySheetVisit.visit_order)
    )
    return tuple(session.scalars(query))


def save_sheet(app: App, typed: SheetInput) -> SavedSheet:
    """Save a sheet: the customer is made when there is none, answers keep who told them, accepted values go to the
    archive, the day's visit is tied to it, the draft is dropped.

    Raises Invalid when the customer cannot be made of it, Conflict when the sheet is closed or was changed meanwhile.
    """
    app.need("survey.edit")
    if typed.surveyor_id != app.user.employee_id:
        app.need("visit.enter_other")
    with app.reading() as session:
        record = session.get_one(SurveyForm, typed.form_record_id)
        filling = Filling(form_of(session, record), typed.answers, rows=typed.rows, now=app.now())
        new = None if typed.customer_id else _new_customer(app, session, filling)
    with app.transaction("保存调查表") as session:
        customer = _customer(app, session, typed, new)
        sheet = _sheet(app, session, typed, record, customer)
        known = {} if new or sheet.answers else archive_answers(session, customer, targets(filling.form))
        before = sheet.answers or from_archive(known)
        sheet.answers = merged(
            app, before, filling, visit=typed.visit_order, sources=typed.sources, not_asked=typed.not_asked
        )
        sheet.rows = filling.row_counts()
        write_back(app, session, customer, filling, typed.accepted)
        judge_sheet(app, sheet, filling)
        loose_day = _tie_visit(session, sheet, filling)
        observe(session, sheet, filling.form, visit_date_of(filling) or app.today(), app.now())
        if typed.draft_uid and (draft := session.get(SurveyDraft, typed.draft_uid)):
            session.delete(draft)
        session.flush()
        missing = tuple(q.number for q in completeness(filling).missing)
        return SavedSheet(
            sheet.id,
            sheet.sheet_no,
            customer.id,
            sheet.completeness_pct,
            missing,
            loose_day,
            sheet.row_version,
            unprotected(session, customer) if new else "",
        )


class _New(NamedTuple):
    """A customer to be made of a sheet, and who may be it already."""

    values: Mapping[str, Any]
    looked: Looked


def _customer(app: App, session: Session, typed: SheetInput, new: _New | None) -> Customer:
    """The sheet's customer; made now where there is none."""
    if new is not None:
        owner = typed.surveyor_id
        return create_decided(app, session, new.values, new.looked, owner_id=owner, decided=typed.decided)
    assert typed.customer_id is not None
    gone = "这家客户已不在了，没有写入。内容还在窗口里。"
    return opened(session, typed.customer_id, gone)


def _new_customer(app: App, session: Session, filling: Filling) -> _New:
    """What the sheet says of its customer, found on the day of the visit; raises Invalid when it says too little."""
    values = customer_values(session, filling)
    lacking = {
        "name": "客户名称",
        "market_area_id": "所属市场（名单里的）",
        "address": "详细地址",
    }
    problems = {name: f"{label}没有填好" for name, label in lacking.items() if not values.get(name)}
    if problems:
        raise Invalid(
            f"要建客户档案，还缺或没填对：{'、'.join(lacking[n] for n in problems)}。内容还在窗口里，没有丢。",
            problems,
        )
    found_on = min(visit_date_of(filling) or app.today(), app.today())
    values |= {"found_on": found_on, "stage_entered_on": found_on}
    numbers = (t.path for t in targets(filling.form) if t.record != "Visit" and t.field in ("phone", "mobile"))
    phones = [filling.state(path).value for path in numbers]
    return _New(values, look_for(app, session, values, phones))


def _sheet(app: App, session: Session, typed: SheetInput, form: SurveyForm, customer: Customer) -> SurveySheet:
    if typed.sheet_id:
        sheet = existing(session, SurveySheet, typed.sheet_id, "这份调查表已不在了，没有写入。内容还在窗口里。")
        check_version(sheet, typed.row_version)
        if sheet.state not in OPEN_STATES:
            raise Conflict(f"调查表 {sheet.sheet_no} {_closed(sheet.state)}内容还在窗口里。")
        return sheet
    last = newest_sheet(session, customer.id)
    if last is not None and last.state in OPEN_STATES:
        raise Conflict(f"这家客户已有没填完的调查表 {last.sheet_no}，请打开那份补填。内容还在窗口里。")
    branch = session.get_one(BranchOffice, customer.branch_id)
    sheet = SurveySheet(
        sheet_no=next_number(session, f"DC-{branch.code}-{app.today():%Y%m}-", 4),
        customer_id=customer.id,
        form_id=form.id,
        form_code=form.form_id,
        round_no=_next_round(session, customer, form),
        surveyor_id=typed.surveyor_id,
        entered_by_id=app.user.user_id,
        answers={},
        rows={},
    )
    session.add(sheet)
    session.flush()
    return sheet


def _next_round(session: Session, customer: Customer, form: SurveyForm) -> int:
    """One more than the last round of this form, voided sheets included: their numbers are not given again."""
    rounds = select(func.max(SurveySheet.round_no)).where(
        SurveySheet.customer_id == customer.id, SurveySheet.form_code == form.form_id, SurveySheet.deleted_at.is_(None)
    )
    return (session.scalar(rounds) or 0) + 1


def judge_sheet(app: App, sheet: SurveySheet, filling: Filling) -> None:
    """Recompute completeness and the state that follows from it (rule R13)."""
    found = completeness(filling)
    sheet.completeness_pct, sheet.missing_required = found.percent, len(found.missing)
    if found.missing:
        sheet.state = "filling" if sheet.state == "completed" else sheet.state
    elif sheet.state == "filling":
        sheet.state = "completed"
    if not found.missing and sheet.filled_on is None:
        day = visit_date_of(filling)
        sheet.filled_on = day or app.today()


def visit_date_of(filling: Filling) -> date | None:
    """The visit date typed on the sheet."""
    target = next((t for t in targets(filling.form) if (t.record, t.field) == ("Visit", "visit_date")), None)
    try:
        return date.fromisoformat(filling.state(target.path).value) if target else None
    except ValueError:
        return None


def _tie_visit(session: Session, sheet: SurveySheet, filling: Filling) -> date | None:
    day = visit_date_of(filling)
    if day is None:
        return None
    visit = session.scalar(
        select(Visit)
        .where(Visit.customer_id == sheet.customer_id, Visit.visit_date == day, Visit.deleted_at.is_(None))
        .order_by(Visit.start_at)
        .limit(1)
    )
    if visit is None:
        return day
    tie(session, sheet, visit)
    return None


def visit_answers(app: App, customer_id: int, visited_on: date) -> dict[str, Any]:
    """What the customer's sheet says of the visit on that day, by visit field name; empty when it is of another day."""
    app.need("visit.edit")
    with app.reading() as session:
        sheet = newest_sheet(session, customer_id)
        if sheet is None:
            return {}
        form = form_of(session, session.get_one(SurveyForm, sheet.form_id))
        said = {
            t.field: sheet.answers[t.path]["value"]
            for t in targets(form)
            if t.record == "Visit" and sheet.answers.get(t.path, {}).get("value")
        }
        return said if said.pop("visit_date", "") == visited_on.isoformat() else {}
