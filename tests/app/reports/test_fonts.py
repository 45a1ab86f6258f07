from __future__ import annotations

from pathlib import Path

import pytest

from app.reports import fonts
from app.reports.daily import daily_report
from app.reports.fonts import BOLD, REGULAR, PaperFont, paper_font, to_unicode_map
from app.reports.model import Column, Report, Table
from app.reports.pdf import pdf_bytes
from app.tasks import Task
from tests.app.reports.reading import page_texts, poppler
from tests.app.reports.samples import day
from tests.app.reports.week import week
from tests.support.sources import ROOT

STANDARD_TABLE = (ROOT / "tools" / "tgscc8105.txt").read_text(encoding="utf-8").split()


def _report(text: str) -> Report:
    return daily_report(day(1, problems=text, tomorrow_plan=""))


@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_both_weights_have_the_whole_standard_table_and_gbk(name: str) -> None:
    glyphs = paper_font(name).face.charToGlyph
    gbk = {
        char
        for lead in range(0x81, 0xFF)
        for trail in range(0x40, 0xFF)
        for char in bytes((lead, trail)).decode("gbk", errors="ignore")
    }
    assert len(STANDARD_TABLE) == 8105
    assert not [char for char in STANDARD_TABLE if ord(char) not in glyphs]
    assert {char for char in gbk if ord(char) not in glyphs} <= {"≒", "\x7f"}


def test_every_character_of_the_standard_table_extracts_as_itself(tmp_path: Path) -> None:
    text = "".join(STANDARD_TABLE)
    content = pdf_bytes([_report(text)], Task())
    read = "".join(poppler("pdftotext", content, tmp_path, "-raw").split())
    assert not set(text) - set(read)
    assert not set(text) - set("".join(page_texts(content)))


def test_names_of_all_its_characters_extract_whole_and_in_order(tmp_path: Path) -> None:
    """2,702 customers of three characters each, in the regular face and again in the bold one."""
    names = ["".join(STANDARD_TABLE[start : start + 3]) for start in range(0, len(STANDARD_TABLE), 3)]
    columns = (Column(key="no", label="A", width=20), Column(key="name", label="B", width=40, bold=True))
    table = Table(title="", columns=columns, rows=tuple((name, f"{name}行") for name in names))
    read = poppler("pdftotext", pdf_bytes([week((table,))], Task()), tmp_path, "-raw")
    found = [line.split() for line in read.splitlines()]
    shown = [words for words in found if len(words) == 2 and words[1] == f"{words[0]}行"]
    assert [name for name, _ in shown] == names


@pytest.mark.parametrize("name", ["𬭎达电器", "𫚖鱼大排档", "𬬻具经营部", "张𬀩", "㭎记"])
def test_rare_names_extract_in_order(name: str, tmp_path: Path) -> None:
    content = pdf_bytes([_report(name)], Task())
    assert name in poppler("pdftotext", content, tmp_path)
    assert name in "".join(page_texts(content))


def test_characters_without_a_glyph_are_named_and_still_extract(tmp_path: Path) -> None:
    content = pdf_bytes([_report("老板发来😀表情")], Task())
    text = "".join(poppler("pdftotext", content, tmp_path).split())
    assert "老板发来😀表情" in text
    assert "字体里没有1个字，以“〓”代印：U+1F600" in text


def test_reports_without_such_characters_have_no_such_note() -> None:
    assert "字体里没有" not in "".join(page_texts(pdf_bytes([_report("平常")], Task())))


def test_all_fonts_are_embedded_subsets_with_a_map_to_unicode(tmp_path: Path) -> None:
    lines = poppler("pdffonts", pdf_bytes([_report("平常")], Task()), tmp_path).splitlines()[2:]
    assert len(lines) == 2
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines)


def test_characters_beyond_the_first_plane_map_to_utf_16_pairs() -> None:
    assert "<0001> <7EBF>\n<0002> <D872DF4E>" in to_unicode_map(["线", "\U0002cb4e"])


def test_a_missing_font_file_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(fonts.FileUnusable, match="请重新安装扫街簿"):
        paper_font.__wrapped__(REGULAR)


def test_two_documents_at_a_time_do_not_share_codes() -> None:
    font = PaperFont("NotoSansSC-Test", fonts.FOLDER / f"{REGULAR}.ttf")

    class Document:
        def __init__(self) -> None:
            self.fontMapping: dict[str, str] = {}
            self.delayedFonts: list[PaperFont] = []

    first, second = Document(), Document()
    assert font.used(first).encoded("线缆") == font.used(second).encoded("电料") == b"\0\1\0\2"
    assert font.used(first).encoded("缆线") == b"\0\2\0\1"
