"""Cells that hold people and numbers."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.people import Person, split_people


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("张三 13800001111、李四/0600-8800013", [("张三", "13800001111", ""), ("李四", "", "0600-8800013")]),
        ("13800001111 张三", [("张三", "13800001111", "")]),
        ("陈国强138 0000 2261", [("陈国强", "13800002261", "")]),
        ("张三13800001111/13900002222", [("张三", "13800001111", ""), ("", "13900002222", "")]),
        ("王总 0600-8800013转12", [("王总", "", "0600-8800013-12")]),
        ("周敏（财务）+86 13800001111", [("周敏(财务)", "13800001111", "")]),
        ("联系人：张三 电话：13800001111", [("张三", "13800001111", "")]),
        ("０１３８００００１１１１", [("", "13800001111", "")]),
        ("(0571)88888888", [("", "", "0571-88888888")]),
        ("张三、李四", [("张三", "", ""), ("李四", "", "")]),
        ("—", []),
    ],
)
def test_a_cell_is_split_into_people(cell: str, people: list[tuple[str, str, str]]) -> None:
    assert split_people(cell) == tuple(Person(*each) for each in people)


@pytest.mark.parametrize(("cell", "why"), [("张三 1385701226", "10 位"), ("张三 8880013", "缺区号"), ("张3", "不像")])
def test_a_number_that_is_none_is_refused_in_words(cell: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        split_people(cell)


@given(st.text(max_size=40))
def test_any_cell_is_split_or_refused(cell: str) -> None:
    with suppress(ValueError):
        assert all(each.name or each.mobile or each.phone for each in split_people(cell))
