"""Pictures of a sheet: kept once, refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.context import App
from app.errors import FileUnusable
from app.surveys import photos
from app.surveys.photos import attach_photos, keep_photo, list_photos, photo_path
from app.surveys.sheets import list_sheets

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def _file(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def test_the_same_picture_is_kept_once(clerk: App, tmp_path: Path) -> None:
    one = keep_photo(clerk, _file(tmp_path, "正面.png", PNG))
    other = keep_photo(clerk, _file(tmp_path, "copy.png", PNG))
    assert one.stored_name == other.stored_name
    assert photo_path(clerk, one).read_bytes() == PNG
    assert [p.name for p in photos.photo_folder(clerk).rglob("*") if p.is_file()] == [one.stored_name]


def test_a_sheet_has_its_pictures(clerk: App, tmp_path: Path) -> None:
    sheet = list_sheets(clerk)[0].id
    kept = keep_photo(clerk, _file(tmp_path, "scan.pdf", b"%PDF-1.7 rest"))
    attach_photos(clerk, sheet, [("sheet_scan", kept)])
    attach_photos(clerk, sheet, [("sheet_scan", kept)])
    assert list_photos(clerk, sheet) == [kept]
    assert list_photos(clerk, sheet, "storefront") == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("notes.txt", b"hello", "不是 JPG、PNG 图片或 PDF"),
        ("fake.jpg", b"GIF89a", "不是 JPG"),
        ("empty.png", b"", "不是"),
    ],
)
def test_what_is_no_picture_is_refused(clerk: App, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    with pytest.raises(FileUnusable, match=says):
        keep_photo(clerk, _file(tmp_path, name, content))
    assert not photos.photo_folder(clerk).exists()


def test_a_picture_too_large_is_refused_unread(clerk: App, tmp_path: Path) -> None:
    file = tmp_path / "huge.png"
    with file.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    with pytest.raises(FileUnusable, match="有 200 MB，最多收 20 MB"):
        keep_photo(clerk, file)


def test_a_file_that_is_gone_is_told(clerk: App, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match=r"读不了 gone\.png"):
        keep_photo(clerk, tmp_path / "gone.png")
