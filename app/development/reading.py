"""A customer's needs and obstacles together, as the file shows them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.context import App
from app.customers.forwarding import opened_own
from app.db.records import Employee
from app.development.needs import NeedRow, needs_of
from app.development.obstacles import ObstacleRow, obstacles_of


@dataclass(frozen=True, slots=True)
class Development:
    """A customer's needs and obstacles, the latest first; `people` are those who can be put in charge, id and name."""

    needs: tuple[NeedRow, ...]
    obstacles: tuple[ObstacleRow, ...]
    owner_id: int
    people: tuple[tuple[int, str], ...]


def development(app: App, customer_id: int) -> Development:
    """A customer's needs and obstacles; raises NotFound."""
    app.need("customer.view")
    with app.reading() as session:
        customer = opened_own(app, session, customer_id, "这家客户已不在了。请刷新客户档案。")
        active = (Employee.status == "active") & Employee.deleted_at.is_(None)
        people = session.execute(select(Employee.id, Employee.name).where(active).order_by(Employee.emp_no)).tuples()
        return Development(
            tuple(needs_of(session, customer.id)),
            tuple(obstacles_of(session, customer.id, app.today())),
            customer.owner_id,
            tuple(people),
        )
