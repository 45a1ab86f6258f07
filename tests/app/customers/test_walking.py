"""Addresses in the order a person on foot comes past them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.customers.walking import walking_key


def walked(*addresses: str) -> list[str]:
    return sorted(sorted(addresses, key=hash), key=walking_key)


def test_zone_row_and_number_count_as_numbers() -> None:
    route = (
        "五金机电城 A区 2排 9号",
        "五金机电城A区2排17号",
        "五金机电城 A 区十一排 1 号",
        "五金机电城 B区 1排 3号",
        "建材大道 7号",
        "建材大道 64号",
    )
    assert walked(*route[:4]) == list(route[:4])
    assert walked(*route[4:]) == list(route[4:])


def test_what_has_no_address_comes_last() -> None:
    assert walked("南街 5号", "") == ["南街 5号", ""]


def test_a_building_on_the_same_number_follows_it() -> None:
    assert walked("创新路 11号", "创新路 11号 2幢", "创新路 22号 1幢") == [
        "创新路 11号",
        "创新路 11号 2幢",
        "创新路 22号 1幢",
    ]


@given(st.lists(st.text(max_size=20)))
def test_any_addresses_can_be_ordered(addresses: list[str]) -> None:
    assert sorted(walked(*addresses)) == sorted(addresses)
