"""Conditions have names, everything they may be is offered, and a filter is told and read in words."""

from __future__ import annotations

import pytest

from app.customers.conditions import CONDITIONS, known, offers, read_filter, told
from app.customers.filters import CustomerFilter
from app.db.records import BranchOffice, MarketArea
from app.errors import Invalid
from tests.support.office import Office


def test_every_condition_of_a_filter_has_a_name() -> None:
    assert {condition.name for condition in CONDITIONS} == set(CustomerFilter.__slots__) - {"text"}


def test_a_page_offers_what_there_is_to_choose(office: Office) -> None:
    offered = {offer.condition.label: [option.label for option in offer.options] for offer in offers(office.clerk)}
    assert offered["业务员"] == ["程砚舟", "罗以南", "沈其岚", "温可"]
    assert offered["等级"] == ["A 重点", "B 潜在", "C 普通"]
    assert offered["应访"] == ["逾期", "临近", "正常", "未安排"]
    assert "办事处" not in offered  # there is only one


def test_other_offices_people_are_offered_to_head_office_only(office: Office) -> None:
    with office.app.transaction("建处") as session:
        branch = BranchOffice(code="QH", name="栖河办事处", region_text="栖河")
        session.add(branch)
        session.flush()
        session.add(MarketArea(code="QH-DL", name="栖河电料街", level="market", branch_id=branch.id))
    everywhere = {offer.condition.name: offer.options for offer in offers(office.app)}
    assert [option.label for option in everywhere["markets"]] == ["河西五金机电城", "栖河电料街"]
    assert [option.number for option in everywhere["branches"]] == ["LZ", "QH"]
    assert "markets" not in {offer.condition.name for offer in offers(office.clerk)}


def test_a_filter_is_told_in_words_and_read_from_them(office: Office) -> None:
    words = [("due", "逾期"), ("class", "A"), ("class", "C 普通"), ("owner", "E02"), ("text", " 电缆 ")]
    wanted, said = read_filter(office.clerk, words)
    assert wanted == CustomerFilter(
        text="电缆", dues=("overdue",), classes=("A", "C"), owners=(office.employee("E02"),)
    )
    assert said == "查找 电缆；等级 A 重点、C 普通；业务员 罗以南；应访 逾期"
    assert told(office.clerk, CustomerFilter()) == ""


def test_conditions_are_read_by_their_labels_too(office: Office) -> None:
    words = [("市场", "河西五金机电城"), ("查找", "电缆"), ("等级", "A 重点"), ("class", "B")]
    wanted, _ = read_filter(office.clerk, words)
    assert wanted == CustomerFilter(text="电缆", markets=(office.market(),), classes=("A", "B"))


@pytest.mark.parametrize(
    ("pair", "sentence"), [(("colour", "红"), "没有“colour”"), (("market", "X"), "没有“X”这个市场")]
)
def test_what_is_not_there_is_refused(office: Office, pair: tuple[str, str], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read_filter(office.clerk, [pair])


def test_what_no_longer_exists_is_left_out(office: Office) -> None:
    wanted = CustomerFilter(markets=(office.market(), 999), classes=("A", "Z"), dues=("gone",), text="电缆")
    assert known(office.clerk, wanted) == CustomerFilter(markets=(office.market(),), classes=("A",), text="电缆")
    assert told(office.clerk, CustomerFilter(markets=(999,))) == "市场 999"
