"""Customers are numbered, checked whole, and keep their keys in step."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.customers.creating import create_customer
from app.customers.records import customer_fields, edit_customer
from app.db.records import Customer
from app.errors import Conflict, Forbidden, Invalid, NotFound
from tests.support.office import Office


def test_a_customer_begins_with_number_dates_and_keys(office: Office) -> None:
    customer_id = office.add_customer(
        "河西区桁岳五金机电经营部", phone="0600-8800013", address="机电路十二号三楼３０２室"
    )
    customer = office.read(Customer, customer_id)
    assert (customer.customer_no, customer.short_name) == ("KH-LZ-00001", "河西区桁岳五金机电经")
    assert (customer.name_key, customer.soft_key) == ("桁岳五金机电经营部", "桁岳五金机电")
    assert (customer.phone_key, customer.address_key) == ("06008800013", "机电路12号3楼302")
    assert customer.pinyin == "hxqhywjjdjyb"
    assert (customer.found_on, customer.protect_until) == (date(2026, 11, 20), date(2027, 2, 18))
    assert (customer.stage, customer.lifecycle_status, customer.primary_class) == ("lead", "potential", "B")


def test_numbers_run_on(office: Office) -> None:
    ids = [office.add_customer(name) for name in ("甲电料", "乙电料")]
    assert [office.read(Customer, i).customer_no for i in ids] == ["KH-LZ-00001", "KH-LZ-00002"]


def test_everything_wrong_is_named_at_once(office: Office) -> None:
    values = {"name": "", "owner_id": office.employee(), "phone": "8800013", "staff_count": "七", "founded_year": 1900}
    with pytest.raises(Invalid) as caught:
        create_customer(office.clerk, values)
    expected = {"name", "address", "market_area_id", "channel_type", "phone", "staff_count", "founded_year"}
    assert set(caught.value.problems) == expected


@pytest.mark.parametrize("wrong", [{"market_area_id": 9999}, {"owner_id": 9999}])
def test_what_is_gone_is_named(office: Office, wrong: dict[str, Any]) -> None:
    values = {
        "name": "甲电料",
        "address": "1 号",
        "channel_type": "wholesaler",
        "market_area_id": office.market(),
        "owner_id": office.employee(),
        **wrong,
    }
    with pytest.raises(NotFound):
        create_customer(office.clerk, values)


def test_head_office_owns_no_customer(office: Office) -> None:
    with pytest.raises(Invalid) as caught:
        office.add_customer(owner="E10")
    assert set(caught.value.problems) == {"owner_id"}


def test_a_changed_name_changes_the_keys(office: Office) -> None:
    customer_id = office.add_customer(phone="0600-8800013")
    edit_customer(office.rep, customer_id, 1, {"name": "砾川电缆批发部", "phone": "", "shop_area_m2": "150"})
    customer = office.read(Customer, customer_id)
    assert (customer.name_key, customer.pinyin, customer.phone_key) == ("砾川电缆批发部", "lcdlpfb", None)
    assert (customer.shop_area_m2, customer.row_version) == (Decimal("150.0"), 2)


def test_an_edit_on_an_old_copy_conflicts(office: Office) -> None:
    customer_id = office.add_customer()
    edit_customer(office.rep, customer_id, 1, {"staff_count": 7})
    with pytest.raises(Conflict, match="没有写入，也没有丢"):
        edit_customer(office.clerk, customer_id, 1, {"staff_count": 8})


def test_a_credit_code_belongs_to_one_customer(office: Office) -> None:
    first = office.add_customer("甲电料", uscc="91350100M000100Y43")
    second = office.add_customer("乙电料")
    edit_customer(office.rep, first, 1, {"uscc": "91350100M000100Y43"})
    with pytest.raises(Invalid, match="KH-LZ-00001 甲电料 相同"):
        edit_customer(office.rep, second, 1, {"uscc": "91350100M000100Y43"})
    with pytest.raises(Invalid) as caught:
        office.add_customer("丙电料", uscc="91350100M000100Y43")
    assert set(caught.value.problems) == {"uscc"}


def test_a_deleted_customer_is_not_edited(office: Office) -> None:
    customer_id = office.add_customer()
    office.change(Customer, customer_id, {"deleted_at": office.clock.now})
    with pytest.raises(NotFound):
        edit_customer(office.rep, customer_id, 2, {"staff_count": 7})


def test_others_customers_are_not_a_reps_to_edit(office: Office) -> None:
    customer_id = office.add_customer(owner="E02")
    with pytest.raises(NotFound, match="不在你的范围里"):
        edit_customer(office.rep, customer_id, 1, {"staff_count": 7})
    edit_customer(office.clerk, customer_id, 1, {"staff_count": 7})


def test_the_form_asks_in_sections() -> None:
    sections = list(dict.fromkeys(field.section for field in customer_fields()))
    assert sections == ["基本信息", "渠道与经营", "开发与合作", "归属与来源", "拜访与时效", "档案与隐私"]


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({"primary_class": "A"}, r"classification\.confirm"),
        ({"is_key_account": True}, r"classification\.confirm"),
        ({"stage": "surveyed"}, r"pipeline\.move"),
        ({"lifecycle_status": "lost"}, r"pipeline\.override"),
    ],
)
def test_what_takes_another_right_is_not_the_clerks_to_change(
    office: Office, changes: dict[str, Any], right: str
) -> None:
    customer_id = office.add_customer()
    with pytest.raises(Forbidden, match=right):
        edit_customer(office.clerk, customer_id, 1, changes)
    with pytest.raises(Forbidden, match=right):
        office.add_customer("砾川电缆批发部", **changes)
    same = {name: getattr(office.read(Customer, customer_id), name) for name in changes}
    edit_customer(office.clerk, customer_id, 1, same | {"note": "周三进货"})
    edit_customer(office.chief, customer_id, 2, changes)
    assert office.read(Customer, customer_id).row_version == 3
