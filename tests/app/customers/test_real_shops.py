"""Shops as they are written in the street and on paper, against rule R11 and the search."""

from __future__ import annotations

import pytest

from app.customers.duplicates import likely_same
from app.customers.listing import list_customers
from app.db.records import Contact
from tests.support.office import Office


def alike(office: Office, name: str, *phones: str, address: str = "") -> list[tuple[int, tuple[str, ...]]]:
    found = likely_same(office.clerk, name, phones, address=address)
    return [(each.score, each.reasons) for each in found]


@pytest.mark.parametrize(
    ("known", "typed", "reason"),
    [
        ("老王建材（原老李建材）", "老王建材", "名称相同"),
        ("老王建材(东区(二楼))", "老王建材［总店］", "名称相同"),
        ("【鑫达五金】", "鑫达五金", "名称相同"),
        ("喜来乐灯饰（", "“喜来乐”灯饰", "名称相同"),
        ("恒砾—机电", "恒砾·机电", "名称相同"),
        ("ＡＢＢ电气（中国）有限公司", "abb电气", "名称相同"),
        ("Schneider Electric", "schneider-electric公司", "名称相同"),
        ("栎盛电线电缆商行", "澜州市栎盛电线电缆经营部", "名称只差经营后缀"),
    ],
)
def test_one_name_written_in_two_ways(office: Office, known: str, typed: str, reason: str) -> None:
    office.add_customer(known)
    [(_, reasons)] = alike(office, typed)
    assert reasons == (reason,)


@pytest.mark.parametrize(
    ("known", "typed"),
    [("老王建材（原老李建材）", "老李建材"), ("李", "王"), ("重庆电缆", "澜州电缆经营部"), ("五金行", "电料行")],
)
def test_other_shops_are_not_taken_for_it(office: Office, known: str, typed: str) -> None:
    office.add_customer(known)
    assert alike(office, typed) == []


def test_a_switchboard_is_one_number_whatever_the_extension(office: Office) -> None:
    office.add_customer("恒砾机电", phone="0600-8100001-8008")
    for typed in ("0600-8100001", "0600-8100001转12", "(0600) 8100001 ext.3", "0600-8100001-9"):
        assert alike(office, "", typed) == [(45, ("座机相同",))]


def test_a_contacts_landline_is_found_as_it_is_stored(office: Office) -> None:
    contact = office.add_contact(office.add_customer("恒砾机电"), mobile=None)
    for stored, typed in (("0600-8200002", "0600 8200002"), ("400-810-0001", "4008100001")):
        office.change(Contact, contact, {"phone": stored})
        assert alike(office, "", typed) == [(45, ("座机相同",))]


def test_the_market_offices_number_alone_stops_nobody(office: Office) -> None:
    for name in ("云栎照明", "柏渡劳保", "澜雀水暖"):
        office.add_customer(name, phone="0600-8100001", address=f"{name}旁")
    found = likely_same(office.clerk, "砾川油漆", ("0600-8100001",), market_id=office.market())
    assert {each.score for each in found} == {50}


def test_a_shop_that_moved_is_known_by_name_and_number(office: Office) -> None:
    office.add_customer("恒砾机电经营部", phone="0600-8100001", address="B区二排十七号")
    assert alike(office, "恒砾机电商行", "0600-8100001", address="C 区 9 排 1 号") == [
        (95, ("名称只差经营后缀", "座机相同"))
    ]
    assert alike(office, "别的机电", address="Ｂ区２排１７号") == []


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("重庆永川电缆", "cqyc zqyc chongqing 重庆 永川"),
        ("曾氏仇记五金", "zsqj csqj zscj zengshi ceng"),
        ("单县电料行", "sxdl dxdl shanxian danxian"),
        ("单记长乐行五金", "sjcl djcl shanji djzl djcy"),
        ("李", "li 李"),
        ("Schneider Electric（中国）", "sch ELECTRIC （中国） (中国)"),
        ("7天便利五金", "7天 7t 天便"),
        ("３Ｍ胶粘", "3m ３Ｍ 3mjz"),
        ("老王建材（原老李建材）", "老李 （原 李建材）"),
    ],
)
def test_it_is_found_as_people_type(office: Office, name: str, asked: str) -> None:
    shop = office.add_customer(name)
    office.add_customer("桁岳照明")
    for text in asked.split():
        assert [row.id for row in list_customers(office.clerk, text)] == [shop], text
