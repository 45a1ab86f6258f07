"""The records behind a number of a summary, as a list to go through and open (rule R18)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.choices import label_of, labels_of
from app.context import App
from app.db.records import (
    Brand,
    CompetitorObservation,
    ComplaintLog,
    Customer,
    CustomerBrand,
    DailyFeedbackLine,
    DailySweepReport,
    Employee,
    MarketArea,
    Obstacle,
    SurveySheet,
    Visit,
    VisitPlan,
    VisitPlanItem,
)
from app.errors import NotFound
from app.reports.traced import Refs, Traced
from app.reports.values import printed
from app.reports.weekly_columns import COLUMNS
from app.reports.weekly_data import WeeklyData

TOTAL = "total"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record behind a number: `kind` is its table, `label` names it, `detail` says how it stands now.

    `counts` is False for a record that a rate only divides by. `amount` is what it adds to a sum, mean or median.
    `customer_id` is whose it is, where it is a customer's. A day without its report has the kind employee.
    """

    kind: str
    id: int
    label: str
    day: date | None
    detail: str
    customer_id: int | None = None
    counts: bool = True
    amount: Decimal | None = None


def cell_at(data: WeeklyData, table: str, row: str, column: str) -> Traced:
    """The cell in the row with this key (`total` for the last line); raises NotFound when there is none."""
    shown = data.table(table)
    keys = [c.key for c in COLUMNS.get(table, ())]
    rows = {one.key: one for one in shown.rows} | ({TOTAL: shown.total} if shown.total else {})
    if column not in keys or row not in rows:
        raise NotFound("周总结里没有这一格，可能刚刷新过。请重新选一格。")
    return rows[row].cells[keys.index(column)]


def records_behind(app: App, data: WeeklyData, table: str, row: str, column: str) -> list[RecordLine]:
    """The records a number was made from as they are now: first those counted, then the rest a rate divides by.

    Records deleted since are left out. Raises NotFound when the summary has no such cell.
    """
    app.need("weekly.edit")
    cell = cell_at(data, table, row, column)
    with app.reading() as session:
        lines = list(_lines(session, cell.part))
        if cell.whole:
            counted = {(line.kind, line.id, line.day) for line in lines}
            whole = (replace(line, counts=False) for line in _lines(session, cell.whole))
            lines += [line for line in whole if (line.kind, line.id, line.day) not in counted]
        return lines


def _lines(session: Session, part: Refs | None) -> Iterator[RecordLine]:
    """The records in the order of the number's refs."""
    if part is None:
        return
    if part.kind == "daily_due":
        yield from _due_days(session, part)
        return
    known = {line.id: line for line in _read(session, part)}
    amounts = dict(zip(part.ids, part.amounts, strict=True)) if part.amounts else {}
    for record_id in part.ids:
        if record_id in known:
            yield replace(known[record_id], amount=amounts.get(record_id))


def _due_days(session: Session, part: Refs) -> Iterator[RecordLine]:
    """A daily report for each day, or the rep where there is none."""
    reports = {
        (r.employee_id, r.report_date): r
        for r in session.scalars(
            select(DailySweepReport).where(
                DailySweepReport.report_date.in_(set(part.days)), DailySweepReport.deleted_at.is_(None)
            )
        )
    }
    names = {row.id: row.name for row in session.execute(select(Employee.id, Employee.name))}
    for employee_id, day in zip(part.ids, part.days, strict=True):
        report, name = reports.get((employee_id, day)), names.get(employee_id, "")
        if report is None:
            yield RecordLine("employee", employee_id, f"{name} 日报", day, "没有写")
        else:
            at = f" {report.submitted_at:%m-%d %H:%M}" if report.submitted_at else ""
            detail = f"{name} {label_of('report_state', report.state)}{at}"
            yield RecordLine("daily_sweep_report", report.id, report.report_no, day, detail)


Query = Callable[[], Select[Any]]
Tell = Callable[[Any], RecordLine]


def _read(session: Session, part: Refs) -> Iterable[RecordLine]:
    query, tell = _READERS[part.kind]
    for start in range(0, len(part.ids), _AT_ONCE):
        selected = query()
        record = selected.column_descriptions[0]["entity"]
        for row in session.execute(selected.where(record.id.in_(part.ids[start : start + _AT_ONCE]))):
            if row[0].deleted_at is None:
                yield tell(row)


def _employee(row: Any) -> RecordLine:
    employee: Employee = row[0]
    return RecordLine("employee", employee.id, employee.name, None, employee.emp_no)


def _customer(row: Any) -> RecordLine:
    customer: Customer = row[0]
    parts = (
        label_of("channel_type", customer.channel_type),
        label_of("pipeline_stage", customer.stage),
        label_of("intent_level", customer.intent_level),
    )
    return RecordLine("customer", customer.id, customer.name, customer.found_on, "　".join(parts), customer.id)


def _visit(row: Any) -> RecordLine:
    visit, customer, rep = row
    reasons = labels_of("failure_reason", visit.failure_reasons)
    parts = (rep, f"{visit.start_at:%H:%M}", label_of("visit_result", visit.result), reasons)
    return RecordLine("visit", visit.id, customer, visit.visit_date, _joined(*parts), visit.customer_id)


