"""Resolving, closing, disagreeing, reopening, withdrawing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.complaints.closing import close, disagree, reopen, resolve, withdraw
from app.complaints.handling import hand_over, note, wait
from app.db.records import ComplaintLog
from app.errors import Conflict, Forbidden, Invalid
from app.undoing import undo
from tests.app.complaints.conftest import CONFIRMED, SOLUTION, TAKEN_AT, Desk


def refused(desk: Desk, complaint: int, **changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        close(desk.service, complaint, desk.version(complaint), CONFIRMED | changes)
    assert desk.read(complaint).row.state_code == "resolved"
    return caught.value.problems


def test_a_solution_says_everything(desk: Desk) -> None:
    complaint = desk.processing()
    with pytest.raises(Invalid) as caught:
        resolve(desk.clerk, complaint, desk.version(complaint), {})
    assert set(caught.value.problems) == set(SOLUTION) - {"remedy_amount"}
    for changes, words in (
        ({"remedy_amount": "-5"}, "不小于 0"),
        ({"is_valid": "maybe"}, "没有“maybe”"),
        ({"remedies": ("beer",)}, "没有“beer”"),
        ({"responsible": "长" * 31}, "最多 30 个字"),
    ):
        with pytest.raises(Invalid, match=words):
            resolve(desk.clerk, complaint, desk.version(complaint), SOLUTION | changes)
    desk.at("11-18 15:00")
    resolve(desk.clerk, complaint, desk.version(complaint), {**SOLUTION, "remedy_amount": ""})
    detail = desk.read(complaint)
    assert (detail.row.state_code, detail.row.lane) == ("resolved", 2)
    assert (detail.row.resolved_at, detail.row.resolved_in_time) == (datetime(2026, 11, 18, 15, 0), True)
    assert detail.values["remedies"] == ("redeliver", "apology")
    assert detail.values["remedy_amount"] == Decimal(0)
    assert detail.row.used == 420 + 480 + 300
    assert detail.timeline[-1].title == "给出方案"


def test_resolved_late_is_late(desk: Desk) -> None:
    complaint = desk.processing()
    desk.at("11-26 17:00")
    assert (desk.read(complaint).row.overdue, desk.read(complaint).row.days_late) == ("resolve", 1)
    resolve(desk.clerk, complaint, desk.version(complaint), SOLUTION)
    row = desk.read(complaint).row
    assert (row.overdue, row.resolved_in_time, row.days_late) == ("", False, 1)
    assert [(e.title, e.at) for e in desk.read(complaint).timeline if e.is_overrun] == [
        ("超时", datetime(2026, 11, 25, 18, 0))
    ]


def test_somebody_else_closes_it_with_the_customers_word(desk: Desk) -> None:
    complaint = desk.resolved()
    desk.at("11-17 09:00")
    close(desk.service, complaint, desk.version(complaint), CONFIRMED)
    stored = desk.office.read(ComplaintLog, complaint)
    assert (stored.state, stored.closed_at) == ("closed", datetime(2026, 11, 17, 9, 0))
    assert stored.closed_by_id == desk.service.user.user_id
    assert (stored.customer_confirmed, stored.confirmed_by, stored.confirmed_on, stored.satisfaction) == (
        *("agreed", "谢予川", date(2026, 11, 17)),
        4,
    )
    assert desk.read(complaint).timeline[-1].text == "谢予川认可处理结果，满意度 4"


def test_what_closing_needs(desk: Desk) -> None:
    complaint = desk.resolved()
    assert refused(desk, complaint, satisfaction=None) == {"satisfaction": "满意度没有填"}
    assert refused(desk, complaint, confirmed_by="", satisfaction="") == {
        "confirmed_by": "确认人没有填",
        "satisfaction": "满意度没有填",
    }
    for wrong in (0, 6, "好"):
        assert "satisfaction" in refused(desk, complaint, satisfaction=wrong)
    assert "customer_confirmed" in refused(desk, complaint, customer_confirmed=None)
    assert "客户不认可" in refused(desk, complaint, customer_confirmed="disagreed")["customer_confirmed"]
    assert refused(desk, complaint, confirmed_on=date(2026, 11, 17)) == {"confirmed_on": "确认日期不能晚于今天"}
    assert refused(desk, complaint, confirmed_on=date(2026, 11, 15)) == {"confirmed_on": "确认日期不能早于解决日"}


def test_the_handler_does_not_close_its_own(desk: Desk) -> None:
    complaint = desk.processing()
    service = desk.service.user.employee_id
    hand_over(desk.clerk, complaint, desk.version(complaint), handler_id=service, content="换人")
    resolve(desk.service, complaint, desk.version(complaint), SOLUTION)
    with pytest.raises(Forbidden, match="结案的人不能是承办人自己"):
        close(desk.service, complaint, desk.version(complaint), CONFIRMED)
    with pytest.raises(Forbidden, match="客服或主管"):
        close(desk.clerk, complaint, desk.version(complaint), CONFIRMED)
    close(desk.chief, complaint, desk.version(complaint), CONFIRMED)


def test_nobody_reachable_takes_two_calls_and_five_working_days(desk: Desk) -> None:
    complaint = desk.resolved()  # Monday 10:00
    gone = {"customer_confirmed": "unreachable", "confirmed_by": "", "satisfaction": None, "content": "三次无人接"}
    assert "还差 2 次" in refused(desk, complaint, **gone)["customer_confirmed"]
    for day in ("11-17 10:00", "11-19 10:00"):
        desk.at(day)
        note(desk.service, complaint, desk.version(complaint), "无人接听", is_customer_contact=True)
    desk.at("11-23 09:59")
    assert "11-23 10:00 以后" in refused(desk, complaint, **gone)["customer_confirmed"]
    desk.at("11-23 10:00")
    assert refused(desk, complaint, **(gone | {"content": ""})) == {"content": "联系不上的要写明怎么联系的"}
    close(desk.service, complaint, desk.version(complaint), CONFIRMED | gone)
    row = desk.read(complaint).row
    assert (row.state_code, row.satisfaction) == ("closed", None)
    assert not desk.read(complaint).timeline[-1].is_contact


def test_calls_before_the_solution_do_not_count(desk: Desk) -> None:
    complaint = desk.processing()
    for _ in range(2):
        note(desk.clerk, complaint, desk.version(complaint), "打过", is_customer_contact=True)
    desk.clock.forward(minutes=1)
    resolve(desk.clerk, complaint, desk.version(complaint), SOLUTION)
    desk.at("12-01 10:00")
    assert (
        "还差 2 次" in refused(desk, complaint, customer_confirmed="unreachable", content="不接")["customer_confirmed"]
    )


def test_disagreeing_halves_the_limit_from_then(desk: Desk) -> None:
    complaint = desk.resolved()
    desk.at("11-18 16:00")
    disagree(desk.service, complaint, desk.version(complaint), "还是少 2 米")
    stored = desk.office.read(ComplaintLog, complaint)
    assert (stored.state, stored.reopen_count, stored.resolved_at) == ("processing", 1, None)
    assert stored.customer_confirmed == "disagreed"
    assert stored.resolve_due_at == datetime(2026, 11, 24, 18, 0)  # four of seven days
    row = desk.read(complaint).row
    assert row.clock is not None
    assert row.clock.share == 0.0
    desk.at("11-19 16:00")
    row = desk.read(complaint).row
    assert row.clock is not None
    assert row.clock.share == pytest.approx(480 / (120 + 4 * 480))


def test_the_same_problem_within_thirty_days_opens_it_again(desk: Desk) -> None:
    complaint = desk.closed()
    with pytest.raises(Forbidden, match="这一步由主管办理"):
        reopen(desk.service, complaint, desk.version(complaint), "又少")
    desk.at("12-16 10:00")
    reopen(desk.chief, complaint, desk.version(complaint), "又少")
    stored = desk.office.read(ComplaintLog, complaint)
    assert (stored.state, stored.reopen_count) == ("processing", 1)
    assert (stored.closed_at, stored.closed_by_id, stored.satisfaction, stored.customer_confirmed) == (None,) * 4
    assert stored.resolve_due_at == datetime(2026, 12, 22, 18, 0)
    assert stored.is_valid == "yes"


def test_after_thirty_days_it_is_another_complaint(desk: Desk) -> None:
    complaint = desk.closed()
    desk.at("12-16 10:01")
    with pytest.raises(Forbidden, match="结案已超过 30 天，不能重开，请另登记一件"):
        reopen(desk.chief, complaint, desk.version(complaint), "又少")


def test_the_customer_takes_it_back_even_while_waited_for(desk: Desk) -> None:
    complaint = desk.processing()
    wait(desk.clerk, complaint, desk.version(complaint), "等客户")
    desk.at("11-16 11:00")
    with pytest.raises(Invalid, match="撤诉说明没有填"):
        withdraw(desk.service, complaint, desk.version(complaint), " ")
    withdraw(desk.service, complaint, desk.version(complaint), "客户自己找到了")
    stored = desk.office.read(ComplaintLog, complaint)
    assert (stored.state, stored.waiting_since, stored.waiting_minutes) == ("withdrawn", None, 60)
    assert stored.closed_at == datetime(2026, 11, 16, 11, 0)
    with pytest.raises(Conflict, match="客户撤诉"):
        withdraw(desk.service, complaint, desk.version(complaint), "再撤")


def test_a_step_can_be_undone(desk: Desk) -> None:
    complaint = desk.processing()
    version, before = desk.version(complaint), desk.read(complaint)
    resolve(desk.clerk, complaint, version, SOLUTION, uid="0d1f1f7e-0000-4000-8000-000000000001")
    undo(desk.clerk, "0d1f1f7e-0000-4000-8000-000000000001")
    after = desk.read(complaint)
    assert (after.row.state_code, after.row.resolved_at, after.timeline) == ("processing", None, before.timeline)


def test_nothing_happens_before_it_came(desk: Desk) -> None:
    complaint = desk.resolved()
    with pytest.raises(Invalid, match="时间不能早于接诉时间"):
        note(desk.service, complaint, desk.version(complaint), "打过", at=datetime(2026, 11, 16, 9, 0))
    assert desk.read(complaint).row.received_at == TAKEN_AT
