"""What is done to the database behind the program's back is found."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from app.db.verify import verify
from tests.support.clock import StandingClock
from tests.support.office import Office, open_office

COPIED = "at, user_id, user_name, operation, 'x', action, entity, entity_id, entity_label, changes, reason"


def raw(office: Office, statement: str) -> None:
    with office.app.db.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE audit_entry SET user_name = '别人' WHERE id = 5", "第 5 行.*内容被改过"),
        ("UPDATE audit_entry SET changes = '5' WHERE id = 5", "第 5 行.*内容被改过"),
        ("UPDATE audit_entry SET at = '2020-01-01 08:00:00' WHERE id = 5", "第 5 行.*内容被改过"),
        ("UPDATE audit_entry SET entry_hash = '0' WHERE id = 5", "第 6 行与上一行接不上"),
        ("DELETE FROM audit_entry WHERE id = 5", "第 6 行与上一行接不上"),
        ("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)", "没有新增留痕|与留痕不符"),
        (
            f"INSERT INTO audit_entry SELECT 9000, {COPIED}, prev_hash, 'x' FROM audit_entry WHERE id = 5",
            "第 9000 行与上一行接不上",
        ),
        ("UPDATE brand SET name = '冒牌' WHERE code = 'HL'", "品牌第 2 号的品牌与留痕不符"),
        ("UPDATE brand SET deleted_at = '2026-11-20 08:00:00' WHERE code = 'HL'", "品牌第 2 号的删除时间与留痕不符"),
        ("UPDATE customer SET monthly_volume_wan = 61 WHERE name = '桁岳五金机电经营部'", "线缆月均销量"),
        ("DELETE FROM customer", "有留痕，记录却不在了"),
    ],
)  # fmt: skip
def test_verify_finds_what_was_done_behind_the_programs_back(office: Office, tampering: str, said: str) -> None:
    office.add_customer(monthly_volume_wan="45")
    assert not verify(office.app.db).problems
    raw(office, tampering)
    problems = "\n".join(verify(office.app.db).problems)
    assert re.search(said, problems), problems


def test_verify_reads_on_where_a_value_makes_no_sense(sqlite_office_url: str, clock: StandingClock) -> None:
    office = open_office(sqlite_office_url, clock)
    raw(office, "UPDATE audit_entry SET at = '昨天' WHERE id = 5")
    assert any("读不懂" in problem for problem in verify(office.app.db).problems)
    office.app.db.close()


def test_verify_counts_what_it_read(office: Office) -> None:
    before = verify(office.app.db)
    office.add_customer()
    after = verify(office.app.db)
    assert after.records - before.records == 2  # the customer and its number series
    assert after.entries > before.entries
    assert after.problems == ()
