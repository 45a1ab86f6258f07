"""PDF objects as they are stored."""

from __future__ import annotations

import zlib
from typing import Any

from reportlab.pdfbase import pdfdoc

LEVEL = 1


def stream(content: bytes) -> Any:
    """A stream whose content is compressed now, not when the file is written."""
    dictionary = pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode")})
    return pdfdoc.PDFStream(dictionary, zlib.compress(content, LEVEL))
