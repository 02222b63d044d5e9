"""Models, words and closed lists come in, what people and editors look up goes out: schemas, settings, field table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tasharuk.kinds import KINDS
from tasharuk.schema.editor import editor_schema
from tasharuk.schema.record import kind_schema, models_of
from tasharuk.schema.settings import EXTENSIONS, settings, snippets
from tasharuk.schema.table import field_table
from tasharuk.vocabulary import Vocabulary
from tasharuk.words import Words
from tasharuk.write import Artifact

__all__ = ["editor_schema", "field_table", "kind_schema", "models_of", "schema_files"]


def schema_files(words: Words, vocabulary: Vocabulary) -> Iterator[Artifact]:
    """Yield one JSON Schema a kind, the editor's files, and the table of all fields, in a fixed order."""
    for kind in KINDS:
        yield _json(f"schema/{kind.name}.schema.json", editor_schema(kind, words, vocabulary))
    yield _json(".vscode/settings.json", settings())
    yield _json(".vscode/extensions.json", EXTENSIONS)
    yield _json(".vscode/tasharuk.code-snippets", snippets(words, vocabulary))
    yield Artifact("schema/fields.md", field_table(words, vocabulary).encode("utf-8"))


def _json(path: str, value: Any) -> Artifact:
    return Artifact(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
