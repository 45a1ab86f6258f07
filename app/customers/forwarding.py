"""Opening a customer by its id, wherever that comes from: one that was merged into another opens that one."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.context import App
from app.customers.filters import sees
from app.db.merged import standing_for
from app.db.records import Customer, Employee
from app.errors import NotFound


def opened(session: Session, customer_id: int, gone: str) -> Customer:
    """The customer, or the one it was merged into; raises NotFound with the sentence `gone` when there is none."""
    customer = session.get(Customer, customer_id)
    if customer is not None and customer.deleted_at:
        customer = session.get(Customer, standing_for(session, customer_id))
    if customer is None or customer.deleted_at:
        raise NotFound(gone)
    return customer


def opened_own(app: App, session: Session, customer_id: int, gone: str) -> Customer:
    """`opened`, of those the signed-in user may see (rule R22); NotFound says who has one that was merged away."""
    customer = opened(session, customer_id, gone)
    if sees(app, session, customer.id):
        return customer
    owner = session.get_one(Employee, customer.owner_id).name
    told = _told(session, customer_id, customer)
    raise NotFound(f"{told}，由{owner}负责，不在你的范围里。请刷新列表。" if told else gone)


def forwarded(app: App, customer_id: int) -> str:
    """What to say when a customer is asked for and another is opened; empty for one that was not merged."""
    app.need("customer.view")
    with app.reading() as session:
        kept = session.get(Customer, standing_for(session, customer_id))
        told = _told(session, customer_id, kept) if kept is not None else ""
    return told and f"{told}，打开的是留下的这一家。"


def _told(session: Session, asked: int, kept: Customer) -> str:
    if asked == kept.id:
        return ""
    gone = session.get_one(Customer, asked)
    return f"{gone.customer_no} {gone.name}已并入 {kept.customer_no} {kept.name}"
