"""Which files are taken, recognised by what is in them and not by their name (records.md Attachment)."""

from __future__ import annotations

import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from app.errors import FileUnusable

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 20 * 1024 * 1024
"""In bytes (records.md Attachment)."""
MOST_PIXELS = 120_000_000
"""A picture of more would take half a gigabyte to draw."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A sort of file: its ending and MIME type."""

    ending: str
    mime: str

    @property
    def is_picture(self) -> bool:
        """Whether it can be drawn by itself."""
        return self.mime.startswith("image/")


JPEG = FileKind(".jpg", "image/jpeg")
PNG = FileKind(".png", "image/png")
PDF = FileKind(".pdf", "application/pdf")
DOCX = FileKind(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = FileKind(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

PAPERS = frozenset((JPEG, PNG, PDF))
"""What a photographed or scanned paper may be."""
EVERYTHING = PAPERS | {DOCX, XLSX}

_STARTS = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))
_NAMES = {PAPERS: "JPG、PNG 图片或 PDF", EVERYTHING: "JPG、PNG 图片、PDF、DOCX 或 XLSX"}


def recognised(content: bytes, name: str, allowed: frozenset[FileKind] = EVERYTHING) -> FileKind:
    """What kind of file the bytes are; raises FileUnusable for others, and for pictures that cannot be drawn whole."""
    kind = _kind_of(content)
    if kind is None or kind not in allowed:
        raise FileUnusable(f"{name} 不是 {_NAMES[allowed]}，没有收进来。请换成这几种文件再试。")
    if kind.is_picture:
        check_picture(content, name)
    return kind


def _kind_of(content: bytes) -> FileKind | None:
    found = next((kind for start, kind in _STARTS if content.startswith(start)), None)
    return found or _office_kind(content)


def _office_kind(content: bytes) -> FileKind | None:
    if not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, RuntimeError):
        return None
    return next((kind for part, kind in _PARTS if part in names), None)


def check_picture(content: bytes, name: str) -> None:
    """Raise FileUnusable unless the picture can be drawn from its first to its last line."""
    with opened_picture(content, name) as picture:
        picture.draft("L", (256, 256))
        load_picture(picture, name)


def opened_picture(content: bytes, name: str) -> Image:
    """The picture with its head read; raises FileUnusable when it is none or would need too much memory."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileUnusable(_damaged(name)) from error
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise FileUnusable(f"{name} 有 {width}×{height} 点，太大了，没有收进来。请缩小图片后再试。")
    return picture


def load_picture(picture: Image, name: str) -> None:
    """Decode it; raises FileUnusable when bytes are missing or wrong."""
    try:
        picture.load()
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        raise FileUnusable(_damaged(name)) from error


def _damaged(name: str) -> str:
    return f"{name} 是坏的图片，可能没传完，没有收进来。请重新拍照或重新拷贝后再试。"
