"""Pages of a PDF as pictures, by PDFium."""

from __future__ import annotations

import threading

import pypdfium2
from PySide6.QtGui import QImage

_PDFIUM = threading.RLock()  # PDFium is one library a process, and may be entered by one thread at a time


class PdfFile:
    """A PDF in memory; usable from any thread. `sizes` are the pages' widths and heights in points (1/72 inch)."""

    def __init__(self, data: bytes) -> None:
        with _PDFIUM:
            self._document: pypdfium2.PdfDocument | None = pypdfium2.PdfDocument(data)
            self.sizes: tuple[tuple[float, float], ...] = tuple(
                self._document.get_page_size(page) for page in range(len(self._document))
            )

    @property
    def paper(self) -> str:
        """How its first page lies: A4 横向 or A4 纵向; empty without pages."""
        if not self.sizes:
            return ""
        width, height = self.sizes[0]
        return "A4 横向" if width > height else "A4 纵向"

    def render(self, page: int, width: int) -> QImage:
        """One page on white, `width` pixels wide; an empty image once the file is closed."""
        with _PDFIUM:
            if self._document is None:
                return QImage()
            opened = self._document[page]
            try:
                bitmap = opened.render(scale=width / self.sizes[page][0], prefer_bgrx=True)
                picture = QImage(
                    bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
                ).copy()
                bitmap.close()
            finally:
                opened.close()
        return picture

    def close(self) -> None:
        """Give the memory back; later pages come out empty."""
        with _PDFIUM:
            if self._document is not None:
                self._document.close()
                self._document = None
