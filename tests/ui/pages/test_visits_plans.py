"""Plans on the visit page: made by keys, handed in, approved, returned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

import pytest
from PySide6.QtCore import Qt

from app.people.accounts import sign_in
from app.planning.lists import list_planned, list_plans
from app.planning.plans import PlanItemInput, create_plan, move_plan
from tests.support.sample import Office, texts_of
from ui.pages.visits.page import VisitsPage
from ui.pages.visits.plan_panel import PlanForm

OpenOffice = Callable[[str, str], Office]
MONDAY = date(2026, 11, 23)


def page_of(office: Office) -> VisitsPage:
    return cast("VisitsPage", office.window.page)


def plans_of(office: Office) -> list[tuple[str, str, int]]:
    return [(plan.title, plan.state_code, plan.items) for plan in list_plans(office.app) if plan.start_on == MONDAY]


@pytest.fixture
def handed_in(office_of: OpenOffice) -> Office:
    """The supervisor before a plan of next week that waits for approval."""
    office = office_of("shenql", "visits")
    rep = sign_in(office.app, "luoyn")
    values = {"title": "下周", "owner_id": 2, "start_on": MONDAY, "end_on": date(2026, 11, 27), "goal": "补表"}
    move_plan(rep, create_plan(rep, values, [PlanItemInput(MONDAY, 12)]), "submitted")
    office.alt(Qt.Key.Key_3)
    office.until(lambda: page_of(office).plans.table.rows.rowCount() == 5)
    office.until(lambda: page_of(office).plans.table.hasFocus())
    return office


def test_a_plan_is_made_and_handed_in_by_keys(office_of: OpenOffice) -> None:
    office = office_of("luoyn", "visits")
    office.until(lambda: page_of(office).rep.count() == 5)
    office.alt(Qt.Key.Key_N)
    office.until(lambda: page_of(office).plans.form)
    form = cast("PlanForm", page_of(office).plans.form)
    assert form.form.value("title") == "罗以南 2026 年第 48 周拜访计划"
    form.form.focus_field("goal")
    office.type("补齐三份调查表")
    office.press(Qt.Key.Key_Return)
    office.press(Qt.Key.Key_Return)
    office.type("0900")
    office.press(Qt.Key.Key_Return)
    office.type("岫云")
    dialog = office.dialog()
    office.until(lambda: "澜州岫云" in _first_hit(dialog))
    office.press(Qt.Key.Key_Return)
    office.until(lambda: form.rows._rows[0].whom.customer_id)
    office.type("补填 C 段")
    office.press(Qt.Key.Key_Return)
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: plans_of(office) == [("罗以南 2026 年第 48 周拜访计划", "draft", 1)])
    (item,) = list_planned(office.app, MONDAY, MONDAY)
    assert (item.customer, item.goal, f"{item.plan_start:%H:%M}") == ("澜州岫云装饰材料有限公司", "补填 C 段", "09:00")
    office.until(lambda: page_of(office).plans.table.rows.rowCount() == 2)
    office.alt(Qt.Key.Key_J)
    office.until(lambda: plans_of(office)[0][1] == "submitted")


def _first_hit(dialog: object) -> str:
    row = dialog.table.current_row()  # type: ignore[attr-defined]
    return row.name if row else ""


def test_what_is_missing_is_said_at_the_field(office_of: OpenOffice) -> None:
    office = office_of("wenk", "visits")
    office.until(lambda: page_of(office).rep.count() == 5)
    office.alt(Qt.Key.Key_N)
    office.until(lambda: page_of(office).plans.form)
    office.ctrl(Qt.Key.Key_S)
    form = cast("PlanForm", page_of(office).plans.form)
    office.until(lambda: form.form.message("owner_id") == "业务员没有填")
    assert office.focus() is form.form.editor("owner_id")


def test_the_supervisor_sees_and_approves_a_plan(handed_in: Office) -> None:
    handed_in.until(lambda: page_of(handed_in).status == "计划 5 份")
    handed_in.until(lambda: "补表" in texts_of(page_of(handed_in).plans.panel))
    handed_in.alt(Qt.Key.Key_P)
    handed_in.until(lambda: plans_of(handed_in) == [("下周", "approved", 1)])


def test_a_plan_goes_back_only_with_an_opinion(handed_in: Office) -> None:
    handed_in.alt(Qt.Key.Key_H)
    handed_in.dialog()
    handed_in.type("周一上午要开会")
    handed_in.press(Qt.Key.Key_Tab, times=2)
    handed_in.press(Qt.Key.Key_Return)
    handed_in.until(lambda: plans_of(handed_in) == [("下周", "returned", 1)])
    handed_in.until(lambda: "周一上午要开会" in texts_of(page_of(handed_in).plans.panel))


def test_a_plan_is_cancelled_after_a_question(handed_in: Office) -> None:
    handed_in.press(Qt.Key.Key_Delete)
    assert "取消「下周」？" in texts_of(handed_in.dialog())
    handed_in.press(Qt.Key.Key_Tab, times=2)
    handed_in.press(Qt.Key.Key_Return)
    handed_in.until(lambda: plans_of(handed_in) == [("下周", "cancelled", 1)])


def test_an_approved_plan_is_not_approved_again(handed_in: Office) -> None:
    handed_in.press(Qt.Key.Key_Down)
    reason = page_of(handed_in).plans.why_not("approved")
    assert reason.endswith("现在是“已批准”，不能批准。")
