"""Signing in: who, with which rights, and what too many wrong passwords do."""

from __future__ import annotations

import pytest

from app.db.records import AuditEntry, Employee, User
from app.errors import Forbidden
from app.people.accounts import NOBODY, list_accounts, sign_in
from app.security.rights import ROLE_RIGHTS
from tests.support.office import PASSWORD, Office


def test_the_accounts_are_listed_before_anybody_signs_in(office: Office) -> None:
    rows = list_accounts(office.app.signed_in_as(NOBODY))
    assert [row.username for row in rows] == ["chengyz", "luoyn", "shenql", "wenk", "admin"]
    assert [row.asks_password for row in rows] == [False, False, True, False, False]
    assert rows[-1].branch_name == "公司总部"


def test_signing_in_gives_the_role_its_rights(office: Office) -> None:
    user = sign_in(office.app, "chengyz").user
    assert (user.name, user.role, user.branch_name) == ("程砚舟", "rep", "澜州办事处")
    assert user.rights == ROLE_RIGHTS["rep"]
    assert user.employee_id == office.employee("E01")


def test_an_account_of_head_office_has_no_branch(office: Office) -> None:
    assert sign_in(office.app, "admin").user.branch_id is None


def test_the_password_opens_a_guarded_account(office: Office) -> None:
    assert sign_in(office.app, "shenql", PASSWORD).user.name == "沈其岚"
    assert office.read(User, office.id_of(User, username="shenql")).last_login_at == office.clock.now


@pytest.mark.parametrize("username", ["nobody", "", "' OR 1=1 --"])
def test_an_unknown_account_is_named(office: Office, username: str) -> None:
    with pytest.raises(Forbidden, match="没有账号"):
        sign_in(office.app, username)


def test_an_account_out_of_use_cannot_sign_in(office: Office) -> None:
    office.change(User, office.id_of(User, username="luoyn"), {"is_active": False}, "停用账号")
    with pytest.raises(Forbidden, match="已停用"):
        sign_in(office.app, "luoyn")
    assert "luoyn" not in [row.username for row in list_accounts(office.app)]


def wrong(office: Office) -> str:
    with pytest.raises(Forbidden) as caught:
        sign_in(office.app, "shenql", "不对")
    return str(caught.value)


def test_wrong_passwords_are_counted_and_then_lock(office: Office) -> None:
    assert [wrong(office)[:13] for _ in range(4)] == [f"口令不对，还可以试 {n} 次" for n in (4, 3, 2, 1)]
    assert "锁定 15 分钟" in wrong(office)
    with pytest.raises(Forbidden, match="已锁定到 22:15"):
        sign_in(office.app, "shenql", PASSWORD)
    office.clock.forward(minutes=15)
    assert sign_in(office.app, "shenql", PASSWORD).user.name == "沈其岚"


def test_the_right_password_starts_the_count_again(office: Office) -> None:
    wrong(office)
    sign_in(office.app, "shenql", PASSWORD)
    assert "还可以试 4 次" in wrong(office)


def test_wrong_passwords_are_kept_though_signing_in_fails(office: Office) -> None:
    wrong(office)
    assert office.read(User, office.id_of(User, username="shenql")).failed_count == 1


def test_signing_in_is_journalled_without_the_password(office: Office) -> None:
    sign_in(office.app, "shenql", PASSWORD)
    with office.app.reading() as session:
        entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert (entry.operation, entry.entity_label) == ("登录", "shenql")
    assert PASSWORD not in entry.changes


def test_every_role_of_the_choice_list_has_its_rights() -> None:
    from app.choices import options

    assert {option.code for option in options("role")} == set(ROLE_RIGHTS)


def test_an_employee_who_is_gone_cannot_sign_in(office: Office) -> None:
    office.change(Employee, office.employee("E02"), {"deleted_at": office.clock.now}, "删除员工")
    with pytest.raises(Forbidden, match="已停用"):
        sign_in(office.app, "luoyn")
