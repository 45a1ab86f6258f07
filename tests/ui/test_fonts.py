"""The window speaks Chinese on a machine without a Chinese font."""

from __future__ import annotations

from PySide6.QtGui import QFontInfo, QFontMetrics, QRawFont
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.paths import RESOURCES
from ui.fonts import BUNDLED_FAMILY, load_font, ui_families
from ui.theme import theme


def test_the_first_family_draws_chinese() -> None:
    font = QRawFont.fromFont(theme().font())
    assert font.familyName() == ui_families()[0]
    assert all(font.supportsCharacter(ord(character)) for character in "扫街簿门骨直㎡－")


def test_the_bundled_font_has_both_weights() -> None:
    assert load_font(RESOURCES / "fonts" / "NotoSansSC-Regular.ttf") == BUNDLED_FAMILY
    assert load_font(RESOURCES / "fonts" / "NotoSansSC-Bold.ttf") == BUNDLED_FAMILY


def test_bold_is_drawn_bold(qtbot: QtBot) -> None:
    label = QLabel("客户档案")
    qtbot.addWidget(label)
    label.setFont(theme().font(16))
    plain = label.grab().toImage()
    label.setFont(theme().font(16, bold=True))
    assert QFontInfo(label.font()).bold()
    assert label.grab().toImage() != plain


def test_digits_are_of_one_width() -> None:
    metrics = QFontMetrics(theme().font())
    assert len({metrics.horizontalAdvance(digit * 10) for digit in "0123456789"}) == 1


def test_what_is_no_font_is_not_loaded() -> None:
    assert load_font(RESOURCES / "icons" / "seal.svg") is None
