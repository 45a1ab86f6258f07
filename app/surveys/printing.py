"""Sheets on paper: blank ones to fill by hand, and filled ones (reports RP04, RP05)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.db.records import Customer, Employee, MarketArea, SurveyForm
from app.errors import Invalid, NotFound
from app.forms.model import Field, Form
from app.people.letterhead import heading
from app.reports.blank_form import BlankForm, blank_report
from app.reports.heading import Heading
from app.reports.model import Report
from app.surveys.forms import DEFAULT_FORM, form_of
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
