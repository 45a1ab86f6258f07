"""Writing rows of archive sheets: changed customers, contacts and brands, and new contacts and brands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.customers.records import check_credit_code, set_keys
from app.db.base import Record
from app.db.records import Contact, Customer, CustomerBrand
from app.db.saving import write
from app.errors import Conflict
from app.importing.findings import Row
from app.importing.matching import batched
from app.importing.spool import Returned, Tried

_KINDS: Mapping[str, type[Record]] = {kind.__tablename__: kind for kind in (Customer, Contact, CustomerBrand)}
_CLAIMS: Mapping[type[Record], tuple[str, Any]] = {Contact: ("is_primary", True), CustomerBrand: ("role", "main")}
"""What only one contact or brand of a customer may be: set last, when nobody else is it any more."""


def write_returned(
    session: Session, rows: Sequence[tuple[Tried, Returned]], made: Mapping[Row, int], regions: tuple[str, ...]
) -> None:
    """Change and add the records; `made` are the new customers by their rows.

    Raises Conflict for a second main brand and Invalid for another customer's credit code: nothing is written then.
    """
    known = _on_record(session, [returned for _, returned in rows])
    claiming: list[Record] = []
    for tried, returned in rows:
        kind = _KINDS[returned.entity]
        values = dict(returned.values)
        name, wanted = _CLAIMS.get(kind, ("", None))
        claims = bool(name) and values.get(name) == wanted and values.pop(name) is not None
        record = known[kind][returned.id] if returned.id is not None else _new(session, kind, tried, values, made)
        _change(session, record, values, regions)
        if claims:
            claiming.append(record)
    session.flush()
    _claim(session, claiming)
    session.flush()


def _on_record(session: Session, rows: Sequence[Returned]) -> dict[type[Record], dict[int, Record]]:
    found: dict[type[Record], dict[int, Record]] = {}
    for entity, kind in _KINDS.items():
        ids = sorted({row.id for row in rows if row.entity == entity and row.id is not None})
        for some in batched(ids):
            records = session.scalars(select(kind).where(kind.id.in_(some)))
            found.setdefault(kind, {}).update({record.id: record for record in records})
    return found


def _new(session: Session, kind: type[Record], tried: Tried, values: dict[str, Any], made: Mapping[Row, int]) -> Record:
    customer_id = tried.customer_id if tried.customer_id is not None else made[tried.leader or (0, 0)]
    first = kind is Contact and not _rivals(session, Contact, customer_id, "is_primary", True)
    record = kind(customer_id=customer_id, **values, **({"is_primary": True} if first else {}))
    session.add(record)
    session.flush()
    return record


def _change(session: Session, record: Record, values: Mapping[str, Any], regions: tuple[str, ...]) -> None:
    if isinstance(record, Customer) and values.get("uscc"):
        check_credit_code(session, values["uscc"], except_id=record.id)
    write(record, values)
    if isinstance(record, Customer) and values.keys() & {"name", "address", "phone"}:
        set_keys(record, regions)


def _claim(session: Session, records: Sequence[Record]) -> None:
    """The primary contact takes the place of the one before; two main brands are for people to decide."""
    for record in records:
        assert isinstance(record, Contact | CustomerBrand)
        name, wanted = _CLAIMS[type(record)]
        rivals = [
            each for each in _rivals(session, type(record), record.customer_id, name, wanted) if each is not record
        ]
        if rivals and isinstance(record, CustomerBrand):
            customer = session.get_one(Customer, record.customer_id)
            raise Conflict(
                f"客户 {customer.customer_no} {customer.name} 会有两个主推品牌，没有导入任何数据。"
                "请在表里把原来的主推改成别的角色，再导入。"
            )
        for rival in rivals:
            setattr(rival, name, False)
        session.flush()
        setattr(record, name, wanted)
        session.flush()


def _rivals(session: Session, kind: type[Record], customer_id: int, name: str, wanted: Any) -> Sequence[Record]:
    columns: Any = kind
    query = select(kind).where(columns.customer_id == customer_id, getattr(kind, name) == wanted)
    query = query.where(kind.deleted_at.is_(None))
    return session.scalars(query.where(Contact.is_active) if kind is Contact else query).all()
