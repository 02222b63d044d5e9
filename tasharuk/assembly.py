"""The second half of the way: a judged catalogue → pages and all other files of the site, as Artifacts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import rjsmin

from tasharuk.cache import Cache, made_once
from tasharuk.catalogue import Catalogue
from tasharuk.edition import ARABIC, editions_of
from tasharuk.feeds import FeedWriter, sitemap, small_files
from tasharuk.history.story import History
from tasharuk.job import Job
from tasharuk.kept import KeptPages
from tasharuk.making import Maker
from tasharuk.model.settings import SiteSettings
from tasharuk.pages import Address, AddressBook, PageGroup, Planner, plan_groups
from tasharuk.pipeline import Checked
from tasharuk.read import read_assets, read_bytes, read_mapping
from tasharuk.render import ASSETS, Renderer, SharedTexts, Site, Watch
from tasharuk.snapshot import files_fingerprint
from tasharuk.urls import BaseUrl, media_url, output_path
from tasharuk.words import Words, kept_words
from tasharuk.write import Artifact, Task

if TYPE_CHECKING:
    from tasharuk.export import Told
    from tasharuk.search import Thesaurus

SHOWN_EVERYWHERE = ("templates", "content/words", "content/vocabulary", "content/site.yml")
SHARES_PER_JOB = 8  # so that processes end together
TEMPLATE = "submit/organizations.xlsx"  # the table that an office fills in for many organizations


def tasks(job: Job, checked: Checked) -> list[Task]:
    """Return what makes the files of the site, in shares that processes may take in any order."""
    cache = Cache.of(job)
    history = _history(job, checked.catalogue, cache)
    bare = tuple(replace(renderer, history=history) for renderer in _without_addresses(job, checked))
    catalogue, words, base = bare[0].catalogue, bare[0].words, bare[0].base
    shares = SHARES_PER_JOB * job.jobs
    frame = _frame(job, bare[0])
    kept = KeptPages.of(cache, frame, shares) if cache else None
    groups, book = _addressed(bare, kept)
    maker = Maker(_with_links(bare, book), Watch())
    for renderer in maker.renderers:
        renderer.prepare(cache, frame, job.jobs)
    site = Site(catalogue, maker.renderer.pictures, maker.renderer.urls, history)
    return [  # the index first: without its cache no other task is as long
        *([partial(index_files, job, catalogue, words)] if catalogue.settings.features.search else ()),
        *([partial(_data, job, maker, cache, frame)] if catalogue.settings.features.exports else ()),
        *(partial(_pages, maker, kept, site, some, share) for share, some in enumerate(_shares(groups, shares))),
        FeedWriter(catalogue, words, base).artifacts,
        lambda: [sitemap(book, [renderer.base for renderer in maker.renderers])],
        partial(small_files, catalogue, words, base),
        partial(_profiles, catalogue, base, f"{cache.version} {frame}" if cache else ""),
        lambda: checked.picture_files if catalogue.settings.features.images else (),
        partial(_documents, job, catalogue),
        partial(_once, cache, "form", frame, partial(_form, catalogue, words, base)),
        partial(_once, cache, "workbook", frame, partial(_workbook, catalogue, words)),
        partial(_once, cache, "scripts", frame, partial(_scripts, job, catalogue.settings)),
        partial(_assets, job),
    ]


def renderers_of(job: Job, checked: Checked) -> tuple[Renderer, ...]:
    """Return what renders the pages of a judged catalogue in each edition, its templates not compiled yet."""
    bare = _without_addresses(job, checked)
    return _with_links(bare, _addressed(bare)[1])


def _without_addresses(job: Job, checked: Checked) -> tuple[Renderer, ...]:
    catalogue, watch = checked.catalogue, Watch()
    editions = editions_of(catalogue.settings)
    texts = SharedTexts() if len(editions) > 1 else None
    url = job.base_url or catalogue.settings.base_url
    cache, folder, templates = Cache.of(job), job.own_or("content/words"), job.own_or("templates")
    pictures = checked.pictures if catalogue.settings.features.images else {}
    return tuple(
        Renderer(
            templates,
            catalogue,
            replace(kept_words(cache, folder, edition.language), sets_apart=edition is not ARABIC),
            BaseUrl(url, edition.prefix),
            pictures,
            watch=watch,
            edition=edition,
            texts=texts,
        )
        for edition in editions
    )


def _history(job: Job, catalogue: Catalogue, cache: Cache | None) -> History:
    """Return what git knows of the past; nothing where it is not to be shown."""
    if not catalogue.settings.features.history:
        return History()
    from tasharuk.history.load import load_history  # only where pages show it

    return load_history(job, cache)


def _addressed(
    bare: tuple[Renderer, ...], kept: KeptPages | None = None
) -> tuple[list[tuple[PageGroup, int]], AddressBook]:
    """Return the groups of all pages, each with its number of pages, and the addresses of the Arabic ones.

    Beside each group stands the same in every other edition: what they show is read once.
    """
    maker, catalogue = Maker(bare, Watch()), bare[0].catalogue
    site = Site(catalogue, bare[0].pictures, (), bare[0].history)
    groups: list[tuple[PageGroup, int]] = []
    addresses: list[Address] = []
    for group in plan_groups(catalogue):
        own = (kept and kept.addresses(group, site)) or maker.addresses(group)
        addresses += own
        for renderer in bare:
            same = group.in_edition(renderer.edition)
            groups.append((same, len(own)))
            if kept and same is not group:
                kept.addresses(same, site)
    if catalogue.settings.features.exports:
        from tasharuk.pages.data import ADDRESS

        addresses.append(ADDRESS)
    return groups, AddressBook.of(addresses)


def _with_links(bare: tuple[Renderer, ...], book: AddressBook) -> tuple[Renderer, ...]:
    """Return the renderers, which now know the addresses that pages may link to."""
    urls = frozenset((*book.listed, *book.unlisted, f"/{TEMPLATE}"))
    return tuple(replace(renderer, urls=urls) for renderer in bare)


def _shares(groups: Sequence[tuple[PageGroup, int]], count: int) -> list[list[PageGroup]]:
    """Part groups into shares of about as many pages, in their order."""
    shares: list[list[PageGroup]] = [[] for _ in range(count)]
    total, seen = sum(size for _, size in groups), 0
    for group, size in groups:
        shares[min(seen * count // max(total, 1), count - 1)].append(group)
        seen += size
    return shares


def _pages(
    maker: Maker, kept: KeptPages | None, site: Site, groups: Sequence[PageGroup], share: int
) -> Iterator[Artifact]:
    """Yield the files of one share of the groups."""
    return kept.artifacts(maker, site, groups, share) if kept else maker.artifacts(groups)


def _profiles(catalogue: Catalogue, base: BaseUrl, common: str) -> Iterable[Artifact]:
    """Return the profiles as programs read them; loads nothing where there is no open data."""
    if not catalogue.settings.features.exports:
        return ()
    from tasharuk.export import organization_files

    return organization_files(catalogue, base, common)


def _data(job: Job, maker: Maker, cache: Cache | None, frame: str) -> Iterator[Artifact]:
    """Yield the tables of the open data, then the pages that tell their sizes."""
    from tasharuk.export import DataWriter
    from tasharuk.pages.data import ADDRESS

    renderer, english = maker.renderer, partial(kept_words, cache, job.own_or("content/words"), "en")
    told = yield from DataWriter(renderer.catalogue, renderer.base, renderer.words, english, cache, frame).artifacts()
    for edition in maker.renderers:
        name = edition.edition.of_group("data-page").replace("/", "-")
        payload = made_once(cache, name, repr((frame, told.facts)), partial(_data_page, edition, told))
        yield renderer.styles.artifact(output_path(f"{edition.edition.prefix}{ADDRESS.url}"), payload)


def _data_page(renderer: Renderer, told: Told) -> bytes:
    from tasharuk.pages.data import data_page

    page = data_page(Planner(renderer.catalogue, renderer.words), told)
    payload = renderer.render_page(page, page.told())
    renderer.watch.take()
    return payload


def _frame(job: Job, renderer: Renderer) -> str:
    """Return what tells words, lists, templates, settings and constants from others: what no page goes without."""
    return repr((files_fingerprint(job, *SHOWN_EVERYWHERE), job.base_url, renderer.constants()))


def _once(cache: Cache | None, name: str, key: str, make: Callable[[], Iterable[Artifact]]) -> Iterator[Artifact]:
    """Yield files that depend on nothing but the frame, made once for each."""
    yield from made_once(cache, name, key, lambda: list(make()))


def _documents(job: Job, catalogue: Catalogue) -> Iterator[Artifact]:
    """Yield the published documents as they are."""
    for path in sorted(catalogue.media):
        if path.endswith(".pdf"):
            yield Artifact(output_path(media_url(path)), read_bytes(job.file(path)))


def _assets(job: Job) -> Iterator[Artifact]:
    """Yield typefaces and pictures of our own."""
    for path, content in read_assets(job.own_or("templates") / "assets", ("fonts/*.woff2", "fonts/OFL.txt", "*.svg")):
        yield Artifact(f"{ASSETS.strip('/')}/{path}", content)


def _form(catalogue: Catalogue, words: Words, base: BaseUrl) -> Iterable[Artifact]:
    """Return what the script of the form loads."""
    from tasharuk.form import form_files  # made once for all builds

    return form_files(catalogue, words, base)


def _workbook(catalogue: Catalogue, words: Words) -> Iterator[Artifact]:
    """Yield the table to fill in."""
    from tasharuk.importer import template_workbook  # made once for all builds

    yield Artifact(TEMPLATE, template_workbook(words, catalogue.vocabulary))


def _scripts(job: Job, settings: SiteSettings) -> Iterator[Artifact]:
    """Yield the scripts that pages load, minified, each joined of its sources."""
    features, folder = settings.features, job.own_or("templates") / "assets"
    for path, names, is_wanted in (
        ("assets/form.js", ("js/form.js",), True),
        ("submit/sw.js", ("js/sw.js",), features.offline),  # keeps the form for use without a line; beside its page
        ("assets/search.js", ("js/search-engine.js", "js/search.js"), features.search),
    ):
        if is_wanted:
            sources = [content for name in names for _, content in read_assets(folder, (name,))]
            yield Artifact(path, str(rjsmin.jsmin(b"\n".join(sources).decode("utf-8"))).encode("utf-8"))


def index_files(job: Job, catalogue: Catalogue, words: Words) -> Iterator[Artifact]:
    """Yield the files of the search's index, made of what was kept where nothing has changed."""
    from tasharuk.search import search_files  # only where there is a search

    cache = Cache.of(job)
    return search_files(catalogue, words, _thesaurus(job, cache), cache)


def _thesaurus(job: Job, cache: Cache | None) -> Thesaurus:
    """Read the word lists of the search, each from the root where it has the file, else from the program."""
    from tasharuk.search import WORD_LISTS, Thesaurus

    places = {name: f"content/vocabulary/{name}" for name in WORD_LISTS}
    key = repr([read_bytes(job.own_or(relative)) for relative in places.values()])

    def make() -> Thesaurus:
        read = {name: read_mapping(job.own_or(relative), relative)[0] for name, relative in places.items()}
        return Thesaurus.of({name: mapped.data if mapped is not None else {} for name, mapped in read.items()})

    return made_once(cache, "thesaurus", key, make)
