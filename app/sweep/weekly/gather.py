"""Reading a whole summary out of the database (report RP03, rule R18)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.records import BranchOffice, Company, Employee, FilingBatch, FilingItem, WeeklySummary
from app.people.names import user_name
from app.people.work_days import work_calendar
from app.reports.weekly_data import WeeklyData, WeeklyTable, WeeklyTexts
from app.sweep.papers import signatures
from app.sweep.weekly.consumers import awareness_table, factors_table, read_sheets, tiers_table
from app.sweep.weekly.customers import failures_table, repeats_table, targets_tables
from app.sweep.weekly.markets import brands_table, channels_table, markets_table, policies_table, read_trade
from app.sweep.weekly.material import Material, read_material
from app.sweep.weekly.period import Period, Scope
from app.sweep.weekly.prose import draft_prose
from app.sweep.weekly.voices import complaints_table, feedback_table, next_days_table
from app.sweep.weekly.work import days_table, stages_table, work_table

TEXT_NAMES = tuple(field.name for field in fields(WeeklyTexts))


def scope_of(summary: WeeklySummary) -> Scope:
    """Whose summary of what a record is."""
    period = Period(summary.period_kind, summary.start_on, summary.end_on, summary.stage_name or "")
    return Scope(summary.branch_id, period, summary.employee_id)


def gather(session: Session, summary: WeeklySummary, now: datetime) -> WeeklyData:
    """Everything the summary says as things stand now, not yet frozen; blocks nobody wrote hold their draft."""
    scope = scope_of(summary)
    material = read_material(session, scope, now)
    tables = all_tables(session, material)
    company = session.scalar(select(Company).limit(1))
    employee = session.get(Employee, summary.employee_id) if summary.employee_id else None
    data = WeeklyData(
        company=company.name if company else "",
        office=session.get_one(BranchOffice, summary.branch_id).name,
        scope=summary.scope,
        employee_no=employee.emp_no if employee else "",
        employee_name=employee.name if employee else "",
        period_kind=summary.period_kind,
        period_name=scope.period.name,
        start_on=summary.start_on,
        end_on=summary.end_on,
        summary_no=summary.summary_no,
        state="",
        is_draft=summary.submitted_at is None,
        business_name=company.business_name if company else "",
        market_areas=_visited_markets(material, _of(tables, "markets")),
        surveyors=tuple(rep.name for rep in material.reps),
        tables=tables,
        texts=_texts(summary, draft_prose(material, lambda key: _of(tables, key))),
        issue=max(summary.issue_no, 1),
        receiver=company.filing_receiver if company else "",
        footer_text=company.report_footer if company else "",
    )
    return signed(session, summary, data)


def signed(session: Session, summary: WeeklySummary, data: WeeklyData) -> WeeklyData:
    """The data with its state and signatures as they are now; a frozen summary takes these from here too."""
    batch = session.scalar(
        select(FilingBatch)
        .join(FilingItem, FilingItem.batch_id == FilingBatch.id)
        .where(FilingItem.entity == WeeklySummary.__tablename__, FilingItem.entity_id == (summary.id or 0))
        .where(FilingBatch.state == "confirmed")
        .order_by(FilingBatch.id.desc())
        .limit(1)
    )
    return replace(
        data,
        **signatures(session, summary),
        submitted_by=user_name(session, summary.submitted_by_id),
        submitted_at=summary.submitted_at,
        is_late=is_late(session, summary),
        receipt_no=batch.receipt_no or "" if batch else "",
        filed_on=batch.confirmed_on if batch else None,
    )


def is_late(session: Session, summary: WeeklySummary) -> bool:
    """Whether it was handed in after noon of the next week's first working day (rule R18)."""
    if summary.submitted_at is None:
        return False
    return summary.submitted_at > scope_of(summary).period.deadline(work_calendar(session))


def all_tables(session: Session, material: Material) -> tuple[WeeklyTable, ...]:
    """The tables of all nine sections, in printed order."""
    trade = read_trade(session, material)
    said = read_sheets(session, material)
    targets, more = targets_tables(session, material)
    return (
        work_table(material),
        days_table(material),
        stages_table(material),
        markets_table(material, trade),
        channels_table(material),
        brands_table(material, trade),
        policies_table(material, trade),
        factors_table(said),
        tiers_table(said),
        awareness_table(said),
        targets,
        more,
        failures_table(material),
        repeats_table(session, material, {rep.id: rep.name for rep in material.reps}),
        complaints_table(session, material),
        feedback_table(session, material),
        next_days_table(session, material),
    )


def _of(tables: tuple[WeeklyTable, ...], key: str) -> WeeklyTable:
    return next(table for table in tables if table.key == key)


def _visited_markets(material: Material, markets: WeeklyTable) -> tuple[str, ...]:
    """The names of the markets gone to in the period, by code."""
    went = {material.customers[i].market_area_id for i in material.visited}
    names = [row.cells[0] for row in markets.rows]
    return tuple(name.text for name in names if name.part and went.intersection(name.part.ids))


def _texts(summary: WeeklySummary, drafts: WeeklyTexts) -> WeeklyTexts:
    written = {name: getattr(summary, name) for name in TEXT_NAMES}
    return replace(drafts, **{name: text for name, text in written.items() if text})
