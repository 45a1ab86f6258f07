"""The office's people and their accounts: one form a person (records.md §1 Employee, User)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.db.records import Customer, Department, Employee, User
from app.db.saving import write
from app.forms.model import Field
from app.people.keeping import PEOPLE, need_to_keep
from app.people.kept import Opened, checked, declared, is_taken, plain_code, record_to_change, record_to_read
from app.people.usernames import password_problem, plain_username, username_problem
from app.security.passwords import hashed

ROLE_SCOPES: Mapping[str, str] = {
    "rep": "own",
    "clerk": "branch",
    "supervisor": "branch",
    "marketing": "company",
    "legal": "company",
    "service": "branch",
    "admin": "company",
}
"""How far each built-in role sees by default (rule R22)."""

_PERSON = (
    "emp_no",
    "name",
    "position",
    "department_id",
    "supervisor_id",
    "is_dept_head",
    "mobile",
    "email",
    "daily_visit_target",
    "hired_on",
    "status",
    "left_on",
)
_ACCOUNT = ("username", "role")
_ALL = (*_PERSON, *_ACCOUNT, "is_active", "password")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people; codes in words, `account` says whether they can sign in."""

    id: int
    emp_no: str
    name: str
    position: str
    department: str
    username: str
    role: str
    account: str
    status: str


def person_fields() -> tuple[Field, ...]:
    """The fields of a person's form; those of the account come last and may all stay empty."""
    return (
        *declared(Employee, _PERSON),
        *declared(User, _ACCOUNT, required=False),
        replace(*declared(User, ("is_active",)), label="账号启用"),
        Field(name="password", label="新口令", max_length=64, sensitive=True, help="空着 = 不改"),
    )


def new_person() -> dict[str, Any]:
    """What a new person's form starts from."""
    defaults = {"position": "rep", "status": "active", "daily_visit_target": 8, "is_dept_head": False}
    return {**defaults, "role": "rep", "is_active": True}


def list_people(app: App) -> list[PersonRow]:
    """Everybody, those in service first, by number."""
    need_to_keep(app, PEOPLE)
    query = (
        select(Employee, Department.name, User)
        .join(Department, Department.id == Employee.department_id)
        .outerjoin(User, (User.employee_id == Employee.id) & User.deleted_at.is_(None))
        .where(Employee.deleted_at.is_(None))
        .order_by(Employee.status != "active", Employee.emp_no)
    )
    with app.reading() as session:
        return [_row(*found) for found in session.execute(query)]


def read_person(app: App, employee_id: int) -> Opened:
    """One person for the form, never with the password; raises NotFound."""
    need_to_keep(app, PEOPLE)
    with app.reading() as session:
        employee = record_to_read(session, Employee, employee_id)
        return Opened(employee.id, employee.row_version, _values(employee, _account_of(session, employee_id)))


def department_options(app: App) -> list[tuple[int, str]]:
    """The departments, id and name, by code."""
    need_to_keep(app, PEOPLE)
    query = select(Department.id, Department.name).where(Department.deleted_at.is_(None)).order_by(Department.code)
    with app.reading() as session:
        return [(row.id, row.name) for row in session.execute(query)]


def superior_options(app: App) -> list[tuple[int, str]]:
    """Everybody in service, id and name, as somebody's superior."""
    need_to_keep(app, PEOPLE)
    query = select(Employee.id, Employee.name).where(Employee.status == "active", Employee.deleted_at.is_(None))
    with app.reading() as session:
        return [(row.id, row.name) for row in session.execute(query.order_by(Employee.emp_no))]


def add_person(app: App, values: Mapping[str, Any]) -> int:
    """Add an employee, with an account when a `username` is given; returns the employee's id.

    Raises Invalid naming every problem by field.
    """
    need_to_keep(app, PEOPLE)
    with app.transaction("新建员工") as session:
        cleaned = _checked(session, dict.fromkeys(_ALL) | new_person() | dict(values))
        employee = Employee(**{name: cleaned[name] for name in _PERSON})
        employee.branch_id = _branch_of(session, employee.department_id)
        session.add(employee)
        session.flush()
        _write_account(session, employee, cleaned)
        return employee.id


def edit_person(app: App, employee_id: int, row_version: int, values: Mapping[str, Any]) -> None:
    """Correct an employee and the account; raises Invalid, or Conflict when changed since `row_version` was read."""
    need_to_keep(app, PEOPLE)
    with app.transaction("修改员工") as session:
        employee = record_to_change(session, Employee, employee_id, row_version)
        before = _values(employee, _account_of(session, employee_id))
        cleaned = _checked(session, before | {"password": ""} | dict(values), employee_id=employee_id)
        write(employee, {name: cleaned[name] for name in _PERSON})
        write(employee, {"branch_id": _branch_of(session, employee.department_id)})
        employee.updated_at = app.now()  # the version counts for the account too: both are one form
        _write_account(session, employee, cleaned)


def _values(employee: Employee, account: User | None) -> dict[str, Any]:
    values = {name: getattr(employee, name) for name in _PERSON}
    for name in (*_ACCOUNT, "is_active"):
        values[name] = getattr(account, name) if account else new_person().get(name)
    return values


