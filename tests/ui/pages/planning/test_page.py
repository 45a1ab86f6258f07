"""The planner: a week is planned by keys alone, moved, taken back, proposed, handed in and approved."""

from __future__ import annotations

from datetime import date, time
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from app.people.accounts import sign_in
from app.planning.grid import week
from app.planning.items import assign
from app.planning.lists import open_plan
from app.planning.opening import open_item
from app.planning.plans import move_plan
from tests.support.sample import Office, button_of, texts_of
from tests.ui.conftest import OpenOffice
from ui.pages.planning.due_rows import Head
from ui.pages.planning.page import PlanningPage
from ui.pages.planning.people import PersonRow
from ui.pages.planning.plan_head import PlanHeadDialog
from ui.shell.targets import PlanTarget

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
KEY = Qt.Key
ROW_OF_LUO, LUO = 1, 2
YUE, WEI, DUE_LATER = 35, 33, 12


def page_of(office: Office) -> PlanningPage:
    return cast("PlanningPage", office.window.page)


def planned(office: Office, owner_id: int | None = None) -> list[tuple[str, date, str]]:
    """Short name, day and start of what is planned for next week."""
    cells = week(office.app, MONDAY, None if owner_id is None else (owner_id,)).cells
    return [(cell.short_name, cell.day, f"{cell.start:%H:%M}" if cell.start else "") for cell in cells]


def next_week(office: Office) -> PlanningPage:
    """The planner on the week after the sample's, read and shown."""
    page = page_of(office)
    office.until(lambda: page.read.board.lanes)
    office.alt(KEY.Key_PageDown)
    office.until(lambda: page.grid.board.days and page.grid.board.days[0].day == MONDAY)
    office.until(lambda: not office.desk.jobs.busy)
    return page


@pytest.fixture
def clerk(office_of: OpenOffice) -> Office:
    """温可 before next week, in which nothing is planned."""
    office = office_of("wenk", "planning")
    office.until(lambda: page_of(office).due.view.hasFocus())
    next_week(office)
    return office


@pytest.fixture
def one_planned(clerk: Office) -> Office:
    """One visit of 罗以南 on Monday, the cursor on it."""
    item_id = assign(clerk.app, 12, LUO, MONDAY, time(9))
    clerk.desk.changes.tell("visit_plans")
    page = page_of(clerk)
    clerk.until(lambda: page.grid.board.spot_of(item_id))
    page.grid.setFocus()
    page.grid.go_to_item(item_id)
    clerk.until(lambda: page.editor.shown is not None)
    return clerk


def test_the_week_shows_what_was_done_and_what_was_not(office_of: OpenOffice) -> None:
    office = office_of("wenk", "planning")
    page = page_of(office)
    office.until(lambda: page.read.board.lanes)
    assert [lane.name for lane in page.grid.board.lanes] == ["程砚舟", "罗以南", "邵知夏", "贺庭樾"]
    assert [day.count for day in page.grid.board.days] == [16, 16, 12, 12, 12, 0]
    assert page.status == "已排 68 家，已完成 62 家，未去成 6 家"
    assert page.due.count.text() == "4 家"


def test_a_week_is_planned_by_keys_alone(clerk: Office) -> None:
    page = page_of(clerk)
    assert page.due.view.current is not None
    assert page.due.view.current.name == "蔚坪电线经营部"
    clerk.press(KEY.Key_Left, times=4)
    assert (page.grid.owner_id, page.grid.day) == (1, MONDAY)
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: planned(clerk) == [("蔚坪电线", MONDAY, "09:00")])
    clerk.until(lambda: page.due.view.current and page.due.view.current.name == "城北笠洲五金行")
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: ("笠洲五金", MONDAY, "09:00") in planned(clerk, LUO))
    clerk.until(lambda: page.due.count.text() == "7 家")
    clerk.press(KEY.Key_F6)
    assert clerk.focus() is page.grid
    clerk.press(KEY.Key_Home)
    clerk.press(KEY.Key_Right)
    clerk.until(lambda: page.grid.card is None and page.grid.day == date(2026, 11, 24))
    chosen = page.due.view.current
    assert chosen is not None
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: len(planned(clerk)) == 3)
    assert planned(clerk)[-1][1] == date(2026, 11, 24)


