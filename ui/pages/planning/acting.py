"""Doing things to plans, one after the other in the background; each can be taken back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from app.errors import KnownError
from ui.shell.desk import Desk
from ui.widgets.dates import WEEKDAYS

KINDS = ("visit_plans", "visits")
"""What a change of a plan changes."""

Work = Callable[[str], Any]


class Acting(QObject):
    """Keys come faster than a database writes: what is asked for waits in line. `settled` carries the id of the item
    to go to, 0 for none; `refused` what could not be done."""

    settled = Signal(int)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: deque[tuple[Work, Callable[[Any], str], str, Callable[[Any], int]]] = deque()
        self._running = False
        self._now: dict[int, int] = {}

    @property
    def is_busy(self) -> bool:
        """Whether something is under way or waits."""
        return self._running or bool(self._waiting)

    def do(
        self,
        work: Work,
        deed: str,
        said: Callable[[Any], str],
        item: Callable[[Any], int] = lambda _: 0,
    ) -> None:
        """Do `work` with the uid of its transaction; `deed` names it for undo, `said` words what was done, `item` says
        which visit to go to."""
        self._waiting.append((work, said, deed, item))
        self._next()

    def assign(self, customers: Sequence[tuple[int, str]], owner_id: int, day: date) -> None:
        """Plan visits to customers (id and name) for a rep's day."""
        from app.planning.items import assign

        app = self._desk.app

        def plan(customer_id: int, uid: str) -> int:
            return assign(app, customer_id, owner_id, day, uid=uid)

        for customer_id, name in customers:
            said = f"已排「{name}」到{day_words(day)}"
            self.do(partial(plan, customer_id), f"安排拜访「{name}」", partial(_say, said), int)

    def assign_prospect(self, typed: Mapping[str, str], owner_id: int, day: date) -> None:
        """Plan a visit to a shop not on record yet: its prospect_name, place and goal."""
        from app.planning.items import assign

        app, name = self._desk.app, typed["prospect_name"]

        def plan(uid: str) -> int:
            place, goal = typed["place"], typed["goal"]
            return assign(app, None, owner_id, day, prospect_name=name, place=place, goal=goal, uid=uid)

        self.do(plan, f"安排拜访「{name}」", partial(_say, f"已排「{name}」到{day_words(day)}"), int)

    def move(self, item_id: int, name: str, owner_id: int, day: date) -> None:
        """Move a visit to a rep's day."""
        from app.planning.items import move

        app = self._desk.app

        def work(uid: str) -> int:
            (moved,) = move(app, [self._now.get(item_id, item_id)], day, owner_id, uid=uid)
            return moved

        def settle(moved: int) -> int:
            self._now[item_id] = moved
            return moved

        self.do(work, f"移动拜访「{name}」", lambda _: f"已把「{name}」挪到{day_words(day)}", settle)

    def remove(self, item_id: int, name: str) -> None:
        """Take a visit out of its plan."""
        from app.planning.items import remove

        app = self._desk.app
        self.do(
            lambda uid: remove(app, [self._now.get(item_id, item_id)], uid=uid),
            f"删除拜访「{name}」",
            lambda _: f"已删除拜访「{name}」",
        )

    def miss(self, item_id: int, name: str, reason: str) -> None:
        """Note why a visit was not made."""
        from app.planning.items import miss

        app = self._desk.app
        deed = f"登记未访原因「{name}」"
        self.do(
            lambda uid: miss(app, item_id, reason, uid=uid), deed, lambda _: f"已记「{name}」未去成", lambda _: item_id
        )

    def _next(self) -> None:
        if self._running or not self._waiting:
            return
        work, said, deed, item = self._waiting.popleft()
        uid, self._running = str(uuid4()), True

        def done(result: Any) -> None:
            self._running = False
            self.settled.emit(item(result))
            self._desk.done(said(result), deed, uid, *KINDS)
            self._next()

        def failed(error: KnownError) -> None:
            self._running = False
            self._waiting.clear()
            self.refused.emit(error)

        self._desk.jobs.start(self, lambda _: work(uid), done, failed=failed)


def _say(said: str, _: Any) -> str:
    return said


def day_words(day: date) -> str:
    """周四（11-26）."""
    return f"周{WEEKDAYS[day.weekday()]}（{day:%m-%d}）"
