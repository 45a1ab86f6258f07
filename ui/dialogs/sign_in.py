"""Who works now: an account from a list, and its password when it has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from ui.icons import icon
from ui.keys import ENTER
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.fields import LineEdit
from ui.widgets.layout import column, label, row


class Account(Protocol):
    """What the dialog shows of an account."""

    @property
    def username(self) -> str:
        """The sign-in name."""

    @property
    def name(self) -> str:
        """The person's name."""

    @property
    def branch_name(self) -> str:
        """Their office."""

    @property
    def asks_password(self) -> bool:
        """Whether one is set."""


class SignInDialog(QDialog):
    """↑↓ choose an account, Enter signs in. `sign_in` takes user name and password and returns the Chinese reason
    when it is refused, "" when the person is signed in: the dialog then closes with `username` set.
    """

    def __init__(
        self,
        accounts: Sequence[Account],
        sign_in: Callable[[str, str], str],
        *,
        last: str = "",
        role_names: Callable[[Account], str] = lambda _account: "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("扫街簿")
        self._accounts, self._sign_in = accounts, sign_in
        self.username = ""
        self.list = self._filled_list(role_names)
        self.password = LineEdit(placeholder="口令", latin=True)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("口令")
        self._problem = label("", "aux", "danger", wrap=True)
        feet = row(
            None, None, Button("退出", self.reject, key="Esc"), Button("登录", self._try, key="Enter", kind="primary")
        )
        head = (label("谁在用扫街簿", "title"), label("按 ↑ ↓ 选人，Enter 登录。", "sub"))
        column(self, *head, self.list, self.password, self._problem, 4, feet, gap=8, margins=(20, 18, 20, 16))
        self.setFixedSize(theme().px(400), theme().px(460))
        self.list.currentRowChanged.connect(self._choose)
        self._problem.hide()
        self._start_at(last)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter signs in from wherever the focus is."""
        if event.key() in ENTER:
            self._try()
        else:
            super().keyPressEvent(event)

    def _filled_list(self, role_names: Callable[[Account], str]) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName("账号")
        for account in self._accounts:
            words = "　".join(part for part in (account.name, role_names(account), account.branch_name) if part)
            made.addItem(QListWidgetItem(icon("user-circle"), words))
        return made

    def _start_at(self, last: str) -> None:
        names = [account.username for account in self._accounts]
        self.list.setCurrentRow(names.index(last) if last in names else 0)
        self.list.setFocus()

    def _choose(self, number: int) -> None:
        self.password.clear()
        self.password.setVisible(0 <= number < len(self._accounts) and self._accounts[number].asks_password)
        self._problem.hide()

    def _try(self) -> None:
        number = self.list.currentRow()
        if not 0 <= number < len(self._accounts):
            return
        account = self._accounts[number]
        if account.asks_password and not self.password.text():
            self.password.setFocus()
            return
        problem = self._sign_in(account.username, self.password.text())
        if problem:
            self._problem.setText(problem)
            self._problem.show()
            self.password.selectAll()
        else:
            self.username = account.username
            self.accept()
