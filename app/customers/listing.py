"""The customer list: how many, whom, in which order, and what each line shows."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.customers.filters import EVERYBODY, CustomerFilter, has_open_complaint, listed
from app.customers.orders import BY_NUMBER, READ_FROM_ROWS, CustomerOrder, ordered
from app.customers.sheets import in_force
from app.customers.states import DROPPED_STATUSES
from app.db.records import (
    Brand,
    ComplaintLog,
    Contact,
    Customer,
    CustomerBrand,
    Employee,
    MarketArea,
    SurveySheet,
)
from app.db.search import find
from app.db.vectors import id_vector
from app.security.masking import masked_phone

_FEW = 2000
"""So many ids are looked up one by one; more are compared with all the list may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """One line of the customer list: codes where the page draws something, else the words to show.

    `completeness_pct` is the newest sheet's, None without one; phones are masked (rule R22); `days_overdue` is 0 for
    whom nobody visits any more (rule R04); `row_version` is what bulk editing asks for.
    """

    id: int
    row_version: int
    customer_no: str
    name: str
    short_name: str
    customer_kind: str
    channel_type: str
    scale: str
    primary_class: str
    stage: str
    intent: str
    status: str
    market: str
    owner: str
    address: str
    phone: str
    contact: str
    mobile: str
    brand: str
    monthly_volume_wan: Decimal | None
    strength_rating: int | None
    found_on: date
    last_visit_on: date | None
    next_visit_due_on: date | None
    days_overdue: int
    completeness_pct: Decimal | None
    open_complaints: int


def count_customers(app: App, wanted: CustomerFilter = EVERYBODY) -> int:
    """How many customers a filter lets pass, of those the signed-in user may see (rule R22)."""
    app.need("customer.view")
    with app.reading() as session:
        if wanted.text.strip():
            return len(_found(app, session, wanted))
        return session.scalar(select(func.count()).select_from(Customer).where(*listed(app, wanted))) or 0


def customer_ids(app: App, wanted: CustomerFilter = EVERYBODY, order: CustomerOrder | None = None) -> array[int]:
    """The ids of the whole list in its order, 8 bytes each, so that any page of it is read as fast as the first.

    Without an order what a text finds comes best first (see app.db.search.find), anything else by number.
    """
    app.need("customer.view")
    with app.reading() as session:
        if not wanted.text.strip():
            return _all(app, session, wanted, order or BY_NUMBER)
        found = _found(app, session, wanted)
        if order is None:
            return found
        among = set(found)
        return array("q", (each for each in _all(app, session, wanted, order) if each in among))


def first_page(
    app: App, wanted: CustomerFilter = EVERYBODY, order: CustomerOrder | None = None, *, limit: int = 128
) -> list[CustomerRow]:
    """The first lines of a list, read before the ids of all of it are."""
    app.need("customer.view")
    with app.reading() as session:
        if wanted.text.strip() and order is None:
            return lines(app, session, find(session, wanted.text, limit, listed(app, wanted)))
        if wanted.text.strip():
            return lines(app, session, customer_ids(app, wanted, order)[:limit])
        query = select(Customer.id).where(*listed(app, wanted))
        ids = session.scalars(ordered(session, query, order or BY_NUMBER, app.today()).limit(limit)).all()
        return lines(app, session, ids)


def customers_by_id(app: App, ids: Sequence[int]) -> list[CustomerRow]:
    """The list's lines of these customers, in this order; those deleted or handed over meanwhile are left out."""
    app.need("customer.view")
    with app.reading() as session:
        return lines(app, session, ids)


def list_customers(app: App, text: str = "", *, start: int = 0, limit: int = 100) -> list[CustomerRow]:
    """What a text finds, best first, for those who choose one customer; all by number without a text."""
    return customers_by_id(app, customer_ids(app, CustomerFilter(text=text))[start : start + limit])


def _all(app: App, session: Session, wanted: CustomerFilter, order: CustomerOrder) -> array[int]:
    conditions = listed(app, wanted)
    everybody = app.user.role != "rep" and not wanted.conditions(app.today())
    if everybody and order.column in READ_FROM_ROWS:
        # No index can answer this condition: the rows are read one after the other, not back and forth from an index.
        conditions = [case((and_(*conditions), 1), else_=0) == 1]
    return id_vector(session, ordered(session, select(Customer.id).where(*conditions), order, app.today()))


def _found(app: App, session: Session, wanted: CustomerFilter) -> array[int]:
    """What the text finds, best first, of those the rest of the filter lets pass."""
    found = find(session, wanted.text)
    query = select(Customer.id).where(*listed(app, wanted))
    if len(found) <= _FEW:
        there: Collection[int] = set(session.scalars(query.where(Customer.id.in_(found))))
    else:
        there = set(id_vector(session, query))
    return array("q", (each for each in found if each in there))


