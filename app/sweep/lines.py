"""The lines of a daily report: one visit each, with what they quote read at once (reports RP01)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.customers.sheets import in_force
from app.db.base import AnyRecord
from app.db.records import Brand, Contact, Customer, CustomerBrand, MarketArea, SurveySheet, Visit
from app.reports.daily_data import DailyLine
from app.sweep.figures import VisitFacts
from app.visits.rules import minutes_between


@dataclass(frozen=True, slots=True)
class Quoted:
    """What visits are told with: customers, contacts and markets by id; by customer the main brand's name, and number
    and completeness (percent) of the newest sheet."""

    customers: Mapping[int, Customer]
    contacts: Mapping[int, Contact]
    markets: Mapping[int, MarketArea]
    main_brands: Mapping[int, str]
    sheets: Mapping[int, tuple[str, Decimal]]

    def facts_of(self, visit: Visit) -> VisitFacts:
        """What the figures need of a visit."""
        lifecycle = self.customers[visit.customer_id].lifecycle_status
        return VisitFacts(visit.customer_id, visit.start_at, visit.end_at, visit.result, visit.intent_level, lifecycle)

    def markets_of(self, visits: Sequence[Visit]) -> list[MarketArea]:
        """The markets visited, in the order of the visits."""
        ids = dict.fromkeys(self.customers[visit.customer_id].market_area_id for visit in visits)
        return [self.markets[market_id] for market_id in ids]


def quoted_by(session: Session, visits: Sequence[Visit]) -> Quoted:
    """Read what these visits' lines quote."""
    customers = _by_id(session, Customer, {visit.customer_id for visit in visits})
    return Quoted(
        customers,
        _by_id(session, Contact, {visit.met_contact_id for visit in visits if visit.met_contact_id}),
        _by_id(session, MarketArea, {customer.market_area_id for customer in customers.values()}),
        _main_brands(session, customers),
        _newest_sheets(session, customers),
    )


def _by_id(session: Session, record: type[AnyRecord], ids: Collection[int]) -> dict[int, AnyRecord]:
    return {found.id: found for found in session.scalars(select(record).where(record.id.in_(ids)))}


def _main_brands(session: Session, customer_ids: Collection[int]) -> dict[int, str]:
    query = (
        select(CustomerBrand.customer_id, Brand.name)
        .join(Brand, Brand.id == CustomerBrand.brand_id)
        .where(
            CustomerBrand.customer_id.in_(customer_ids),
            CustomerBrand.role == "main",
            CustomerBrand.deleted_at.is_(None),
        )
    )
    return dict(session.execute(query).tuples().all())


def _newest_sheets(session: Session, customer_ids: Collection[int]) -> dict[int, tuple[str, Decimal]]:
    query = (
        select(SurveySheet.customer_id, SurveySheet.sheet_no, SurveySheet.completeness_pct)
        .where(SurveySheet.customer_id.in_(customer_ids), in_force())
        .order_by(SurveySheet.round_no)
    )
    return {row.customer_id: (row.sheet_no, row.completeness_pct) for row in session.execute(query)}


def line_of(quoted: Quoted, visit: Visit, seq: int, report_date: date) -> DailyLine:
    """One visit as the report of that day tells it; codes with their labels."""
    customer = quoted.customers[visit.customer_id]
    contact = quoted.contacts[visit.met_contact_id] if visit.met_contact_id else None
    sheet_no, percent = quoted.sheets.get(customer.id, ("", None))
    return DailyLine(
        seq=seq,
        visit_no=visit.visit_no,
        customer_no=customer.customer_no,
        customer_name=customer.name,
        customer_short_name=customer.short_name,
        is_new=customer.found_on == report_date,
        is_supplement=visit.visit_date != report_date,
        market_area=quoted.markets[customer.market_area_id].name,
        address=customer.address,
        channel_type=label_of("channel_type", customer.channel_type),
        contact_name=contact.name if contact else "",
        contact_phone=(contact.mobile or contact.phone or "") if contact else "",
        met_text=visit.met_text or "",
        start_at=visit.start_at,
        end_at=visit.end_at,
        minutes=minutes_between(visit.start_at, visit.end_at),
        visit_mode=label_of("visit_mode", visit.visit_mode),
        visit_round=visit.visit_round,
        four_step=visit.four_step,
        four_step_label=label_of("four_step", visit.four_step),
        purposes=tuple(label_of("visit_purpose", code) for code in visit.purposes),
        main_brand=quoted.main_brands.get(customer.id, ""),
        monthly_volume_wan=customer.monthly_volume_wan,
        intent_level=visit.intent_level,
        intent_label=label_of("intent_level", visit.intent_level),
        result=visit.result,
        result_label=label_of("visit_result", visit.result),
        failure_reasons=visit.failure_reasons,
        failure_labels=tuple(label_of("failure_reason", code) for code in visit.failure_reasons),
        competitor_note=visit.competitor_note or "",
        situation=visit.situation or "",
        countermeasure=visit.countermeasure or "",
        next_step=visit.next_step or "",
        next_visit_on=visit.next_visit_on,
        is_planned=visit.plan_item_id is not None,
        sheet_no=sheet_no,
        completeness=None if percent is None else Decimal(percent) / 100,
    )
