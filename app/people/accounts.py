"""Signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.context import App, SignedIn
from app.db.records import BranchOffice, Employee, User
from app.errors import Forbidden
from app.security.passwords import matches
from app.security.rights import EVERY_RIGHT, ROLE_RIGHTS

_TRIES, _LOCK = 5, timedelta(minutes=15)
_HEAD_OFFICE = "公司总部"

NOBODY = SignedIn(None, "", "", "", frozenset())
"""Before anybody has signed in."""

OFFICE_JOB = SignedIn(None, "system", "系统", "admin", EVERY_RIGHT)
"""The office's own unattended jobs: sample office, scheduled reports."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account to choose at sign-in."""

    username: str
    name: str
    role: str
    branch_name: str
    asks_password: bool


def list_accounts(app: App) -> list[AccountRow]:
    """The active accounts, by employee number. Needs no right: nobody has signed in yet."""
    query = (
        select(User, Employee, BranchOffice.name)
        .join(Employee, Employee.id == User.employee_id)
        .outerjoin(BranchOffice, BranchOffice.id == Employee.branch_id)
        .where(User.is_active, User.deleted_at.is_(None), Employee.deleted_at.is_(None))
        .order_by(Employee.emp_no)
    )
    with app.reading() as session:
        return [
            AccountRow(user.username, employee.name, user.role, branch or _HEAD_OFFICE, bool(user.password_hash))
            for user, employee, branch in session.execute(query)
        ]


def sign_in(app: App, username: str, password: str = "") -> App:
    """The App for this account; raises Forbidden for a wrong password, a locked or an unknown account."""
    with app.transaction("登录") as session:
        user = session.scalar(_open_accounts().where(User.username == username))
        if user is None:
            raise Forbidden(f"没有账号“{username}”，或账号已停用。请核对登录名。")
        refusal = _refusal(app, user, password)
        signed_in = None if refusal else _signed_in(session, user)
    if signed_in is None:
        raise Forbidden(refusal)
    return app.signed_in_as(signed_in)


def _open_accounts() -> Select[tuple[User]]:
    return (
        select(User)
        .join(Employee, Employee.id == User.employee_id)
        .where(User.is_active, User.deleted_at.is_(None), Employee.deleted_at.is_(None))
    )


def _refusal(app: App, user: User, password: str) -> str:
    if user.locked_until and user.locked_until > app.now():
        return f"账号“{user.username}”已锁定到 {user.locked_until:%H:%M}。请到时再试，或找管理员。"
    if user.password_hash and not matches(password, user.password_hash):
        user.failed_count += 1
        if user.failed_count >= _TRIES:
            user.locked_until, user.failed_count = app.now() + _LOCK, 0
            return f"口令连错 {_TRIES} 次，账号锁定 {_LOCK.seconds // 60} 分钟。请到时再试，或找管理员。"
        return f"口令不对，还可以试 {_TRIES - user.failed_count} 次。请看大小写和输入法。"
    user.failed_count, user.locked_until, user.last_login_at = 0, None, app.now()
    return ""


def _signed_in(session: Session, user: User) -> SignedIn:
    employee = session.get_one(Employee, user.employee_id)
    branch = session.get(BranchOffice, employee.branch_id) if employee.branch_id else None
    return SignedIn(
        user_id=user.id,
        username=user.username,
        name=employee.name,
        role=user.role,
        rights=ROLE_RIGHTS.get(user.role, frozenset()),
        employee_id=employee.id,
        branch_id=branch.id if branch else None,
        branch_name=branch.name if branch else _HEAD_OFFICE,
    )
