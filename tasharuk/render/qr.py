"""QR codes as inline SVG: the very codes that segno draws, in 0.3 ms of CPU where it takes 10.

A QR code is linear: the modules of two texts of one length differ by what the difference of their bytes makes. So segno
draws one code for each length that occurs, and its eight masks once for each size; the others follow from these by
exclusive or. Matrices are whole numbers, row by row, the first module the highest bit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from operator import itemgetter
from typing import Any

import segno
from segno import consts

ERROR_LEVEL = "m"
BORDER = 2  # modules of quiet zone
DARK, LIGHT = "#12261f", "#fff"
DATA = {consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT}
FORMAT = {
    consts.TYPE_FORMAT_DARK,
    consts.TYPE_FORMAT_LIGHT,
    consts.TYPE_VERSION_DARK,
    consts.TYPE_VERSION_LIGHT,
    consts.TYPE_DARKMODULE,
}  # written after the mask is chosen, so they count as light when masks are weighed
EDGE = "0000"  # between lines: as light, and as wide, as what a finder needs beside it
_STROKE = re.compile("0*1+")


@dataclass(frozen=True)
class Layout:
    """What all codes of one size and error level share.

    `masks` are to be laid over a code drawn with mask 0; `weighed` marks the modules that count in choosing one, and
    `lines` holds what of each mask counts, row by row and column by column, with an edge between lines. `order` picks
    for each module its bit of the message; `blocks` are (bytes of data, bytes of parity).
    """

    size: int
    masks: tuple[int, ...]
    weighed: int
    lines: tuple[int, ...]
    order: Callable[[str], tuple[str, ...]]
    blocks: tuple[tuple[int, int], ...]
    header: int


def qr_svg(text: str) -> str:
    """Draw the QR code of an address as SVG without size; the page sets it."""
    layout, code, sample = _pattern(len(text.encode()))
    plain = code ^ _message(layout, text.encode(), sample)
    counted = plain & layout.weighed
    lines = _lines(counted, layout.size)
    penalties = [
        _penalty(counted ^ mask & layout.weighed, lines ^ line, layout.size)
        for mask, line in zip(layout.masks, layout.lines, strict=True)
    ]
    return _svg(_rows(plain ^ layout.masks[penalties.index(min(penalties))], layout.size))


@cache
def _pattern(length: int) -> tuple[Layout, int, bytes]:
    """Return the layout of codes of a text of so many bytes, and a code with its text to start from."""
    sample = "x" * length
    code = segno.make(sample, error=ERROR_LEVEL, micro=False, mask=0)
    layout = _LAYOUTS.get(code.designator)
    if layout is None:
        layout = _LAYOUTS[code.designator] = _layout(sample)
    return layout, _number(code.matrix), sample.encode()


_LAYOUTS: dict[str, Layout] = {}  # by size and error level, such as 5-M


def _layout(sample: str) -> Layout:
    codes = [segno.make(sample, error=ERROR_LEVEL, micro=False, mask=mask) for mask in range(8)]
    matrices = [_number(code.matrix) for code in codes]
    types = [list(row) for row in codes[0].matrix_iter(border=0, verbose=True)]
    size, version = len(types), int(codes[0].version)
    types[8][size - 9] = consts.TYPE_DATA_LIGHT  # segno counts one module too many among those of the format
    table: Any = consts.ECC  # by version and level: what libraries of types call an object
    infos = table[version][consts.ERROR_MAPPING[codes[0].error]]
    masks = tuple(matrix ^ matrices[0] for matrix in matrices)
    weighed = _number([[module not in FORMAT for module in row] for row in types])
    return Layout(
        size,
        masks,
        weighed,
        tuple(_lines(mask & weighed, size) for mask in masks),
        itemgetter(*_order([[module in DATA for module in row] for row in types])),
        tuple((info.num_data, info.num_total - info.num_data) for info in infos for _ in range(info.num_blocks)),
        header=12 if version < 10 else 20,  # bits of mode and length, by ISO 18004
    )


def _order(free: Sequence[Sequence[bool]]) -> list[int]:
    """Return for each module the number of its bit: pairs of columns from the right, up and down by turns; else -1."""
    size = len(free)
    order = [-1] * (size * size)
    count = 0
    is_upward = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):  # the column of the timing pattern is left out
        for row in reversed(range(size)) if is_upward else range(size):
            for column in (right, right - 1):
                if free[row][column]:
                    order[row * size + column] = count
                    count += 1
        is_upward = not is_upward
    return order


def _message(layout: Layout, text: bytes, sample: bytes) -> int:
    """Return the modules by which the code of a text differs from that of the sample."""
    total = sum(data for data, _ in layout.blocks)
    changed = int.from_bytes(text) ^ int.from_bytes(sample)
    data = (changed << 8 * total - layout.header - 8 * len(text)).to_bytes(total)
    blocks, parities, start = [], [], 0
    for length, degree in layout.blocks:
        blocks.append(data[start : start + length])
        parities.append(_parity(blocks[-1], degree))
        start += length
    sent = bytes(byte for byte in chain(*zip_longest(*blocks), *zip_longest(*parities)) if byte is not None)
    bits = f"{int.from_bytes(sent):0{8 * len(sent)}b}" + "0" * 8  # remainder bits; the last stands for no bit at all
    return int("".join(layout.order(bits)), 2)


def _parity(block: bytes, degree: int) -> bytes:
    """Return the Reed-Solomon parity of a block."""
    table, top, kept = _remainders(degree), 8 * (degree - 1), (1 << 8 * (degree - 1)) - 1
    rest = 0
    for byte in block:
        rest = (rest & kept) << 8 ^ table[rest >> top ^ byte]
    return rest.to_bytes(degree)


@cache
def _remainders(degree: int) -> tuple[int, ...]:
    """Return each byte times the generator polynomial of a degree, without its leading term."""
    generator = [1]
    root = 1
    for _ in range(degree):
        shifted = [*generator, 0]
        for index, factor in enumerate(generator):
            shifted[index + 1] ^= _times(factor, root)
        generator, root = shifted, _times(root, 2)
    return tuple(int.from_bytes(bytes(_times(byte, factor) for factor in generator[1:])) for byte in range(256))


def _times(first: int, second: int) -> int:
    """Multiply in the field of 256 elements that QR codes use."""
    product = 0
    while second:
        if second & 1:
            product ^= first
        first = first << 1 ^ (0x11D if first & 0x80 else 0)
        second >>= 1
    return product


def _lines(code: int, size: int) -> int:
    """Return the rows, then the columns, of a code with an edge between two lines."""
    rows = _rows(code, size)
    flat = "".join(rows)
    return int(EDGE.join((*rows, *(flat[column::size] for column in range(size)))), 2)


def _penalty(code: int, lines: int, size: int) -> int:
    """Weigh a masked code by the four rules of ISO 18004, 7.8.3: runs, blocks, false finders, balance."""
    right = ~(code ^ code >> 1) << 1 & _all_but_last_column(size)  # alike the module to the right, and below
    below = ~(code ^ code >> size) << size & _all_but_last_row(size)
    share = code.bit_count() / size**2
    return (
        _runs(right, 1)
        + _runs(below, size)
        + 3 * (right & right << size & below).bit_count()
        + 40 * _finders(lines)
        + 10 * int(abs(share * 100 - 50) / 5)
    )


def _runs(alike: int, step: int) -> int:
    """Weigh the runs of five modules and more, a run of n as n - 2; `alike` marks those that are as the next one."""
    fives = alike & alike << step & alike << 2 * step & alike << 3 * step
    return fives.bit_count() + 2 * (fives & ~(fives >> step)).bit_count()


def _finders(lines: int) -> int:
    """Count what looks like a finder pattern, dark as 1011101, with a light area on one side."""
    found = lines & ~(lines << 1) & lines << 2 & lines << 3 & lines << 4 & ~(lines << 5) & lines << 6
    before = lines >> 1 | lines >> 2 | lines >> 3 | lines >> 4
    after = lines << 7 | lines << 8 | lines << 9 | lines << 10
    found &= ~(before & after)
    if found & (found >> 4 | found >> 6):  # patterns that overlap: the first one counts
        for place in range(found.bit_length() - 1, -1, -1):
            if found >> place & 1:
                found &= ~(1 << place >> 4 | 1 << place >> 6)
    return found.bit_count()


@cache
def _all_but_last_column(size: int) -> int:
    return int(("1" * (size - 1) + "0") * size, 2)


@cache
def _all_but_last_row(size: int) -> int:
    return int("1" * size * (size - 1) + "0" * size, 2)


def _number(matrix: Iterable[Iterable[int]]) -> int:
    return int("".join("1" if module else "0" for row in matrix for module in row), 2)


def _rows(code: int, size: int) -> list[str]:
    flat = f"{code:0{size * size}b}"
    return [flat[start : start + size] for start in range(0, size * size, size)]


def _svg(rows: Sequence[str]) -> str:
    """Draw the dark modules as one path of horizontal strokes, each where the last one ended."""
    width = len(rows) + 2 * BORDER
    path = []
    end, down = -BORDER, f"{BORDER}.5"
    for row in rows:  # each holds a dark module: the timing and finder patterns run through all
        first, *others = _STROKE.findall(row)
        dark = first.count("1")
        path.append(f"m{len(first) - dark - end} {down}h{dark}")
        path += map(_stroke, others)
        end, down = row.rindex("1") + 1, "1"
    return (
        f'<svg viewBox="0 0 {width} {width}"><path fill="{LIGHT}" d="M0 0h{width}v{width}h-{width}z"/>'
        f'<path stroke="{DARK}" d="M{"".join(path)[1:]}"/></svg>'
    )


@cache
def _stroke(modules: str) -> str:
    """Draw some light modules and the dark ones after them."""
    dark = modules.count("1")
    return f"m{len(modules) - dark} 0h{dark}"
