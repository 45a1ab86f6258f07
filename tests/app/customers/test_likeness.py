"""Rule R11: what speaks for two customers being one, its worked examples, and how sure that is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.likeness import Identity, Verdict, dice, differ_by_one, likeness
from app.customers.names import address_key, name_core
from app.phones import phone_key

REGIONS = ("澜州市", "河西区", "城北区", "临港县")


def named(name: str, *, mobile: str = "", address: str = "", market: int | None = None) -> Identity:
    phones = frozenset({phone_key(mobile)} if mobile else ())
    return Identity(name_core(name, REGIONS), address_key(address, REGIONS), phones, market_id=market)


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        (named("澜州市恒砾机电设备有限公司"), named("恒砾机电设备（澜州）有限公司"), 60),
        (
            named("澜州市恒砾机电设备有限公司", mobile="+86 142-0000-1234"),
            named("恒砾机电设备（澜州）有限公司", mobile="０１４２００００１２３４"),
            120,
        ),
        (named("恒砾机电"), named("澜州恒砾机电经营部"), 50),
        (named("恒砾机电", market=1), named("澜州恒砾机电经营部", market=1), 55),
        (named("城北区永栎电料商行"), named("永栎电料行"), 50),
        (named("鸿栎五金机电"), named("鸿栎五金"), 35),
        (
            named("鸿栎五金机电", address="机电路十二号三楼３０２室"),
            named("鸿栎五金", address="河西区机电路12號3楼302"),
            65,
        ),
        (named("栎盛电线电缆"), named("栎胜电线电缆"), 30),
        (named("甲"), named("乙"), 0),
    ],
)
def test_the_worked_examples(one: Identity, other: Identity, score: int) -> None:
    assert likeness(one, other).score == likeness(other, one).score == score


def test_the_lines_between_listing_warning_and_blocking() -> None:
    def verdict(one: Identity, other: Identity) -> Verdict:
        return likeness(one, other).verdict

    code = Identity("甲商行", uscc="91000000MA0000001R")
    assert verdict(code, Identity("乙商行", uscc="91000000MA0000001R")) is Verdict.SAME
    assert verdict(named("恒砾机电"), named("恒砾机电")) is Verdict.LIKELY
    assert verdict(named("恒砾机电"), named("恒砾机电商店")) is Verdict.POSSIBLE
    assert verdict(named("栎盛电线电缆"), named("栎胜电线电缆")) is Verdict.DIFFERENT


def test_a_landline_counts_less_than_a_mobile() -> None:
    one = Identity("甲商行", phones=frozenset({"06008800013"}))
    assert likeness(one, Identity("乙商行", phones=frozenset({"06008800013"}))).reasons == ("座机相同",)
    assert likeness(one, Identity("乙商行", phones=frozenset({"0013"}))).score == 0


def test_branches_of_one_group_may_have_one_name() -> None:
    one, other = (Identity("榉野连锁", address=address, parent_id=22) for address in ("南街7号", "南街70号"))
    assert likeness(one, other).score == 0
    assert likeness(one, Identity("榉野连锁", address="南街7号", parent_id=22)).score == 90


TEXTS = st.text("恒砾机电五金", max_size=8)


@given(TEXTS, TEXTS)
def test_likeness_does_not_care_who_is_first(one: str, other: str) -> None:
    assert dice(one, other) == dice(other, one)
    assert 0 <= dice(one, other) <= 1
    assert differ_by_one(one, other) == differ_by_one(other, one)


@given(TEXTS, st.integers(0, 8), st.sampled_from(("", "栎")))
def test_one_character_more_or_other_is_one_difference(text: str, place: int, new: str) -> None:
    added = text[:place] + "栎" + text[place:]
    assert differ_by_one(text, added)
    if place < len(text):
        assert differ_by_one(text, text[:place] + new + text[place + 1 :])


def test_dice_is_exact_at_the_line() -> None:
    assert dice("鸿栎五金机电", "鸿栎五金") == Fraction(3, 4)
    assert dice("一", "一") == 1
    assert dice("", "一") == 0
