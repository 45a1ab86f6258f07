"""Names of people behind their accounts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.records import Employee, User


def user_name(session: Session, user_id: int | None) -> str:
    """The name of the person an account belongs to; empty for none."""
    query = select(Employee.name).join(User, User.employee_id == Employee.id).where(User.id == user_id)
    return (session.scalar(query) or "") if user_id else ""
