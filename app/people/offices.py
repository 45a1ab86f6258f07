"""Offices and their people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.context import App
from app.db.records import BranchOffice, Employee
from app.errors import NotFound


@dataclass(frozen=True, slots=True)
class EmployeeRow:
    """An employee as lists and choosers show them."""

    id: int
    emp_no: str
    name: str
    position: str
    branch_id: int | None


def list_reps(app: App, *, branch_id: int | None = None) -> list[EmployeeRow]:
    """The reps in service, by employee number."""
    app.need("visit.edit")
    query = select(Employee).where(
        Employee.position == "rep", Employee.status == "active", Employee.deleted_at.is_(None)
    )
    if branch_id is not None:
        query = query.where(Employee.branch_id == branch_id)
    with app.reading() as session:
        return [_row(e) for e in session.scalars(query.order_by(Employee.emp_no))]


def list_colleagues(app: App, branch_id: int | None = None) -> list[EmployeeRow]:
    """Everybody in service who may go along on a visit, by employee number; one office's people and head office's."""
    app.need("visit.edit")
    query = select(Employee).where(Employee.status == "active", Employee.deleted_at.is_(None))
    if branch_id is not None:
        query = query.where((Employee.branch_id == branch_id) | Employee.branch_id.is_(None))
    with app.reading() as session:
        return [_row(e) for e in session.scalars(query.order_by(Employee.emp_no))]


def find_employee(app: App, emp_no: str) -> EmployeeRow:
    """The employee with this number; NotFound names those there are."""
    with app.reading() as session:
        employee = session.scalar(select(Employee).where(Employee.emp_no == emp_no, Employee.deleted_at.is_(None)))
        if employee is None:
            known = session.scalars(select(Employee.emp_no).order_by(Employee.emp_no).limit(20)).all()
            raise NotFound(f"没有工号为“{emp_no}”的员工，没有生成任何文件。现有工号：{'、'.join(known) or '无'}。")
        return _row(employee)


def list_branches(app: App) -> list[tuple[int, str]]:
    """The active offices, id and name."""
    with app.reading() as session:
        query = select(BranchOffice.id, BranchOffice.name).where(
            BranchOffice.is_active, BranchOffice.deleted_at.is_(None)
        )
        return [(row.id, row.name) for row in session.execute(query.order_by(BranchOffice.code))]


def _row(employee: Employee) -> EmployeeRow:
    return EmployeeRow(employee.id, employee.emp_no, employee.name, employee.position, employee.branch_id)
