"""Files as an editor reads them: YAML 1.2, in which `012` is a number, `no` a text and a date a text."""

import re
from pathlib import Path
from typing import Any

import yaml


class CoreLoader(yaml.CSafeLoader):
    """Reads bare scalars by the core schema of YAML 1.2, as the YAML language server does."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - pyyaml's own way


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan", list("-+0123456789.")),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)
CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: _whole(node.value))
CoreLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value.replace(".inf", "inf")))


def _whole(text: str) -> int:
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def read_as_editor(file: Path) -> Any:
    """Return the values of a file, or of its front matter."""
    text = file.read_text(encoding="utf-8")
    return values(text.split("---\n")[1] if file.suffix == ".md" else text)


def values(text: str) -> Any:
    """Return the values of a YAML text."""
    return yaml.load(text, Loader=CoreLoader)
