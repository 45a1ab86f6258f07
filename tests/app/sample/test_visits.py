"""Plans and visits: who was to be visited, who was, and how it went, by hand from sample-data.md."""

from __future__ import annotations

from collections import Counter
from datetime import date, time

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.records import (
    Brand,
    Contact,
    Customer,
    Employee,
    PlanCarryItem,
    User,
    Visit,
    VisitParticipant,
    VisitPlan,
    VisitPlanItem,
    VisitPlanParticipant,
    VisitStep,
)

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in range(16, 21))


def visits(session: Session, emp_no: str, day: date) -> list[tuple[int, Visit]]:
    """A rep's visits of a day by start, each with the customer's place in the table."""
    query = (
        select(Customer.customer_no, Visit)
        .join(Customer, Customer.id == Visit.customer_id)
        .join(Employee, Employee.id == Visit.employee_id)
        .where(Employee.emp_no == emp_no, Visit.visit_date == day)
        .order_by(Visit.start_at)
    )
    return [(int(number[-5:]), visit) for number, visit in session.execute(query)]


def test_each_rep_has_an_approved_plan_of_17_visits(session: Session) -> None:
    plans = list(session.scalars(select(VisitPlan).order_by(VisitPlan.plan_no)))
    assert [plan.plan_no for plan in plans] == [f"FJ-LZ-20261113-0{n}" for n in (1, 2, 3, 4)]
    approver = session.get_one(User, plans[0].approver_id)
    assert (plans[0].state, plans[0].approved_on, approver.username) == ("approved", date(2026, 11, 13), "shenql")
    assert (plans[0].start_on, plans[0].end_on, plans[0].lodging) == (MONDAY, FRIDAY, "砚桥旅舍")
    for plan in plans:
        days = session.scalars(
            select(VisitPlanItem.plan_date).where(VisitPlanItem.plan_id == plan.id).order_by(VisitPlanItem.seq)
        )
        assert list(Counter(days).values()) == [4, 4, 3, 3, 3]
        things = session.scalars(select(PlanCarryItem.item_name).where(PlanCarryItem.plan_id == plan.id))
        assert list(things) == ["企业介绍", "产品手册", "产品样板", "价目表", "名片", "空白调查表", "小礼品"]


def test_the_route_of_a_week(session: Session) -> None:
    query = (
        select(VisitPlanItem.plan_date, Customer.customer_no)
        .join(Customer, Customer.id == VisitPlanItem.customer_id)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .where(VisitPlan.plan_no == "FJ-LZ-20261113-02")
        .order_by(VisitPlanItem.seq)
    )
    route: dict[date, list[int]] = {}
    for day, number in session.execute(query):
        route.setdefault(day, []).append(int(number[-5:]))
    assert route == {
        MONDAY: [9, 10, 11, 12],
        TUESDAY: [13, 14, 15, 16],
        WEDNESDAY: [9, 11, 13],
        THURSDAY: [10, 12, 14],
        FRIDAY: [9, 15, 16],
    }


def test_six_planned_visits_were_missed(session: Session) -> None:
    query = (
        select(VisitPlanItem.plan_date, Customer.customer_no, VisitPlanItem.miss_reason)
        .join(Customer, Customer.id == VisitPlanItem.customer_id)
        .where(VisitPlanItem.state == "missed")
        .order_by(VisitPlanItem.id)
    )
    assert [(day, int(number[-5:]), reason) for day, number, reason in session.execute(query)] == [
        (WEDNESDAY, 5, "owner_absent"),
        (TUESDAY, 13, "closed_today"),
        (FRIDAY, 15, "time_short"),
        (WEDNESDAY, 19, "owner_absent"),
        (MONDAY, 28, "weather"),
        (FRIDAY, 25, "closed_today"),
    ]
    states = session.execute(select(VisitPlanItem.state, func.count()).group_by(VisitPlanItem.state))
    assert dict(tuple(row) for row in states) == {"visited": 62, "missed": 6}


