"""What customers need and what stands in the way, as sample-data.md §4 lists it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.records import Customer, CustomerNeed, Employee, Obstacle

NEEDED = ["要求 BV 线现货当日送达", "需要国标检测报告投标用", "希望月结账期", "要求提供门头展架"]
NOT_SIGNED = (3, 4, 5, 7, 8, 11, 12, 13, 14, 16, 18, 19, 21, 23, 24, 27, 28, 29, 31, 32)
CONFIRMED = {4, 11, 12, 19, 23}
"""Those who have come as far as 需求已确认."""


def test_everybody_not_signed_and_seen_twice_needs_something(session: Session) -> None:
    query = select(CustomerNeed, Customer.customer_no).join(Customer, Customer.id == CustomerNeed.customer_id)
    found = {int(number[-5:]): need for need, number in session.execute(query)}
    assert sorted(found) == list(NOT_SIGNED)
    for i, need in found.items():
        assert need.content == NEEDED[i % 4]
        assert (need.is_confirmed, need.confirmed_on is not None) == (i in CONFIRMED, i in CONFIRMED)
        assert need.visit_id is not None


def test_the_six_obstacles(session: Session) -> None:
    query = select(Obstacle, Customer.customer_no).join(Customer, Customer.id == Obstacle.customer_id)
    found = {
        int(number[-5:]): (o.kind, o.severity, o.state, o.due_on)
        for o, number in session.execute(query.order_by(Customer.customer_no))
    }
    assert found == {
        4: ("price", "major", "working", date(2026, 12, 1)),
        11: ("competitor", "major", "planned", date(2026, 12, 5)),
        12: ("payment", "blocking", "planned", date(2026, 11, 18)),
        18: ("decision", "minor", "open", date(2026, 12, 10)),
        19: ("delivery", "minor", "resolved", date(2026, 11, 6)),
        23: ("fund", "major", "open", date(2026, 12, 8)),
    }
    blocking = session.scalars(select(Obstacle).where(Obstacle.severity == "blocking")).one()
    leader = session.get(Employee, blocking.leader_id)
    assert leader is not None
    assert (leader.name, blocking.leader_confirmed_on, bool(blocking.plan)) == ("沈其岚", date(2026, 11, 10), True)


def test_nothing_is_found_after_it_is_due(session: Session) -> None:
    for obstacle in session.scalars(select(Obstacle)):
        assert obstacle.found_on <= obstacle.due_on
