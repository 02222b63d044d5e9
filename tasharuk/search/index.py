"""All documents and a thesaurus → the files of the index: one part for every search, others when a word needs them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from tasharuk.arabic import second_reading, stem
from tasharuk.search.encoding import Entries, number, part_of, spelled, written
from tasharuk.search.groups import SplitGroups
from tasharuk.search.segment import Segment
from tasharuk.search.thesaurus import Thesaurus

PART_BYTES = 2_000  # of text, before compression: what one word costs
LINES_PER_PART = 3  # result lines in one file
ROW = ("kinds", "sectors", "governorates", "statuses")  # the facets in the order of a row


def build_index(
    whole: Segment, thesaurus: Thesaurus, facets: Mapping[str, Sequence[str]], names: str = ""
) -> Iterator[tuple[str, str]]:
    """Return the files of the index of all documents: pairs of name and text, put together one at a time.

    `facets` names all kinds, sectors, governorates and statuses, in the order in which they are shown; `names` is the
    text of the file of names. Each file begins with the version of the index: files of one version can be read
    together, since they number the same documents and parts alike; where only texts have changed, most files stand.
    """
    stems = {form: stem_of(form) for form in chain(whole.strong, whole.weak)}
    filed = _filed_under(whole, stems)
    groups = SplitGroups.of(thesaurus, frozenset(chain(stems.values(), filed.values())))
    parts = _parts(whole.weak, filed, groups.core)
    head = {
        "documents": len(whole.lines),
        "parts": len(parts),
        "also": len(groups.also),
        "latin": len(groups.latin),
        "lines": LINES_PER_PART,
        "stops": sorted(thesaurus.stop_words),
        **{name: list(values) for name, values in facets.items()},
    }
    blocks = [
        json.dumps(head, ensure_ascii=False, separators=(",", ":")),
        *_columns(whole.rows, facets),
        spelled("\n".join(groups.lines)),
        "\n".join(_words(whole.strong).values()),
    ]
    files = {
        "core": "\n\n".join(blocks),
        "names": names,
        **{f"also-{place}": text for place, text in enumerate(groups.also)},
        **{f"latin-{place}": text for place, text in enumerate(groups.latin)},
        **{f"words-{place}": text for place, text in enumerate(parts)},
    }
    version = _version(blocks[0], "\n".join(groups.lines), whole.lines)
    return ((name, f"{version}\n{text}") for name, text in chain(files.items(), _line_files(whole.lines)))


def _version(head: str, groups: str, lines: Iterable[bytes]) -> str:
    """Return what tells apart how documents and parts are numbered: the head, the groups, all addresses in order."""
    state = hashlib.sha256(f"{head}\0{groups}".encode())
    for line in lines:
        state.update(b"\0" + line.partition(b'",')[0])
    return state.hexdigest()[:10]


def _words(found: Entries) -> dict[str, str]:
    """Return the lines of words by form, in the order of the forms."""
    forms = sorted(found)
    shown = spelled("\n".join(forms)).split("\n")  # all at once: one by one they take three times as long
    return {form: f"{name}\t{written(found[form])}" for form, name in zip(forms, shown, strict=False)}


def _parts(weak: Entries, filed: Mapping[str, str], used: Thesaurus) -> list[str]:
    """Return the text of each part: words that stand for one another lie in one, and all are of about one size."""
    line_by_form = _words(weak)
    size = len("".join(line_by_form.values()).encode())
    parts: list[list[str]] = [[] for _ in range(max(1, round(size / PART_BYTES)))]
    part_by_stem = {key: parts[part_of(used.root(key), len(parts))] for key in frozenset(filed.values())}
    for form, line in line_by_form.items():
        part_by_stem[filed[form]].append(line)
    return ["\n".join(part) for part in parts]


def _line_files(lines: Sequence[bytes]) -> Iterator[tuple[str, str]]:
    """Yield name and text of the files of result lines; made twice rather than held."""
    for place, start in enumerate(range(0, len(lines), LINES_PER_PART)):
        yield f"lines-{place}", b"\n".join(lines[start : start + LINES_PER_PART]).decode()


def stem_of(form: str) -> str:
    """Return the stem of a form; a phrase is its own."""
    return form if " " in form else stem(form)


def _filed_under(whole: Segment, stems: Mapping[str, str]) -> dict[str, str]:
    """Return for each word of a text the stem under which it is found: without its particle where that is a word.

    A particle is one only where the rest is used as a word of its own, at least as often. `stems` has all forms.
    """
    uses = Counter(stems[form] for form in whole.strong)
    for form, (_first, _last, count, _rest) in whole.weak.items():
        uses[stems[form]] += count
    filed = {}
    for form in whole.weak:
        own, rest = stems[form], second_reading(form)
        filed[form] = rest if rest and uses[rest] >= uses[own] else own
    return filed


def _columns(rows: Sequence[str], facets: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the table of facet values and, document by document, the row that holds them."""
    order = [{value: str(place) for place, value in enumerate(facets[name])} for name in ROW]
    numbered = {
        row: ";".join(
            ",".join(places[value] for value in cell.split(",") if value in places)
            for cell, places in zip(row.split(";"), order, strict=True)
        )
        for row in dict.fromkeys(rows)
    }
    table = {row: number(place) for place, row in enumerate(dict.fromkeys(numbered.values()))}
    yield "\n".join(table)
    yield "".join(table[numbered[row]] for row in rows)
