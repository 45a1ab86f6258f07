"""Which shops show, under which street."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.roster.roster import Roster, RosterShop
from ui.pages.roster.lines import BEGUN, EVERYONE, MISSED, STATES, groups_of, matching, shops_of


def shop(number: int, address: str, *, street: str = "", status: str = "完成", met: bool = True) -> RosterShop:
    return RosterShop(
        customer_id=number, customer_no=f"KH-LZ-{number:05}", name=f"桁岳{number}号电料", street=street,
        address=address, channel_type="零售门店", owner="程砚舟", found_on=date(2026, 11, 2), status=status, met=met,
        visits=1, last_visit_on=None, last_result="", sheet_no="", percent=Decimal(50), missing=3,
    )  # fmt: skip


def roster_of(*shops: RosterShop) -> Roster:
    return Roster(1, "LZ-HX", "河西五金机电城", 1, True, date(2026, 11, 20), shops)


def heads(*shops: RosterShop) -> list[tuple[str, str]]:
    return [(head.title, head.sub) for head, _ in groups_of(shops, "河西五金机电城")]


def test_shops_stand_under_their_street_in_the_order_given() -> None:
    shops = (
        shop(1, "A区 2排9号"),
        shop(2, "A区 11排1号", met=False),
        shop(3, "B区 1排3号"),
        shop(4, "5号", street="后街"),
        shop(5, "汽车站对面"),
    )
    assert heads(*shops) == [
        ("A区", "2 户，漏访 1 户"),
        ("B区", "1 户"),
        ("后街", "1 户"),
        ("河西五金机电城", "1 户"),
    ]


def test_a_filter_lets_pass_who_was_never_met_or_is_half_done() -> None:
    found = roster_of(
        shop(1, "1号"), shop(2, "2号", status="闭门", met=False), shop(3, "3号", status="部分"),
        shop(4, "4号", status="部分", met=False),
    )  # fmt: skip
    assert [s.customer_id for s in shops_of(found, EVERYONE)] == [1, 2, 3, 4]
    assert [s.customer_id for s in shops_of(found, MISSED)] == [2, 4]
    assert [s.customer_id for s in shops_of(found, BEGUN)] == [3, 4]


def test_a_shop_is_found_by_name_initials_number_address_and_rep() -> None:
    shops = (shop(1, "A区 2排9号"), shop(2, "B区 1排3号"))
    for typed in ("岳1", "HY1", "00001", "2排", " 桁岳1 "):
        assert [s.customer_id for s in matching(shops, typed)] == [1], typed
    assert len(matching(shops, "程砚舟")) == len(matching(shops, "")) == 2
    assert not matching(shops, "没有这家")


def test_every_status_has_a_word_and_a_shape_of_its_own() -> None:
    assert len({status.icon for status in STATES.values()}) == len({s.word for s in STATES.values()}) == 5
