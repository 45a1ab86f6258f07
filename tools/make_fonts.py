"""Rebuild resources/fonts from Noto Sans SC's variable font: python tools/make_fonts.py

Needs `justmytype-intl-cjk` (carries the variable TrueType font, OFL) and `fonttools`, for the build only. Each weight
is pinned to a static font, because embedding the variable file shows its thinnest master, and kept to the characters
of GBK, of the 8105-character standard table (通用规范汉字表) and of common symbols.
"""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
STANDARD_TABLE = Path(__file__).resolve().parent / "tgscc8105.txt"
WEIGHTS = {"Regular": 400, "Bold": 700}
FAMILY = "Noto Sans SC"
SYMBOL_RANGES = (
    (0x0020, 0x024F),
    (0x0391, 0x03C9),
    (0x2000, 0x206F),
    (0x20A0, 0x20BF),
    (0x2100, 0x214F),
    (0x2150, 0x218F),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x2460, 0x24FF),
    (0x2500, 0x25FF),
    (0x2E80, 0x2FDF),
    (0x3000, 0x303F),
    (0x3040, 0x30FF),
    (0x3200, 0x33FF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
)


def main() -> int:
    """Write both weights and the licence; returns the exit code."""
    source = source_folder()
    wanted = wanted_characters()
    FONTS.mkdir(parents=True, exist_ok=True)
    for style, weight in WEIGHTS.items():
        target = FONTS / f"NotoSansSC-{style}.ttf"
        build(source / "NotoSansSC[wght].ttf", weight, style, wanted).save(target)
        print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    shutil.copyfile(source / "OFL.txt", FONTS / "OFL.txt")
    return 0


def source_folder() -> Path:
    """Where the installed font package keeps Noto Sans SC; stops with a hint when it is not installed."""
    spec = find_spec("justmytype_intl_cjk")
    if spec is None or spec.origin is None:
        sys.exit("pip install justmytype-intl-cjk fonttools")
    return Path(spec.origin).parent / "fonts" / "ofl" / "notosanssc"


def wanted_characters() -> set[int]:
    """Code points of GBK, the standard table and the symbol ranges."""
    wanted = {code for first, last in SYMBOL_RANGES for code in range(first, last + 1)}
    wanted.update(map(ord, STANDARD_TABLE.read_text(encoding="utf-8").replace("\n", "")))
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            wanted.update(map(ord, bytes((lead, trail)).decode("gbk", errors="ignore")))
    return wanted


def build(source: Path, weight: int, style: str, wanted: set[int]) -> TTFont:
    """One static weight with the wanted characters; PDF and Qt need no layout features beyond the glyphs."""
    font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": weight}, updateFontNames=False)
    options = Options(hinting=False, layout_features=["locl", "kern"], notdef_outline=True, name_IDs=["*"])
    options.drop_tables += ["STAT", "vhea", "vmtx", "VORG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    rename(font, style)
    return font


def rename(font: TTFont, style: str) -> None:
    """Name the static font, so that a system with the variable one installed keeps the two apart by style."""
    names = font["name"]
    for name_id, text in (
        (1, FAMILY),
        (2, style),
        (3, f"{FAMILY} {style} Sweepbook"),
        (4, f"{FAMILY} {style}"),
        (6, f"NotoSansSC-{style}"),
    ):
        names.setName(text, name_id, 3, 1, 0x409)
    for name_id in (16, 17, 21, 22, 25):
        names.removeNames(nameID=name_id)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = WEIGHTS[style]
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0


if __name__ == "__main__":
    raise SystemExit(main())
