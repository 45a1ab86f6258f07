"""The bundled fonts as reportlab embeds them here: one Type0 subset a face, with a map back to Unicode that is right.

reportlab's own TrueType embedding writes a wrong ToUnicode map beyond the BMP and draws boxes for missing characters.
Here a code stands for one character whatever its plane; a missing character is drawn as 〓, extracts as itself and is
named by `missing`.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFError, TTFont

from app.errors import FileUnusable
from app.reports.objects import stream

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
SUBSTITUTE = "〓"
TICKED = "☑"
DRAWN = frozenset(("☐", TICKED))
"""Characters the faces lack: both take the glyph of □, and a tick is drawn into the second (`Ink.tick`)."""
_BOX = "□"
_MAP_ENTRIES = 100


class Used:
    """The characters one document has used of a face, and the face's name in it (/F1); codes start at 1."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._codes = _Codes()

    @property
    def chars(self) -> list[str]:
        """The characters in the order of their codes."""
        return list(map(chr, self._codes))

    def encoded(self, text: str) -> bytes:
        """The text as two-byte codes."""
        return text.translate(self._codes).encode("utf-16-be", "surrogatepass")

    def hexed(self, text: str) -> str:
        """The codes as text operators take them."""
        return self.encoded(text).hex()


class _Codes(dict[int, int]):
    """Character to code; a new character gets the next one."""

    def __missing__(self, char: int) -> int:
        code = self[char] = len(self) + 1
        return code


class PaperFont(TTFont):  # type: ignore[misc]
    """A bundled TrueType face that writes two-byte codes; reportlab asks it for pieces through `splitString`."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), asciiReadable=False, shapable=False)
        self.widths = _Widths({chr(code): float(width) for code, width in self.face.charWidths.items()})
        self._used: WeakKeyDictionary[Any, Used] = WeakKeyDictionary()
        self._reading = Lock()

    def used(self, doc: Any) -> Used:
        """What the document uses of this face; from the first question on the face belongs to it."""
        if doc not in self._used:
            self._used[doc] = Used(f"/F{len(doc.fontMapping) + 1}")
            doc.fontMapping[self.fontName] = self._used[doc].name
            doc.delayedFonts.append(self)
        return self._used[doc]

    def missing(self, doc: Any) -> list[str]:
        """Characters the document used that the face does not have, in order of first use."""
        return [char for char in self.used(doc).chars if char not in DRAWN and ord(char) not in self.face.charToGlyph]

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        """reportlab's question: the text in pieces of one subset each; there is only one."""
        return [(0, self.used(doc).encoded(text))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: N802
        """reportlab's question: the name of a subset."""
        return self.used(doc).name

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """reportlab's request at the end of a document: add the font's objects."""
        used = self._used.pop(doc)
        chars = used.chars
        name = used.name[1:]
        with self._reading:
            font = self._font_object(doc, chars)
        doc.idToObject["BasicFonts"].dict[name] = doc.Reference(font, name)

    def _font_object(self, doc: Any, chars: list[str]) -> Any:
        base = f"{SUBSETN(0).decode()}+{self.fontName}"
        points = [self._point(char) for char in chars]
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(base),
                "CIDSystemInfo": _system_info(),
                "FontDescriptor": self.face.addSubsetObjects(doc, base, points),
                "DW": 1000,
                "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray([self.face.getCharWidth(point) for point in points])]),
                "CIDToGIDMap": doc.Reference(stream(self._glyph_numbers(points)), f"glyphs:{base}"),
            }
        )
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(base),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"descendant:{base}")]),
                "ToUnicode": doc.Reference(stream(to_unicode_map(chars).encode("ascii")), f"unicode:{base}"),
            }
        )

    def _point(self, char: str) -> int:
        """The character whose glyph is shown."""
        if char in DRAWN:
            return ord(_BOX)
        return ord(char) if ord(char) in self.face.charToGlyph else ord(SUBSTITUTE)

    def _glyph_numbers(self, points: list[int]) -> bytes:
        """Code to glyph, as reportlab's `makeSubset` numbers the glyphs: in order, each glyph once."""
        numbers = {0: 0}
        glyphs = [self.face.charToGlyph[point] for point in points]
        return struct.pack(f">{len(glyphs) + 1}H", 0, *[numbers.setdefault(glyph, len(numbers)) for glyph in glyphs])


class _Widths(dict[str, float]):
    """Advance widths in thousandths of the size; missing characters are as wide as their substitute."""

    def __missing__(self, char: str) -> float:
        return self[SUBSTITUTE]


@cache
def paper_font(name: str) -> PaperFont:
    """The bundled face, loaded once a process; raises FileUnusable when its file is gone or damaged."""
    try:
        font = PaperFont(name, FOLDER / f"{name}.ttf")
    except (OSError, TTFError) as error:
        raise FileUnusable(
            f"没能生成 PDF，程序自带的字体 {name}.ttf 不见了或已损坏。数据没有改动，请重新安装扫街簿。"
        ) from error
    pdfmetrics.registerFont(font)
    return font


def to_unicode_map(chars: list[str]) -> str:
    """The CMap that takes codes 1, 2 … back to the characters, any plane, in UTF-16 as ISO 32000-1 §9.10.3 asks."""
    pairs = [f"<{code:04X}> <{_utf16(char)}>" for code, char in enumerate(chars, 1)]
    parts = [pairs[start : start + _MAP_ENTRIES] for start in range(0, len(pairs), _MAP_ENTRIES)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *["\n".join([f"{len(part)} beginbfchar", *part, "endbfchar"]) for part in parts],
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


def _utf16(char: str) -> str:
    return char.encode("utf-16-be", errors="replace").hex().upper()


def _system_info() -> Any:
    return pdfdoc.PDFDictionary(
        {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
    )
