"""The visits of the sample office, before the week and in it."""

from __future__ import annotations

from collections.abc import Iterable

from app.choices import options
from app.db.records import Visit, VisitParticipant, VisitStep
from app.planning.steps import STEPS
from app.sample import facts
from app.sample.desk import Desk
from app.sample.tables import by_key, items
from app.sample.week import SUPERIORS_DUTY, Call, superior


def add_visits(desk: Desk, calls: Iterable[Call]) -> dict[Call, Visit]:
    """Record visits, numbered by day in the order given, with who was there and how they went."""
    made = {}
    for call in calls:
        visit = _visit(desk, call)
        made[call] = desk.add(visit, visit.visit_no)
        if call.line:
            desk.plan_items[call.line.number].state = "visited"
    desk.session.flush()
    for call, visit in made.items():
        _add_company(desk, call, visit)
        _add_steps(desk, call, visit)
    desk.session.flush()
    desk.visits.update(made)
    return made


def _visit(desk: Desk, call: Call) -> Visit:
    shop, step = call.shop, call.four_step
    met = call.result != "not_met"
    failure = by_key("failures").get(call.failure, {})
    return Visit(
        visit_no=desk.number(f"BF-{desk.office.code}-{call.on:%Y%m%d}-", 3),
        customer_id=desk.customers[shop.seq].id,
        plan_item_id=desk.plan_items[call.line.number].id if call.line else None,
        visit_date=call.on,
        start_at=call.start,
        end_at=call.end,
        employee_id=desk.employees[call.emp_no].id,
        visit_mode=call.mode,
        visit_round=call.round,
        four_step=step,
        purposes=(STEPS[step].purpose,),
        met_contact_id=desk.contacts[shop.seq].id if met else None,
        met_text=None if met else "店员",
        situation=facts.situation(shop),
        intent_level=shop.intent,
        result=call.result,
        failure_reasons=tuple(call.failure),
        failure_note=failure.get("说明"),
        tied_brand_id=desk.brands[shop.main_brand].id if call.failure == "d" else None,
        countermeasure=facts.countermeasure(shop),
        next_step=facts.next_step(shop, step, call.failure),
        next_visit_on=facts.next_call_on(shop, call.on, desk.calendar),
        state="confirmed",
        entered_by_id=desk.users[items("office")["内勤"]].id,
    )


def _add_company(desk: Desk, call: Call, visit: Visit) -> None:
    people = {call.emp_no: "lead"}
    if duty := SUPERIORS_DUTY.get(call.mode):
        people[superior()] = duty
    for emp_no, duty in people.items():
        person = VisitParticipant(visit_id=visit.id, employee_id=desk.employees[emp_no].id, duty=duty)
        desk.add(person, f"{visit.visit_no}-{emp_no}")


def _add_steps(desk: Desk, call: Call, visit: Visit) -> None:
    """All six parts were gone through, only the greeting where nobody in charge was there."""
    for option in options("visit_step"):
        done = call.result != "not_met" or option.code == "greet"
        desk.add(VisitStep(visit_id=visit.id, step=option.code, is_done=done), f"{visit.visit_no}-{option.code}")
