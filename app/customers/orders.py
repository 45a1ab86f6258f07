"""In which order: any column of the customer list, up or down, equals by customer number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from app.choices import codes_of
from app.customers.filters import has_open_complaint, is_overdue, newest_sheets
from app.db.records import Brand, ComplaintLog, Contact, Customer, CustomerBrand, Employee, MarketArea, SurveySheet
from app.pinyin import pinyin_order


@dataclass(frozen=True, slots=True)
class CustomerOrder:
    """An order: `column` is one of ORDERED_COLUMNS, the attributes of CustomerRow. Empty values come last."""

    column: str = "customer_no"
    down: bool = False


BY_NUMBER = CustomerOrder()


class _Asked(NamedTuple):
    """The query to be ordered, and what a key may need to know."""

    session: Session
    query: Select[tuple[int]]
    today: date


_Keyed = tuple[Select[tuple[int]], Any]
_Key = Callable[[_Asked], _Keyed]


def ordered(session: Session, query: Select[tuple[int]], order: CustomerOrder, today: date) -> Select[tuple[int]]:
    """A query on Customer in this order; KeyError for a column lists are not ordered by."""
    query, key = _KEYS[order.column](_Asked(session, query, today))
    down = order.down is not (order.column in _BACKWARDS)
    towards = key.desc() if down else key.asc()
    if order.column not in _NEVER_EMPTY:
        towards = towards.nulls_last()
    if order.column == BY_NUMBER.column:
        return query.order_by(towards)
    last = Customer.customer_no.desc() if down and order.column == "name" else Customer.customer_no
    return query.order_by(towards, last)


def _plain(column: Any) -> _Key:
    return lambda asked: (asked.query, column)


def _listed(column: Any, choices: str) -> _Key:
    """By the place in its choice list."""

    def key(asked: _Asked) -> _Keyed:
        places = {code: place for place, code in enumerate(codes_of(choices))}
        return asked.query, case(places, value=column)

    return key


def _named(column: Any, kind: Any) -> _Key:
    """By the pinyin of the name of the record it refers to: there are few of those."""
    return lambda asked: (asked.query, _place(asked.session, column, kind))


def _place(session: Session, column: Any, kind: Any) -> ColumnElement[int]:
    names = session.execute(select(kind.id, kind.name)).all()
    in_order = sorted(names, key=lambda row: (pinyin_order(row.name), row.id))
    return case({row.id: place for place, row in enumerate(in_order)} or {0: 0}, value=column)


def is_main_brand() -> ColumnElement[bool]:
    """How the main brand, of which there is one, is joined to Customer."""
    main = (CustomerBrand.customer_id == Customer.id) & (CustomerBrand.role == "main")
    return main & CustomerBrand.deleted_at.is_(None)


def is_primary_contact() -> ColumnElement[bool]:
    """How the primary contact, of whom there is one, is joined to Customer."""
    primary = (Contact.customer_id == Customer.id) & Contact.is_primary & Contact.is_active
    return primary & Contact.deleted_at.is_(None)


def _brand(asked: _Asked) -> _Keyed:
    query = asked.query.outerjoin(CustomerBrand, is_main_brand())
    return query, _place(asked.session, CustomerBrand.brand_id, Brand)


def _contact(column: Any) -> _Key:
    return lambda asked: (asked.query.outerjoin(Contact, is_primary_contact()), column)


def _completeness(asked: _Asked) -> _Keyed:
    newest = newest_sheets().add_columns(SurveySheet.customer_id).subquery("newest")
    query = asked.query.outerjoin(newest, newest.c.customer_id == Customer.id)
    return query.outerjoin(SurveySheet, SurveySheet.id == newest.c.sheet_id), SurveySheet.completeness_pct


def _complaints(asked: _Asked) -> _Keyed:
    number = select(ComplaintLog.customer_id, func.count().label("number")).where(has_open_complaint())
    counted = number.group_by(ComplaintLog.customer_id).subquery("counted")
    return asked.query.outerjoin(counted, counted.c.customer_id == Customer.id), counted.c.number


def _overdue(asked: _Asked) -> _Keyed:
    return asked.query, case((is_overdue(asked.today), Customer.next_visit_due_on))


_KEYS: Mapping[str, _Key] = {
    "customer_no": _plain(Customer.customer_no),
    "name": _plain(Customer.name_order),
    "short_name": _plain(Customer.short_name),
    "customer_kind": _listed(Customer.customer_kind, "customer_kind"),
    "channel_type": _listed(Customer.channel_type, "channel_type"),
    "scale": _listed(Customer.scale, "scale"),
    "primary_class": _plain(Customer.primary_class),
    "stage": _listed(Customer.stage, "pipeline_stage"),
    "intent": _listed(Customer.intent_level, "intent_level"),
    "status": _listed(Customer.lifecycle_status, "lifecycle_status"),
    "market": _named(Customer.market_area_id, MarketArea),
    "owner": _named(Customer.owner_id, Employee),
    "address": _plain(Customer.address),
    "phone": _plain(Customer.phone_key),
    "contact": _contact(Contact.name),
    "mobile": _contact(Contact.mobile),
    "brand": _brand,
    "monthly_volume_wan": _plain(Customer.monthly_volume_wan),
    "strength_rating": _plain(Customer.strength_rating),
    "found_on": _plain(Customer.found_on),
    "last_visit_on": _plain(Customer.last_visit_on),
    "next_visit_due_on": _plain(Customer.next_visit_due_on),
    "days_overdue": _overdue,
    "completeness_pct": _completeness,
    "open_complaints": _complaints,
}
_BACKWARDS = frozenset({"days_overdue"})
"""Ordered by a day that is the earlier the greater they are."""
_NEVER_EMPTY = frozenset({"customer_no", "name", "primary_class", "short_name", "found_on", "address"})

READ_FROM_ROWS = frozenset({"short_name", "address", "phone"})
"""What no index of the list holds."""

ORDERED_COLUMNS = tuple(_KEYS)
"""What a list can be ordered by. Names go by pinyin, choices by their list's order."""
