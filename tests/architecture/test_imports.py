"""Who may import whom, and that what is imported is declared."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions

import pytest
from importlinter.cli import lint_imports

from tests.support.sources import ROOT, parsed, pyproject

OWN = {"app", "ui", "tools", "tests", "main", "dev"}


def test_the_import_contracts_hold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    code = lint_imports(no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("prefixes", "extras"), [(("app/", "ui/", "main.py"), ()), (("tests/",), ("test",))], ids=["product", "tests"]
)
def test_every_library_imported_is_declared(prefixes: tuple[str, ...], extras: tuple[str, ...]) -> None:
    declared = _declared(*extras)
    undeclared = {
        f"{name} imports {package}"
        for name, tree in parsed(*prefixes)
        for package in _imported(tree)
        if package not in OWN | sys.stdlib_module_names and not declared & _distributions(package)
    }
    assert not undeclared


def test_setting_up_a_machine_needs_nothing_but_python() -> None:
    allowed = sys.stdlib_module_names | {"tools"}
    needed = {package for _, tree in parsed("dev.py", "tools/machine.py") for package in _imported(tree)}
    assert needed <= allowed


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _declared(*extras: str) -> set[str]:
    project = pyproject()["project"]
    requirements = list(project["dependencies"])
    for extra in extras:
        requirements += project["optional-dependencies"][extra]
    return {_plain(re.split(r"[\[<>=!~; ]", requirement)[0]) for requirement in requirements}


def _distributions(package: str) -> set[str]:
    return {_plain(name) for name in _installed().get(package, ())}


@cache
def _installed() -> Mapping[str, list[str]]:
    return packages_distributions()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
