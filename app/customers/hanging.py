"""What hangs on one customer, as queries in the order it is shown everywhere: people, brands, visits."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from app.db.records import Brand, Contact, CustomerBrand, Employee, Visit


def contacts_of(customer_id: int) -> Select[tuple[Contact]]:
    """Its contacts, the primary one first."""
    query = select(Contact).where(Contact.customer_id == customer_id, Contact.deleted_at.is_(None))
    return query.order_by(Contact.is_primary.desc(), Contact.id)


def brands_of(customer_id: int) -> Select[tuple[CustomerBrand, str]]:
    """What it sells and what that is called, the most first."""
    query = select(CustomerBrand, Brand.name).join(Brand, Brand.id == CustomerBrand.brand_id)
    own = query.where(CustomerBrand.customer_id == customer_id, CustomerBrand.deleted_at.is_(None))
    return own.order_by(func.coalesce(CustomerBrand.monthly_volume_wan, 0).desc(), CustomerBrand.id)


def visits_of(customer_id: int) -> Select[tuple[Visit, str]]:
    """The visits there were and who made them, the latest first."""
    query = select(Visit, Employee.name).join(Employee, Employee.id == Visit.employee_id)
    own = query.where(Visit.customer_id == customer_id, Visit.deleted_at.is_(None))
    return own.order_by(Visit.visit_date.desc(), Visit.start_at.desc())
