"""A planned visit in the editor: read whole, changed, refused in words."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from app.db.records import AuditEntry, Customer, PlanCarryItem, VisitPlanItem
from app.errors import Conflict, Invalid, NotFound
from app.planning.arranging import ItemInput, edit
from app.planning.company import Companion
from app.planning.items import assign
from app.planning.opening import OpenItem, Thing, open_item
from tests.app.planning.planned import MONDAY, TUESDAY, WEDNESDAY, approve, item, leave, planned
from tests.support.office import Office


def change(office: Office, item_id: int, /, **more: Any) -> int:
    company, things = more.pop("company", None), more.pop("things", None)
    return edit(office.rep, item_id, item(office, item_id).row_version, ItemInput(more, company, things))


def refused(office: Office, item_id: int, /, **more: Any) -> dict[str, str]:
    before = item(office, item_id).row_version
    with pytest.raises(Invalid) as caught:
        change(office, item_id, **more)
    assert item(office, item_id).row_version == before
    return caught.value.problems


def opened(office: Office, item_id: int) -> OpenItem:
    return open_item(office.rep, item_id)


def test_a_visit_is_read_with_its_steps_company_and_things(office: Office) -> None:
    customer_id = office.add_customer()
    office.visit(customer_id)
    found = opened(office, assign(office.rep, customer_id, office.employee(), MONDAY))
    assert (found.customer, found.primary_class, found.owner, found.plan_state) == (
        "桁岳五金机电经营部", "B", "程砚舟", "draft",
    )  # fmt: skip
    assert [(step.code, step.number, step.name) for step in found.steps] == [
        ("s1", 1, "留下印象"), ("s2", 2, "倾听摸底"), ("s3", 3, "深入沟通"), ("s4", 4, "商谈签约"),
    ]  # fmt: skip
    assert (found.usual, found.steps[0].unmet) == ("s1", ())
    assert "还没有调查表" in found.steps[1].unmet
    assert "还没有竞品观察" not in found.steps[1].unmet
    assert {"还没有调查表", "还没有竞品观察"} <= set(found.steps[2].unmet)
    assert [person.words for person in found.company] == ["主谈"]
    assert [thing.name for thing in found.things][:2] == ["企业介绍", "产品手册"]
    assert found.last_visit is not None
    assert (found.last_visit.visited_on, found.last_visit.employee) == (date(2026, 11, 16), "程砚舟")
    assert found.last_visit.words == "主营恒砾，月销约 45 万元。"
    assert (found.warnings, found.closed, found.visit_id) == ((), "", None)


def test_a_signed_customer_is_only_maintained(office: Office) -> None:
    item_id = planned(office)
    office.change(Customer, item(office, item_id).customer_id or 0, {"stage": "maintaining"})
    assert [step.code for step in opened(office, item_id).steps] == ["maintain"]


def test_everything_typed_is_kept(office: Office) -> None:
    item_id = planned(office)
    people = [
        Companion(office.employee(), "程砚舟", "lead", "介绍新政策"),
        Companion(office.employee("E05"), "沈其岚", "superior", "答复送货延迟投诉"),
    ]
    values = {
        "plan_start": "10:20",
        "plan_minutes": 60,
        "place": "二楼办公室",
        "goal_text": "谈条款",
        "visit_mode": "joint",
    }
    assert change(office, item_id, **values, company=people, things=[Thing("样板", 2, True)]) == item_id
    found = opened(office, item_id)
    assert {name: found.values[name] for name in values} == values | {"plan_start": time(10, 20)}
    assert [(person.name, person.words) for person in found.company] == [
        ("程砚舟", "主谈，介绍新政策"), ("沈其岚", "上级，答复送货延迟投诉"),
    ]  # fmt: skip
    assert found.things == (Thing("样板", 2, True),)
    assert found.row_version > 1


def test_who_and_what_is_no_longer_listed_goes(office: Office) -> None:
    item_id = planned(office)
    chief = Companion(office.employee("E05"), "沈其岚", "superior")
    change(office, item_id, company=[chief])
    change(office, item_id, company=[], things=[Thing("名片")])
    assert [person.name for person in opened(office, item_id).company] == ["程砚舟"]
    change(office, item_id, company=[chief])
    assert [person.name for person in opened(office, item_id).company] == ["程砚舟", "沈其岚"]
    with office.app.reading() as session:
        kept = session.scalars(select(PlanCarryItem.item_name).where(PlanCarryItem.deleted_at.is_(None))).all()
    assert kept == ["名片"]


def test_another_day_moves_it_and_after_approval_makes_it_a_new_one(office: Office) -> None:
    item_id = planned(office)
    assert change(office, item_id, plan_date=TUESDAY) == item_id
    assert item(office, item_id).plan_date == TUESDAY
    approve(office, item_id)
    again = change(office, item_id, plan_date=WEDNESDAY, plan_start=time(14), goal_text="补表")
    assert again != item_id
    assert (item(office, item_id).state, item(office, again).goal_text) == ("moved", "补表")
    assert (item(office, again).plan_date, item(office, again).plan_start) == (WEDNESDAY, time(14))


def test_another_day_without_a_time_finds_one(office: Office) -> None:
    item_id = planned(office)
    change(office, item_id, plan_date=TUESDAY, plan_start=None)
    assert item(office, item_id).plan_start == time(9)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"goal_text": " "}, "goal_text"),
        ({"goal_text": "长" * 101}, "goal_text"),
        ({"place": ""}, "place"),
        ({"purposes": ()}, "purposes"),
        ({"plan_minutes": 5}, "plan_minutes"),
        ({"plan_minutes": 481}, "plan_minutes"),
        ({"plan_start": time(23, 50)}, "plan_minutes"),
        ({"plan_start": "晚上"}, "plan_start"),
        ({"plan_date": None}, "plan_date"),
        ({"plan_date": date(2026, 11, 19)}, "plan_date"),
        ({"visit_mode": "tea"}, "visit_mode"),
        ({"four_step": "s3"}, "step_reason"),
        ({"company": [Companion(1, "", "lead"), Companion(1, "", "assist")]}, "participants"),
        ({"company": [Companion(9999, "", "lead")]}, "participants"),
        ({"company": [Companion(1, "", "tea")]}, "participants"),
        ({"company": [Companion(1, "", "lead", "长" * 41)]}, "participants"),
        ({"things": [Thing("")]}, "things"),
        ({"things": [Thing("名片", 0)]}, "things"),
    ],
)
def test_what_cannot_be_is_refused_under_its_field(office: Office, more: dict[str, Any], field: str) -> None:
    assert field in refused(office, planned(office), **more)


def test_every_problem_is_named_at_once(office: Office) -> None:
    assert set(refused(office, planned(office), place="", goal_text="", four_step="s4")) == {
        "place", "goal_text", "step_reason",
    }  # fmt: skip


def test_who_has_left_does_not_come_along(office: Office) -> None:
    gone = Companion(office.employee("E02"), "罗以南", "assist")
    leave(office, "E02")
    assert "离职" in refused(office, planned(office), company=[gone])["participants"]


def test_a_step_beyond_the_rules_needs_a_reason_which_the_journal_keeps(office: Office) -> None:
    item_id = planned(office)
    change(office, item_id, four_step="s3", step_reason="老板主动约谈")
    assert item(office, item_id).four_step == "s3"
    with office.app.reading() as session:
        assert session.scalars(select(AuditEntry.reason).order_by(AuditEntry.id.desc())).first() == "老板主动约谈"
    change(office, item_id, goal_text="再谈")  # not asked again
    change(office, item_id, four_step="s1")


def test_what_changed_meanwhile_is_a_conflict(office: Office) -> None:
    item_id = planned(office)
    seen = item(office, item_id).row_version
    office.clock.forward(minutes=1)
    change(office, item_id, things=[Thing("名片")])
    with pytest.raises(Conflict):
        edit(office.clerk, item_id, seen, ItemInput({"goal_text": "谈条款"}))


def test_what_is_gone_or_over_says_so(office: Office) -> None:
    with pytest.raises(NotFound):
        opened(office, 9999)
    item_id = planned(office)
    office.change(VisitPlanItem, item_id, {"state": "visited"})
    assert "登记" in opened(office, item_id).closed
    with pytest.raises(Invalid, match="登记"):
        change(office, item_id, goal_text="谈条款")


def test_doubts_are_told_but_keep_nothing_back(office: Office) -> None:
    first, second = planned(office, start=time(9)), planned(office, "砾川电缆批发部", start=time(9, 20))
    assert opened(office, first).warnings == ("与砾川电缆批发部 09:20 时间冲突（程砚舟）",)
    assert opened(office, second).warnings == ("与桁岳五金机电经营部 09:00 时间冲突（程砚舟）",)


def test_a_tiered_customer_without_company_is_warned_of(office: Office) -> None:
    customer_id = office.add_customer(scale="large", monthly_volume_wan="60", strength_rating=4)
    office.visit(customer_id)
    item_id = assign(office.rep, customer_id, office.employee(), MONDAY)
    assert opened(office, item_id).warnings == ("按价值判断（高），访问方案宜为“多次分级访问”",)
    office.change(Customer, customer_id, {"visit_program": "tiered"})
    assert opened(office, item_id).warnings == ("第 2 次要由上级访问或联合访问，请加一位上级，或再加一个人",)
    assert item(office, assign(office.rep, customer_id, office.employee(), TUESDAY)).visit_mode == "joint"
