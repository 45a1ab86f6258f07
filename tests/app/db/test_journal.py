"""Every committed change is journalled, in one chain, with what was before and after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from app.customers.records import edit_customer
from app.db.base import Base, Record
from app.db.journal import GENESIS
from app.db.records import AuditEntry, Brand, Customer, User
from app.db.verify import verify
from app.errors import Cancelled, Conflict
from tests.support.clock import StandingClock
from tests.support.office import Office, open_office


def entries(office: Office, record: type[Record], record_id: int) -> Sequence[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.entity == record.__tablename__, AuditEntry.entity_id == record_id)
    with office.app.reading() as session:
        return session.scalars(query.order_by(AuditEntry.id)).all()


def test_a_created_record_is_journalled_with_who_when_and_what(office: Office) -> None:
    customer_id = office.add_customer("砾川电缆批发部", monthly_volume_wan="60")
    [entry] = entries(office, Customer, customer_id)
    assert (entry.user_name, entry.operation, entry.action) == ("温可", "新建客户", "create")
    assert entry.at == office.clock.now
    assert entry.entity_label == "砾川电缆批发部"
    assert entry.user_id == office.id_of(User, username="wenk")
    changes = json.loads(entry.changes)
    assert changes["name"] == [None, "砾川电缆批发部"]
    assert changes["monthly_volume_wan"] == [None, "60"]
    assert "row_version" not in changes


def test_an_update_keeps_before_and_after_of_the_changed_fields_only(office: Office) -> None:
    customer_id = office.add_customer(scale="small")
    office.clock.forward(minutes=5)
    edit_customer(office.rep, customer_id, 1, {"scale": "large", "address": "B 区 2 排 17 号"})
    entry = entries(office, Customer, customer_id)[-1]
    assert (entry.user_name, entry.operation, entry.action) == ("程砚舟", "修改客户", "update")
    assert json.loads(entry.changes) == {"scale": ["small", "large"]}
    customer = office.read(Customer, customer_id)
    assert customer.updated_at == office.clock.now
    assert customer.updated_by_id == office.id_of(User, username="chengyz")
    assert customer.created_at == office.clock.now - timedelta(minutes=5)


def test_deleting_and_restoring_are_told_apart(office: Office) -> None:
    customer_id = office.add_customer()
    office.change(Customer, customer_id, {"deleted_at": office.clock.now}, "删除客户")
    office.change(Customer, customer_id, {"deleted_at": None}, "恢复客户")
    assert [entry.action for entry in entries(office, Customer, customer_id)] == ["create", "delete", "restore"]


def test_a_record_changed_and_then_deleted_in_one_go_is_deleted(office: Office) -> None:
    customer_id = office.add_customer()
    with office.app.transaction("清理") as session:
        customer = session.get_one(Customer, customer_id)
        customer.note = "重复"
        session.flush()
        customer.deleted_at = office.clock.now
    assert entries(office, Customer, customer_id)[-1].action == "delete"


def test_a_removed_row_leaves_its_last_values(office: Office) -> None:
    with office.app.transaction("加品牌") as session:
        brand = Brand(code="QT", name="其他杂牌", relation="other")
        session.add(brand)
    with office.app.transaction("去品牌") as session:
        session.delete(session.get_one(Brand, brand.id))
    last = entries(office, Brand, brand.id)[-1]
    assert last.action == "delete"
    assert json.loads(last.changes)["name"] == ["其他杂牌", None]
    assert not verify(office.app.db).problems


def test_several_flushes_of_one_transaction_make_one_entry(office: Office) -> None:
    customer_id = office.add_customer(scale="small")
    with office.app.transaction("改两次") as session:
        customer = session.get_one(Customer, customer_id)
        customer.scale = "medium"
        session.flush()
        customer.scale = "large"
    last = entries(office, Customer, customer_id)[-1]
    assert json.loads(last.changes) == {"scale": ["small", "large"]}


def test_nothing_changed_is_not_journalled(office: Office) -> None:
    customer_id = office.add_customer(scale="small")
    edit_customer(office.clerk, customer_id, 1, {"scale": "small"})
    assert len(entries(office, Customer, customer_id)) == 1
    assert office.read(Customer, customer_id).row_version == 1


def test_changed_and_changed_back_is_nothing(office: Office) -> None:
    customer_id = office.add_customer(scale="small")
    with office.app.transaction("试一下") as session:
        customer = session.get_one(Customer, customer_id)
        customer.scale = "large"
        session.flush()
        customer.scale = "small"
    assert len(entries(office, Customer, customer_id)) == 1
    assert not verify(office.app.db).problems


def test_a_password_is_never_written_down(office: Office) -> None:
    user_id = office.id_of(User, username="wenk")
    office.change(User, user_id, {"password_hash": "scrypt$secret"}, "改口令")
    assert all("secret" not in entry.changes for entry in entries(office, User, user_id))
    assert "password_hash" in json.loads(entries(office, User, user_id)[-1].changes)


@pytest.mark.parametrize("record", [m.class_ for m in Base.registry.mappers if issubclass(m.class_, Record)])
def test_every_record_has_a_chinese_name_and_a_name_field(record: type[Record]) -> None:
    assert record.LABEL
    assert record.NAME_FIELD in record.__table__.columns


def test_entries_of_one_operation_belong_together(office: Office) -> None:
    office.add_customer()
    with office.app.reading() as session:
        rows = session.execute(
            select(AuditEntry.operation_uid, AuditEntry.entity).where(AuditEntry.operation == "新建客户")
        ).all()
    assert {row.entity for row in rows} == {"customer", "number_sequence"}
    assert len({row.operation_uid for row in rows}) == 1


def test_the_chain_starts_at_zero_and_has_no_gap(office: Office) -> None:
    office.add_customer()
    with office.app.reading() as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [row.prev_hash for row in rows] == [GENESIS, *(row.entry_hash for row in rows[:-1])]


def test_a_failed_transaction_leaves_nothing(office: Office) -> None:
    def give_up() -> None:
        with office.app.transaction("半途而废") as session:
            session.add(Brand(code="QT", name="其他杂牌"))
            session.flush()
            raise Cancelled("停")

    before = verify(office.app.db)
    with pytest.raises(Cancelled):
        give_up()
    assert verify(office.app.db) == before


def test_a_reading_session_writes_nothing(office: Office) -> None:
    customer_id = office.add_customer(scale="small")
    with office.app.reading() as session:
        session.get_one(Customer, customer_id).scale = "large"
        session.flush()
    assert office.read(Customer, customer_id).scale == "small"


@pytest.mark.parametrize(
    "statement",
    [
        update(Customer).values(scale="large"),
        delete(Customer),
        insert(Brand).values(code="QT", name="其他杂牌"),
        update(Customer.__table__).values(scale="large"),
        update(AuditEntry).values(user_name="别人"),
        delete(AuditEntry),
    ],
)
def test_writing_past_the_journal_is_refused(office: Office, statement: object) -> None:
    with pytest.raises(TypeError, match="journal"), office.app.transaction("越过") as session:
        session.execute(statement)  # type: ignore[call-overload]


def test_journal_rows_cannot_be_added_by_hand(office: Office) -> None:
    with pytest.raises(TypeError, match="journal"), office.app.transaction("伪造") as session:
        session.add(AuditEntry(at=office.clock.now, user_name="", operation="", operation_uid="", action="create",
                               entity="customer", entity_id=1, entity_label="", changes="{}", prev_hash=GENESIS,
                               entry_hash=GENESIS))  # fmt: skip


def test_two_writers_of_one_record_conflict(office: Office) -> None:
    customer_id = office.add_customer(scale="small")
    edit_customer(office.rep, customer_id, 1, {"scale": "large"})
    with pytest.raises(Conflict, match="刚被别人改过"):
        edit_customer(office.clerk, customer_id, 1, {"scale": "medium"})
    assert office.read(Customer, customer_id).scale == "large"


def test_a_write_behind_a_transaction_is_a_conflict(postgres_office_url: str, clock: StandingClock) -> None:
    def overtaken() -> None:
        with office.app.transaction("慢的一方") as session:
            customer = session.get_one(Customer, customer_id)
            edit_customer(office.rep, customer_id, 1, {"scale": "large"})
            customer.scale = "medium"

    office = open_office(postgres_office_url, clock)
    customer_id = office.add_customer(scale="small")
    with pytest.raises(Conflict):
        overtaken()
    assert office.read(Customer, customer_id).scale == "large"
    office.app.db.close()
