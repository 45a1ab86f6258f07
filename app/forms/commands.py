"""The bodies of `main.py form check` and `main.py form judge`: Chinese to people, JSON when asked, 0 fine, 1 not."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.errors import Invalid, KnownError
from app.forms.check import describe, summary
from app.forms.judge import judge, replay
from app.forms.xlsform import load_form

_SHOWN_NODES = 8


def check(path: Path, *, as_json: bool = False) -> int:
    """Say what a form holds, or every reason why it cannot be used."""

    def act() -> int:
        form = load_form(path)
        _print_json({"ok": True, **summary(form)}) if as_json else _print_lines(describe(form))
        return 0

    return _reported(act, as_json=as_json)


def judge_answers(form_path: Path, answers_path: Path) -> int:
    """Print the verdict on one filled sheet as JSON."""

    def act() -> int:
        _print_json(judge(form_path, answers_path))
        return 0

    return _reported(act, as_json=False)


def judge_cases(form_path: Path, cases_path: Path, *, as_json: bool = False) -> int:
    """Replay frozen verdicts; 0 when every case agrees."""

    def act() -> int:
        found = replay(form_path, cases_path)
        _print_json(found) if as_json else _print_lines(_replay_lines(found))
        return 0 if found["agree"] == found["cases"] else 1

    return _reported(act, as_json=as_json)


def _reported(act: Callable[[], int], *, as_json: bool) -> int:
    try:
        return act()
    except KnownError as error:
        problems = error.problems if isinstance(error, Invalid) else {}
        if as_json:
            _print_json({"ok": False, "error": str(error), "problems": problems})
        print(str(error), *(f"  {problem}" for problem in problems.values()), sep="\n", file=sys.stderr)
        return 1


def _replay_lines(found: Mapping[str, Any]) -> list[str]:
    lines = [f"共 {found['cases']} 例，一致 {found['agree']} 例。"]
    for case in found["differ"]:
        nodes = case["nodes"]
        more = f" 等 {len(nodes)} 项" if len(nodes) > _SHOWN_NODES else ""
        lines.append(f"  不一致：{case['name']}：{'、'.join(nodes[:_SHOWN_NODES])}{more}")
    return lines


def _print_lines(lines: list[str]) -> None:
    print("\n".join(lines))


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
