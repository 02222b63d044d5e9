"""Pages that were rendered before, kept to be used again wherever nothing that they show has changed.

Whether a page is still good is told by the signature of what was planned for it and by the answers to what it asked of
the site. The bytes lie in packs, a new one for each share of a build that renders any; a page that is used again stays
where it is. A pack or a list that is damaged costs time, nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

from tasharuk.cache import PACK, Cache, Pack
from tasharuk.pages import Page
from tasharuk.pages.signature import signature
from tasharuk.render import Question, Renderer, Site
from tasharuk.urls import output_path
from tasharuk.write import Artifact, LazyArtifact

FOLDER, LIST = "pages", ".list"
HOLE = b"\0"  # stands in a pack for what is the same in every page; no page holds it
MAX_WASTE = 2  # packs may hold so many times what is needed of them,
MAX_PACKS = 2_000  # and be so many, before all are written anew


class KeptPage(NamedTuple):
    """A page that was rendered: what it was made of, the digest of what is kept of it, and where that lies."""

    signature: bytes
    questions: tuple[Question, ...]
    answers: bytes
    digest: bytes
    pack: str
    offset: int
    size: int


@dataclass(frozen=True)
class KeptPages:
    """The pages of the builds before, by address.

    `key` names all that every page depends on, `constant` stands in every page and is not kept; with `moves` pages
    are written anew even where they are good.
    """

    cache: Cache
    key: str
    constant: bytes
    pages: Mapping[str, KeptPage]
    moves: bool = False

    @classmethod
    def of(cls, cache: Cache, key: str, constant: str, shares: int) -> KeptPages:
        """Open what builds before have kept, and remove what no page needs; this build has so many `shares`."""
        pages: dict[str, KeptPage] = {}
        for name in cache.names(FOLDER, LIST):
            pages.update(cache.get(f"{FOLDER}/{name}", key) or {})
            if name not in map(_list_of, range(shares)):
                cache.remove(f"{FOLDER}/{name}")
        needed = {page.pack for page in pages.values()}
        for name in cache.names(FOLDER, PACK):
            if name not in needed:
                cache.remove(f"{FOLDER}/{name}")
        size = sum(cache.size(f"{FOLDER}/{name}") for name in needed)
        is_full = size > MAX_WASTE * sum(page.size for page in pages.values()) or len(needed) > MAX_PACKS
        return cls(cache, key, constant.encode(), pages, is_full)

    def artifacts(self, renderer: Renderer, site: Site, pages: Iterable[Page], share: int) -> Iterator[Artifact]:
        """Yield the files of one share of the pages: those that are still good as they are, the others rendered."""
        found: dict[str, KeptPage] = {}
        with self.cache.pack(FOLDER) as pack:
            for page in pages:
                more = page.told()
                signed = signature(page, more)
                kept = self.pages.get(page.url)
                if kept and signed == kept.signature and site.answers(kept.questions) == kept.answers:
                    found[page.url] = self._moved(kept, pack) if self.moves else kept
                    fetch = partial(self._content, kept, renderer, page, more)
                    yield LazyArtifact(output_path(page.url), kept.digest, fetch)
                    continue
                artifact = renderer.render_page(page, more)
                questions = renderer.watch.take()
                payload = artifact.content.replace(self.constant, HOLE, 1)
                if signed and payload.count(HOLE) == 1:
                    place = (pack.name, pack.write(payload), len(payload))
                    fresh = KeptPage(signed, questions, site.answers(questions), self._digest(payload), *place)
                    found[page.url] = fresh
                    yield LazyArtifact(artifact.path, fresh.digest, partial(getattr, artifact, "content"))
                else:
                    yield artifact
        self.cache.put(f"{FOLDER}/{_list_of(share)}", self.key, found)

    def _moved(self, kept: KeptPage, pack: Pack) -> KeptPage:
        """Write a page into another pack, whatever its bytes are: they are judged when they are used."""
        return kept._replace(pack=pack.name, offset=pack.write(self._read(kept)))

    def _content(self, kept: KeptPage, renderer: Renderer, page: Page, more: Mapping[str, Any]) -> bytes:
        """Return the bytes of a page; where its pack is damaged, render it."""
        payload = self._read(kept)
        if self._digest(payload) == kept.digest:
            return payload.replace(HOLE, self.constant, 1)
        content = renderer.render_page(page, more).content
        renderer.watch.take()
        return content

    def _digest(self, payload: bytes) -> bytes:
        """Return the digest of a page by what is kept of it; a third of the bytes, hence of the time."""
        state = self._constant.copy()
        state.update(payload)
        return state.digest()

    @cached_property
    def _constant(self) -> hashlib.blake2b:
        return hashlib.blake2b(self.constant, digest_size=16)

    def _read(self, kept: KeptPage) -> bytes:
        return self.cache.read(f"{FOLDER}/{kept.pack}", kept.offset, kept.size)


def _list_of(share: int) -> str:
    return f"{share}{LIST}"
