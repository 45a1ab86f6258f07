"""What is dragged over the grid: due customers into a cell, cards from cell to cell; ids as plain numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData

DUE, CARDS = "application/x-sweepbook-customers", "application/x-sweepbook-plan-items"


def packed(kind: str, ids: Sequence[int]) -> QMimeData:
    """Ids under way."""
    data = QMimeData()
    data.setData(kind, ",".join(str(number) for number in ids).encode())
    return data


def unpacked(data: QMimeData, kind: str) -> list[int]:
    """The ids that came, none when something else did."""
    text = bytes(data.data(kind).data()).decode("ascii", "ignore")
    return [int(part) for part in text.split(",") if part.isdecimal()]
