"""The fields a person fills at the meeting, as forms show and `clean` checks them."""

from __future__ import annotations

from dataclasses import replace

from app.db.records import DiscussionNote, FollowUp
from app.forms.model import Field, Kind

_DECISION = ("title", "owner_id", "due_on", "kind")
NOTE = ("start_at", "place", "topics", "conclusions")
_LABELS = {"title": "决定", "due_on": "下次日期", "kind": "怎么跟进"}


def decision_fields() -> tuple[Field, ...]:
    """What is decided about a customer, by whom it is done, until when and how."""
    by_name = {field.name: field for field in FollowUp.fields()}
    return tuple(replace(by_name[name], label=_LABELS.get(name, by_name[name].label)) for name in _DECISION)


def note_fields() -> tuple[Field, ...]:
    """When, where and with whom the meeting was, and what was said; people by id."""
    by_name = {field.name: field for field in DiscussionNote.fields()}
    people = Field(name="attendee_ids", label="参加人", kind=Kind.MANY, required=True, unit="人")
    recorder = Field(name="recorder_id", label="记录人", kind=Kind.ONE, required=True)
    start, place, topics, conclusions = (by_name[name] for name in NOTE)
    return (start, place, people, recorder, topics, conclusions)
