"""One customer beside the list: key facts, timeline, tabs, phones for a minute."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.customers.archive import read_customer
from app.customers.bulk import bulk_edit
from app.customers.history import history
from app.customers.merging import merge
from app.customers.records import edit_customer
from app.people.accounts import sign_in
from tests.support.sample import Office, button_of, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.customers.by_keys import at_rest, page_of
from ui.pages.customers.detail import TABS, CustomerPanel
from ui.shell.targets import CustomerTarget
from ui.widgets.marks import OneLine

KEY, HELD = Qt.Key, Qt.KeyboardModifier
SHUOTONG = 15


@pytest.fixture
def clerk(office_of: OpenOffice) -> Office:
    """温可 before a customer with visits and complaints."""
    office = office_of("wenk", "customers")
    page = at_rest(office)
    office.window.go("customers", CustomerTarget(customer_id=SHUOTONG))
    office.until(lambda: page.panel.detail and page.panel.detail.row.id == SHUOTONG)
    office.until(lambda: page.panel.basics.timeline.list.events.rowCount() and not office.desk.jobs.busy)
    return office


def panel(office: Office) -> CustomerPanel:
    return page_of(office).panel


def facts(office: Office) -> list[str]:
    return [line.text() for line in panel(office).basics.facts.findChildren(OneLine)]


def lines(office: Office) -> list[str]:
    events = panel(office).basics.timeline.list.events
    return [events.data(events.index(number)) for number in range(events.rowCount())]


def test_the_facts_are_masked_until_somebody_looks(clerk: Office) -> None:
    assert "142 **** 1555" in facts(clerk)
    panel(clerk).reveal_phones()
    clerk.until(lambda: not any("****" in text for text in facts(clerk)))
    assert any(event.title == "显示完整电话" for event in history(clerk.app, "customer", SHUOTONG).events)


def test_the_timeline_is_narrowed_by_its_chips(clerk: Office) -> None:
    timeline = panel(clerk).basics.timeline
    everything = lines(clerk)
    assert everything == sorted(everything, key=lambda line: line[:10], reverse=True)
    timeline.kinds.set_current(2)
    assert lines(clerk)
    assert all("投诉" in line for line in lines(clerk))
    timeline.kinds.setFocus()
    clerk.press(KEY.Key_Left)
    assert all("拜访" in line for line in lines(clerk))


def test_all_facts_are_shown_and_put_away(clerk: Office) -> None:
    button_of(panel(clerk), "全部资料").click()
    assert "渠道与经营" in texts_of(panel(clerk))
    button_of(panel(clerk), "只看要点").click()
    assert "渠道与经营" not in texts_of(panel(clerk))


def test_every_tab_is_reached_by_keys(clerk: Office) -> None:
    seen = [panel(clerk).tabs.current]
    for _ in TABS[1:]:
        clerk.press(KEY.Key_Tab, HELD.ControlModifier)
        clerk.until(lambda: not clerk.desk.jobs.busy)
        seen.append(panel(clerk).tabs.current)
        assert panel(clerk).pages.currentIndex() == seen[-1]
    assert seen == list(range(len(TABS)))
    clerk.until(lambda: panel(clerk).history.list.events.rowCount())


def test_the_panel_is_closed_and_opened_again(clerk: Office) -> None:
    page = page_of(clerk)
    page.table.setFocus()
    clerk.press(KEY.Key_Backslash, HELD.ControlModifier)
    assert page.panel.isHidden()
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: page.panel.isVisible() and page.panel.isAncestorOf(clerk.focus()))


def test_who_only_looks_is_offered_nothing_to_change(office_of: OpenOffice) -> None:
    office = office_of("baining", "customers")
    page = at_rest(office)
    office.until(lambda: page.panel.detail)
    words = texts_of(page.panel)
    assert "编辑" not in words
    assert "登记投诉" in words


def test_what_happened_long_ago_is_read_on(clerk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.pages.customers.timeline._STEP", 1)
    edit_customer(clerk.app, 1, read_customer(clerk.app, 1).row_version, {"note": "周三进货"})
    clerk.window.go("customers", CustomerTarget(customer_id=1))
    past = panel(clerk).history
    clerk.until(lambda: panel(clerk).detail.row.id == 1 and not clerk.desk.jobs.busy)
    panel(clerk).tabs.set_current(TABS.index("变更记录"))
    clerk.until(lambda: past.list.events.rowCount() == 1 and past.older.isVisible())
    newest = past.list.events.data(past.list.events.index(0))
    past.older.click()
    clerk.until(lambda: past.list.events.rowCount() == 2)
    assert past.list.events.data(past.list.events.index(0)) == newest
    assert past.list.hasFocus()


def test_the_place_is_kept_when_older_events_come(clerk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.pages.customers.timeline._STEP", 20)
    chief, timeline = sign_in(clerk.app, "shenql", ""), panel(clerk).basics.timeline
    for grade in ("A", "C") * 12:
        bulk_edit(chief, {1: read_customer(chief, 1).row_version}, {"primary_class": grade}, reason="重新评级")
    clerk.window.go("customers", CustomerTarget(customer_id=1))
    clerk.until(lambda: timeline.list.events.rowCount() == 20 and timeline.past.older.isVisible())
    shown, bar = lines(clerk), timeline.list.verticalScrollBar()
    clerk.until(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    place = bar.value()
    timeline.past.older.click()
    clerk.until(lambda: len(lines(clerk)) > 24 and not timeline.past.older.isVisible())
    assert lines(clerk)[:20] == shown
    assert "建档" not in "".join(shown)
    assert "建档" in lines(clerk)[-1]
    assert bar.value() == place


def test_who_was_merged_opens_the_kept_one_and_says_so(clerk: Office) -> None:
    chief = sign_in(clerk.app, "shenql", "")
    versions = {each: read_customer(chief, each).row_version for each in (1, 2)}
    merge(chief, 1, 2, versions, reason="同一家")
    clerk.window.go("customers", CustomerTarget(customer_id=2))
    clerk.until(lambda: panel(clerk).detail.row.id == 1)
    clerk.until(lambda: "已并入 KH-LZ-00001" in texts_of(clerk.window))
