"""What a publication will do: which files are written, in which order, and which are deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tasharuk.publish.built import Item
from tasharuk.publish.headers import is_page


@dataclass(frozen=True)
class Plan:
    """Steps in the order in which a visitor meets no gap.

    `outdated` are compressed forms that no longer fit their file: gone first, or a server would go on sending them.
    `waves` are written one after the other: what pages need, new pages, pages that lead to them. `gone` goes last.
    """

    outdated: tuple[str, ...]
    waves: tuple[tuple[Item, ...], ...]
    gone: tuple[str, ...]

    @property
    def writes(self) -> tuple[Item, ...]:
        """All files to write, in order."""
        return tuple(item for wave in self.waves for item in wave)

    @property
    def deletes(self) -> tuple[str, ...]:
        """All files to delete, in order."""
        return self.outdated + self.gone

    def __len__(self) -> int:
        """Return the number of steps."""
        return len(self.outdated) + sum(map(len, self.waves)) + len(self.gone)


def plan_of(changed: Iterable[Item], present: Collection[str], gone: Iterable[str], kept: Collection[str]) -> Plan:
    """Order the steps.

    `changed` are the files that the target lacks or has otherwise, `present` the paths it has, `gone` the paths it
    should not have, `kept` the paths of the site without their compressed forms.
    """
    waves: tuple[list[Item], ...] = ([], [], [])
    for item in changed:
        waves[(2 if item.path in present else 1) if is_page(item.file.path) else 0].append(item)
    gone = sorted(gone)
    outdated = [path for path in gone if path.rpartition(".")[0] in kept]
    last = [path for path in gone if path.rpartition(".")[0] not in kept]
    return Plan(tuple(outdated), tuple(tuple(sorted(wave, key=lambda item: item.path)) for wave in waves), tuple(last))