def test_64_visits_in_the_week_two_of_them_unplanned(session: Session) -> None:
    week = select(Visit).where(Visit.visit_date >= MONDAY)
    assert len(session.scalars(week).all()) == 64
    assert len(session.scalars(week.where(Visit.plan_item_id.is_(None))).all()) == 2
    assert [seq for seq, _ in visits(session, "E01", FRIDAY)] == [1, 7, 8, 6]
    assert [seq for seq, _ in visits(session, "E03", WEDNESDAY)] == [17, 21, 24]


def test_times_begin_at_the_first_visit_made(session: Session) -> None:
    # Customer 25 was missed, so 31 comes first: 30 + (7×31 + 5×4) mod 31 = 50 minutes; then 32: 30 + 244 mod 31 = 57.
    times = [(seq, visit.start_at, visit.end_at) for seq, visit in visits(session, "E04", FRIDAY)]
    assert times == [(31, time(9, 0), time(9, 50)), (32, time(10, 20), time(11, 17))]


@pytest.mark.parametrize(
    ("emp_no", "day", "seq", "round_no", "step", "mode", "purpose"),
    [
        ("E01", MONDAY, 1, 10, "maintain", "single", "return"),
        ("E01", MONDAY, 3, 2, "s2", "single", "need"),
        ("E01", WEDNESDAY, 3, 3, "s3", "single", "promote"),
        ("E01", MONDAY, 4, 3, "s3", "single", "promote"),
        ("E01", THURSDAY, 4, 4, "s4", "single", "negotiate"),
        ("E01", TUESDAY, 8, 1, "s1", "sweep", "survey"),
        ("E01", FRIDAY, 7, 3, "s2", "single", "need"),  # no intent: never past the second step
        ("E02", WEDNESDAY, 13, 2, "s2", "single", "need"),  # Tuesday was missed
        ("E02", TUESDAY, 16, 1, "s1", "sweep", "survey"),
        ("E02", FRIDAY, 16, 2, "s2", "superior", "need"),
        ("E03", TUESDAY, 21, 2, "s2", "superior", "need"),
        ("E03", WEDNESDAY, 21, 3, "s3", "joint", "promote"),
        ("E03", FRIDAY, 24, 3, "s3", "single", "promote"),
        ("E02", MONDAY, 12, 6, "s4", "single", "negotiate"),
        ("E04", MONDAY, 25, 5, "maintain", "single", "return"),
    ],
)
def test_round_step_and_way(
    session: Session, emp_no: str, day: date, seq: int, round_no: int, step: str, mode: str, purpose: str
) -> None:
    visit = dict(visits(session, emp_no, day))[seq]
    assert (visit.visit_round, visit.four_step, visit.visit_mode, visit.purposes) == (round_no, step, mode, (purpose,))


def test_the_head_of_the_office_comes_along_where_the_programme_says(session: Session) -> None:
    query = (
        select(Visit.visit_date, Customer.customer_no, VisitParticipant.duty)
        .join(Visit, Visit.id == VisitParticipant.visit_id)
        .join(Customer, Customer.id == Visit.customer_id)
        .join(Employee, Employee.id == VisitParticipant.employee_id)
        .where(Employee.name == "沈其岚")
        .order_by(Visit.visit_date)
    )
    came = [(day, int(number[-5:]), duty) for day, number, duty in session.execute(query)]
    assert came == [(TUESDAY, 21, "superior"), (WEDNESDAY, 21, "assist"), (FRIDAY, 16, "superior")]
    planned = select(VisitPlanParticipant.duty).where(VisitPlanParticipant.item_id.is_not(None))
    assert sorted(session.scalars(planned)) == ["assist", "superior", "superior"]


