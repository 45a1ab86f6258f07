"""The sample week's visit plans, as they were approved the Friday before."""

from __future__ import annotations

from app.db.records import PlanCarryItem, VisitPlan, VisitPlanItem, VisitPlanParticipant
from app.planning.steps import STEPS
from app.sample import facts
from app.sample.desk import Desk
from app.sample.tables import rows
from app.sample.week import (
    PLANNED_MINUTES,
    PLANNED_ON,
    SUPERIORS_DUTY,
    PlanLine,
    four_step,
    plan_lines,
    slot,
    superior,
    visit_mode,
    weekday,
)


def add_plans(desk: Desk) -> None:
    """Write a plan for each rep with its route, people and things to carry; nothing has been visited yet."""
    for emp_no in dict.fromkeys(line.emp_no for line in plan_lines()):
        lines = [line for line in plan_lines() if line.emp_no == emp_no]
        plan = _add_plan(desk, emp_no, lines)
        for line in lines:
            desk.plan_items[line.number] = _add_item(desk, plan, line)
        desk.session.flush()
        _add_company(desk, plan, lines)
        for row in rows("carry_items"):
            thing = PlanCarryItem(plan_id=plan.id, item_name=row["物品"], qty=int(row["数量"]), is_ready=True)
            desk.add(thing, f"{plan.plan_no}-{row['物品']}")
    desk.session.flush()


def _add_plan(desk: Desk, emp_no: str, lines: list[PlanLine]) -> VisitPlan:
    market = desk.markets[lines[0].shop.market]
    rep = desk.employees[emp_no]
    week = weekday(0).isocalendar()
    plan = VisitPlan(
        plan_no=desk.number(f"FJ-{desk.office.code}-{PLANNED_ON:%Y%m%d}-", 2),
        kind="week",
        title=f"{rep.name} {week.year} 年第 {week.week} 周拜访计划",
        market_area_id=market.id,
        owner_id=rep.id,
        start_on=weekday(0),
        end_on=weekday(4),
        goal=f"{market.name}访问 {len(lines)} 家次，补齐调查表，推进有意向的客户",
        route_note="、".join(dict.fromkeys(line.shop.short_name for line in lines)),
        lodging=market.lodging_advice,
        market_briefed=True,
        state="approved",
        approver_id=desk.users[superior()].id,
        approved_on=PLANNED_ON,
        approve_opinion="同意",
    )
    desk.add(plan, plan.plan_no)
    desk.session.flush()
    return plan


def _add_item(desk: Desk, plan: VisitPlan, line: PlanLine) -> VisitPlanItem:
    round_no = line.shop.calls_before + line.turn
    step = four_step(line.shop, round_no)
    item = VisitPlanItem(
        plan_id=plan.id,
        seq=line.seq,
        plan_date=weekday(line.day),
        customer_id=desk.customers[line.shop.seq].id,
        plan_start=slot(line.place_in_day),
        plan_minutes=PLANNED_MINUTES,
        place=facts.address(line.shop),
        visit_mode=visit_mode(line.shop, round_no),
        visit_round=round_no,
        four_step=step,
        purposes=(STEPS[step].purpose,),
        goal_text=STEPS[step].goal,
        state="planned",
    )
    return desk.add(item, f"{plan.plan_no}-{line.seq:02d}")


def _add_company(desk: Desk, plan: VisitPlan, lines: list[PlanLine]) -> None:
    """The rep leads throughout; the head of the office comes along where the way of the visit asks for it."""
    lead = VisitPlanParticipant(plan_id=plan.id, employee_id=plan.owner_id, duty="lead")
    desk.add(lead, f"{plan.plan_no}-{lines[0].emp_no}")
    for line in lines:
        item = desk.plan_items[line.number]
        if duty := SUPERIORS_DUTY.get(item.visit_mode):
            person = desk.employees[superior()].id
            companion = VisitPlanParticipant(plan_id=plan.id, item_id=item.id, employee_id=person, duty=duty)
            desk.add(companion, f"{plan.plan_no}-{line.seq:02d}-{superior()}")
