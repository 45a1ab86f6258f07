"""`customers duplicates`: what it lists, what it scans, and its exit codes."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.db.records import Customer
from tests.app.commandline.conftest import Shell
from tests.support.clock import StandingClock
from tests.support.office import open_office


@pytest.fixture
def shell(sqlite_office_url: str, capsys: pytest.CaptureFixture[str]) -> Shell:
    """An office with two customers who became alike without anybody being asked."""
    office = open_office(sqlite_office_url, StandingClock(datetime(2026, 11, 20, 22, 0)))
    office.add_customer("栎盛电线电缆", address="南街 7 号")
    second = office.add_customer("云上灯饰", address="北街 9 号")
    office.change(Customer, second, {"name_key": "栎盛电线电缆", "soft_key": "栎盛电线电缆"})
    office.app.db.close()
    return Shell(sqlite_office_url, capsys)


def test_pairs_are_found_and_listed(shell: Shell) -> None:
    assert shell("customers", "duplicates").out == "待判的共 0 对。\n"
    found = shell("customers", "duplicates", "--scan")
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines() == [
        "比对了 2 家，找到 1 对，新记下 1 对。",
        "65  KH-LZ-00001 栎盛电线电缆  KH-LZ-00002 云上灯饰  名称相同、同一市场",
        "待判的共 1 对。",
    ]


def test_pairs_are_given_as_json(shell: Shell) -> None:
    assert shell("customers", "duplicates", "--scan", "--json").json["scan"]["recorded"] == 1
    found = shell("customers", "duplicates", "--json").json
    assert found["total"] == 1
    [pair] = found["pairs"]
    assert (pair["score"], pair["reasons"], pair["state"]) == (65, ["名称相同", "同一市场"], "pending")
    assert [each["customer_no"] for each in pair["customers"]] == ["KH-LZ-00001", "KH-LZ-00002"]
    assert shell("customers", "duplicates", "--state", "merged", "--json").json == {"total": 0, "pairs": []}


def test_a_wrong_state_is_refused(shell: Shell) -> None:
    wrong = shell("customers", "duplicates", "--state", "maybe")
    assert wrong.code == 2
    assert "没有“maybe”，可用的是 pending、" in wrong.err
