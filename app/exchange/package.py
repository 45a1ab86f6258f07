"""A workbook's file: parts written one after the other, deflated as they come, and counted by reading them back.

Parts stay under 4 GiB, so that no zip64 header is needed: LibreOffice refuses those that are not (measured.md).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from os import SEEK_CUR
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from isal import isal_zlib

MOST_BYTES = 2**32 - 2**26
"""How large a part may grow; who writes more begins another one."""
_LOCAL, _CENTRAL, _END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"
_VERSION, _DEFLATED, _DAY_ONE = 20, 8, 0x21
_SIZES_AT = 14
_PACKED_PIECE = 2**16
_HEAD = 2**16
_ROW, _CELL = b"<row ", b"<c "


@dataclass(frozen=True, slots=True)
class _Part:
    name: bytes
    crc: int
    packed: int
    size: int
    offset: int


class Package:
    """A zip file being written: `open` begins a part, `write` goes on with it, `finish` ends the file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._parts: list[_Part] = []
        self._name = b""
        self.size = 0
        """How many bytes the open part has, before they are deflated."""

    def open(self, name: str) -> None:
        """Begin a part; the one before ends."""
        self.close()
        self._name, self._offset = name.encode(), self._file.tell()
        self._packer = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15)
        self._crc = self.size = self._packed = 0
        self._file.write(self._header(_Part(self._name, 0, 0, 0, self._offset)))

    def write(self, content: bytes) -> None:
        """More of the open part."""
        self._crc = isal_zlib.crc32(content, self._crc)
        self.size += len(content)
        self._put(self._packer.compress(content))

    def add(self, name: str, content: bytes) -> None:
        """A whole part."""
        self.open(name)
        self.write(content)
        self.close()

    def close(self) -> None:
        """End the open part, if one is."""
        if not self._name:
            return
        self._put(self._packer.flush())
        part = _Part(self._name, self._crc, self._packed, self.size, self._offset)
        self._parts.append(part)
        self._name = b""
        end = self._file.tell()
        self._file.seek(self._offset)
        self._file.write(self._header(part))
        self._file.seek(end)

    def finish(self) -> None:
        """Write the directory."""
        self.close()
        start = self._file.tell()
        for part in self._parts:
            sizes = (part.crc, part.packed, part.size)
            fixed = (_VERSION, _VERSION, 0, _DEFLATED, 0, _DAY_ONE, *sizes, len(part.name), 0, 0, 0, 0, 0, part.offset)
            self._file.write(struct.pack(_CENTRAL, b"PK\x01\x02", *fixed) + part.name)
        length, count = self._file.tell() - start, len(self._parts)
        self._file.write(struct.pack(_END, b"PK\x05\x06", 0, 0, count, count, length, start, 0))

    def _put(self, packed: bytes) -> None:
        self._packed += len(packed)
        self._file.write(packed)

    @staticmethod
    def _header(part: _Part) -> bytes:
        fixed = (_VERSION, 0, _DEFLATED, 0, _DAY_ONE, part.crc, part.packed, part.size, len(part.name), 0)
        return struct.pack(_LOCAL, b"PK\x03\x04", *fixed) + part.name


@dataclass(frozen=True, slots=True)
class Counted:
    """What a sheet was found to hold: how many rows, and the cells of its third row."""

    rows: int
    columns: int


def count_back(path: Path, part: str) -> Counted:
    """Read a sheet of a written workbook back and count it."""
    rows, head, tail = 0, b"", b""
    for piece in _pieces(path, part):
        rows += piece.count(_ROW) + (tail + piece[: len(_ROW) - 1]).count(_ROW)
        head = head if head.count(_ROW, 0, _HEAD) > 3 else head + piece
        tail = (tail + piece[-len(_ROW) + 1 :])[-len(_ROW) + 1 :]
    third = head.split(_ROW)[3] if head.count(_ROW) > 2 else b""
    return Counted(rows, third.count(_CELL))


def _pieces(path: Path, part: str) -> Iterator[bytes]:
    """The inflated part; raises BadZipFile when it does not match its checksum."""
    with ZipFile(path) as book:
        info = book.getinfo(part)
    with path.open("rb") as file:
        file.seek(info.header_offset)
        *_, name, extra = struct.unpack(_LOCAL, file.read(struct.calcsize(_LOCAL)))
        file.seek(name + extra, SEEK_CUR)
        unpacker, crc, left = isal_zlib.decompressobj(-15), 0, info.compress_size
        while left and (packed := file.read(min(_PACKED_PIECE, left))):
            left -= len(packed)
            piece = unpacker.decompress(packed)
            crc = isal_zlib.crc32(piece, crc)
            yield piece
    if left or crc != info.CRC:
        raise BadZipFile(part)
