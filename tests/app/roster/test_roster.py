"""The roster of a market: order, statuses, coverage and missed list (rules R04.6, R13)."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from app.db.records import Customer, MarketArea, SurveySheet
from app.errors import Forbidden, NotFound
from app.roster.roster import list_rostered, roster, status_of
from app.surveys.sheets import SheetInput, new_sheet, save_sheet
from tests.support.office import MONDAY, Office


def shop(office: Office, name: str, number: int, found_on: date = MONDAY) -> int:
    """A shop with its number in the row."""
    customer = office.add_customer(name, address=f"五金机电城 B区 2排{number}号")
    office.change(Customer, customer, {"found_on": found_on})
    return customer


def sheet(office: Office, customer: int) -> int:
    """The customer's sheet, begun with what the archive knows."""
    opened = new_sheet(office.clerk, customer)
    typed = SheetInput(opened.form_record_id, opened.answers, {}, 1, office.employee(), customer_id=customer)
    return save_sheet(office.clerk, typed).sheet_id


@pytest.mark.parametrize(
    ("percent", "met", "last_result", "status"),
    [
        (None, False, "", "未访"),
        (None, False, "not_met", "未访"),
        (None, False, "closed", "闭门"),
        (None, False, "refused", "拒访"),
        (None, True, "closed", "部分"),
        (Decimal("0.0"), False, "refused", "拒访"),
        (Decimal("45.8"), False, "", "部分"),
        (Decimal("89.6"), True, "good", "部分"),
        (Decimal("100.0"), True, "refused", "完成"),
    ],
)
def test_how_far_a_shop_is(percent: Decimal | None, met: bool, last_result: str, status: str) -> None:
    assert status_of(percent, met=met, last_result=last_result) == status


def test_shops_stand_as_one_walks_past_them(office: Office) -> None:
    for name, number in (("甲电料", 17), ("乙电料", 9), ("丙电料", 101)):
        shop(office, name, number)
    assert [s.name for s in roster(office.rep, "LZ-HX").shops] == ["乙电料", "甲电料", "丙电料"]
    assert [s.name for s in roster(office.rep, office.market()).shops] == ["乙电料", "甲电料", "丙电料"]


def test_each_shop_tells_its_last_visit_and_sheet(office: Office) -> None:
    met, shut, refused, unseen = (shop(office, f"{n}号电料", n) for n in range(1, 5))
    office.visit(met)
    office.visit(shut, start_at=time(10, 0), end_at=time(10, 5), result="closed", visit_round=1)
    office.visit(refused, start_at=time(11, 0), end_at=time(11, 5), result="refused", visit_round=1)
    begun = sheet(office, met)
    found = {s.customer_id: s for s in roster(office.rep, "LZ-HX").shops}
    assert [found[c].status for c in (met, shut, refused, unseen)] == ["部分", "闭门", "拒访", "未访"]
    assert found[met].sheet_no == office.read(SurveySheet, begun).sheet_no
    assert (found[met].visits, found[met].last_visit_on, found[met].last_result) == (1, MONDAY, "有进展")
    assert (found[unseen].last_visit_on, found[unseen].percent) == (None, None)


def test_coverage_counts_who_was_met_and_the_rest_is_missed_oldest_first(office: Office) -> None:
    met = shop(office, "见过", 1)
    late, early = shop(office, "晚发现", 2, date(2026, 11, 12)), shop(office, "早发现", 3, date(2026, 11, 2))
    office.visit(met)
    office.visit(late, start_at=time(10, 0), end_at=time(10, 5), result="closed", visit_round=1)
    found = roster(office.rep, "LZ-HX")
    assert (found.met, found.total, found.coverage) == (1, 3, Decimal(1) / 3)
    assert [s.customer_id for s in found.missed] == [early, late]
    assert {status: found.count(status) for status in ("未访", "闭门", "部分")} == {"未访": 1, "闭门": 1, "部分": 1}


def test_what_is_deleted_or_void_does_not_count(office: Office) -> None:
    gone, kept = shop(office, "删掉的", 1), shop(office, "留下的", 2)
    office.change(Customer, gone, {"deleted_at": office.clock()})
    office.change(SurveySheet, sheet(office, kept), {"state": "voided"})
    (only,) = roster(office.rep, "LZ-HX").shops
    assert (only.customer_id, only.status, only.sheet_no) == (kept, "未访", "")


def test_streets_belong_to_their_market(office: Office) -> None:
    with office.app.transaction("划街") as session:
        market = session.get_one(MarketArea, office.market())
        street = MarketArea(
            code="LZ-HX-1", name="后街", level="street", branch_id=market.branch_id, parent_id=market.id
        )
        session.add(street)
        session.flush()
        street_id = street.id
    customer = shop(office, "后街电料", 1)
    office.change(Customer, customer, {"market_area_id": street_id})
    assert [(s.street, s.name) for s in roster(office.rep, "lz-hx").shops] == [("后街", "后街电料")]
    assert [name for _, name in list_rostered(office.rep)] == ["河西五金机电城", "后街"]


def test_a_market_without_shops_or_that_is_no_target_has_no_coverage(office: Office) -> None:
    assert roster(office.rep, "LZ-HX").coverage is None
    shop(office, "电料", 1)
    office.change(MarketArea, office.market(), {"is_target": False})
    assert roster(office.rep, "LZ-HX").coverage is None


def test_an_unknown_market_is_told_with_those_there_are(office: Office) -> None:
    with pytest.raises(NotFound, match="没有代码为“LZ-XX”的市场，没有生成任何文件。现有市场：LZ-HX。"):
        roster(office.rep, "LZ-XX")


def test_who_sees_no_visits_sees_no_roster(office: Office) -> None:
    with pytest.raises(Forbidden):
        roster(office.as_("admin"), "LZ-HX")
