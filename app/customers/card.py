"""Reading what one customer's card prints (report RP06): its own records and nobody else's names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.customers.archive import shown
from app.customers.archiving import archive_completeness, kept_until, next_review_on
from app.customers.hanging import brands_of, contacts_of, visits_of
from app.customers.records import customer_fields
from app.customers.sheets import newest_sheet
from app.db.base import AnyRecord
from app.db.records import (
    BranchOffice,
    ComplaintLog,
    Contact,
    Customer,
    CustomerNeed,
    Employee,
    MarketArea,
    Obstacle,
    Visit,
    VisitParticipant,
)
from app.reports.customer_card import (
    NEEDS,
    VISITS,
    CardBrand,
    CardComplaint,
    CardContact,
    CardNeed,
    CardVisit,
    Labelled,
)
from app.security.masking import masked_credit_code, masked_handle, masked_phone

UPSTREAM = frozenset(("upstream_kind",))
"""Where a customer buys is not for outside."""
_BARGAINING = frozenset(("price_sensitivity",))
COOPERATION = frozenset(
    (
        "lifecycle_status",
        "stage",
        "stage_entered_on",
        "intent_level",
        "dealer_position",
        "position_state",
        "primary_class",
        "is_key_account",
        "key_reasons",
    )
)
SETTLED = ("met", "dropped", "resolved", "accepted")
COUNTED = ("confirmed", "reported")
_TEXTS = frozenset(("background", "industry_note"))


@dataclass(frozen=True, slots=True)
class CardReader:
    """Reads one customer; with `masked` phones, WeChat names and a person's credit code are masked (rule R22)."""

    session: Session
    customer: Customer
    masked: bool

    def basics(self) -> Labelled:
        """基本信息: the fields of that section, with office, market and the group it belongs to (by number)."""
        customer = self.customer
        places = (
            ("办事处", self.session.get_one(BranchOffice, customer.branch_id).name),
            ("市场", self.session.get_one(MarketArea, customer.market_area_id).name),
            ("上级集团", self._group()),
        )
        return (*self._section("基本信息", without=_TEXTS), *places, *self._section("基本信息", only=_TEXTS))

    def _group(self) -> str:
        parent = self.session.get(Customer, self.customer.parent_id) if self.customer.parent_id else None
        return parent.customer_no if parent else "—"

    def trade(self) -> Labelled:
        """经营与渠道 but for the upstream."""
        return self._section("渠道与经营", without=UPSTREAM | _BARGAINING)

    def upstream(self) -> Labelled:
        """What of 经营与渠道 stays inside."""
        return self._section("渠道与经营", only=UPSTREAM)

    def cooperation(self) -> Labelled:
        """合作与评价; evaluation, credit and behaviour are not kept yet."""
        kept = self._section("开发与合作", only=COOPERATION)
        return (*kept, *((label, "暂无") for label in ("评价分与等级", "信用等级、额度、账期", "行为类别与价值分")))

    def _section(
        self, section: str, *, only: frozenset[str] = frozenset(), without: frozenset[str] = frozenset()
    ) -> Labelled:
        fields = (f for f in customer_fields() if f.section == section and f.name not in without)
        return tuple((f.label, self._shown(f.name)) for f in fields if not only or f.name in only)

    def _shown(self, name: str) -> str:
        field = next(f for f in customer_fields() if f.name == name)
        text = shown(field, getattr(self.customer, name))
        if not self.masked:
            return text
        if name == "phone":
            return masked_phone(text)
        person = self.customer.party_kind != "organization"
        return masked_credit_code(text) if name == "uscc" and person else text

    def contacts(self) -> tuple[CardContact, ...]:
        """The contacts, the primary one first."""
        hide_phone: Callable[[str], str] = masked_phone if self.masked else str
        hide_handle: Callable[[str], str] = masked_handle if self.masked else str
        return tuple(
            CardContact(
                c.name,
                label_of("contact_title", c.title_kind),
                "、".join(word for word, true in (("主要", c.is_primary), ("决策", c.is_decision_maker)) if true),
                hide_phone(c.mobile or c.phone or ""),
                hide_handle(c.wechat or ""),
                c.is_active,
                c.is_primary,
            )
            for c in self.contact_records()
        )

    def contact_records(self) -> Sequence[Contact]:
        """The contacts' records."""
        return self.session.scalars(contacts_of(self.customer.id)).all()

    def brands(self) -> tuple[CardBrand, ...]:
        """What it sells, the most first."""
        return tuple(
            CardBrand(name, label_of("brand_role", b.role), b.monthly_volume_wan, b.share_pct, b.as_of)
            for b, name in self.session.execute(brands_of(self.customer.id)).tuples()
        )

    def needs(self) -> tuple[CardNeed, ...]:
        """The needs, open ones first, then the latest."""
        found = self._own(CustomerNeed)
        return _open_first(
            (
                need.state,
                CardNeed(
                    need.raised_on, label_of("need_kind", need.kind), need.content, label_of("need_state", need.state)
                ),
            )
            for need in found
        )

    def obstacles(self) -> tuple[CardNeed, ...]:
        """What stands in the way, open ones first, then the latest."""
        found = self._own(Obstacle)
        return _open_first(
            (
                o.state,
                CardNeed(
                    o.found_on, label_of("obstacle_kind", o.kind), o.description, label_of("obstacle_state", o.state)
                ),
            )
            for o in found
        )

    def _own(self, kind: type[AnyRecord]) -> Sequence[AnyRecord]:
        column = kind.__table__.columns["customer_id"]
        query = select(kind).where(column == self.customer.id, kind.deleted_at.is_(None))
        return self.session.scalars(query.order_by(kind.id)).all()

    def visit_count(self) -> int:
        """How often the customer was visited."""
        return self.session.scalar(select(func.count()).select_from(Visit).where(self._visited())) or 0

    def visits(self) -> tuple[CardVisit, ...]:
        """The latest visits."""
        query = visits_of(self.customer.id).where(Visit.state.in_(COUNTED)).limit(VISITS)
        return tuple(
            CardVisit(
                visit.visit_date,
                "、".join((rep, *self._companions(visit))),
                _step(visit),
                label_of("visit_result", visit.result),
                visit.situation or "",
            )
            for visit, rep in self.session.execute(query).tuples()
        )

    def _visited(self) -> ColumnElement[bool]:
        return (Visit.customer_id == self.customer.id) & Visit.deleted_at.is_(None) & Visit.state.in_(COUNTED)

    def _companions(self, visit: Visit) -> Sequence[str]:
        query = (
            select(Employee.name)
            .join(VisitParticipant, VisitParticipant.employee_id == Employee.id)
            .where(VisitParticipant.visit_id == visit.id, VisitParticipant.employee_id != visit.employee_id)
            .where(VisitParticipant.deleted_at.is_(None))
        )
        return self.session.scalars(query.order_by(VisitParticipant.id)).all()

    def complaints(self) -> tuple[CardComplaint, ...]:
        """All complaints, the latest first."""
        found = sorted(self._own(ComplaintLog), key=lambda complaint: complaint.received_at, reverse=True)
        return tuple(
            CardComplaint(
                c.complaint_no,
                c.received_at.date(),
                label_of("complaint_kind", c.kind),
                label_of("complaint_state", c.state),
                c.satisfaction,
                c.state == "closed",
            )
            for c in found
        )

    def archive(self) -> Labelled:
        """档案管理: how complete the archive is and what it lacks, reviews, place, how long it is kept, consent."""
        customer = self.customer
        sheet = newest_sheet(self.session, customer.id)
        contacts = [contact for contact in self.contact_records() if contact.is_active]
        judged = archive_completeness(
            customer, contacts, brands=len(self.brands()), sheet_percent=sheet.completeness_pct if sheet else None
        )
        lacking = f"，缺：{'、'.join(judged.missing)}" if judged.missing else ""
        return (
            ("建档日", f"{customer.found_on:%Y-%m-%d}"),
            ("完整度", f"{judged.percent:.0f}%{lacking}"),
            ("最近复核", f"{customer.last_reviewed_on:%Y-%m-%d}" if customer.last_reviewed_on else ""),
            ("下次复核", f"{next_review_on(customer):%Y-%m-%d}"),
            ("存放位置", customer.archive_location or ""),
            ("保管至", f"{kept_until(customer, self._business_days()):%Y-%m-%d}"),
            ("同意范围", label_of("consent_state", customer.consent_state)),
        )

    def _business_days(self) -> list[date]:
        last = self.session.scalar(select(func.max(Visit.visit_date)).where(self._visited()))
        complained = [complaint.received_at.date() for complaint in self._own(ComplaintLog)]
        return [*complained, *([last] if last else [])]


def _step(visit: Visit) -> str:
    if visit.four_step == "maintain":
        return "维护"
    return f"第{visit.visit_round}次 {label_of('four_step', visit.four_step).split(' ')[0]}"


def _open_first(needs: Iterable[tuple[str, CardNeed]]) -> tuple[CardNeed, ...]:
    ordered = sorted(needs, key=lambda need: (need[0] in SETTLED, -need[1].on.toordinal()))
    return tuple(need for _, need in ordered[:NEEDS])
