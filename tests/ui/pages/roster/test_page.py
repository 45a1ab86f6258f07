"""The roster by keys on the sample office: whom nobody has met, and what is done about it."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from app.customers.states import SHOPPING_LEVELS
from app.db.records import Customer, MarketArea
from app.planning.items import assign
from app.roster.roster import Roster
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from ui.pages.planning.page import PlanningPage
from ui.pages.reports.exporting import export_folder
from ui.pages.reports.page import ReportsPage
from ui.pages.roster.lines import MISSED
from ui.pages.roster.page import RosterPage
from ui.pages.survey.entry_page import EntryPage
from ui.pages.visits.page import VisitsPage
from ui.printing.dialog import PrintDialog
from ui.printing.queues import Printer

KEY = Qt.Key
HEXI, CHENGBEI, GAOXIN = 6, 7, 8
WEIPING, ZHEWU = 33, 8


def page_of(office: Office) -> RosterPage:
    return cast("RosterPage", office.window.page)


def roster_of(office: Office) -> Roster:
    read = page_of(office).read
    assert read is not None
    assert read.roster is not None
    return read.roster


def show_market(office: Office, market_id: int) -> None:
    """By Alt+PgUp and Alt+PgDn, as often as it takes."""
    page = page_of(office)
    office.until(lambda: page.read)
    for key in (KEY.Key_PageUp, KEY.Key_PageDown):
        for _ in range(page.head.market.count()):
            if page.head.market_id != market_id:
                office.alt(key)
    office.until(lambda: roster_of(office).market_id == market_id)


def names(office: Office) -> list[str]:
    table = page_of(office).table
    rows = (table.rows.row(number) for number in range(table.rows.rowCount()))
    return [getattr(row, "name", f"[{getattr(row, 'title', '')}]") for row in rows]


def current(office: Office) -> int:
    shop = page_of(office).table.current_row()
    return shop.customer_id if shop else 0


def choose(office: Office, customer_id: int) -> None:
    """↓ until the cursor is on a shop."""
    page_of(office).table.setFocus()
    office.press(KEY.Key_Home)
    while current(office) != customer_id:
        before = current(office)
        office.press(KEY.Key_Down)
        assert current(office) != before, "no such shop"


@pytest.fixture
def clerk(office_of: OpenOffice) -> Office:
    """温可 before 河西五金机电城."""
    office = office_of("wenk", "planning")
    office.alt(KEY.Key_L)
    assert office.window.page.name == "roster"
    show_market(office, HEXI)
    office.until(lambda: not office.desk.jobs.busy)
    return office


def test_shops_stand_in_walking_order_under_their_streets(clerk: Office) -> None:
    assert names(clerk)[:7] == [
        "[五金机电城 A区]", "桁岳五金机电经营部", "柘坞电料经营部",
        "[五金机电城 B区]", "澜州市枳沅电线电缆有限公司", "砾川电缆批发部", "蔚坪电线经营部",
    ]  # fmt: skip
    assert clerk.window.rail.places["planning"].isChecked()
    assert page_of(clerk).status == "名单 9 户，漏访 1 户"


def test_the_figures_prove_how_far_the_market_is(clerk: Office) -> None:
    assert page_of(clerk).figures.texts() == {
        "名单户数": "9", "未访": "1", "闭门": "0", "拒访": "0", "部分": "2", "完成": "6", "覆盖率": "88.9%", "漏访": "1",
    }  # fmt: skip


def test_the_missed_and_the_half_done_are_one_key_away(clerk: Office) -> None:
    page = page_of(clerk)
    choose(clerk, ZHEWU)
    clerk.alt(KEY.Key_2)
    assert names(clerk) == ["[五金机电城 B区]", "蔚坪电线经营部"]
    assert page.status == "名单 9 户，漏访 1 户，显示 1 户"
    clerk.alt(KEY.Key_3)
    assert [name for name in names(clerk) if name[0] != "["] == ["柘坞电料经营部", "砾川电缆批发部"]
    clerk.press(KEY.Key_Escape)
    assert len(names(clerk)) == 9 + 4
    assert clerk.focus() is page.table


def test_typing_in_the_list_searches_and_escape_clears(clerk: Office) -> None:
    page = page_of(clerk)
    page.table.setFocus()
    clerk.type("wpdx")
    assert clerk.focus() is page.head.search
    clerk.until(lambda: names(clerk) == ["[五金机电城 B区]", "蔚坪电线经营部"])
    clerk.press(KEY.Key_Down)
    assert clerk.focus() is page.table
    clerk.ctrl(KEY.Key_F)
    clerk.type("没有这家店")
    clerk.until(lambda: "没有找到「没有这家店」" in texts_of(page))
    clerk.press(KEY.Key_Escape)
    clerk.until(lambda: len(names(clerk)) == 9 + 4)


def test_the_market_is_chosen_by_keys_and_remembered(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.alt(KEY.Key_Y)
    clerk.press(KEY.Key_Home)
    clerk.until(lambda: roster_of(clerk).market_id == CHENGBEI)
    clerk.press(KEY.Key_Return)
    assert clerk.focus() is page.table
    again = RosterPage(clerk.desk)
    clerk.qtbot.addWidget(again)
    assert again.head.market_id == CHENGBEI


def test_enter_opens_the_customer(clerk: Office) -> None:
    choose(clerk, ZHEWU)
    clerk.press(KEY.Key_Return)
    assert clerk.window.page.name == "customers"
    clerk.until(lambda: "柘坞电料经营部" in texts_of(clerk.window.page))


def test_a_visit_is_recorded_for_the_chosen_shop_and_the_roster_follows(clerk: Office) -> None:
    choose(clerk, WEIPING)
    clerk.alt(KEY.Key_B)
    visits = cast("VisitsPage", clerk.window.page)
    clerk.until(lambda: visits.visits.form is not None)
    assert visits.visits.form is not None
    assert visits.visits.form.draft.customer == "蔚坪电线经营部"


def test_a_sheet_is_begun_for_the_chosen_shop(clerk: Office) -> None:
    choose(clerk, ZHEWU)
    clerk.alt(KEY.Key_D)
    clerk.until(lambda: isinstance(clerk.window.page, EntryPage) and "柘坞电料经营部" in texts_of(clerk.window.page))


def test_a_missed_shop_goes_into_the_plan_by_two_keys(clerk: Office) -> None:
    clerk.alt(KEY.Key_2)
    clerk.alt(KEY.Key_P)
    planner = cast("PlanningPage", clerk.window.page)
    clerk.until(lambda: planner.due.view.current and planner.due.view.current.customer_id == WEIPING)
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: any(card.customer_id == WEIPING for card in planner.read.board.cards))
    clerk.alt(KEY.Key_L)
    clerk.until(lambda: not clerk.desk.jobs.busy)
    assert current(clerk) == WEIPING
    assert page_of(clerk).head.only == MISSED


def test_the_refill_sheets_are_those_of_the_next_round_of_the_market(clerk: Office) -> None:
    monday = date(2026, 11, 23)
    assign(clerk.app, ZHEWU, 1, monday, time(9))
    clerk.desk.changes.tell("visit_plans")
    clerk.until(lambda: page_of(clerk).read and cast("RosterPage", clerk.window.page).read.next_round == monday)  # type: ignore[union-attr]
    clerk.alt(KEY.Key_R)
    reports = cast("ReportsPage", clerk.window.page)
    clerk.until(lambda: reports.view.page_count)
    assert reports.kind.name == "refill"
    assert (reports.wanted().period.first, reports.wanted().market_id) == (monday, HEXI)


@pytest.mark.parametrize(
    ("key", "modifiers", "suffix"),
    [
        (KEY.Key_F12, Qt.KeyboardModifier.NoModifier, "pdf"),
        (KEY.Key_E, Qt.KeyboardModifier.ControlModifier, "xlsx"),
    ],
)
def test_the_roster_is_exported(clerk: Office, key: KEY, modifiers: Qt.KeyboardModifier, suffix: str) -> None:
    def exported() -> list[Path]:
        return [path for path in export_folder().glob(f"*.{suffix}") if not path.name.startswith(".")]

    clerk.press(key, modifiers)
    clerk.until(exported)
    assert "扫街花名册" in exported()[0].name


def test_printing_asks_for_the_printer(clerk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.pages.reports.output.list_printers", lambda: [Printer("办公室", is_default=True)])
    clerk.ctrl(KEY.Key_P)
    dialog = clerk.dialog()
    assert isinstance(dialog, PrintDialog)
    clerk.press(KEY.Key_Escape)
    clerk.until(lambda: QApplication.activeModalWidget() is None)


def test_what_changes_elsewhere_shows_and_the_cursor_stays_on_its_shop(clerk: Office) -> None:
    choose(clerk, ZHEWU)
    with clerk.app.transaction("改地址") as session:
        session.get_one(Customer, ZHEWU).address = "五金机电城 D区 9排57号"
    clerk.desk.changes.tell("customers")
    clerk.until(lambda: names(clerk)[-1] == "柘坞电料经营部")
    assert current(clerk) == ZHEWU


def test_a_market_without_customers_says_what_to_do(clerk: Office) -> None:
    with clerk.app.transaction("清空") as session:
        for shop in roster_of(clerk).shops:
            session.get_one(Customer, shop.customer_id).deleted_at = clerk.app.now()
    clerk.desk.changes.tell("customers")
    page = page_of(clerk)
    clerk.until(lambda: "这个市场还没有客户" in texts_of(page))
    assert page.figures.texts()["覆盖率"] == "—"
    clerk.alt(KEY.Key_P)
    clerk.until(lambda: "没有选中商户" in texts_of(clerk.window))
    assert clerk.window.page is page


def test_an_empty_filter_leaves_the_cursor_in_the_search_and_gives_it_back(clerk: Office) -> None:
    page = page_of(clerk)
    show_market(clerk, GAOXIN)
    clerk.until(lambda: not clerk.desk.jobs.busy)
    page.table.setFocus()
    clerk.alt(KEY.Key_3)
    clerk.until(lambda: "没有只做了一部分的商户" in texts_of(page))
    assert clerk.focus() is page.head.search
    clerk.press(KEY.Key_Escape)
    assert clerk.focus() is page.table
    assert len(names(clerk)) == 9 + 1


def test_without_markets_the_page_says_who_makes_them(clerk: Office) -> None:
    page = page_of(clerk)
    with clerk.app.transaction("撤市场") as session:
        for area in session.scalars(select(MarketArea).where(MarketArea.level.in_(SHOPPING_LEVELS))):
            area.deleted_at = clerk.app.now()
    clerk.desk.changes.tell("market_areas")
    clerk.until(lambda: "还没有市场" in texts_of(page))
    assert page.figures.isHidden()
    clerk.ctrl(KEY.Key_P)
    clerk.until(lambda: "没有可打印的" in texts_of(clerk.window))


def test_a_rep_sees_the_roster_too(office_of: OpenOffice) -> None:
    office = office_of("chengyz", "roster")
    office.until(lambda: page_of(office).read)
    assert roster_of(office).total == 9
