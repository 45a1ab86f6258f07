"""Improvement actions: what is changed so that it does not happen again, done by one and verified by another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.complaints.steps import UNTOUCHED, active_employee, actor, checked, refuse
from app.context import App
from app.db.base import Base, Record
from app.db.numbers import next_number
from app.db.records import BranchOffice, ComplaintLog, Department, Employee, ImprovementAction
from app.db.saving import check_version, existing, write
from app.errors import Conflict, Forbidden, NotFound
from app.forms.model import Field
from app.people.names import user_name

_DOABLE = ("open", "doing", "ineffective")
_WRITTEN = ("problem", "measure", "department_id", "owner_id", "due_on")
_GONE = f"这条改进措施已不在了，{UNTOUCHED}请刷新列表。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementRow:
    """An improvement action as lists show it; `state` is the label."""

    id: int
    row_version: int
    imp_no: str
    source_entity: str
    source_id: int
    problem: str
    measure: str
    department_id: int | None
    department: str
    owner_id: int
    owner: str
    due_on: date
    done_on: date | None
    verify_result: str
    verifier: str
    state: str
    state_code: str


def improvement_fields() -> tuple[Field, ...]:
    """The fields of the form; all of them must be filled."""
    return tuple(replace(f, required=True) for f in ImprovementAction.fields() if f.name in _WRITTEN)


def improvements_of(session: Session, source_entity: str, source_id: int) -> list[ImprovementRow]:
    """What was ordered because of a record, in order."""
    return _rows(session, ImprovementAction.source_entity == source_entity, ImprovementAction.source_id == source_id)


def _rows(session: Session, *conditions: Any) -> list[ImprovementRow]:
    query = (
        select(ImprovementAction, Employee.name, Department.name)
        .join(Employee, Employee.id == ImprovementAction.owner_id)
        .outerjoin(Department, Department.id == ImprovementAction.department_id)
        .where(ImprovementAction.deleted_at.is_(None), *conditions)
        .order_by(ImprovementAction.id)
    )
    return [
        ImprovementRow(
            id=found.id,
            row_version=found.row_version,
            imp_no=found.imp_no,
            source_entity=found.source_entity,
            source_id=found.source_id,
            problem=found.problem,
            measure=found.measure,
            department_id=found.department_id,
            department=department or "",
            owner_id=found.owner_id,
            owner=owner,
            due_on=found.due_on,
            done_on=found.done_on,
            verify_result=found.verify_result or "",
            verifier=user_name(session, found.verifier_id),
            state=label_of("improvement_state", found.state),
            state_code=found.state,
        )
        for found, owner, department in session.execute(query)
    ]


def create_improvement(
    app: App,
    source_id: int,
    values: Mapping[str, Any],
    *,
    source_entity: str = ComplaintLog.__tablename__,
    uid: str = "",
) -> int:
    """Order an improvement because of a record, a complaint unless told otherwise; returns its id.

    Raises Invalid naming every problem by field, NotFound when there is no such record.
    """
    app.need("complaint.accept")
    with app.transaction("登记改进措施", uid=uid) as session:
        cleaned = checked(improvement_fields(), values)
        source = _source(session, source_entity, source_id)
        _check(app, session, cleaned)
        branch = session.get_one(BranchOffice, _branch_id(app, session, source, cleaned["owner_id"]))
        improvement = ImprovementAction(
            **cleaned,
            imp_no=next_number(session, f"GJ-{branch.code}-{app.today().year}-", 4),
            source_entity=source_entity,
            source_id=source_id,
            state="open",
        )
        session.add(improvement)
        session.flush()
        return improvement.id


def _source(session: Session, entity: str, record_id: int) -> Record:
    kinds = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    if entity not in kinds:
        raise NotFound(f"没有“{entity}”这种来源，没有写入。请从投诉里登记改进措施。")
    record: Record = existing(session, kinds[entity], record_id, f"来源单据已不在了，没有写入。{UNTOUCHED}")
    return record


def _branch_id(app: App, session: Session, source: Record, owner_id: int) -> int | None:
    """The office whose number it gets: the source's, else the owner's, else the writer's."""
    found: int | None = getattr(source, "branch_id", None) or session.get_one(Employee, owner_id).branch_id
    return found or app.user.branch_id


