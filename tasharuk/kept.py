"""Pages that were made before, kept to be used again wherever nothing that they show has changed.

Pages are kept by the groups in which they are planned. A group that sees only a part of the catalogue stands as long as
all that was asked of the site while it was planned and rendered has the same answer. In any other each page is judged
by itself: by the signature of what was planned for it and by the answers to what was asked while it was rendered.

The bytes lie in packs, a new one for each share of a build that renders any; a page that is used again stays where it
is. A pack or a list that is damaged costs time, nothing else.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from tasharuk.cache import PACK, Cache, Pack
from tasharuk.making import Maker, Part
from tasharuk.pages import Address, PageGroup, Scope
from tasharuk.render import Question, Site, Styles
from tasharuk.write import Artifact, LazyArtifact

FOLDER, LIST = "pages", ".list"
MAX_WASTE = 2  # packs may hold so many times what is needed of them,
MAX_PACKS = 2_000  # and be so many, before all are written anew


class KeptFile(NamedTuple):
    """A file that was made: what it was made of, the digest of what is kept of it, and where that lies.

    A file without a signature is good only with its whole group.
    """

    signature: bytes
    questions: tuple[Question, ...]
    answers: bytes
    digest: bytes
    pack: str
    offset: int
    size: int


class KeptGroup(NamedTuple):
    """The files of a group: what was asked while they were planned and while they were rendered, and what was told.

    `files` are the kept files by path, pickled: they are looked at only where one has to be written or judged. `room`
    tells how many bytes of each pack they take.
    """

    addresses: tuple[Address, ...]
    digests: Mapping[str, bytes]
    files: bytes
    room: Mapping[str, int]
    planned: tuple[Question, ...]
    told: bytes
    shown: tuple[Question, ...]
    answers: bytes

    def with_files(self, files: Mapping[str, KeptFile]) -> KeptGroup:
        """Return the same with files that lie elsewhere."""
        room: Counter[str] = Counter()
        for file in files.values():
            room[file.pack] += file.size
        return self._replace(files=_pickled({path: tuple(file) for path, file in files.items()}), room=dict(room))


@dataclass(frozen=True)
class KeptPages:
    """The groups of the builds before, by name.

    `key` names all that every page depends on; with `moves` pages are written anew even where they are good.
    """

    cache: Cache
    key: str
    groups: Mapping[str, bytes]
    moves: bool = False
    planned: set[str] = field(default_factory=set)  # groups that would be planned as they were

    @classmethod
    def of(cls, cache: Cache, key: str, shares: int) -> KeptPages:
        """Open what builds before have kept, and remove what no page needs; this build has so many `shares`."""
        groups: dict[str, bytes] = {}
        needed: Counter[str] = Counter()
        for name in cache.names(FOLDER, LIST):
            found, room = cache.get(f"{FOLDER}/{name}", key) or ({}, {})
            groups.update(found)
            needed.update(room)
            if name not in map(_list_of, range(shares)):
                cache.remove(f"{FOLDER}/{name}")
        for name in cache.names(FOLDER, PACK):
            if name not in needed:
                cache.remove(f"{FOLDER}/{name}")
        size = sum(cache.size(f"{FOLDER}/{name}") for name in needed)
        return cls(cache, key, groups, size > MAX_WASTE * needed.total() or len(needed) > MAX_PACKS)

    def addresses(self, group: PageGroup, site: Site) -> tuple[Address, ...] | None:
        """Return the addresses of a group that is planned as it was before; None where it has to be planned."""
        kept = self.group(group) if group.scope is not Scope.WHOLE else None
        if kept is None or site.answers(kept.planned) != kept.told:
            return None
        self.planned.add(group.name)
        return kept.addresses

    def group(self, group: PageGroup) -> KeptGroup | None:
        """Return what is kept of a group."""
        held = self.groups.get(group.name)
        return KeptGroup(*pickle.loads(held)) if held else None  # noqa: S301 - written by ourselves, and whole

    def artifacts(self, maker: Maker, site: Site, groups: Iterable[PageGroup], share: int) -> Iterator[Artifact]:
        """Yield the files of one share of the groups: those that are still good as they are, the others made."""
        found: dict[str, bytes] = {}
        room: Counter[str] = Counter()
        with self.cache.pack(FOLDER) as pack:
            work = _Work(self, maker, site, pack)
            for group in groups:
                kept = yield from work.artifacts(group)
                found[group.name] = _pickled(tuple(kept))
                room.update(kept.room)
        self.cache.put(f"{FOLDER}/{_list_of(share)}", self.key, (found, dict(room)))


@dataclass(frozen=True)
class _Work:
    """The making of one share."""

    kept: KeptPages
    maker: Maker
    site: Site
    pack: Pack

    def artifacts(self, group: PageGroup) -> Generator[Artifact, None, KeptGroup]:
        """Yield the files of a group; returns what is kept of it."""
        kept = self.kept.group(group)
        if kept is None or group.name not in self.kept.planned or self.site.answers(kept.shown) != kept.answers:
            return (yield from self._judged(group, _files(kept)))
        if self.kept.moves:
            kept = kept.with_files({path: self._moved(file) for path, file in _files(kept).items()})
        for path, digest in kept.digests.items():
            yield LazyArtifact(path, digest, partial(self._content_in, group, kept, path))
        return kept

    def _judged(self, group: PageGroup, before: Mapping[str, KeptFile]) -> Generator[Artifact, None, KeptGroup]:
        """Yield the files of a group that has to be planned, those that are still good as they are."""
        files: dict[str, KeptFile] = {}
        addresses: list[Address] = []
        for part in self.maker.parts(group):
            if part.address:
                addresses.append(part.address)
            signed = part.sign()
            file = before.get(part.path)
            if file and signed and signed == file.signature and self.site.answers(file.questions) == file.answers:
                files[part.path] = self._moved(file) if self.kept.moves else file
                yield LazyArtifact(part.path, file.digest, partial(self._content, file, part))
                continue
            payload = part.make()
            questions = self.maker.renderer.watch.take()
            artifact = self._styles.artifact(part.path, payload)
            place = (self.pack.name, self.pack.write(payload), len(payload))
            files[part.path] = KeptFile(signed, questions, self.site.answers(questions), artifact.digest, *place)
            yield artifact
        planned = self.maker.watch.take()
        shown = dict.fromkeys(question for file in files.values() for question in file.questions)
        beside = tuple(question for question in shown if question not in planned)
        digests = {path: file.digest for path, file in files.items()}
        told, answers = self.site.answers(planned), self.site.answers(beside)
        return KeptGroup(tuple(addresses), digests, b"", {}, planned, told, beside, answers).with_files(files)

    def _moved(self, file: KeptFile) -> KeptFile:
        """Write a page into another pack, whatever its bytes are: they are judged when they are used."""
        return file._replace(pack=self.pack.name, offset=self.pack.write(self._read(file)))

    def _content_in(self, group: PageGroup, kept: KeptGroup, path: str) -> bytes:
        """Return the bytes of a file of a group that was not planned; where its pack is damaged, make it."""
        content = self._kept_content(_files(kept)[path])
        if content is not None:
            return content
        (part,) = (part for part in self.maker.parts(group) if part.path == path)
        self.maker.watch.take()
        return self._made(part)

    def _content(self, file: KeptFile, part: Part) -> bytes:
        """Return the bytes of a file; where its pack is damaged, make it."""
        content = self._kept_content(file)
        return self._made(part) if content is None else content

    def _made(self, part: Part) -> bytes:
        payload = part.make()
        self.maker.renderer.watch.take()
        return self._styles.fill(payload)

    def _kept_content(self, file: KeptFile) -> bytes | None:
        payload = self._read(file)
        return self._styles.fill(payload) if self._styles.digest(payload) == file.digest else None

    @property
    def _styles(self) -> Styles:
        """What stands in every page and is not kept."""
        return self.maker.renderer.styles

    def _read(self, file: KeptFile) -> bytes:
        return self.kept.cache.read(f"{FOLDER}/{file.pack}", file.offset, file.size)


def _files(kept: KeptGroup | None) -> Mapping[str, KeptFile]:
    """Return the kept files of a group by path."""
    if kept is None:
        return {}
    files: dict[str, tuple[Any, ...]] = pickle.loads(kept.files)  # noqa: S301 - written by ourselves, and whole
    return {path: KeptFile(*values) for path, values in files.items()}


def _pickled(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _list_of(share: int) -> str:
    return f"{share}{LIST}"
