"""A week fills itself: from the due list, or from the week before; nothing is planned before it is accepted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.db.records import Customer, VisitPlanItem
from app.errors import Forbidden, Invalid
from app.planning.filling import Preview, accept, auto_fill, copy_last_week
from app.planning.grid import week
from app.planning.items import assign, move, remove
from app.undoing import undo
from tests.app.planning.planned import MONDAY, TODAY, TUESDAY, WEEK, approve, item, leave, planned
from tests.support.office import Office

NEXT = MONDAY + timedelta(days=7)


def due(office: Office, name: str, address: str = "南街1号", last: date = date(2026, 10, 1)) -> int:
    """A customer who is overdue since some day after `last`."""
    customer_id = office.add_customer(name, address=address)
    office.change(Customer, customer_id, {"last_visit_on": last, "found_on": date(2026, 9, 1)})
    return customer_id


def shown(preview: Preview) -> list[tuple[str, date, time | None]]:
    return [(proposal.customer, proposal.day, proposal.start) for proposal in preview.proposals]


def test_the_days_are_filled_along_the_stalls(office: Office) -> None:
    for number, name in ((9, "九号"), (1, "一号"), (5, "五号")):
        due(office, name, f"南街{number}号")
    found = auto_fill(office.rep, office.employee(), MONDAY)
    assert shown(found) == [("一号", MONDAY, time(9)), ("五号", MONDAY, time(10)), ("九号", MONDAY, time(11))]
    first = found.proposals[0]
    assert (first.step, first.minutes, first.why, found.left_out) == ("s1", 40, "严重逾期 36 天", ())
    with office.app.reading() as session:
        assert session.scalars(select(VisitPlanItem.id)).all() == []


def test_only_free_times_of_working_days_to_come_are_used(office: Office) -> None:
    for number in range(10):
        due(office, f"{number}号", f"南街{number}号")
    planned(office, "占着上午", start=time(9), day=TODAY)
    office.clock.now = datetime(2026, 11, 20, 15, 30)
    found = auto_fill(office.rep, office.employee(), TODAY)
    assert shown(found) == [("0号", TODAY, time(15, 30)), ("1号", TODAY, time(16, 30))]
    assert found.left_out == tuple(f"{n}号：排不下" for n in range(2, 10))


def test_who_is_planned_already_or_not_due_is_not_proposed(office: Office) -> None:
    due(office, "才访过", last=TODAY)
    assign(office.rep, due(office, "已排"), office.employee(), TUESDAY)
    found = auto_fill(office.rep, office.employee(), MONDAY)
    assert (found.proposals, found.left_out) == ((), ("这一周没有到期又没排的客户，不用排。",))


def test_a_week_gone_by_or_full_has_no_room(office: Office) -> None:
    due(office, "逾期户")
    assert auto_fill(office.rep, office.employee(), date(2026, 11, 9)).left_out == ("这一周没有空了，没有可排的时间。",)


def test_accepting_plans_them_all_under_one_operation(office: Office) -> None:
    for name in ("甲", "乙"):
        due(office, name)
    preview = auto_fill(office.rep, office.employee(), MONDAY)
    ids = accept(office.rep, preview, uid="filled")
    assert [(item(office, i).plan_date, item(office, i).plan_start) for i in ids] == [
        (MONDAY, time(9)), (MONDAY, time(10)),
    ]  # fmt: skip
    with pytest.raises(Invalid, match="都已经排过"):
        accept(office.rep, preview)
    undo(office.rep, "filled")
    assert week(office.rep, MONDAY).cells == ()
    assert len(accept(office.rep, preview)) == 2


def test_whom_somebody_planned_meanwhile_is_passed_over(office: Office) -> None:
    first, _ = due(office, "甲"), due(office, "乙")
    preview = auto_fill(office.rep, office.employee(), MONDAY)
    assign(office.clerk, first, office.employee(), WEEK[3])
    assert len(accept(office.rep, preview)) == 1


def test_a_preview_that_has_grown_old_is_refused_whole(office: Office) -> None:
    due(office, "甲")
    preview = auto_fill(office.rep, office.employee(), MONDAY)
    office.clock.forward(days=4)
    with pytest.raises(Invalid, match="已经过去"):
        accept(office.rep, preview)
    assert week(office.rep, MONDAY).cells == ()


def test_last_week_comes_again_on_the_same_days_and_times(office: Office) -> None:
    planned(office, "周一早", MONDAY, start=time(9, 20))
    customer_id = office.add_customer("来两次")
    for day in (MONDAY, TUESDAY):
        assign(office.rep, customer_id, office.employee(), day, time(14))
    found = copy_last_week(office.clerk, [office.employee()], NEXT)
    assert shown(found) == [
        ("周一早", NEXT, time(9, 20)), ("来两次", NEXT, time(14)), ("来两次", NEXT + timedelta(days=1), time(14)),
    ]  # fmt: skip
    assert len(accept(office.clerk, found)) == 3


def test_what_does_not_come_again_says_why(office: Office) -> None:
    moved, dropped, lost = planned(office, "改了期"), planned(office, "取消了"), planned(office, "流失了")
    planned(office, "已排了")
    approve(office, moved)
    move(office.rep, [moved], TUESDAY, office.employee())
    remove(office.rep, [dropped])
    office.change(Customer, item(office, lost).customer_id or 0, {"lifecycle_status": "lost"})
    known = office.id_of(Customer, name="已排了")
    assign(office.rep, known, office.employee(), NEXT)
    found = copy_last_week(office.rep, [office.employee()], NEXT)
    assert shown(found) == [("改了期", NEXT + timedelta(days=1), item(office, moved).plan_start)]
    assert found.left_out == ("流失了：不再拜访或已暂停", "已排了：本周已排")


def test_a_holiday_gives_its_visits_to_the_next_working_day_of_the_week(office: Office) -> None:
    office.clock.now = datetime(2026, 9, 14, 8)
    planned(office, "周四的", date(2026, 9, 17), start=time(9))
    planned(office, "周五的", date(2026, 9, 18), start=time(9))
    found = copy_last_week(office.rep, [office.employee()], date(2026, 9, 21))
    assert shown(found) == [("周四的", date(2026, 9, 24), time(9))]
    assert found.left_out == ("周五的：本周没有工作日可排",)  # the 25th to the 27th are the Mid-Autumn holiday


def test_a_time_that_is_taken_gives_way(office: Office) -> None:
    planned(office, "老时间", MONDAY, start=time(9))
    planned(office, "新排的", NEXT, start=time(9))
    found = copy_last_week(office.rep, [office.employee()], NEXT)
    assert shown(found) == [("老时间", NEXT, time(10))]


def test_a_week_without_anything_and_a_rep_who_left_say_so(office: Office) -> None:
    assert copy_last_week(office.clerk, [office.employee()], MONDAY).left_out == ("上一周没有排过拜访，没有可抄的。",)
    planned(office)
    leave(office, "E01")
    assert copy_last_week(office.clerk, [office.employee()], NEXT).left_out == ("桁岳五金机电经营部：程砚舟 已离职",)
    with pytest.raises(Invalid, match="已离职"):
        auto_fill(office.clerk, office.employee(), NEXT)


def test_nobody_fills_anothers_week_without_the_right(office: Office) -> None:
    for act in (
        lambda app: auto_fill(app, office.employee(), MONDAY),
        lambda app: copy_last_week(app, [office.employee()], MONDAY),
    ):
        with pytest.raises(Forbidden):
            act(office.as_("luoyn"))
