"""A supervisor who stands by and signs for what somebody else does, with a password of their own (rule R22)."""

from __future__ import annotations

from app.context import App
from app.errors import Forbidden
from app.people.accounts import AccountRow, list_accounts, sign_in

_ROLE = "supervisor"


def supervisors(app: App) -> list[AccountRow]:
    """The accounts of this office's supervisors that have a password; those of every office for who is of none."""
    office = app.user.branch_name if app.user.branch_id is not None else None
    return [
        account
        for account in list_accounts(app)
        if account.role == _ROLE and account.asks_password and office in (None, account.branch_name)
    ]


def need_supervisor(app: App, username: str, password: str) -> str:
    """The supervisor's name; raises Forbidden without one of this office, or for a wrong password."""
    if username not in {account.username for account in supervisors(app)}:
        raise Forbidden("没有选在场的主管，或主管的账号没有设口令，什么都没有做。请主管设好口令，或登录后自己办。")
    return sign_in(app, username, password).user.name
