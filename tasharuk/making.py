"""Groups of pages → their files: each page rendered, and with an organization's pages its feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from tasharuk.feeds import FeedWriter
from tasharuk.history.story import History
from tasharuk.pages import Address, Page, PageGroup, Planner, Scope
from tasharuk.pages.signature import signature
from tasharuk.render import BODIES, Renderer, Watch, WatchedCatalogue, WatchedHistory
from tasharuk.urls import output_path
from tasharuk.write import Artifact


@dataclass(frozen=True)
class Part:
    """One file of a group, planned and not made yet; `make` returns its payload, which the styles fill.

    `sign` returns the signature of all that was planned for it, empty where there is none; `address` is that of a page.
    """

    path: str
    make: Callable[[], bytes]
    sign: Callable[[], bytes] = bytes
    address: Address | None = None


@dataclass(frozen=True)
class Maker:
    """Plans and makes the files of groups. What narrow groups ask while they are planned is noted by `watch`."""

    renderer: Renderer
    watch: Watch

    @cached_property
    def _planners(self) -> Mapping[Scope, Planner]:
        """What plans the groups of each scope, and sees no more than that."""
        whole, words = self.renderer.catalogue, self.renderer.words
        seen = {
            Scope.NOTHING: whole.empty,
            Scope.NARROW: WatchedCatalogue(whole, self.watch),
            Scope.BODIES: whole.bodies,
            Scope.WHOLE: whole,
        }
        past = {Scope.NARROW: WatchedHistory(self.renderer.history, self.watch)}
        return {scope: Planner(catalogue, words, past.get(scope, History())) for scope, catalogue in seen.items()}

    @cached_property
    def _feeds(self) -> FeedWriter:
        return FeedWriter(self._planners[Scope.NARROW].catalogue, self.renderer.words, self.renderer.base)

    def addresses(self, group: PageGroup) -> tuple[Address, ...]:
        """Plan a group for the addresses of its pages alone."""
        return tuple(page.address for page in self._pages(group))

    def _pages(self, group: PageGroup) -> Iterator[Page]:
        if group.scope is Scope.BODIES:
            self.watch.ask(BODIES)
        return group.plan(self._planners[group.scope])

    def parts(self, group: PageGroup) -> Iterator[Part]:
        """Plan a group; yields its files one by one, in the order in which they are made."""
        for page in self._pages(group):
            more = page.told()
            make = partial(self.renderer.render_page, page, more)
            yield Part(output_path(page.url), make, partial(signature, page, more), page.address)
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
