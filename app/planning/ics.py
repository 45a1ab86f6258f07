"""Plans as an iCalendar file (RFC 5545) that a phone's calendar takes: one event a visit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.context import App
from app.db.records import BranchOffice, Customer, Employee, MarketArea, VisitPlan, VisitPlanItem
from app.errors import Invalid
from app.planning.company import Companion, companions_of
from app.planning.contacts import main_contacts
from app.planning.opening import carried
from app.planning.steps import STEPS
from app.planning.weeks import meant
from app.reports.writing import replaced
from app.security.masking import masked_phone

_AHEAD_OF_UTC = timedelta(hours=8)
"""Beijing time; written as UTC, for which no machine needs a time zone database."""
_PRODUCT = "-//Sweepbook//Visit plan//ZH"


def write_ics(app: App, path: Path, first: date, last: date, owner_ids: Collection[int] | None = None) -> int:
    """Write the planned visits of a period, both ends included, of some reps or of all; returns how many.

    Visits made, called off or moved away are left out. Raises Invalid when there is nothing to write, FileUnusable
    when the file cannot be written; nothing half-written stays.
    """
    app.need("plan.edit")
    app.need("export.masked")
    with app.reading() as session:
        rows = session.execute(_items(first, last, owner_ids)).all()
        if not rows:
            raise Invalid("这段时间没有要去的拜访，没有写出日历文件。请换一周，或先排拜访。")
        content = _calendar(app, session, rows)
    with replaced(path) as temporary:
        temporary.write_bytes(content)
    return len(rows)


def _items(first: date, last: date, owner_ids: Collection[int] | None) -> Select[Any]:
    query = (
        select(VisitPlanItem, VisitPlan, Employee.name, Customer, MarketArea.name)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .join(Employee, Employee.id == VisitPlan.owner_id)
        .outerjoin(Customer, Customer.id == VisitPlanItem.customer_id)
        .outerjoin(MarketArea, MarketArea.id == Customer.market_area_id)
        .where(VisitPlanItem.plan_date.between(first, last), VisitPlanItem.state == "planned", meant())
        .order_by(VisitPlanItem.plan_date, VisitPlanItem.plan_start, VisitPlanItem.id)
    )
    return query if owner_ids is None else query.where(VisitPlan.owner_id.in_(owner_ids))


def _calendar(app: App, session: Session, rows: Sequence[Any]) -> bytes:
    from icalendar import Calendar

    branch = session.get(BranchOffice, app.user.branch_id) if app.user.branch_id else None
    calendar = Calendar()
    for name, value in (("prodid", _PRODUCT), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add("x-wr-calname", f"{branch.name if branch else ''}拜访计划")
    company = companions_of(session, [item.id for item, *_ in rows])
    plans = {plan.id for _, plan, *_ in rows}
    things = {plan_id: "、".join(thing.item_name for thing in carried(session, plan_id)) for plan_id in plans}
    contacts = main_contacts(session, [customer for *_, customer, _ in rows if customer])
    for item, plan, owner, customer, market in rows:
        event = _event(app, item)
        name = customer.short_name if customer else item.prospect_name or ""
        others = [person for person in company.get(item.id, ()) if person.employee_id != plan.owner_id]
        phone = contacts[customer.id][1] if customer else ""
        event.add("summary", f"拜访 {name}（{STEPS[item.four_step].name}）")
        event.add("location", " ".join(part for part in (market, item.place) if part))
        event.add("description", _description(item, owner, others, phone, things[plan.id]))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(app: App, item: VisitPlanItem) -> Any:
    """An event with when it is and which one it is: importing it again changes it instead of doubling it."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"{item.uid}@sweepbook")
    event.add("dtstamp", _utc(app.now()))
    event.add("sequence", item.row_version)
    if item.plan_start is None:
        event.add("dtstart", item.plan_date)
        event.add("dtend", item.plan_date + timedelta(days=1))
        return event
    start = datetime.combine(item.plan_date, item.plan_start)
    event.add("dtstart", _utc(start))
    event.add("dtend", _utc(start + timedelta(minutes=item.plan_minutes)))
    return event


def _utc(moment: datetime) -> datetime:
    return (moment - _AHEAD_OF_UTC).replace(tzinfo=UTC)


def _description(item: VisitPlanItem, owner: str, others: Sequence[Companion], phone: str, things: str) -> str:
    step = STEPS[item.four_step]
    lines = (
        f"目标：{item.goal_text or step.goal}",
        f"第 {item.visit_round} 次　{step.name}：{step.hint}",
        f"业务员：{owner}",
        f"参加：{'；'.join(f'{person.name} {person.words}' for person in others)}" if others else "",
        f"电话：{masked_phone(phone)}" if phone else "",
        f"要带：{things}" if things else "",
    )
    return "\n".join(line for line in lines if line)