def _check(app: App, session: Session, cleaned: Mapping[str, Any]) -> None:
    active_employee(session, cleaned["owner_id"], "owner_id")
    existing(session, Department, cleaned["department_id"], "选的部门已不在名单里，没有写入。请重选。")
    if cleaned["due_on"] < app.today():
        refuse({"due_on": "期限不能早于今天"})


def edit_improvement(
    app: App, improvement_id: int, row_version: int, values: Mapping[str, Any], *, uid: str = ""
) -> None:
    """Change what was ordered while it is not done; values not given stay."""
    app.need("complaint.accept")
    with app.transaction("修改改进措施", uid=uid) as session:
        found = _found(session, improvement_id, row_version, _DOABLE, "修改")
        stored = {field.name: getattr(found, field.name) for field in improvement_fields()}
        cleaned = checked(improvement_fields(), stored | dict(values))
        active_employee(session, cleaned["owner_id"], "owner_id")
        if cleaned["due_on"] != found.due_on:
            _check(app, session, cleaned)
        write(found, cleaned)


def begin_improvement(app: App, improvement_id: int, row_version: int, *, uid: str = "") -> None:
    """The owner has begun."""
    app.need("complaint.view")
    with app.transaction("开始整改", uid=uid) as session:
        found = _found(session, improvement_id, row_version, ("open", "ineffective"), "开始")
        _need_owner(app, found)
        found.state, found.done_on = "doing", None


def finish_improvement(
    app: App, improvement_id: int, row_version: int, done_on: date | None = None, *, uid: str = ""
) -> None:
    """It is done, today unless told; somebody else verifies it."""
    app.need("complaint.view")
    with app.transaction("完成整改", uid=uid) as session:
        found = _found(session, improvement_id, row_version, _DOABLE, "完成")
        _need_owner(app, found)
        if done_on is not None and done_on > app.today():
            refuse({"done_on": "完成日不能晚于今天"})
        found.state, found.done_on = "done", done_on or app.today()


def verify_improvement(
    app: App, improvement_id: int, row_version: int, *, effective: bool, result: str, uid: str = ""
) -> None:
    """Say whether it helped; what did not goes back to its owner. The verifier is not the owner."""
    app.need("complaint.accept")
    with app.transaction("验证改进措施", uid=uid) as session:
        found = _found(session, improvement_id, row_version, ("done",), "验证")
        if found.owner_id == app.user.employee_id:
            raise Forbidden(f"验证人不能是责任人自己，{UNTOUCHED}请另一位同事验证。")
        fields = [replace(f, required=True) for f in ImprovementAction.fields() if f.name == "verify_result"]
        found.verify_result = checked(fields, {"verify_result": result})["verify_result"]
        found.verifier_id = actor(app)
        found.state = "verified" if effective else "ineffective"
        if not effective:
            found.done_on = None


def _need_owner(app: App, found: ImprovementAction) -> None:
    if found.owner_id != app.user.employee_id and not app.may("complaint.accept"):
        raise Forbidden(f"改进措施 {found.imp_no} 由责任人办理，{UNTOUCHED}")


def _found(
    session: Session, improvement_id: int, row_version: int, allowed: tuple[str, ...], doing: str
) -> ImprovementAction:
    found = existing(session, ImprovementAction, improvement_id, _GONE)
    if found.state not in allowed:
        state = label_of("improvement_state", found.state)
        raise Conflict(f"改进措施 {found.imp_no} 现在是“{state}”，不能{doing}。{UNTOUCHED}请刷新后再看。")
    check_version(found, row_version)
    return found
