"""How names are read: by their initials and in full, in every reading a clerk may type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, product
from math import prod
from typing import Any

_OTHER_READINGS = {
    "行": ("hang", "xing"),
    "长": ("chang", "zhang"),
    "重": ("zhong", "chong"),
    "乐": ("le", "yue"),
    "朝": ("chao", "zhao"),
    "盛": ("sheng", "cheng"),
    "厦": ("sha", "xia"),
    "调": ("tiao", "diao"),
    "传": ("chuan", "zhuan"),
    "藏": ("cang", "zang"),
    "都": ("du", "dou"),
    "宿": ("su", "xiu"),
    "会": ("hui", "kuai"),
    "单": ("dan", "shan", "chan"),
    "仇": ("chou", "qiu"),
    "解": ("jie", "xie"),
    "曾": ("zeng", "ceng"),
    "区": ("qu", "ou"),
    "朴": ("pu", "piao"),
    "盖": ("gai", "ge"),
    "查": ("cha", "zha"),
    "尉": ("wei", "yu"),
    "员": ("yuan", "yun"),
    "覃": ("tan", "qin"),
    "翟": ("zhai", "di"),
    "尹": ("yin",),
    "冼": ("xian",),
    "万": ("wan", "mo"),
    "缪": ("miao", "mou"),
    "繁": ("fan", "po"),
    "种": ("zhong", "chong"),
    "折": ("zhe", "she"),
    "褚": ("chu", "zhu"),
    "晟": ("sheng", "cheng"),
    "臧": ("zang",),
    "柏": ("bai", "bo"),
    "鲍": ("bao",),
    "佴": ("nai", "er"),
}
"""Characters that names read in more than one way; surnames among them read differently from the word."""

MOST_READINGS = 8
"""How many readings of one name are kept; a name with more is found by these."""


LONGEST_ORDER = 240
"""How much of a spelled name names are ordered by."""

_REMEMBERED = 16_384
"""How many names' readings are kept: people's names come again and again, a shop's is asked for twice."""


def pinyin_initials(name: str) -> str:
    """The initials by which a name is found while typing, e.g. 桁岳五金 gives hywj."""
    return readings(name)[0][0][:80]


def pinyin_order(name: str) -> str:
    """What names are sorted by: the usual reading, a blank after each syllable, so that xi an comes before xian."""
    return " ".join(_usual(name))[:LONGEST_ORDER]


@lru_cache(maxsize=_REMEMBERED)
def readings(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A name's initials and its full pinyin in every reading, the usual one first; other characters stay as they are."""
    choices = syllables(name)
    full: dict[str, None] = {}
    initials: dict[str, None] = {}
    for spelled in _spelled(choices):
        full["".join(spelled)] = initials["".join(each[:1] for each in spelled)] = None
    return tuple(initials), tuple(full)


def _spelled(choices: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Every reading; of too many the usual one and those that read one character otherwise."""
    if prod(map(len, choices)) <= MOST_READINGS:
        return product(*choices)
    usual = tuple(each[0] for each in choices)
    other = (
        (*usual[:place], syllable, *usual[place + 1 :]) for place, each in enumerate(choices) for syllable in each[1:]
    )
    return islice(chain((usual,), other), MOST_READINGS)


def syllables(name: str) -> list[tuple[str, ...]]:
    """How each character of a name may be read, the usual way first; other characters stay as they are."""
    return [
        tuple(dict.fromkeys((syllable, *_OTHER_READINGS.get(character, ()))))
        for syllable, character in zip(_usual(name), name, strict=True)
    ]


@lru_cache(maxsize=_REMEMBERED)
def _usual(name: str) -> tuple[str, ...]:
    """The usual reading, one text a character."""
    from pypinyin import Style, lazy_pinyin

    apart: Any = list  # the stubs know only texts, but lists keep unread characters apart
    return tuple(_syllables(lazy_pinyin(name, style=Style.NORMAL, errors=apart), name))


def _syllables(found: Sequence[str], name: str) -> list[str]:
    """One text a character, small letters."""
    if len(found) != len(name):
        raise ValueError(f"{len(found)} syllables for {len(name)} characters")
    return [each.lower() for each in found]
