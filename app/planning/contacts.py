"""Whom to ask for at a customer's, and on which phone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.records import Contact, Customer


def main_contacts(session: Session, customers: Sequence[Customer]) -> dict[int, tuple[str, str]]:
    """Name and whole phone number by customer: the main contact's in service, else the shop's own number."""
    query = select(Contact).where(
        Contact.customer_id.in_([customer.id for customer in customers]),
        Contact.is_active,
        Contact.deleted_at.is_(None),
    )
    people: dict[int, Contact] = {}
    for contact in session.scalars(query.order_by(Contact.is_primary.desc(), Contact.id)):
        people.setdefault(contact.customer_id, contact)
    return {customer.id: _asked_for(customer, people.get(customer.id)) for customer in customers}


def _asked_for(customer: Customer, contact: Contact | None) -> tuple[str, str]:
    if contact is None:
        return "", customer.phone or ""
    return contact.name, contact.mobile or contact.phone or customer.phone or ""