def _planned(row: Any) -> RecordLine:
    item, customer, rep = row
    state = _joined(label_of("plan_item_state", item.state), label_of("miss_reason", item.miss_reason))
    name = customer or item.prospect_name or ""
    return RecordLine("visit_plan_item", item.id, name, item.plan_date, _joined(rep, state), item.customer_id)


def _sheet(row: Any) -> RecordLine:
    sheet, customer = row
    detail = _joined(customer, f"完成度 {sheet.completeness_pct:.1f}%", label_of("sheet_state", sheet.state))
    return RecordLine("survey_sheet", sheet.id, sheet.sheet_no, sheet.first_visit_on, detail, sheet.customer_id)


def _market(row: Any) -> RecordLine:
    market: MarketArea = row[0]
    size = f"规模 {printed(market.size_wan)} 万元/年"
    return RecordLine("market_area", market.id, market.name, market.profile_updated_on, size)


def _brand(row: Any) -> RecordLine:
    brand: Brand = row[0]
    return RecordLine("brand", brand.id, brand.name, None, label_of("brand_relation", brand.relation))


def _share(row: Any) -> RecordLine:
    share, customer, brand = row
    detail = _joined(brand, label_of("brand_role", share.role), f"月销 {printed(share.monthly_volume_wan)} 万元")
    return RecordLine("customer_brand", share.id, customer, share.as_of, detail, share.customer_id)


def _seen(row: Any) -> RecordLine:
    seen, brand, customer = row
    prices = f"批发 {printed(seen.wholesale_price)} 元、零售 {printed(seen.retail_price)} 元"
    detail = _joined(customer or "", prices, seen.sales_policy or "", seen.promotion or "")
    return RecordLine("competitor_observation", seen.id, brand, seen.observed_on, detail, seen.customer_id)


def _feedback(row: Any) -> RecordLine:
    line, report, customer = row
    detail = _joined(report.report_no, customer or "")
    return RecordLine("daily_feedback_line", line.id, line.content, report.report_date, detail, line.customer_id)


def _complaint(row: Any) -> RecordLine:
    complaint, customer = row
    severity = label_of("complaint_severity", complaint.severity)
    detail = _joined(customer, severity, label_of("complaint_state", complaint.state))
    day = complaint.received_at.date()
    return RecordLine("complaint_log", complaint.id, complaint.complaint_no, day, detail, complaint.customer_id)


def _obstacle(row: Any) -> RecordLine:
    obstacle, customer = row
    state = label_of("obstacle_state", obstacle.state)
    detail = _joined(customer, obstacle.description, state, f"期限 {obstacle.due_on}")
    label = label_of("obstacle_kind", obstacle.kind)
    return RecordLine("obstacle", obstacle.id, label, obstacle.found_on, detail, obstacle.customer_id)


def _joined(*parts: str) -> str:
    return "　".join(part for part in parts if part)


_READERS: Mapping[str, tuple[Query, Tell]] = {
    "employee": (lambda: select(Employee), _employee),
    "customer": (lambda: select(Customer), _customer),
    "market_area": (lambda: select(MarketArea), _market),
    "brand": (lambda: select(Brand), _brand),
    "visit": (
        lambda: (
            select(Visit, Customer.short_name, Employee.name)
            .join(Customer, Customer.id == Visit.customer_id)
            .join(Employee, Employee.id == Visit.employee_id)
        ),
        _visit,
    ),
    "visit_plan_item": (
        lambda: (
            select(VisitPlanItem, Customer.short_name, Employee.name)
            .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
            .join(Employee, Employee.id == VisitPlan.owner_id)
            .outerjoin(Customer, Customer.id == VisitPlanItem.customer_id)
        ),
        _planned,
    ),
    "survey_sheet": (
        lambda: select(SurveySheet, Customer.short_name).join(Customer, Customer.id == SurveySheet.customer_id),
        _sheet,
    ),
    "customer_brand": (
        lambda: (
            select(CustomerBrand, Customer.short_name, Brand.name)
            .join(Customer, Customer.id == CustomerBrand.customer_id)
            .join(Brand, Brand.id == CustomerBrand.brand_id)
        ),
        _share,
    ),
    "competitor_observation": (
        lambda: (
            select(CompetitorObservation, Brand.name, Customer.short_name)
            .join(Brand, Brand.id == CompetitorObservation.brand_id)
            .outerjoin(Customer, Customer.id == CompetitorObservation.customer_id)
        ),
        _seen,
    ),
    "daily_feedback_line": (
        lambda: (
            select(DailyFeedbackLine, DailySweepReport, Customer.short_name)
            .join(DailySweepReport, DailySweepReport.id == DailyFeedbackLine.report_id)
            .outerjoin(Customer, Customer.id == DailyFeedbackLine.customer_id)
        ),
        _feedback,
    ),
    "complaint_log": (
        lambda: select(ComplaintLog, Customer.short_name).join(Customer, Customer.id == ComplaintLog.customer_id),
        _complaint,
    ),
    "obstacle": (
        lambda: select(Obstacle, Customer.short_name).join(Customer, Customer.id == Obstacle.customer_id),
        _obstacle,
    ),
}
"""How records of each kind are read and told; the first of a row is the record."""
