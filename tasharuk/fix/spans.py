"""Where a value stands in the text, to the character, and how another is written in its place."""

from __future__ import annotations

from tasharuk.dump import scalar
from tasharuk.fix.repair import Path, Places, Text

FLOW = ",[]{}"


def scalar_end(text: str, start: int, value: str) -> int | None:
    """Return where a scalar that starts at `start` ends; None for one that runs over lines or cannot be told."""
    opening = text[start : start + 1]
    if opening in ("|", ">") and not text.startswith(value, start):
        return None
    if opening not in ("'", '"'):
        return start + len(value) if text.startswith(value, start) else None
    place = start + 1
    while place < len(text):
        if text[place] == "\\" and opening == '"':
            place += 2
        elif text[place] != opening:
            place += 1
        elif opening == "'" and text[place + 1 : place + 2] == "'":
            place += 2
        else:
            return place + 1
    return None


def is_in_flow(text: Text, path: Path, marks: Places) -> bool:
    """Tell whether a value stands between brackets."""
    return any(text.text[text.offset(marks[path[:depth]])] in "[{" for depth in range(len(path)))


def written(value: str, old: str, in_flow: bool) -> str:
    """Return a value as it is written in the place of `old`, in the same quotes where it had some."""
    if old[:1] in ("'", '"') and not any(sign in value for sign in ("'", '"', "\\", "\n")):
        return f"{old[0]}{value}{old[0]}"
    bare = scalar(value, "")[0]
    is_quoted = bare.startswith('"')
    return f'"{bare}"' if in_flow and not is_quoted and any(sign in bare for sign in FLOW) else bare


def entry_span(text: Text, start: int, end: int, in_flow: bool) -> tuple[int, int, str] | None:
    """Return (start, end, what stays) of the entry whose key or item starts at `start`, with what parts it from others.

    None where it cannot be cut out without moving others.
    """
    if in_flow:
        return _flow_entry(text.text, start, end)
    first, last = text.line_start(start), text.line_end(end)
    before, after = text.text[first:start], text.text[end:last].strip()
    if after and not after.startswith("#"):
        return None
    if not before.strip():
        comment = f"{before}{after}\n" if after else ""
        return first, min(last + 1, len(text.text)), comment
    return None


def item_span(text: Text, start: int, end: int, in_flow: bool) -> tuple[int, int, str] | None:
    """Return the same for an item of a list, whose dash stands before it."""
    if in_flow:
        return _flow_entry(text.text, start, end)
    first = text.line_start(start)
    before = text.text[first:start]
    if before.strip() != "-":
        return None
    return entry_span(text, first + before.index("-"), end, in_flow)


def dashed_span(text: Text, start: int, end: int, following: int) -> tuple[int, int, str] | None:
    """Return the same for the first key after a dash: the next key, which starts at `following`, takes its place."""
    first = text.line_start(start)
    is_next_line = text.line_start(following) == text.line_end(end) + 1
    after = text.text[end : text.line_end(end)].strip()
    is_below = following - text.line_start(following) == start - first
    return (start, following, "") if is_next_line and is_below and not after else None


def _flow_entry(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    after = end
    while text[after : after + 1] in (" ", "\n") and after < len(text):
        after += 1
    if text[after : after + 1] == ",":
        after += 1
        while text[after : after + 1] == " ":
            after += 1
        return start, after, ""
    before = start
    while before and text[before - 1] in " \n":
        before -= 1
    if before and text[before - 1] == ",":
        return before - 1, end, ""
    return (start, end, "") if text[before - 1 : before] in ("[", "{") else None
