"""Changing several customers at once: who may what, all of it or nothing, taken back like any other deed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.customers.changing import need_rights, right_for
from app.customers.filters import visible_customers
from app.customers.judging import fit_result, is_target
from app.customers.protecting import PROTECT_MAX, Places, is_held
from app.customers.states import SHOPPING_LEVELS
from app.db.adding import alone_adding
from app.db.records import Customer, Employee, MarketArea, User
from app.db.saving import write
from app.errors import Cancelled, Conflict, Invalid
from app.forms.clean import clean
from app.forms.model import Field
from app.tasks import Task

_OFFERED = (
    "owner_id",
    "market_area_id",
    "primary_class",
    "lifecycle_status",
    "intent_level",
    "strength_rating",
    "philosophy_rating",
    "channel_type",
    "scale",
    "is_tracked",
    "custom_visit_days",
    "pause_until",
)
"""What can be changed together, in the order asked."""
_REASONED = frozenset({"primary_class", "owner_id"})
"""What is not changed without saying why (rules R03, R12)."""
_JUDGED = frozenset({"intent_level", "strength_rating", "philosophy_rating"})
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Changed:
    """A customer somebody else changed meanwhile, or deleted: then `who` did."""

    customer_id: int
    customer_no: str
    name: str
    who: str


class ChangedMeanwhile(Conflict):
    """Some of the customers are no longer as they were seen; `customers` says which. Nothing was written."""

    def __init__(self, customers: Sequence[Changed]) -> None:
        told = "、".join(f"{each.name}（{each.who}）" for each in customers[:3])
        more = f"等 {len(customers)} 家" if len(customers) > 3 else ""
        super().__init__(f"{told}{more}刚被改过，一家也没有写入，原来的内容没有变。请刷新列表，核对后再改。")
        self.customers = tuple(customers)


@dataclass(frozen=True, slots=True)
class BulkOffer:
    """What the signed-in user may change together; `choices` are the ids and names of markets and reps by field."""

    fields: tuple[Field, ...]
    choices: Mapping[str, tuple[tuple[int, str], ...]]


def bulk_offer(app: App) -> BulkOffer:
    """The fields of a bulk edit, and who and where customers can be handed to."""
    app.need("customer.edit")
    fields = tuple(field for field in _fields(_OFFERED) if app.may(right_for(field.name)))
    with app.reading() as session:
        return BulkOffer(fields, {"owner_id": _people(app, session), "market_area_id": _markets(app, session)})


def needs_reason(changes: Mapping[str, Any]) -> bool:
    """Whether these changes are asked why (rules R03, R12)."""
    return not _REASONED.isdisjoint(changes)


def bulk_edit(
    app: App,
    seen: Mapping[int, int],
    changes: Mapping[str, Any],
    *,
    reason: str = "",
    task: Task | None = None,
    uid: str = "",
) -> int:
    """Give customers, by id and the row_version that was seen, the same values; returns how many were changed.

    One transaction: all of them or none. Raises Forbidden, Invalid naming every problem by field, ChangedMeanwhile
    for those who are no longer as seen, Cancelled.
    """
    app.need("customer.edit")
    need_rights(app, changes)
    with app.transaction(f"批量修改 {len(seen)} 家客户", reason.strip(), uid=uid) as session:
        if "owner_id" in changes:
            alone_adding(session, Customer)  # nobody else counts the rep's places meanwhile
        values = _checked(app, session, changes, reason)
        _refuse_changed(app, session, seen)
        _refuse_too_many(app, session, seen, values)
        try:
            return _change_all(session, seen, values, task or Task())
        except Cancelled as stopped:
            raise Cancelled("已停下，一家也没有改，原来的内容没有变。") from stopped


def _change_all(session: Session, seen: Mapping[int, int], values: Mapping[str, Any], task: Task) -> int:
    changed = 0
    homes = _homes(session, values)
    for place, customers in _batches(session, seen):
        task.step(place, len(seen), "批量修改")
        _refuse_strangers(customers, homes)
        changed += sum(_change(customer, values) for customer in customers)
        session.flush()
        session.expunge_all()
    task.step(len(seen), len(seen), "批量修改")
    return changed


def _fields(names: Iterable[str]) -> tuple[Field, ...]:
    known = {field.name: field for field in Customer.fields()}
    return tuple(known[name] for name in names)


def _checked(app: App, session: Session, changes: Mapping[str, Any], reason: str) -> dict[str, Any]:
    if not changes:
        raise Invalid("没有选要改的项目，没有写入。请至少选一项。", {"changes": "请选要改的项目"})
    values = clean(_fields(changes), changes, codes_of)
    problems = {}
    if needs_reason(changes) and not reason.strip():
        problems["reason"] = "请写明理由"
    for name, offered, sentence in (
        ("owner_id", _people, "请选本办事处在职的人"),
        ("market_area_id", _markets, "请选本办事处的市场"),
    ):
        if name in values and values[name] not in dict(offered(app, session)):
            problems[name] = sentence
    if problems:
        raise Invalid(f"{'；'.join(problems.values())}。没有写入，内容还在窗口里。", problems)
    return values


def _homes(session: Session, values: Mapping[str, Any]) -> set[int | None]:
    """The offices of the rep and the market that customers are to be given."""
    chosen: tuple[tuple[Any, int | None], ...] = (
        (Employee, values.get("owner_id")),
        (MarketArea, values.get("market_area_id")),
    )
    return {session.get_one(kind, number).branch_id for kind, number in chosen if number is not None}


def _refuse_strangers(customers: Sequence[Customer], homes: set[int | None]) -> None:
    for customer in customers:
        if homes - {customer.branch_id}:
            raise Invalid(
                f"{customer.name}是另一个办事处的，不能给这位业务员或这个市场，一家也没有写入。请按办事处分开改。",
                {"customers": customer.name},
            )


def _people(app: App, session: Session) -> tuple[tuple[int, str], ...]:
    working = (Employee.status == "active") & Employee.deleted_at.is_(None) & Employee.branch_id.is_not(None)
    query = select(Employee.id, Employee.name).where(working)
    if app.user.branch_id is not None:
        query = query.where(Employee.branch_id == app.user.branch_id)
    return tuple((row.id, row.name) for row in session.execute(query.order_by(Employee.emp_no)))


def _markets(app: App, session: Session) -> tuple[tuple[int, str], ...]:
    query = select(MarketArea.id, MarketArea.name).where(
        MarketArea.level.in_(SHOPPING_LEVELS), MarketArea.deleted_at.is_(None)
    )
    if app.user.branch_id is not None:
        query = query.where(MarketArea.branch_id == app.user.branch_id)
    return tuple((row.id, row.name) for row in session.execute(query.order_by(MarketArea.code)))


def _refuse_changed(app: App, session: Session, seen: Mapping[int, int]) -> None:
    """Raise ChangedMeanwhile for whom somebody changed, deleted or handed out of the user's sight."""
    query = (
        select(Customer.id, Customer.row_version, Customer.customer_no, Customer.name, Employee.name.label("who"))
        .outerjoin(User, User.id == Customer.updated_by_id)
        .outerjoin(Employee, Employee.id == User.employee_id)
    )
    may = Customer.deleted_at.is_(None) & visible_customers(app)
    changed = []
    for _, ids in _parts(seen):
        there = set(session.scalars(select(Customer.id).where(Customer.id.in_(ids), may)))
        changed += [
            Changed(row.id, row.customer_no, row.name, row.who or "系统")
            for row in session.execute(query.where(Customer.id.in_(ids)).order_by(Customer.customer_no))
            if row.id not in there or row.row_version != seen[row.id]
        ]
    if changed:
        raise ChangedMeanwhile(changed)


