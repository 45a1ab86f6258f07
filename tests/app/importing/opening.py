"""Files opened and tried in one step, as most tests want it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.context import App
from app.importing.findings import Choices
from app.importing.source import open_source
from app.importing.tables import Table, look_at
from app.importing.templates import Template
from app.importing.trial import Trial, try_import
from app.tasks import Task


def look(path: Path, template: Template | None = None) -> tuple[Table, ...]:
    """The tables of a file."""
    with open_source(path, Task()) as source:
        return look_at(source, template)


@contextmanager
def trying(app: App, path: Path, choices: Choices | None = None, tables: Sequence[Table] = ()) -> Iterator[Trial]:
    """A trial of a file, of all its tables unless told otherwise."""
    with (
        open_source(path, Task()) as source,
        try_import(app, source, tables or look_at(source), Task(), choices) as trial,
    ):
        yield trial
