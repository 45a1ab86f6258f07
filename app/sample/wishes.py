"""What the sample office's customers need, and what stands in the way of their signing (sample-data.md §4)."""

from __future__ import annotations

from datetime import date

from app.choices import codes_of
from app.db.records import CustomerNeed, Obstacle, Visit
from app.sample.desk import Desk
from app.sample.tables import Shop, by_key, day_of, rows, shops
from app.sample.week import calls_on, rep_of

_TOLD_ON_VISIT = 2
"""Needs and worries come out on the second visit."""


def add_needs(desk: Desk) -> None:
    """One need of each customer not signed who was visited at least twice; confirmed once the stage says so."""
    stages = codes_of("pipeline_stage")
    for shop in shops():
        visit = _told(desk, shop)
        if shop.is_signed or visit is None:
            continue
        confirmed = stages.index(shop.stage) >= stages.index("need_confirmed")
        need = CustomerNeed(
            customer_id=visit.customer_id,
            raised_on=visit.visit_date,
            visit_id=visit.id,
            kind="need",
            content=by_key("needs")[str(shop.seq % 4)]["需求与期望"],
            is_confirmed=confirmed,
            confirmed_on=visit.visit_date if confirmed else None,
            is_feasible="yes" if confirmed else None,
            state="doing" if confirmed else "open",
        )
        desk.add(need, f"{shop.customer_no}-1")
    desk.session.flush()


def add_obstacles(desk: Desk) -> None:
    """The obstacles of the table, each found on the customer's second visit."""
    for row in rows("obstacles"):
        shop = shops()[int(row["客户"]) - 1]
        visit = _told(desk, shop)
        assert visit is not None
        obstacle = Obstacle(
            customer_id=visit.customer_id,
            kind=row["类别"],
            severity=row["程度"],
            description=row["描述"],
            found_on=visit.visit_date,
            visit_id=visit.id,
            plan=row["方案"] or None,
            leader_id=desk.employees[row["领导"]].id if row["领导"] else None,
            leader_confirmed_on=day_of(row["领导确认日"]),
            owner_id=desk.employees[rep_of(shop)].id,
            due_on=date.fromisoformat(row["期限"]),
            state=row["状态"],
            resolution=row["结果"] or None,
            resolved_on=day_of(row["解决日"]),
        )
        desk.add(obstacle, f"{shop.customer_no}-{row['类别']}")
    desk.session.flush()


def _told(desk: Desk, shop: Shop) -> Visit | None:
    calls = calls_on(shop)
    return desk.visits[calls[_TOLD_ON_VISIT - 1]] if len(calls) >= _TOLD_ON_VISIT else None
