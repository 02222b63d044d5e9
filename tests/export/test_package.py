"""The built tables, read back by what `datapackage.json` says of them: types, bytes, digests, keys."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tasharuk.cli import main
from tasharuk.export.cells import GUARD, JOIN
from tasharuk.export.columns import Form
from tasharuk.export.hxl import tags_of
from tasharuk.export.tables import TABLES
from tests.tools.building import REPOSITORY, Built
from tests.tools.verdict import none_of

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("site")]

CASTS = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "date": date.fromisoformat,
    "year": int,
    "boolean": {"true": True, "false": False}.__getitem__,
}


@pytest.fixture
def folder(site: Built) -> Path:
    return site.folder / "data"


@pytest.fixture
def package(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return loaded


def lines(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened, strict=True))


def tables(package: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (resource for resource in package["resources"] if resource.get("type") == "table")


def test_every_file_is_described_with_its_bytes_and_digest(folder: Path, package: dict[str, Any]) -> None:
    described = {resource["path"]: resource for resource in package["resources"]}
    there = {file.name for file in folder.iterdir()} - {"datapackage.json", "index.html"}
    assert described.keys() == there
    assert len(there) == 3 * len(TABLES)
    for path, resource in described.items():
        content = (folder / path).read_bytes()
        assert resource["bytes"] == len(content), path
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}", path
        assert resource["encoding"] == "utf-8"
        assert re.fullmatch(r"[a-z0-9-]+", resource["name"])
    assert package["licenses"] == [
        {"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
    ]
    date.fromisoformat(package["version"])


def test_every_table_has_the_types_that_its_schema_tells(folder: Path, package: dict[str, Any]) -> None:
    for resource in tables(package):
        head, *rows = lines(folder / resource["path"])
        fields = resource["schema"]["fields"]
        assert head == [field["name"] for field in fields]
        assert resource["rows"] == len(rows) > 0, resource["name"]
        for row in rows:
            assert len(row) == len(head)
            for field, cell in zip(fields, row, strict=True):
                where, bounds = f"{resource['name']}.{field['name']}: {cell!r}", field.get("constraints", {})
                if cell == "":
                    assert not bounds.get("required"), where
                    continue
                CASTS[field["type"]](cell)
                assert cell in bounds.get("enum", [cell]), where


def test_keys_tell_rows_apart_and_references_lead_somewhere(folder: Path, package: dict[str, Any]) -> None:
    slugs = {row[0] for row in lines(folder / "organizations.csv")[1:]}
    for resource in tables(package):
        head, *rows = lines(folder / resource["path"])
        schema = resource["schema"]
        key = [head.index(name) for name in schema.get("primaryKey", ())]
        if key:
            assert len({tuple(row[at] for at in key) for row in rows}) == len(rows), resource["name"]
        if schema.get("foreignKeys"):
            assert {row[head.index("organization")] for row in rows} <= slugs, resource["name"]


def test_every_column_is_named_and_told_in_both_languages(package: dict[str, Any]) -> None:
    for resource in tables(package):
        for field in resource["schema"]["fields"]:
            assert re.search("[\u0621-\u064a]|ISO|ICNP|HDX", field["title"]), field
            assert re.search("[A-Za-z]", field["description"]), field


def test_csv_is_what_spreadsheets_and_programs_read(folder: Path) -> None:
    for file in folder.glob("*.csv"):
        content = file.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf"), file.name
        assert content.endswith(b"\r\n"), file.name
        risky = [cell for row in lines(file)[1:] for cell in row if re.match(r"[=+@\t]|-(?![0-9.]+$)", cell)]
        none_of(f"{file.name}: {cell}" for cell in risky)


def test_hxl_files_hold_the_same_below_a_row_of_tags(folder: Path) -> None:
    for table in TABLES:
        head, tags, *rows = lines(folder / f"{table.name}.hxl.csv")
        assert [head, *rows] == lines(folder / f"{table.name}.csv")
        assert tags == list(tags_of(table))
        assert any(tags)


def test_what_stands_in_a_cell_is_what_json_tells(folder: Path) -> None:
    compared = 0
    for table in TABLES:
        told = json.loads((folder / f"{table.name}.json").read_text(encoding="utf-8"))
        rows = lines(folder / f"{table.name}.csv")[1:]
        assert len(told) == len(rows)
        for record, row in zip(told, rows, strict=True):
            for column, cell in zip(table.columns, row, strict=True):
                value: Any = record
                for part in column.path:
                    value = value.get(part) if isinstance(value, dict) else None
                if column.form is Form.COUNT:
                    assert int(cell) == len(value or [])
                elif column.form is Form.VALUE:
                    assert read(cell, column.type, column.is_list) == expected(value, column.is_list), column.name
                    compared += value is not None
    assert compared > 2000


def read(cell: str, kind: str, is_list: bool) -> Any:
    """Return the value of a cell."""
    if cell == "":
        return [] if is_list else None
    if is_list:
        return cell.removeprefix(GUARD).split(JOIN)
    value = CASTS[kind](cell.removeprefix(GUARD) if kind == "string" else cell)
    return value.isoformat() if isinstance(value, date) else value


def expected(value: Any, is_list: bool) -> Any:
    """Return the value of JSON as a cell can hold it."""
    if is_list:
        return [str(item).replace(JOIN, ",") for item in value or []]
    return Decimal(str(value)) if isinstance(value, float) else value


def test_the_page_links_to_every_file_and_the_footer_to_the_page(site: Built) -> None:
    page = site.page_by_url["/data/"]
    links = {link.value for link in page.links}
    files = {f"{site.base_path}data/{file.name}" for file in (site.folder / "data").iterdir()}
    assert files - {f"{site.base_path}data/index.html"} <= links
    assert f"{site.base_path}data/" in {link.value for link in site.page_by_url["/"].links}
    coverage = {link.value for link in site.page_by_url["/coverage/"].links}
    assert {f"{site.base_path}data/coverage.csv", f"{site.base_path}data/coverage.hxl.csv"} <= coverage


def test_the_matrix_of_the_page_is_the_one_of_the_table(site: Built) -> None:
    told = json.loads((site.folder / "data/coverage.json").read_text(encoding="utf-8"))
    cells = {url for url in site.page_by_url if re.fullmatch(r"/coverage/[^/]+/[^/]+/", url)}
    assert {f"/coverage/{row['governorate']}/{row['sector']}/" for row in told if row["organizations"]} == cells


def test_without_the_feature_there_is_no_data_and_no_link_to_it(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(REPOSITORY / "tests/site", root, ignore=shutil.ignore_patterns(".cache"))
    settings = (REPOSITORY / "content/site.yml").read_text(encoding="utf-8")
    (root / "content/site.yml").write_text(settings.replace("exports: true", "exports: false"), encoding="utf-8")
    out = tmp_path / "out"
    assert main(["build", "--root", str(root), "--out", str(out), "--today", "2026-11-24", "--jobs", "1"]) == 0
    assert not (out / "data").exists()
    assert not list(out.glob("organizations/*/index.json"))
    pages = "".join(file.read_text(encoding="utf-8") for file in out.rglob("*.html"))
    assert "/data/" not in pages
    assert "index.json" not in pages
