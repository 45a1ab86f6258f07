"""The week as a grid: lanes, days, how visits stand, and what is doubtful."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from app.db.records import Customer, DailySweepReport, MarketArea, VisitPlan
from app.planning.cells import Progress, progress_of
from app.planning.grid import WeekGrid, week
from app.planning.items import assign, move, remove
from app.planning.lists import list_planned
from app.planning.slots import Slot
from tests.app.planning.planned import MONDAY, TODAY, TUESDAY, WEEK, approve, item, leave, plan_of, planned
from tests.support.office import Office

THIS_MONDAY = date(2026, 11, 16)


def grid(office: Office, first: date = MONDAY) -> WeekGrid:
    return week(office.rep, first)


def test_an_empty_week_shows_every_rep_and_day(office: Office) -> None:
    found = grid(office)
    assert [(lane.name, lane.count, lane.plans, lane.markets) for lane in found.lanes] == [
        ("程砚舟", 0, (), ()), ("罗以南", 0, (), ()),
    ]  # fmt: skip
    assert [(day.day, day.rest) for day in found.days] == [
        *((d, "") for d in WEEK[:5]),
        *((d, "休息") for d in WEEK[5:]),
    ]
    assert (found.first, found.cells, dict(found.notes)) == (MONDAY, (), {})


def test_holidays_have_their_names(office: Office) -> None:
    assert [day.rest for day in week(office.rep, date(2026, 9, 30), days=2).days] == ["", "国庆节"]


def test_visits_stand_in_their_cells_by_start(office: Office) -> None:
    planned(office, "下午", start=time(14))
    planned(office, "未定", start=time(8))
    move_id = planned(office, "上午", start=time(9))
    office.change(MarketArea, office.market(), {"owner_id": office.employee("E02")})
    found = grid(office)
    assert [cell.customer for cell in found.cell(office.employee(), MONDAY)] == ["未定", "上午", "下午"]
    assert [(lane.count, lane.markets) for lane in found.lanes] == [(3, ("河西五金机电城",)), (0, ("河西五金机电城",))]
    assert [day.count for day in found.days][:2] == [3, 0]
    [plan] = found.lanes[0].plans
    assert (plan.id, plan.state, plan.state_label) == (plan_of(office, move_id).id, "draft", "草稿")


def test_what_was_moved_or_called_off_leaves_its_cell(office: Office) -> None:
    moved, dropped = planned(office), planned(office, "砾川电缆批发部")
    approve(office, moved)
    move(office.rep, [moved], TUESDAY, office.employee())
    remove(office.rep, [dropped])
    assert [cell.day for cell in grid(office).cells] == [TUESDAY]
    assert [row.plan_date for row in list_planned(office.rep, MONDAY, WEEK[6])] == [TUESDAY]
    office.change(VisitPlan, plan_of(office, moved).id, {"state": "cancelled"})
    assert grid(office).cells == ()


@pytest.mark.parametrize(
    ("state", "now", "progress", "label"),
    [
        ("planned", "2026-11-23 08:59", Progress.AHEAD, "待访"),
        ("planned", "2026-11-23 09:00", Progress.DOING, "进行中"),
        ("planned", "2026-11-23 09:39", Progress.DOING, "进行中"),
        ("planned", "2026-11-23 09:40", Progress.WAITING, "待登记"),
        ("planned", "2026-11-30 09:00", Progress.WAITING, "待登记"),
        ("missed", "2026-11-23 09:10", Progress.MISSED, "未去成"),
        ("visited", "2026-11-23 08:00", Progress.DONE, "已完成"),
    ],
)
def test_how_a_visit_stands(state: str, now: str, progress: Progress, label: str) -> None:
    assert progress_of(state, MONDAY, Slot(time(9), 40), datetime.fromisoformat(now)) is progress
    assert progress.label == label


def test_without_a_start_a_visit_may_be_made_until_the_day_is_over() -> None:
    assert progress_of("planned", MONDAY, Slot(None, 40), datetime(2026, 11, 23, 17, 59)) is Progress.AHEAD
    assert progress_of("planned", MONDAY, Slot(None, 40), datetime(2026, 11, 23, 18)) is Progress.WAITING


def test_a_made_visit_leads_to_its_record(office: Office) -> None:
    item_id = planned(office, day=TODAY)
    visit_id = office.visit(item(office, item_id).customer_id or 0, plan_item_id=item_id, visit_date=TODAY)
    [cell] = grid(office, THIS_MONDAY).cells
    assert (cell.visit_id, cell.progress) == (visit_id, Progress.DONE)


def test_clashing_times_and_one_customer_twice_a_day_are_told_on_both(office: Office) -> None:
    first = planned(office, start=time(9))
    planned(office, "砾川电缆批发部", start=time(9, 30))
    customer_id = item(office, first).customer_id
    assign(office.clerk, customer_id, office.employee("E02"), MONDAY, time(16))
    told = {(cell.customer, cell.owner_id): cell.warnings for cell in grid(office).cells}
    assert sorted(told.values()) == sorted(
        [
            ("与砾川电缆批发部 09:30 时间冲突（程砚舟）", "同一天已排这家（罗以南）"),
            ("与桁岳五金机电经营部 09:00 时间冲突（程砚舟）",),
            ("同一天已排这家（程砚舟）",),
        ]
    )


def test_too_much_rest_and_leave_are_told_of_the_day(office: Office) -> None:
    for number in range(9):
        planned(office, f"商行{number}")
    planned(office, "周末", day=WEEK[5])
    with office.app.transaction("请假") as session:
        session.add(
            DailySweepReport(
                report_no="RB-LZ-20261123-E01",
                employee_id=office.employee(),
                report_date=MONDAY,
                branch_id=1,
                state="exempt",
                exempt_reason="leave",
            )
        )
    rep = office.employee()
    assert grid(office).notes == {(rep, MONDAY): "请假；9 家，一天超过 8 家", (rep, WEEK[5]): "不是工作日"}


def test_who_has_left_keeps_a_lane_while_something_is_planned_for_him(office: Office) -> None:
    planned(office)
    leave(office, "E01")
    leave(office, "E02")
    assert [(lane.name, lane.note) for lane in week(office.clerk, MONDAY).lanes] == [("程砚舟", "已离职")]


def test_some_reps_only(office: Office) -> None:
    planned(office)
    found = week(office.clerk, MONDAY, [office.employee("E02")])
    assert ([lane.emp_no for lane in found.lanes], found.cells) == (["E02"], ())


def test_a_shop_not_on_record_stands_under_its_name(office: Office) -> None:
    assign(office.rep, None, office.employee(), MONDAY, prospect_name="新开五金店", place="机电路 3 号")
    [cell] = grid(office).cells
    assert (cell.customer, cell.customer_id, cell.primary_class) == ("新开五金店", None, "")


def test_a_deleted_customer_stays_readable(office: Office) -> None:
    item_id = planned(office)
    office.change(Customer, item(office, item_id).customer_id or 0, {"deleted_at": office.clock.now})
    assert [cell.customer for cell in grid(office).cells] == ["桁岳五金机电经营部"]
