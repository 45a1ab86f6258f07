"""The `App`: the open database, the signed-in user and the clock, passed to every service function."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.clock import Clock, beijing_now
from app.errors import Forbidden

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.engine import Database


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who works with the program now, and what the account may do."""

    user_id: int | None
    username: str
    name: str
    role: str
    rights: frozenset[str]
    employee_id: int | None = None
    branch_id: int | None = None
    branch_name: str = ""


@dataclass(frozen=True, slots=True)
class App:
    """What every service function works with; a new one is made when somebody signs in."""

    db: Database
    user: SignedIn
    clock: Clock = field(default=beijing_now)

    def now(self) -> datetime:
        """Beijing time, to the second."""
        return self.clock()

    def today(self) -> date:
        """Today's date in Beijing."""
        return self.clock().date()

    def may(self, right: str) -> bool:
        """Whether the signed-in user has the right, to show or hide what needs it."""
        return right in self.user.rights

    def need(self, right: str) -> None:
        """Raise Forbidden unless the signed-in user has the right (names of rule R22)."""
        if not self.may(right):
            raise Forbidden(
                f"账号 {self.user.username} 没有这项权限（{right}），没有做任何改动。请找管理员或主管办理。"
            )

    def need_office(self, branch_id: int | None) -> None:
        """Raise Forbidden at another office's records: who works at an office writes in its own only (rule R22).

        Head office, which is no office, writes everywhere, and its people are everybody's to write for.
        """
        if branch_id is not None and self.user.branch_id not in (None, branch_id):
            raise Forbidden(
                f"这是别的办事处的，账号 {self.user.username} 只办{self.user.branch_name or '本处'}的事，没有做任何改动。"
                "请找那个办事处的内勤或主管办理。"
            )

    @contextmanager
    def transaction(self, operation: str, reason: str = "", *, uid: str = "") -> Iterator[Session]:
        """One unit of work, journalled under the operation's name, e.g. “登记拜访”; `uid` is its own, if it has one."""
        from app.db.journal import Author

        author = Author(self.user.user_id, self.user.name, self.now(), operation, reason)
        author.uid = uid or author.uid
        with self.db.transaction(author) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading."""
        with self.db.reading() as session:
            yield session

    def signed_in_as(self, user: SignedIn) -> App:
        """The same database and clock for another user."""
        return replace(self, user=user)
