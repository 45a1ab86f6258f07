"""Adding people with their accounts, and correcting them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.db.records import AuditEntry, Department, Employee, User
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.people.accounts import list_accounts, sign_in
from app.people.directory import (
    add_person,
    department_options,
    edit_person,
    list_people,
    new_person,
    read_person,
    superior_options,
)
from tests.support.office import Office


def typed(office: Office, **values: Any) -> dict[str, Any]:
    """A new rep as the form gives it: everything as text."""
    department = str(office.id_of(Department, code="XS"))
    return {
        **new_person(),
        "emp_no": "e07",
        "name": "邵知夏",
        "department_id": department,
        "supervisor_id": str(office.employee("E05")),
        "daily_visit_target": "6",
        "username": "Shaozx",
        **values,
    }


def problems(office: Office, **values: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        add_person(office.as_("admin"), typed(office, **values))
    return refused.value.problems


def test_a_new_rep_can_sign_in_and_belongs_to_the_departments_office(office: Office) -> None:
    employee_id = add_person(office.as_("admin"), typed(office))
    employee = office.read(Employee, employee_id)
    assert (employee.emp_no, employee.daily_visit_target, employee.position) == ("E07", 6, "rep")
    signed_in = sign_in(office.app, "shaozx").user
    assert (signed_in.role, signed_in.branch_name) == ("rep", "澜州办事处")
    assert office.read(User, office.id_of(User, username="shaozx")).data_scope == "own"


def test_a_person_without_a_sign_in_name_has_no_account(office: Office) -> None:
    add_person(office.as_("admin"), typed(office, username=""))
    assert "邵知夏" not in [row.name for row in list_accounts(office.app)]
    row = next(row for row in list_people(office.as_("admin")) if row.name == "邵知夏")
    assert (row.username, row.role, row.account, row.department) == ("", "", "", "销售部")


def test_every_problem_is_named_at_once(office: Office) -> None:
    found = problems(
        office, emp_no="E01", name="", mobile="123", username="温可", password="12345678", daily_visit_target="51"
    )
    assert set(found) == {"emp_no", "name", "mobile", "username", "password", "daily_visit_target"}
    assert found["emp_no"] == "工号 E01 已经有人在用"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"username": "wenk"}, "username"),
        ({"role": ""}, "role"),
        ({"emp_no": "业1"}, "emp_no"),
        ({"hired_on": "2026-05-01", "left_on": "2026-04-30"}, "left_on"),
        ({"department_id": ""}, "department_id"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(office: Office, values: dict[str, Any], field: str) -> None:
    assert set(problems(office, **values)) == {field}
    assert "邵知夏" not in [row.name for row in list_people(office.as_("admin"))]


def test_a_correction_is_journalled_and_keeps_the_password_when_none_is_typed(office: Office) -> None:
    admin, employee_id = office.as_("admin"), office.employee("E05")
    opened = read_person(admin, employee_id)
    assert "password" not in opened.values
    assert "password_hash" not in opened.values
    before = office.read(User, office.id_of(User, username="shenql")).password_hash
    edit_person(admin, employee_id, opened.row_version, {**opened.values, "name": "沈其岚（代）", "password": ""})
    assert office.read(User, office.id_of(User, username="shenql")).password_hash == before
    with office.app.reading() as session:
        newest = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert newest is not None
    assert (newest.operation, newest.user_name, newest.entity_label) == ("修改员工", "纪明川", "沈其岚（代）")


def test_a_new_password_is_asked_for_from_then_on(office: Office) -> None:
    admin, employee_id = office.as_("admin"), office.employee("E01")
    opened = read_person(admin, employee_id)
    edit_person(admin, employee_id, opened.row_version, {"password": "abcd1234"})
    with pytest.raises(Forbidden, match="口令不对"):
        sign_in(office.app, "chengyz")
    assert sign_in(office.app, "chengyz", "abcd1234").user.name == "程砚舟"


def test_another_role_brings_its_scope(office: Office) -> None:
    admin, employee_id = office.as_("admin"), office.employee("E01")
    edit_person(admin, employee_id, read_person(admin, employee_id).row_version, {"role": "supervisor"})
    assert office.read(User, office.id_of(User, username="chengyz")).data_scope == "branch"


def test_two_people_correcting_one_person_meet(office: Office) -> None:
    admin, employee_id = office.as_("admin"), office.employee("E01")
    seen = read_person(admin, employee_id)
    edit_person(admin, employee_id, seen.row_version, {"role": "clerk"})
    with pytest.raises(Conflict, match="刚被别人改过"):
        edit_person(admin, employee_id, seen.row_version, {"name": "程砚"})


def test_whoever_keeps_customers_cannot_leave(office: Office) -> None:
    office.add_customer()
    admin, employee_id = office.as_("admin"), office.employee("E01")
    with pytest.raises(Invalid) as refused:
        edit_person(admin, employee_id, read_person(admin, employee_id).row_version, {"status": "left"})
    assert refused.value.problems == {"status": "名下还有 1 家客户，现在不能改成离职；不让登录就把“账号启用”改成“否”"}


def test_leaving_ends_the_account(office: Office) -> None:
    admin, employee_id = office.as_("admin"), office.employee("E02")
    leaving = {"status": "left", "left_on": date(2026, 11, 20)}
    edit_person(admin, employee_id, read_person(admin, employee_id).row_version, leaving)
    with pytest.raises(Forbidden, match="已停用"):
        sign_in(office.app, "luoyn")
    assert list_people(admin)[-1].status == "离职"
    assert employee_id not in [each for each, _ in superior_options(admin)]


@pytest.mark.parametrize("change", [{"role": "clerk"}, {"is_active": False}, {"status": "left"}])
def test_one_administrator_always_stays(office: Office, change: dict[str, Any]) -> None:
    admin, employee_id = office.as_("admin"), office.employee("E10")
    with pytest.raises(Invalid, match="最后一个启用的管理员账号"):
        edit_person(admin, employee_id, read_person(admin, employee_id).row_version, change)


def test_a_superior_cannot_report_to_their_own_people(office: Office) -> None:
    admin, chief, rep = office.as_("admin"), office.employee("E05"), office.employee("E01")
    edit_person(admin, rep, read_person(admin, rep).row_version, {"supervisor_id": chief})
    with pytest.raises(Invalid) as refused:
        edit_person(admin, chief, read_person(admin, chief).row_version, {"supervisor_id": rep})
    assert set(refused.value.problems) == {"supervisor_id"}


def test_a_sign_in_name_is_not_taken_away(office: Office) -> None:
    admin, employee_id = office.as_("admin"), office.employee("E01")
    with pytest.raises(Invalid, match="登录名不能清空"):
        edit_person(admin, employee_id, read_person(admin, employee_id).row_version, {"username": ""})


def test_only_who_manages_accounts_sees_and_changes_people(office: Office) -> None:
    for act in (
        lambda app: list_people(app),
        lambda app: read_person(app, 1),
        lambda app: department_options(app),
        lambda app: superior_options(app),
        lambda app: add_person(app, {}),
        lambda app: edit_person(app, 1, 1, {}),
    ):
        with pytest.raises(Forbidden, match=r"user\.manage"):
            act(office.clerk)


def test_somebody_gone_is_said_to_be_gone(office: Office) -> None:
    with pytest.raises(NotFound, match="员工记录已不在了"):
        read_person(office.as_("admin"), 999)
