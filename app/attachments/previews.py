"""Small pictures of attachments for lists and previews, and their pages for printing."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from app.attachments.kinds import load_picture, opened_picture
from app.attachments.records import list_attachments
from app.attachments.store import KeptFile, content_of, stored_path
from app.context import App
from app.reports.model import Picture, Pictures

if TYPE_CHECKING:
    from PIL.Image import Image


def thumbnail(app: App, kept: KeptFile, edge: int = 256) -> bytes:
    """A stored picture as a PNG at most `edge` pixels wide and high, upright as it was taken.

    Raises FileUnusable when the file is no picture, damaged or gone.
    """
    from PIL import ImageOps

    with opened_picture(content_of(app, kept), kept.file_name) as picture:
        picture.draft("RGB", (edge * 2, edge * 2))
        load_picture(picture, kept.file_name)
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((edge, edge))
        return _as_png(upright)


def _as_png(picture: Image) -> bytes:
    out = BytesIO()
    shown = picture if picture.mode in ("RGB", "L", "RGBA", "LA") else picture.convert("RGB")
    shown.save(out, "PNG")
    return out.getvalue()


def photo_pages(app: App, owner_type: str, owner_id: int, *, masked: bool = True) -> tuple[Pictures, ...]:
    """A record's pictures four a page for the end of a print; sensitive ones only on complete prints (rule R22).

    None at all when the record has no pictures.
    """
    shown = tuple(
        Picture(stored_path(app, row.file.stored_name), row.told)
        for row in list_attachments(app, owner_type, owner_id)
        if row.file.is_picture and not (masked and row.is_sensitive)
    )
    return (Pictures(shown, "照片附页"),) if shown else ()
