"""The list of sheets: drafts on top, opened, thrown away and brought back, sheets handed in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.surveys.drafts import list_drafts, save_draft
from app.surveys.entry import Entry
from app.surveys.listing import list_sheets
from app.surveys.sheets import new_sheet
from tests.ui.pages.survey.conftest import Typist
from ui.dialogs.reason import ReasonDialog
from ui.pages.survey.page import Line, SurveyPage
from ui.widgets.frames import Banner

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def _leave_draft(typist: Typist, name: str) -> None:
    app = typist.desk.app
    entry = Entry(new_sheet(app), now=app.now())
    entry.type("/data/a/customer_name", name)
    rest = {"cursor": "/data/a/address", "typing": None, "photo": None, "files": {}, "not_same": []}
    save_draft(app, f"uid-{name}", None, name, entry.draft_state() | rest)


def _page(typist: Typist) -> SurveyPage:
    page = typist.window.page
    assert isinstance(page, SurveyPage)
    return page


def _line(typist: Typist) -> Line | None:
    return _page(typist).table.current_row()  # type: ignore[no-any-return]


def test_drafts_left_by_a_crash_are_offered_and_gone_on_with(typist: Typist) -> None:
    _leave_draft(typist, "榆木岭电料")
    _page(typist).reload()
    typist.wait(lambda: any(b.objectName() == "drafts" for b in typist.window.findChildren(Banner)))
    banner = next(b for b in typist.window.findChildren(Banner) if b.objectName() == "drafts")
    assert banner.accessibleName().startswith("已找回 1 份草稿。")
    line = _line(typist)
    assert line is not None
    assert line.draft is not None
    _page(typist).table.setFocus()
    typist.enter()
    typist.until_another(None)
    assert typist.at == "/data/a/address"
    assert typist.page.acting.entry.value("/data/a/customer_name") == "榆木岭电料"


def test_a_draft_thrown_away_can_be_brought_back(typist: Typist) -> None:
    _leave_draft(typist, "榆木岭电料")
    _page(typist).reload()
    typist.wait(lambda: (line := _line(typist)) is not None and line.draft)
    notes: list[object] = []
    typist.desk.noted.connect(notes.append)
    _page(typist).table.setFocus()
    typist.press(Key.Key_Delete)
    typist.wait(lambda: notes)
    assert list_drafts(typist.desk.app) == []
    notes[-1].actions[0][1]()  # type: ignore[attr-defined]
    typist.wait(lambda: [draft.title for draft in list_drafts(typist.desk.app)] == ["榆木岭电料"])


def test_an_incomplete_sheet_is_refused_before_its_third_visit(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_reason(dialog: ReasonDialog) -> str:
        dialog.field.setPlainText("老板不愿说")
        dialog.choose("do")
        return dialog.answer

    monkeypatch.setattr(ReasonDialog, "ask", write_reason)
    said: list[str] = []
    typist.desk.noted.connect(lambda note: said.append(note.text))
    typist.wait(lambda: (line := _line(typist)) is not None and line.sheet)
    _page(typist).table.setFocus()
    typist.press(Key.Key_Return, CTRL)
    typist.wait(lambda: said and "访问满 3 次" in said[-1])


def test_a_complete_sheet_is_handed_in(typist: Typist) -> None:
    page = _page(typist)
    page.filter.set_current(1)
    complete = next(row for row in list_sheets(typist.desk.app) if row.state == "已填全")
    typist.wait(lambda: page.table.rows.rowCount() > 10)
    place = next(n for n in range(page.table.rows.rowCount()) if page.table.rows.row(n).sheet.id == complete.id)
    page.table.select_row(place)
    page.table.setFocus()
    typist.press(Key.Key_Return, CTRL)
    typist.wait(lambda: any(r.id == complete.id and r.state == "已提交" for r in list_sheets(typist.desk.app)))
