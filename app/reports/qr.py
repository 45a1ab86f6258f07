"""QR codes as vectors on paper (library segno)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from app.reports.ink import MM, Ink

QR_SIZE = 27 * MM
"""The code alone; around it stay four modules white (ISO/IEC 18004)."""


@lru_cache(maxsize=256)
def qr_rows(content: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of the code for a text at level M, dark ones true, without the quiet zone."""
    import segno

    return tuple(
        tuple(bool(module) for module in row)
        for row in segno.make(content, error="m", boost_error=False, micro=False).matrix
    )


def draw_qr(ink: Ink, x: float, y: float, content: str, size: float = QR_SIZE) -> None:
    """The code with its top left corner at (x, y), as one filled shape so that no seams show between modules."""
    rows = qr_rows(content)
    module = size / len(rows)
    canvas = ink.canvas
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        bottom = ink.height - y - (number + 1) * module
        for start, end in _dark_runs(row):
            path.rect(x + start * module, bottom, (end - start) * module, module)
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _dark_runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    start = None
    for place, dark in enumerate((*row, False)):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place
            start = None
