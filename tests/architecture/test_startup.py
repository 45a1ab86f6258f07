"""The window shows before the heavy libraries are loaded; they come when they are first used."""

from __future__ import annotations

import subprocess
import sys

from tests.support.sources import ROOT

START_UP = ("app.commandline.parser", "app.log", "ui.start", "ui.application", "ui.assembly")
HEAVY = {"sqlalchemy", "alembic", "psycopg", "reportlab", "openpyxl", "pyxform", "elementpath", "pypinyin", "pypdfium2"}


def test_starting_loads_no_heavy_library() -> None:
    program = f"import sys, {', '.join(START_UP)}; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "PySide6" in loaded
    assert not loaded & HEAVY
