"""Make the two web fonts of the site from the Regular and SemiBold files of IBM Plex Sans Arabic.

Usage: python build.py FOLDER, where FOLDER holds IBMPlexSansArabic-Regular.woff2 and -SemiBold.woff2.
The same sources and the same versions of fonttools and brotli give the same bytes. See PROVENANCE.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Tasharuk Sans"
VERSION = "Version 1.005; subset for Tasharuk"
# Style in the source's file name -> (style shown, weight).
STYLES = {"Regular": ("Regular", 400), "SemiBold": ("SemiBold", 600)}
# Arabic letters, marks and punctuation, with the Kurdish, Persian and Uyghur letters met in Syrian names:
# a word whose letters come from two fonts loses its joins.
CHARACTERS = [
    0x60C,
    0x61B,
    0x61F,
    *range(0x621, 0x63B),
    *range(0x640, 0x653),
    *range(0x66A, 0x66D),
    0x670,
    0x671,
    *map(ord, "پچڕژڤکگڵھۆۇیێە"),
]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "rlig", "liga", "calt", "init", "medi", "fina", "isol", "curs"]
COPYRIGHT, LICENCE, LICENCE_URL = 0, 13, 14
KEPT_NAMES = (COPYRIGHT, LICENCE, LICENCE_URL)
WINDOWS, UNICODE, ENGLISH = 3, 1, 0x409


def subset_font(source: Path) -> TTFont:
    """Return the font of `source` with only the characters and features of the site, without hinting."""
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.desubroutinize = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = ["*"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    return font


def rename_font(font: TTFont, style: str) -> None:
    """Give the font our family name in every record: its licence reserves the original one.

    Copyright and licence records stay; trademark, maker and sample records of the original go.
    """
    kept = {name: font["name"].getDebugName(name) for name in KEPT_NAMES}
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    is_regular = style == "Regular"
    ours = {
        1: FAMILY if is_regular else f"{FAMILY} {style}",
        2: "Regular",
        3: f"1.005;{postscript}",
        4: FAMILY if is_regular else f"{FAMILY} {style}",
        5: VERSION,
        6: postscript,
        16: FAMILY,
        17: style,
    }
    font["name"].names = []
    for number, text in sorted({**kept, **ours}.items()):
        font["name"].setName(text, number, WINDOWS, UNICODE, ENGLISH)
    font["OS/2"].achVendID = "NONE"


def build_fonts(folder: Path, target: Path) -> None:
    """Write the web fonts into `target` and print their sizes in bytes."""
    for source_style, (style, weight) in STYLES.items():
        font = subset_font(folder / f"IBMPlexSansArabic-{source_style}.woff2")
        rename_font(font, style)
        font["OS/2"].usWeightClass = weight
        font.flavor = "woff2"
        path = target / f"tasharuk-sans-{weight}.woff2"
        font.save(path)
        sys.stdout.write(f"{path.name} {path.stat().st_size}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    build_fonts(Path(sys.argv[1]), Path(__file__).resolve().parent)
