"""The project's own files, as the architecture rules look at them."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("app/", "ui/", "tools/", "main.py", "dev.py")
# A migration is a record of what was done once: long, and never changed again.
FROZEN = "app/db/migrations/versions/"


@cache
def tracked_files() -> tuple[str, ...]:
    """Paths of what git tracks and is there, with forward slashes."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return tuple(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Path and text of every tracked file that is text."""
    for name in tracked_files():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            yield name, content.decode("utf-8")


def product_sources() -> Iterator[tuple[str, str]]:
    """Path and text of the Python files that people read and change, without the tests."""
    for name in tracked_files():
        if name.startswith(PRODUCT) and name.endswith(".py") and not name.startswith(FROZEN):
            yield name, (ROOT / name).read_text(encoding="utf-8")


def product_trees() -> Iterator[tuple[str, ast.Module]]:
    """Path and syntax tree of the same files."""
    for name, text in product_sources():
        yield name, ast.parse(text)


def parsed(*prefixes: str) -> Iterator[tuple[str, ast.Module]]:
    """Path and syntax tree of every tracked Python file below the prefixes."""
    for name in tracked_files():
        if name.startswith(prefixes) and name.endswith(".py"):
            yield name, ast.parse((ROOT / name).read_text(encoding="utf-8"))


@cache
def pyproject() -> dict[str, Any]:
    """The project's declaration."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
