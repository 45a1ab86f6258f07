"""Taking complaints down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from app.complaints.closing import disagree
from app.complaints.handling import note, resume, wait
from app.complaints.registering import change_severity, edit_registration, register, start_complaint
from app.db.records import ComplaintLog, Customer, Employee
from app.errors import Conflict, Forbidden, Invalid, NotFound
from tests.app.complaints.conftest import TAKEN_AT, Desk


def problems(desk: Desk, **changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        register(desk.service, desk.values(desk.office.add_customer(), **changes))
    with desk.office.app.reading() as session:
        assert session.query(ComplaintLog).count() == 0
    return caught.value.problems


def test_it_is_numbered_by_the_month_it_came_with_both_limits(desk: Desk) -> None:
    desk.at("12-01 09:00")
    customer = desk.office.add_customer()
    first = desk.registered(customer, received_at=datetime(2026, 11, 30, 16, 0))
    second = desk.registered(customer, received_at=datetime(2026, 12, 1, 9, 0))
    row = desk.read(first).row
    assert (row.complaint_no, desk.read(second).row.complaint_no) == ("TS-LZ-202611-001", "TS-LZ-202612-001")
    assert (row.state_code, row.lane, row.handler) == ("registered", 0, "")
    assert (row.response_due_at, row.resolve_due_at) == (datetime(2026, 12, 1, 16, 0), datetime(2026, 12, 9, 18, 0))


def test_taking_it_down_is_the_first_line_of_its_record(desk: Desk) -> None:
    desk.clock.forward(minutes=7)
    (line,) = desk.read(desk.registered()).timeline
    assert (line.at, line.title, line.who, line.text) == (TAKEN_AT, "登记", "白宁", "电话业务员：一盘少 6 米")
    assert (line.is_contact, line.is_overrun) == (False, False)


def test_everything_missing_is_named_at_once(desk: Desk) -> None:
    with pytest.raises(Invalid) as caught:
        register(desk.service, {})
    assert set(caught.value.problems) == {
        *("customer_id", "complainant", "received_at", "channel", "receiver_id"),
        *("kind", "severity", "description", "demand"),
    }
    assert "内容还在窗口里" in str(caught.value)


def test_a_missing_product_is_named_with_the_rest(desk: Desk) -> None:
    assert set(problems(desk, kind="quality", product_note=" ", description="", demand="")) == {
        *("product_note", "description", "demand"),
    }


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"received_at": datetime(2026, 11, 16, 10, 1)}, "received_at", "接诉时间不能晚于现在"),
        ({"kind": "quality"}, "product_note", "质量类投诉要填产品"),
        ({"involved_amount": "-1"}, "involved_amount", "不小于 0"),
        ({"involved_amount": "1.234"}, "involved_amount", "最多 2 位小数"),
        ({"complainant_phone": "12345"}, "complainant_phone", "请核对电话"),
        ({"severity": "terrible"}, "severity", "没有“terrible”这个选项"),
        ({"description": "长" * 1001}, "description", "最多 1000 个字"),
        ({"demand": "长" * 301}, "demand", "最多 300 个字"),
        ({"received_at": "昨天"}, "received_at", "这样的时间"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, changes: dict[str, Any], field: str, words: str) -> None:
    assert words in problems(desk, **changes)[field]


@pytest.mark.parametrize("phone", ["14200001037", "0600-8800001", "400-800-1234", "142 0000 1037", None])
def test_any_usual_phone_will_do(desk: Desk, phone: str | None) -> None:
    desk.registered(complainant_phone=phone)


def test_a_complaint_about_nobody_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound, match="这家客户已不在了"):
        desk.registered(999)


def test_who_left_takes_nothing_down(desk: Desk) -> None:
    desk.office.change(Employee, desk.office.employee("E02"), {"status": "left"})
    assert problems(desk, receiver_id=desk.office.employee("E02")) == {"receiver_id": "罗以南已不在岗，请另选一人"}


def test_a_rep_takes_down_what_own_customers_say(desk: Desk) -> None:
    own, other = desk.office.add_customer(), desk.office.add_customer("砾川电缆批发部", owner="E02")
    assert register(desk.rep, desk.values(own, receiver_id=desk.rep.user.employee_id))
    with pytest.raises(Forbidden, match="不是自己名下的客户"):
        register(desk.rep, desk.values(other))


def test_it_begins_with_the_main_contact(desk: Desk) -> None:
    customer = desk.office.add_customer()
    desk.office.add_contact(customer)
    desk.clock.forward(seconds=20)
    offered = start_complaint(desk.service, customer)
    assert offered.customer == "桁岳五金机电经营部"
    assert offered.values == {
        "customer_id": customer,
        "complainant": "谢予川",
        "complainant_phone": "14200001037",
        "received_at": TAKEN_AT,
        "channel": "phone",
        "receiver_id": desk.service.user.employee_id,
        "kind": "quality",
        "severity": "normal",
    }
    assert "customer_id" not in start_complaint(desk.service).values


def test_a_correction_moves_the_limits_with_the_time(desk: Desk) -> None:
    desk.at("11-16 11:00")
    complaint = desk.registered()
    version = desk.version(complaint)
    edit_registration(desk.service, complaint, version, {"received_at": datetime(2026, 11, 13, 17, 0), "demand": "换"})
    row = desk.read(complaint).row
    assert (row.received_at, row.demand) == (datetime(2026, 11, 13, 17, 0), "换")
    assert (row.response_due_at, row.resolve_due_at) == (datetime(2026, 11, 16, 17, 0), datetime(2026, 11, 24, 18, 0))
    assert row.complaint_no == "TS-LZ-202611-001"
    with pytest.raises(Conflict, match="刚被别人改过"):
        edit_registration(desk.service, complaint, version, {"demand": "退"})


def test_a_correction_is_checked_like_the_first_time(desk: Desk) -> None:
    complaint = desk.accepted()
    for changes, field in (
        ({"complainant": " "}, "complainant"),
        ({"received_at": datetime(2026, 12, 1)}, "received_at"),
        ({"involved_amount": -5}, "involved_amount"),
    ):
        with pytest.raises(Invalid) as caught:
            edit_registration(desk.service, complaint, desk.version(complaint), changes)
        assert field in caught.value.problems
    desk.clock.forward(hours=1)
    with pytest.raises(Invalid, match="不能晚于第一次联系客户"):
        edit_registration(
            desk.service, complaint, desk.version(complaint), {"received_at": datetime(2026, 11, 16, 10, 30)}
        )


def test_a_rep_corrects_only_what_the_rep_took_down(desk: Desk) -> None:
    complaint = desk.registered()
    with pytest.raises(Forbidden, match="不是自己登记的"):
        edit_registration(desk.rep, complaint, desk.version(complaint), {"demand": "换"})


def test_another_severity_counts_from_when_it_came(desk: Desk) -> None:
    complaint = desk.processing()
    desk.at("11-17 09:00")
    change_severity(desk.service, complaint, desk.version(complaint), "major", "同批又有两家反映")
    detail = desk.read(complaint)
    assert detail.row.severity == "严重"
    assert detail.row.response_due_at == datetime(2026, 11, 16, 15, 0)
    assert detail.row.resolve_due_at == datetime(2026, 11, 23, 18, 0)
    assert detail.timeline[-1].text == "程度由一般改为严重：同批又有两家反映"
    with pytest.raises(Invalid, match="程度本来就是严重"):
        change_severity(desk.service, complaint, desk.version(complaint), "major", "再改")


def test_another_severity_keeps_what_was_waited(desk: Desk) -> None:
    complaint = desk.processing()
    wait(desk.clerk, complaint, desk.version(complaint), "等样品")
    desk.at("11-16 15:00")
    resume(desk.clerk, complaint, desk.version(complaint), "样品到了")
    change_severity(desk.chief, complaint, desk.version(complaint), "major", "批量")
    assert desk.read(complaint).row.resolve_due_at == datetime(2026, 11, 24, 14, 0)  # 11-23 18:00 and four hours


def test_another_severity_of_a_reopened_one_counts_from_the_reopening(desk: Desk) -> None:
    complaint = desk.resolved()
    desk.at("11-18 09:00")
    disagree(desk.service, complaint, desk.version(complaint), "还是少")
    change_severity(desk.service, complaint, desk.version(complaint), "minor", "只差 1 米")
    assert desk.read(complaint).row.resolve_due_at == datetime(2026, 11, 25, 18, 0)  # half of ten


def test_nothing_more_is_corrected_once_it_is_closed(desk: Desk) -> None:
    complaint = desk.closed()
    with pytest.raises(Conflict, match=r"已结案.*不能“改登记”"):
        edit_registration(desk.service, complaint, desk.version(complaint), {"demand": "退"})
    with pytest.raises(Conflict, match="不能“记一笔”"):
        note(desk.service, complaint, desk.version(complaint), "再说")


def test_a_customer_that_is_deleted_has_no_new_complaints(desk: Desk) -> None:
    customer = desk.office.add_customer()
    desk.office.change(Customer, customer, {"deleted_at": TAKEN_AT})
    with pytest.raises(NotFound):
        desk.registered(customer)


def test_who_took_it_down_may_have_left_since(desk: Desk) -> None:
    complaint = desk.registered()
    desk.office.change(Employee, desk.service.user.employee_id or 0, {"status": "left"})
    edit_registration(desk.clerk, complaint, desk.version(complaint), {"demand": "补 6 米"})
    assert desk.read(complaint).values["demand"] == "补 6 米"
    gone = {"receiver_id": desk.office.employee("E02")}
    desk.office.change(Employee, gone["receiver_id"], {"status": "left"})
    with pytest.raises(Invalid, match="不在岗"):
        edit_registration(desk.clerk, complaint, desk.version(complaint), gone)
