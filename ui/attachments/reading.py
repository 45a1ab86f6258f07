"""Stored files as pictures for the screen: whole pages and thumbnails. All of it may run on a worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from app.attachments.kinds import MOST_PIXELS
from app.attachments.previews import thumbnail
from app.attachments.store import KeptFile, content_of, stored_path
from app.context import App
from app.errors import FileUnusable

THUMBNAIL = 160
"""Pixels of the longer side: enough for a 56 px place on a dense screen."""
_PDF_WIDTH = 1600
_MOST_DRAWN = 24_000_000
"""Pixels of a picture on screen; larger ones are read smaller, so that none takes half a gigabyte."""
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class SeenPage:
    """One page as it is seen, and which of how many it is, from 0; a picture is a single page."""

    image: QImage
    number: int = 0
    count: int = 1


def can_be_seen(kept: KeptFile) -> bool:
    """Whether the program draws files of this type itself."""
    return kept.is_picture or kept.mime == _PDF


def read_page(app: App, kept: KeptFile, number: int = 0) -> SeenPage:
    """A page of a stored picture or PDF; raises FileUnusable when it is damaged or gone."""
    if kept.mime == _PDF:
        return _read_pdf(content_of(app, kept), kept.file_name, number, _PDF_WIDTH)
    return SeenPage(read_picture(stored_path(app, kept.stored_name), kept.file_name))


def read_thumbnail(app: App, kept: KeptFile) -> QImage:
    """A stored picture or a PDF's first page, small; raises FileUnusable when it is damaged or gone."""
    if kept.mime != _PDF:
        return QImage.fromData(thumbnail(app, kept, THUMBNAIL))
    page = _read_pdf(content_of(app, kept), kept.file_name, 0, THUMBNAIL).image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return page.scaled(QSize(THUMBNAIL, THUMBNAIL), keep, smooth)


def read_file(file: Path, name: str) -> QImage:
    """A file's picture or first page; raises FileUnusable when it is damaged."""
    if file.suffix != ".pdf":
        return read_picture(file, name)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise FileUnusable(_unread_pdf(name)) from error
    return _read_pdf(content, name, 0, _PDF_WIDTH).image


def read_picture(file: Path, name: str) -> QImage:
    """A picture turned upright; raises FileUnusable when it is damaged."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    size = reader.size()
    pixels = size.width() * size.height()
    if _MOST_DRAWN < pixels <= MOST_PIXELS:
        reader.setScaledSize(size * (_MOST_DRAWN / pixels) ** 0.5)
    image = reader.read()
    if image.isNull():
        raise FileUnusable(f"{name} 打不开，图片可能已损坏。别的内容都不受影响，请重新拍照或换一张。")
    return image


def _read_pdf(content: bytes, name: str, number: int, width: int) -> SeenPage:
    from pypdfium2 import PdfiumError

    from ui.rendering import PdfFile

    try:
        pdf = PdfFile(content)
        try:
            return SeenPage(pdf.render(number, width), number, len(pdf.sizes))
        finally:
            pdf.close()
    except (PdfiumError, IndexError) as error:
        raise FileUnusable(_unread_pdf(name)) from error


def _unread_pdf(name: str) -> str:
    return f"{name} 打不开，PDF 可能有密码或已损坏。别的内容都不受影响，请换一张。"