def lines(app: App, session: Session, ids: Sequence[int]) -> list[CustomerRow]:
    """The lines of these customers, in this order; those who are gone or may not be seen are left out."""
    if not ids:
        return []
    facts = _Facts(session, ids, app.today())
    query = _lines().where(Customer.id.in_(ids), *listed(app))
    found = {line.id: facts.row(line) for line in session.execute(query)}
    return [found[customer_id] for customer_id in ids if customer_id in found]


_SHOWN = (
    Customer.id,
    Customer.row_version,
    Customer.customer_no,
    Customer.name,
    Customer.short_name,
    Customer.customer_kind,
    Customer.channel_type,
    Customer.scale,
    Customer.primary_class,
    Customer.stage,
    Customer.intent_level,
    Customer.lifecycle_status,
    Customer.address,
    Customer.phone,
    Customer.monthly_volume_wan,
    Customer.strength_rating,
    Customer.found_on,
    Customer.last_visit_on,
    Customer.next_visit_due_on,
    Customer.pause_until,
)


def _lines() -> Select[Any]:
    return (
        select(*_SHOWN, MarketArea.name.label("market"), Employee.name.label("owner"))
        .join(MarketArea, MarketArea.id == Customer.market_area_id)
        .join(Employee, Employee.id == Customer.owner_id)
    )


class _Facts:
    """What a block of lines shows of other records, read for all of them at once."""

    def __init__(self, session: Session, ids: Sequence[int], today: date) -> None:
        self._today = today
        self._people = _by_customer(session, ids, _people())
        self._brands = _by_customer(session, ids, _brands())
        self._sheets = _by_customer(session, ids, _sheets())
        self._complaints = _by_customer(session, ids, _complaints())

    def row(self, line: Row[Any]) -> CustomerRow:
        """The line of one customer."""
        contact, mobile = self._people.get(line.id, ("", None))
        (brand,) = self._brands.get(line.id, ("",))
        (percent,) = self._sheets.get(line.id, (None,))
        (complaints,) = self._complaints.get(line.id, (0,))
        return CustomerRow(
            id=line.id,
            row_version=line.row_version,
            customer_no=line.customer_no,
            name=line.name,
            short_name=line.short_name,
            customer_kind=label_of("customer_kind", line.customer_kind),
            channel_type=label_of("channel_type", line.channel_type),
            scale=label_of("scale", line.scale),
            primary_class=line.primary_class,
            stage=line.stage,
            intent=label_of("intent_level", line.intent_level),
            status=label_of("lifecycle_status", line.lifecycle_status),
            market=line.market,
            owner=line.owner,
            address=line.address,
            phone=masked_phone(line.phone or ""),
            contact=contact,
            mobile=masked_phone(mobile or ""),
            brand=brand,
            monthly_volume_wan=line.monthly_volume_wan,
            strength_rating=line.strength_rating,
            found_on=line.found_on,
            last_visit_on=line.last_visit_on,
            next_visit_due_on=line.next_visit_due_on,
            days_overdue=self._days_overdue(line),
            completeness_pct=percent,
            open_complaints=complaints,
        )

    def _days_overdue(self, line: Row[Any]) -> int:
        if line.next_visit_due_on is None or line.lifecycle_status in DROPPED_STATUSES:
            return 0
        if line.pause_until is not None and line.pause_until >= self._today:
            return 0
        late: timedelta = self._today - line.next_visit_due_on
        return max(0, late.days)


def _by_customer(session: Session, ids: Sequence[int], asked: tuple[Any, Select[Any]]) -> Mapping[int, tuple[Any, ...]]:
    """The last row of each customer; the first column of the query is the customer's id."""
    column, query = asked
    return {row[0]: tuple(row[1:]) for row in session.execute(query.where(column.in_(ids)))}


def _people() -> tuple[Any, Select[Any]]:
    primary = Contact.is_primary & Contact.is_active & Contact.deleted_at.is_(None)
    return Contact.customer_id, select(Contact.customer_id, Contact.name, Contact.mobile).where(primary)


def _brands() -> tuple[Any, Select[Any]]:
    main = (CustomerBrand.role == "main") & CustomerBrand.deleted_at.is_(None)
    query = select(CustomerBrand.customer_id, Brand.name).join(Brand, Brand.id == CustomerBrand.brand_id)
    return CustomerBrand.customer_id, query.where(main)


def _sheets() -> tuple[Any, Select[Any]]:
    query = select(SurveySheet.customer_id, SurveySheet.completeness_pct).where(in_force()).order_by(SurveySheet.id)
    return SurveySheet.customer_id, query


def _complaints() -> tuple[Any, Select[Any]]:
    query = select(ComplaintLog.customer_id, func.count()).where(has_open_complaint())
    return ComplaintLog.customer_id, query.group_by(ComplaintLog.customer_id)
