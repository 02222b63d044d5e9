"""What an author sees at once: the page of a saved file, made from a directory that is held in memory.

The pages that show it elsewhere follow with the next whole build, which also judges what concerns several files.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tasharuk.assembly import renderers_of
from tasharuk.catalogue import Catalogue
from tasharuk.job import Job
from tasharuk.model.base import Record
from tasharuk.pages import page_of
from tasharuk.parse import parse_record
from tasharuk.past import PLACES
from tasharuk.pipeline import check
from tasharuk.read import Source, place_of_path, read_source
from tasharuk.render import Renderer
from tasharuk.rules import check_catalogue
from tasharuk.write import Artifact, replace_file

MOST_FILES = 20  # saved at once; more are left to the whole build


@dataclass
class Preview:
    """The directory in memory, as it was last read, and whether what was saved since is in it too."""

    job: Job
    out: Path
    renderers: tuple[Renderer, ...] = ()

    def read(self) -> None:
        """Read everything, unless it is at hand; while there is an error in it nothing is shown at once."""
        if self.renderers:
            return
        checked = check(self.job)
        if checked.errors:
            return
        renderers = renderers_of(self.job, checked)
        for renderer in renderers:
            renderer.prepare()
        self.renderers = renderers
        self._rehearse()
        gc.freeze()  # or Python looks through all of it for cycles: a tenth of a second at every other save

    def _rehearse(self) -> None:
        """Make the page of a post and of its organization for nobody: what loads late is at hand when one is saved."""
        catalogue = self.renderers[0].catalogue
        posts = catalogue.posts[:1]
        records = [*posts, *(catalogue.organizations[post.owner] for post in posts)]
        for record in records:
            _saved(self.job, catalogue, record.path)
        for renderer in self.renderers:
            list(_artifacts(renderer, records))

    def show(self, saved: Iterable[Path]) -> bool:
        """Write the pages of saved files; False where only a whole build can show them, or nothing has been read."""
        renderers, self.renderers = self.renderers, ()
        paths = [path.relative_to(self.job.root).as_posix() for path in saved if path.is_relative_to(self.job.root)]
        if not renderers or len(paths) > MOST_FILES:
            return False
        catalogue = renderers[0].catalogue
        records = []
        for path in paths:
            record = _saved(self.job, catalogue, path)
            if record is None:
                return False
            records.append(record)
        fresh = {record.path for record in records}
        kept = (record for record in catalogue.records if record.path not in fresh)
        fresh_catalogue = replace(catalogue, records=(*kept, *records))
        self.renderers = tuple(renderer.over(fresh_catalogue) for renderer in renderers)
        artifacts = [artifact for renderer in self.renderers for artifact in _artifacts(renderer, records)]
        for artifact in artifacts:
            (self.out / artifact.path).parent.mkdir(parents=True, exist_ok=True)
            (self.out / artifact.path).touch()
            replace_file(self.out / artifact.path, artifact.content)
        return bool(artifacts)


def _artifacts(renderer: Renderer, records: Iterable[Record]) -> Iterator[Artifact]:
    for record in records:
        page = page_of(renderer.catalogue, renderer.words, record)
        if page is not None:
            yield Artifact(renderer.path_of(page), renderer.styles.fill(renderer.render_page(page, page.told())))
            renderer.watch.take()


def _saved(job: Job, catalogue: Catalogue, path: str) -> Record | None:
    """Read a saved file; None where it is no record, is gone, or holds an error."""
    place = place_of_path(path, PLACES)
    source = read_source(job.root, path, place) if place else None
    if not isinstance(source, Source):
        return None
    record, problems = parse_record(source)
    if not isinstance(record, Record) or any(problem.is_error for problem in problems):
        return None
    owner = catalogue.organizations.get(record.owner)
    if record.owner and owner is None:
        return None
    near = (record,) if owner is None else (record, owner)
    judged = check_catalogue(replace(catalogue, records=near, unread=catalogue.paths - {record.path}))
    return None if any(found.is_error and found.path == path for found in judged) else record
