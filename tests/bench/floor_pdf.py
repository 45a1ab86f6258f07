"""The floor for a long table as PDF: raw operators, isal-compressed streams, objects written by hand.

It cuts lines at the last character that fits, knows no line-breaking rules, no appendix, no repeated head, no marks
and keeps nothing together; only the texts are there, aligned, in boxes, with embedded subsets that extract rightly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from isal import isal_zlib

from app.reports.fonts import BOLD, REGULAR, PaperFont, paper_font, to_unicode_map
from app.reports.model import Align, Column

MM = 72 / 25.4
WIDTH, HEIGHT, MARGIN = 297 * MM, 210 * MM, 12 * MM
PAD = 1.0 * MM
LEAST = 8.2 * MM
LEADING = 1.27


class _Codes(dict[int, int]):
    """Character to code, in order of first use."""

    def __missing__(self, char: int) -> int:
        code = self[char] = len(self) + 1
        return code


@dataclass
class _Face:
    """One face of the document."""

    name: str
    font: PaperFont
    codes: _Codes = field(default_factory=_Codes)


class _File:
    """Objects one after the other, then their table of places."""

    def __init__(self) -> None:
        self._parts = [b"%PDF-1.4\n"]
        self._size = len(self._parts[0])
        self._places: dict[int, int] = {}
        self.next = 1

    def reserve(self) -> int:
        """The number of an object written later."""
        self.next += 1
        return self.next - 1

    def add(self, body: bytes, number: int = 0) -> int:
        """Write an object; returns its number."""
        number = number or self.reserve()
        self._places[number] = self._size
        part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        self._parts.append(part)
        self._size += len(part)
        return number

    def stream(self, content: bytes, entries: bytes = b"") -> int:
        """Write a compressed stream."""
        packed = isal_zlib.compress(content, 1)
        return self.add(
            b"<< /Filter /FlateDecode /Length %d %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)
        )

    def bytes(self, root: int) -> bytes:
        """The finished file."""
        table = b"".join(b"%010d 00000 n \n" % self._places[number] for number in range(1, self.next))
        end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        return b"".join([*self._parts, end % (self.next, table, self.next, root, self._size)])


def floor_pdf(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> bytes:
    """The rows on A4 landscape."""
    file = _File()
    faces = {False: _Face("/F1", paper_font(REGULAR)), True: _Face("/F2", paper_font(BOLD))}
    pages_number, resources = file.reserve(), file.reserve()
    entries = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Resources %d 0 R /Contents %d 0 R >>"
    kids = [
        file.add(entries % (pages_number, WIDTH, HEIGHT, resources, file.stream(content.encode("ascii"))))
        for content in _pages(columns, rows, faces)
    ]
    fonts = b" ".join(b"%s %d 0 R" % (face.name.encode(), _embed(file, face)) for face in faces.values())
    file.add(b"<< /Font << %s >> >>" % fonts, resources)
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    file.add(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), listed), pages_number)
    return file.bytes(file.add(b"<< /Type /Catalog /Pages %d 0 R >>" % pages_number))


def _pages(columns: Sequence[Column], rows: Iterable[Sequence[str]], faces: dict[bool, _Face]) -> Iterable[str]:
    """The operators of each page."""
    scale = (WIDTH - 2 * MARGIN) / sum(column.width for column in columns)
    lefts = [MARGIN]
    for column in columns:
        lefts.append(lefts[-1] + column.width * scale)
    top = HEIGHT - 3 * MARGIN
    ops: list[str] = []
    y = top
    for row in rows:
        cells = [
            _lines(text, (right - left - 2 * PAD) * 1000 / (8 if column.long else 9), faces[column.bold].font.widths)
            for text, column, left, right in zip(row, columns, lefts, lefts[1:], strict=False)
        ]
        high = max(
            max(len(lines) * (8 if c.long else 9) for lines, c in zip(cells, columns, strict=True)) * LEADING, LEAST
        )
        if y - high < 2 * MARGIN:
            ops += [f"{left:.2f} {y:.2f} m {left:.2f} {top:.2f} l S" for left in lefts]
            yield "\n".join(ops)
            ops, y = [], top
        for lines, column, left, right in zip(cells, columns, lefts, lefts[1:], strict=False):
            _write_cell(ops, lines, column, left + PAD, right - left - 2 * PAD, y - high / 2, faces[column.bold])
        y -= high
        ops.append(f"{lefts[0]:.2f} {y:.2f} m {lefts[-1]:.2f} {y:.2f} l S")
    yield "\n".join(ops)


def _write_cell(
    ops: list[str], lines: list[str], column: Column, x: float, room: float, middle: float, face: _Face
) -> None:
    size = 8 if column.long else 9
    leading = size * LEADING
    y = middle + len(lines) * leading / 2 - 0.86 * leading
    ops.append(f"BT {face.name} {size} Tf")
    before = 0.0
    for number, line in enumerate(lines):
        start = x
        if column.align is Align.CENTER:
            start += (room - sum(map(face.font.widths.__getitem__, line)) * size / 1000) / 2
        move = f"{start:.2f} {y:.2f}" if not number else f"{start - before:.2f} {-leading:.2f}"
        ops.append(f"{move} Td <{line.translate(face.codes).encode('utf-16-be').hex()}> Tj")
        before = start
    ops.append("ET")


def _lines(text: str, room: float, widths: dict[str, float]) -> list[str]:
    if sum(map(widths.__getitem__, text)) <= room:
        return [text]
    lines, start, used = [], 0, 0.0
    for index, char in enumerate(text):
        used += widths[char]
        if used > room:
            lines.append(text[start:index])
            start, used = index, widths[char]
    lines.append(text[start:])
    return lines


def _embed(file: _File, face: _Face) -> int:
    chars = [*face.codes]
    base = b"AAAAAA+" + face.font.fontName.encode()
    program = file.stream(face.font.face.makeSubset(chars))
    box = b" ".join(b"%d" % edge for edge in face.font.face.bbox)
    descriptor = file.add(
        b"<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%s] /ItalicAngle 0 /Ascent 880 /Descent -120 "
        b"/CapHeight 733 /StemV 80 /FontFile2 %d 0 R >>" % (base, box, program)
    )
    widths = b" ".join(b"%d" % face.font.face.getCharWidth(char) for char in chars)
    descendant = file.add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /FontDescriptor %d 0 R /W [1 [%s]] /CIDToGIDMap /Identity >>" % (base, descriptor, widths)
    )
    unicode_map = file.stream(to_unicode_map([*map(chr, chars)]).encode("ascii"))
    return file.add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] "
        b"/ToUnicode %d 0 R >>" % (base, descendant, unicode_map)
    )
