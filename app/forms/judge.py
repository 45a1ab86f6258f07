"""Verdicts on filled sheets in the shape of ODK's own engine, to compare with it (forms/judge)."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeGuard

from app.errors import FileUnusable, Invalid
from app.forms.filling import Filling
from app.forms.live import NodeState
from app.forms.live_tree import Leaf
from app.forms.model import ROW_NUMBER, Form
from app.forms.xlsform import load_form
from app.forms.xpath_values import printed_number

CLOCK = datetime(2026, 11, 20, 9)
PROPERTIES = {"deviceid": "device", "username": "user", "email": "e@example.org", "phonenumber": "0"}

MOST_ROWS = 1000
"""A table asked to have more rows than this is refused."""
_SHAPE = (
    '应写成 {"now": "2026-11-20T09:00", "set": {"/data/a/x": "文字", "/data/m": ["a", "b"]}, "rows": {"/data/r": 2}}，'
    "三部分都可以省去。没有试填，请改好再试。"
)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class _JudgeChance(random.Random):
    """The repeatable `random()` of the frozen verdicts."""

    def __init__(self) -> None:
        super().__init__()
        self._state = 1

    def random(self) -> float:
        self._state = self._state * 48_271 % 2_147_483_647
        return self._state / 2_147_483_647


@dataclass(frozen=True, slots=True)
class _Given:
    """An answers file: what to set in which order, how many rows then, and when it is."""

    values: Mapping[str, Any]
    rows: Mapping[str, int]
    now: datetime


def judge_form(form: Form, answers: object) -> dict[str, Any]:
    """The verdict on a form filled with `set` and `rows` of the answers: `refused`, `invalid` and `nodes` by path.

    Raises FileUnusable when the answers have another shape.
    """
    given = _given(answers)
    filling = Filling(form, now=given.now, chance=_JudgeChance(), properties=PROPERTIES)
    refused: dict[str, str] = {}
    for path, value in given.values.items():
        _attempt(refused, path, partial(_put, filling, path, value))
    for path, count in given.rows.items():
        _attempt(refused, path, partial(_want_rows, filling, path, count, exactly=True))
    nodes = {path: _verdict(filling, path, state) for path, state in filling.states()}
    invalid = [path for path, node in nodes.items() if node.get("valid") is False]
    return {"status": "success", "refused": refused, "invalid": invalid, "nodes": nodes}


def _given(answers: object) -> _Given:
    if not isinstance(answers, Mapping):
        raise FileUnusable(f"答案文件里应是一个 JSON 对象，{_SHAPE}")
    values, rows, now = (answers.get(part) for part in ("set", "rows", "now"))
    if not isinstance(values, Mapping | None):
        raise FileUnusable(f"答案文件的 set 应是“路径: 答案”的对象，{_SHAPE}")
    for path, value in (values or {}).items():
        if not _is_answer(value):
            raise FileUnusable(f"答案文件里 {path} 的答案应是文字、数字、是否、代码的列表或文件，{_SHAPE}")
    if not isinstance(rows, Mapping | None) or not all(map(_is_count, (rows or {}).values())):
        raise FileUnusable(f"答案文件的 rows 应是“明细表路径: 行数”的对象，{_SHAPE}")
    return _Given(values or {}, rows or {}, _clock(now))


def _is_answer(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return _is_plain(value["file"]) if isinstance(value, Mapping) and "file" in value else _is_plain(value)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | None)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _clock(text: object) -> datetime:
    if text is None or text == "":
        return CLOCK
    try:
        return datetime.fromisoformat(str(text))
    except ValueError as error:
        raise FileUnusable(f"答案文件的 now 应是 2026-11-20T09:00 这样的时间，{_SHAPE}") from error


def _attempt(refused: dict[str, str], path: str, act: Callable[[], None]) -> None:
    try:
        act()
    except Invalid as error:
        refused[path] = str(error)


def _put(filling: Filling, path: str, value: Any) -> None:
    for step in ROW_NUMBER.finditer(path):
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
    return printed_number(_double(value)) if isinstance(value, int | float) else str(value)


def _double(number: float) -> float:
    """The number as ECMAScript reads it: one that is too large is infinite."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _want_rows(filling: Filling, path: str, count: int, *, exactly: bool) -> None:
    if count > MOST_ROWS:
        raise Invalid(f"明细表最多试填 {MOST_ROWS} 行。")
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
    except (OSError, ValueError, RecursionError) as error:
        raise FileUnusable(f"读不了文件 {path.name}：请确认它存在，并且是 UTF-8 的 JSON 文件。") from error


def judge(form_path: Path, answers: Path | Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The verdict on a form filled with the answers (or a JSON file of them), by node path.

    Raises BadForm or FileUnusable.
    """
    form = load_form(form_path, drawn=False)
    given = read_json(answers) if isinstance(answers, Path) else answers
    nodes: dict[str, dict[str, Any]] = judge_form(form, given)["nodes"]
    return nodes


def replay(form_path: Path, cases_path: Path) -> dict[str, Any]:
    """Replay a case file on a form; see `replay_form`. Raises BadForm or FileUnusable."""
    return replay_form(load_form(form_path, drawn=False), cases_path)
