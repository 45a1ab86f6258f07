"""The survey sheets of the sample office: old ones of signed customers, the others' grow with each visit."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.db.records import CompetitorObservation, SurveyForm, SurveySheet, SurveySheetVisit, Visit
from app.sample import facts
from app.sample.answers import Asking, answered, row_counts, sheet_answers
from app.sample.desk import Desk
from app.sample.tables import Shop, items, shops
from app.sample.week import TYPED_AT, Call, calls_on, rep_of
from app.surveys.forms import form_of
from app.surveys.observations import observe

_LAST_YEARS = date(2025, 3, 3)
_NEW_DEALERS = date(2026, 9, 7)
_ENOUGH_VISITS = 3
_RIVALS_ASKED = 2


def add_old_sheets(desk: Desk, form: SurveyForm) -> None:
    """The sheets signed customers were surveyed by, complete and filed with the company."""
    old = [(_old_days(desk, shop), shop) for shop in shops() if shop.is_signed]
    for days, shop in sorted(old, key=lambda entry: (entry[0][0], entry[1].seq)):
        sheet = _new_sheet(desk, form, shop, days[0])
        askings = [_old_asking(desk, shop, order, day) for order, day in enumerate(days, 1)]
        _fill(desk, sheet, shop, askings)
        done = datetime.combine(days[-1], TYPED_AT)
        sheet.state, sheet.submitted_at = "filed", done
        sheet.archived_at, sheet.filed_at = done + timedelta(days=3), done + timedelta(days=7)
        sheet.archived_by_id = desk.users[items("office")["内勤"]].id
        sheet.storage_location = f"{days[0].year} 年 {shop.seq} 号盒"
        _observe(desk, form, sheet, askings)
    desk.session.flush()


def _old_days(desk: Desk, shop: Shop) -> list[date]:
    """Three visits a week apart, in 2025; in September 2026 for the dealer who has only just signed."""
    first = _LAST_YEARS + timedelta(days=9 * shop.seq) if shop.status != "signed" else _NEW_DEALERS
    return [desk.calendar.on_or_after(first + timedelta(days=7 * week)) for week in range(_ENOUGH_VISITS)]


def _old_asking(desk: Desk, shop: Shop, order: int, day: date) -> Asking:
    due = facts.next_call_on(shop, day, desk.calendar)
    return Asking(order, day, order, "good", "", "maintain", due)


def open_sheets(desk: Desk, form: SurveyForm) -> None:
    """Begin a sheet for every customer not yet signed, in the order in which they were first visited."""
    current = [(calls_on(shop)[0].on, shop) for shop in shops() if shop.is_known and not shop.is_signed]
    for first, shop in sorted(current, key=lambda entry: (entry[0], entry[1].seq)):
        desk.sheets[shop.seq] = _new_sheet(desk, form, shop, first)


def _new_sheet(desk: Desk, form: SurveyForm, shop: Shop, first: date) -> SurveySheet:
    return SurveySheet(
        sheet_no=desk.number(f"DC-{desk.office.code}-{first:%Y%m}-", 4),
        customer_id=desk.customers[shop.seq].id,
        form_id=form.id,
        form_code=form.form_id,
        round_no=1,
        surveyor_id=desk.employees[rep_of(shop)].id,
        first_visit_on=first,
        entry_mode="paper",
        entered_by_id=desk.users[items("office")["内勤"]].id,
    )


def grow_sheets(desk: Desk, form: SurveyForm, visits: dict[Call, Visit]) -> None:
    """Fill the sheets of the customers just visited with what was learnt; the first visit takes the sheet in."""
    visited = dict.fromkeys(call.shop for call in visits if call.shop.seq in desk.sheets)
    for shop in visited:
        sheet = desk.sheets[shop.seq]
        upto = max(call.round for call in visits if call.shop is shop)
        askings = [_asking(desk, call) for call in calls_on(shop) if call.round <= upto]
        _fill(desk, sheet, shop, askings)
        _observe(desk, form, sheet, askings)
    desk.session.flush()
    for call, visit in visits.items():
        if call.shop.seq in desk.sheets:
            sheet = desk.sheets[call.shop.seq]
            tie = SurveySheetVisit(sheet_id=sheet.id, visit_id=visit.id, visit_order=call.round)
            desk.add(tie, f"{sheet.sheet_no}-{visit.visit_no}")
    desk.session.flush()


def _asking(desk: Desk, call: Call) -> Asking:
    due = facts.next_call_on(call.shop, call.on, desk.calendar)
    return Asking(call.round, call.on, call.round, call.result, call.failure, call.four_step, due)


def _fill(desk: Desk, sheet: SurveySheet, shop: Shop, askings: list[Asking]) -> None:
    desk.add(sheet, sheet.sheet_no)
    done, counted = answered(shop, len(askings))
    clerk = desk.employees[items("office")["内勤"]].name
    sheet.answers = sheet_answers(shop, askings, clerk)
    sheet.rows = row_counts(shop, len(askings))
    sheet.visit_count, sheet.last_visit_on = len(askings), askings[-1].on
    sheet.missing_required = counted - done
    sheet.completeness_pct = (Decimal(100 * done) / counted).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if done == counted:
        sheet.state, sheet.filled_on = "completed", askings[_ENOUGH_VISITS - 1].on


def _observe(desk: Desk, form: SurveyForm, sheet: SurveySheet, askings: list[Asking]) -> None:
    """What the sheet says of competitors, as the program keeps it; they are asked about on the second visit."""
    if len(askings) < _RIVALS_ASKED:
        return
    desk.session.flush()
    seen_on = askings[_RIVALS_ASKED - 1].on
    observe(desk.session, sheet, form_of(desk.session, form), seen_on, datetime.combine(seen_on, TYPED_AT))
    for seen in desk.session.new:
        if isinstance(seen, CompetitorObservation):
            desk.add(seen, f"{sheet.sheet_no}-{seen.brand_id}")
