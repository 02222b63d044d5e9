r"""Bytes → text: one encoding, and no character that hides, turns or breaks what a reviewer sees.

Comes before any parsing. Line ends leave as `\\n`; a byte-order mark at the start is dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tasharuk.problems import Problem

MAX_PROBLEMS = 10  # of one file: ten places show the pattern, a thousand hide it
SHOWN_LENGTH = 60

_LINE_SEPARATORS = "\x0b\x0c\x85\u2028\u2029"
_BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but for tab and line ends
    "\u2028-\u202e\u2066-\u206f"  # separators, embeddings, overrides, isolates and deprecated format controls
    "\ud800-\udfff\ufff9-\ufffb\ufffe\uffff"  # surrogates, annotation anchors, non-characters
    "\U000e0000-\U000e007f]"  # tags
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff]"
)


def is_invisible(text: str) -> str:
    """Return the first zero-width character or direction mark of `text`, or nothing."""
    found = _INVISIBLE.search(text)
    return found.group() if found else ""


def refusal(character: str) -> str:
    """Return the code under which a character of `REFUSED` is reported."""
    if character == "\x00":
        return "nul_character"
    if character in _LINE_SEPARATORS:
        return "line_separator"
    if character in _BIDI_CONTROLS:
        return "bidi_control"
    if "\ud800" <= character <= "\udfff":
        return "lone_surrogate"
    if character >= "\U000e0000":
        return "tag_character"
    return "control_character"


def code_point(character: str) -> str:
    """Write a character as U+XXXX."""
    return f"U+{ord(character):04X}"


def shown(text: str, length: int = SHOWN_LENGTH) -> str:
    """Make foreign text safe to print in a message: short, on one line, hidden characters as U+XXXX."""
    cut = text if len(text) <= length else text[: length - 1] + "…"
    return "".join(
        code_point(c) if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else c for c in cut
    )


def decode(raw: bytes, path: str) -> str | list[Problem]:
    r"""Turn the bytes of a file into text with `\\n` line ends, or say where and why that fails."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:2000].count(0) > len(raw[:2000]) // 5:
        return [Problem(path, 1, 1, "not_utf8_utf16")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return [_undecodable(raw, error.start, path)]
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # what is printable is never refused, and half as dear to tell
    is_sound = text.replace("\n", "").isprintable() or REFUSED.search(text) is None
    return text if is_sound else list(_refused(text, path))


def _refused(text: str, path: str) -> Iterator[Problem]:
    """Yield one problem for each line and code, at most `MAX_PROBLEMS`."""
    seen: set[tuple[int, str]] = set()
    for number, line in enumerate(text.split("\n"), 1):
        for found in REFUSED.finditer(line):
            code = refusal(found.group())
            if (number, code) in seen:
                continue
            seen.add((number, code))
            yield Problem(path, number, found.start() + 1, code, values={"character": code_point(found.group())})
            if len(seen) >= MAX_PROBLEMS:
                return


def place_of(text: str, index: int) -> tuple[int, int]:
    r"""Return the line and column, from 1, of a position in text whose lines end in `\\n`."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _undecodable(raw: bytes, start: int, path: str) -> Problem:
    """Name the encoding when it can be told, and the place of the first byte that is no UTF-8."""
    before = raw[:start].decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    line, column = place_of(before, len(before))
    if re.match(rb"\xed[\xa0-\xbf][\x80-\xbf]", raw[start : start + 3]):
        surrogate = raw[start : start + 3].decode("utf-8", "surrogatepass")
        return Problem(path, line, column, "lone_surrogate", values={"character": code_point(surrogate)})
    code = "not_utf8_windows" if _looks_like_windows_1256(raw) else "not_utf8"
    return Problem(path, line, column, code, values={"byte": f"{raw[start]:02X}", "offset": str(start + 1)})


def _looks_like_windows_1256(raw: bytes) -> bool:
    """Tell whether the bytes read better as Arabic in the old Windows encoding than as a damaged UTF-8 file."""
    decoded = raw.decode("utf-8", "replace")
    broken = decoded.count("\ufffd")
    sound = sum(c > "\x7f" for c in decoded) - broken
    if broken < 3 or broken <= sound:
        return False
    foreign = [c for c in raw.decode("cp1256") if c > "\x7f"]
    return sum("\u0600" <= c <= "\u06ff" for c in foreign) * 10 >= len(foreign) * 7
