"""What forms about complaints offer while they are filled: people to choose from, and the limits that would follow."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.complaints.limits import resolve_due, response_due
from app.context import App
from app.db.records import Department, Employee
from app.people.work_days import work_calendar


def people(app: App) -> list[tuple[int, str]]:
    """Who may take down or handle a complaint: everybody in service of the user's office and of head office.

    Ids, and names with their departments.
    """
    app.need("complaint.view")
    query = (
        select(Employee.id, Employee.name, Department.name.label("department"))
        .outerjoin(Department, Department.id == Employee.department_id)
        .where(Employee.status == "active", Employee.deleted_at.is_(None))
        .order_by(Employee.emp_no)
    )
    if app.user.branch_id is not None:
        query = query.where((Employee.branch_id == app.user.branch_id) | Employee.branch_id.is_(None))
    with app.reading() as session:
        found = session.execute(query)
        return [(row.id, f"{row.name}（{row.department}）" if row.department else row.name) for row in found]


def departments(app: App) -> list[tuple[int, str]]:
    """The departments there are, ids and names."""
    app.need("complaint.view")
    query = select(Department.id, Department.name).where(Department.deleted_at.is_(None)).order_by(Department.code)
    with app.reading() as session:
        return [(row.id, row.name) for row in session.execute(query)]


def limits_for(app: App, received_at: datetime, severity: str) -> tuple[datetime, datetime]:
    """By when a complaint that came then would have to be answered and resolved (rule R09); KeyError for no severity."""
    app.need("complaint.register")
    with app.reading() as session:
        calendar = work_calendar(session)
    return response_due(received_at, severity, calendar), resolve_due(received_at, severity, calendar)
