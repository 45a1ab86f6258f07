"""A machine that lacks something gets it, or is told how; one that lacks nothing is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import machine

Commands = list[tuple[str, ...]]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    """What would have been run, on a machine with an empty folder for its virtual environment."""
    ran: Commands = []

    def record(*command: str | Path, env: object = None) -> int:
        ran.append(tuple(str(part) for part in command))
        return 0

    monkeypatch.setattr(machine, "run", record)
    monkeypatch.setattr(machine, "LINUX", True)
    monkeypatch.setattr(machine, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(machine, "STAMP", tmp_path / "stamp.json")
    return ran


def missing(package: str) -> machine.Need:
    return machine.Need(package, lambda: False)


def test_without_the_right_to_install_the_exact_command_is_said(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "_may_install", lambda: False)
    with pytest.raises(SystemExit) as stopped:
        machine.prepare([missing("libegl1"), missing("poppler-utils")])
    assert stopped.value.code == 1
    assert "apt-get install -y --no-install-recommends libegl1 poppler-utils" in capsys.readouterr().err
    assert not commands


def test_what_is_missing_is_installed_where_that_is_allowed(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_may_install", lambda: True)
    machine.prepare([missing("libegl1"), machine.Need("xvfb", lambda: True)])
    installs = [command for command in commands if command[:2] == ("apt-get", "install")]
    assert [command[-1] for command in installs] == ["libegl1"]


def test_libraries_are_installed_once_and_again_when_more_is_asked_for(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = machine._venv_python()
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setattr(machine, "_has_pip", lambda python: True)

    for extras in ([], [], ["test"], []):
        machine.prepare(extras=extras)
    with_pytest = [any(part.startswith("pytest>") for part in command) for command in commands if "install" in command]
    assert with_pytest == [False, True]


def test_a_library_and_a_program_are_looked_for_where_they_are() -> None:
    assert machine.library("libc6", "libc.so.6").present()
    assert not machine.library("libnone", "libsweepbook-none.so.9").present()
    assert machine.program("git", "git").present()
    assert not machine.program("none", "sweepbook-none", "usr/lib/*/bin").present()
