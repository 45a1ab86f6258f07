"""Photos in an appendix: four a page, small enough for paper, and a sentence where one cannot be read."""

from __future__ import annotations

import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.reports import photos
from app.reports.model import Picture, Pictures, Text
from app.reports.pdf import pdf_bytes
from app.reports.photos import DOTS_PER_INCH, for_paper
from app.reports.xlsx import write_xlsx
from app.tasks import Task
from tests.app.reports.reading import page_texts
from tests.app.reports.week import photo, week

ROOM = (255.0, 330.0)


def _pages(*pictures: Picture) -> list[str]:
    return page_texts(pdf_bytes([week((Text("说明", ()), Pictures(pictures)))], Task()))


def test_four_photos_a_page_with_their_captions() -> None:
    pages = _pages(*(Picture(photo((400, 300)), f"第{number}张") for number in range(1, 10)))
    assert ["张" in page for page in pages] == [False, True, True, True]
    assert [page.count("张") for page in pages[1:]] == [4, 4, 1]
    assert "照片" in pages[1]


def test_photos_come_from_files_too(tmp_path: Path) -> None:
    (tmp_path / "门头.png").write_bytes(photo((300, 200), "PNG", "RGBA"))
    assert "门头照" in "".join(_pages(Picture(tmp_path / "门头.png", "门头照")))


@pytest.mark.parametrize(
    "source", [b"", b"not an image", photo()[:2000], photo((50, 50), "GIF"), photo((50, 50), "PNG")[:60]]
)
def test_what_cannot_be_read_says_so_in_its_place(source: bytes) -> None:
    *_, last = _pages(Picture(source, "坏的"), Picture(photo((40, 40)), "好的"))
    assert "这张照片读不出来，没有印出。请在资料里重新添加。" in last
    assert "坏的" in last
    assert "好的" in last


def test_a_file_that_is_gone_says_so_too(tmp_path: Path) -> None:
    assert "这张照片读不出来" in "".join(_pages(Picture(tmp_path / "gone.jpg", "门头照")))


def test_far_too_many_pixels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_PIXELS", 10_000)
    assert "这张照片的像素太多" in "".join(_pages(Picture(photo((400, 300), "PNG"), "门头照")))


def test_photos_are_no_finer_than_the_print() -> None:
    across, down = for_paper(Picture(photo((6000, 4000))), *ROOM).getSize()
    assert across <= ROOM[0] / 72 * DOTS_PER_INCH + 1
    assert down <= ROOM[1] / 72 * DOTS_PER_INCH + 1
    assert abs(across / down - 1.5) < 0.01


def test_a_photo_taken_upright_stands_upright() -> None:
    stream = BytesIO()
    image = Image.new("RGB", (600, 300), "gray")
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(stream, "JPEG", exif=exif)
    across, down = for_paper(Picture(stream.getvalue()), *ROOM).getSize()
    assert down > across


def test_transparent_ground_prints_white() -> None:
    stream = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(stream, "PNG")
    reader = for_paper(Picture(stream.getvalue()), *ROOM)
    assert set(bytes(reader.getRGBData())) == {255}


def test_many_large_photos_take_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "大.jpg"
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(path, "JPEG")
    tracemalloc.start()
    content = pdf_bytes([week((Pictures(tuple(Picture(path, f"{n}") for n in range(12))),))], Task())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(content) < 6_000_000
    assert peak < 60_000_000


def test_excel_leaves_photos_to_paper(tmp_path: Path) -> None:
    write_xlsx([week((Pictures((Picture(b"x", "门头照"),)),))], tmp_path / "周.xlsx", Task())
    assert (tmp_path / "周.xlsx").is_file()
