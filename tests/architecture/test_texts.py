"""What must never be committed, and how the program speaks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

from tests.support.sources import ROOT, parsed, product_sources, pyproject, tracked_files, tracked_texts

# Put together here, so that this file does not hold what it looks for.
WORDS = ["TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK", "NotImplemented" + "Error"]
UNFINISHED = re.compile(r"\b(" + "|".join(WORDS) + r")\b")
NOT_TESTED = re.compile(r"pytest\." + r"(skip|importorskip|mark\.skip|mark\.xfail)|time\." + r"sleep\(")
PUBLIC_INDEX = "pypi" + ".org"
HOME = re.compile(r"(/home/|/Users/|[A-Z]:\\Users\\)\w+")


def test_no_file_names_a_package_registry() -> None:
    configured = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    ).stdout
    hosts = {PUBLIC_INDEX, *re.findall(r"https?://(?:[^@/'\"]*@)?([^/'\"\s:]+)", configured)}
    assert not [(name, host) for name, text in tracked_texts() for host in hosts if host in text]


def test_no_file_names_a_place_on_one_machine() -> None:
    assert not [name for name, text in tracked_texts() if HOME.search(text) or str(ROOT) + "/" in text]


def test_lock_files_with_addresses_are_not_tracked() -> None:
    assert not {"uv.lock", "pylock.toml", "poetry.lock"} & set(tracked_files())


def test_constraints_are_pins_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9.+!]+", line)]


def test_every_declared_library_is_pinned() -> None:
    project = pyproject()["project"]
    declared = sum(project["optional-dependencies"].values(), start=list(project["dependencies"]))
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    names = {re.split(r"[\[<>=]", requirement)[0].lower().replace("_", "-") for requirement in declared}
    assert not [name for name in names if not re.search(rf"^{re.escape(name)}==", pinned, re.MULTILINE)]


def test_nothing_is_left_unfinished() -> None:
    assert not [name for name, text in product_sources() if UNFINISHED.search(text)]


def test_tests_neither_skip_nor_wait() -> None:
    assert not [name for name, text in tracked_texts() if name.startswith("tests/") and NOT_TESTED.search(text)]


def test_no_error_is_swallowed() -> None:
    swallowed = [
        f"{name}:{node.lineno}"
        for name, tree in parsed("app/", "ui/", "tools/", "main.py", "dev.py", "tests/")
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and all(isinstance(step, ast.Pass) for step in node.body)
    ]
    assert not swallowed


def test_the_program_speaks_calmly_and_as_equals() -> None:
    loud = [
        f"{name}:{node.lineno} {node.value}"
        for name, tree in parsed("app/", "ui/", "main.py", "dev.py", "tools/machine.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("[您！]", node.value)
    ]
    assert not loud
