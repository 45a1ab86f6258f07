"""Each kind of field under the keys of a clerk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.forms.model import Choice, Field, Kind
from tests.support.keyboard import commit_text
from ui.forms.editing import Look
from ui.forms.editors import AnyEditor, make_editor

TODAY = date(2026, 11, 20)
MARKETS = (Choice("HX", "河西五金机电城"), Choice("CB", "城北建材大市场"), Choice("other", "其他（另填）"))
TWELVE = tuple(
    Choice(f"c{n}", label)
    for n, label in enumerate("价格 质量 品牌 认证 服务 现货 推荐 关系 促销 质保 外观 其他".split())
)
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


class Desk:
    """A window with one editor and what it said."""

    def __init__(self, qtbot: QtBot, field: Field, options: Sequence[Choice], keep: object = str) -> None:
        self.window = QWidget()
        self.window.resize(400, 400)
        self.editor: AnyEditor = make_editor(field, lambda: options, today=lambda: TODAY, keep_file=keep)  # type: ignore[arg-type]
        self.editor.setParent(self.window)
        self.editor.setGeometry(10, 10, 160, 30)
        self.given: list[object] = []
        self.moved: list[int] = []
        self.editor.says.given.connect(self.given.append)
        self.editor.says.moved.connect(self.moved.append)
        self.bot = qtbot
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key."""
        self.bot.keyClick(self.editor, key, modifiers)

    def type(self, keys: str) -> None:
        """Several."""
        for key in keys:
            self.bot.keyClicks(self.editor, key)

    def leave(self) -> None:
        """The focus goes elsewhere."""
        self.editor.clearFocus()


def _field(kind: Kind, **more: object) -> Field:
    return Field(name="f", label="题", kind=kind, **more)  # type: ignore[arg-type]


def test_a_text_is_given_when_it_is_left_and_never_cut(qtbot: QtBot) -> None:
    desk = Desk(qtbot, _field(Kind.TEXT, max_length=3), ())
    commit_text(desk.editor, "恒砾机电设备经营部")
    assert desk.given == []
    assert desk.editor.pending() == "恒砾机电设备经营部"
    desk.press(Key.Key_Return)
    desk.leave()
    assert (desk.given, desk.moved) == (["恒砾机电设备经营部"], [1])


def test_numbers_switch_the_input_method_off_and_names_do_not(qtbot: QtBot) -> None:
    ime = Qt.WidgetAttribute.WA_InputMethodEnabled
    assert not Desk(qtbot, _field(Kind.INTEGER), ()).editor.testAttribute(ime)
    assert not Desk(qtbot, _field(Kind.ONE), MARKETS).editor.testAttribute(ime)
    assert Desk(qtbot, _field(Kind.TEXT), ()).editor.testAttribute(ime)
    assert Desk(qtbot, _field(Kind.ONE, appearance="autocomplete"), MARKETS).editor.testAttribute(ime)


@pytest.mark.parametrize(
    ("keys", "day"),
    [("t", "2026-11-20"), ("+", "2026-11-26"), ("-", "2026-11-24"), ("++", "2026-11-27")],
)
def test_a_date_moves_by_keys(qtbot: QtBot, keys: str, day: str) -> None:
    desk = Desk(qtbot, _field(Kind.DATE), ())
    desk.editor.show_look(Look("2026-11-25"))
    desk.type(keys)
    assert desk.given[-1] == day


def test_a_date_moves_by_months(qtbot: QtBot) -> None:
    desk = Desk(qtbot, _field(Kind.DATE), ())
    desk.editor.show_look(Look("2026-11-30"))
    desk.press(Key.Key_PageDown)
    desk.press(Key.Key_PageUp)
    assert desk.given == ["2026-12-30", "2026-11-30"]


def test_an_order_is_typed_digit_by_digit(qtbot: QtBot) -> None:
    desk = Desk(qtbot, _field(Kind.RANK), TWELVE)
    desk.type("32")
    desk.type("12")
    desk.type("1")
    assert desk.given == []
    desk.press(Key.Key_Return)
    desk.leave()
    assert desk.given == [("c2", "c1", "c11", "c0")]


def test_part_of_a_name_or_its_initials_find_the_option(qtbot: QtBot) -> None:
    desk = Desk(qtbot, _field(Kind.ONE, appearance="autocomplete"), MARKETS)
    commit_text(desk.editor, "建材")
    desk.press(Key.Key_Return)
    assert desk.given == ["CB"]
    desk.editor.show_look(Look("CB"))
    desk.leave()
    desk.editor.setFocus(Qt.FocusReason.TabFocusReason)
    desk.type("hx")
    desk.leave()
    assert desk.given == ["CB", "HX"]


def test_what_no_option_fits_is_given_as_typed(qtbot: QtBot) -> None:
    desk = Desk(qtbot, _field(Kind.ONE, appearance="autocomplete"), MARKETS)
    commit_text(desk.editor, "新开的市场")
    desk.leave()
    assert desk.given == ["新开的市场"]


def test_the_list_is_driven_by_keys_and_the_field_keeps_the_focus(qtbot: QtBot) -> None:
    desk = Desk(qtbot, _field(Kind.ONE), MARKETS)
    desk.press(Key.Key_Down, ALT)
    assert desk.editor.hasFocus()
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Up)
    desk.press(Key.Key_Return)
    assert (desk.given, desk.moved) == ([("HX",)], [])
    desk.press(Key.Key_Return)
    assert desk.moved == [1]


def test_several_are_said_in_digits_and_words(qtbot: QtBot) -> None:
    desk = Desk(qtbot, _field(Kind.MANY), MARKETS)
    desk.type("31")
    assert desk.given[-1] == ("HX", "other")
    assert desk.editor.text() == "1 3 河西五金机电城等 2 类"  # type: ignore[union-attr]
    desk.press(Key.Key_Backspace)
    assert desk.given[-1] == ("HX",)


def test_a_long_text_breaks_its_line_with_alt_enter_only(qtbot: QtBot) -> None:
    desk = Desk(qtbot, _field(Kind.LONG_TEXT), ())
    commit_text(desk.editor, "第一行")
    desk.press(Key.Key_Return, ALT)
    commit_text(desk.editor, "第二行")
    desk.press(Key.Key_Return)
    desk.leave()
    assert desk.moved == [1]
    assert desk.given == ["第一行\n第二行"]


def test_a_picture_is_taken_in_by_its_path(qtbot: QtBot) -> None:
    taken: list[Path] = []

    def keep(file: Path) -> str:
        taken.append(file)
        return file.name

    desk = Desk(qtbot, _field(Kind.IMAGE), (), keep)
    commit_text(desk.editor, '"照片/门头.jpg"')
    desk.leave()
    assert taken == [Path("照片/门头.jpg")]
    assert desk.given == ["门头.jpg"]
