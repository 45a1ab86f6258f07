"""Choice values as people write them: by label, code, the office's own word, or initials."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from app.choices import options
from app.forms.model import Field
from app.importing.synonyms import folded, synonyms, without_remark
from app.pinyin import pinyin_initials

_SPLIT = re.compile(r"[、,，;；/|\n+]+|\s{1,}")


_HALF = 0.5


@lru_cache(maxsize=64)
def words_of(list_name: str, label: str) -> Mapping[str, str]:
    """The words that stand for the codes of a choice list as the field with this label uses it, surest first."""
    known: dict[str, str] = {}
    for option in options(list_name):
        whole = folded(option.label)
        for form in (whole, without_remark(whole), folded(option.code), whole.removeprefix(option.code.lower())):
            known.setdefault(form, option.code)
    by_label = {folded(option.label): option.code for option in options(list_name)}
    for word, meant in synonyms().get(label, {}).items():
        if folded(meant) in by_label:
            known.setdefault(word, by_label[folded(meant)])
    return known


@lru_cache(maxsize=64)
def _initials_of(list_name: str) -> Mapping[str, str]:
    """The initials that only one label of a list has."""
    initials: dict[str, list[str]] = {}
    for option in options(list_name):
        initials.setdefault(pinyin_initials(without_remark(folded(option.label))), []).append(option.code)
    return {word: codes[0] for word, codes in initials.items() if len(codes) == 1}


def code_for(field: Field, text: str, own: Mapping[str, str]) -> str | None:
    """The code a text stands for, None when it stands for none; `own` is the file's own mapping, text to code."""
    if text in own:
        return own[text]
    words, word = words_of(field.choices, field.label), folded(text)
    if found := words.get(word) or words.get(without_remark(word)):
        return found
    return _initials_of(field.choices).get(word) if word.isascii() else None


def codes_for(field: Field, text: str, own: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of an enumeration, and its words that stand for none."""
    if whole := code_for(field, text, own):
        return (whole,), ()
    parts = [part for part in _SPLIT.split(text) if part]
    found = {part: code_for(field, part, own) for part in parts}
    codes = tuple(dict.fromkeys(code for code in found.values() if code))
    return codes, tuple(part for part, code in found.items() if code is None)


def nearest(field: Field, text: str) -> str | None:
    """The label that shares most characters with a text, at least half of either, to be suggested."""
    known, all_letters = _labels(field.choices)
    word = set(folded(text))
    if word.isdisjoint(all_letters):
        return None
    share, label = max(
        ((2 * len(word & letters) / (len(word) + len(letters)), label) for label, letters in known),
        key=lambda each: each[0],
    )
    return label if share >= _HALF else None


@lru_cache(maxsize=64)
def _labels(list_name: str) -> tuple[tuple[tuple[str, frozenset[str]], ...], frozenset[str]]:
    """The labels of a list with the characters of each, and the characters of all."""
    known = tuple((option.label, frozenset(option.label)) for option in options(list_name))
    return known, frozenset().union(*(letters for _, letters in known))
