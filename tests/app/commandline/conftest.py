"""The command line as a person or a scheduled task calls it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.commandline.parser import parse
from app.commandline.run import run


@dataclass(frozen=True)
class Outcome:
    """What one call said and ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


class Shell:
    """Calls the program in this process, on one database."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.url = url
        self._capsys = capsys

    def __call__(self, *arguments: str | Path, url: str | None = None) -> Outcome:
        words = ["--database", url or self.url, *map(str, arguments)]
        try:
            code = run(parse(words))
        except SystemExit as end:
            code = int(end.code or 0)
        said = self._capsys.readouterr()
        return Outcome(code, said.out, said.err)
