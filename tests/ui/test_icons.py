"""Every icon the window names is in the bundled font."""

from __future__ import annotations

import re

import pytest
from pytestqt.qtbot import QtBot

from tests.support.sources import product_sources
from ui.icons import glyph, icon, seal

NAMED = re.compile(r"""icon(?:_name)?(?:=|\()\s*"([a-z][a-z0-9-]+)\"""")


def test_every_named_icon_is_bundled() -> None:
    named = {name for path, text in product_sources() if path.startswith("ui/") for name in NAMED.findall(text)}
    assert len(named) > 10
    assert all(glyph(name) for name in named)


def test_an_icon_that_is_not_bundled_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        icon("no-such-icon")


def test_the_seal_is_drawn(qtbot: QtBot) -> None:
    image = seal().pixmap(64, 64).toImage()
    assert image.pixelColor(20, 8).name() == "#b5321f"
    assert any(image.pixelColor(x, 32).name() == "#ffffff" for x in range(14, 50))