def _refuse_too_many(app: App, session: Session, seen: Mapping[int, int], values: Mapping[str, Any]) -> None:
    """Raise Invalid when the rep would hold more customers that have not signed than rule R12 lets."""
    owner_id = values.get("owner_id")
    if owner_id is None:
        return
    held = (Customer.owner_id != owner_id) & is_held(app.today())
    given = sum(session.scalar(select(func.count()).where(Customer.id.in_(ids), held)) or 0 for _, ids in _parts(seen))
    left = Places(session, app.today()).left(owner_id)
    if given > left:
        name = session.get_one(Employee, owner_id).name
        sentence = (
            f"{name}名下在保护期内、还没签约的客户最多 {PROTECT_MAX} 家，现在还能接 {left} 家，这次要给 {given} 家"
        )
        raise Invalid(f"{sentence}。一家也没有写入，请少选几家或分给几个人。", {"owner_id": sentence})


def _parts(seen: Mapping[int, int]) -> Iterator[tuple[int, Sequence[int]]]:
    ids = sorted(seen)
    for start in range(0, len(ids), _AT_ONCE):
        yield start, ids[start : start + _AT_ONCE]


def _batches(session: Session, seen: Mapping[int, int]) -> Iterator[tuple[int, Sequence[Customer]]]:
    for start, ids in _parts(seen):
        yield start, session.scalars(select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id)).all()


def _change(customer: Customer, values: Mapping[str, Any]) -> bool:
    """Whether anything differed; what is judged from the changed values is judged anew (rule R06)."""
    differs = any(getattr(customer, name) != value for name, value in values.items())
    write(customer, values)
    if differs and not _JUDGED.isdisjoint(values):
        fit = fit_result(customer.philosophy_rating, customer.strength_rating)
        write(customer, {"fit_result": fit, "is_target": is_target(fit, customer.intent_level)})
    return differs
