"""Sheets on paper: blank ones to fill by hand, and filled ones (reports RP04, RP05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attachments.previews import photo_pages
from app.choices import label_of
from app.context import App
from app.customers.sheets import OPEN_STATES
from app.db.records import (
    Customer,
    Employee,
    MarketArea,
    SurveyForm,
    SurveySheet,
    SurveySheetVisit,
    User,
    Visit,
    VisitParticipant,
)
from app.errors import Invalid, NotFound
from app.forms.filling import Filling
from app.forms.model import Field, Form
from app.letterhead import heading
from app.reports.blank_form import BlankForm, blank_report
from app.reports.filled_form import FilledForm, SheetVisit, filled_report
from app.reports.heading import Heading
from app.reports.model import Report
from app.surveys.filled import Filled
from app.surveys.forms import DEFAULT_FORM, form_of
from app.surveys.photos import OWNER
from app.surveys.questionnaire import Blank, Questionnaire, result_legend
from app.surveys.targets import Target, targets
from app.surveys.write_back import archive_answers

MOST_COPIES = 200
PREPRINTED = frozenset(("name", "short_name", "market_area_id", "address", "channel_type", "phone"))
"""What a sheet made out for a customer says already: A01–A04, A06, A10; never names and mobiles (reports.md RP04)."""


def list_forms(app: App) -> tuple[tuple[str, str], ...]:
    """The forms that can be printed, code and title; of several versions the newest."""
    app.need("survey.edit")
    with app.reading() as session:
        return tuple({form.form_id: form.title for form in _active(session)}.items())


def blank_reports(
    app: App, form_id: str = DEFAULT_FORM, copies: int = 1, customers: Sequence[int] = (), *, purpose: str = ""
) -> tuple[Report, ...]:
    """Blank sheets: `copies` of the newest version of a form, or one for each of some customers (ids), made out for them.

    Raises NotFound for a form or customer there is not, Invalid for a number of copies that cannot be meant.
    """
    app.need("survey.edit")
    if not customers and not 1 <= copies <= MOST_COPIES:
        raise Invalid(f"一次可印 1 到 {MOST_COPIES} 份空白表，没有生成文件。请改份数。", {"copies": "请填 1 到 200"})
    with app.reading() as session:
        record = find_form(session, form_id)
        form = form_of(session, record)
        if customers:
            return tuple(_made_out(app, session, record, form, customer_id, purpose) for customer_id in customers)
        sheet = _blank(heading(app, session, app.user.branch_id, purpose=purpose), record, form)
        return (blank_report(sheet),) * copies


def sheet_report(app: App, sheet: int | str, *, purpose: str = "", masked: bool = True, photos: bool = True) -> Report:
    """One filled sheet, by its id or number; complete phone numbers and sensitive photos only when not `masked`.

    Raises NotFound, or Forbidden without the right to export.
    """
    app.need("survey.edit")
    app.need("export.masked" if masked else "export.full")
    with app.reading() as session:
        found = find_sheet(session, sheet)
        data = _filled(app, session, found, purpose, masked=masked)
    pages = photo_pages(app, OWNER, found.id, masked=masked) if photos else ()
    return filled_report(replace(data, photos=pages))


def find_sheet(session: Session, sheet: int | str) -> SurveySheet:
    """The sheet with this id or number; raises NotFound."""
    wanted = SurveySheet.id == sheet if isinstance(sheet, int) else SurveySheet.sheet_no == sheet.strip()
    found = session.scalar(select(SurveySheet).where(wanted, SurveySheet.deleted_at.is_(None)))
    if found is None:
        raise NotFound(f"没有调查表 {sheet}，没有生成任何文件。请核对表号，例：DC-LZ-202611-0008。")
    return found


def _filled(app: App, session: Session, sheet: SurveySheet, purpose: str, *, masked: bool) -> FilledForm:
    record = session.get_one(SurveyForm, sheet.form_id)
    form = form_of(session, record)
    customer = session.get_one(Customer, sheet.customer_id)
    answers = {path: answer["value"] for path, answer in sheet.answers.items() if answer.get("value")}
    filled = Filled(form, Filling(form, answers, now=app.now(), rows=sheet.rows), sheet.answers, masked=masked)
    archiver = session.get(User, sheet.archived_by_id) if sheet.archived_by_id else None
    return FilledForm(
        heading=heading(app, session, customer.branch_id, purpose=purpose, masked=masked),
        title=form.title,
        sheet_no=sheet.sheet_no,
        form_version=f"{record.form_id} 第 {record.version} 版",
        customer_no=customer.customer_no,
        customer=customer.name,
        market=session.get_one(MarketArea, customer.market_area_id).name,
        address=customer.address,
        state=label_of("sheet_state", sheet.state),
        is_draft=sheet.state in OPEN_STATES,
        round_no=sheet.round_no,
        percent=sheet.completeness_pct,
        missing=sheet.missing_required,
        surveyor=session.get_one(Employee, sheet.surveyor_id).name,
        first_visit_on=sheet.first_visit_on,
        last_visit_on=sheet.last_visit_on,
        questions=Questionnaire(form, filled).grid(),
        lines=tuple(filled.lines()),
        visits=_visits(session, sheet),
        submitted_on=sheet.submitted_at.date() if sheet.submitted_at else None,
        archiver=session.get_one(Employee, archiver.employee_id).name if archiver else "",
        archived_on=sheet.archived_at.date() if sheet.archived_at else None,
        storage=sheet.storage_location or "",
        incomplete_reason=sheet.incomplete_reason or "",
    )


def _visits(session: Session, sheet: SurveySheet) -> tuple[SheetVisit, ...]:
    query = (
        select(Visit, SurveySheetVisit.visit_order, Employee.name)
        .join(SurveySheetVisit, SurveySheetVisit.visit_id == Visit.id)
        .join(Employee, Employee.id == Visit.employee_id)
        .where(SurveySheetVisit.sheet_id == sheet.id, Visit.deleted_at.is_(None))
        .order_by(SurveySheetVisit.visit_order)
    )
    return tuple(
        SheetVisit(
            order,
            visit.visit_date,
            visit.start_at,
            visit.end_at,
            "、".join((rep, *_companions(session, visit))),
            label_of("visit_result", visit.result),
        )
        for visit, order, rep in session.execute(query).tuples()
    )


def _companions(session: Session, visit: Visit) -> Sequence[str]:
    query = (
        select(Employee.name)
        .join(VisitParticipant, VisitParticipant.employee_id == Employee.id)
        .where(VisitParticipant.visit_id == visit.id, VisitParticipant.employee_id != visit.employee_id)
        .where(VisitParticipant.deleted_at.is_(None))
    )
    return session.scalars(query.order_by(VisitParticipant.id)).all()


def find_form(session: Session, form_id: str) -> SurveyForm:
    """The newest active version of a form; NotFound names the forms there are."""
    found = [record for record in _active(session) if record.form_id == form_id]
    if not found:
        known = "、".join(dict.fromkeys(record.form_id for record in _active(session)))
        raise NotFound(f"没有代码为“{form_id}”的调查表模板，没有生成任何文件。现有模板：{known or '无'}。")
    return found[-1]


def _active(session: Session) -> Sequence[SurveyForm]:
    query = select(SurveyForm).where(SurveyForm.is_active, SurveyForm.deleted_at.is_(None))
    return session.scalars(query.order_by(SurveyForm.id)).all()


def _blank(head: Heading, record: SurveyForm, form: Form) -> BlankForm:
    return BlankForm(
        heading=head,
        form_id=record.form_id,
        version=record.version,
        title=form.title,
        questions=Questionnaire(form, Blank()).grid(),
        visits=record.expected_visits,
        result_legend=result_legend(form),
    )


def _made_out(app: App, session: Session, record: SurveyForm, form: Form, customer_id: int, purpose: str) -> Report:
    customer = session.get(Customer, customer_id)
    if customer is None or customer.deleted_at:
        raise NotFound("选中的客户里有一家已不在了，没有生成任何文件。请刷新后重选。")
    known = tuple(t for t in targets(form) if t.record == "Customer" and t.field in PREPRINTED)
    market = session.get_one(MarketArea, customer.market_area_id).name
    sheet = BlankForm(
        heading=heading(app, session, customer.branch_id, purpose=purpose),
        form_id=record.form_id,
        version=record.version,
        title=form.title,
        questions=Questionnaire(form, _Known(form, archive_answers(session, customer, known), known, market)).grid(),
        market=market,
        customer=customer.short_name,
        customer_no=customer.customer_no,
        surveyor=session.get_one(Employee, customer.owner_id).name,
        visits=record.expected_visits,
        result_legend=result_legend(form),
    )
    return blank_report(sheet)


class _Known(Blank):
    """What the archive says already, on a sheet that still asks the rest."""

    def __init__(self, form: Form, answers: dict[str, str], known: Sequence[Target], market: str) -> None:
        self._answers = answers
        self._markets = frozenset(t.path for t in known if t.field == "market_area_id")
        self._market = market
        self._form = form

    def line(self, field: Field, path: str) -> str:
        """The archive's value; a market by its name."""
        return self._market if path in self._markets else self._answers.get(path, "")

    def ticked(self, field: Field) -> frozenset[str]:
        """The option the archive has."""
        return frozenset(self._answers.get(field.path, "").split())
