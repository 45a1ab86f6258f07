"""Reading a PDF back as a person or a program would."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

from pypdfium2 import PdfDocument


def page_texts(content: bytes) -> list[str]:
    """Each page's text, without the white space that layout puts into it."""
    with PdfDocument(BytesIO(content)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return ["".join(text.split()) for text in texts]


def page_sizes(content: bytes) -> list[tuple[float, float]]:
    """Each page's width and height in millimetres."""
    with PdfDocument(BytesIO(content)) as document:
        return [tuple(round(points * 25.4 / 72, 1) for points in page.get_size()) for page in document]


def poppler(program: str, content: bytes, folder: Path, *options: str) -> str:
    """What a poppler program says about the PDF on its standard output."""
    path = folder / f"{program}.pdf"
    path.write_bytes(content)
    target = ["-"] if program == "pdftotext" else []
    return subprocess.run([program, *options, str(path), *target], capture_output=True, text=True, check=True).stdout
