"""Market and rep for rows of new customers that name none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.forms.model import Choice, Field
from ui.forms.editing import Look
from ui.forms.search_editor import SearchEditor
from ui.widgets.layout import label, row


class PlacingRow(QWidget):
    """`chosen` when another market or rep was picked; `market_id` and `owner_id` are None while none is."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._markets: Sequence[Choice] = ()
        self._owners: Sequence[Choice] = ()
        self.market_id: int | None = None
        self.owner_id: int | None = None
        self.market = SearchEditor(Field(name="market", label="没写市场的归到"), lambda: self._markets)
        self.owner = SearchEditor(Field(name="owner", label="没写业务员的归到"), lambda: self._owners)
        for editor, take in ((self.market, self._take_market), (self.owner, self._take_owner)):
            editor.setAccessibleName(editor.field.label)
            editor.says.given.connect(take)
            editor.says.moved.connect(lambda step, editor=editor: editor.focusNextPrevChild(step > 0))
        parts = (label("没写市场的归到", "sub"), self.market, label("没写业务员的归到", "sub"), self.owner)
        row(self, *parts, gap=8, margins=(12, 6, 12, 6))

    def offer(self, markets: Sequence[tuple[int, str]], owners: Sequence[tuple[int, str]]) -> None:
        """What there is: ids and names."""
        self._markets = [Choice(str(number), name) for number, name in markets]
        self._owners = [Choice(str(number), name) for number, name in owners]

    def show_chosen(self, market_id: int | None, owner_id: int | None) -> None:
        """Show what was chosen before, e.g. for another file."""
        self.market_id, self.owner_id = market_id, owner_id
        self.market.show_look(Look(value=str(market_id or "")))
        self.owner.show_look(Look(value=str(owner_id or "")))
        self.market.setPlaceholderText("不归，逐行改")
        self.owner.setPlaceholderText("按市场的负责人")

    def _take_market(self, given: object) -> None:
        self._take(_known(given, self._markets), self.owner_id)

    def _take_owner(self, given: object) -> None:
        self._take(self.market_id, _known(given, self._owners))

    def _take(self, market_id: int | None, owner_id: int | None) -> None:
        changed = (market_id, owner_id) != (self.market_id, self.owner_id)
        self.show_chosen(market_id, owner_id)
        if changed:
            self.chosen.emit()


def _known(given: object, options: Sequence[Choice]) -> int | None:
    """The id that was picked; what fits no option picks nothing."""
    return int(str(given)) if any(option.code == given for option in options) else None
