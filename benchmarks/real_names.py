"""Real names through the real build: the organizations of a ROR table that have an Arabic name, as example profiles.

    python benchmarks/real_names.py shared/data/real/ror-levant-nile.csv /tmp/real
    python build.py --root /tmp/real --out /tmp/real-site

The table (https://ror.org, CC0) holds universities, hospitals and foundations of eight countries. None of them is a
member of the directory, so every profile is marked as an example, and nothing of this is ever published.
"""

import argparse
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

SYRIAN_GOVERNORATES = {
    "Aleppo": "aleppo",
    "Damascus": "damascus",
    "Dimashq": "damascus",
    "Hama": "hama",
    "Homs": "homs",
    "Idlib": "idlib",
    "Latakia": "latakia",
    "Deir ez-Zor": "deir-ez-zor",
    "Rif-dimashq": "rural-damascus",
    "Rif Dimashq": "rural-damascus",
    "Tartus": "tartus",
}
SECTOR_OF_TYPE = {"education": "education", "healthcare": "health", "archive": "culture", "facility": "environment"}
FIRST_SECTOR = "relief"


def slug_of(row: dict[str, str]) -> str:
    """Return a folder name that is unique in the table: words of the Latin name, then the end of its ROR number."""
    words = re.sub(r"[^a-z0-9]+", "-", (row["name_en"] or row["name"]).lower()).strip("-")
    return f"{words[:50].strip('-') or 'organization'}-{row['ror_id'][-4:]}"


def several(text: str) -> list[str]:
    """Return the parts of a cell that holds several values."""
    return [part.strip() for part in text.split("|") if part.strip()]


def profile(row: dict[str, str]) -> dict[str, object]:
    """Return one row as a profile; what the table does not hold stays away."""
    governorate = SYRIAN_GOVERNORATES.get(row["subdivision"], "") if row["country"] == "SY" else ""
    sectors = [SECTOR_OF_TYPE.get(kind, FIRST_SECTOR) for kind in several(row["types"])]
    fields: dict[str, object] = {
        "example": "true",
        "name": row["name_ar"],
        "name_en": row["name_en"],
        "name_ku": row["name_ku"],
        "acronym": (several(row["acronyms"]) or [""])[0],
        "aliases": [*several(row["name_ar_other"]), *several(row["aliases"])],
        "legal_form": "other",
        "founded": row["established"],
        "summary": f"سجلّ تجريبي لاختبار الأسماء: {row['name_ar']}، {row['city'] or row['country']}.",
        "status": "pending",
        "headquarters": governorate or "damascus",
        "governorates": [governorate or "national"],
        "localities": [row["city"]] if row["city"] else [],
        "sectors": list(dict.fromkeys(sectors))[:4],
        "contacts": {"website": row["website"]} if row["website"] else {"email": f"info@{slug_of(row)}.example"},
        "updated": "2026-11-01",
    }
    return {key: value for key, value in fields.items() if value}


def rows_with_arabic_names(table: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of the table whose organization has an Arabic name."""
    with table.open(encoding="utf-8", newline="") as lines:
        yield from (row for row in csv.DictReader(lines) if row["name_ar"].strip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("root", type=Path, help="an empty folder, or one made by this script")
    options = parser.parse_args()
    rows = list(rows_with_arabic_names(options.table))
    for row in rows:
        folder = options.root / "organizations" / slug_of(row)
        folder.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(profile(row), allow_unicode=True, sort_keys=False, width=1000)
        (folder / "profile.yml").write_text(text, encoding="utf-8")
    (options.root / "campaigns").mkdir(parents=True, exist_ok=True)
    print(f"{len(rows)} profiles in {options.root}")


if __name__ == "__main__":
    main()
