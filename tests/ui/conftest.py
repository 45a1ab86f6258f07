"""Every window test stands in the dressed application, in the light scheme at normal size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication

from app.context import App, SignedIn
from tests.support.clock import StandingClock
from ui.application import dress
from ui.shell.desk import Desk
from ui.theme import Mode, theme


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with fonts, palette, sheet and translation, once."""
    dress(qapp)
    return qapp


@pytest.fixture(autouse=True)
def _normal_look(dressed: QApplication) -> Iterator[None]:
    theme().choose(mode=Mode.LIGHT, scale=1.0, density="normal")
    yield
    theme().choose(mode=Mode.LIGHT, scale=1.0, density="normal")


@pytest.fixture
def bare_desk(clock: StandingClock) -> Iterator[Desk]:
    """A desk without a database, for what only needs jobs, changes and toasts."""
    user = SignedIn(None, "sunqian", "孙倩", "clerk", frozenset(), branch_name="杭州办事处")
    desk = Desk(App(cast("Any", None), user, clock))
    yield desk
    desk.jobs.close()
