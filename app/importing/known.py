"""What names in cells can refer to, and whether the archive has changed since somebody looked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.context import App
from app.db.records import AuditEntry, Employee, MarketArea, User
from app.importing.readers import Known
from app.importing.synonyms import folded


def last_change(session: Session) -> int:
    """The number of the journal's last line about customers, contacts and brands: has the archive changed since?"""
    about = AuditEntry.entity.in_(("customer", "contact", "customer_brand"))
    changes = AuditEntry.action != "view_full"
    return session.scalar(select(func.max(AuditEntry.id)).where(about, changes)) or 0


def known_names(app: App, session: Session) -> Known:
    """The markets, people and accounts that cells can name."""
    areas = session.execute(
        select(MarketArea.name, MarketArea.code, MarketArea.id).where(MarketArea.deleted_at.is_(None))
    )
    people = session.execute(
        select(Employee.name, Employee.emp_no, Employee.id).where(
            Employee.deleted_at.is_(None), Employee.branch_id.is_not(None)
        )
    ).all()
    accounts = session.execute(
        select(Employee.name, User.username, User.id).join(User, User.employee_id == Employee.id)
    )
    return Known(_ids(areas), _ids(people), _ids(accounts), app.today())


def _ids(rows: Any) -> dict[str, int]:
    return {folded(word): number for *words, number in rows for word in words}
