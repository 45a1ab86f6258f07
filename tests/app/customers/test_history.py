"""What the journal says of a customer is told in labels, masked, to who may see the customer."""

from __future__ import annotations

import pytest

from app.customers.history import history
from app.customers.records import edit_customer
from app.db.records import Contact, Customer
from app.errors import NotFound
from tests.support.office import Office


def texts(office: Office, entity: str, record_id: int) -> list[str]:
    return [event.text for event in history(office.chief, entity, record_id).events]


def test_the_history_speaks_in_labels(office: Office) -> None:
    shop = office.add_customer()
    edit_customer(office.rep, shop, 1, {"scale": "large"})
    newest = history(office.rep, "customer", shop).events[0]
    assert (newest.title, newest.who, newest.text) == ("修改客户", "程砚舟", "规模 小 → 大")


def test_numbers_are_masked_before_and_after(office: Office) -> None:
    shop = office.add_customer(phone="0600-8800052")
    office.change(Customer, shop, {"phone": "0600-8800153"})
    office.change(Customer, shop, {"phone": "0600-8811153", "note": "老板娘 14200001037"})
    changed, moved, made = texts(office, "customer", shop)
    assert "店铺电话 0600-****153 → 0600-****153（改在掩去的几位）" in changed
    assert "备注 — → 老板娘 142****1037" in changed
    assert moved == "店铺电话 0600-****052 → 0600-****153"
    assert "8800052" not in made


def test_a_contacts_particulars_are_masked(office: Office) -> None:
    contact = office.add_contact(office.add_customer())
    office.change(Contact, contact, {"mobile": "14300001037", "wechat": "xieyuchuan", "email": "xie@example.cn"})
    changed, made = texts(office, "contact", contact)
    assert changed == "手机 142****1037 → 143****1037；微信 — → xi****；邮箱 — → x***@example.cn"
    assert "手机 — → 142****1037" in made


def test_others_customers_have_no_history(office: Office) -> None:
    shop = office.add_customer(owner="E02")
    contact = office.add_contact(shop)
    for entity, record_id in (("customer", shop), ("contact", contact)):
        assert history(office.chief, entity, record_id).events
        with pytest.raises(NotFound, match="不在你的范围里"):
            history(office.rep, entity, record_id)


def test_what_belongs_to_no_customer_has_no_history_here(office: Office) -> None:
    for entity in ("employee", "user_account", "export_log", "nothing"):
        with pytest.raises(NotFound):
            history(office.chief, entity, 1)


def test_a_long_history_is_read_on(office: Office) -> None:
    shop = office.add_customer()
    for number in range(4):
        office.change(Customer, shop, {"note": f"第 {number} 次"})
    short, whole = history(office.chief, "customer", shop, most=4), history(office.chief, "customer", shop, most=5)
    assert (len(short.events), short.older) == (4, True)
    assert (len(whole.events), whole.older) == (5, False)
    assert whole.events[:4] == short.events
