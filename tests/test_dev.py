"""The task file: wrong use is said, a window is not asked for where none can be, and nobody's file is overwritten."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dev
from tests.support.sources import ROOT


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What a task would have run, on a prepared machine without a display."""
    ran: list[list[str]] = []

    def record(*command: str | Path, env: object = None) -> int:
        ran.append([str(part) for part in command[1:]])
        return 0

    monkeypatch.setattr(dev, "run", record)
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(dev, "OUT", tmp_path / "out")
    monkeypatch.setattr(dev.machine, "prepare", lambda *needs, **extras: Path(sys.executable))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return ran


def test_wrong_use_is_answered_with_the_tasks_and_code_2() -> None:
    done = subprocess.run(
        [sys.executable, "dev.py", "nonsense"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert all(task in done.stdout for task in dev.TASKS)


def test_without_a_display_the_sample_week_is_reported(
    commands: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["run"]) == 0
    assert "没有图形界面" in capsys.readouterr().out
    assert commands[0][-1] == "sample"
    *dailies, weekly = commands[1:]
    days = [command[command.index("--date") + 1] for command in dailies]
    assert days == ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"]
    assert weekly[weekly.index("--week") + 1] == "2026-W47"


def test_with_a_display_the_window_opens(commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    assert dev.main(["run"]) == 0
    assert commands == [["main.py"]]


def test_a_database_of_somebody_elses_is_left_alone(
    commands: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    dev.OUT.mkdir()
    (dev.OUT / "sample.db").write_text("not ours")
    assert dev.main(["run"]) == 1
    assert "没有动它" in capsys.readouterr().err
    assert (dev.OUT / "sample.db").read_text() == "not ours"
    assert not commands


def test_a_second_run_starts_from_a_new_sample_office(commands: list[list[str]]) -> None:
    dev.main(["run"])
    (dev.OUT / "sample.db").write_text("the last run's")
    assert dev.main(["run"]) == 0
    assert not (dev.OUT / "sample.db").exists()
