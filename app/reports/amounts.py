"""Amounts of money in Chinese capitals (大写金额), as receipts and approvals write them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_MOST = 10**12


def amount_in_words(amount: Decimal | int) -> str:
    """An amount from 0 to below 10¹² 元: 1800 is 壹仟捌佰元整, 100.05 is 壹佰元零伍分; halves of 分 are rounded up.

    Raises ValueError outside.
    """
    cents = int((Decimal(amount) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 <= cents < 100 * _MOST:
        raise ValueError(amount)
    yuan, rest = divmod(cents, 100)
    ten, one = divmod(rest, 10)
    whole = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{whole}整"
    dimes = f"{_DIGITS[ten]}角" if ten else "零" if yuan else ""
    return f"{whole}{dimes}{f'{_DIGITS[one]}分' if one else ''}"


def _whole(number: int) -> str:
    """Groups of four digits from the highest; a gap between written digits is one 零."""
    words, groups = "", []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        gap = words and (group < 1000 or (place + 1 < len(groups) and not groups[place + 1]))
        words += f"{'零' if gap else ''}{_group(group)}{_GROUPS[place]}"
    return words or "零"


def _group(group: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            words += f"{'零' if gap else ''}{_DIGITS[digit]}{_PLACES[place]}"
            gap = False
        else:
            gap = bool(words)
    return words
