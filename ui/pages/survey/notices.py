"""What is said over the form: a shop that may be on record, a visit that is not, trouble with keeping or saving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from app.errors import KnownError
from ui.pages.survey.banner_room import BannerRoom
from ui.widgets.button import Button
from ui.widgets.frames import Banner

if TYPE_CHECKING:
    from app.customers.duplicates import LikelySame
    from ui.pages.survey.entry_page import EntryPage

_LIKELY, _VISIT, _CLOSED, _NOT_KEPT, _NOT_SAVED = "likely", "visit", "closed", "draft-failed", "save-failed"


class Notices(BannerRoom):
    """`likely` is the shop the sheet may be about; `loose_visit` the customer and the day of a visit to record."""

    def __init__(self, page: EntryPage) -> None:
        super().__init__()
        self._page = page
        self.likely: LikelySame | None = None
        self.loose_visit: tuple[int, date] | None = None

    def show_likely(self, likely: LikelySame | None) -> None:
        """A shop on record that may be the same, or none."""
        self.likely = likely
        if likely is None:
            self.drop(_LIKELY)
            return
        acting = self._page.acting
        buttons = [
            Button("并排对比", acting.compare, key="F9", small=True),
            Button("就是这家", acting.same_customer, icon="git-merge", key="Alt+H", small=True),
            Button("不是同一家", acting.other_customer, key="Alt+X", small=True),
        ]
        text = f"「{likely.name}」{'，'.join(likely.reasons)}"
        self.put(_LIKELY, Banner("可能重复：", text, buttons, icon="users-three-fill"))

    def why_no_likely(self) -> str:
        """Why there is no shop to compare with."""
        return "" if self.likely else "没有发现可能重复的客户。"

    def show_loose_visit(self, customer_id: int, name: str, day: date) -> None:
        """A saved sheet's visit is not on record: offer to record it."""
        self.loose_visit = (customer_id, day)
        page = self._page
        button = Button(
            "记拜访",
            lambda: page.desk.go("visits", page.visit_target()),
            icon="calendar-check",
            key="Alt+B",
            small=True,
        )
        text = f"「{name}」的调查表已保存，日报要有拜访记录才算数"
        self.put(_VISIT, Banner(f"{day:%m-%d} 的拜访还没登记。", text, [button], tone="link"))

    def take_loose_visit(self) -> tuple[int, date] | None:
        """The visit that is not on record; it is not offered any more."""
        taken, self.loose_visit = self.loose_visit, None
        self.drop(_VISIT)
        return taken

    def show_closed(self, why: str) -> None:
        """Why the sheet may only be looked at; empty when it may be changed."""
        if why:
            self.put(_CLOSED, Banner("只能看。", f"这份调查表{why}", tone="link"))
        else:
            self.drop(_CLOSED)

    def show_not_kept(self, error: KnownError) -> None:
        """The draft could not be kept."""
        retry = Button("重试", self._page.keeper.save, small=True)
        self.put(_NOT_KEPT, Banner("草稿没有存上。", str(error), [retry], tone="danger"))

    def kept(self) -> None:
        """The draft is kept."""
        self.drop(_NOT_KEPT)

    def show_not_saved(self, error: KnownError, again: Callable[[], object]) -> None:
        """The sheet could not be saved."""
        retry = Button("重试", again, key="Ctrl+Return", small=True)
        self.put(_NOT_SAVED, Banner("没能保存。", str(error), [retry], tone="danger"))

    def saved(self) -> None:
        """The sheet is saved: nothing is left to say of it."""
        self.drop(_NOT_SAVED)
        self.show_likely(None)
