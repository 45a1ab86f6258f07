"""What is taken into the store, and what is refused in words."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from app.attachments import kinds
from app.attachments.kinds import PAPERS
from app.attachments.records import keep_file
from app.attachments.store import content_of, save_copy, store_folder, stored_path
from app.errors import FileUnusable, Forbidden
from tests.support.office import Office
from tests.support.pictures import office_file, picture, put

DOCX, XLSX = office_file("word/document.xml"), office_file("xl/workbook.xml")


def files_in(office: Office) -> list[str]:
    return sorted(file.name for file in store_folder(office.app).rglob("*") if file.is_file())


@pytest.fixture
def office(sqlite_office: Office) -> Office:
    return sqlite_office


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("门头.jpg", picture("JPEG"), "image/jpeg"),
        ("店内.PNG", picture(), "image/png"),
        ("价目.pdf", b"%PDF-1.7 rest", "application/pdf"),
        ("方案.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("报价.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_kind_is_known_by_its_content(
    office: Office, tmp_path: Path, name: str, content: bytes, mime: str
) -> None:
    kept = keep_file(office.clerk, "customer", put(tmp_path, name, content))
    assert (kept.mime, kept.file_name, kept.size) == (mime, name, len(content))
    assert content_of(office.clerk, kept) == content


def test_the_same_content_lies_there_once(office: Office, tmp_path: Path) -> None:
    one = keep_file(office.clerk, "customer", put(tmp_path, "正面.png", picture()))
    other = keep_file(office.clerk, "visit", put(tmp_path, "copy.png", picture()))
    assert one.stored_name == other.stored_name
    assert files_in(office) == [one.stored_name]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("notes.txt", b"hello", "notes.txt 不是 JPG、PNG 图片、PDF、DOCX 或 XLSX"),
        ("fake.jpg", b"GIF89a", "fake.jpg 不是"),
        ("empty.png", b"", "不是"),
        ("any.zip", office_file("readme.txt"), "不是"),
        ("torn.zip", DOCX[:40], "不是"),
        ("torn.jpg", picture("JPEG", (900, 900))[:2000], "坏的图片，可能没传完"),
        ("torn.png", picture("PNG", (900, 900))[:-40], "坏的图片"),
        ("head.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "坏的图片"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_rest_is_refused_in_words(office: Office, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    with pytest.raises(FileUnusable, match=says):
        keep_file(office.clerk, "customer", put(tmp_path, name, content))
    assert files_in(office) == []


def test_a_sheet_takes_no_workbook(office: Office, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="不是 JPG、PNG 图片或 PDF，没有收进来"):
        keep_file(office.clerk, "survey_sheet", put(tmp_path, "报价.xlsx", XLSX), PAPERS)


def test_a_photo_of_200_mb_is_refused_unread(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "huge.jpg"
    with file.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    with pytest.raises(FileUnusable, match=r"huge\.jpg 有 200 MB，最多收 20 MB"):
        keep_file(office.clerk, "customer", file)


def test_a_small_file_that_would_fill_the_memory_is_refused(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "MOST_PIXELS", 9_000)
    with pytest.raises(FileUnusable, match="有 120×80 点，太大了"):
        keep_file(office.clerk, "customer", put(tmp_path, "wide.png", picture()))


def test_a_file_that_is_gone_is_told(office: Office, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match=r"读不了 gone\.png"):
        keep_file(office.clerk, "customer", tmp_path / "gone.png")


def test_without_the_right_nothing_is_taken(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        keep_file(office.as_("admin"), "customer", put(tmp_path, "a.png", picture()))


@pytest.mark.parametrize(
    ("number", "says"), [(errno.ENOSPC, "磁盘满了"), (errno.EACCES, "不让写入"), (errno.EIO, "没能存下 a.png：")]
)
def test_what_the_disk_refuses_is_told_and_leaves_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise OSError(number, "refused")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(FileUnusable, match=says):
        keep_file(office.clerk, "customer", put(tmp_path, "a.png", picture()))
    assert files_in(office) == []


def test_a_damaged_stored_file_is_written_anew(office: Office, tmp_path: Path) -> None:
    kept = keep_file(office.clerk, "customer", put(tmp_path, "a.png", picture()))
    stored_path(office.app, kept.stored_name).write_bytes(b"")
    keep_file(office.clerk, "customer", put(tmp_path, "a.png", picture()))
    assert content_of(office.clerk, kept) == picture()


def test_content_that_has_gone_is_told(office: Office, tmp_path: Path) -> None:
    kept = keep_file(office.clerk, "customer", put(tmp_path, "a.png", picture()))
    stored_path(office.app, kept.stored_name).unlink()
    with pytest.raises(FileUnusable, match=r"附件 a\.png 的文件不见了"):
        content_of(office.clerk, kept)


def test_a_copy_is_saved_elsewhere_whole(office: Office, tmp_path: Path) -> None:
    kept = keep_file(office.clerk, "customer", put(tmp_path, "a.png", picture()))
    target = put(tmp_path, "旧的.png", b"old")
    save_copy(office.clerk, kept, target)
    assert target.read_bytes() == picture()
    (tmp_path / "夹").mkdir()
    with pytest.raises(FileUnusable, match=r"没能存下 夹"):
        save_copy(office.clerk, kept, tmp_path / "夹")
    assert not list(tmp_path.glob("*.part"))


def test_a_copy_the_disk_refuses_leaves_what_was_there(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep_file(office.clerk, "customer", put(tmp_path, "a.png", picture()))
    target = put(tmp_path, "旧的.png", b"old")

    def refuse(self: Path, other: Path) -> Path:
        raise PermissionError(errno.EACCES, "refused")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(FileUnusable, match=f"文件夹“{tmp_path}”不让写入"):
        save_copy(office.clerk, kept, target)
    assert target.read_bytes() == b"old"
    assert not list(tmp_path.glob("*.part"))
