"""Stage export: the Catalogue comes in, the files that programs read go out."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

from tasharuk.cache import Cache, made_once
from tasharuk.catalogue import Catalogue
from tasharuk.export.cells import Cells
from tasharuk.export.package import PACKAGE, PackageWriter, title_of
from tasharuk.export.profiles import organization_files
from tasharuk.export.rows import RowMaker
from tasharuk.export.segments import CSV, HXL, JSON, Facts, TableWriter
from tasharuk.export.tables import TABLES, Table
from tasharuk.urls import BaseUrl
from tasharuk.words import Words
from tasharuk.write import Artifact

__all__ = ["CSV", "HXL", "JSON", "PACKAGE", "TABLES", "DataWriter", "Told", "organization_files", "title_of"]


@dataclass(frozen=True)
class Told:
    """What was written: tables with what is told of each, and the newest day of any row, empty where there is none."""

    tables: tuple[tuple[Table, Facts], ...]
    newest: str

    @property
    def facts(self) -> str:
        """All of it as one text."""
        return repr((self.newest, [(table.name, facts) for table, facts in self.tables]))


@dataclass(frozen=True)
class DataWriter:
    """Writes the tables of the open data. `common` tells apart all that they are made of beside the records.

    The English words are read only where something is made anew.
    """

    catalogue: Catalogue
    base: BaseUrl
    arabic: Words
    english: Callable[[], Words]
    cache: Cache | None = None
    common: str = ""

    def artifacts(self) -> Generator[Artifact, None, Told]:
        """Yield the files of all tables and their description; returns what is told of them."""
        maker = RowMaker(self.catalogue, self.base)
        tables: list[tuple[Table, Facts]] = []
        for table in TABLES:
            cells = Cells(table.columns, self.catalogue.vocabulary, self._national)
            facts = yield from TableWriter(table, maker, cells, self.cache, self.common).files()
            tables.append((table, facts))
        today = self.catalogue.today.isoformat()
        newest = min(max((facts.newest for _table, facts in tables), default=""), today)
        told = Told(tuple(tables), newest)
        yield Artifact(PACKAGE, self._package(told))
        return told

    def _national(self) -> tuple[str, str]:
        return self.arabic.ui("all_syria"), self.english().ui("all_syria")

    def _package(self, told: Told) -> bytes:
        """Return `datapackage.json`, as it was kept where nothing of it has changed."""

        def make() -> bytes:
            writer = PackageWriter(self.catalogue.settings, self.base, self.arabic, self.english())
            return writer.package(told.tables, told.newest)

        return made_once(self.cache, "data-package", repr((self.common, told.facts)), make)
