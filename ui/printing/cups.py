"""Printing through CUPS with its own commands; the queue gets the PDF as it is."""

from __future__ import annotations

import os
import re
import subprocess

from app.tasks import Task
from ui.printing.queues import Printer, silent

_PATIENCE_S = 10
_WHYS = {"disabled": "已停用", "unable": "连不上", "offline": "没有连线", "paused": "已暂停"}


def list_queues() -> list[Printer]:
    """The queues CUPS knows; none when its server is not running."""
    chosen = re.search(r"default destination: (\S+)", _output("lpstat", "-d"))
    default = chosen[1] if chosen else ""
    return [Printer(name, name == default, _trouble(name)) for name in _output("lpstat", "-e").split()]


def send(data: bytes, printer: str, title: str, copies: int, task: Task) -> None:
    """Queue the PDF; raises PrinterUnusable when the queue is stopped or refuses it."""
    task.step(0, 1, printer)
    if trouble := _trouble(printer):
        raise silent(printer, trouble)
    try:
        done = _run("lp", "-d", printer, "-t", title, "-n", str(copies), data=data)
    except subprocess.TimeoutExpired as error:
        raise silent(printer) from error
    if done.returncode:
        raise silent(printer, "不收新的打印任务" if b"not accepting" in done.stderr else "")
    task.step(1, 1, printer)


def _trouble(printer: str) -> str:
    state = _output("lpstat", "-p", printer).lower()
    return next((said for word, said in _WHYS.items() if word in state), "" if state else "已不在了")


def _output(*command: str) -> str:
    try:
        return _run(*command).stdout.decode(errors="replace")
    except subprocess.TimeoutExpired:
        return ""


def _run(*command: str, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    english = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, input=data, capture_output=True, env=english, timeout=_PATIENCE_S, check=False)
