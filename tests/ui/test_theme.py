"""Colours can be read, scheme and size change at once, and the focus moves nothing."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.paths import RESOURCES
from tests.ui.showing import bring_up
from ui.icons import icon
from ui.theme import Mode, set_state, theme
from ui.widgets.button import Button
from ui.widgets.fields import LineEdit
from ui.widgets.layout import column

GROUNDS = ("bg", "surface", "subtle", "hover", "selected", "rail")
TEXT_PAIRS = [(text, ground) for text in ("text", "text2", "text3") for ground in GROUNDS]
TEXT_PAIRS += [("link", "accentSoft"), ("danger", "dangerSoft"), ("warn", "warnSoft"), ("ok", "okSoft")]
TEXT_PAIRS += [("onAccent", "accent"), ("onAccent", "accentH"), ("onAccent", "seal"), ("text", "mark"), ("onC1", "c1")]
TEXT_PAIRS += [("gAt", "gA"), ("gBt", "gB"), ("gCt", "gC"), ("link", "surface"), ("link", "selected")]
CONTROL_PAIRS = [("ctl", "surface"), ("focus", "surface"), ("c1", "surface"), ("c2", "surface"), ("c3", "surface")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_can_be_read(scheme: str) -> None:
    tokens = json.loads((RESOURCES / "theme" / "tokens.json").read_text(encoding="utf-8"))[scheme]
    faint = {(a, b) for a, b in TEXT_PAIRS if _contrast(tokens[a], tokens[b]) < 4.5}
    faint |= {(a, b) for a, b in CONTROL_PAIRS if _contrast(tokens[a], tokens[b]) < 3}
    assert not faint


def test_the_sheet_has_every_colour_and_length_put_in() -> None:
    for mode in (Mode.LIGHT, Mode.DARK):
        theme().choose(mode=mode)
        sheet = theme().sheet().partition("*/")[2]
        assert "@" not in sheet
        assert "dp" not in sheet.replace("drop", "")


def test_the_scheme_changes_at_once(qtbot: QtBot) -> None:
    sign = icon("house", "link")
    light = _ink(sign)
    theme().choose(mode=Mode.DARK)
    assert QApplication.palette().color(QPalette.ColorRole.Window) == theme().color("bg") == QColor("#14181D")
    assert _ink(sign) == QColor("#7DB8E6") != light


def test_text_size_grows_font_and_rows_together() -> None:
    theme().choose(scale=1.5)
    assert QApplication.font().pixelSize() == 20
    assert theme().row_height == 45


def test_an_unknown_colour_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        theme().color("pink")


@pytest.mark.parametrize("make", [lambda: Button("保存"), LineEdit, QComboBox, lambda: Button("保存", kind="primary")])
def test_the_focus_ring_moves_nothing(qtbot: QtBot, make: type[QWidget]) -> None:
    window, field, other = QWidget(), make(), LineEdit()
    column(window, field, other)
    bring_up(qtbot, window)
    other.setFocus()
    before = (field.geometry(), other.geometry())
    picture = field.grab().toImage()
    field.setFocus()
    QApplication.processEvents()
    assert field.hasFocus()
    assert (field.geometry(), other.geometry()) == before
    assert field.grab().toImage() != picture


def test_a_state_shows_and_goes_again(qtbot: QtBot) -> None:
    field = QPlainTextEdit()
    qtbot.addWidget(field)
    field.resize(120, 40)
    plain = field.grab().toImage()
    set_state(field, state="error")
    wrong = field.grab().toImage()
    set_state(field, state="")
    assert wrong != plain
    assert field.grab().toImage() == plain


def _contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(name: str) -> float:
    color = QColor(name)
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _ink(sign: object) -> QColor:
    image = sign.pixmap(64, 64).toImage()  # type: ignore[attr-defined]
    solid = [image.pixelColor(x, y) for x in range(64) for y in range(64) if image.pixelColor(x, y).alpha() == 255]
    return solid[0]
