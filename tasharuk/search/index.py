"""Documents and a thesaurus → the files of the index: one part for every search, others only when a word needs them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tasharuk.arabic import second_reading, stem, words_of
from tasharuk.search.documents import PLACE, Document
from tasharuk.search.encoding import number, part_of, postings, spelled
from tasharuk.search.thesaurus import RELATED, Group, Thesaurus

STRONG = PLACE  # fields of this weight and above are in the first part
USUAL_STRONG, USUAL_WEAK = 8, 2
OFTEN = ((6, 2), (3, 1))  # times in a text → what it adds to the weight
PART_BYTES = 4_000  # of text, before compression: what one word costs
LINES_PER_PART = 4  # result lines in one file

Entries = dict[str, int]


@dataclass(frozen=True)
class Analysed:
    """The words of one document: folded form, or phrase, → weight; those of names, titles, places apart."""

    strong: Entries
    weak: Entries


def analyse(document: Document, thesaurus: Thesaurus) -> Analysed:
    """Return the words of a document; nothing but the document and the thesaurus's phrases decides them."""
    strong: Entries = {}
    counts: Counter[str] = Counter()
    weak: Entries = {}
    for weight, text in document.fields:
        words = words_of(text)
        forms = [*words, *thesaurus.phrases_in([stem(word) for word in words])]
        if weight >= STRONG:
            for form in forms:
                strong[form] = max(weight, strong.get(form, 0))
        else:
            counts.update(forms)
            for form in forms:
                weak[form] = max(weight, weak.get(form, 0))
    for form, weight in weak.items():
        weak[form] = weight + next((add for times, add in OFTEN if counts[form] >= times), 0)
    return Analysed(strong, {form: weight for form, weight in weak.items() if form not in strong})


def build_index(
    documents: Sequence[Document],
    analysed: Sequence[Analysed],
    thesaurus: Thesaurus,
    facets: Mapping[str, Sequence[str]],
    names: str = "",
) -> dict[str, str]:
    """Put the analysed documents, both sequences in one order, together; returns the text of each file by its name.

    `facets` names all kinds, sectors, governorates and statuses, in the order in which they are shown; `names` is the
    text of the file of names. Each file begins with the version of the whole, so that no two versions are mixed.
    """
    strong: dict[str, list[tuple[int, int]]] = defaultdict(list)
    weak: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, item in enumerate(analysed):
        for form, weight in item.strong.items():
            strong[form].append((place, weight))
        for form, weight in item.weak.items():
            weak[form].append((place, weight))
    filed = _filed_under(strong, weak)
    core_lines = [f"{spelled(form)}\t{postings(strong[form], USUAL_STRONG)}" for form in sorted(strong)]
    weak_lines = {form: f"{spelled(form)}\t{postings(found, USUAL_WEAK)}" for form, found in weak.items()}
    size = sum(len(line.encode()) for line in weak_lines.values())
    count = max(1, round(size / PART_BYTES))
    known = frozenset(stem_of(form) for form in (*strong, *weak)) | frozenset(filed.values())
    used = thesaurus.used_by(known)
    parts: list[list[str]] = [[] for _ in range(count)]
    for form in sorted(weak):
        parts[part_of(used.root(filed[form]), count)].append(weak_lines[form])
    lines = [
        "\n".join(_line(document) for document in documents[start : start + LINES_PER_PART])
        for start in range(0, len(documents), LINES_PER_PART)
    ]
    head = {
        "documents": len(documents),
        "parts": count,
        "lines": LINES_PER_PART,
        "stops": sorted(thesaurus.stop_words),
        **{name: list(values) for name, values in facets.items()},
    }
    columns = _columns(documents, facets)
    blocks = [
        json.dumps(head, ensure_ascii=False, separators=(",", ":")),
        *columns,
        spelled("\n".join(_arabic(used.groups))),
        "\n".join(core_lines),
    ]
    files = {
        "core": "\n\n".join(blocks),
        "names": names,
        "latin": "\n".join(_latin(used.groups)),
        **{f"words-{place}": "\n".join(part) for place, part in enumerate(parts)},
        **{f"lines-{place}": text for place, text in enumerate(lines)},
    }
    version = hashlib.sha256("\0".join(files.values()).encode()).hexdigest()[:10]
    return {name: f"{version}\n{text}" for name, text in files.items()}


def _arabic(groups: Iterable[Group]) -> Iterator[str]:
    """Yield a line a group: its sort, and its members in Arabic letters; a single one may still have Latin company."""
    for group in groups:
        is_whole = group.sort == RELATED  # its first word leads to the others, whatever its letters
        yield group.sort + "|".join(member for member in group.members if is_whole or not member.isascii())


def _latin(groups: Iterable[Group]) -> Iterator[str]:
    """Yield the members in Latin letters, by the number of their group: few visitors need them."""
    for place, group in enumerate(groups):
        members = [member for member in group.members if member.isascii()]
        if members and group.sort != RELATED:
            yield f"{place}\t{'|'.join(members)}"


def stem_of(form: str) -> str:
    """Return the stem of a form; a phrase is its own."""
    return form if " " in form else stem(form)


def _filed_under(strong: Mapping[str, object], weak: Mapping[str, Sequence[object]]) -> dict[str, str]:
    """Return for each word of a text the stem under which it is found: without its particle where that is a word.

    A particle is one only where the rest is used as a word of its own, at least as often.
    """
    uses: Counter[str] = Counter()
    for form, found in weak.items():
        uses[stem_of(form)] += len(found)
    for form in strong:
        uses[stem_of(form)] += 1
    filed = {}
    for form in weak:
        own, rest = stem_of(form), second_reading(form)
        filed[form] = rest if rest and uses[rest] >= uses[own] else own
    return filed


def _columns(documents: Sequence[Document], facets: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the table of facet values and, document by document, the row that holds them."""
    order = {name: {value: place for place, value in enumerate(values)} for name, values in facets.items()}
    rows: dict[str, int] = {}
    places = []
    for document in documents:
        row = ";".join(
            ",".join(str(order[name][value]) for value in values if value in order[name])
            for name, values in (
                ("kinds", (document.kind,)),
                ("sectors", document.sectors),
                ("governorates", document.governorates),
                ("statuses", (document.status,) if document.status else ()),
            )
        )
        places.append(number(rows.setdefault(row, len(rows))))
    yield "\n".join(rows)
    yield "".join(places)


def _line(document: Document) -> str:
    values: list[object] = [document.url, document.title, document.text, document.source]
    if document.is_example:
        values.append(1)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
