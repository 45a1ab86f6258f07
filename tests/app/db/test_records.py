"""Every kind of record is journalled through its life, on both engines, with every field at its limit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import options
from app.db.base import Base, Record
from app.db.records import AuditEntry
from app.db.verify import verify
from app.forms.model import Field, Kind
from tests.support.office import Office


def records() -> Iterator[type[Record]]:
    """Every record class, those referred to first."""
    classes = {m.local_table: m.class_ for m in Base.registry.mappers if issubclass(m.class_, Record)}
    return (classes[table] for table in Base.metadata.sorted_tables if table in classes)


def fullest(record: type[Record], field: Field) -> Any:
    """As much as the field takes."""
    match field.kind:
        case Kind.INTEGER:
            return field.most
        case Kind.DECIMAL:
            return Decimal(field.most) - Decimal(1).scaleb(-field.scale)
        case Kind.DATE:
            return date(9999, 12, 31)
        case Kind.TIME:
            return time(23, 59, 59)
        case Kind.DATETIME:
            return datetime(2031, 3, 9, 23, 59, 59)
        case Kind.ONE:
            return options(field.choices)[-1].code
        case Kind.MANY:
            return tuple(option.code for option in options(field.choices))
        case Kind.BOOL:
            return True
        case Kind.REFERENCE:
            return None
        case _ if field.max_length:
            return "𠮷" * field.max_length
        case _:
            return {"中文": [1, None, "𠮷"]}


def filled(session: Session, record: type[Record]) -> Record:
    """A record full of values, whose required references are to the newest records there are."""
    values = {field.name: fullest(record, field) for field in record.fields()}
    for column in record.__table__.columns:
        for key in column.foreign_keys:
            if not column.nullable:
                values[column.key] = session.scalar(select(key.column).order_by(key.column.desc()).limit(1))
    return record(**{name: value for name, value in values.items() if value is not None})


def actions(office: Office, record: type[Record], record_id: int) -> list[str]:
    query = select(AuditEntry.action).where(
        AuditEntry.entity == record.__tablename__, AuditEntry.entity_id == record_id
    )
    with office.app.reading() as session:
        return list(session.scalars(query.order_by(AuditEntry.id)))


def test_every_record_is_journalled_through_its_life(office: Office) -> None:
    made: list[tuple[type[Record], int]] = []
    for record in records():
        with office.app.transaction(f"新增{record.LABEL}") as session:
            full = filled(session, record)
            session.add(full)
        made.append((record, full.id))
    assert verify(office.app.db).problems == ()
    for record, record_id in made:
        office.change(record, record_id, {"deleted_at": office.clock.now}, "删除")
        office.change(record, record_id, {"deleted_at": None}, "恢复")
    for record, record_id in reversed(made):
        with office.app.transaction("清除") as session:
            session.delete(session.get_one(record, record_id))
        assert actions(office, record, record_id) == ["create", "delete", "restore", "delete"], record
    assert verify(office.app.db).problems == ()


def test_every_field_is_kept_as_it_was_given(office: Office) -> None:
    for record in records():
        with office.app.transaction("新增") as session:
            full = filled(session, record)
            session.add(full)
        kept = office.read(record, full.id)
        for field in record.fields():
            assert getattr(kept, field.name) == getattr(full, field.name), (record, field.name)


def test_the_journal_tells_a_new_records_values(office: Office) -> None:
    customer_id = office.add_customer(shop_area_m2="180", product_categories="bv power")
    with office.app.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.entity == "customer")).one()
    changes = json.loads(entry.changes)
    assert entry.entity_id == customer_id
    assert (changes["shop_area_m2"], changes["product_categories"]) == ([None, "180"], [None, "bv power"])
    assert (changes["found_on"], changes["is_target"]) == ([None, "2026-11-20"], [None, False])
