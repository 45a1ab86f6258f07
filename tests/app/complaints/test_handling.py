"""Accepting, working, waiting, handing over, and what compensation needs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from app.complaints.closing import resolve
from app.complaints.handling import accept, approve_remedy, hand_over, note, propose_remedy, reject, resume, start, wait
from app.customers.history import history
from app.db.records import ComplaintLog, Employee
from app.errors import Conflict, Forbidden, Invalid, NotFound
from tests.app.complaints.conftest import SOLUTION, TAKEN_AT, Desk


def refused(desk: Desk, complaint: int, **given: Any) -> dict[str, str]:
    values: dict[str, Any] = {"handler_id": desk.clerk.user.employee_id, "content": "已致电", **given}
    with pytest.raises(Invalid) as caught:
        accept(desk.service, complaint, desk.version(complaint), **values)
    return caught.value.problems


def test_accepting_takes_the_first_word_with_the_customer_as_the_answer(desk: Desk) -> None:
    complaint = desk.registered()
    desk.at("11-16 11:20")
    handler = desk.clerk.user.employee_id
    accept(desk.service, complaint, desk.version(complaint), handler_id=handler, content="已致电")
    detail = desk.read(complaint)
    assert (detail.row.state_code, detail.row.lane, detail.row.handler) == ("accepted", 1, "温可")
    assert detail.row.responded_at == datetime(2026, 11, 16, 11, 20)
    assert detail.row.responded_in_time is True
    assert detail.department == "销售部"
    assert (detail.timeline[-1].title, detail.timeline[-1].is_contact) == ("受理", True)


def test_the_answer_may_have_been_before_it_is_typed(desk: Desk) -> None:
    complaint = desk.registered()
    desk.at("11-17 11:00")
    accept(
        desk.chief,
        complaint,
        desk.version(complaint),
        handler_id=desk.clerk.user.employee_id,
        content="昨天去过",
        contacted_at=datetime(2026, 11, 16, 16, 0),
    )
    row = desk.read(complaint).row
    assert (row.responded_at, row.responded_in_time) == (datetime(2026, 11, 16, 16, 0), True)


def test_accepting_asks_for_handler_and_words(desk: Desk) -> None:
    complaint = desk.registered()
    assert refused(desk, complaint, handler_id=None, content=" ") == {
        "handler_id": "承办人没有填",
        "content": "首次联系客户的记录没有填",
    }
    assert refused(desk, complaint, contacted_at=datetime(2026, 11, 16, 9, 59)) == {
        "contacted_at": "首次联系的时间不能早于接诉时间"
    }
    assert refused(desk, complaint, contacted_at=datetime(2026, 11, 16, 10, 1)) == {
        "contacted_at": "首次联系的时间不能晚于现在"
    }
    desk.office.change(Employee, desk.office.employee("E02"), {"status": "left"})
    assert "已不在岗" in refused(desk, complaint, handler_id=desk.office.employee("E02"))["handler_id"]
    with pytest.raises(NotFound):
        accept(desk.service, complaint, desk.version(complaint), handler_id=999, content="已致电")


def test_a_note_of_a_call_is_the_answer_too(desk: Desk) -> None:
    complaint = desk.registered()
    note(desk.service, complaint, desk.version(complaint), "打了没人接")
    assert desk.read(complaint).row.responded_at is None
    desk.at("11-16 10:40")
    note(desk.service, complaint, desk.version(complaint), "接通，已致歉", is_customer_contact=True)
    assert desk.read(complaint).row.responded_at == datetime(2026, 11, 16, 10, 40)
    desk.at("11-16 11:00")
    handler = desk.clerk.user.employee_id
    accept(desk.service, complaint, desk.version(complaint), handler_id=handler, content="又致电")
    detail = desk.read(complaint)
    assert detail.row.responded_at == datetime(2026, 11, 16, 10, 40)
    assert [line.title for line in detail.timeline] == ["登记", "处理", "联系客户", "受理"]


def test_only_the_supervisor_rejects_and_the_customer_is_told(desk: Desk) -> None:
    complaint = desk.registered()
    version = desk.version(complaint)
    with pytest.raises(Forbidden, match="这一步由主管办理"):
        reject(desk.service, complaint, version, reject_reason="不是我司产品", content="已告知")
    with pytest.raises(Invalid) as caught:
        reject(desk.chief, complaint, version, reject_reason="", content="")
    assert set(caught.value.problems) == {"reject_reason", "content"}
    reject(desk.chief, complaint, version, reject_reason="不是我司产品", content="已告知")
    detail = desk.read(complaint)
    assert (detail.row.state, detail.row.lane, detail.row.closed_at) == ("不予受理", 3, TAKEN_AT)
    assert detail.values["reject_reason"] == "不是我司产品"
    assert detail.row.clock is None


def test_only_the_handler_works_on_it(desk: Desk) -> None:
    complaint = desk.accepted()
    with pytest.raises(Forbidden, match="这一步由承办人温可办理"):
        start(desk.service, complaint, desk.version(complaint), "看看")
    with pytest.raises(Conflict, match=r"已受理.*不能“等待客户”"):
        wait(desk.clerk, complaint, desk.version(complaint), "等")
    with pytest.raises(Invalid):
        start(desk.clerk, complaint, desk.version(complaint), "")
    start(desk.clerk, complaint, desk.version(complaint), "查出库单")
    assert desk.read(complaint).row.state_code == "processing"


def test_waiting_pauses_and_gives_the_working_minutes_back(desk: Desk) -> None:
    complaint = desk.processing()
    desk.at("11-16 17:00")
    wait(desk.clerk, complaint, desk.version(complaint), "等客户寄样")
    stored = desk.office.read(ComplaintLog, complaint)
    assert (stored.state, stored.waiting_since) == ("waiting", datetime(2026, 11, 16, 17, 0))
    desk.at("11-17 10:00")
    assert desk.read(complaint).row.resolve_due_at == datetime(2026, 11, 26, 11, 0)
    resume(desk.clerk, complaint, desk.version(complaint), "样品到了")
    stored = desk.office.read(ComplaintLog, complaint)
    assert (stored.state, stored.waiting_since, stored.waiting_minutes) == ("processing", None, 120)
    assert stored.resolve_due_at == datetime(2026, 11, 26, 11, 0)  # 11-25 18:00 and two working hours
    desk.at("11-18 09:00")
    wait(desk.clerk, complaint, desk.version(complaint), "再等")
    desk.at("11-18 09:30")
    resume(desk.clerk, complaint, desk.version(complaint), "来了")
    stored = desk.office.read(ComplaintLog, complaint)
    assert (stored.waiting_minutes, stored.resolve_due_at) == (150, datetime(2026, 11, 26, 11, 30))
    assert [e.title for e in desk.read(complaint).timeline][-4:] == ["等待客户", "继续处理", "等待客户", "继续处理"]


def test_handing_over_needs_somebody_else_and_a_reason(desk: Desk) -> None:
    complaint = desk.processing()
    me, other = desk.clerk.user.employee_id, desk.service.user.employee_id
    with pytest.raises(Invalid, match="承办人本来就是温可"):
        hand_over(desk.clerk, complaint, desk.version(complaint), handler_id=me, content="忙")
    with pytest.raises(Invalid, match="转办的理由没有填"):
        hand_over(desk.clerk, complaint, desk.version(complaint), handler_id=other, content="")
    with pytest.raises(Forbidden, match="承办人、客服或主管"):
        hand_over(desk.rep, complaint, desk.version(complaint), handler_id=other, content="我不管")
    due = desk.read(complaint).row.resolve_due_at
    hand_over(desk.clerk, complaint, desk.version(complaint), handler_id=other, content="休假")
    detail = desk.read(complaint)
    assert (detail.row.handler, detail.department, detail.row.resolve_due_at) == ("白宁", "客服部", due)
    assert detail.timeline[-1].text == "转给白宁：休假"
    with pytest.raises(Forbidden, match="承办人白宁"):
        wait(desk.clerk, complaint, desk.version(complaint), "等")


def test_a_large_compensation_is_approved_first(desk: Desk) -> None:
    complaint = desk.processing()
    with pytest.raises(Invalid) as caught:
        resolve(desk.clerk, complaint, desk.version(complaint), SOLUTION | {"remedy_amount": "2000.01"})
    assert caught.value.problems == {"remedy_amount": "补偿超过 2,000 元要主管先批，请先报批补偿"}
    with pytest.raises(Invalid, match="2,000 元以内不用报批"):
        propose_remedy(desk.clerk, complaint, desk.version(complaint), amount="2000", content="赔")
    propose_remedy(desk.clerk, complaint, desk.version(complaint), amount="3000", content="误工")
    with pytest.raises(Invalid, match="要主管先批"):
        resolve(desk.clerk, complaint, desk.version(complaint), SOLUTION | {"remedy_amount": "3000"})
    with pytest.raises(Forbidden, match="这一步由主管办理"):
        approve_remedy(desk.clerk, complaint, desk.version(complaint), amount="3000", content="同意")
    approve_remedy(desk.chief, complaint, desk.version(complaint), amount="2500", content="减 500")
    detail = desk.read(complaint)
    assert (detail.values["remedy_amount"], detail.remedy_approver) == (Decimal(2500), "沈其岚")
    with pytest.raises(Invalid, match=r"已批 2,500.00 元"):
        resolve(desk.clerk, complaint, desk.version(complaint), SOLUTION | {"remedy_amount": "2500.01"})
    resolve(desk.clerk, complaint, desk.version(complaint), SOLUTION | {"remedy_amount": "2400"})
    assert desk.read(complaint).values["remedy_amount"] == Decimal(2400)


def test_compensation_is_money(desk: Desk) -> None:
    complaint = desk.processing()
    for amount, words in (("-1", "不小于 0"), ("abc", "应为数字"), ("", "没有填"), ("1.001", "最多 2 位小数")):
        with pytest.raises(Invalid, match=words):
            approve_remedy(desk.chief, complaint, desk.version(complaint), amount=amount, content="同意")


def test_two_people_at_once(desk: Desk) -> None:
    complaint = desk.processing()
    version = desk.version(complaint)
    note(desk.clerk, complaint, version, "先记一笔")
    hand_over(desk.chief, complaint, desk.version(complaint), handler_id=desk.service.user.employee_id, content="换人")
    with pytest.raises(Conflict):
        note(desk.clerk, complaint, version, "再记一笔")


def test_the_journal_says_what_was_done(desk: Desk) -> None:
    complaint = desk.accepted()
    events = history(desk.chief, "complaint_log", complaint).events
    assert [event.title for event in events] == ["投诉受理", "登记投诉"]
    assert "状态 已登记 → 已受理" in events[0].text
