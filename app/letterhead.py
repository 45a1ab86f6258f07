"""What every print of an office says about its sender."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.db.records import BranchOffice, Company
from app.reports.heading import Heading


def heading(app: App, session: Session, branch_id: int | None, *, purpose: str = "", masked: bool = True) -> Heading:
    """The heading of a paper printed now by the signed-in user.

    Without an office it is that of the only one there is, or head office's.
    """
    company = session.scalar(select(Company).where(Company.deleted_at.is_(None)).limit(1))
    branch = session.get(BranchOffice, branch_id) if branch_id else _only_branch(session)
    return Heading(
        company=company.name if company else "",
        office=branch.name if branch else "公司总部",
        on=app.today(),
        footer_text=company.report_footer if company else "",
        printed_by=app.user.name,
        printed_at=app.now(),
        purpose=purpose,
        masked=masked,
    )


def _only_branch(session: Session) -> BranchOffice | None:
    found = session.scalars(select(BranchOffice).where(BranchOffice.deleted_at.is_(None)).limit(2)).all()
    return found[0] if len(found) == 1 else None
