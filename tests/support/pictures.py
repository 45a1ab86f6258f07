"""Pictures and papers as people have them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (120, 80), colour: str = "grey") -> bytes:
    """A real picture of one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def office_file(part: str) -> bytes:
    """A zip with one part, as Word and Excel files are zips."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, "<xml/>")
    return out.getvalue()


def put(folder: Path, name: str, content: bytes) -> Path:
    """A file in a folder."""
    file = folder / name
    file.write_bytes(content)
    return file
