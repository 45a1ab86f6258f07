"""A form of plain record fields, by keys."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.forms.model import Choice, Field, Kind
from tests.support.keyboard import commit_text
from ui.forms.form_view import FormView

TODAY = date(2026, 11, 20)
FIELDS = (
    Field(name="name", label="名称", required=True),
    Field(name="on", label="日期", kind=Kind.DATE),
    Field(name="at", label="时间", kind=Kind.TIME),
    Field(name="volume", label="月销量", kind=Kind.DECIMAL, scale=2, unit="万元"),
    Field(name="purposes", label="目的", kind=Kind.MANY, choices="visit_purpose"),
    Field(name="rep", label="业务员", kind=Kind.REFERENCE),
    Field(name="ready", label="已备齐", kind=Kind.BOOL),
    Field(name="note", label="说明", kind=Kind.LONG_TEXT),
)


@pytest.fixture
def form(qtbot: QtBot) -> FormView:
    reps = {"rep": lambda: [Choice("1", "程砚舟"), Choice("2", "罗以南")]}
    shown = FormView(FIELDS, today=lambda: TODAY, sections=(("一", ("name", "on")),), references=reps)
    shown.set_values({"name": "永盛", "on": TODAY, "ready": True, "purposes": ("survey",)})
    show(qtbot, shown)
    return shown


def show(qtbot: QtBot, form: FormView) -> None:
    """Put a form on screen, the cursor in its first field."""
    qtbot.addWidget(form)
    form.resize(900, 500)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.focus_first()
    form.editor("name").selectAll()


def enter(qtbot: QtBot, *texts: str) -> None:
    """Type each text and go on with Enter; an empty one is left as it is."""
    for text in texts:
        if text.isascii():
            qtbot.keyClicks(QApplication.focusWidget(), text)
        else:
            commit_text(QApplication.focusWidget(), text)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_enter_goes_through_the_fields_in_order_to_the_end(qtbot: QtBot, form: FormView) -> None:
    with qtbot.waitSignal(form.finished, timeout=2_000):
        enter(qtbot, "永盛电缆", "1126", "0930", "1.2万", "2", "罗", "2", "先看货")
    assert form.values() == {
        "name": "永盛电缆", "on": "2026-11-26", "at": "09:30:00", "volume": "1.2",
        "purposes": ("survey", "need"), "rep": "2", "ready": False, "note": "先看货",
    }  # fmt: skip


def test_what_cannot_be_read_stays_as_typed_with_the_reason(qtbot: QtBot, form: FormView) -> None:
    form.focus_field("at")
    enter(qtbot, "9e")
    assert "不是时间" in form.message("at")
    assert form.values()["at"] == "9e"
    form.focus_field("at")
    enter(qtbot, "9")
    assert (form.message("at"), form.value("at")) == ("", "09:00:00")


def test_refusals_stand_at_their_fields_and_the_cursor_goes_to_the_first(form: FormView) -> None:
    form.show_problems({"volume": "月销量最多 2 位小数", "name": "名称没有填", "unknown": "别处"})
    assert QApplication.focusWidget() is form.editor("name")
    assert form.message("volume") == "月销量最多 2 位小数"
    form.show_problems({})
    assert form.message("name") == ""


def test_a_hidden_field_is_passed_over(qtbot: QtBot, form: FormView) -> None:
    form.show_field("on", False)
    enter(qtbot, "")
    assert QApplication.focusWidget() is form.editor("at")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is form.editor("name")


def test_a_closed_form_is_read_not_changed(qtbot: QtBot, form: FormView) -> None:
    form.set_values({"name": "永盛", "on": TODAY}, closed=True)
    form.focus_field("on")
    qtbot.keyClicks(QApplication.focusWidget(), "+")
    form.focus_field("name")
    commit_text(form, "新名字")
    form.take()
    assert (form.value("on"), form.value("name"), form.is_changed) == ("2026-11-20", "永盛", False)


class _Block(QLabel):
    wide = True

    def height_for(self, width: int) -> int:
        return 40


def test_a_widget_takes_its_turn_among_the_fields(qtbot: QtBot) -> None:
    block = _Block()
    block.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    form = FormView(FIELDS[:2], today=lambda: TODAY, sections=(("", ("name", "rows", "on")),), widgets={"rows": block})
    show(qtbot, form)
    enter(qtbot, "")
    assert QApplication.focusWidget() is block
    form.step("rows", 1)
    assert QApplication.focusWidget() is form.editor("on")
