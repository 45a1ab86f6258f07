"""The board, the list, the counts, one complaint whole; and who sees what (rule R22)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from app.complaints.closing import close, disagree, reopen, resolve, withdraw
from app.complaints.detail import full_phone, read_complaint
from app.complaints.handling import (
    accept,
    approve_remedy,
    hand_over,
    note,
    propose_remedy,
    reject,
    resume,
    start,
    wait,
)
from app.complaints.improvements import (
    begin_improvement,
    create_improvement,
    edit_improvement,
    finish_improvement,
    verify_improvement,
)
from app.complaints.printing import complaint_report, ledger_report
from app.complaints.reading import (
    Counts,
    board,
    complaint_ids,
    complaints_by_id,
    list_complaints,
    of_customer,
    open_counts,
)
from app.complaints.registering import change_severity, edit_registration, register, start_complaint
from app.complaints.reminders import due_reminders
from app.complaints.rows import ComplaintFilter
from app.context import App
from app.customers.history import history
from app.db.records import ComplaintLog
from app.errors import Forbidden, NotFound
from tests.app.complaints.conftest import TAKEN_AT, Desk
from tests.support.statements import statements_of


def numbers(desk: Desk, by: App | None = None, **wanted: Any) -> list[str]:
    return [row.complaint_no[-3:] for row in list_complaints(by or desk.chief, ComplaintFilter(**wanted))]


def test_the_board_has_four_columns_most_urgent_first(desk: Desk) -> None:
    customer = desk.office.add_customer()
    desk.at("11-16 12:00")
    late = desk.registered(customer, severity="minor", received_at=TAKEN_AT)
    first = desk.registered(customer, severity="major", received_at=TAKEN_AT)
    desk.at("11-16 14:00")
    working, solved, done = desk.processing(), desk.resolved(), desk.closed()
    lanes = board(desk.chief)
    assert [(lane.title, lane.count, [row.id for row in lane.rows]) for lane in lanes] == [
        ("待受理", 2, [first, late]),
        ("处理中", 1, [working]),
        ("待客户确认", 1, [solved]),
        ("已结案", 1, [done]),
    ]


def test_what_is_finished_leaves_the_board_after_thirty_days(desk: Desk) -> None:
    done = desk.closed()
    desk.at("12-16 10:00")
    assert [row.id for row in board(desk.chief)[3].rows] == [done]
    desk.at("12-16 10:01")
    assert board(desk.chief)[3].rows == ()
    assert numbers(desk) == ["001"]


def test_the_board_is_filtered_too(desk: Desk) -> None:
    desk.processing(kind="price")
    wanted = desk.processing(kind="invoice")
    lanes = board(desk.chief, ComplaintFilter(kinds=("invoice",)))
    assert [row.id for lane in lanes for row in lane.rows] == [wanted]
    assert [lane.count for lane in board(desk.chief, ComplaintFilter(states=("waiting",)))] == [0, 0, 0, 0]


def test_it_is_found_by_customer_number_and_words(desk: Desk) -> None:
    other = desk.office.add_customer("砾川电缆批发部")
    desk.registered(description="两卷 100%_受潮")
    desk.registered(other, description="开票名称写错")
    assert numbers(desk) == ["002", "001"]
    for text in ("砾川", "lcdl", "202611-002", "ts-lz-202611-002", "名称写错", "00001"):
        assert numbers(desk, text=text) == ["002"], text
    assert numbers(desk, text="%_受") == ["001"]
    assert numbers(desk, text="没有的") == []


def test_it_is_narrowed_by_kind_state_handler_office_time(desk: Desk) -> None:
    registered = desk.registered(kind="price", severity="minor")
    desk.processing()
    desk.clock.forward(days=1)
    desk.registered(received_at=desk.clock.now)
    first = datetime(2026, 11, 17)
    branch = desk.read(registered).row.branch_id
    assert numbers(desk, kinds=("price",)) == ["001"]
    assert numbers(desk, severities=("minor",)) == ["001"]
    assert numbers(desk, states=("processing", "accepted")) == ["002"]
    assert numbers(desk, handler_id=desk.clerk.user.employee_id) == ["002"]
    assert numbers(desk, received_from=first) == ["003"]
    assert numbers(desk, received_to=first) == ["002", "001"]
    assert numbers(desk, branch_id=branch) == ["003", "002", "001"]
    assert numbers(desk, branch_id=999) == []
    last, middle, earliest = complaint_ids(desk.chief, ComplaintFilter())
    assert complaint_ids(desk.chief, ComplaintFilter(severities=("minor",))) == [earliest]
    found = complaints_by_id(desk.chief, [earliest, last, 9_999])
    assert [row.complaint_no[-3:] for row in found] == ["003", "001"]
    assert [row.id for row in list_complaints(desk.chief, ComplaintFilter(), limit=2)] == [last, middle]


def test_the_database_counts_what_the_rule_calls_over(desk: Desk) -> None:
    unanswered, working, waiting = desk.registered(), desk.processing(), desk.processing()
    desk.resolved()
    wait(desk.clerk, waiting, desk.version(waiting), "等样")
    for day, over in (
        ("11-17 10:00", set()),
        ("11-17 10:01", {unanswered}),
        ("11-25 18:00", {unanswered}),
        ("11-25 18:01", {unanswered, working}),
    ):
        desk.at(day)
        rows = list_complaints(desk.chief, ComplaintFilter())
        assert {row.id for row in rows if row.overdue} == over
        assert {row.id for row in list_complaints(desk.chief, ComplaintFilter(overdue=True))} == over
        assert open_counts(desk.clerk) == Counts(4, len(over), 3)
    resume(desk.clerk, waiting, desk.version(waiting), "到了")
    desk.at("12-07 17:00")
    assert desk.read(waiting).row.overdue == ""
    desk.at("12-07 17:01")
    assert desk.read(waiting).row.overdue == "resolve"


def test_a_customers_complaints(desk: Desk) -> None:
    customer = desk.office.add_customer()
    desk.registered(customer)
    desk.registered(desk.office.add_customer("砾川电缆批发部"))
    (row,) = of_customer(desk.chief, customer)
    assert (row.customer, row.kind, row.severity, row.owner) == (
        "桁岳五金机电经营部"[:10],
        "短缺错发",
        "一般",
        "程砚舟",
    )


def test_the_summary_is_the_first_line(desk: Desk) -> None:
    complaint = desk.registered(description="少 6 米\n其余待查")
    assert desk.read(complaint).row.summary == "少 6 米"


def test_what_is_over_stands_in_the_timeline(desk: Desk) -> None:
    complaint = desk.registered()
    desk.at("11-17 10:00")
    assert not [line for line in desk.read(complaint).timeline if line.is_overrun]
    desk.at("11-17 11:00")
    over = desk.read(complaint).timeline[-1]
    assert (over.at, over.title, over.who) == (datetime(2026, 11, 17, 10, 0), "超时", "系统")
    assert over.text == "已过应响应时间，提醒主管。"


def test_the_phone_is_masked_until_somebody_entitled_asks(desk: Desk) -> None:
    complaint = desk.accepted()
    for app, may in ((desk.clerk, True), (desk.service, False), (desk.rep, False)):
        detail = desk.read(complaint, app)
        assert detail.values["complainant_phone"] == "142****1037"
        assert detail.phone_may_be_shown is may
    with pytest.raises(Forbidden, match="完整电话只有承办人和内勤、主管能看"):
        full_phone(desk.service, complaint)
    hand_over(desk.clerk, complaint, desk.version(complaint), handler_id=desk.service.user.employee_id, content="换")
    assert full_phone(desk.service, complaint) == "14200001037"
    assert history(desk.chief, "complaint_log", complaint).events[0].title == "显示完整电话"


def test_a_rep_sees_own_customers_and_what_the_rep_took_down_or_handles(desk: Desk) -> None:
    other = desk.office.as_("luoyn")
    own = desk.registered(desk.office.add_customer())
    assert numbers(desk, desk.rep) == ["001"]
    assert numbers(desk, other) == []
    assert open_counts(other) == Counts(0, 0, 0)
    with pytest.raises(Forbidden, match="不在账号 luoyn 的范围里"):
        read_complaint(other, own)
    with pytest.raises(Forbidden, match="不在账号 luoyn 的范围里"):
        note(other, own, 1, "看看")
    accept(desk.service, own, desk.version(own), handler_id=other.user.employee_id, content="致电")
    assert read_complaint(other, own).row.handler == "罗以南"
    assert read_complaint(desk.service, own).row.id == own


def test_another_office_is_another_office(desk: Desk) -> None:
    complaint = desk.registered()
    elsewhere = desk.clerk.signed_in_as(replace(desk.clerk.user, branch_id=999))
    assert numbers(desk, elsewhere) == []
    with pytest.raises(Forbidden):
        read_complaint(elsewhere, complaint)


def test_law_sees_what_may_cost_money(desk: Desk) -> None:
    law = desk.chief.signed_in_as(replace(desk.chief.user, role="legal", branch_id=None))
    desk.registered()
    desk.registered(involved_amount=Decimal(560))
    assert numbers(desk, law) == ["002"]


def test_what_is_gone_is_gone(desk: Desk) -> None:
    complaint = desk.registered()
    desk.office.change(ComplaintLog, complaint, {"deleted_at": TAKEN_AT})
    with pytest.raises(NotFound, match="这件投诉已不在了"):
        read_complaint(desk.chief, complaint)
    assert numbers(desk) == []
    assert open_counts(desk.chief).open == 0


ASKED: list[tuple[str, Callable[[App], object]]] = [
    ("complaint.register", lambda app: start_complaint(app)),
    ("complaint.register", lambda app: register(app, {})),
    ("complaint.view", lambda app: edit_registration(app, 1, 1, {})),
    ("complaint.view", lambda app: change_severity(app, 1, 1, "minor", "改")),
    ("complaint.view", lambda app: accept(app, 1, 1, handler_id=1, content="致电")),
    ("complaint.view", lambda app: reject(app, 1, 1, reject_reason="不", content="告知")),
    ("complaint.view", lambda app: start(app, 1, 1, "始")),
    ("complaint.view", lambda app: wait(app, 1, 1, "等")),
    ("complaint.view", lambda app: resume(app, 1, 1, "续")),
    ("complaint.view", lambda app: note(app, 1, 1, "记")),
    ("complaint.view", lambda app: hand_over(app, 1, 1, handler_id=1, content="转")),
    ("complaint.view", lambda app: propose_remedy(app, 1, 1, amount=3000, content="赔")),
    ("complaint.view", lambda app: approve_remedy(app, 1, 1, amount=3000, content="批")),
    ("complaint.view", lambda app: resolve(app, 1, 1, {})),
    ("complaint.view", lambda app: close(app, 1, 1, {})),
    ("complaint.view", lambda app: disagree(app, 1, 1, "不")),
    ("complaint.view", lambda app: reopen(app, 1, 1, "又")),
    ("complaint.view", lambda app: withdraw(app, 1, 1, "撤")),
    ("complaint.view", lambda app: board(app)),
    ("complaint.view", lambda app: list_complaints(app, ComplaintFilter())),
    ("complaint.view", lambda app: complaint_ids(app, ComplaintFilter())),
    ("complaint.view", lambda app: complaints_by_id(app, [1])),
    ("complaint.view", lambda app: of_customer(app, 1)),
    ("complaint.view", lambda app: open_counts(app)),
    ("complaint.view", lambda app: read_complaint(app, 1)),
    ("complaint.view", lambda app: full_phone(app, 1)),
    ("complaint.view", lambda app: due_reminders(app)),
    ("complaint.accept", lambda app: create_improvement(app, 1, {})),
    ("complaint.accept", lambda app: edit_improvement(app, 1, 1, {})),
    ("complaint.accept", lambda app: verify_improvement(app, 1, 1, effective=True, result="好")),
    ("complaint.view", lambda app: begin_improvement(app, 1, 1)),
    ("complaint.view", lambda app: finish_improvement(app, 1, 1)),
    ("complaint.view", lambda app: complaint_report(app, 1)),
    ("export.masked", lambda app: complaint_report(app, 1)),
    ("complaint.view", lambda app: ledger_report(app, TAKEN_AT.date())),
    ("export.masked", lambda app: ledger_report(app, TAKEN_AT.date())),
    ("export.full", lambda app: ledger_report(app, TAKEN_AT.date(), masked=False)),
]


def test_every_service_function_asks_for_its_right(desk: Desk) -> None:
    for right, act in ASKED:
        without = replace(desk.office.app.user, rights=desk.office.app.user.rights - {right})
        with pytest.raises(Forbidden, match=right):
            act(desk.office.app.signed_in_as(without))


def test_nobody_unnamed_acts(desk: Desk) -> None:
    complaint = desk.registered()
    with pytest.raises(Forbidden, match="投诉要由登录的人办理"):
        note(desk.office.app, complaint, desk.version(complaint), "记")


def test_reopened_ones_cost_no_statement_each(desk: Desk) -> None:
    def reopened() -> None:
        complaint = desk.resolved()
        disagree(desk.service, complaint, desk.version(complaint), "还是少")

    def read() -> int:
        return statements_of(desk.office, lambda: list_complaints(desk.chief, ComplaintFilter()))

    reopened()
    once = read()
    for _ in range(3):
        reopened()
    assert read() == once
    assert statements_of(desk.office, lambda: due_reminders(desk.chief)) <= once
