"""What the sheets of a day's round still lack."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.context import App
from app.db.records import Customer, MarketArea, VisitPlan, VisitPlanItem
from app.errors import Forbidden, NotFound
from app.people.offices import find_employee
from app.roster.refill import BRING_BLANK, COMPLETE, HANDED_IN, RefillShop, next_round, refill
from tests.support.office import Office

FRIDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 17)
THIRD_VISIT = ("C17", "C18", "C19", "C22", "C23")
"""The required questions that are learnt on the third visit (records.md §5)."""


def of(shops: tuple[RefillShop, ...], name: str) -> RefillShop:
    return next(shop for shop in shops if name in shop.name)


def numbers(shop: RefillShop) -> tuple[str, ...]:
    return tuple(question.number for question in shop.missing)


def test_a_round_is_told_shop_by_shop_as_it_is_walked(clerk: App) -> None:
    shops = refill(clerk, FRIDAY, owner_id=find_employee(clerk, "E01").id)
    assert [(f"{s.plan_start:%H:%M}", s.name, s.rep) for s in shops if s.plan_start] == [
        ("09:00", "澜州市枳沅电线电缆有限公司", "程砚舟"),
        ("10:20", "橡屿五金水暖门市部", "程砚舟"),
        ("13:30", "柘坞电料经营部", "程砚舟"),
    ]


def test_only_the_questions_still_missing_are_asked(clerk: App) -> None:
    shops = refill(clerk, FRIDAY)
    short = of(shops, "柘坞电料")
    assert numbers(short) == THIRD_VISIT
    assert (short.visit_order, short.required, short.note) == (3, 5, "")
    assert (of(shops, "橡屿五金").missing, of(shops, "橡屿五金").note) == ((), COMPLETE)
    assert (of(shops, "枳沅").missing, of(shops, "枳沅").note) == ((), HANDED_IN)


def test_optional_questions_come_when_asked_for(clerk: App) -> None:
    short = of(refill(clerk, FRIDAY, optional=True), "柘坞电料")
    assert {*THIRD_VISIT, "A07", "B08", "D03", "F14"} < set(numbers(short))
    assert "F13" not in numbers(short)  # only asked after a visit that failed
    assert short.required == 5


def test_a_market_has_its_own_round(clerk: App) -> None:
    assert {s.market for s in refill(clerk, FRIDAY, market="LZ-CB")} == {"城北建材大市场"}
    with pytest.raises(NotFound):
        refill(clerk, FRIDAY, market="LZ-XX")


def test_a_shop_without_a_sheet_needs_a_blank_one(office: Office) -> None:
    _plan(office, office.add_customer())
    (shop,) = refill(office.clerk, TUESDAY)
    assert (shop.form, shop.sheet_no, shop.visit_order, shop.note) == (None, "", 1, BRING_BLANK)


@pytest.mark.parametrize(
    ("plan_state", "item_state", "shops"),
    [("approved", "planned", 1), ("draft", "planned", 1), ("returned", "planned", 0), ("approved", "moved", 0)],
)
def test_what_was_called_off_is_not_of_the_round(office: Office, plan_state: str, item_state: str, shops: int) -> None:
    _plan(office, office.add_customer(), plan_state, item_state)
    assert len(refill(office.clerk, TUESDAY)) == shops
    assert refill(office.clerk, FRIDAY) == ()


def test_a_round_takes_in_the_streets_of_its_market(office: Office) -> None:
    customer = office.add_customer()
    _plan(office, customer)
    with office.app.transaction("划街") as session:
        market = session.get_one(MarketArea, office.market())
        street = MarketArea(
            code="LZ-HX-1", name="后街", level="street", branch_id=market.branch_id, parent_id=market.id
        )
        session.add(street)
        session.flush()
        session.get_one(Customer, customer).market_area_id = street.id
    assert [shop.market for shop in refill(office.clerk, TUESDAY, market="LZ-HX")] == ["后街"]


def test_the_next_round_is_the_next_day_somebody_goes_there(office: Office) -> None:
    _plan(office, office.add_customer())
    office.clock.now = datetime(2026, 11, 13, 18, 0)
    assert next_round(office.clerk, "LZ-HX") == TUESDAY
    office.clock.now = datetime(2026, 11, 17, 18, 0)
    assert next_round(office.clerk, "LZ-HX") == date(2026, 11, 18)


def test_what_was_called_off_is_no_next_round(office: Office) -> None:
    _plan(office, office.add_customer(), item_state="moved")
    office.clock.now = datetime(2026, 11, 13, 18, 0)
    assert next_round(office.clerk, "LZ-HX") == date(2026, 11, 14)


def test_who_fills_no_sheets_sees_no_round(office: Office) -> None:
    with pytest.raises(Forbidden):
        refill(office.as_("admin"), TUESDAY)


def _plan(office: Office, customer: int, state: str = "approved", item_state: str = "planned") -> None:
    with office.app.transaction("排计划") as session:
        plan = VisitPlan(
            plan_no="FJ-LZ-20261113-01",
            title="一周计划",
            owner_id=office.employee(),
            start_on=date(2026, 11, 16),
            end_on=FRIDAY,
            state=state,
        )
        session.add(plan)
        session.flush()
        session.add(
            VisitPlanItem(
                plan_id=plan.id, seq=1, plan_date=TUESDAY, customer_id=customer, place="B区", state=item_state
            )
        )
