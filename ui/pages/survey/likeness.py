"""Watching for shops that are on record already, once the name or a phone was typed: a banner, never a block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.surveys.entry import Entry
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from app.customers.duplicates import LikelySame

_NAME, _ADDRESS, _PHONES = "name", "address", ("phone", "mobile")


class LikenessWatch(QObject):
    """`found` carries the likeliest same shop, or None. Only sheets of customers not on record yet are watched."""

    found = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._paths: dict[str, str] = {}
        self._asked: tuple[str, ...] = ()
        self._own: int | None = None
        self.not_same: set[int] = set()

    def watch(self, entry: Entry, not_same: set[int]) -> None:
        """Watch another sheet."""
        from app.surveys.targets import targets

        wanted = (_NAME, _ADDRESS, *_PHONES)
        self._paths = {t.path: t.field for t in targets(entry.form) if t.field in wanted and t.record != "Visit"}
        self._own = entry.opened.customer_id
        self._asked = ()
        self.not_same = not_same
        self._desk.jobs.forget(self, "likely")
        self.look(entry, frozenset(self._paths))

    def look(self, entry: Entry, changed: frozenset[str]) -> None:
        """Ask the archive when one of the telling answers changed."""
        if changed.isdisjoint(self._paths):
            return
        said = {path: entry.value(path) for path in self._paths}
        asked = tuple(said.values())
        if asked == self._asked:
            return
        self._asked = asked
        name, address = (
            next((said[path] for path, field in self._paths.items() if field == wanted and said[path]), "")
            for wanted in (_NAME, _ADDRESS)
        )
        phones = tuple(said[path] for path, field in self._paths.items() if field in _PHONES and said[path])
        app, own = self._desk.app, self._own

        def search(_task: Any) -> tuple[LikelySame, ...]:
            from app.customers.duplicates import likely_same

            return likely_same(app, name, phones, address=address, except_id=own)

        self._desk.jobs.reread(self, "likely", search, self._tell)

    def _tell(self, likely: tuple[LikelySame, ...]) -> None:
        self.found.emit(next((same for same in likely if same.customer_id not in self.not_same), None))
