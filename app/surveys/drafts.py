"""Drafts: what is typed is on disk within a second and is offered again after a crash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.context import App
from app.db.records import SurveyDraft


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft to go on with; `state` is what the entry screen kept: answers, rows, cursor and marks."""

    uid: str
    title: str
    sheet_id: int | None
    saved_at: datetime
    state: dict[str, Any]


def save_draft(app: App, uid: str, sheet_id: int | None, title: str, state: dict[str, Any]) -> datetime:
    """Write a draft to disk and return when; the newest text replaces the one before."""
    app.need("survey.edit")
    with app.transaction("草稿") as session:
        draft = session.get(SurveyDraft, uid) or SurveyDraft(uid=uid, user_id=app.user.user_id)
        draft.sheet_id, draft.title, draft.state, draft.saved_at = sheet_id, title[:60], state, app.now()
        session.add(draft)
    return draft.saved_at


def list_drafts(app: App) -> list[DraftRow]:
    """The signed-in user's drafts, latest first."""
    app.need("survey.edit")
    query = select(SurveyDraft).where(SurveyDraft.user_id == app.user.user_id).order_by(SurveyDraft.saved_at.desc())
    with app.reading() as session:
        return [DraftRow(d.uid, d.title, d.sheet_id, d.saved_at, d.state) for d in session.scalars(query)]


def drop_draft(app: App, uid: str) -> None:
    """Throw a draft away, when its sheet was saved or the person says so."""
    app.need("survey.edit")
    with app.transaction("丢弃草稿") as session:
        if draft := session.get(SurveyDraft, uid):
            session.delete(draft)
