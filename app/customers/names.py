"""Normal forms of names, phones and addresses, so that the same shop written twice compares equal (rule R11)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

_PUNCTUATION = re.compile(r"[\s·•・‧\-‐‑–—―−_,.，。、'\"‘’“”「」『』]")
"""With every dash and middle dot an input method writes for those of rule R11."""
_BRACKETS = re.compile(r"[()\[\]〔〕【】]")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|【[^【】]*】")
_LEGAL_SUFFIXES = (
    "有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "有限公司",
    "集团公司",
    "总公司",
    "分公司",
    "集团",
    "公司",
)
_TRADE_SUFFIXES = (
    "经营部",
    "门市部",
    "批发部",
    "销售部",
    "服务部",
    "营业部",
    "商行",
    "商店",
    "商场",
    "总汇",
    "中心",
    "工厂",
    "厂",
    "店",
    "行",
    "部",
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百]+(?=号|层|楼|幢|室|区|排|期|单元)")
_VARIANTS = str.maketrans("號舖栋", "号铺幢")


def name_core(name: str, regions: Iterable[str] = ()) -> str:
    """A name without region, brackets and legal form; `regions` are the archive's province, city and county names."""
    return _settled(name, lambda text: _name_step(text, regions))


def _name_step(name: str, regions: Iterable[str]) -> str:
    text = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", name).lower())
    outside = _BRACKETS.sub("", _settled(text, lambda rest: _BRACKETED.sub("", rest)))
    bare = outside or _BRACKETS.sub("", text)  # 【鑫达五金】 is a name all the same
    return _without_suffix(_without_region(bare, regions), _LEGAL_SUFFIXES)


def _settled(text: str, step: Callable[[str], str]) -> str:
    """The step repeated until nothing changes: what is taken away may bring the next thing to the edge."""
    while (next_text := step(text)) != text:
        text = next_text
    return text


def name_soft(core: str) -> str:
    """A core without one trade suffix (经营部, 商行 …)."""
    return _without_suffix(core, _TRADE_SUFFIXES)


def address_key(address: str, regions: Iterable[str] = ()) -> str:
    """An address with Arabic numbers, without punctuation, brackets and region."""
    return _settled(address, lambda text: _address_step(text, regions))


def _address_step(address: str, regions: Iterable[str]) -> str:
    text = unicodedata.normalize("NFKC", address).lower().replace("#", "号").translate(_VARIANTS)
    text = _without_region(_PUNCTUATION.sub("", _BRACKETS.sub("", text)), regions)
    return _NUMBER.sub(lambda found: str(_chinese_number(found[0])), text).removesuffix("室")


@lru_cache(maxsize=64)
def _ordered_regions(regions: tuple[str, ...]) -> tuple[str, ...]:
    """Each region whole and without its 省市区县, longest first; a form shorter than 2 characters says too little."""
    forms = {unicodedata.normalize("NFKC", region).lower() for region in regions}
    forms |= {re.sub("[省市区县]$", "", form) for form in forms}
    return tuple(sorted((form for form in forms if len(form) > 1), key=lambda form: (-len(form), form)))


def _without_region(text: str, regions: Iterable[str]) -> str:
    ordered = _ordered_regions(tuple(regions))
    found = True
    while found:
        found = False
        for region in ordered:
            if text.startswith(region) and len(text) - len(region) >= 2:
                text, found = text[len(region) :], True
                break
    return text


def _without_suffix(text: str, suffixes: tuple[str, ...]) -> str:
    for suffix in suffixes:
        if text.endswith(suffix) and len(text) - len(suffix) >= 2:
            return text[: -len(suffix)]
    return text


def _chinese_number(text: str) -> int:
    if not re.search("[十百]", text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for character in text:
        if character == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif character == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[character]
    return total + digit
