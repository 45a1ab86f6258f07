"""Photos on paper, four a page: brought down to what paper can show before they go into the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader

from app.reports.galley import Galley
from app.reports.ink import MM, Ink, Tone, regular
from app.reports.model import Align, Picture
from app.reports.stack import INNER_RULE, Item

A_ROW = 2
BETWEEN = 5 * MM
CAPTION = 11 * MM
DOTS_PER_INCH = 200
QUALITY = 82
MOST_PIXELS = 50_000_000
"""Of a photo in memory; a JPEG is read at a part of its size, so only huge PNG files reach this."""
UNREADABLE = "这张照片读不出来，没有印出。请在资料里重新添加。"
TOO_LARGE = "这张照片的像素太多，没有印出。请缩小后重新添加。"


class PhotosItem(Item):
    """One row of photos with their captions, half a page high; nothing is read before it is drawn."""

    tall = float("inf")

    def __init__(self, pictures: Sequence[Picture], width: float, height: float) -> None:
        self._pictures = pictures
        self._width = (width - BETWEEN * (A_ROW - 1)) / A_ROW
        self.height = height
        self._captions = [_caption(picture, self._width) for picture in pictures]

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Each photo as large as its place allows, the caption under it."""
        for picture, caption in zip(self._pictures, self._captions, strict=True):
            room = self.height - max(CAPTION, caption.height + 2 * MM) - 2 * MM
            self._draw(ink, picture, x, y, room)
            caption.draw(ink, x, y + room + 1 * MM)
            x += self._width + BETWEEN

    def _draw(self, ink: Ink, picture: Picture, x: float, y: float, height: float) -> None:
        try:
            photo = for_paper(picture, self._width, height)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            words = TOO_LARGE if isinstance(error, Image.DecompressionBombError) else UNREADABLE
            ink.frame(x, y, self._width, height, INNER_RULE, Tone.RULE)
            galley = Galley.of(words, regular(9), self._width - 8 * MM, Align.CENTER)
            galley.draw(ink, x + 4 * MM, y + (height - galley.height) / 2)
            return
        across, down = photo.getSize()
        scale = min(self._width / across, height / down)
        wide, high = across * scale, down * scale
        left, bottom = x + (self._width - wide) / 2, ink.height - y - (height + high) / 2
        ink.canvas.drawImage(photo, left, bottom, wide, high)


def photo_items(pictures: Sequence[Picture], width: float, height: float) -> Iterator[PhotosItem]:
    """Rows of two, each `height` high."""
    for start in range(0, len(pictures), A_ROW):
        yield PhotosItem(pictures[start : start + A_ROW], width, height)


def for_paper(picture: Picture, width: float, height: float) -> ImageReader:
    """The photo upright, grey ground under transparency, no finer than the print; as JPEG.

    Raises OSError, ValueError or SyntaxError when it is damaged, DecompressionBombError when it is far too large.
    """
    most = (round(width / 72 * DOTS_PER_INCH), round(height / 72 * DOTS_PER_INCH))
    source = BytesIO(picture.source) if isinstance(picture.source, bytes) else picture.source
    with Image.open(source, formats=("JPEG", "PNG")) as image:
        image.draft("RGB", (max(most), max(most)))
        if image.width * image.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail(most)
        stream = BytesIO()
        _flat(upright).save(stream, "JPEG", quality=QUALITY)
    stream.seek(0)
    return ImageReader(stream)


def _flat(image: Image.Image) -> Image.Image:
    if image.mode in ("L", "RGB"):
        return image
    with_alpha = image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(with_alpha, mask=with_alpha)
    return ground


def _caption(picture: Picture, width: float) -> Galley:
    return Galley.of(picture.caption, regular(8), width, Align.CENTER)
