"""What the list shows and how: search, conditions, order, columns, and the views of these that a person keeps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.tasks import Task
from ui.pages.customers.filter_bar import FilterBar, menu_line, new_menu, pop_up
from ui.pages.customers.listing import Asked, Conditions, CustomerListing
from ui.pages.customers.views import Views
from ui.preferences import Preferences
from ui.tables.column_choice import ChosenColumns
from ui.widgets.button import Button
from ui.widgets.fields import SearchField

if TYPE_CHECKING:
    from app.customers.conditions import Offer
    from ui.shell.page import Page

_NUMBER = "customer_no"
_DIGITS = "1234567890abcdefghijklmnopqrstuvwxyz"


class ListChoice(QObject):
    """Asks the listing for what is chosen; the conditions and the order are remembered for the next time."""

    def __init__(
        self, page: Page, listing: CustomerListing, columns: ChosenColumns, search: SearchField, kept: Preferences
    ) -> None:
        super().__init__(page)
        self._desk, self._listing, self._columns, self._search = page.desk, listing, columns, search
        self._kept, self._key = kept, f"list/customers/{page.app.user.username}"
        self.asked = _remembered(kept.text(self._key), [column.sort for column in columns.columns])
        self._listed = False
        show_columns = Button(
            icon="columns", kind="quiet", small=True, tip="显示哪些列（Alt+O）", clicked=self.open_columns
        )
        self.views = Views(page.desk, self, self)
        self.bar = FilterBar(self.views.button, show_columns)
        self.bar.filtered.connect(self._filter)
        search.searched.connect(self._search_for)
        listing.table.sort_wanted.connect(self._sort)
        columns.changed.connect(self.views.show_state)
        listing.table.set_sorted(self.asked.column, self.asked.down)

    def reload(self) -> None:
        """Read anew what can be chosen by, the kept views, and the list."""
        self._desk.jobs.reread(self, "offers", self._read_offers, self._show_offers, failed=self._desk.complain)
        self.views.reload()
        if self._listed:
            self._listing.refresh()
        else:
            self.ask(replace(self.asked, text=self._search.text()))

    def ask(self, asked: Asked) -> None:
        """Show another list."""
        self._listed, self.asked = True, asked
        self._kept.remember(self._key, _to_remember(asked))
        self._listing.table.set_sorted(asked.column, asked.down)
        self._listing.show(asked)
        self.views.show_state()

    def clear(self) -> None:
        """Take every condition away."""
        self.bar.clear_all()

    def open_conditions(self) -> None:
        """The conditions by digit."""
        self.bar.open_menu()

    def open_views(self) -> None:
        """The kept views."""
        self.views.open_menu()

    def open_columns(self) -> None:
        """Which columns show."""
        self._columns.open_dialog(self.bar.window())

    def open_sorting(self) -> None:
        """The columns shown, by digit; the one sorted by turns round. 0 is the usual order, named while it is none of
        the columns'."""
        menu = new_menu(self.bar)
        if self.asked.text.strip() or _NUMBER not in self.columns_shown():
            usual = "最相近的在前" if self.asked.text.strip() else "编号"
            menu_line(menu, f"&0　{usual}", partial(self._sort_by, "", False), on=not self.asked.column)
        for digit, column in zip(_DIGITS.replace("0", ""), self._columns.columns, strict=False):
            on = column.sort == self._sorted_by()
            turned = on and not self.asked.down
            towards = ("　升序" if turned else "　降序") if on else ""
            menu_line(menu, f"&{digit}　{column.title}{towards}", partial(self._sort_by, column.sort, turned), on=on)
        pop_up(menu, self._listing.table.head)

    def _sorted_by(self) -> str:
        """The column that leads; without a search the usual order is that of the numbers."""
        return self.asked.column or ("" if self.asked.text.strip() else _NUMBER)

    def nothing_found(self) -> tuple[str, str]:
        """What to say and advise when nobody is left."""
        text, number = self.asked.text.strip(), len(self.asked.conditions)
        lead = f"没有找到「{text}」" if text else "没有这样的客户"
        fewer = ["少打一个字，或按 Esc 清除搜索"] if text else []
        return lead, "；".join([*fewer, *([f"按 Alt+Q 清除 {number} 个条件"] if number else [])]) + "。"

    # What a view holds

    def columns_shown(self) -> Sequence[str]:
        """The keys of the columns shown."""
        return self._columns.choice.keys

    def show_view(self, asked: Asked, columns: Sequence[str]) -> None:
        """Choose what a view holds; without columns the usual ones."""
        self.bar.show_conditions(asked.conditions)
        self._columns.choose(replace(self._columns.choice, keys=tuple(columns) or self._columns.usual.keys))
        self._search.setText(asked.text)
        self.ask(asked)

    def _search_for(self, text: str) -> None:
        if text != self.asked.text:
            self.ask(replace(self.asked, text=text))

    def _filter(self, conditions: Conditions) -> None:
        self.ask(replace(self.asked, conditions=dict(conditions)))

    def _sort(self, column: str, down: bool) -> None:
        """The third click on a head goes back to the usual order."""
        turned_back = column == self.asked.column and self.asked.down and not down
        self._sort_by("" if turned_back else column, down)

    def _sort_by(self, column: str, down: bool) -> None:
        self.ask(replace(self.asked, column=column, down=down))

    def _read_offers(self, _task: Task) -> Sequence[Offer]:
        from app.customers.conditions import offers

        return offers(self._desk.app)

    def _show_offers(self, found: Sequence[Offer]) -> None:
        """What is chosen and can no longer be chosen is given up: nobody would see why the list is short."""
        values = {offer.condition.name: {option.value for option in offer.options} for offer in found}
        chosen = {
            name: tuple(value for value in wanted if value in values.get(name, ()))
            for name, wanted in self.asked.conditions.items()
        }
        chosen = {name: wanted for name, wanted in chosen.items() if wanted}
        self.bar.set_offers(found, chosen)
        if chosen != self.asked.conditions:
            self._filter(chosen)


def _to_remember(asked: Asked) -> str:
    conditions = {name: list(values) for name, values in asked.conditions.items()}
    return json.dumps({"conditions": conditions, "column": asked.column, "down": asked.down})


def _remembered(text: str, columns: Sequence[str]) -> Asked:
    """What was kept, as far as it makes sense; an order only by a column that still shows."""
    try:
        kept = json.loads(text)
        conditions = {str(name): tuple(values) for name, values in dict(kept["conditions"]).items() if values}
        column = kept["column"] if kept["column"] in columns else ""
        return Asked("", conditions, column, bool(kept["down"]))
    except (ValueError, TypeError, KeyError):
        return Asked()


def reading_of(text: str) -> str:
    """How a query is understood, in the design's words."""
    text = text.strip()
    if not text:
        return ""
    if text.isascii() and text.isalpha():
        return "拼音首字母"
    if text.isdigit():
        return "电话或编号"
    return "文字"
