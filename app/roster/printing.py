"""The roster of a market and the refill sheets of a day's round, ready to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.context import App
from app.db.records import Employee
from app.letterhead import heading
from app.reports.model import Report
from app.reports.refill import RefillData, RefillSheet, refill_reports
from app.reports.roster import RosterData, RosterLine, roster_report
from app.roster.refill import RefillShop, refill
from app.roster.roster import STATUSES, RosterShop, find_market, roster
from app.surveys.questionnaire import Blank, Questionnaire, result_legend


def market_roster(app: App, market: int | str, *, purpose: str = "") -> Report:
    """扫街花名册 and 漏访清单 of a market, by its id or code; raises NotFound for an unknown one."""
    app.need("export.masked")
    found = roster(app, market)
    with app.reading() as session:
        head = heading(app, session, found.branch_id, purpose=purpose)
    return roster_report(
        RosterData(
            heading=head,
            code=found.code,
            market=found.market,
            is_target=found.is_target,
            met=found.met,
            coverage=found.coverage,
            counts=tuple((status, found.count(status)) for status in STATUSES),
            lines=tuple(map(_line, found.shops)),
            missed=tuple(map(_line, found.missed)),
        )
    )


def _line(shop: RosterShop) -> RosterLine:
    return RosterLine(
        customer_no=shop.customer_no,
        name=shop.name,
        street=shop.street,
        address=shop.address,
        channel_type=shop.channel_type,
        owner=shop.owner,
        found_on=shop.found_on,
        status=shop.status,
        visits=shop.visits,
        last_visit_on=shop.last_visit_on,
        last_result=shop.last_result,
        sheet_no=shop.sheet_no,
        percent=None if shop.percent is None else Decimal(shop.percent) / 100,
        missing=shop.missing,
    )


def refill_sheets(
    app: App,
    day: date,
    *,
    owner_id: int | None = None,
    market: int | str | None = None,
    optional: bool = False,
    purpose: str = "",
) -> tuple[Report, ...]:
    """补访单 of a day's round: the list of its shops, then a sheet for each that still has questions.

    Of one rep or one market, or all; `optional` asks the questions that are not required too.
    """
    app.need("export.masked")
    shops = refill(app, day, owner_id=owner_id, market=market, optional=optional)
    branch = next((shop.branch_id for shop in shops), app.user.branch_id)
    with app.reading() as session:
        head = heading(app, session, branch, purpose=purpose)
        rep = session.get(Employee, owner_id) if owner_id is not None else None
        area = find_market(session, market) if market is not None else None
    whose = rep.name if rep else area.name if area else "全部"
    return refill_reports(RefillData(heading=head, day=day, whose=whose, sheets=tuple(map(_sheet, shops))))


def _sheet(shop: RefillShop) -> RefillSheet:
    sheet = RefillSheet(
        customer_no=shop.customer_no,
        customer=shop.name,
        market=shop.market,
        address=shop.address,
        rep=shop.rep,
        plan_start=shop.plan_start,
        visit_order=shop.visit_order,
        visited_on=shop.visited_on,
        sheet_no=shop.sheet_no,
        note=shop.note,
    )
    if shop.form is None or not shop.missing:
        return sheet
    wanted = frozenset(question.node.path for question in shop.missing)
    return replace(
        sheet,
        missing=len(shop.missing),
        required=shop.required,
        questions=Questionnaire(shop.form, Blank(), wanted).grid(),
        result_legend=result_legend(shop.form),
        form=f"模板 {shop.form.id} 第 {shop.form.version} 版",
    )
