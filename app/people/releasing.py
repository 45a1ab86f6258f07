"""An administrator at somebody else's desk, who lets pass what only an administrator may (rule R11)."""

from __future__ import annotations

from app.context import App
from app.customers.creating import RELEASES
from app.errors import Forbidden
from app.people.accounts import sign_in


def release(app: App, username: str, password: str) -> str:
    """The administrator's name; raises Forbidden for a wrong password or an account of another role."""
    admin = sign_in(app, username, password)
    if not admin.may(RELEASES):
        raise Forbidden(f"账号 {username} 不是管理员，不能放行。没有做任何改动。请管理员本人输入账号和口令。")
    return admin.user.name
