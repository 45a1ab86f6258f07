"""Which font the window speaks Chinese with: the system's, or the bundled one when it has none that will do."""

from __future__ import annotations

import logging
import sys
from functools import cache
from pathlib import Path

from PySide6.QtGui import QFontDatabase

from app.paths import RESOURCES

BUNDLED_FAMILY = "Noto Sans SC"
_BUNDLED_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
_SYSTEM_FAMILIES = {
    "win32": ("Microsoft YaHei UI", "Microsoft YaHei"),
    "darwin": ("PingFang SC",),
}
_OTHER_FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")


@cache
def ui_families() -> list[str]:
    """The family list for every QFont of the window, best first; loads the bundled font when it is needed.

    Families are named because Qt's own fallback takes Japanese shapes for 门、骨、直 and clips text in line edits.
    """
    wanted = _SYSTEM_FAMILIES.get(sys.platform, _OTHER_FAMILIES)
    installed = set(QFontDatabase.families())
    found = [family for family in wanted if family in installed]
    return found or [BUNDLED_FAMILY, *_loaded_bundled_font(installed)]


def _loaded_bundled_font(installed: set[str]) -> list[str]:
    """Load the bundled files; what to fall back to when they cannot be read."""
    if BUNDLED_FAMILY in installed:
        return []
    failed = [name for name in _BUNDLED_FILES if load_font(RESOURCES / "fonts" / name) is None]
    if failed:
        logging.getLogger(__name__).error("bundled fonts cannot be read: %s", ", ".join(failed))
    return ["sans-serif"] if failed else []


@cache
def icon_family() -> str:
    """The family of the bundled icon font."""
    family = load_font(RESOURCES / "icons" / "phosphor.ttf")
    assert family, "resources/icons/phosphor.ttf cannot be read"
    return family


def load_font(path: Path) -> str | None:
    """Make a font file known to this process; its family, None when it is no font."""
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return families[0] if families else None
