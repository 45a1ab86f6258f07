"""Addresses in the order a person on foot comes past them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.walking import street_and_house, walking_key


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


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("五金机电城 B区 2排8号", ("五金机电城 B区", "2排8号")),
        ("建材大道１０６号", ("建材大道", "106号")),
        ("创新路8号6幢", ("创新路", "8号6幢")),
        ("3街 二排 A12号", ("3街", "二排 A12号")),
        ("A区2-15", ("A区", "2-15")),
        ("五四路12号", ("五四路", "12号")),
        ("12号", ("", "12号")),
        ("汽车站对面", ("", "汽车站对面")),
        ("", ("", "")),
    ],
)
def test_an_address_is_a_street_and_a_house(address: str, parts: tuple[str, str]) -> None:
    assert street_and_house(address) == parts
