"""自动排 and 抄上周: visits proposed as dashed cards, accepted with Enter, dropped with Esc."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from app.errors import KnownError
from app.planning.filling import Preview, accept, auto_fill, copy_last_week
from ui.pages.planning.acting import Acting
from ui.pages.planning.board import Board, Card
from ui.pages.planning.reading import proposed_cards
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.widgets.button import Button
from ui.widgets.frames import Banner

_BANNER = "proposal"


class Proposing(QObject):
    """`board` gives what is shown, `owner_id` the rep of the cursor's row. `changed` comes with other proposals."""

    changed = Signal()

    def __init__(
        self, desk: Desk, monday: Callable[[], date], board: Callable[[], Board], owner_id: Callable[[], int | None],
        page: Page,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._desk, self._page = desk, page
        self._monday, self._board, self._owner_id = monday, board, owner_id
        self._acting = Acting(desk, self)
        self._acting.refused.connect(self._refused)
        self._preview: Preview | None = None
        self._banner: Banner | None = None
        self._what = ""
        self.cards: Sequence[Card] = ()

    @property
    def is_on(self) -> bool:
        """Whether something is proposed."""
        return bool(self.cards)

    def fill(self) -> None:
        """Fill the free times of the rep the cursor is at."""
        app, owner_id, monday = self._desk.app, self._owner_id(), self._monday()
        lane = next((lane for lane in self._board().lanes if lane.owner_id == owner_id), None)
        if lane is None or owner_id is None:
            self._desk.complain("没有选中业务员。请先按 F6 到格子里选一行。")
            return
        self._propose(lambda: auto_fill(app, owner_id, monday), f"给{lane.name}自动排")

    def copy(self) -> None:
        """Last week's visits once more, for everybody shown."""
        app, owners, monday = self._desk.app, [lane.owner_id for lane in self._board().lanes], self._monday()
        self._propose(lambda: copy_last_week(app, owners, monday), "抄上周")

    def accept(self) -> None:
        """Plan all that is proposed."""
        preview, what, app = self._preview, self._what, self._desk.app
        if preview is not None:
            count = len(preview.proposals)
            self.drop()
            self._acting.do(lambda uid: accept(app, preview, uid=uid), what, lambda _: f"已排 {count} 家，{what}")

    def drop(self) -> None:
        """Propose nothing any more."""
        if self._banner is not None:
            self._banner.deleteLater()
        if self._preview is not None:
            self._preview, self._banner, self.cards = None, None, ()
            self.changed.emit()

    def _propose(self, work: Callable[[], Preview], what: str) -> None:
        monday = self._monday()

        def show(preview: Preview) -> None:
            if monday == self._monday():
                self._show(preview, what)

        self._desk.jobs.reread(self, "proposals", lambda _: work(), show, failed=self._desk.complain)

    def _show(self, preview: Preview, what: str) -> None:
        self.drop()
        if not preview.proposals:
            self._desk.complain("；".join(preview.left_out))
            return
        self._preview, self._what, self.cards = preview, what, proposed_cards(preview.proposals)
        left_out = f"　没排的 {len(preview.left_out)} 家：{'；'.join(preview.left_out)}" if preview.left_out else ""
        buttons = (
            Button("接受", self.accept, key="Enter", kind="primary", small=True),
            Button("不要", self.drop, key="Esc", small=True),
        )
        lead = f"{what}：将排 {len(preview.proposals)} 家"
        self._banner = Banner(lead, f"虚线的是建议，Enter 接受，Esc 不要。{left_out}", buttons, tone="link")
        self._banner.setObjectName(_BANNER)
        self._page.show_banner(self._banner)
        self.changed.emit()

    def _refused(self, error: KnownError) -> None:
        self._desk.complain(error)
        self.changed.emit()
