"""Everybody's window holds the pages they have the rights for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import pytest

from app.context import App, SignedIn
from app.security.rights import ROLE_RIGHTS
from ui.assembly import everywhere, pages_for
from ui.shell.actions import Action
from ui.shell.desk import Desk
from ui.shell.page import Page


def app_for(role: str) -> App:
    user = SignedIn(None, role, role, role, ROLE_RIGHTS[role])
    return App(cast("Any", None), user, lambda: datetime(2026, 11, 20, 9, 0))


def actions_for(role: str) -> Sequence[Action]:
    desk = Desk(app_for(role))
    actions = everywhere(desk, lambda: cast("Page", None))
    desk.jobs.close()
    return actions


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (
            "rep",
            [
                "workbench",
                "customers",
                "duplicates",
                "survey",
                "survey_entry",
                "planning",
                "visits",
                "roster",
                "complaints",
                "reports",
                "importing",
                "meeting",
            ],
        ),
        (
            "clerk",
            [
                "workbench",
                "customers",
                "duplicates",
                "survey",
                "survey_entry",
                "planning",
                "visits",
                "roster",
                "complaints",
                "reports",
                "importing",
                "meeting",
                "filing",
            ],
        ),
        ("marketing", ["customers", "duplicates", "complaints", "reports", "importing", "filing", "office"]),
        ("legal", ["customers", "complaints"]),
        ("service", ["customers", "complaints", "reports"]),
        ("admin", ["office"]),
    ],
)
def test_a_role_sees_its_pages(role: str, pages: list[str]) -> None:
    shown = pages_for(app_for(role))
    assert [spec.name for spec in shown] == pages
    assert shown[0].digit
    assert all(not spec.under or spec.under in pages for spec in shown)


def test_the_offices_data_is_offered_to_who_keeps_it() -> None:
    offered = {role: [action.text for action in actions_for(role)] for role in ("clerk", "marketing", "admin")}
    assert offered == {
        "clerk": ["录调查表", "记拜访", "登记投诉", "新客户", "扫街花名册", "晚间讨论会", "查重", "公司备案"],
        "marketing": ["新客户", "查重", "公司备案", "办事处资料"],
        "admin": ["办事处资料"],
    }
