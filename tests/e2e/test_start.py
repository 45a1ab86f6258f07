"""Before the window: a database that cannot be opened is tried again, or another one is chosen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.clock import beijing_now
from app.context import App
from app.db.schema import open_database
from app.people.accounts import OFFICE_JOB
from app.sample.fill import fill_sample
from tests.e2e.day import press, when_shown
from ui.application import Program
from ui.dialogs.first_start import FirstStartDialog
from ui.dialogs.message import MessageDialog
from ui.dialogs.sign_in import SignInDialog
from ui.start import OTHER, RETRY, Start


def opened(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, answer: Callable[[str], str]) -> str:
    """The database in the window after the first one was refused and the dialog answered."""
    monkeypatch.setattr("ui.start.user_folder", lambda: tmp_path)
    monkeypatch.setattr(MessageDialog, "ask", lambda dialog: answer(dialog.text.text()))
    program = Program([], tmp_path, None)
    with when_shown(SignInDialog, lambda: press("Enter")):
        window = Start(program).window(f"sqlite:///{file}")
    assert window is not None
    database = str(window.desk.app.db.file)
    window.close()
    program.end()
    window.deleteLater()
    return database


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    file = tmp_path / "whole.db"
    db = open_database(f"sqlite:///{file}", now=beijing_now())
    fill_sample(App(db, OFFICE_JOB))
    db.close()
    return file


def test_the_same_database_is_tried_again(tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "office.db"
    file.write_text("不是数据库" * 500, encoding="utf-8")

    def restore(sentence: str) -> str:
        assert "不是扫街簿的数据库" in sentence
        shutil.copy(whole, file)
        return RETRY

    assert opened(tmp_path, file, monkeypatch, restore) == str(file)


def test_another_database_may_be_chosen(tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "office.db"
    file.write_text("不是数据库" * 500, encoding="utf-8")

    def choose(dialog: FirstStartDialog) -> None:
        dialog.choice, dialog.address = "open", f"sqlite:///{whole}"

    monkeypatch.setattr(FirstStartDialog, "exec", choose)
    assert opened(tmp_path, file, monkeypatch, lambda _sentence: OTHER) == str(whole)
