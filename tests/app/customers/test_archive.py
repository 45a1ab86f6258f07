"""Customers are found as they are asked for; one customer's detail and history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.customers.archive import full_contacts, read_customer
from app.customers.duplicates import likely_same
from app.customers.filters import CustomerFilter
from app.customers.history import history
from app.customers.listing import count_customers, customer_ids, customers_by_id, list_customers
from app.db.records import Contact, Customer
from app.db.verify import verify
from app.errors import Forbidden, NotFound
from app.security.rights import ROLE_RIGHTS
from tests.support.office import Office


@pytest.fixture
def three(office: Office) -> dict[str, int]:
    """Three shops, one with a contact."""
    ids = {
        "桁岳五金机电经营部": office.add_customer("桁岳五金机电经营部", phone="0600-8800052"),
        "砾川电缆批发部": office.add_customer("砾川电缆批发部"),
        "100%电料_店": office.add_customer("100%电料_店"),
    }
    office.add_contact(ids["砾川电缆批发部"], mobile="14200001185")
    return ids


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["桁岳五金机电经营部", "砾川电缆批发部", "100%电料_店"]),
        ("五金", ["桁岳五金机电经营部"]),
        ("hywj", ["桁岳五金机电经营部"]),
        ("LCDL", ["砾川电缆批发部"]),
        ("1185", ["砾川电缆批发部"]),
        ("0052", ["桁岳五金机电经营部"]),
        ("00003", ["100%电料_店"]),
        ("%", ["100%电料_店"]),
        ("_", ["100%电料_店"]),
        (" 电 ", ["桁岳五金机电经营部", "砾川电缆批发部", "100%电料_店"]),
        ("没有这家", []),
    ],
)
def test_a_part_of_a_name_initials_number_or_phone_finds(
    office: Office, three: dict[str, int], text: str, found: list[str]
) -> None:
    assert [row.name for row in list_customers(office.rep, text)] == found
    assert count_customers(office.rep, CustomerFilter(text=text)) == len(found)


def test_a_page_is_a_part_of_the_list(office: Office, three: dict[str, int]) -> None:
    assert [row.customer_no for row in list_customers(office.rep, start=1, limit=1)] == ["KH-LZ-00002"]


def test_deleted_customers_are_not_found(office: Office, three: dict[str, int]) -> None:
    customer_id = three["砾川电缆批发部"]
    office.change(Customer, customer_id, {"deleted_at": office.clock.now})
    assert count_customers(office.rep) == 2
    with pytest.raises(NotFound):
        read_customer(office.rep, customer_id)


def test_the_detail_shows_labels_and_masks_phones(office: Office, three: dict[str, int]) -> None:
    customer_id = three["砾川电缆批发部"]
    office.visit(customer_id)
    detail = read_customer(office.rep, customer_id)
    facts = dict(fact for _, section in detail.sections for fact in section)
    assert (facts["渠道类型"], facts["合作意向"], facts["经营面积（㎡）"]) == ("批发商", "有兴趣", "—")
    assert detail.contacts[0][2] == "142****1185"
    assert [event.kind for event in detail.visits] == ["visit"]


def test_the_shops_own_phone_is_masked_too(office: Office, three: dict[str, int]) -> None:
    detail = read_customer(office.rep, three["桁岳五金机电经营部"])
    facts = dict(fact for _, section in detail.sections for fact in section)
    assert facts["店铺电话"] == detail.row.phone
    assert "*" in detail.row.phone


def test_who_may_not_see_a_number_does_not_get_it_to_correct(office: Office, three: dict[str, int]) -> None:
    shop = three["桁岳五金机电经营部"]
    market = replace(office.clerk.user, role="marketing", rights=ROLE_RIGHTS["marketing"])
    seen = {
        app.user.role: read_customer(app, shop).values["phone"]
        for app in (office.rep, office.clerk, office.clerk.signed_in_as(market))
    }
    assert seen == {"rep": "0600-8800052", "clerk": "0600-8800052", "marketing": "0600-****052"}


def test_whole_phones_are_shown_to_those_who_may_and_noted(office: Office, three: dict[str, int]) -> None:
    customer_id = three["砾川电缆批发部"]
    assert full_contacts(office.clerk, customer_id)[0][2] == "14200001185"
    newest = history(office.clerk, "customer", customer_id).events[0]
    assert (newest.title, newest.who) == ("显示完整电话", "温可")
    with pytest.raises(Forbidden, match=r"contact\.view_full"):
        full_contacts(office.rep, customer_id)
    assert verify(office.app.db).problems == ()


def test_the_whole_list_is_known_by_its_ids(office: Office, three: dict[str, int]) -> None:
    ids = customer_ids(office.rep)
    assert list(ids) == [row.id for row in list_customers(office.rep)]
    assert customers_by_id(office.rep, ids[1:]) == list_customers(office.rep, start=1)
    assert list(customer_ids(office.rep, CustomerFilter(text="砾川"))) == [three["砾川电缆批发部"]]
    office.change(Customer, ids[0], {"deleted_at": office.clock()})
    assert [row.id for row in customers_by_id(office.rep, ids)] == list(ids[1:])


def test_likely_the_same_shop(office: Office, three: dict[str, int]) -> None:
    office.add_customer("河西区砾川电缆有限公司")
    found = likely_same(office.rep, "砾川电缆", ("+86 142-0000-1185",))
    assert [(row.name, row.score, row.reasons) for row in found] == [
        ("砾川电缆批发部", 110, ("手机相同", "名称只差经营后缀")),
        ("河西区砾川电缆有限公司", 60, ("名称相同",)),
    ]
    assert found[0].market == "河西五金机电城"


def test_a_shop_written_a_little_otherwise_is_found(office: Office) -> None:
    office.add_customer("栎盛电线电缆", address="机电路十二号三楼３０２室")
    office.add_customer("鸿栎五金机电", address="南街 7 号")
    market = office.market()
    [typo] = likely_same(office.rep, "栎胜电线电缆", address="机电路12號3楼302", market_id=market)
    assert (typo.score, typo.reasons) == (65, ("名称只差一字", "地址相同", "同一市场"))
    [shorter] = likely_same(office.rep, "鸿栎五金")
    assert (shorter.score, shorter.reasons) == (35, ("名称相近",))
    assert likely_same(office.rep, "栎胜电线电缆") == ()


def test_a_deleted_shop_is_remembered_for_half_a_year(office: Office) -> None:
    shop = office.add_customer("栎盛电线电缆")
    office.change(Customer, shop, {"deleted_at": office.clock() - timedelta(days=180)})
    assert [row.customer_id for row in likely_same(office.rep, "栎盛电线电缆")] == [shop]
    office.change(Customer, shop, {"deleted_at": office.clock() - timedelta(days=181)})
    assert likely_same(office.rep, "栎盛电线电缆") == ()


def test_short_names_and_numbers_prove_nothing(office: Office, three: dict[str, int]) -> None:
    assert likely_same(office.rep, "五金", ("0052",)) == ()
    assert likely_same(office.rep) == ()


def test_a_shop_is_not_its_own_double(office: Office, three: dict[str, int]) -> None:
    customer_id = three["砾川电缆批发部"]
    assert likely_same(office.rep, "砾川电缆批发部", except_id=customer_id) == ()


def test_a_contact_who_is_gone_proves_nothing(office: Office, three: dict[str, int]) -> None:
    contact_id = office.id_of(Contact, mobile="14200001185")
    office.change(Contact, contact_id, {"deleted_at": office.clock.now})
    assert likely_same(office.rep, "", ("14200001185",)) == ()
    assert list_customers(office.rep, "1185") == []
