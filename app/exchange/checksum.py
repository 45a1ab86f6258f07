"""The hidden 校验 cell of a row that may be brought back: whose it is, which version was given out, and what it said.

`{row_version}-{whose}-{said}`: `whose` is the CRC-32 of uid and version, so that a uid Excel has filled down or a hand
has changed is found out; `said` that of the texts of the columns that may be changed, so that a row nobody touched is
known without comparing. The import asks the journal what an edited row said when this version was given out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from app.reports.cells import plain

_BETWEEN = b"\x1f"


@dataclass(frozen=True, slots=True)
class Check:
    """A 校验 cell, read."""

    version: int
    whose: str
    said: str

    def is_of(self, uid: str) -> bool:
        """Whether the row still carries the uid it was given out with."""
        return self.whose == f"{_whose(uid, self.version):08x}"

    def unchanged(self, cells: Sequence[Any]) -> bool:
        """Whether the cells say what they said when they were given out."""
        return self.said == f"{crc32(_BETWEEN.join(map(canonical_bytes, cells))):08x}"


def written(uid: str, version: int, canonical_cells: Iterable[bytes]) -> str:
    """The cell for a row whose cells have these canonical texts (see `canonical_bytes`)."""
    return f"{version}-{_whose(uid, version):08x}-{crc32(_BETWEEN.join(canonical_cells)):08x}"


def read(text: str) -> Check | None:
    """The parts of a 校验 cell; None when it is none."""
    parts = text.strip().split("-")
    if len(parts) != 3 or not parts[0].isdecimal():
        return None
    return Check(int(parts[0]), parts[1], parts[2])


def canonical(value: Any) -> str:
    """A cell's value as it is summed: numbers (days are numbers to Excel) to 15 digits, texts without outer blanks."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return plain(str(value)).strip()


def canonical_bytes(value: Any) -> bytes:
    """`canonical` in UTF-8."""
    return canonical(value).encode(errors="replace")


def _whose(uid: str, version: int) -> int:
    return crc32(b"%b\x1f%d" % (uid.encode(errors="replace"), version))
