"""Which customers are visited in tiers, and who has to come along on the n-th visit (rule R05)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

VOLUME_WAN = Decimal(50)
"""Monthly sales from which a customer counts as big (parameter value_volume_wan)."""
TOP_SHARE = Decimal("0.25")
"""The part of its market whose sales count as big, too."""
STRONG = 4
"""Strength and potential from which a customer counts as strong."""

TIERED = "tiered"
_GRADES = ("low", "mid", "high", "high")


@dataclass(frozen=True, slots=True)
class Value:
    """The three conditions; None where nothing is known."""

    is_large: bool | None
    sells_much: bool | None
    is_strong: bool | None

    @property
    def judgment(self) -> str | None:
        """high with two conditions met, mid with one, low with none; None while nothing is known at all."""
        known = (self.is_large, self.sells_much, self.is_strong)
        return None if all(met is None for met in known) else _GRADES[sum(met is True for met in known)]

    @property
    def is_whole(self) -> bool:
        """Whether all three are met."""
        return bool(self.is_large and self.sells_much and self.is_strong)


def value_of(
    scale: str | None, volume_wan: Decimal | None, market_place: Decimal | None, strength: int | None
) -> Value:
    """Judge a customer's value. `market_place` is the share of its market that sells more (0 for the biggest)."""
    much = None if volume_wan is None else volume_wan >= VOLUME_WAN
    if market_place is not None and not much:
        much = market_place < TOP_SHARE
    return Value(scale == "large" if scale else None, much, strength >= STRONG if strength is not None else None)


def suggested_program(value: Value, *, is_key_account: bool, is_signed: bool) -> str:
    """Tiered visits for those who have not signed and meet all three conditions, or are key accounts.

    That signing ends it for both is how the sample office reads rule R05: its tiered customers are 16 and 21.
    """
    return TIERED if not is_signed and (value.is_whole or is_key_account) else "normal"


def suggested_mode(program: str, round_no: int) -> str:
    """How the n-th effective visit is made."""
    if program != TIERED:
        return "sweep" if round_no == 1 else "single"
    return {1: "single", 2: "superior"}.get(round_no, "joint")


def blocking(program: str, round_no: int, duties: Collection[str]) -> str:
    """Why a planned visit may not be handed in, in words; `duties` are those of everybody who takes part."""
    if program != TIERED or round_no != 2 or "superior" in duties or len(duties) >= 2:
        return ""
    return "第 2 次要由上级访问或联合访问，请加一位上级，或再加一个人"


def advice(program: str, round_no: int, four_step: str, duties: Collection[str], mode: str) -> str:
    """What would be better, in words; it keeps nothing from being handed in."""
    if mode in ("joint", "superior") and len(duties) < 2:
        return "联合或上级访问还没有加参加人"
    if program != TIERED:
        return ""
    if round_no == 3 and "tech" not in duties:
        return "第 3 次最好带技术支持"
    if round_no >= 4 and mode != "joint":
        return f"第 {round_no} 次最好联合访问"
    if round_no >= 4 and four_step == "s4" and "superior" not in duties:
        return "商谈签约最好带法务或主管"
    return ""
