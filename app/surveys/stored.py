"""Answers as a sheet stores them: the text, who entered it when, on which visit it was learnt, and how."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from app.context import App
from app.forms.filling import Filling


def from_archive(known: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What the archive said before the first visit, as stored answers that nobody told."""
    return {
        path: {"value": value, "by": "", "at": "", "visit": 0, "source": "own_data"} for path, value in known.items()
    }


def merged(
    app: App,
    before: Mapping[str, dict[str, Any]],
    filling: Filling,
    *,
    visit: int,
    sources: Mapping[str, str],
    not_asked: Collection[str],
) -> dict[str, dict[str, Any]]:
    """The stored answers after this entry: unchanged ones keep who told them, changed ones say who does now."""
    now = {"by": app.user.name, "at": app.now().isoformat(timespec="seconds"), "visit": visit}
    answers: dict[str, dict[str, Any]] = {}
    for path, value in filling.answers().items():
        old = before.get(path)
        if old and old.get("value") == value and sources.get(path, old.get("source")) == old.get("source"):
            answers[path] = old
        else:
            answers[path] = {"value": value, **now, "source": sources.get(path, "")}
    for path in not_asked:
        if path not in answers:
            answers[path] = before[path] if path in before and before[path].get("na") else {"na": True, **now}
    return answers
