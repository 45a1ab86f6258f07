"""The sample office's clerk in the real window, typing sheets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.sample import Office
from tests.ui.conftest import OpenOffice
from ui.pages.survey.entry_page import EntryPage
from ui.shell.targets import SheetTarget

_NONE = Qt.KeyboardModifier.NoModifier


class Typist:
    """Somebody at the keyboard; nothing else is touched."""

    def __init__(self, office: Office) -> None:
        self.office, self.bot = office, office.qtbot
        self.desk, self.window = office.desk, office.window
        self._view: object = None

    @property
    def page(self) -> EntryPage:
        """The entry page in front."""
        page = self.window.page
        assert isinstance(page, EntryPage)
        return page

    @property
    def at(self) -> str:
        """The path of the field the cursor is in."""
        assert self.page.view is not None
        return self.page.view.current

    def open(self, target: object = None) -> EntryPage:
        """Open a sheet and wait until it can be typed."""
        self.desk.go("survey_entry", target or SheetTarget())
        return self.until_another(self._view)

    def until_another(self, before: object) -> EntryPage:
        """Wait for a sheet other than the one before."""

        def there() -> bool:
            page = self.window.page
            return isinstance(page, EntryPage) and page.view not in (None, before) and bool(page.view.current)

        self.wait(there)
        self._view = self.page.view
        return self.page

    def go(self, number: str) -> None:
        """To the question of that number."""
        assert self.page.view is not None
        assert self.page.view.go_to_number(number)

    def answer(self, number: str, keys: str) -> None:
        """Type a question's answer."""
        self.go(number)
        self.type(keys)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """One key."""
        self.office.press(key, modifiers)

    def type(self, keys: str) -> None:
        """Digits and letters, one after the other."""
        for key in keys:
            QTest.keyClicks(self.office.focus(), key)

    def chinese(self, text: str) -> None:
        """What an input method commits."""
        self.office.type(text)

    def enter(self, times: int = 1) -> None:
        """To the next field."""
        for _ in range(times):
            self.press(Qt.Key.Key_Return)

    def wait(self, condition: Callable[[], object]) -> None:
        """Until something is so."""
        self.office.until(condition)


@pytest.fixture
def typist(office_of: OpenOffice) -> Typist:
    """The clerk, with the list of sheets in front."""
    return Typist(office_of("wenk", "survey"))
