"""What opening and saving a sheet mean for the services: run in jobs, away from the widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.context import App
from app.tasks import Task

if TYPE_CHECKING:
    from app.people.offices import EmployeeRow
    from app.surveys.drafts import DraftRow
    from app.surveys.entry import Entry
    from app.surveys.photos import KeptFile
    from app.surveys.sheets import SavedSheet, SheetInput
    from app.surveys.write_back import Difference


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet ready to type: where the cursor was, the text under it, the photo, who may have surveyed."""

    entry: Entry
    cursor: str = ""
    typing: tuple[str, str] | None = None
    draft_uid: str = ""
    photo: KeptFile | None = None
    files: Mapping[str, KeptFile] | None = None
    not_same: frozenset[int] = frozenset()
    reps: Sequence[EmployeeRow] = ()


def open_for_entry(
    app: App, task: Task, *, sheet_id: int | None = None, customer_id: int | None = None, draft: DraftRow | None = None
) -> Opened:
    """Read a sheet (or begin one) with what typing it needs; a draft's state goes on top."""
    from app.people.offices import list_reps
    from app.surveys.entry import Entry
    from app.surveys.photos import KeptFile, list_photos
    from app.surveys.sheets import new_sheet, open_sheet

    state: Mapping[str, Any] | None = draft.state if draft else None
    sheet_id = state["sheet_id"] if state else sheet_id
    customer_id = state["customer_id"] if state else customer_id
    opened = open_sheet(app, sheet_id) if sheet_id else new_sheet(app, customer_id)
    entry = Entry(opened, now=app.now(), state=state)
    entry.previous = last_answers(app)
    photos = list_photos(app, opened.sheet_id) if opened.sheet_id else []
    kept = state.get("photo") if state else None
    return Opened(
        entry, state.get("cursor", "") if state else "", tuple(state["typing"]) if state and state["typing"] else None,
        draft.uid if draft else "", KeptFile(**kept) if kept else next(iter(photos), None),
        {path: KeptFile(**file) for path, file in state["files"].items()} if state else {},
        frozenset(state["not_same"]) if state else frozenset(), tuple(list_reps(app, branch_id=app.user.branch_id)),
    )  # fmt: skip


def last_answers(app: App) -> Mapping[str, str]:
    """The answers of the sheet saved last, for Ctrl+D; empty when there is none."""
    from app.surveys.listing import list_sheets
    from app.surveys.sheets import open_sheet

    last = list_sheets(app, limit=1)
    return open_sheet(app, last[0].id).answers if last else {}


def carried_over(app: App, task: Task, entry: Entry, customer_id: int) -> Entry:
    """The same typing on the sheet of a customer on record."""
    from app.surveys.entry import Entry
    from app.surveys.sheets import new_sheet

    moved = Entry(new_sheet(app, customer_id), now=app.now())
    moved.previous, moved.surveyor_id = entry.previous, entry.surveyor_id or moved.surveyor_id
    for path in sorted(entry.touched):
        moved.ensure_row(path)
        moved.answer(path, entry.value(path))
    moved.not_asked |= entry.not_asked
    return moved


def found_differences(app: App, entry: Entry, customer_id: int) -> tuple[Difference, ...]:
    """What the sheet says otherwise than a customer's archive."""
    from app.surveys.write_back import differences

    return differences(app, customer_id, entry.filling)


def save_with_photos(app: App, typed: SheetInput, photos: Sequence[tuple[str, KeptFile]]) -> SavedSheet:
    """Save the sheet, then record its pictures."""
    from app.surveys.photos import attach_photos
    from app.surveys.sheets import save_sheet

    saved = save_sheet(app, typed)
    attach_photos(app, saved.sheet_id, photos)
    return saved
