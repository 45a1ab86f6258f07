"""From the start of the program to its window: which database, who works, then the pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.paths import configured_database_url, default_database_url, user_folder
from ui.application import Program
from ui.dialogs.first_start import NEW, SAMPLE, FirstStartDialog
from ui.dialogs.message import Answer, MessageDialog
from ui.dialogs.sign_in import SignInDialog
from ui.shell.actions import Action
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from app.context import App
    from ui.shell.window import MainWindow

RETRY, OTHER = "retry", "other"
_LAST_DATABASE, _LAST_USER = "database/url", "user/last"


def open_window(url: str | None, log_file: Path | None) -> int:
    """Run the program with a window until it is closed; returns the exit code."""
    program = Program(sys.argv[:1], user_folder(), log_file)
    start = Start(program)
    window = start.window(url)
    if window is None:
        program.end()
        return 0
    window.show()
    return program.run()


class Start:
    """The steps before the window; each may be given up, which ends the program without a word."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def window(self, url: str | None) -> MainWindow | None:
        """The window with somebody signed in, None when the person gave up."""
        app = self._opened(url)
        signed_in = self._signed_in(app) if app else None
        return self._desk_window(signed_in) if signed_in else None

    def _opened(self, url: str | None) -> App | None:
        """The App on an open, founded database, asking where nothing is known."""
        wanted, sample = url or self._known_database(), False
        while True:
            if wanted is None:
                dialog = FirstStartDialog(user_folder())
                dialog.exec()
                if not dialog.choice:
                    return None
                sample = dialog.choice == SAMPLE
                wanted = dialog.address or (default_database_url() if dialog.choice == NEW else sample_database_url())
            try:
                app = self._open(wanted, sample=sample)
            except KnownError as error:
                answer = _what_now(error)
                if not answer:
                    return None
                if answer == OTHER:
                    wanted = None
                continue
            return app if self._founded(app) else None

    def _known_database(self) -> str | None:
        if configured := configured_database_url():
            return configured
        for known in (self._program.preferences.text(_LAST_DATABASE), default_database_url()):
            if known and (not known.startswith("sqlite:///") or Path(known.removeprefix("sqlite:///")).exists()):
                return known
        return None

    def _open(self, url: str, *, sample: bool) -> App:
        from app.opening import open_office

        app = open_office(url, sample=sample)
        self._program.at_end(app.db.close)
        self._program.preferences.remember(_LAST_DATABASE, url)
        return app

    def _founded(self, app: App) -> bool:
        from app.founding.office import is_founded
        from ui.dialogs.founding import FoundingDialog

        return is_founded(app) or FoundingDialog(app).found()

    def _signed_in(self, app: App) -> App | None:
        from app.people.accounts import list_accounts, sign_in

        found: list[App] = []

        def attempt(username: str, password: str) -> str:
            try:
                found.append(sign_in(app, username, password))
            except KnownError as refusal:
                return str(refusal)
            return ""

        last = self._program.preferences.text(_LAST_USER)
        dialog = SignInDialog(list_accounts(app), attempt, last=last, role_names=_role_name)
        dialog.exec()
        if not found:
            return None
        self._program.preferences.remember(_LAST_USER, dialog.username)
        return found[-1]

    def _desk_window(self, app: App) -> MainWindow:
        from app.opening import misgiving
        from ui.ahead import PagesAhead
        from ui.assembly import main_window, pages_for
        from ui.tray import Reminders

        desk = Desk(app)
        self._program.at_end(desk.jobs.close)
        leave = Action(text="换人登录", icon="user-circle", slot=lambda: self._change_user(window))
        window = main_window(desk, user_actions=(leave,))
        Reminders(window)
        PagesAhead(window, pages_for(app))
        if doubt := misgiving(app):
            desk.complain(doubt)
        self._program.preferences.follow_window(window)
        window.closing.connect(lambda: self._program.preferences.leave_window(window))
        return window

    def _change_user(self, window: MainWindow) -> None:
        """Sign somebody else in; the window stays as it was when the person thinks better of it."""
        if typed := window.unsaved():
            window.desk.complain(f"{typed}还没保存。请先保存，再换人登录。")
            return
        app = self._signed_in(window.desk.app)
        if app is None:
            return
        window.hide()
        other = self._desk_window(app)
        other.show()
        window.close()
        self._program.at_end(window.deleteLater)


def sample_database_url() -> str:
    """Where the sample office lives: beside the user's own database, never in it."""
    return f"sqlite:///{(user_folder() / 'sample.db').as_posix()}"


def _role_name(account: object) -> str:
    from app.choices import label_of

    return label_of("role", getattr(account, "role", ""))


def _what_now(error: KnownError) -> str:
    """Try the same database again, choose another one, or "" to give up."""
    answers = (Answer("", "退出"), Answer(OTHER, "换一个库"), Answer(RETRY, "重试", "primary"))
    return MessageDialog("没能打开数据库", str(error), answers, default=RETRY).ask()
