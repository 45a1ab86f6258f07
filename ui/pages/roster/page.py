"""The page 扫街花名册: one market's shops in walking order, with the figures that prove nobody was left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import KnownError
from app.roster.roster import RosterShop
from ui.pages.reports.period import Period
from ui.pages.reports.sending import Sending
from ui.pages.reports.wanted import Wanted
from ui.pages.roster.figures import RosterFigures
from ui.pages.roster.head import RosterHead
from ui.pages.roster.lines import BEGUN, COLUMNS, EVERYONE, FILTERS, MISSED, groups_of, matching, shops_of
from ui.pages.roster.reading import RosterRead, read_roster
from ui.shell.actions import LETTERS_SEARCH, Action, Hint
from ui.shell.page import Page
from ui.shell.targets import ComplaintTarget, CustomerTarget, PlanTarget, ReportTarget, SheetTarget, VisitTarget
from ui.tables.grouped import GroupedTable
from ui.widgets.frames import EmptyState, Panel
from ui.widgets.layout import column

_ICON = "map-trifold"
_NOTHING_TO_CHOOSE = "没有选中商户。先在名单里用 ↑↓ 选一户。"
_NOTHING_SUCH = {
    EVERYONE: ("这个市场还没有客户", "扫街时录第一份调查表（Alt+D），客户就进名单。"),
    MISSED: ("没有漏访的商户", "名单上每一户都有效面谈过。按 Alt+1 看全部。"),
    BEGUN: ("没有只做了一部分的商户", "按 Alt+1 看全部。"),
}


class RosterPage(Page):
    """Enter opens a shop's file; the usual keys record a visit or a sheet for it, Alt+P plans a visit."""

    name, title = "roster", "扫街花名册"
    watches = frozenset({"visits", "survey_sheets", "customers", "visit_plans", "market_areas"})

    def build(self) -> None:
        self.read: RosterRead | None = None
        self._customer_id: int | None = None
        self.head = RosterHead(self)
        self.figures = RosterFigures()
        self.table = GroupedTable(COLUMNS)
        self.table.setAccessibleName("花名册")
        self.empty = EmptyState(_ICON, "正在读花名册", "")
        self.sending = Sending(self.desk, self)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.surface = Panel("名单", padding=0, links=self.head.chips).add(self.stack)
        column(self, self.figures, self.surface, gap=12, margins=(12, 12, 12, 12)).setStretch(1, 1)
        self.figures.hide()
        self.head.market_changed.connect(self.reload)
        self.head.narrowed.connect(self._show_shops)
        self.head.market.taken.connect(self._focus_shops)
        self.head.search.down.connect(self.table.setFocus)
        self.table.typed.connect(self.head.type_on)
        self.table.opened.connect(lambda _: self._open())
        self.table.current_changed.connect(self._choose)

    def page_actions(self) -> Sequence[Action]:
        nobody, nothing = self._why_nobody, self._why_nothing
        return [
            Action(text="打印", key="Ctrl+P", icon="printer", button="plain", slot=self._print, why_not=nothing),
            Action(
                text="补访单", key="Alt+R", icon="clipboard-text", button="plain", slot=self._go_to_refill,
                why_not=self._why_no_refill,
            ),
            Action(
                text="排进计划", key="Alt+P", icon="calendar-plus", button="primary", slot=self._plan, why_not=nobody,
                hint="排进计划",
            ),
            Action(text="看档案", icon="address-book", slot=self._open, why_not=nobody),
            Action(
                text="导出 Excel", key="Ctrl+E", icon="table", slot=partial(self._export, "xlsx"), why_not=nothing
            ),
            Action(
                text="导出 PDF", key="F12", icon="file-pdf", slot=partial(self._export, "pdf"), why_not=nothing
            ),
            Action(text="搜索", key="Ctrl+F", icon="magnifying-glass", slot=self.head.focus_search),
            *(
                Action(text=f"只看{text}" if number else "看全部", key=f"Alt+{number + 1}",
                       slot=partial(self._narrow_to, number))
                for number, text in enumerate(FILTERS)
            ),
            Action(text="选市场", key="Alt+Y", slot=self.head.focus_market),
            Action(text="前一个市场", key="Alt+PgUp", slot=partial(self.head.step, -1)),
            Action(text="后一个市场", key="Alt+PgDown", slot=partial(self.head.step, 1)),
        ]  # fmt: skip

    def hints(self) -> Sequence[Hint]:
        return [
            Hint("↑ ↓", "选商户"),
            Hint("Enter", "看档案"),
            Hint("Alt+1–3", "筛选"),
            Hint("Alt+Y", "换市场"),
            LETTERS_SEARCH,
        ]

    def header_widgets(self) -> Sequence[QWidget]:
        return self.head.widgets()

    def panes(self) -> Sequence[QWidget]:
        return [self.table, self.head.market, self.head.search]

    def reload(self) -> None:
        """Read the market's roster; the chosen shop stays chosen."""
        app, wanted = self.app, self.head.market_id
        self.desk.jobs.reread(self, "roster", lambda _: read_roster(app, wanted), self._show, failed=self._cannot_read)

    def back(self) -> bool:
        """Esc clears the search, then the filter."""
        if self.head.search.text():
            self.head.search.clear_now()
        elif self.head.only != EVERYONE:
            self.head.show_only(EVERYONE)
        else:
            return False
        self._focus_shops()
        return True

    def visit_target(self) -> VisitTarget:
        """A visit to the chosen shop."""
        return VisitTarget(customer_id=self._customer_id)

    def sheet_target(self) -> SheetTarget:
        """The chosen shop's sheet."""
        return SheetTarget(customer_id=self._customer_id)

    def complaint_target(self) -> ComplaintTarget:
        """A complaint of the chosen shop."""
        return ComplaintTarget(customer_id=self._customer_id, register=True)

    # Showing

    def _show(self, read: RosterRead) -> None:
        self.read = read
        found = read.roster
        self.head.show_markets(read.markets, found.market_id if found else None)
        self.figures.setVisible(found is not None)
        if found is not None:
            self.figures.show_roster(found)
            self.head.show_counts(found)
        self._show_shops()

    def _show_shops(self) -> None:
        if self.read is None:
            return
        found, typed = self.read.roster, self.head.search.text()
        if found is None:
            self._show_nothing("还没有市场", "请市场部先在 菜单 › 办事处资料 里建市场。")
            return
        shops = matching(shops_of(found, self.head.only), typed)
        self.surface.title.setText(found.market)
        self.surface.sub.setText("按街、排、号")
        self.table.mark(typed.strip())
        self._show_rows(shops, found.market)
        if shops:
            self.stack.setCurrentWidget(self.table)
        elif typed.strip():
            self._show_nothing(f"没有找到「{typed.strip()}」", "少打一个字，或按 Esc 清除搜索和筛选。")
        else:
            self._show_nothing(*_NOTHING_SUCH[self.head.only if found.total else EVERYONE])
        narrowed = f"，显示 {len(shops):,} 户" if len(shops) < found.total else ""
        self.set_status(f"名单 {found.total:,} 户，漏访 {len(found.missed):,} 户{narrowed}")
        self.refresh_actions()

    def _show_rows(self, shops: Sequence[RosterShop], market: str) -> None:
        """The cursor stays on its shop as long as that shows."""
        groups = groups_of(shops, market)
        lines = [line for head, rows in groups for line in (head, *rows)]
        wanted = self._customer_id
        place = next((n for n, s in enumerate(lines) if isinstance(s, RosterShop) and s.customer_id == wanted), 0)
        self.table.blockSignals(True)
        self.table.show_groups(groups)
        self.table.select_row(place)
        self.table.blockSignals(False)
        self._choose(self.table.current_row())

    def _show_nothing(self, lead: str, help_text: str) -> None:
        self.empty.say(lead, help_text)
        if self.table.hasFocus():
            self.head.focus_search()
        self.stack.setCurrentWidget(self.empty)
        self.refresh_actions()

    def _cannot_read(self, error: KnownError) -> None:
        self._show_nothing("没能读出花名册", str(error))

    def _choose(self, shop: RosterShop | None) -> None:
        self._customer_id = shop.customer_id if shop else None
        self.refresh_actions()

    def _focus_shops(self) -> None:
        if self.stack.currentWidget() is self.table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Doing

    def _narrow_to(self, only: int) -> None:
        self.head.show_only(only)
        self._focus_shops()

    def _open(self) -> None:
        self.desk.go("customers", CustomerTarget(customer_id=self._customer_id))

    def _plan(self) -> None:
        self.desk.go("planning", PlanTarget(customer_id=self._customer_id))

    def _go_to_refill(self) -> None:
        assert self.read is not None, "the action says why not otherwise"
        day, market = self.read.next_round, self.head.market_id
        self.desk.go("reports", ReportTarget(report="refill", day=day, market_id=market))

    def _print(self) -> None:
        self.sending.print(self.name, self._paper())

    def _export(self, suffix: str) -> None:
        self.sending.export(self.name, self._paper(), suffix)

    def _paper(self) -> Wanted:
        return Wanted(period=Period.day(self.app.today()), market_id=self.head.market_id)

    def _why_nobody(self) -> str:
        return "" if self._customer_id is not None else _NOTHING_TO_CHOOSE

    def _why_nothing(self) -> str:
        return "" if self.read is not None and self.read.roster is not None else "还没有花名册，没有可打印的。"

    def _why_no_refill(self) -> str:
        if not (self.app.may("export.masked") and self.app.may("survey.edit")):
            return "这个账号不能打印补访单。请找内勤或主管。"
        return self._why_nothing()
