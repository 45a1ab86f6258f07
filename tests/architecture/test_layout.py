"""The tree keeps its shape, and the code its size."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from statistics import median

from tests.support.sources import product_sources, product_trees, tracked_files

TOP_LEVEL = {
    *("app", "ui", "resources", "data", "main.py", "pyproject.toml", "tests"),
    *("dev.py", "tools", "constraints.txt", ".ci", ".gitignore", "docs"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
}
LONGEST_FILE, LONGEST_FUNCTION, USUAL_FUNCTION = 400, 60, 10


def test_nothing_new_lies_at_the_top() -> None:
    assert {name.partition("/")[0] for name in tracked_files()} <= TOP_LEVEL


def test_no_file_is_longer_than_a_person_reads() -> None:
    lengths = {name: text.count("\n") for name, text in product_sources()}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FILE}


def test_functions_are_short() -> None:
    lengths = {f"{name}:{node.lineno} {node.name}": _length(node) for name, node in _functions()}
    assert not {where: length for where, length in lengths.items() if length > LONGEST_FUNCTION}
    assert median(lengths.values()) <= USUAL_FUNCTION


def test_what_others_call_says_what_it_is_for() -> None:
    silent = [
        f"{name}:{getattr(node, 'lineno', 1)} {getattr(node, 'name', 'module')}"
        for name, tree in product_trees()
        for node in _public(tree)
        if not ast.get_docstring(node)
    ]
    assert not silent


Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions() -> Iterator[tuple[str, Function]]:
    for name, tree in product_trees():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield name, node


def _length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno


def _public(tree: ast.Module) -> Iterator[ast.Module | Function | ast.ClassDef]:
    """The module, its public functions and classes, and their methods.

    A method of a class with a base may override one that is described there, so it is not looked at.
    """
    if tree.body:
        yield tree
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef) and not node.bases:
                yield from (part for part in node.body if isinstance(part, Function) and _needs_docstring(part))


def _needs_docstring(method: Function) -> bool:
    setter = any(isinstance(decorator, ast.Attribute) for decorator in method.decorator_list)
    return not method.name.startswith("_") and not setter