def test_pressing_enter_twice_plans_two_customers_not_one_twice(clerk: Office) -> None:
    clerk.press(KEY.Key_Return, times=2)
    clerk.until(lambda: not clerk.desk.jobs.busy)
    clerk.until(lambda: planned(clerk))
    names = [name for name, _, _ in planned(clerk)]
    assert len(names) == len(set(names))


def test_a_new_visit_begins_with_finding_the_customer_and_goes_on_in_the_editor(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.press(KEY.Key_F6)
    clerk.press(KEY.Key_PageDown)
    clerk.ctrl(KEY.Key_N)
    dialog = clerk.dialog()
    clerk.type("岫云")
    clerk.until(lambda: dialog.table.current_row() and "岫云" in dialog.table.current_row().name)  # type: ignore[attr-defined]
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: page.editor.isAncestorOf(clerk.focus()))
    assert page.editor.shown is not None
    assert (page.editor.shown.customer, page.editor.shown.owner) == ("澜州岫云装饰材料有限公司", "罗以南")


def test_a_shop_not_on_record_is_planned_by_name(clerk: Office) -> None:
    clerk.press(KEY.Key_F6)
    clerk.press(KEY.Key_Home)
    clerk.alt(KEY.Key_N)
    clerk.dialog()
    clerk.type("新开的灯饰店")
    clerk.ctrl(KEY.Key_S)
    clerk.until(lambda: "地点没有填" in texts_of(clerk.dialog()) or "要改" in texts_of(clerk.dialog()))
    clerk.type("建材大道 7 号")
    clerk.ctrl(KEY.Key_S)
    clerk.until(lambda: planned(clerk) == [("新开的灯饰店", MONDAY, "09:00")])


def test_a_visit_is_arranged_by_keys_with_chinese_goal(one_planned: Office) -> None:
    page = page_of(one_planned)
    one_planned.press(KEY.Key_F2)
    one_planned.until(lambda: one_planned.focus() is page.editor.typed["plan_date"].editor)
    one_planned.press(KEY.Key_Return)
    one_planned.type("1015")
    one_planned.press(KEY.Key_Return)
    assert page.editor.typed["plan_end"].value == "10:55:00"
    one_planned.type("1130")
    page.editor.focus_field("goal_text")
    page.editor.typed["goal_text"].editor.selectAll()
    one_planned.type("问清现主推品牌，补填 C 段")
    assert "未保存" in texts_of(page.editor)
    one_planned.ctrl(KEY.Key_S)
    one_planned.until(lambda: one_planned.focus() is page.grid)
    (cell,) = week(one_planned.app, MONDAY).cells
    assert (cell.start, cell.minutes, cell.goal) == (time(10, 15), 75, "问清现主推品牌，补填 C 段")
    one_planned.until(lambda: "未保存" not in texts_of(page.editor))


def test_company_and_things_are_written_with_the_visit(one_planned: Office) -> None:
    page = page_of(one_planned)
    one_planned.press(KEY.Key_F2)
    one_planned.until(lambda: page.editor.isAncestorOf(one_planned.focus()))
    button_of(page.editor, "加人与分工").click()
    one_planned.dialog()
    one_planned.type("沈其岚")
    one_planned.press(KEY.Key_Return)
    one_planned.type("5")
    one_planned.press(KEY.Key_Return)
    one_planned.type("答复账期")
    one_planned.ctrl(KEY.Key_S)
    one_planned.until(lambda: len(page.editor.people.people) == 2)
    page.editor.things.new.setFocus()
    one_planned.type("新版价目表")
    one_planned.press(KEY.Key_Return)
    one_planned.ctrl(KEY.Key_S)
    one_planned.until(lambda: one_planned.focus() is page.grid)
    (cell,) = week(one_planned.app, MONDAY).cells
    opened = open_item(one_planned.app, cell.item_id)
    assert [(person.name, person.words) for person in opened.company[1:]] == [("沈其岚", "上级，答复账期")]
    assert "新版价目表" in [thing.name for thing in opened.things]


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(one_planned: Office) -> None:
    page = page_of(one_planned)
    one_planned.press(KEY.Key_F2)
    one_planned.until(lambda: page.editor.isAncestorOf(one_planned.focus()))
    page.editor.focus_field("plan_end")
    one_planned.type("0830")
    one_planned.ctrl(KEY.Key_S)
    assert page.editor.lines["when"].message.text() == "结束要晚于开始"
    page.editor.focus_field("place")
    page.editor.typed["place"].editor.selectAll()
    one_planned.press(KEY.Key_Backspace)
    page.editor.focus_field("plan_end")
    one_planned.type("1000")
    one_planned.ctrl(KEY.Key_S)
    one_planned.until(lambda: "地点没有填" in page.editor.lines["place"].message.text())
    assert page.editor.is_changed
    assert page_of(one_planned).unsaved() == "一家的拜访安排"


