"""What templates may ask for: the filters and functions of the Jinja environment, and the page itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from jinja2 import Environment
from markupsafe import Markup

from tasharuk.cache import Cache, made_once
from tasharuk.catalogue import Catalogue
from tasharuk.edition import ARABIC, ENGLISH, Edition, is_shared
from tasharuk.formats import date_text, money_text, month_text, number_text
from tasharuk.history.story import History
from tasharuk.kinds import own_path
from tasharuk.markup.html import paragraphs, render_markdown
from tasharuk.markup.words import excerpt
from tasharuk.model.base import Record
from tasharuk.model.fields import display_phone
from tasharuk.pages import Page
from tasharuk.render.asked import FOLDER, PAGE, PICTURE, Watch, WatchedCatalogue
from tasharuk.render.compiled import compile_all
from tasharuk.render.engine import LeanEnvironment
from tasharuk.render.marking import AR, RTL
from tasharuk.render.rows import rows_for
from tasharuk.render.sheets import SHEETS, every_sheet, minified
from tasharuk.render.styled import Styles, hole_for
from tasharuk.render.texts import SharedTexts
from tasharuk.urls import BaseUrl, media_url, output_path
from tasharuk.views import AllViews
from tasharuk.words import Words

if TYPE_CHECKING:
    from tasharuk.images import Picture

ASSETS = "/assets/"
SUBMIT_PAGE = "/submit/"
DESCRIPTION_LENGTH = 160  # characters; what search engines and shared links show
FOOTER_PAGES = ("about", "donor-guide", "how-we-verify", "governance", "privacy", "accessibility", "report", "licences")


@dataclass(frozen=True)
class Renderer:
    """Everything a template may ask for. One renderer serves one edition of one build.

    `urls` are the internal paths it may link to; `words` and `base` are those of the edition.
    """

    templates: Path
    catalogue: Catalogue
    words: Words
    base: BaseUrl
    pictures: Mapping[str, Picture] = field(default_factory=lambda: MappingProxyType({}))
    urls: Container[str] = frozenset()
    history: History = field(default_factory=History)
    watch: Watch = field(default_factory=Watch)
    edition: Edition = ARABIC
    texts: SharedTexts | None = None  # with another edition

    @cached_property
    def environment(self) -> LeanEnvironment:
        """The Jinja environment with all filters, functions and constants of ours."""
        environment = LeanEnvironment(self.templates, marks=self.edition is not ARABIC)
        environment.filters.update(self._filters())
        environment.globals.update(self._functions(environment))
        environment.settle(self._settled(environment), {"site": self._site(), **self._marks()})
        return environment

    @cached_property
    def styles(self) -> Styles:
        """The stylesheets that stand in the pages of each template."""
        pages = self.environment.list_templates(filter_func=_is_of_a_page)
        return Styles(every_sheet(pages, partial(_source, self.environment), self._finished))

    def constants(self) -> str:
        """Return what every page may show of the site: two renderers of the same constants differ in no frame."""
        site = self._site()
        return repr([sorted(value) if isinstance(value, frozenset) else value for value in site.values()])

    def _filters(self) -> dict[str, Callable[..., Any]]:
        language, currencies = self.words.language, self.catalogue.vocabulary.currencies
        return {
            "date": lambda day: date_text(day, language),
            "month": lambda day: month_text(day, language),
            "number": lambda value: number_text(value, language),
            "money": lambda amount: money_text(amount, currencies, self.words),
            "percent": lambda value: f"{number_text(value, language)}%",
            "plural": lambda count, key: self.words.plural(key, count, number_text(count, language)),
            "phone": display_phone,
            "urlencode": quoted,
            "by_slug": lambda rows: {row["slug"]: row for row in rows},
        }

    def _functions(self, environment: LeanEnvironment) -> dict[str, Any]:
        view = AllViews(WatchedCatalogue(self.catalogue, self.watch), self.words, self.base)
        return {
            "view": view,
            **rows_for(environment, view, self.watch),
            "vocabulary": self.catalogue.vocabulary.called_in(self.words.language),
            "markdown": self.markdown,
            "paragraphs": self.paragraphs,
            "picture": self.picture,
            "photos": self.photos,
            "files_of": self.files_of,
            "qr_code": self.qr_code,
            "sheet": lambda name: Markup(minified(_source(environment, f"{SHEETS}{name}.css"))),  # noqa: S704 - our own
        }

    def _settled(self, environment: Environment) -> dict[str, Callable[..., str]]:
        """Return the functions whose result depends on their arguments alone."""
        in_editions = {edition: replace(self.base, prefix=edition.prefix) for edition in (ARABIC, ENGLISH)}
        in_language = {edition.language: base for edition, base in in_editions.items()}

        @cache
        def icon(name: str) -> Markup:
            return Markup(_source(environment, f"assets/icons/{name}.svg").strip())  # noqa: S704 - our own files

        return {
            "t": lambda key, **values: self.words.ui(key.removeprefix("ui."), **values),
            "choice": self.words.choice,
            "label": self.words.label,
            "kind_word": self.words.kind,
            "href": self.base.href,
            "folder": self.base.folder,
            "absolute": self.base.absolute,
            "in_arabic": in_editions[ARABIC].href,
            "elsewhere": in_editions[ENGLISH if self.edition is ARABIC else ARABIC].href,
            "absolute_in": lambda language, path: in_language[language].absolute(path),
            "asset": lambda path: self.base.href(f"{ASSETS}{path}"),
            "icon": icon,
        }

    def _finished(self, sheet: str) -> str:
        """Return a stylesheet minified, with links that fit the base address."""
        return minified(sheet).replace("__ASSETS__/", self.base.folder(ASSETS))

    def _marks(self) -> dict[str, str]:
        """Return the attributes of elements whose text is Arabic; none where the whole page is."""
        return {"rtl": "", "ar": ""} if self.edition is ARABIC else {"rtl": RTL, "ar": AR}

    def _site(self) -> dict[str, Any]:
        settings, pages = self.catalogue.settings, self.catalogue.pages
        edition, is_english = self.edition, self.edition is ENGLISH
        return {
            "name": settings.name_in(edition.language),
            "tagline": settings.tagline_in(edition.language),
            "lang": edition.language,
            "dir": edition.direction,
            "other_lang": "ar" if is_english else "en",
            "in_english": is_english,
            "has_english": settings.features.english,
            "base_url": self.base.url,
            "licence": settings.licence,
            "contact": settings.contact,
            "repository": settings.repository,
            "has_examples": self.catalogue.has_examples,
            "pages": [(pages[slug].title, f"/{slug}/") for slug in FOOTER_PAGES if slug in pages],
            "page_slugs": frozenset(pages),
            "submit": SUBMIT_PAGE,
            "searchable": settings.features.search,
            "has_data": settings.features.exports,
            "history": settings.features.history,
        }

    def prepare(self, cache: Cache | None = None, key: str = "", jobs: int = 1) -> None:
        """Compile all templates and join the styles of pages, so that all processes forked from this one have them.

        They are taken from the cache where it has them; `key` names all words, templates and constants.
        """
        self.__dict__["styles"] = made_once(cache, "styles", key, lambda: self.styles)
        names = self.environment.list_templates(filter_func=_is_compiled)
        compile_all(self.environment, names, cache, key, self.edition.language, jobs)

    def over(self, catalogue: Catalogue) -> Renderer:
        """Return this renderer for another state of the directory; its templates stay compiled, itself is of no use."""
        other = replace(self, catalogue=catalogue, texts=None)
        self.environment.globals.update(other._functions(self.environment))
        other.__dict__.update(environment=self.environment, styles=self.styles)
        return other

    def render_page(self, page: Page, more: Mapping[str, Any]) -> bytes:
        """Render one page, with what its `more` told, to the payload of its file, which `styles` fills.

        What it asked of the site is with the watch afterwards. Raises Jinja's errors when a template asks for what is
        not there.
        """
        view = {
            "title": self.words.apart(page.title),
            "description": self.words.apart(page.description or (page.about and _described(page.about)) or page.title),
            "url": page.url,
            "is_shared": is_shared(page.url),
            "breadcrumbs": [(label, self.base.href(url) if url else None) for label, url in page.crumbs],
            "feeds": [(feed.title, self.base.href(feed.url)) for feed in page.feeds],
            "section": page.section,
            "og_type": page.og_type,
            "noindex": not page.indexed,
            "lastmod": page.lastmod,
        }
        context = {name: value.whole() if isinstance(value, Record) else value for name, value in page.context.items()}
        given = {"page": view, "css": hole_for(page.template), "has_map": page.has_map, **context, **more}
        html = self.environment.render(page.template, given)
        return html.encode("utf-8")

    def path_of(self, page: Page) -> str:
        """Return the file inside the site that holds a page."""
        return output_path(f"{self.edition.prefix}{page.url}")

    # what templates ask for

    def markdown(self, record: Record, text: str | None = None) -> Markup:
        """Return safe HTML of a record's body, or of one of its Markdown fields."""
        source = record.body if text is None else text
        if self.texts is None:
            return self._html(record, source)
        return self.texts.html((record.path, source), self.watch, lambda: self._html(record, source))

    def _html(self, record: Record, text: str) -> Markup:
        return render_markdown(
            text,
            allow_image=lambda source: str(found["src"]) if (found := self.picture(record, source)) else None,
            link=self._link,
        )

    def paragraphs(self, text: str) -> Markup:
        """Return a text of a record as paragraphs."""
        html = paragraphs(text)
        return html if self.edition is ARABIC else Markup("<div{}>{}</div>").format(RTL, html)

    def _link(self, target: str) -> str | None:
        """Return the address of a page of the site, named in a text; None when there is no such page."""
        path = unquote(target.partition("#")[0].partition("?")[0])
        self.watch.ask(PAGE, path)
        return self.base.href(target) if path in self.urls else None

    def picture(self, record: Record, file: str | None) -> dict[str, Any] | None:
        """Return address, width and height of a picture in the record's own folder; None when there is none."""
        if not file:
            return None
        path = own_path(record, file)
        self.watch.ask(PICTURE, path)
        held = self.pictures.get(path)
        if held is None:
            return None
        return {"src": self.base.href(held.url), "width": held.width, "height": held.height}

    def photos(self, record: Any) -> list[dict[str, Any]]:
        """Return the photos of a record that can be shown, with their words."""
        found = ((self.picture(record, photo.file), photo) for photo in record.photos)
        return [{**picture, "alt": photo.alt} for picture, photo in found if picture]

    def files_of(self, record: Record) -> dict[str, dict[str, Any]]:
        """Return address, type and size of each file in the record's folder that is published as it is."""
        folder = own_path(record, "").rstrip("/")
        self.watch.ask(FOLDER, folder)
        return {
            name: {"href": self.base.href(media_url(f"{folder}/{name}")), "type": "PDF", "size": None}
            for name in self.catalogue.files_in.get(folder, ())
            if name.endswith(".pdf")
        }

    def qr_code(self, url: str) -> Markup:
        """Return a QR code of an internal path's full address, as inline SVG."""
        from tasharuk.render.qr import qr_svg  # only who renders pages with a code loads what draws it

        return Markup(qr_svg(self.base.absolute(url)))  # noqa: S704 - drawn from our own address


def _described(record: Record) -> str:
    """Return what tells of a record in a line: its summary, or the beginning of its text."""
    return getattr(record, "summary", None) or excerpt(record.body, DESCRIPTION_LENGTH)


_TO_QUOTE = re.compile(rb"[^A-Za-z0-9_.~/-]+")


@lru_cache(256)  # a page's title and address stand in its links for sharing more than once
def quoted(text: str) -> str:
    """Return a text as it stands in an address, as `urllib.parse.quote` does: 3 µs a title instead of 25."""
    return _TO_QUOTE.sub(lambda found: b"%" + found[0].hex("%").upper().encode("ascii"), text.encode()).decode("ascii")


def _is_of_a_page(name: str) -> bool:
    return _is_compiled(name) and not name.startswith("components/")


def _is_compiled(name: str) -> bool:
    return name.endswith(".html") and "/" in name and not name.startswith("assets/")


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]
