"""The workbook's table of shared texts: labels that thousands of cells show stand in it once, a cell holds their place."""

from __future__ import annotations

from collections.abc import Mapping

from app.exchange.texts import escaped
from app.reports.cells import plain

_NAME, _TYPES, _RELATIONS = "xl/sharedStrings.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


class SharedTexts:
    """Texts by their place, in the order in which they were met."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Where a text stands."""
        return self._places.setdefault(text, len(self._places))

    def joined(self, parts: Mapping[str, bytes]) -> dict[str, bytes]:
        """A workbook's parts with the table among them; openpyxl writes none, its own texts stand in their cells."""
        texts = "".join(f'<si><t xml:space="preserve">{escaped(plain(text))}</t></si>' for text in self._places)
        table = f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{_MAIN}" uniqueCount="{len(self._places)}">{texts}</sst>'
        declared = f'<Override PartName="/{_NAME}" ContentType="{_TYPE}"/></Types>'
        related = f'<Relationship Id="rIdTexts" Type="{_KIND}" Target="/{_NAME}"/></Relationships>'
        return {
            **parts,
            _TYPES: parts[_TYPES].replace(b"</Types>", declared.encode()),
            _RELATIONS: parts[_RELATIONS].replace(b"</Relationships>", related.encode()),
            _NAME: table.encode(),
        }
