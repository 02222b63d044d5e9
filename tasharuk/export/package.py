"""What is told of all tables → `datapackage.json`: a Data Package that describes files and columns to programs.

Source: the Data Package standard 2.0 (Table Schema, Table Dialect), in the parts that version 1 reads alike. The row of
tags in an HXL file is told by `commentRows`, which version 1 lacks, so these files have no schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasharuk.export.columns import Column, Form
from tasharuk.export.segments import CSV, HXL, JSON, Facts
from tasharuk.export.tables import FOLDER, Table
from tasharuk.model.settings import SiteSettings
from tasharuk.urls import BaseUrl
from tasharuk.words import Words

PACKAGE = f"{FOLDER}/datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DIALECT: Mapping[str, Any] = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
    "headerRows": [1],
}


@dataclass(frozen=True)
class PackageWriter:
    """Writes the description of the open data, in Arabic with the English beside it."""

    settings: SiteSettings
    base: BaseUrl
    arabic: Words
    english: Words

    def package(self, told: Sequence[tuple[Table, Facts]], newest: str) -> bytes:
        """Return `datapackage.json`; `newest` is the newest day of any row, and the version of the data."""
        licence = self.settings.licence
        package = {
            "$schema": PROFILE,
            "profile": "data-package",
            "name": "tasharuk",
            "title": f"{self.settings.name}: {self.arabic.ui('nav_data')}",
            "description": self._both("data_package_text"),
            "homepage": self.base.absolute(f"/{FOLDER}/"),
            **({"version": newest} if newest else {}),
            "licenses": [{"name": licence.name.replace(" ", "-"), "title": licence.name, "path": licence.url}],
            "sources": [
                {"title": self.settings.name, "path": self.base.absolute("/")},
                {"title": self._both("data_source_places"), "path": "https://data.humdata.org/dataset/cod-ab-syr"},
            ],
            "resources": [resource for table, facts in told for resource in self._resources(table, facts)],
        }
        return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()

    def _both(self, key: str) -> str:
        return f"{self.arabic.ui(key)} / {self.english.ui(key)}"

    def _resources(self, table: Table, facts: Facts) -> Iterator[dict[str, Any]]:
        title = f"{title_of(table, self.arabic)} / {title_of(table, self.english)}"
        for ending, name, kind in ((CSV, "", "csv"), (HXL, "-hxl", "csv"), (JSON, "-json", "json")):
            is_table = ending == CSV
            yield {
                "name": f"{table.name}{name}",
                **({"type": "table", "profile": "tabular-data-resource"} if is_table else {"profile": "data-resource"}),
                "path": f"{table.name}.{ending}",
                "title": title,
                "description": self._both(f"data_{ending.replace('.', '_')}_text"),
                "format": kind,
                "mediatype": "application/json" if kind == "json" else "text/csv",
                "encoding": "utf-8",
                "bytes": facts.files[ending].size,
                "hash": f"sha256:{facts.files[ending].sha256}",
                "rows": facts.rows,
                **({"dialect": DIALECT} if is_table else {}),
                **({"dialect": {**DIALECT, "commentRows": [2]}} if ending == HXL else {}),
                **({"schema": self._schema(table)} if is_table else {}),
            }

    def _schema(self, table: Table) -> dict[str, Any]:
        refers = {"fields": "organization", "reference": {"resource": "organizations", "fields": "slug"}}
        return {
            "fields": [self._field(column) for column in table.columns],
            "missingValues": [""],
            **({"primaryKey": list(table.key)} if table.key else {}),
            **({"foreignKeys": [refers]} if table.refers else {}),
        }

    def _field(self, column: Column) -> dict[str, Any]:
        constraints: dict[str, Any] = {"required": True} if column.is_required else {}
        categories = []
        if column.choices and not column.is_list:
            constraints["enum"] = list(column.choices)
            called = [(value, self.arabic.choice(column.chosen, value)) for value in column.choices]
            categories = [{"value": value, "label": label} for value, label in called]
        group, field = column.labels[-1]
        hints = [words.hint(group, field) for words in (self.arabic, self.english)] if column.form is Form.VALUE else []
        more = [self._both("data_list")] if column.is_list else []
        texts = (_label(column, self.english), *hints, column.note, *more)
        return {
            "name": column.name,
            "type": column.type,
            "title": _label(column, self.arabic),
            "description": " / ".join(dict.fromkeys(text for text in texts if text)),
            **({"constraints": constraints} if constraints else {}),
            **({"categories": categories} if categories else {}),
        }


def _label(column: Column, words: Words) -> str:
    """Return what a column is called: its field, below the groups that the field lies in."""
    label = words.ui("data_within").join(words.label(group, field) for group, field in column.labels)
    return label if column.form is Form.VALUE else words.ui(f"data_{column.form.value}_of", field=label)


def title_of(table: Table, words: Words) -> str:
    """Return what a table is called."""
    return words.kind(table.kind, "many") if table.kind else words.ui(f"data_{table.name}")
