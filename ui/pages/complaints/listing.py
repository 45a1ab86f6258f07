"""All complaints as a list, the latest first: their ids at once, the rows as they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from app.complaints.reading import complaint_ids, complaints_by_id
from app.complaints.rows import ComplaintFilter, ComplaintRow
from app.context import App
from ui.jobs import Jobs
from ui.pages.complaints.views import COLUMNS
from ui.tables.listed import ListedTable
from ui.tables.paging import BLOCK_ROWS


@dataclass(frozen=True, slots=True)
class Found:
    """What a filter lets pass: all ids, and the first rows."""

    wanted: ComplaintFilter
    ids: Sequence[int]
    rows: Sequence[ComplaintRow]


def find(app: App, wanted: ComplaintFilter) -> Found:
    """Read a list; in the pool."""
    ids = complaint_ids(app, wanted)
    return Found(wanted, ids, complaints_by_id(app, ids[:BLOCK_ROWS]))


class ComplaintList(ListedTable):
    """The table."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__(COLUMNS, jobs, partial(complaints_by_id, app))
        self.setAccessibleName("投诉")

    def show_found(self, found: Found, chosen: int | None) -> None:
        """Other complaints, or the same ones read anew; the cursor stays on the chosen one."""
        self.mark(found.wanted.text.strip())
        self.list_ids(found.ids, found.rows, current=chosen)
