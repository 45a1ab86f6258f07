"""Answers as a sheet stores them: the text, who entered it when, on which visit it was learnt, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.context import App
from app.forms.filling import Filling

if TYPE_CHECKING:
    from app.surveys.sheets import SheetInput


def from_archive(known: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What the archive said before the first visit, as stored answers that nobody told."""
    return {
        path: {"value": value, "by": "", "at": "", "visit": 0, "source": "own_data"} for path, value in known.items()
    }


def merged(
    app: App, before: Mapping[str, dict[str, Any]], typed: SheetInput, filling: Filling
) -> dict[str, dict[str, Any]]:
    """The stored answers after this entry: unchanged ones keep who told them, changed ones say who does now."""
    now = {
        "by": app.user.name,
        "at": app.now().isoformat(timespec="seconds"),
        "visit": typed.visit_order,
    }
    answers: dict[str, dict[str, Any]] = {}
    for path, value in filling.answers().items():
        old = before.get(path)
        if old and old.get("value") == value and typed.sources.get(path, old.get("source")) == old.get("source"):
            answers[path] = old
        else:
            answers[path] = {"value": value, **now, "source": typed.sources.get(path, "")}
    for path in typed.not_asked:
        if path not in answers:
            answers[path] = before[path] if path in before and before[path].get("na") else {"na": True, **now}
    return answers
