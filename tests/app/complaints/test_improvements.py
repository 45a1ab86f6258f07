"""What is changed because of a complaint: done by one, verified by another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.complaints.improvements import (
    ImprovementRow,
    begin_improvement,
    create_improvement,
    edit_improvement,
    finish_improvement,
    verify_improvement,
)
from app.complaints.reading import list_complaints
from app.complaints.rows import ComplaintFilter
from app.db.records import Department, Employee
from app.errors import Conflict, Forbidden, Invalid, NotFound
from tests.app.complaints.conftest import Desk


def ordered(desk: Desk, **changes: Any) -> dict[str, Any]:
    return {
        "problem": "出库截样不改盘标",
        "measure": "截样当场改标，仓管与检验双签",
        "department_id": desk.office.id_of(Department, code="KF"),
        "owner_id": desk.clerk.user.employee_id,
        "due_on": date(2026, 12, 15),
        **changes,
    }


def every(desk: Desk) -> list[ImprovementRow]:
    complaints = list_complaints(desk.chief, ComplaintFilter())
    return [row for complaint in complaints for row in desk.read(complaint.id).improvements]


def only(desk: Desk) -> ImprovementRow:
    (row,) = every(desk)
    return row


def test_it_is_numbered_and_stands_with_its_complaint(desk: Desk) -> None:
    complaint = desk.processing()
    create_improvement(desk.service, complaint, ordered(desk))
    create_improvement(desk.service, complaint, ordered(desk, due_on=date(2026, 12, 1)))
    assert [row.imp_no for row in desk.read(complaint).improvements] == ["GJ-LZ-2026-0001", "GJ-LZ-2026-0002"]
    row = desk.read(complaint).improvements[0]
    assert (row.state, row.owner, row.department, row.due_on) == ("待整改", "温可", "客服部", date(2026, 12, 15))


def test_everything_is_asked_for(desk: Desk) -> None:
    complaint = desk.processing()
    with pytest.raises(Invalid) as caught:
        create_improvement(desk.service, complaint, {})
    assert set(caught.value.problems) == {"problem", "measure", "department_id", "owner_id", "due_on"}
    with pytest.raises(Invalid, match="期限不能早于今天"):
        create_improvement(desk.service, complaint, ordered(desk, due_on=date(2026, 11, 15)))
    desk.office.change(Employee, desk.office.employee("E02"), {"status": "left"})
    with pytest.raises(Invalid, match="罗以南已不在岗"):
        create_improvement(desk.service, complaint, ordered(desk, owner_id=desk.office.employee("E02")))
    with pytest.raises(NotFound):
        create_improvement(desk.service, 999, ordered(desk))
    with pytest.raises(NotFound, match="没有“moon”这种来源"):
        create_improvement(desk.service, complaint, ordered(desk), source_entity="moon")
    assert every(desk) == []


def test_from_order_to_proof(desk: Desk) -> None:
    improvement = create_improvement(desk.service, desk.processing(), ordered(desk))
    begin_improvement(desk.clerk, improvement, only(desk).row_version)
    assert only(desk).state == "整改中"
    desk.at("11-20 10:00")
    with pytest.raises(Invalid, match="完成日不能晚于今天"):
        finish_improvement(desk.clerk, improvement, only(desk).row_version, date(2026, 11, 21))
    finish_improvement(desk.clerk, improvement, only(desk).row_version)
    assert (only(desk).state, only(desk).done_on) == ("待验证", date(2026, 11, 20))
    with pytest.raises(Forbidden, match="验证人不能是责任人自己"):
        verify_improvement(desk.clerk, improvement, only(desk).row_version, effective=True, result="有效")
    with pytest.raises(Invalid, match="验证结果没有填"):
        verify_improvement(desk.service, improvement, only(desk).row_version, effective=True, result="")
    verify_improvement(desk.service, improvement, only(desk).row_version, effective=True, result="两周内无同类")
    row = only(desk)
    assert (row.state, row.verifier, row.verify_result) == ("验证有效", "白宁", "两周内无同类")


def test_what_did_not_help_goes_back(desk: Desk) -> None:
    improvement = create_improvement(desk.service, desk.processing(), ordered(desk))
    finish_improvement(desk.clerk, improvement, only(desk).row_version)
    verify_improvement(desk.service, improvement, only(desk).row_version, effective=False, result="又有一起")
    assert (only(desk).state, only(desk).done_on) == ("验证无效", None)
    begin_improvement(desk.clerk, improvement, only(desk).row_version)
    finish_improvement(desk.clerk, improvement, only(desk).row_version)
    assert only(desk).state == "待验证"


def test_what_is_done_is_not_rewritten(desk: Desk) -> None:
    improvement = create_improvement(desk.service, desk.processing(), ordered(desk))
    edit_improvement(desk.service, improvement, only(desk).row_version, {"measure": "改由系统打印盘标"})
    assert only(desk).measure == "改由系统打印盘标"
    with pytest.raises(Conflict):
        edit_improvement(desk.service, improvement, only(desk).row_version - 1, {"measure": "x"})
    finish_improvement(desk.service, improvement, only(desk).row_version)
    with pytest.raises(Conflict, match="现在是“待验证”，不能修改"):
        edit_improvement(desk.service, improvement, only(desk).row_version, {"measure": "x"})


def test_a_late_one_can_still_be_corrected_without_a_new_day(desk: Desk) -> None:
    improvement = create_improvement(desk.service, desk.processing(), ordered(desk))
    desk.at("12-20 10:00")
    edit_improvement(desk.service, improvement, only(desk).row_version, {"problem": "同样的问题"})
    with pytest.raises(Invalid, match="期限不能早于今天"):
        edit_improvement(desk.service, improvement, only(desk).row_version, {"due_on": date(2026, 12, 19)})


def test_only_its_owner_or_the_desk_finishes_it(desk: Desk) -> None:
    improvement = create_improvement(desk.service, desk.processing(), ordered(desk))
    with pytest.raises(Forbidden, match="由责任人办理"):
        finish_improvement(desk.rep, improvement, only(desk).row_version)
