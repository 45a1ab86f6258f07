"""The environment's or the user's errors, each with a Chinese sentence; every other exception is a bug.

The sentence says what happened, what is safe and what to do (design language §9).
"""

from __future__ import annotations

from collections.abc import Mapping


class KnownError(Exception):
    """Something the user can understand and act on; `str(error)` is the sentence to show."""


class Invalid(KnownError):
    """Answers that cannot be taken; `problems` names every one of them, field name to sentence."""

    def __init__(self, sentence: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.problems = dict(problems or {})


class BadForm(Invalid):
    """A survey form that cannot be used; `problems` has one entry a row, in sheet order."""


class Conflict(KnownError):
    """Somebody else changed the record meanwhile, or its state no longer allows the action."""


class NotFound(KnownError):
    """What was asked for does not exist."""


class Forbidden(KnownError):
    """The signed-in user lacks the right."""


class DatabaseUnavailable(KnownError):
    """The database cannot be opened, read or written now."""


class FileUnusable(KnownError):
    """A file cannot be read or written."""


class Cancelled(KnownError):
    """The user stopped a task."""
