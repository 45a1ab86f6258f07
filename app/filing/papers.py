"""The kinds of papers an office files with head office: which are waiting, and how each is printed (rule R14)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.db.records import (
    BranchOffice,
    Customer,
    DailySweepLine,
    DailySweepReport,
    Employee,
    FilingBatch,
    FilingItem,
    SurveySheet,
    Visit,
    WeeklySummary,
)
from app.reports.daily import daily_report
from app.reports.model import Report
from app.reports.weekly import weekly_report
from app.surveys.printing import sheet_report
from app.sweep.daily import daily_data
from app.sweep.weekly.summary import find_scope, weekly_data

AnyPaper: TypeAlias = DailySweepReport | WeeklySummary | SurveySheet
PaperKey: TypeAlias = tuple[str, int]
"""A paper's table and id."""


@dataclass(frozen=True, slots=True)
class FilingPaper:
    """An archived paper; `kind` is its Chinese name, `day` the one it is about."""

    entity: str
    id: int
    kind: str
    number: str
    title: str
    day: date | None
    archived_at: datetime | None

    @property
    def key(self) -> PaperKey:
        """Its table and id."""
        return self.entity, self.id


RECORDS: Mapping[str, type[AnyPaper]] = {
    record.__tablename__: record for record in (DailySweepReport, WeeklySummary, SurveySheet)
}
KINDS = {"daily_sweep_report": "日报", "weekly_summary": "周总结", "survey_sheet": "调查表"}
"""The papers that can be filed, in the order of the list."""


def waiting(session: Session, branch_id: int, first: date, last: date) -> list[FilingPaper]:
    """The office's archived papers of a period that are in no batch on its way or confirmed, by kind, day and number."""
    gone = {
        (row.entity, row.entity_id)
        for row in session.execute(
            select(FilingItem.entity, FilingItem.entity_id)
            .join(FilingBatch, FilingBatch.id == FilingItem.batch_id)
            .where(FilingBatch.branch_id == branch_id, FilingBatch.state != "returned")
            .where(FilingBatch.deleted_at.is_(None), FilingItem.deleted_at.is_(None))
        )
    }
    days = (first, last)
    found = [
        *_dailies(session, branch_id, days),
        *_weeklies(session, branch_id, days),
        *_sheets(session, branch_id, days),
    ]
    order = list(KINDS)
    kept = (paper for paper in found if paper.key not in gone)
    return sorted(kept, key=lambda paper: (order.index(paper.entity), paper.day, paper.number))


def _dailies(session: Session, branch_id: int, days: tuple[date, date]) -> list[FilingPaper]:
    query = (
        select(DailySweepReport, Employee.name)
        .join(Employee, Employee.id == DailySweepReport.employee_id)
        .where(DailySweepReport.branch_id == branch_id, DailySweepReport.state == "archived")
        .where(DailySweepReport.deleted_at.is_(None), DailySweepReport.report_date.between(*days))
    )
    return [
        _paper(paper, paper.report_no, f"{name} {paper.report_date}", paper.report_date)
        for paper, name in session.execute(query)
    ]


def _weeklies(session: Session, branch_id: int, days: tuple[date, date]) -> list[FilingPaper]:
    query = (
        select(WeeklySummary, Employee.name, BranchOffice.name)
        .join(BranchOffice, BranchOffice.id == WeeklySummary.branch_id)
        .outerjoin(Employee, Employee.id == WeeklySummary.employee_id)
        .where(WeeklySummary.branch_id == branch_id, WeeklySummary.state == "archived")
        .where(WeeklySummary.deleted_at.is_(None), WeeklySummary.end_on.between(*days))
    )
    return [
        _paper(paper, paper.summary_no, f"{rep or branch} {paper.start_on} 至 {paper.end_on}", paper.end_on)
        for paper, rep, branch in session.execute(query)
    ]


def _sheets(session: Session, branch_id: int, days: tuple[date, date]) -> list[FilingPaper]:
    query = (
        select(SurveySheet, Customer.name)
        .join(Customer, Customer.id == SurveySheet.customer_id)
        .where(Customer.branch_id == branch_id, SurveySheet.state == "archived", SurveySheet.deleted_at.is_(None))
        .where(SurveySheet.last_visit_on.between(*days))
    )
    return [_paper(paper, paper.sheet_no, name, paper.last_visit_on) for paper, name in session.execute(query)]


def _paper(paper: AnyPaper, number: str, title: str, day: date | None) -> FilingPaper:
    entity = paper.__tablename__
    return FilingPaper(entity, paper.id, KINDS[entity], number, title, day, paper.archived_at)


def customers_in(session: Session, papers: Collection[PaperKey]) -> int:
    """How many customers the papers show with their numbers; a weekly summary shows none."""
    dailies, sheets = (
        [paper_id for entity, paper_id in papers if entity == record.__tablename__]
        for record in (DailySweepReport, SurveySheet)
    )
    visited = (
        select(Visit.customer_id)
        .join(DailySweepLine, DailySweepLine.visit_id == Visit.id)
        .where(DailySweepLine.report_id.in_(dailies), DailySweepLine.deleted_at.is_(None))
    )
    asked = select(SurveySheet.customer_id).where(SurveySheet.id.in_(sheets))
    return len({customer for query in (visited, asked) for customer in session.scalars(query)} - {None})


def report_of(app: App, paper: FilingPaper, purpose: str, *, masked: bool) -> Report:
    """The paper as it is printed."""
    return PRINTERS[paper.entity](app, paper.id, purpose, masked)


def _daily(app: App, paper_id: int, purpose: str, masked: bool) -> Report:
    with app.reading() as session:
        report = session.get_one(DailySweepReport, paper_id)
    return daily_report(daily_data(app, report.employee_id, report.report_date, purpose=purpose, masked=masked))


def _weekly(app: App, paper_id: int, purpose: str, masked: bool) -> Report:
    return weekly_report(weekly_data(app, find_scope(app, paper_id), purpose=purpose))


def _sheet(app: App, paper_id: int, purpose: str, masked: bool) -> Report:
    return sheet_report(app, paper_id, purpose=purpose, masked=masked)


PRINTERS: Mapping[str, Callable[[App, int, str, bool], Report]] = {
    "daily_sweep_report": _daily,
    "weekly_summary": _weekly,
    "survey_sheet": _sheet,
}


def mark_filed(session: Session, papers: Collection[PaperKey], at: datetime) -> None:
    """The papers that are still in the archive are filed from that time on."""
    for entity, paper_id in papers:
        paper = session.get_one(RECORDS[entity], paper_id)
        assert isinstance(paper, DailySweepReport | WeeklySummary | SurveySheet)
        if paper.state == "archived":
            paper.state, paper.filed_at = "filed", at
