"""Reading a QR code off a rasterised page, module by module."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from pypdfium2 import PdfDocument

DPI = 300
_MM = DPI / 25.4


def pages_of(content: bytes) -> list[Image.Image]:
    """Every page of a PDF as a grey picture of 300 dots an inch."""
    with PdfDocument(BytesIO(content)) as document:
        return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]


def dark_at(page: Image.Image, x: float, y: float) -> bool:
    """Whether the paper is black there, in millimetres from the top left corner."""
    found = page.getpixel((round(x * _MM), round(y * _MM)))
    assert isinstance(found, int)
    return found < 128


def modules(page: Image.Image, left: float, top: float, size: float, count: int) -> list[list[bool]]:
    """The `count` by `count` modules of a code whose top left corner and size are known, in millimetres."""
    step = size / count
    return [
        [dark_at(page, left + (column + 0.5) * step, top + (row + 0.5) * step) for column in range(count)]
        for row in range(count)
    ]
