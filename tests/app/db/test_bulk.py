"""Many records added at once are journalled like one added alone."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from sqlalchemy import select

from app.db.bulk import insert_journalled, take_ids
from app.db.records import AuditEntry, Brand
from app.db.verify import verify
from tests.support.office import Office


def _add(office: Office, names: list[str]) -> list[int]:
    with office.clerk.transaction("成批新增") as session:
        ids = list(take_ids(session, Brand, len(names)))
        rows = [{"id": number, "code": f"T{number}", "name": name} for number, name in zip(ids, names, strict=True)]
        insert_journalled(session, Brand, rows)
    return ids


def test_the_journal_and_the_records_agree_after_a_bulk_insert(office: Office) -> None:
    ids = _add(office, ["桁岳", "川序", "禾渡"])
    verdict = verify(office.app.db)
    assert not verdict.problems
    assert office.read(Brand, ids[1]).name == "川序"
    assert office.read(Brand, ids[1]).relation == "competitor"


def test_a_bulk_insert_is_journalled_word_for_word_like_a_single_one(office: Office) -> None:
    (bulk,) = _add(office, ["桁岳"])
    with office.clerk.transaction("新增品牌") as session:
        single = Brand(code="T", name="桁岳单")
        session.add(single)
    with office.app.reading() as session:
        entries = {
            entry.entity_id: entry
            for entry in session.scalars(select(AuditEntry).where(AuditEntry.entity == "brand").order_by(AuditEntry.id))
        }
    kept = [sorted(json.loads(entries[number].changes)) for number in (bulk, single.id)]
    assert kept[0] == kept[1]
    assert entries[bulk].user_name == "温可"


def test_ids_taken_are_nobody_elses(office: Office) -> None:
    first = _add(office, ["桁岳", "川序"])
    second = _add(office, ["禾渡"])
    assert not set(first) & set(second)


def test_what_is_added_after_a_bulk_insert_gets_an_id_of_its_own(office: Office) -> None:
    (bulk,) = _add(office, ["桁岳"])
    with office.clerk.transaction("新增品牌") as session:
        single = Brand(code="T", name="川序")
        session.add(single)
    assert single.id > bulk


def test_an_original_time_is_kept(office: Office) -> None:
    at = datetime(2019, 3, 5, 8, 0)
    with office.clerk.transaction("成批新增") as session:
        (number,) = take_ids(session, Brand, 1)
        insert_journalled(session, Brand, [{"id": number, "code": "T", "name": "桁岳", "created_at": at}])
    assert office.read(Brand, number).created_at == at
    assert not verify(office.app.db).problems


def _add_and_fail(office: Office) -> None:
    with office.clerk.transaction("成批新增") as session:
        (number,) = take_ids(session, Brand, 1)
        insert_journalled(session, Brand, [{"id": number, "code": "T", "name": "桁岳"}])
        raise ZeroDivisionError


def test_nothing_stays_of_a_bulk_insert_that_fails(office: Office) -> None:
    with pytest.raises(ZeroDivisionError):
        _add_and_fail(office)
    with office.app.reading() as session:
        assert session.scalar(select(Brand).where(Brand.code == "T")) is None
    assert not verify(office.app.db).problems
