#!/usr/bin/env python3
"""Sweepbook's tasks, on a machine that has nothing but Python.

python3 dev.py run     start the program; without a display, the sample week's daily reports into out/
python3 dev.py test    all tests (arguments go to pytest)
python3 dev.py check   ruff, mypy, import rules
python3 dev.py bench   ratios against plain ways of doing the same (arguments: names of benches)
python3 dev.py shots   pictures of every page into out/shots
python3 dev.py build   a folder that runs without Python, into dist/
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have an older one
    sys.exit(f"需要 Python 3.11 或更新的版本，现在是 {sys.version.split()[0]}。请换用新版本再运行。")

from tools import machine
from tools.machine import LINUX, ROOT, run

OUT = ROOT / "out"
SAMPLE_WEEK = [date(2026, 11, 16) + timedelta(days=day) for day in range(5)]
USAGE = """\
用法：python3 dev.py 任务 [参数…]

  run    启动程序；没有图形界面时，在 out/ 里生成样例办事处一周的扫街日报表。参数原样交给 main.py
  test   全部测试。参数原样交给 pytest
  check  代码检查：ruff、mypy、导入规则
  bench  性能对比，只看倍数。参数是要跑的名字，例如 bench_startup
  shots  各页面的截图，放在 out/shots
  build  打包成不需要 Python 的文件夹，放在 dist/

缺少的系统组件和 Python 组件会先自动装好；没有安装权限时，说明要运行的命令。"""
VIRTUAL_SCREEN = ("xvfb-run", "-a", "-s", "-screen 0 1920x1200x24") if LINUX else ()


def start(arguments: Sequence[str]) -> int:
    """The program itself; arguments go to main.py."""
    display = not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    python = machine.prepare(machine.QT + machine.WINDOW if display else ())
    if display or arguments:
        return run(python, "main.py", *arguments)
    print("没有图形界面可用：改为直接生成样例办事处一周的扫街日报表，放在 out/。")
    return _sample_week(python)


def _sample_week(python: Path) -> int:
    """The main job without a window: a fresh sample office, every rep's daily report of its week, and its summary."""
    database, ours = OUT / "sample.db", OUT / ".sample"
    if database.exists() and not ours.exists():
        print("out/sample.db 不是本命令建的，没有动它。请把它移到别处，再运行一次。", file=sys.stderr)
        return 1
    OUT.mkdir(exist_ok=True)
    ours.touch()
    for name in ("sample.db", "sample.db-wal", "sample.db-shm"):
        (OUT / name).unlink(missing_ok=True)
    program: list[str | Path] = [python, "main.py", "--database", f"sqlite:///{database}"]
    failed = run(*program, "sample")
    if not failed:
        print(database)
    for day in SAMPLE_WEEK:
        if failed:
            break
        failed = run(*program, "report", "daily", "--date", day.isoformat(), "--format", "pdf,xlsx", "--out", OUT)
    week = "{}-W{:02}".format(*SAMPLE_WEEK[0].isocalendar())
    return failed or run(*program, "report", "weekly", "--week", week, "--format", "pdf,xlsx", "--out", OUT)


def test(arguments: Sequence[str]) -> int:
    """Pytest without a screen, then the tests that need a real window system in a process of their own."""
    python = machine.prepare(machine.QT + machine.WINDOW + machine.VIRTUAL_SCREEN + machine.TESTS, ["test"])
    pytest: list[str | Path] = [python, "-m", "pytest", *arguments]
    side_by_side = ("-n", "auto", "--dist", "loadfile")
    codes = [run(*pytest, *side_by_side, env={"QT_QPA_PLATFORM": "offscreen"} if LINUX else None)]
    if _window_tests():
        codes.append(run(*VIRTUAL_SCREEN, *pytest, "-m", "window", env={"QT_QPA_PLATFORM": "xcb"} if LINUX else None))
    nothing_collected = 5
    if set(codes) == {nothing_collected}:
        return nothing_collected
    return max(code for code in codes if code != nothing_collected)


def _window_tests() -> bool:
    """Whether there are any; without, a second process would only print that it found nothing."""
    marked = re.compile(r"pytest\.mark\.window\b")
    return any(marked.search(path.read_text(encoding="utf-8")) for path in (ROOT / "tests").rglob("test_*.py"))


def check(arguments: Sequence[str]) -> int:
    """Every check, even when an earlier one found something."""
    python = machine.prepare(extras=["test", "dev"])
    checks: dict[str, tuple[str | Path, ...]] = {
        "ruff check": (python, "-m", "ruff", "check"),
        "ruff format": (python, "-m", "ruff", "format", "--check"),
        "mypy": (python, "-m", "mypy"),
        "lint-imports": (python.parent / "lint-imports", "--no-logo"),
    }
    failed = [name for name, command in checks.items() if run(*command)]
    print("检查没有通过：" + "、".join(failed) if failed else "检查全部通过。")
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """Each bench is a plain script that prints a table of ratios."""
    python = machine.prepare(machine.QT, ["test"])
    names = arguments or [path.stem for path in sorted((ROOT / "tests" / "bench").glob("bench_*.py"))]
    return max((run(python, "-m", f"tests.bench.{name}") for name in names), default=0)


def shots(arguments: Sequence[str]) -> int:
    """Pictures of the real pages with the sample office in them."""
    python = machine.prepare(machine.QT + machine.WINDOW + machine.VIRTUAL_SCREEN)
    return run(*VIRTUAL_SCREEN, python, "-m", "tools.shots", OUT / "shots", *arguments)


def build(arguments: Sequence[str]) -> int:
    """A PyInstaller folder: starts eight times faster than its single-file form."""
    python = machine.prepare(machine.QT + machine.PACKAGING, ["build"])
    shipped = ["resources", "data", "app/db/migrations"]
    options = ["--noconfirm", "--onedir", "--windowed", "--name", "sweepbook", "--specpath", "build"]
    options += [f"--add-data={ROOT / folder}{os.pathsep}{folder}" for folder in shipped]
    options += [f"--collect-submodules={package}" for package in ("app", "ui")]
    options += [f"--collect-data={package}" for package in ("pyxform", "elementpath", "pypinyin")]
    options += ["--hidden-import=psycopg_binary", "--exclude-module=tkinter"]
    return run(python, "-m", "PyInstaller", *options, "main.py", *arguments)


TASKS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": start,
    "test": test,
    "check": check,
    "bench": bench,
    "shots": shots,
    "build": build,
}


def main(arguments: Sequence[str]) -> int:
    """Run one task; 2 for wrong use."""
    if not arguments or arguments[0] not in TASKS:
        print(USAGE)
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    return TASKS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
