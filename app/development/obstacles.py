"""What keeps customers from signing: found, planned against, cleared or accepted (rule R08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.db.records import Customer, Employee, Obstacle
from app.db.saving import check_version, existing, write
from app.development.typed import GONE, NO_CUSTOMER, complete, not_ahead
from app.errors import Conflict
from app.forms.model import Field
from app.people.kept import Rule, checked, declared

OBSTACLE_DAYS = 14
"""How long after it was found an obstacle is to be cleared, unless told otherwise (records.md §11)."""

NO_OBSTACLE = "none"
"""The kind that says there is nothing in the way; it needs no clearing."""

NEXT_STATES = {
    "open": ("planned",),
    "planned": ("working",),
    "working": ("resolved", "accepted"),
    "resolved": ("working",),
    "accepted": (),
}
"""Rule R08: where an obstacle may go; one that was resolved can be opened again."""

CLEARED = ("resolved", "accepted")

_OBSTACLE = ("kind", "severity", "description", "found_on", "owner_id", "due_on")
_PLAN = ("plan", "leader_id", "leader_confirmed_on")
_OUTCOME = ("resolution", "resolved_on")


@dataclass(frozen=True, slots=True)
class ObstacleRow:
    """An obstacle as the list shows it; `is_late` when its day has passed and it still stands."""

    id: int
    row_version: int
    kind: str
    severity: str
    description: str
    owner: str
    due_on: date
    is_late: bool
    state: str
    state_code: str
    values: Mapping[str, Any]


def obstacle_fields() -> tuple[Field, ...]:
    """What is written down of an obstacle."""
    return declared(Obstacle, (*_OBSTACLE, *_PLAN))


def plan_fields(*, blocking: bool) -> tuple[Field, ...]:
    """How it is to be cleared; what blocks signing is agreed with a leader."""
    return tuple(replace(field, required=blocking or field.name == "plan") for field in declared(Obstacle, _PLAN))


def outcome_fields() -> tuple[Field, ...]:
    """What came of it."""
    return declared(Obstacle, _OUTCOME, required=True)


def usual_obstacle(today: date, owner_id: int) -> dict[str, Any]:
    """What a new obstacle's form starts from."""
    return {
        "kind": "other",
        "severity": "major",
        "found_on": today,
        "owner_id": owner_id,
        "due_on": today + timedelta(days=OBSTACLE_DAYS),
    }


def add_obstacle(app: App, customer_id: int, values: Mapping[str, Any], *, uid: str = "") -> int:
    """Write an obstacle down; returns its id. 无 counts as one the customer accepts at once."""
    app.need("customer.edit")
    fields = obstacle_fields()
    cleaned = checked(fields, complete(fields, values), not_ahead(app, "found_on", "leader_confirmed_on"), _in_order)
    with app.transaction("登记阻碍", uid=uid) as session:
        existing(session, Customer, customer_id, NO_CUSTOMER)
        existing(session, Employee, cleaned["owner_id"], "选的责任人已不在名单里，没有写入。请重选。")
        obstacle = Obstacle(customer_id=customer_id, state=_first_state(cleaned["kind"]), **cleaned)
        session.add(obstacle)
        session.flush()
        return obstacle.id


def edit_obstacle(app: App, obstacle_id: int, row_version: int, values: Mapping[str, Any], *, uid: str = "") -> None:
    """Correct an obstacle; what its state asks for must stay filled."""
    app.need("customer.edit")
    fields = obstacle_fields()
    with app.transaction("修改阻碍", uid=uid) as session:
        obstacle = existing(session, Obstacle, obstacle_id, GONE)
        check_version(obstacle, row_version)
        stored = {field.name: getattr(obstacle, field.name) for field in fields}
        rules: list[Rule] = [not_ahead(app, "found_on", "leader_confirmed_on"), _in_order]
        if obstacle.state != "open" and obstacle.kind != NO_OBSTACLE:
            rules.append(_planned)
        cleaned = checked(fields, stored | dict(values), *rules)
        if NO_OBSTACLE in (obstacle.kind, cleaned["kind"]) and obstacle.kind != cleaned["kind"]:
            cleaned["state"] = _first_state(cleaned["kind"])
        write(obstacle, cleaned)


def move_obstacle(
    app: App, obstacle_id: int, row_version: int, to: str, values: Mapping[str, Any] | None = None, *, uid: str = ""
) -> None:
    """Take an obstacle on to a state of NEXT_STATES, with what that asks for: planned the plan, agreed with a leader
    when it blocks signing; resolved and accepted what came of it. Raises Conflict for a state it cannot go to.
    """
    app.need("customer.edit")
    with app.transaction(f"阻碍{label_of('obstacle_state', to)}", uid=uid) as session:
        obstacle = existing(session, Obstacle, obstacle_id, GONE)
        if to not in NEXT_STATES[obstacle.state]:
            now, then = label_of("obstacle_state", obstacle.state), label_of("obstacle_state", to)
            raise Conflict(f"这条阻碍现在是“{now}”，不能改成“{then}”，没有写入。请刷新后再看。")
        check_version(obstacle, row_version)
        write(obstacle, {**_asked_for(app, obstacle, to, values or {}), "state": to})


def _first_state(kind: str) -> str:
    return "accepted" if kind == NO_OBSTACLE else "open"


def _asked_for(app: App, obstacle: Obstacle, to: str, values: Mapping[str, Any]) -> dict[str, Any]:
    if to == "planned":
        fields = plan_fields(blocking=obstacle.severity == "blocking")
        return checked(fields, complete(fields, values), not_ahead(app, "leader_confirmed_on"))
    if to in CLEARED:
        fields = outcome_fields()
        return checked(fields, complete(fields, values), not_ahead(app, "resolved_on"))
    return {"resolved_on": None}


def _in_order(cleaned: Mapping[str, Any]) -> dict[str, str]:
    found, due = cleaned.get("found_on"), cleaned.get("due_on")
    return {"due_on": "期限不能早于发现日"} if found and due and due < found else {}


def _planned(cleaned: Mapping[str, Any]) -> dict[str, str]:
    """What must be known from planned on (rule R08)."""
    if cleaned.get("kind") == NO_OBSTACLE:
        return {}
    needed = {"plan": "已定方案的阻碍要写消除方案"}
    if cleaned.get("severity") == "blocking":
        needed |= {"leader_id": "关键阻碍要有共同确定的领导", "leader_confirmed_on": "关键阻碍要有领导确认日"}
    return {name: sentence for name, sentence in needed.items() if not cleaned.get(name)}


def obstacles_of(session: Session, customer_id: int, today: date) -> Iterable[ObstacleRow]:
    """A customer's obstacles, the latest first."""
    query = select(Obstacle, Employee.name).join(Employee, Employee.id == Obstacle.owner_id)
    query = query.where(Obstacle.customer_id == customer_id, Obstacle.deleted_at.is_(None))
    for found, name in session.execute(query.order_by(Obstacle.found_on.desc(), Obstacle.id.desc())):
        yield ObstacleRow(
            found.id,
            found.row_version,
            label_of("obstacle_kind", found.kind),
            label_of("obstacle_severity", found.severity),
            found.description,
            name,
            found.due_on,
            found.due_on < today and found.state not in CLEARED,
            label_of("obstacle_state", found.state),
            found.state,
            {each: getattr(found, each) for each in (*_OBSTACLE, *_PLAN, *_OUTCOME)},
        )