def test_a_step_beyond_the_rule_asks_for_a_reason(one_planned: Office) -> None:
    page = page_of(one_planned)
    one_planned.press(KEY.Key_F2)
    one_planned.until(lambda: page.editor.isAncestorOf(one_planned.focus()))
    shown = page.editor.shown
    assert shown is not None
    assert not page.editor.lines["reason"].isVisible()
    page.editor.steps.setFocus()
    one_planned.type("1")
    assert not page.editor.lines["reason"].isVisible(), "a step back needs none"
    beyond = int(shown.usual[1]) + 1
    if beyond <= 4:
        one_planned.type(str(beyond))
        assert page.editor.lines["reason"].isVisible()


def test_esc_asks_before_anything_typed_is_lost(one_planned: Office) -> None:
    page = page_of(one_planned)
    one_planned.press(KEY.Key_F2)
    one_planned.until(lambda: page.editor.isAncestorOf(one_planned.focus()))
    page.editor.focus_field("goal_text")
    one_planned.type("只写了一半")
    one_planned.press(KEY.Key_Escape)
    assert "改过的内容还没有保存" in texts_of(one_planned.dialog())
    button_of(one_planned.dialog(), "不保存").click()
    one_planned.until(lambda: not page.editor.is_changed)
    (cell,) = week(one_planned.app, MONDAY).cells
    assert "只写了一半" not in cell.goal


def test_alt_and_arrows_move_a_visit_and_ctrl_z_takes_it_back(one_planned: Office) -> None:
    page = page_of(one_planned)
    one_planned.alt(KEY.Key_Right)
    one_planned.alt(KEY.Key_Right)
    one_planned.alt(KEY.Key_Down)
    one_planned.until(lambda: planned(one_planned, 3) == [("岫云装材", date(2026, 11, 25), "09:00")])
    one_planned.until(lambda: not one_planned.desk.jobs.busy)
    assert (page.grid.owner_id, page.grid.day) == (3, date(2026, 11, 25))
    one_planned.ctrl(KEY.Key_Z)
    one_planned.until(lambda: planned(one_planned, LUO) == [("岫云装材", date(2026, 11, 25), "09:00")])
    one_planned.until(lambda: not one_planned.desk.jobs.busy)
    one_planned.ctrl(KEY.Key_Z)
    one_planned.until(lambda: planned(one_planned, LUO) == [("岫云装材", date(2026, 11, 24), "09:00")])


def test_delete_takes_a_visit_out_and_ctrl_z_puts_it_back(one_planned: Office) -> None:
    one_planned.press(KEY.Key_Delete)
    one_planned.until(lambda: not planned(one_planned))
    one_planned.until(lambda: not one_planned.desk.jobs.busy)
    one_planned.ctrl(KEY.Key_Z)
    one_planned.until(lambda: planned(one_planned) == [("岫云装材", MONDAY, "09:00")])


def test_a_day_that_has_passed_is_refused_and_the_visit_stays(one_planned: Office) -> None:
    page = page_of(one_planned)
    one_planned.alt(KEY.Key_PageUp)
    one_planned.until(lambda: page.grid.board.days[0].day == date(2026, 11, 16))
    one_planned.until(lambda: not one_planned.desk.jobs.busy)
    page.grid.setFocus()
    one_planned.press(KEY.Key_Home)
    while page.grid.card is not None:
        one_planned.press(KEY.Key_Down)
    one_planned.press(KEY.Key_Return)
    one_planned.until(lambda: "已经过去，不能再排" in texts_of(one_planned.window))


