"""What a sheet contradicts in the archive is listed, and only what is accepted is replaced."""

from __future__ import annotations

from app.forms.filling import Filling
from app.surveys.forms import active_form
from app.surveys.write_back import differences
from tests.support.answers import answers
from tests.support.office import Office


def listed(office: Office, customer_id: int, **changed: str) -> dict[str, tuple[str, str]]:
    form = active_form(office.clerk)[1]
    filled = answers(form, 1) | {f"/data/a/{name}": text for name, text in changed.items()}
    found = differences(office.clerk, customer_id, Filling(form, filled, now=office.clock.now))
    return {d.label: (d.archive, d.sheet) for d in found}


def test_differing_values_are_listed_in_words(office: Office) -> None:
    customer_id = office.add_customer(
        address="旧地址 1 号", staff_count=5, channel_type="retail_store", phone="0600-8800013"
    )
    office.add_contact(customer_id, "郑砚秋", "14200001037")
    assert listed(office, customer_id) == {
        "详细地址（区/排/号）": ("旧地址 1 号", "五金机电城 A区 5排29号"),
        "渠道类型": ("零售门店", "批发商"),
        "老板/负责人姓名": ("郑砚秋", "谢予川"),
        "员工人数": ("5", "7"),
    }


def test_a_market_is_named(office: Office) -> None:
    from app.db.records import MarketArea

    customer_id = office.add_customer()
    with office.app.transaction("加市场") as session:
        session.add(MarketArea(code="LZ-CB", name="城北建材大市场", level="market", branch_id=1))
    found = listed(office, customer_id)
    assert "市场或路段" not in found
    form = active_form(office.clerk)[1]
    filled = answers(form, 1) | {"/data/a/market_area/market_area_id": "LZ-CB"}
    moved = differences(office.clerk, customer_id, Filling(form, filled, now=office.clock.now))
    assert ("河西五金机电城", "城北建材大市场") in [(d.archive, d.sheet) for d in moved]


def test_empty_unknown_and_wrong_values_contradict_nothing(office: Office) -> None:
    customer_id = office.add_customer(channel_type="wholesaler", address="五金机电城 A区 5排29号")
    assert listed(office, customer_id, staff_count="", founded_year="1900", phone="不知道") == {}


def test_a_hidden_answer_contradicts_nothing(office: Office) -> None:
    customer_id = office.add_customer(channel_type="wholesaler", address="五金机电城 A区 5排29号")
    office.add_contact(customer_id, "谢予川", "14200009999")
    form = active_form(office.clerk)[1]
    filled = answers(form, 1) | {"/data/g/consent_answer": "no"}
    assert differences(office.clerk, customer_id, Filling(form, filled, now=office.clock.now)) == ()