def _account_of(session: Session, employee_id: int) -> User | None:
    return session.scalar(select(User).where(User.employee_id == employee_id, User.deleted_at.is_(None)))


def _branch_of(session: Session, department_id: int) -> int | None:
    return session.get_one(Department, department_id).branch_id


def _write_account(session: Session, employee: Employee, cleaned: Mapping[str, Any]) -> None:
    account = _account_of(session, employee.id)
    if account is None:
        if not cleaned["username"]:
            return
        account = User(employee_id=employee.id, username=cleaned["username"], role=cleaned["role"], password_hash="")
        session.add(account)
    if account.role != cleaned["role"] or account.id is None:
        account.data_scope = ROLE_SCOPES[cleaned["role"]]
    is_active = cleaned["is_active"] and employee.status == "active"
    write(account, {"username": cleaned["username"], "role": cleaned["role"], "is_active": is_active})
    if cleaned["password"]:
        account.password_hash = hashed(cleaned["password"])
        account.failed_count, account.locked_until = 0, None


def _checked(session: Session, values: Mapping[str, Any], *, employee_id: int | None = None) -> dict[str, Any]:
    plain = {
        **values,
        "emp_no": plain_code(values.get("emp_no")),
        "username": plain_username(values.get("username") or ""),
    }
    account = _account_of(session, employee_id) if employee_id else None
    return checked(
        person_fields(),
        plain,
        lambda cleaned: _person_problems(session, cleaned, employee_id),
        lambda cleaned: _account_problems(session, cleaned, account),
    )


def _person_problems(session: Session, cleaned: Mapping[str, Any], employee_id: int | None) -> dict[str, str]:
    problems = {}
    emp_no, hired, left = cleaned.get("emp_no", ""), cleaned.get("hired_on"), cleaned.get("left_on")
    if not (emp_no.isascii() and emp_no.isalnum()):
        problems["emp_no"] = "工号只用字母和数字"
    elif is_taken(session, Employee.emp_no, emp_no, except_id=employee_id):
        problems["emp_no"] = f"工号 {emp_no} 已经有人在用"
    if hired and left and left < hired:
        problems["left_on"] = "离职日不能早于入职日"
    if employee_id and _is_under(session, cleaned.get("supervisor_id"), employee_id):
        problems["supervisor_id"] = "直接上级不能是本人或本人的下属"
    kept = _customers_of(session, employee_id) if cleaned.get("status") == "left" else 0
    if kept:
        problems["status"] = f"名下还有 {kept} 家客户，现在不能改成离职；不让登录就把“账号启用”改成“否”"
    return problems


def _account_problems(session: Session, cleaned: Mapping[str, Any], account: User | None) -> dict[str, str]:
    problems = {}
    username = cleaned.get("username") or ""
    if not username:
        if account:
            problems["username"] = "登录名不能清空；不再用就把“账号启用”改成“否”"
        return problems
    if problem := username_problem(username):
        problems["username"] = problem
    elif is_taken(session, User.username, username, except_id=account.id if account else None):
        problems["username"] = f"登录名 {username} 已经有人在用"
    if not cleaned.get("role", ""):
        problems["role"] = "有登录名就要选角色"
    if problem := password_problem(cleaned.get("password") or ""):
        problems["password"] = problem
    return problems | _last_admin_problem(session, cleaned, account)


def _last_admin_problem(session: Session, cleaned: Mapping[str, Any], account: User | None) -> dict[str, str]:
    """Somebody has to be left who can manage accounts."""
    stays = cleaned.get("role") == "admin" and cleaned.get("is_active") and cleaned.get("status") == "active"
    if account is None or account.role != "admin" or not account.is_active or stays:
        return {}
    others = select(User.id).where(User.role == "admin", User.is_active, User.deleted_at.is_(None))
    if session.scalar(others.where(User.id != account.id).limit(1)) is not None:
        return {}
    field = "role" if cleaned.get("role") != "admin" else "is_active" if not cleaned.get("is_active") else "status"
    return {field: "这是最后一个启用的管理员账号，要先有另一个管理员"}


def _is_under(session: Session, superior_id: int | None, employee_id: int) -> bool:
    """Whether somebody is the employee or reports to them, however far."""
    seen: set[int] = set()
    while superior_id is not None and superior_id not in seen:
        if superior_id == employee_id:
            return True
        seen.add(superior_id)
        superior_id = session.scalar(select(Employee.supervisor_id).where(Employee.id == superior_id))
    return False


def _customers_of(session: Session, employee_id: int | None) -> int:
    query = select(func.count()).where(Customer.owner_id == employee_id, Customer.deleted_at.is_(None))
    return session.scalar(query) or 0


def _row(employee: Employee, department: str, account: User | None) -> PersonRow:
    state = "" if account is None else "启用" if account.is_active else "停用"
    return PersonRow(
        employee.id,
        employee.emp_no,
        employee.name,
        label_of("position", employee.position),
        department,
        account.username if account else "",
        label_of("role", account.role) if account else "",
        state,
        label_of("employee_status", employee.status),
    )
