"""An office's day: every rep's figures, new customers, visits that fell short, complaints (rule R18, report RP02)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of, labels_of
from app.context import App
from app.db.records import BranchOffice, Company, ComplaintLog, Customer, DailySweepReport, MarketArea, Visit
from app.db.saving import existing
from app.reports.branch_day import BranchDayData, BranchDayRow, branch_day_report
from app.reports.model import Report
from app.sweep.figures import rate
from app.sweep.weekly.material import DueReport, Material, Rep, read_material
from app.sweep.weekly.period import Period, Scope
from app.sweep.weekly.work import interest
from app.visits.rules import EFFECTIVE_RESULTS

_UNMET = "none"


def branch_day_data(app: App, day: date, branch_id: int, *, purpose: str = "") -> BranchDayData:
    """What happened at an office on a day, as things stand now."""
    app.need("daily.edit")
    with app.reading() as session:
        branch = existing(session, BranchOffice, branch_id, "没有这个办事处，没有日汇总。请重选办事处。")
        company = session.scalar(select(Company).limit(1))
        material = read_material(session, Scope(branch_id, Period("day", day, day)), app.now())
        markets = {row.id: row.name for row in session.execute(select(MarketArea.id, MarketArea.name))}
        states = _report_states(session, day)
        there = [rep for rep in material.reps if _took_part(material, rep, states)]
        return BranchDayData(
            company=company.name if company else "",
            office=branch.name,
            number=f"RH-{branch.code}-{day:%Y%m%d}",
            day=day,
            rows=tuple(_rep_row(material, rep, markets, states) for rep in there),
            total=_figures(material, {rep.id for rep in there}) if there else None,
            new=_new(material, markets),
            unmet=_unmet(session, material),
            complaints=_complaints(session, day, branch_id),
            footer_text=company.report_footer if company else "",
            printed_by=app.user.name,
            printed_at=app.now(),
            purpose=purpose,
        )


def branch_day_reports(app: App, day: date, branch_id: int, *, purpose: str = "") -> list[Report]:
    """The printed summary of an office's day."""
    app.need("export.masked")
    return [branch_day_report(branch_day_data(app, day, branch_id, purpose=purpose))]


def _report_states(session: Session, day: date) -> Mapping[int, str]:
    query = select(DailySweepReport.employee_id, DailySweepReport.state, DailySweepReport.submitted_at).where(
        DailySweepReport.report_date == day, DailySweepReport.deleted_at.is_(None)
    )
    return {row.employee_id: row.state for row in session.execute(query) if row.submitted_at or row.state == "exempt"}


def _took_part(material: Material, rep: Rep, states: Mapping[int, str]) -> bool:
    went = any(v.employee_id == rep.id for v in material.visits) or any(
        p.employee_id == rep.id for p in material.planned
    )
    return went or rep.id in states or any(d.employee_id == rep.id for d in material.due)


def _rep_row(material: Material, rep: Rep, markets: Mapping[int, str], states: Mapping[int, str]) -> BranchDayRow:
    went = [material.customers[v.customer_id].market_area_id for v in material.visits if v.employee_id == rep.id]
    return replace(
        _figures(material, {rep.id}),
        rep=rep.name,
        markets="、".join(markets[area] for area in dict.fromkeys(went)),
        daily=_daily(material.due, rep.id, states),
    )


def _figures(material: Material, people: set[int]) -> BranchDayRow:
    """These people's figures together, rates worked out from the sums."""
    visits = [v for v in material.visits if v.employee_id in people]
    planned = [p for p in material.planned if p.employee_id in people]
    done = sum(p.is_done for p in planned)
    sheets = [s for s in material.sheets if s.surveyor_id in people]
    day = material.scope.period.start_on
    interested, unsigned = interest(material, visits)
    return BranchDayRow(
        rep="合计",
        planned=len(planned),
        done=done,
        done_rate=rate(done, len(planned)),
        visited=len(visits),
        unplanned=max(len(visits) - done, 0),
        effective_rate=rate(sum(v.result in EFFECTIVE_RESULTS for v in visits), len(visits)),
        new_customers=sum(c.found_on == day and c.owner_id in people for c in material.archive),
        new_sheets=sum(s.first_visit_on == day for s in sheets),
        filled=sum(s.filled_on == day for s in sheets),
        interested=len(interested.ids),
        interest_rate=rate(len(interested.ids), len(unsigned.ids)),
        unmet=sum(v.result == _UNMET for v in visits),
    )


def _daily(due: Iterable[DueReport], rep_id: int, states: Mapping[int, str]) -> str:
    if states.get(rep_id) == "exempt":
        return "免交"
    mine = next((d for d in due if d.employee_id == rep_id), None)
    if mine is None:
        return "按时" if rep_id in states else ""
    if mine.submitted_at:
        return "迟" if mine.is_late else "按时"
    return "漏" if mine.is_missed else "未交"


def _new(material: Material, markets: Mapping[int, str]) -> tuple[tuple[str, ...], ...]:
    names = {rep.id: rep.name for rep in material.reps}
    day = material.scope.period.start_on
    return tuple(
        (c.name, markets[c.market_area_id], label_of("channel_type", c.channel_type), names.get(c.owner_id, ""))
        for c in material.archive
        if c.found_on == day
    )


def _unmet(session: Session, material: Material) -> tuple[tuple[str, ...], ...]:
    names = {rep.id: rep.name for rep in material.reps}
    short = [v for v in material.visits if v.result == _UNMET]
    told = {v.id: v for v in session.scalars(select(Visit).where(Visit.id.in_([v.id for v in short])))}
    return tuple(
        (
            material.customers[v.customer_id].name,
            names.get(v.employee_id, ""),
            labels_of("failure_reason", v.failure_reasons),
            told[v.id].countermeasure or "",
        )
        for v in short
    )


def _complaints(session: Session, day: date, branch_id: int) -> tuple[tuple[str, ...], ...]:
    query = (
        select(ComplaintLog, Customer.short_name)
        .join(Customer, Customer.id == ComplaintLog.customer_id)
        .where(ComplaintLog.branch_id == branch_id, ComplaintLog.deleted_at.is_(None))
        .where(ComplaintLog.received_at.between(datetime.combine(day, time.min), datetime.combine(day, time.max)))
        .order_by(ComplaintLog.received_at)
    )
    return tuple(
        (
            complaint.complaint_no,
            customer,
            label_of("complaint_kind", complaint.kind),
            label_of("complaint_severity", complaint.severity),
            complaint.description,
            label_of("complaint_state", complaint.state),
        )
        for complaint, customer in session.execute(query)
    )
