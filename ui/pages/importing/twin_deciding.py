"""Deciding about rows that are like others: one by one, or at once all that are still open (rule R11)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.importing.findings import Action, Decision, Row
from ui.dialogs.reason import ReasonDialog
from ui.pages.importing.check_view import CheckView
from ui.pages.importing.lease import TrialLease
from ui.pages.importing.twins import ACTIONS, VERBS, Twin
from ui.pages.importing.work import Work
from ui.shell.desk import Desk

_TOGETHER = 1000


class TwinDeciding(QObject):
    """`rows` are the decisions about the rows of the trial in sight; `decided` comes after another one."""

    decided = Signal()

    def __init__(self, desk: Desk, work: Work, view: CheckView, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._work, self._view, self._page = desk, work, view, page
        self.rows: dict[Row, Decision] = {}
        view.twins.decided.connect(self.decide)
        view.rest_wanted.connect(self.ask_about_rest)

    def decide(self, twin: Twin, action: Action) -> None:
        """Decide what becomes of a row that is like another; that two are not the same needs a reason (rule R11)."""
        if action is not Action.ADD:
            self._settle(twin, action, "")
        elif twin.row.certain:
            self._desk.complain("信用代码或证据完全相同，是同一家，不能都保留。请选合并、更新或跳过。")
        else:
            text = f"{'、'.join(twin.row.reasons)}，{twin.row.score} 分。理由会记在这一对上，以后不再提示。"
            title = f"「{twin.row.name}」和「{twin.row.other}」不是同一家？"
            dialog = ReasonDialog(title, text, "都保留", parent=self._page.window())
            dialog.accepted.connect(lambda: self._settle(twin, Action.ADD, dialog.reason))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def ask_about_rest(self) -> None:
        """Decide at once about all that are still open."""
        menu = QMenu(self._view.rest)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action, verb in zip(ACTIONS, VERBS, strict=True):
            menu.addAction(f"都{verb.removeprefix('都')}", partial(self.decide_rest, action))
        menu.popup(self._view.rest.mapToGlobal(QPoint(0, self._view.rest.height() + 2)))
        menu.setActiveAction(menu.actions()[0])

    def decide_rest(self, action: Action) -> None:
        """Decide so about all that are open; that they are others needs one reason for all of them."""
        if action is not Action.ADD:
            self._read_rest(action, "")
            return
        text = "证据完全相同的除外。理由会记在每一对上，以后不再提示。"
        dialog = ReasonDialog("没定的都不是同一家？", text, "都保留", parent=self._page.window())
        dialog.accepted.connect(lambda: self._read_rest(Action.ADD, dialog.reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read_rest(self, action: Action, reason: str) -> None:
        lease, decided = self._work.lease, frozenset(self.rows)
        if lease is None:
            return

        def settle(rows: Sequence[Row]) -> None:
            if lease is self._work.lease:
                self.rows.update(dict.fromkeys(rows, Decision(action, reason)))
                self._work.decide_all(rows, action, reason)
                self._view.twins.viewport().update()
                self._desk.toast(
                    f"{len(rows):,} 行都{dict(zip(ACTIONS, VERBS, strict=True))[action].removeprefix('都')}"
                )

        self._desk.jobs.start(self, lambda _: open_rows(lease, decided, action), settle, failed=self._desk.complain)

    def _settle(self, twin: Twin, action: Action, reason: str) -> None:
        self.rows[twin.key] = Decision(action, reason)
        self._work.decide(twin.key, action, reason)
        table = self._view.twins
        table.viewport().update()
        if table.current_row() is twin:
            table.select_row(table.currentIndex().row() + 1)
        self.decided.emit()


def open_rows(lease: TrialLease, decided: Collection[Row], action: Action) -> list[Row]:
    """The rows like others that wait for a decision and may be decided so."""
    found: list[Row] = []
    for start in range(0, lease.thing.alike, _TOGETHER):
        for row in lease.alike_rows(start, _TOGETHER):
            key = (row.table, row.number)
            may = not (row.certain and action is Action.ADD)
            if row.action is None and key not in decided and may:
                found.append(key)
    return found
