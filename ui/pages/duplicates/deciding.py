"""What is decided about a pair: merge it, tell it apart, take it up again, take a merge apart; all can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Qt

from app.errors import KnownError
from ui.dialogs.message import Answer, MessageDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.duplicates.merging import MergeDialog, MergeOrder

if TYPE_CHECKING:
    from app.customers.candidates import CandidateRow
    from app.customers.comparing import Comparison
    from ui.pages.duplicates.page import DuplicatesPage

_TOLD = ("customers", "duplicates", "visits", "survey_sheets", "complaints", "visit_plans")


class Deciding(QObject):
    """The page's decisions; each is one journalled operation."""

    def __init__(self, page: DuplicatesPage) -> None:
        super().__init__(page)
        self._page = page

    def same(self) -> None:
        """Alt+H: merge; who may not leaves word for the supervisor."""
        found, row = self._page.compared.comparison, self._page.current
        if found is None or row is None:
            return
        if not self._page.app.may("customer.merge"):
            self._propose(row)
            return
        dialog = MergeDialog(found, self._page.window())
        dialog.finished.connect(lambda _: self._merge(found, dialog.order))
        dialog.open()

    def different(self) -> None:
        """Alt+X: two customers, and why."""
        row = self._page.current
        if row is None:
            return
        text = f"「{row.one.name}」和「{row.other.name}」以后不再提示重复。理由记在这一对上。"
        self._ask("不是同一家，为什么？", text, "记下", partial(self._tell_apart, row))

    def reopen(self) -> None:
        """Alt+R: it is pending again."""
        from app.customers.deciding import reopen

        if row := self._page.current:
            app, uid = self._page.app, str(uuid4())
            self._do(
                lambda: reopen(app, row.id, row.row_version, uid=uid), "已放回待判", f"重新判定「{row.one.name}」", uid
            )

    def split(self) -> None:
        """Alt+U: both customers are back as they were."""
        row = self._page.current
        if row is None:
            return
        text = f"「{row.other.name}」和它原来的联系人、拜访等回到合并前的样子；合并后新记的留在「{row.one.name}」。"
        answers = [Answer("", "不拆"), Answer("split", "拆开", "primary")]
        dialog = MessageDialog("把这次合并拆开？", text, answers, default="split", parent=self._page.window())
        dialog.finished.connect(lambda _: self._split(row) if dialog.answer else None)
        dialog.open()

    def _merge(self, found: Comparison, order: MergeOrder | None) -> None:
        from app.customers.merging import merge

        if order is None:
            return
        kept, other = found.sides[order.kept], found.sides[1 - order.kept]
        versions = {side.customer_id: version for side, version in zip(found.sides, found.versions, strict=True)}
        app, uid = self._page.app, str(uuid4())

        def work() -> None:
            merge(
                app,
                kept.customer_id,
                other.customer_id,
                versions,
                choices=order.choices,
                reason=order.reason,
                uid=uid,
            )

        said = f"已把「{other.name}」并入「{kept.name}」，30 天内可以拆开"
        self._do(work, said, f"合并「{other.name}」", uid)

    def _split(self, row: CandidateRow) -> None:
        from app.customers.splitting import split

        app, uid = self._page.app, str(uuid4())
        self._do(
            lambda: split(app, row.id, uid=uid), f"已拆开，「{row.other.name}」回来了", f"拆开「{row.other.name}」", uid
        )

    def _tell_apart(self, row: CandidateRow, reason: str) -> None:
        from app.customers.deciding import tell_apart

        app, uid = self._page.app, str(uuid4())
        self._do(
            lambda: tell_apart(app, row.id, row.row_version, reason, uid=uid),
            "已记下不是同一家，以后不再提示",
            f"判定「{row.one.name}」不是同一家",
            uid,
        )

    def _propose(self, row: CandidateRow) -> None:
        from app.customers.deciding import propose

        app, uid = self._page.app, str(uuid4())

        def leave_word(note: str) -> None:
            self._do(
                lambda: propose(app, row.id, row.row_version, f"提请合并：{note}", uid=uid),
                "已提请主管合并，这一对还在待判里",
                f"提请合并「{row.one.name}」",
                uid,
            )

        self._ask("合并由主管来做，提请合并？", "写一句为什么是同一家，主管在查重里看到再合并。", "提请", leave_word)

    def _ask(self, title: str, text: str, verb: str, then: Callable[[str], object]) -> None:
        dialog = ReasonDialog(title, text, verb, parent=self._page.window())
        dialog.finished.connect(lambda _: then(dialog.reason) if dialog.answer else None)
        dialog.open()

    def _do(self, work: Callable[[], object], said: str, deed: str, uid: str) -> None:
        page = self._page

        def failed(error: KnownError) -> None:
            page.desk.complain(error)
            page.reload()

        def done(_: object) -> None:
            page.desk.done(said, deed, uid, *_TOLD)

        page.desk.jobs.start(page, lambda _task: work(), done, failed=failed, title=deed)
        page.table.setFocus(Qt.FocusReason.OtherFocusReason)
