"""Where a typed text stands in a name, so that screens can mark it: as written, or as it is read in pinyin."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.pinyin import syllables

Hit = tuple[int, int]
"""The first character and the one after the last."""

_REMEMBERED = 4096


@lru_cache(maxsize=_REMEMBERED)
def hits(name: str, typed: str) -> tuple[Hit, ...]:
    """What of a name every word of a typed text stands for, from left to right.

    A word is looked for as it is written, wherever it occurs; else, in Latin letters, by initials and in full pinyin.
    """
    found = [hit for word in typed.split() for hit in _hits_of(name, _folded(word))]
    return tuple(_joined(sorted(found)))


def _hits_of(name: str, word: str) -> list[Hit]:
    written = list(_written(_folded(name), word))
    if written or not word.isascii() or name.isascii():
        return written
    read = syllables(name)
    places = ((start, end) for start in range(len(name)) if (end := _spelled(read, start, word)) is not None)
    return list(places)[:1]


def _folded(text: str) -> str:
    """Half width and small letters, character by character, so that places stay what they are."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", each).lower()) == 1 else each for each in text)


def _written(name: str, word: str) -> Iterator[Hit]:
    at = name.find(word) if word else -1
    while at >= 0:
        yield at, at + len(word)
        at = name.find(word, at + len(word))


def _spelled(read: Sequence[tuple[str, ...]], start: int, word: str) -> int | None:
    """Where the characters end that a word spells from `start` on: all by initials, or all in full but for the last."""
    by_initials = start + len(word)
    if by_initials <= len(read) and all(
        any(syllable.startswith(letter) for syllable in each)
        for letter, each in zip(word, read[start:by_initials], strict=True)
    ):
        return by_initials
    return _spelled_in_full(read, start, word)


def _spelled_in_full(read: Sequence[tuple[str, ...]], at: int, word: str) -> int | None:
    if at == len(read):
        return None
    if any(syllable.startswith(word) for syllable in read[at]):
        return at + 1
    ends = (
        _spelled_in_full(read, at + 1, word[len(syllable) :])
        for syllable in read[at]
        if syllable and word.startswith(syllable)
    )
    return next((end for end in ends if end is not None), None)


def _joined(found: Sequence[Hit]) -> Iterator[Hit]:
    if not found:
        return
    first, last = found[0]
    for start, end in found[1:]:
        if start > last:
            yield first, last
            first = start
        last = max(last, end)
    yield first, last
