"""Above the list: which view, which conditions, which columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import ManyChip
from ui.widgets.layout import row, rule

if TYPE_CHECKING:
    from app.customers.conditions import Offer

_USUAL = ("classes", "stages", "owners", "markets")
"""The conditions that have a chip as long as there is room, though nothing is chosen by them."""
_DIGITS = "1234567890abcdef"


class FilterBar(QFrame):
    """`filtered` carries the conditions that are set, by the filter's names. ←→ go from chip to chip, Enter opens its
    list, Delete takes its condition away.
    """

    filtered = Signal(object)

    def __init__(self, view: Button, columns: Button) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setFixedHeight(theme().px(42))
        self._view, self._columns = view, columns
        self._chips: dict[str, ManyChip] = {}
        self.more = Button("条件", self.open_menu, icon="plus", kind="chip", tip="按别的条件筛选（Alt+S）")
        self.clear = Button("清除", self.clear_all, kind="link", tip="清除全部条件（Alt+Q）")
        self._room = row(None, gap=8)
        row(self, view, rule(vertical=True), self._room, self.more, None, self.clear, columns, margins=(12, 0, 12, 0))
        self.clear.hide()

    def conditions(self) -> Mapping[str, tuple[Any, ...]]:
        """What is chosen, by the filter's names."""
        return {name: chip.value for name, chip in self._chips.items() if chip.value}

    def set_offers(self, offers: Sequence[Offer], chosen: Mapping[str, Sequence[Any]]) -> None:
        """What can be chosen by, and what is."""
        for chip in self._chips.values():
            self._room.removeWidget(chip)
            chip.deleteLater()
        self._chips = {offer.condition.name: self._chip(offer) for offer in offers}
        self.show_conditions(chosen)

    def show_conditions(self, chosen: Mapping[str, Sequence[Any]]) -> None:
        """Show what is chosen, without saying so."""
        for name, chip in self._chips.items():
            chip.blockSignals(True)
            chip.choose(tuple(chosen.get(name, ())) or None)
            chip.blockSignals(False)
        self._arrange()

    def open_menu(self) -> None:
        """The conditions with their digits; choosing one opens its list."""
        menu = new_menu(self)
        for digit, (name, chip) in zip(_DIGITS, self._chips.items(), strict=False):
            menu_line(menu, f"&{digit}　{chip.text()}", partial(self.open, name), on=chip.value is not None)
        pop_up(menu, self.more)

    def open(self, name: str) -> None:
        """Open the list of a condition."""
        chip = self._chips[name]
        if chip.isHidden():
            chip.open_below(self.more)
        else:
            chip.setFocus(Qt.FocusReason.TabFocusReason)
            chip.open_list()

    def clear_all(self) -> None:
        """Let every customer pass again."""
        self.show_conditions({})
        self.filtered.emit({})

    def first_stop(self) -> QWidget:
        """Where the focus goes when the bar gets it."""
        return next((chip for chip in self._chips.values() if not chip.isHidden()), self.more)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → go to the neighbour, ↓ opens it."""
        stops: list[Button] = [self._view, *self._shown(), self.more, self._columns]
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        here = next((place for place, stop in enumerate(stops) if stop.hasFocus()), 0)
        if step and 0 <= here + step < len(stops):
            stops[here + step].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Down:
            stops[here].click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Another width: as many chips as fit."""
        done = super().event(event)
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return done

    def minimumSizeHint(self) -> QSize:
        """Narrower than its chips."""
        return QSize(theme().px(320), theme().px(42))

    def _chip(self, offer: Offer) -> ManyChip:
        chip = ManyChip(offer.condition.label, self)
        chip.set_choices([(option.value, option.label) for option in offer.options])
        chip.chosen.connect(self._chosen)
        return chip

    def _chosen(self, _value: object) -> None:
        self._arrange()
        self.filtered.emit(self.conditions())

    def _shown(self) -> list[ManyChip]:
        return [chip for chip in self._in_order() if not chip.isHidden()]

    def _in_order(self) -> list[ManyChip]:
        """Those that filter first, then the usual ones."""
        on = [chip for chip in self._chips.values() if chip.value]
        return on + [chip for name in _USUAL if (chip := self._chips.get(name)) and not chip.value]

    def _arrange(self) -> None:
        focused = self.focusWidget()
        for chip in self._chips.values():
            self._room.removeWidget(chip)
            chip.hide()
        before: Button = self._view
        for chip in self._in_order():
            self._room.addWidget(chip)
            QWidget.setTabOrder(before, chip)
            before = chip
        self.clear.setVisible(bool(self.conditions()))
        self._fit()
        if isinstance(focused, ManyChip) and not focused.isHidden():
            focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Chips that filter always show, though cut; of the others as many as there is room for."""
        parts: Sequence[QWidget] = (self._view, self.more, self._columns, *([self.clear] if self.conditions() else ()))
        gap, room = theme().px(8), self.width() - theme().px(24 + 20)
        room -= sum(part.sizeHint().width() + gap for part in parts)
        for chip in self._in_order():
            room -= chip.sizeHint().width() + gap
            chip.setVisible(room >= 0 or bool(chip.value))


def new_menu(parent: QWidget) -> QMenu:
    """An empty menu that goes away once it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def menu_line(menu: QMenu, text: str, do: Callable[[], object], *, on: bool | None = None) -> None:
    """A line of a menu; with `on` it shows whether it is on."""
    action = menu.addAction(text)
    action.setCheckable(on is not None)
    action.setChecked(bool(on))
    action.triggered.connect(lambda _checked=False: do())


def pop_up(menu: QMenu, below: QWidget) -> None:
    """Open a menu under a widget."""
    menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))
