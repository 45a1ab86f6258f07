"""Rebuild resources/icons: a subset of the Phosphor icon font, its names, and the seal with 扫 as outlines.

    python tools/make_icons.py PHOSPHOR.ttf CHARMAP.json

The font (Phosphor 1.3, MIT) and its name map (icon name to code point as hexadecimal text) come with the Python
package qtawesome. Needs fonttools. Add a name to NAMES and run it again when a page wants another icon.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.misc.transform import Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
NAMES = """
house address-book clipboard-text calendar-check headset funnel scales printer upload-simple list user-circle
plus minus pencil-simple trash floppy-disk magnifying-glass x check copy columns funnel-simple sort-ascending
sort-descending git-merge push-pin paperclip image eye eye-slash arrow-right arrow-left arrow-up arrow-down
arrow-u-up-left arrow-u-up-right arrows-clockwise folder-open folder file-arrow-down file-pdf file-text file-plus table
magic-wand bookmark-simple dots-three dots-six-vertical caret-down caret-left caret-right caret-up
magnifying-glass-plus magnifying-glass-minus qr-code keyboard check-circle circle-half circle warning warning-circle
info users-three users hourglass timer clock clock-counter-clockwise cake spinner-gap lightbulb lock lock-open prohibit
buildings hard-drives database user-plus user check-square square storefront map-pin map-trifold phone note
chat-circle-text chat-text handshake package truck tag chart-bar presentation-chart calendar calendar-plus
calendar-blank sign-out sign-in gear sun moon monitor text-aa question download-simple export
share-network link arrow-square-out stack archive-box tray flag star path identification-card camera
arrow-counter-clockwise arrows-out arrows-in rows list-numbers list-bullets briefcase
""".split()


def main(font_path: str, charmap_path: str) -> None:
    """Write the font, the names and the seal."""
    charmap = {name: int(code, 16) for name, code in json.loads(Path(charmap_path).read_text("utf-8")).items()}
    wanted = sorted(name for base in NAMES for name in (base, f"{base}-fill"))
    codes = {name: charmap[name] for name in wanted}
    _write_subset(font_path, list(codes.values()))
    names = json.dumps({name: f"{code:x}" for name, code in codes.items()}, indent=0)
    (RESOURCES / "icons" / "phosphor.json").write_text(names + "\n", "utf-8")
    (RESOURCES / "icons" / "seal.svg").write_text(_seal("扫"), "utf-8")


def _write_subset(font_path: str, codes: list[int]) -> None:
    options = subset.Options(layout_features=[], name_IDs=["*"], notdef_outline=False, hinting=False)
    font = subset.load_font(font_path, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    subset.save_font(font, str(RESOURCES / "icons" / "phosphor.ttf"), options)


def _seal(character: str) -> str:
    """A red square seal with an inner hairline and one white character, 64 units square."""
    font = TTFont(RESOURCES / "fonts" / "NotoSansSC-Regular.ttf")
    glyph_name = font.getBestCmap()[ord(character)]
    scale = 38 / font["head"].unitsPerEm
    pen = SVGPathPen(font.getGlyphSet(), ntos=lambda number: f"{number:.2f}")
    placed = TransformPen(pen, Transform(scale, 0, 0, -scale, 13, 32 + 0.38 * 38))
    font.getGlyphSet()[glyph_name].draw(placed)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">\n'
        '<rect width="64" height="64" rx="9" fill="#B5321F"/>\n'
        '<rect x="5" y="5" width="54" height="54" rx="5" fill="none" stroke="#FFFFFF" stroke-opacity="0.55" '
        'stroke-width="1.6"/>\n'
        f'<path fill="#FFFFFF" d="{pen.getCommands()}"/>\n</svg>\n'
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
