"""A letter with Alt that does something grave, or is meant for every page, does nothing else on any page."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.ui.conftest import OpenOffice
from ui.assembly import everywhere, pages_for
from ui.shell.actions import Action

MEANINGS = {
    "A": ("用建议",),
    "B": ("记拜访",),
    "D": ("录调查表",),
    "H": ("合并", "就是这家"),
    "J": ("送审", "提交"),
    "K": ("新客户",),
    "L": ("扫街花名册",),
    "T": ("登记投诉",),
    "U": ("退回", "拆开"),
    "W": ("晚间讨论会",),
    "X": ("不是同一家",),
}
"""What a letter may stand for; where one of these deeds has a letter, it is this one."""


def _lettered(actions: Iterable[Action]) -> list[tuple[str, str]]:
    keys = ((action.key.removeprefix("Alt+"), action.text) for action in actions if action.key.startswith("Alt+"))
    return [(key, text) for key, text in keys if key.isalpha() and len(key) == 1]


@pytest.mark.parametrize("account", ["wenk", "shenql"])
def test_a_letter_does_the_same_on_every_page(office_of: OpenOffice, account: str) -> None:
    office = office_of(account, "customers")
    offered = _lettered(everywhere(office.desk, lambda: office.window.page))
    for spec in pages_for(office.app):
        office.window.go(spec.name)
        own = _lettered(office.window.page.page_actions())
        assert len({key for key, _ in own}) == len(own), spec.name
        offered += own
    for key, text in offered:
        for letter, deeds in MEANINGS.items():
            assert (letter == key) == any(deed in text for deed in deeds), (key, text)
    office.until(lambda: not office.desk.jobs.busy)
