"""Read the workflows of .github/ as GitHub reads them: every scalar as text, `on` as a key."""

from collections.abc import Iterator
from typing import Any

import yaml

from tests.tools.building import REPOSITORY

GITHUB = REPOSITORY / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").iterdir())


def workflow(name: str) -> dict[str, Any]:
    """Return one workflow by the name of its file, without the ending."""
    return as_text((GITHUB / "workflows" / f"{name}.yml").read_text("utf-8"))


def as_text(text: str) -> dict[str, Any]:
    """Return a YAML mapping, every scalar as it was typed."""
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return loaded


def steps(flow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the steps of all jobs."""
    for job in flow["jobs"].values():
        yield from job["steps"]


def step(flow: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the step of this name."""
    return next(item for item in steps(flow) if item.get("name") == name)
