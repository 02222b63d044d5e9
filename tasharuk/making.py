"""Groups of pages → their files: each page rendered, and with an organization's pages its feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from tasharuk.edition import ARABIC, Edition
from tasharuk.feeds import FeedWriter
from tasharuk.history.story import History
from tasharuk.pages import Address, Page, PageGroup, Planner, Scope
from tasharuk.pages.signature import signature
from tasharuk.render import BODIES, Renderer, Watch, WatchedCatalogue, WatchedHistory
from tasharuk.write import Artifact


@dataclass(frozen=True)
class Part:
    """One file of a group, planned and not made yet; `make` returns its payload, which the styles fill.

    `sign` returns the signature of all that was planned for it, empty where there is none; `address` is that of a page
    of the Arabic edition.
    """

    path: str
    make: Callable[[], bytes]
    sign: Callable[[], bytes] = bytes
    address: Address | None = None


@dataclass(frozen=True)
class Maker:
    """Plans and makes the files of groups. What narrow groups ask while they are planned is noted by `watch`.

    There is a renderer for each edition, Arabic first; all note what is asked of the site with one watch.
    """

    renderers: tuple[Renderer, ...]
    watch: Watch

    @property
    def renderer(self) -> Renderer:
        """What renders the Arabic pages; styles and watch are those of all."""
        return self.renderers[0]

    @cached_property
    def _renderer_of(self) -> Mapping[Edition, Renderer]:
        return {renderer.edition: renderer for renderer in self.renderers}

    @cached_property
    def _planners(self) -> Mapping[tuple[Edition, Scope], Planner]:
        """What plans the groups of each edition and scope, and sees no more than that."""
        whole = self.renderer.catalogue
        seen = {
            Scope.NOTHING: whole.empty,
            Scope.NARROW: WatchedCatalogue(whole, self.watch),
            Scope.BODIES: whole.bodies,
            Scope.WHOLE: whole,
        }
        past = {Scope.NARROW: WatchedHistory(self.renderer.history, self.watch)}
        return {
            (edition, scope): Planner(catalogue, renderer.words, past.get(scope, History()))
            for edition, renderer in self._renderer_of.items()
            for scope, catalogue in seen.items()
        }

    @cached_property
    def _feeds(self) -> FeedWriter:
        return FeedWriter(self._planners[ARABIC, Scope.NARROW].catalogue, self.renderer.words, self.renderer.base)

    def addresses(self, group: PageGroup) -> tuple[Address, ...]:
        """Plan a group for the addresses of its pages alone."""
        return tuple(page.address for page in self._pages(group))

    def _pages(self, group: PageGroup) -> Iterator[Page]:
        if group.scope is Scope.BODIES:
            self.watch.ask(BODIES)
        return group.plan(self._planners[group.edition, group.scope])

    def parts(self, group: PageGroup) -> Iterator[Part]:
        """Plan a group; yields its files one by one, in the order in which they are made."""
        renderer = self._renderer_of[group.edition]
        for page in self._pages(group):
            more = page.told()
            make = partial(renderer.render_page, page, more)
            address = page.address if group.edition is ARABIC else None  # the others follow from it
            yield Part(renderer.path_of(page), make, partial(signature, page, more), address)
        if group.organization:
            feed = self._feeds.of_organization(group.organization)
            yield Part(feed.path, lambda: feed.content)

    def artifacts(self, groups: Iterable[PageGroup]) -> Iterator[Artifact]:
        """Make all files of groups, in their order."""
        for group in groups:
            for part in self.parts(group):
                yield self.renderer.styles.artifact(part.path, part.make())
                self.renderer.watch.take()
            self.watch.take()
