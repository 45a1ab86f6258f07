"""All complaints as a list, the latest first, read in blocks."""

from __future__ import annotations

from collections.abc import Sequence

from app.complaints.reading import count_complaints, list_complaints
from app.complaints.rows import ComplaintFilter, ComplaintRow
from app.context import App
from ui.pages.complaints.cards import Card
from ui.pages.complaints.views import COLUMNS, card_of
from ui.tables.model import BLOCK_ROWS
from ui.tables.view import RecordTable


class ComplaintSource:
    """What a filter lets pass, page by page."""

    def __init__(self, app: App, wanted: ComplaintFilter) -> None:
        self._app, self._wanted = app, wanted

    def count(self) -> int:
        """How many there are."""
        return count_complaints(self._app, self._wanted)

    def rows(self, start: int, n: int) -> Sequence[ComplaintRow]:
        """One block of them."""
        return list_complaints(self._app, self._wanted, start=start, limit=n)


class ComplaintList(RecordTable):
    """The table; a row can be had as the card it would be."""

    def __init__(self, app: App) -> None:
        super().__init__(COLUMNS)
        self._app = app
        self.setAccessibleName("投诉")

    def show_found(self, wanted: ComplaintFilter, chosen: int | None) -> None:
        """Other complaints, or the same ones read anew; the cursor stays on the chosen one while that is near the top."""
        self.mark(wanted.text.strip())
        self.blockSignals(True)
        self.show_rows(ComplaintSource(self._app, wanted))
        near = range(min(self.rows.rowCount(), BLOCK_ROWS))
        self.select_row(next((place for place in near if self.rows.row(place).id == chosen), -1))
        self.blockSignals(False)

    def current_card(self) -> Card | None:
        """The current row."""
        current = self.current_row()
        return card_of(current) if current else None
