"""Typing sheets in the real window, by keys only."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from app.surveys.drafts import list_drafts
from app.surveys.listing import list_sheets
from app.surveys.photos import list_photos
from app.surveys.sheets import open_sheet
from tests.support.copying import copy_files
from tests.support.pictures import picture, put
from tests.support.sample import texts_of
from tests.ui.pages.survey.conftest import Typist
from ui.dialogs.verdict import VerdictDialog
from ui.pages.survey.dialogs import CompareDialog, DifferencesDialog
from ui.shell.targets import SheetTarget

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
Key = Qt.Key
NAME = "/data/a/customer_name"


def _first_visit(typist: Typist) -> None:
    """The 22 required answers of a first visit, as they stand on paper."""
    typist.enter()
    typist.enter()
    typist.chinese("澜州市恒砾电线电缆销售服务有限责任公司")
    typist.enter()
    typist.enter()
    typist.type("hx")
    typist.enter()
    typist.chinese("Ｃ区 ２排 １７号")
    typist.enter()
    typist.enter()
    typist.type("5")
    typist.enter()
    typist.enter()
    typist.chinese("陈立群")
    typist.enter()
    typist.type("14299990001")
    for _ in range(5):
        typist.enter()
    assert typist.at == "/data/a/shop_area_m2"
    typist.chinese("１８６")
    typist.enter()
    typist.enter()
    typist.type("6")
    typist.enter()
    typist.answer("B03", "13")
    typist.answer("B05", "2")
    typist.answer("B06", "1")
    typist.answer("C06", "3")
    typist.answer("C07", "4")
    typist.answer("C10", "1")
    typist.enter()
    typist.answer("E06", "2")
    typist.answer("E07", "1")


def _last_answers(typist: Typist) -> None:
    typist.press(Key.Key_F4)
    assert typist.at == "/data/outcome/visit_result"
    typist.type("1")
    typist.answer("F01", "4")
    for number, text in (("G01", "店面整洁，老板懂行"), ("G02", "主营恒砾，想换货"), ("G03", "送样品，谈月结")):
        typist.go(number)
        typist.chinese(text)
    typist.answer("G04", "1126")
    typist.answer("G07", "1")
    typist.enter()


def _one_page_pdf() -> bytes:
    written = BytesIO()
    canvas = Canvas(written, pagesize=(595, 842))
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def test_a_first_visit_is_typed_by_keys_and_the_next_sheet_opens(typist: Typist) -> None:
    page = typist.open()
    _first_visit(typist)
    _last_answers(typist)
    assert page.entry is not None
    assert page.acting.gaps == () or not any(gap.required for gap in page.acting.gaps)
    typist.press(Key.Key_R, ALT)
    typist.wait(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    typist.bot.keyClick(menu, Key.Key_1)
    assert page.entry.surveyor_id is not None
    view = page.view
    typist.press(Key.Key_Return, CTRL)
    typist.until_another(view)
    saved = list_sheets(typist.desk.app)[0]
    assert (saved.customer, str(saved.percent)) == ("澜州市恒砾电线电缆销售服务有限责任公司", "45.8")
    told = open_sheet(typist.desk.app, saved.id).told[NAME]
    assert (told.by, told.visit, told.source) == ("温可", 1, "direct")
    assert list_drafts(typist.desk.app) == []
    assert typist.page.notices.loose_visit is not None
    assert typist.page.entry is not None
    assert typist.page.entry.opened.sheet_id is None
    assert typist.page.entry.surveyor_id is not None


def test_finishing_too_early_goes_to_the_first_that_lacks(typist: Typist) -> None:
    page = typist.open()
    said: list[str] = []
    page.desk.noted.connect(lambda note: said.append(note.text))
    typist.press(Key.Key_Return, CTRL)
    assert typist.at == NAME
    assert said[-1].startswith("还有 23 个必填项没填：A01 客户名称、A03 所属市场/路段")
    assert said[-1].endswith("按 F4 逐个去填，没问到按 Ctrl+0。")


def test_the_second_visit_opens_on_the_first_missing_and_asks_before_the_archive_changes(
    typist: Typist, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sheet = next(row for row in list_sheets(typist.desk.app, unfinished=True))
    page = typist.open(SheetTarget(sheet_id=sheet.id))
    assert page.entry is not None
    assert page.entry.visit_order == 3
    assert typist.at == page.acting.gaps[0].path
    for number, keys in (("C17", "2"), ("C18", "4"), ("C19", "12"), ("C22", "1"), ("C23", "3"), ("C06", "2")):
        typist.answer(number, keys)
    typist.go("F01")
    page.view.step(-1)  # type: ignore[union-attr]
    typist.type("1")
    for number, text in (("G02", "再访"), ("G03", "跟进")):
        typist.go(number)
        typist.chinese(text)
    typist.answer("G04", "1128")
    typist.enter()
    asked: list[list[str]] = []

    def tick_none_but_first(dialog: DifferencesDialog) -> str:
        asked.append([dialog.list.item(n).text() for n in range(dialog.list.count())])
        typist.bot.keyClick(dialog.list, Key.Key_Space)
        dialog.choose("save")
        return dialog.answer

    monkeypatch.setattr(DifferencesDialog, "ask", tick_none_but_first)
    (tmp_path / "纸表.pdf").write_bytes(_one_page_pdf())
    page.photo.chosen.emit(tmp_path / "纸表.pdf")
    view = page.view
    typist.press(Key.Key_Return, CTRL)
    typist.until_another(view)
    assert any("经营模式" in line for line in asked[0])
    opened = open_sheet(typist.desk.app, sheet.id)
    assert opened.told["/data/c/after_sales"].visit == 3
    assert opened.told["/data/c/after_sales"].source == "side"
    assert [photo.file_name for photo in list_photos(typist.desk.app, sheet.id)] == ["纸表.pdf"]


def test_chinese_text_is_never_cut_however_long(typist: Typist) -> None:
    page = typist.open()
    typist.go("A02")
    typist.chinese("很长的招牌名" * 10)
    typist.enter()
    assert page.entry is not None
    assert page.entry.value("/data/a/short_name") == "很长的招牌名" * 10
    assert "最多 20 个字" in page.entry.problem("/data/a/short_name")


def test_not_asked_same_as_before_source_and_undo(typist: Typist) -> None:
    page = typist.open()
    entry = page.entry
    assert entry is not None
    typist.go("A08")
    typist.press(Key.Key_0, CTRL)
    assert "/data/a/contact_name" in entry.not_asked
    assert typist.at == "/data/a/mobile"
    typist.go("B05")
    typist.press(Key.Key_D, CTRL)
    assert entry.value("/data/b/traffic_level") == entry.previous["/data/b/traffic_level"] != ""
    typist.go("B06")
    typist.press(Key.Key_S, ALT)
    assert entry.sources["/data/b/location_kind"] == "side"
    typist.press(Key.Key_Z, CTRL)
    typist.press(Key.Key_Z, CTRL)
    assert entry.value("/data/b/traffic_level") == ""
    assert typist.at == "/data/b/traffic_level"


def test_sections_missing_and_order_by_key(typist: Typist) -> None:
    page = typist.open()
    typist.press(Key.Key_4, ALT)
    assert typist.at == "/data/c/owner_quality"
    typist.press(Key.Key_F4)
    assert typist.at == "/data/c/business_mode"
    typist.press(Key.Key_F4, SHIFT)
    assert typist.at == "/data/b/location_kind"
    typist.press(Key.Key_Tab)
    assert typist.at == "/data/b/demand_types"
    typist.press(Key.Key_Return, SHIFT)
    assert typist.at == "/data/b/location_kind"
    typist.press(Key.Key_F7)
    assert page.acting.only_missing
    typist.enter()
    assert typist.at == "/data/c/business_mode"
    typist.press(Key.Key_F7)
    assert not page.acting.only_missing


def test_a_table_is_typed_row_by_row_and_an_empty_last_row_is_not_kept(typist: Typist) -> None:
    page = typist.open()
    entry = page.entry
    assert entry is not None
    typist.go("C11")
    typist.type("hl")
    typist.enter()
    typist.type("1")
    for cell in ("12", "60", ""):
        typist.enter()
        typist.type(cell)
    typist.enter()
    assert typist.at == "/data/c/customer_brands[2]/brand_id"
    assert entry.value("/data/c/customer_brands[1]/brand_id") == "HL"
    assert entry.value("/data/c/customer_brands[1]/share_pct") == "60.0"
    typist.type("bd")
    typist.enter()
    typist.press(Key.Key_Delete, CTRL)
    assert entry.filling.rows("/data/c/customer_brands") == 1
    typist.press(Key.Key_Z, CTRL)
    assert entry.value("/data/c/customer_brands[2]/brand_id") == "BD"
    entry.drop_empty_rows()
    assert entry.filling.rows("/data/c/customer_brands") == 2


def test_a_shop_on_record_is_noticed_and_gone_on_with(typist: Typist) -> None:
    page = typist.open()
    known = list_sheets(typist.desk.app, unfinished=True)[0]
    typist.go("A01")
    typist.chinese(known.customer)
    typist.enter()
    typist.wait(lambda: page.notices.likely is not None)
    view = page.view
    typist.press(Key.Key_H, ALT)
    typist.until_another(view)
    assert page.entry is not None
    assert page.entry.opened.sheet_id == known.id


def test_the_likely_same_shop_is_compared_side_by_side(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def look(dialog: CompareDialog) -> str:
        dialog.show()
        shown.append(texts_of(dialog))
        dialog.choose("other")
        return dialog.answer

    monkeypatch.setattr(CompareDialog, "ask", look)
    page = typist.open()
    typist.go("A01")
    typist.chinese(list_sheets(typist.desk.app)[0].customer)
    typist.enter()
    typist.go("A04")
    typist.chinese("别处 9 号")
    typist.enter()
    typist.wait(lambda: page.notices.likely is not None)
    typist.press(Key.Key_F9)
    typist.wait(lambda: page.notices.likely is None)
    assert "别处 9 号" in shown[0]
    assert typist.at == "/data/a/party_kind"


def test_not_the_same_is_remembered_for_the_draft(typist: Typist) -> None:
    page = typist.open()
    known = list_sheets(typist.desk.app)[0]
    typist.go("A01")
    typist.chinese(known.customer)
    typist.enter()
    typist.wait(lambda: page.notices.likely is not None)
    typist.press(Key.Key_X, ALT)
    assert page.notices.likely is None
    page.leave()
    assert list_drafts(typist.desk.app)[0].state["not_same"] == [known.customer_id]


def test_a_draft_is_on_disk_within_a_second_of_the_last_key(typist: Typist) -> None:
    page = typist.open()
    typist.go("A01")
    typist.chinese("还没打完的")
    typist.wait(lambda: page.header.state.text().startswith("草稿已保存"))
    draft = list_drafts(typist.desk.app)[0]
    assert draft.state["typing"] == [NAME, "还没打完的"]
    typist.desk.go("survey")
    typist.open(draft)
    assert typist.at == NAME
    assert typist.page.view is not None
    assert typist.page.view.pending() == (NAME, "还没打完的")


def test_the_photo_stands_beside_the_form_and_stays_with_the_sheet(typist: Typist, tmp_path: Path) -> None:
    sheet = list_sheets(typist.desk.app, unfinished=True)[0]
    page = typist.open(SheetTarget(sheet_id=sheet.id))
    put(tmp_path, "sheet.png", picture(size=(800, 1100), colour="white"))
    typist.press(Key.Key_F8)
    page.photo.chosen.emit(tmp_path / "sheet.png")
    assert page.photo_file is not None
    page.photo.view.setFocus()
    before = page.photo.view.factor
    typist.type("+")
    assert page.photo.view.factor > before
    said: list[str] = []
    page.desk.noted.connect(lambda note: said.append(note.text))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 rest")
    page.photo.chosen.emit(tmp_path / "broken.pdf")
    assert "可能有密码或已损坏" in said[-1]
    assert list_photos(typist.desk.app, sheet.id) == []


def test_a_copied_photo_is_pasted(typist: Typist, tmp_path: Path) -> None:
    page = typist.open(SheetTarget(sheet_id=list_sheets(typist.desk.app, unfinished=True)[0].id))
    copy_files(put(tmp_path, "纸表.png", picture()))
    typist.press(Key.Key_F8)
    typist.press(Key.Key_V, CTRL)
    assert page.photo_file is not None
    assert page.photo.name.text() == "纸表.png"


def test_every_field_has_a_name_for_a_screen_reader(typist: Typist) -> None:
    page = typist.open()
    assert page.view is not None
    page.view.finish_building()
    names = [
        section.editor(path).accessibleName()  # type: ignore[union-attr]
        for section in page.view.sections
        for path in section.order()
    ]
    assert all(names)
    assert "A01 客户名称，必填" in names


def test_a_shop_much_like_one_on_record_is_told_apart_before_it_is_saved(typist: Typist) -> None:
    page = typist.open()
    _first_visit(typist)
    _last_answers(typist)
    known = list_sheets(typist.desk.app)[0]
    typist.go("A01")
    typist.chinese(known.customer)
    typist.enter()
    typist.wait(lambda: page.notices.likely is not None)
    assert page.entry is not None
    page.entry.surveyor_id = page.reps[0].id
    typist.go("A02")
    typist.press(Key.Key_Return, CTRL)
    typist.wait(lambda: isinstance(QApplication.activeModalWidget(), VerdictDialog))
    asked = typist.office.dialog()
    assert known.customer in texts_of(asked)
    typist.press(Key.Key_Escape)
    typist.wait(lambda: QApplication.activeModalWidget() is None and not page.saver.busy)
    assert page.entry.value(NAME) == known.customer
    view = page.view
    typist.press(Key.Key_Return, CTRL)
    typist.wait(lambda: isinstance(QApplication.activeModalWidget(), VerdictDialog))
    typist.office.dialog()
    typist.chinese("同名，两个老板")
    typist.press(Key.Key_X, ALT)
    typist.until_another(view)
    assert [row.customer for row in list_sheets(typist.desk.app, limit=2)].count(known.customer) == 2