def test_results_reasons_and_ties(session: Session) -> None:
    query = (
        select(Visit.visit_date, Customer.customer_no, Visit.failure_reasons, Brand.code)
        .join(Customer, Customer.id == Visit.customer_id)
        .outerjoin(Brand, Brand.id == Visit.tied_brand_id)
        .where(Visit.result == "none")
        .order_by(Visit.visit_date, Customer.customer_no)
    )
    assert [(day, int(number[-5:]), reasons, tied) for day, number, reasons, tied in session.execute(query)] == [
        (TUESDAY, 7, ("d",), "LQ"),
        (TUESDAY, 29, ("b",), None),
        (TUESDAY, 31, ("d",), "LQ"),
        (WEDNESDAY, 13, ("b",), None),
        (WEDNESDAY, 29, ("c",), None),
        (FRIDAY, 7, ("a",), None),
        (FRIDAY, 31, ("a",), None),
    ]
    not_met = dict(visits(session, "E01", FRIDAY))[6]
    assert (not_met.result, not_met.met_contact_id, not_met.visit_round) == ("not_met", None, 8)
    results = session.execute(
        select(Visit.result, func.count()).where(Visit.visit_date >= MONDAY).group_by(Visit.result)
    )
    # Good: 7 + 6 + 7 + 6 visits to signed customers without the Friday's to 6, and 2 + 2 + 1 to 4, 12 and 19.
    assert dict(tuple(row) for row in results) == {"good": 31, "partial": 25, "none": 7, "not_met": 1}


def test_what_was_said_and_what_comes_next(session: Session) -> None:
    visit = dict(visits(session, "E01", MONDAY))[4]
    assert visit.situation == "桁岳五金主营恒砾，月销约45万元，希望尽快谈供货条件。"
    assert visit.countermeasure == "报主管联合访问，准备洽谈条款"
    assert visit.next_visit_on == date(2026, 11, 30)
    assert visit.met_contact_id
    assert session.get_one(Contact, visit.met_contact_id).name == "宋若溪"
    signed = dict(visits(session, "E01", TUESDAY))[6]
    assert signed.situation == "沅芷电工主营澜雀，月销约10万元，现有订单正常，库存2周。"
    assert signed.next_visit_on == date(2026, 12, 17)
    refused = dict(visits(session, "E04", TUESDAY))[31]
    assert (refused.countermeasure, refused.next_visit_on) == ("暂停拜访 90 天", date(2027, 2, 15))


def test_visits_before_the_week(session: Session) -> None:
    query = select(Visit).join(Customer, Customer.id == Visit.customer_id).where(Customer.customer_no == "KH-LZ-00012")
    earlier = session.scalars(query.where(Visit.visit_date < MONDAY).order_by(Visit.visit_date)).all()
    assert [visit.visit_date for visit in earlier] == [
        date(2026, 10, 14),
        date(2026, 10, 21),
        date(2026, 10, 28),
        date(2026, 11, 4),
        date(2026, 11, 11),
    ]
    first = earlier[0]
    assert (first.visit_mode, first.start_at, first.end_at) == ("sweep", time(9, 30), time(10, 10))
    assert (first.result, first.intent_level, first.state) == ("partial", "strong", "confirmed")
    before = select(func.count()).select_from(Visit).where(Visit.visit_date < MONDAY)
    assert session.scalar(before) == 101  # column p of the customer table, summed


def test_every_visit_has_its_six_parts_and_its_rep(session: Session) -> None:
    parts = session.scalars(select(func.count()).select_from(VisitStep).group_by(VisitStep.visit_id)).all()
    assert parts == [6] * 165
    leads = select(func.count()).select_from(VisitParticipant).where(VisitParticipant.duty == "lead")
    assert session.scalar(leads) == 165


def test_visits_are_numbered_by_day(session: Session) -> None:
    numbers = session.scalars(
        select(Visit.visit_no).where(Visit.visit_date == THURSDAY).order_by(Visit.employee_id, Visit.start_at)
    )
    assert list(numbers) == [f"BF-LZ-20261119-{n:03d}" for n in range(1, 13)]
