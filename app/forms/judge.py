"""Verdicts on filled sheets in the shape of ODK's own engine, to compare with it (forms/judge)."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from app.errors import FileUnusable, Invalid
from app.forms.filling import Filling
from app.forms.live import NodeState
from app.forms.live_tree import Leaf
from app.forms.model import Form
from app.forms.xlsform import load_form
from app.forms.xpath_values import printed_number

CLOCK = datetime(2026, 11, 20, 9)
PROPERTIES = {"deviceid": "device", "username": "user", "email": "e@example.org", "phonenumber": "0"}

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ROW = re.compile(r"\[(\d+)\]")


class _JudgeChance(random.Random):
    """The repeatable `random()` of the frozen verdicts."""

    def __init__(self) -> None:
        super().__init__()
        self._state = 1

    def random(self) -> float:
        self._state = self._state * 48_271 % 2_147_483_647
        return self._state / 2_147_483_647


def judge_form(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict on a form filled with `set` and `rows` of the answers: `refused`, `invalid` and `nodes` by path."""
    filling = Filling(form, now=_clock(answers.get("now")), chance=_JudgeChance(), properties=PROPERTIES)
    refused: dict[str, str] = {}
    for path, value in (answers.get("set") or {}).items():
        _attempt(refused, path, lambda path=path, value=value: _put(filling, path, value))
    for path, count in (answers.get("rows") or {}).items():
        _attempt(refused, path, lambda path=path, count=count: _want_rows(filling, path, int(count), exactly=True))
    nodes = {path: _verdict(filling, path, state) for path, state in filling.states()}
    invalid = [path for path, node in nodes.items() if node.get("valid") is False]
    return {"status": "success", "refused": refused, "invalid": invalid, "nodes": nodes}


def _clock(text: str | None) -> datetime:
    return datetime.fromisoformat(text) if text else CLOCK


def _attempt(refused: dict[str, str], path: str, act: Any) -> None:
    try:
        act()
    except Invalid as error:
        refused[path] = str(error)


def _put(filling: Filling, path: str, value: Any) -> None:
    for step in _ROW.finditer(path):
        _want_rows(filling, path[: step.start()], int(step.group(1)), exactly=False)
    leaf = filling.node(path)
    given = _typed(value)
    if isinstance(leaf, Leaf) and leaf.kind in ("select", "rank") and isinstance(given, str):
        given = [given]
    elif isinstance(leaf, Leaf) and leaf.kind == "trigger":
        given = "OK" if value else None
    filling.set(path, given)


def _typed(value: Any) -> str | list[str] | None:
    """A JSON value as the judge reads it: numbers as ECMAScript prints them, a file by its name, choices as a list."""
    if value is None or value == "":
        return None
    if isinstance(value, list):
        return [str(_typed(item) or "") for item in value]
    if isinstance(value, dict):
        return str(value.get("file", ""))
    if isinstance(value, bool):
        return "true" if value else "false"
    return printed_number(value) if isinstance(value, (int, float)) else str(value)


def _want_rows(filling: Filling, path: str, count: int, *, exactly: bool) -> None:
    have = filling.rows(path)
    if have < count:
        for _ in range(count - have):
            filling.add_row(path)
    elif exactly:
        for number in range(have, count, -1):
            filling.remove_row(f"{path}[{number}]")


def _verdict(filling: Filling, path: str, state: NodeState) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": state.kind, "relevant": state.relevant}
    if state.kind.startswith("repeat"):
        return {**found, "rows": state.rows}
    if state.kind in ("group", "row"):
        return found
    found |= {
        "type": state.type, "required": state.required, "readonly": state.readonly, "valid": state.valid,
        "broken": state.broken, "message": state.message or None, "value": _UUID.sub("*", state.value, count=1),
    }  # fmt: skip
    if state.kind == "note":
        found["label"] = state.label
    leaf = filling.node(path)
    if isinstance(leaf, Leaf) and leaf.itemset and leaf.itemset.nodes and "[" in leaf.itemset.nodes.source:
        found["options"] = [choice.code for choice in filling.options(path)]
    return found


def replay_form(form: Form, cases_path: Path) -> dict[str, Any]:
    """Compare with a file of frozen verdicts: how many cases agree, and the nodes that differ in the others."""
    book = read_json(cases_path)
    try:
        blank: dict[str, Any] = book["blank"]["nodes"]
        named = [(str(case["name"]), case, {**blank, **case["verdict"]["nodes"]}) for case in book["cases"]]
    except (TypeError, KeyError) as error:
        raise FileUnusable(f"“{cases_path.name}”不是判例文件：应有 blank 和 cases 两部分。请换一个文件。") from error
    compared = [(name, _differences(expected, judge_form(form, case)["nodes"])) for name, case, expected in named]
    differ = [{"name": name, "nodes": nodes} for name, nodes in compared if nodes]
    return {"cases": len(named), "agree": len(named) - len(differ), "differ": differ}


def _differences(expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    paths = dict.fromkeys([*expected, *found])
    return [path for path in paths if expected.get(path) != found.get(path)]


def read_json(path: Path) -> Any:
    """A JSON file's content; raises FileUnusable."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileUnusable(f"读不了文件 {path.name}：请确认它存在，并且是 UTF-8 的 JSON 文件。") from error


def judge(form_path: Path, answers: Path | Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The verdict on a form filled with the answers (or a JSON file of them), by node path.

    Raises BadForm or FileUnusable.
    """
    form = load_form(form_path, drawn=False)
    given = read_json(answers) if isinstance(answers, Path) else answers
    if not isinstance(given, Mapping):
        raise FileUnusable("答案文件里应是一个 JSON 对象，含 set、rows、now。请对照样例改好再试。")
    nodes: dict[str, dict[str, Any]] = judge_form(form, given)["nodes"]
    return nodes


def replay(form_path: Path, cases_path: Path) -> dict[str, Any]:
    """Replay a case file on a form; see `replay_form`. Raises BadForm or FileUnusable."""
    return replay_form(load_form(form_path, drawn=False), cases_path)
