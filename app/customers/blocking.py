"""Which customers are worth comparing: those that share something telling (rule R11), of millions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from app.customers.likeness import Identity, differ_by_one, pairs_of
from app.customers.names import name_soft
from app.db.search import telling

CROWD = 30
"""How many that share one thing are compared; what more share tells little, and is looked at market by market."""

_SLOTS = 1 << 24
_FULL = 255


@dataclass(frozen=True, slots=True)
class Key:
    """Something a customer has, as a number; `here` is the same within its market."""

    anywhere: int
    here: int


class Counts:
    """How many customers have a key, up to 255, in 16 MB; a clash of two keys only counts too much."""

    def __init__(self) -> None:
        self._slots = bytearray(_SLOTS)

    def add(self, key: int) -> None:
        """One more has it."""
        slot = key & (_SLOTS - 1)
        if self._slots[slot] < _FULL:
            self._slots[slot] += 1

    def of(self, key: int) -> int:
        """How many have it."""
        return self._slots[key & (_SLOTS - 1)]

    def note(self, identity: Identity) -> None:
        """Count all keys of a customer."""
        for key in (*_strong(identity), *_parts(identity)):
            self.add(key.anywhere)
            self.add(key.here)

    def telling_keys(self, identity: Identity) -> tuple[list[int], int]:
        """The keys by which a customer is to be compared, and how many too many share even in its market.

        Of the parts of its name the rarest are enough: every name alike has one of them.
        """
        parts = sorted(_parts(identity), key=lambda key: self.of(key.anywhere))
        keys: list[int] = []
        crowded = 0
        for key in (*_strong(identity), *parts[: telling(len(parts))]):
            if self.of(key.anywhere) <= CROWD:
                keys.append(key.anywhere)
            elif self.of(key.here) <= CROWD:
                keys.append(key.here)
            else:
                crowded += 1
        return [key for key in keys if self.of(key) > 1], crowded


def _strong(identity: Identity) -> Iterator[Key]:
    market = identity.market_id
    if identity.uscc:
        yield _key(f"u{identity.uscc}", market)
    for phone in identity.phones:
        yield _key(f"p{phone}", market)
    if identity.core:
        yield _key(f"s{name_soft(identity.core)}", market)
    if identity.address:
        yield _key(f"a{identity.address}@{market}", market)


def _parts(identity: Identity) -> Sequence[Key]:
    return [_key(f"t{part}", identity.market_id) for part in dict.fromkeys(pairs_of(identity.core))]


def _key(text: str, market: int | None) -> Key:
    anywhere = crc32(text.encode())
    return Key(anywhere, crc32(b"@%d" % (market or 0), anywhere))


def may_be_alike(one: Identity, other: Identity) -> bool:
    """Whether two may reach a score of 35: quickly told, and never wrongly denied."""
    if one.core == other.core or one.phones & other.phones or (one.uscc and one.uscc == other.uscc):
        return True
    if one.address == other.address and one.market_id == other.market_id:
        return True
    if name_soft(one.core) == name_soft(other.core):
        return True
    mine, theirs = frozenset(pairs_of(one.core)), frozenset(pairs_of(other.core))
    total = max(len(one.core) - 1, 1) + max(len(other.core) - 1, 1)
    shared = len(mine & theirs) + min(len(one.core) - len(mine), len(other.core) - len(theirs))
    return 8 * shared >= 3 * total or differ_by_one(one.core, other.core)
