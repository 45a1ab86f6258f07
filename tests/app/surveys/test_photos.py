"""Pictures of a sheet: stored as every attachment is, papers only."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.context import App
from app.errors import FileUnusable
from app.surveys.listing import list_sheets
from app.surveys.photos import attach_photos, keep_photo, list_photos, photo_path
from tests.support.pictures import office_file, picture, put


def test_a_sheet_has_its_pictures(clerk: App, tmp_path: Path) -> None:
    sheet = list_sheets(clerk)[0].id
    front = keep_photo(clerk, put(tmp_path, "正面.pdf", b"%PDF-1.7 front"))
    back = keep_photo(clerk, put(tmp_path, "反面.png", picture()))
    attach_photos(clerk, sheet, [("sheet_scan", front)])
    attach_photos(clerk, sheet, [("sheet_scan", front), ("sheet_scan", back)])
    assert list_photos(clerk, sheet) == [back, front]
    assert list_photos(clerk, sheet, "storefront") == []
    assert photo_path(clerk, back).read_bytes() == picture()


def test_a_workbook_is_no_paper(clerk: App, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="不是 JPG、PNG 图片或 PDF"):
        keep_photo(clerk, put(tmp_path, "表.xlsx", office_file("xl/workbook.xml")))
