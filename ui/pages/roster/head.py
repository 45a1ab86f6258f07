"""What of the roster is shown: which market, all shops or only some, and what is searched for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QWidget

from app.roster.roster import PARTLY, Roster
from ui.keys import ENTER
from ui.pages.roster.lines import EVERYONE, FILTERS
from ui.preferences import own_preferences
from ui.theme import theme
from ui.widgets.choices import Chip
from ui.widgets.fields import SearchField

_REMEMBERED = "roster/market"


class MarketBox(QComboBox):
    """↑↓ change the market at once, Alt+↓ opens the list; `taken` when one is settled on, by Enter or in the list."""

    taken = Signal()

    def hidePopup(self) -> None:
        """The list closes; Qt asks for it without one, too."""
        was_open = self.view().isVisible()
        super().hidePopup()
        if was_open:
            self.taken.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is done with it."""
        if event.key() in ENTER:
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class RosterHead(QObject):
    """`market_changed` when another roster is wanted, `narrowed` when others of its shops are."""

    market_changed = Signal()
    narrowed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ids: list[int] = []
        remembered = own_preferences().text(_REMEMBERED)
        self.market_id: int | None = int(remembered) if remembered.isdecimal() else None
        self.market = MarketBox()
        self.market.setAccessibleName("市场")
        self.market.setToolTip("换个市场（Alt+Y，↑↓）")
        self.market.setFixedWidth(theme().px(190))
        self.search = SearchField("名称、拼音首字母、门牌、负责人", "Ctrl+F")
        self.search.setMinimumWidth(theme().px(300))
        self.chips = [Chip(text) for text in FILTERS]
        self._group = QButtonGroup(self)
        for number, chip in enumerate(self.chips):
            chip.setToolTip(f"只看{FILTERS[number]}（Alt+{number + 1}）" if number else "名单上的每一户（Alt+1）")
            self._group.addButton(chip, number)
        self.chips[EVERYONE].setChecked(True)
        self.market.currentIndexChanged.connect(self._choose)
        self._group.idToggled.connect(lambda _, on: self.narrowed.emit() if on else None)
        self.search.searched.connect(lambda _: self.narrowed.emit())

    def widgets(self) -> Sequence[QWidget]:
        """What stands in the header."""
        return [self.market, self.search]

    @property
    def only(self) -> int:
        """The filter's number."""
        return self._group.checkedId()

    def show_only(self, number: int) -> None:
        """Another filter."""
        self.chips[number].setChecked(True)

    def show_markets(self, markets: Sequence[tuple[int, str]], current: int | None) -> None:
        """Offer these, with the one whose roster is shown."""
        self._ids, self.market_id = [number for number, _ in markets], current
        self.market.blockSignals(True)
        self.market.clear()
        self.market.addItems([name for _, name in markets])
        self.market.setCurrentIndex(self._ids.index(current) if current in self._ids else -1)
        self.market.blockSignals(False)
        self.market.setEnabled(bool(markets))

    def show_counts(self, found: Roster) -> None:
        """How many each filter lets pass."""
        counts = (found.total, len(found.missed), found.count(PARTLY))
        for chip, text, count in zip(self.chips, FILTERS, counts, strict=True):
            chip.setText(f"{text} {count:,}")
            chip.updateGeometry()

    def focus_market(self) -> None:
        """Alt+Y: ↑↓ change the market."""
        self.market.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step(self, by: int) -> None:
        """The next or previous market."""
        place = self.market.currentIndex() + by
        if 0 <= place < self.market.count():
            self.market.setCurrentIndex(place)

    def type_on(self, text: str) -> None:
        """Letters typed in the list go on in the search."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.insert(text)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._ids):
            self.market_id = self._ids[place]
            own_preferences().remember(_REMEMBERED, str(self.market_id))
            self.market_changed.emit()
