"""Working time in words, as cards and limits say it."""

from __future__ import annotations

_DAY, _HOUR, _FEW_HOURS = 480, 60, 3


def lasting(minutes: int) -> str:
    """Working minutes as 1 天 4 小时, 2 小时 20 分 or 40 分; a working day has eight hours (rule R10)."""
    days, rest = divmod(max(minutes, 0), _DAY)
    hours, rest = divmod(rest, _HOUR)
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 小时 {rest} 分" if rest and hours < _FEW_HOURS else f"{hours} 小时"
    return f"{rest} 分"


def lasting_roughly(minutes: int) -> str:
    """The same in whole days from one day on."""
    return f"{minutes // _DAY} 天" if minutes >= _DAY else lasting(minutes)
