"""Founding an office: what has to be there before anybody can work (records.md §1, §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calendar import shipped_calendar_days
from app.context import App
from app.db.base import Record
from app.db.records import BranchOffice, Brand, CalendarDay, Company, Department, Employee, User
from app.errors import Conflict
from app.forms.model import Field
from app.people.accounts import OFFICE_JOB
from app.people.directory import ROLE_SCOPES
from app.people.kept import checked, declared, plain_code
from app.people.usernames import password_problem, plain_username, username_problem
from app.pinyin import pinyin_initials
from app.security.passwords import hashed
from app.surveys.forms import default_form_folder, publish_form

ADMIN = "admin"
"""The sign-in name of the account that keeps people, markets and brands."""

FOUNDING_ROLES = ("clerk", "supervisor")
_OTHER_BRANDS = ("QT", "其他杂牌")
_SALES, _OFFICE = "XS", "NQ"


@dataclass(frozen=True, slots=True)
class FoundingInput:
    """What is asked of whoever founds the office, as typed; the names are those of `founding_fields`."""

    company_name: str
    short_name: str
    brand_name: str
    branch_name: str
    branch_code: str
    region_text: str
    person_name: str
    username: str
    role: str = "clerk"
    password: str = ""


def founding_fields() -> tuple[Field, ...]:
    """The fields of the founding form; choose the role among `FOUNDING_ROLES`."""
    return (
        _named("company_name", Company, "name"),
        _named("short_name", Company, "short_name"),
        _named("brand_name", Brand, "name", label="本公司品牌"),
        _named("branch_name", BranchOffice, "name", label="办事处名称"),
        _named("branch_code", BranchOffice, "code", label="办事处代码"),
        _named("region_text", BranchOffice, "region_text"),
        _named("person_name", Employee, "name"),
        _named("username", User, "username"),
        _named("role", User, "role"),
        Field(name="password", label="口令", max_length=64, sensitive=True),
    )


def _named(name: str, record: type[Record], column: str, *, label: str = "") -> Field:
    (field,) = declared(record, (column,))
    return replace(field, name=name, label=label or field.label)


def is_founded(app: App) -> bool:
    """Whether anybody could sign in. Needs no right: nobody has signed in yet."""
    with app.reading() as session:
        return session.scalar(select(User.id).where(User.deleted_at.is_(None)).limit(1)) is not None


def found_office(app: App, typed: FoundingInput) -> None:
    """Write company, office, departments, two accounts, work calendar, two brands and the survey form, or nothing.

    The first person works under `username`; the account `admin`, with the same password, keeps people, markets and
    brands (rule R22). Raises Invalid naming every problem by field, Conflict when the office is there already.
    """
    values = _checked(typed)
    if is_founded(app):
        raise Conflict("这个库里已经有办事处和账号了，没有再建。请登录，或换一个空库。")
    with app.signed_in_as(OFFICE_JOB).transaction("建立办事处") as session:
        branch = BranchOffice(
            code=values["branch_code"], name=values["branch_name"], region_text=values["region_text"], is_active=True
        )
        session.add(branch)
        session.flush()
        _add_company(session, values)
        _add_people(session, branch, values)
        session.add_all(CalendarDay(date=day, kind=kind, name=name) for day, kind, name in shipped_calendar_days())
        publish_form(session, default_form_folder())


def _checked(typed: FoundingInput) -> dict[str, str]:
    values = asdict(typed)
    values["branch_code"] = plain_code(typed.branch_code)
    values["username"] = plain_username(typed.username)
    return checked(founding_fields(), values, _problems)


def _problems(cleaned: Mapping[str, str | None]) -> dict[str, str]:
    problems = {}
    code, username = cleaned.get("branch_code") or "", cleaned.get("username") or ""
    if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 4):
        problems["branch_code"] = "办事处代码要 2–4 个大写字母"
    if cleaned.get("brand_name") == _OTHER_BRANDS[1]:
        problems["brand_name"] = f"「{_OTHER_BRANDS[1]}」留给叫不出名字的牌子，请填本公司的品牌"
    if problem := username_problem(username):
        problems["username"] = problem
    elif username == ADMIN:
        problems["username"] = "admin 留给管理员账号，请另取一个"
    if cleaned.get("role") and cleaned["role"] not in FOUNDING_ROLES:
        problems["role"] = "第一个账号选内勤或主管，其他人以后再加"
    if problem := password_problem(cleaned.get("password") or ""):
        problems["password"] = problem
    return problems


def _add_company(session: Session, values: Mapping[str, str]) -> None:
    own = Brand(code=_brand_code(values["brand_name"]), name=values["brand_name"], relation="own")
    code, name = _OTHER_BRANDS
    session.add_all([own, Brand(code=code, name=name, relation="other", tier="low")])
    session.flush()
    session.add(Company(name=values["company_name"], short_name=values["short_name"], own_brand_id=own.id))


def _brand_code(name: str) -> str:
    code = "".join(c for c in pinyin_initials(name).upper() if c.isascii() and c.isalnum())[:7]
    return f"{code}1" if code in ("", _OTHER_BRANDS[0]) else code


def _add_people(session: Session, branch: BranchOffice, values: Mapping[str, str]) -> None:
    sales = Department(code=_SALES, name="销售部", kind="sales", branch_id=branch.id)
    office = Department(code=_OFFICE, name="行政内勤", kind="office", branch_id=branch.id)
    session.add_all([sales, office])
    session.flush()
    role, leads = values["role"], values["role"] == "supervisor"
    first = Employee(
        emp_no="E01",
        name=values["person_name"],
        department_id=(sales if leads else office).id,
        branch_id=branch.id,
        position=role,
        is_dept_head=leads,
    )
    admin = Employee(emp_no="E00", name="系统管理员", department_id=office.id, position="other", daily_visit_target=0)
    session.add_all([first, admin])
    session.flush()
    if leads:
        sales.head_id = branch.head_id = first.id
    for employee, username, kind in ((first, values["username"], role), (admin, ADMIN, "admin")):
        password_hash = hashed(values["password"]) if values["password"] else ""
        scope = ROLE_SCOPES[kind]
        session.add(
            User(username=username, employee_id=employee.id, role=kind, data_scope=scope, password_hash=password_hash)
        )
