"""Writing customers: keys kept in step with names and phones, numbers given, versions checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.customers.changing import need_rights
from app.customers.filters import sees
from app.customers.names import address_key, name_core, name_soft
from app.customers.protecting import Places
from app.db.numbers import next_number
from app.db.records import BranchOffice, Customer, Employee, MarketArea
from app.db.saving import check_version, existing, write
from app.errors import Invalid, NotFound
from app.forms.clean import clean
from app.forms.model import Field
from app.phones import phone_key
from app.pinyin import pinyin_initials, pinyin_order


def customer_fields() -> tuple[Field, ...]:
    """The fields a person fills on the customer form, in sections."""
    return tuple(f for f in Customer.fields() if "F" in f.shows and f.section)


def regions(session: Session) -> tuple[str, ...]:
    """Province, city and county names, which normal forms leave out (rule R11)."""
    query = select(MarketArea.name).where(MarketArea.level.in_(("province", "city", "district")))
    return tuple(session.scalars(query))


def write_keys(session: Session, customer: Customer) -> None:
    """Recompute what is derived from a customer's name, address and phone (rule R11)."""
    with session.no_autoflush:  # else the customer is written twice
        known = regions(session)
    set_keys(customer, known)


def set_keys(customer: Customer, known: tuple[str, ...]) -> None:
    """Recompute a customer's derived values where the regions are known already."""
    for name, value in derived(customer.name, customer.address, customer.phone, known).items():
        setattr(customer, name, value)


def derived(name: str, address: str, phone: str | None, known: tuple[str, ...]) -> dict[str, str | None]:
    """The columns that follow from a customer's name, address and phone (rule R11)."""
    core = name_core(name, known)[:60]
    return {
        "name_key": core,
        "soft_key": name_soft(core),
        "address_key": address_key(address, known)[:80],
        "phone_key": phone_key(phone) if phone else None,
        "pinyin": pinyin_initials(name),
        "name_order": pinyin_order(name),
    }


def create_customer_in(app: App, session: Session, values: Mapping[str, Any], *, owner_id: int) -> Customer:
    """Add a customer within a transaction; `values` are cleaned fields, with `market_area_id`.

    A rep who holds as many as rule R12 lets gets it without protection: what was found in the street is not lost.
    """
    owner = session.get_one(Employee, owner_id)
    check_credit_code(session, values.get("uscc"))
    branch = session.get(BranchOffice, owner.branch_id) if owner.branch_id else None
    if branch is None:
        raise Invalid("负责业务员不属于任何办事处，不能建客户。内容还在窗口里。", {"owner_id": "请选办事处的业务员"})
    defaults = {
        "short_name": values["name"][:10],
        "found_on": app.today(),
        "stage_entered_on": app.today(),
        "protect_until": Places(session, app.today()).take(owner_id, app.today(), values.get("lifecycle_status")),
    }
    customer = Customer(
        **{**defaults, **{k: v for k, v in values.items() if v is not None}},
        customer_no=next_number(session, f"KH-{branch.code}-", 5),
        branch_id=branch.id,
        owner_id=owner_id,
        name_key="",
        soft_key="",
        address_key="",
    )
    write_keys(session, customer)
    session.add(customer)
    session.flush()
    return customer


_GONE = "这家客户已不在了，或不在你的范围里，没有写入。内容还在窗口里。"


def edit_customer(app: App, customer_id: int, row_version: int, values: Mapping[str, Any], *, uid: str = "") -> None:
    """Change a customer's fields; raises Conflict when it was changed since `row_version` was read.

    Raises Forbidden for what takes another right, see app.customers.changing.
    """
    app.need("customer.edit")
    with app.transaction("修改客户", uid=uid) as session:
        customer = existing(session, Customer, customer_id, _GONE)
        if not sees(app, session, customer_id):
            raise NotFound(_GONE)
        check_version(customer, row_version)
        cleaned = clean(customer_fields(), values, codes_of)
        need_rights(app, {name: value for name, value in cleaned.items() if getattr(customer, name) != value})
        check_credit_code(session, cleaned.get("uscc"), except_id=customer_id)
        write(customer, cleaned)
        write_keys(session, customer)


def check_credit_code(session: Session, uscc: str | None, *, except_id: int | None = None) -> None:
    """Raise Invalid when another customer has the credit code: it is the same company for certain (rule R11)."""
    if not uscc:
        return
    query = select(Customer).where(Customer.uscc == uscc, Customer.deleted_at.is_(None))
    same = session.scalar(query.where(Customer.id != except_id) if except_id else query)
    if same is not None:
        sentence = f"统一社会信用代码与客户 {same.customer_no} {same.name} 相同"
        raise Invalid(f"{sentence}，是同一家，没有写入。请打开那家客户补充。内容还在窗口里。", {"uscc": sentence})