def test_proposals_are_accepted_with_enter_and_taken_back_at_once(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.press(KEY.Key_F6)
    clerk.alt(KEY.Key_Z)
    clerk.until(lambda: page.proposing.is_on)
    assert "给程砚舟自动排：将排" in texts_of(clerk.window)
    assert not planned(clerk), "nothing is planned before it is accepted"
    count = len(page.proposing.cards)
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: len(planned(clerk, 1)) == count)
    assert not page.proposing.is_on
    clerk.until(lambda: not clerk.desk.jobs.busy)
    clerk.ctrl(KEY.Key_Z)
    clerk.until(lambda: not planned(clerk))


def test_last_week_is_proposed_and_dropped_with_esc(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.alt(KEY.Key_C)
    clerk.until(lambda: page.proposing.is_on)
    proposed = [card for card in page.grid.board.cards if card.is_proposed]
    assert len(proposed) == len(page.proposing.cards) > 40
    clerk.press(KEY.Key_Escape)
    assert not page.proposing.is_on
    assert not [card for card in page.grid.board.cards if card.is_proposed]
    assert not planned(clerk)


def test_a_rep_hands_in_and_the_supervisor_approves(office_of: OpenOffice) -> None:
    office = office_of("shenql", "planning")
    assign(sign_in(office.app, "luoyn"), 12, LUO, MONDAY)
    page = next_week(office)
    page.grid.setFocus()
    office.press(KEY.Key_PageDown)
    office.until(lambda: page.grid.owner_id == LUO)
    office.alt(KEY.Key_J)
    office.until(lambda: page.grid.lane and page.grid.lane.state == "送审")
    office.alt(KEY.Key_S)
    office.until(lambda: page.grid.lane and page.grid.lane.state == "已批准")
    assert page.steps.why_not("approved") == "罗以南的计划现在是“已批准”，不能批准。"


def test_a_plan_goes_back_only_with_an_opinion(office_of: OpenOffice) -> None:
    office = office_of("shenql", "planning")
    rep = sign_in(office.app, "luoyn")
    assign(rep, 12, LUO, MONDAY)
    plan = week(rep, MONDAY, (LUO,)).lanes[0].plans[0]
    move_plan(rep, plan.id, "submitted")
    page = next_week(office)
    page.grid.setFocus()
    office.press(KEY.Key_PageDown)
    office.alt(KEY.Key_U)
    office.dialog()
    office.ctrl(KEY.Key_Return)
    office.type("周一上午要开会")
    office.ctrl(KEY.Key_Return)
    office.until(lambda: page.grid.lane and page.grid.lane.state == "退回")


def test_goal_and_route_of_the_plan_are_written_by_keys(one_planned: Office) -> None:
    one_planned.alt(KEY.Key_G)
    dialog = cast("PlanHeadDialog", one_planned.dialog())
    dialog.form.form.focus_field("route_note")
    one_planned.type("建材大道从南到北")
    one_planned.ctrl(KEY.Key_S)
    plan_id = week(one_planned.app, MONDAY, (LUO,)).lanes[0].plans[0].id
    one_planned.until(lambda: open_plan(one_planned.app, plan_id).values["route_note"] == "建材大道从南到北")
    one_planned.until(lambda: not one_planned.desk.jobs.busy)
    one_planned.ctrl(KEY.Key_Z)
    one_planned.until(lambda: not open_plan(one_planned.app, plan_id).values["route_note"])


def test_a_rep_sees_his_own_plans_and_may_see_all(office_of: OpenOffice) -> None:
    office = office_of("luoyn", "planning")
    page = page_of(office)
    office.until(lambda: [lane.name for lane in page.grid.board.lanes] == ["罗以南"])
    page.rep.choose(None)
    office.until(lambda: len(page.grid.board.lanes) == 4)


def test_a_missed_visit_is_told_why(office_of: OpenOffice) -> None:
    office = office_of("wenk", "planning")
    page = page_of(office)
    office.until(lambda: page.read.board.lanes)
    missed = next(card for card in page.read.board.cards if card.look == "missed")
    page.grid.setFocus()
    page.grid.go_to_item(missed.item_id)
    office.alt(KEY.Key_M)
    office.dialog()
    office.type("4")
    office.ctrl(KEY.Key_S)
    office.until(lambda: page.read.cells[missed.item_id].miss_reason == "天气")


def test_week_day_and_list_are_one_module(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.alt(KEY.Key_2)
    clerk.until(lambda: len(page.grid.board.days) == 1)
    clerk.alt(KEY.Key_1)
    clerk.until(lambda: len(page.grid.board.days) == 6)
    clerk.alt(KEY.Key_3)
    assert clerk.window.page.name == "visits"
    assert clerk.window.rail.places["planning"].isChecked()
    clerk.alt(KEY.Key_1)
    assert clerk.window.page.name == "planning"


def test_going_to_a_visit_puts_the_cursor_on_it(one_planned: Office) -> None:
    page = page_of(one_planned)
    item_id = page.grid.card.item_id if page.grid.card else 0
    one_planned.window.go("workbench")
    one_planned.desk.go("planning", PlanTarget(day=FRIDAY, item_id=item_id))
    one_planned.until(lambda: page.grid.card and page.grid.card.item_id == item_id)


def test_going_there_to_plan_a_customer_puts_the_cursor_on_them_due_or_not(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.window.go("workbench")
    clerk.desk.go("planning", PlanTarget(customer_id=DUE_LATER))
    clerk.until(lambda: page.due.view.current and page.due.view.current.customer_id == DUE_LATER)
    clerk.until(lambda: page.due.view.rows.lines[0] == Head("要排的", 1, late=False))
    assert clerk.focus() is page.due.view
    assert page.grid.owner_id == LUO
    clerk.press(KEY.Key_Left, times=4)
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: len(planned(clerk, LUO)) == 1)
    clerk.until(lambda: page.due.view.rows.row_of(DUE_LATER) < 0)


def test_the_rep_filter_gives_way_to_the_customer_to_plan(clerk: Office) -> None:
    page = page_of(clerk)
    page.rep.choose(1)
    clerk.until(lambda: len(page.read.board.lanes) == 1)
    clerk.desk.go("planning", PlanTarget(customer_id=DUE_LATER))
    clerk.until(lambda: len(page.read.board.lanes) == 4)
    clerk.until(lambda: page.due.view.current and page.due.view.current.customer_id == DUE_LATER)


def test_a_customer_already_planned_is_said_to_be(one_planned: Office) -> None:
    one_planned.desk.go("planning", PlanTarget(customer_id=DUE_LATER))
    one_planned.until(lambda: "已排在周一（11-23），不用再排" in texts_of(one_planned.window))
    assert page_of(one_planned).due.view.rows.row_of(DUE_LATER) < 0


def test_widths_are_remembered(one_planned: Office) -> None:
    page = page_of(one_planned)
    page.splitter.moveSplitter(260, 1)
    before = page.splitter.sizes()
    assert PlanningPage(one_planned.desk).splitter.saveState() == page.splitter.saveState()
    assert before[0] > 214


def test_the_same_visit_read_again_leaves_the_cursor_where_it_is(one_planned: Office) -> None:
    page = page_of(one_planned)
    one_planned.press(KEY.Key_F2)
    one_planned.until(lambda: page.editor.isAncestorOf(one_planned.focus()))
    one_planned.until(lambda: not one_planned.desk.jobs.busy)
    box = next(each for each in page.editor.things.findChildren(QCheckBox) if each.isVisible())
    box.setFocus()
    one_planned.desk.changes.tell("visit_plans")
    one_planned.until(lambda: not one_planned.desk.jobs.busy)
    page.work.open_current()
    one_planned.until(lambda: not one_planned.desk.jobs.busy)
    assert one_planned.focus() is box


def test_delete_in_the_editor_takes_out_a_person_or_thing_not_the_visit(one_planned: Office) -> None:
    page = page_of(one_planned)
    one_planned.press(KEY.Key_F2)
    one_planned.until(lambda: page.editor.isAncestorOf(one_planned.focus()))
    box = next(each for each in page.editor.things.findChildren(QCheckBox) if each.isVisible())
    name, count = page.editor.things.things[0].name, len(page.editor.things.things)
    box.setFocus()
    one_planned.press(KEY.Key_Delete)
    assert len(page.editor.things.things) == count - 1
    assert name not in [thing.name for thing in page.editor.things.things]
    rep = next(each for each in page.editor.people.findChildren(PersonRow) if each.isVisible())
    rep.setFocus()
    one_planned.press(KEY.Key_Delete)
    assert "业务员本人总在，不能去掉" in texts_of(one_planned.window)
    one_planned.until(lambda: not one_planned.desk.jobs.busy)
    assert planned(one_planned) == [("岫云装材", MONDAY, "09:00")]
