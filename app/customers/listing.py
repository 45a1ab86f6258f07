"""The customer list: how many, whom, in which order, and what each line shows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.customers.filters import EVERYBODY, CustomerFilter, has_open_complaint, listed
from app.customers.orders import (
    BY_NUMBER,
    READ_FROM_ROWS,
    CustomerOrder,
    is_main_brand,
    is_primary_contact,
    ordered,
)
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


@dataclass(frozen=True, slots=True)
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
    query = _LINES.where(Customer.id.in_(bindparam("ids", expanding=True)), *listed(app))
    read = session.connection().execute(query, {"ids": list(ids)})  # rows as the driver has them
    today = app.today()
    found = {line.id: _line(line, today) for line in read}
    return [found[customer_id] for customer_id in ids if customer_id in found]


_PERCENT = (
    select(SurveySheet.completeness_pct)
    .where(SurveySheet.customer_id == Customer.id, in_force())
    .order_by(SurveySheet.id.desc())
    .limit(1)
    .correlate(Customer)
    .scalar_subquery()
)
_COMPLAINTS = (
    select(func.count())
    .where(ComplaintLog.customer_id == Customer.id, has_open_complaint())
    .correlate(Customer)
    .scalar_subquery()
)
_LINES = (
    select(
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
        MarketArea.name.label("market"),
        Employee.name.label("owner"),
        Customer.address,
        Customer.phone,
        Contact.name.label("contact"),
        Contact.mobile,
        Brand.name.label("brand"),
        Customer.monthly_volume_wan,
        Customer.strength_rating,
        Customer.found_on,
        Customer.last_visit_on,
        Customer.next_visit_due_on,
        Customer.pause_until,
        _PERCENT.label("percent"),
        _COMPLAINTS.label("complaints"),
    )
    .join(MarketArea, MarketArea.id == Customer.market_area_id)
    .join(Employee, Employee.id == Customer.owner_id)
    .outerjoin(Contact, is_primary_contact())
    .outerjoin(CustomerBrand, is_main_brand())
    .outerjoin(Brand, Brand.id == CustomerBrand.brand_id)
)
"""In the order of CustomerRow's fields, `pause_until` in the place of `days_overdue`."""


def _word(value: str | None) -> str:
    return value or ""


def _masked(phone: str | None) -> str:
    return masked_phone(phone or "")


_SHOWN_AS: Mapping[str, Callable[[Any], str]] = {
    "customer_kind": partial(label_of, "customer_kind"),
    "channel_type": partial(label_of, "channel_type"),
    "scale": partial(label_of, "scale"),
    "intent": partial(label_of, "intent_level"),
    "status": partial(label_of, "lifecycle_status"),
    "phone": _masked,
    "contact": _word,
    "mobile": _masked,
    "brand": _word,
}
_PLACES = {field.name: place for place, field in enumerate(fields(CustomerRow))}
_MAKES = tuple((_PLACES[name], make) for name, make in _SHOWN_AS.items())


def _line(line: Row[Any], today: date) -> CustomerRow:
    values = list(line)
    for place, make in _MAKES:
        values[place] = make(values[place])
    values[_PLACES["days_overdue"]] = _days_overdue(line, today)
    return CustomerRow(*values)


def _days_overdue(line: Row[Any], today: date) -> int:
    if line.next_visit_due_on is None or line.lifecycle_status in DROPPED_STATUSES:
        return 0
    if line.pause_until is not None and line.pause_until >= today:
        return 0
    late: timedelta = today - line.next_visit_due_on
    return max(0, late.days)
