"""Taking files into a library, each on its own: one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from store.errors import PizhuError
from store.importers import read_file
from store.importers.folders import files_in
from store.library import Library, Outcome


class Taken(msgspec.Struct, frozen=True):
    """A file that is an article now."""

    path: Path
    article: str
    """The article's ID."""
    title: str
    outcome: Outcome
    encoding: str


class Refused(msgspec.Struct, frozen=True):
    """A file that could not be imported."""

    path: Path
    reason: str
    """A sentence for a person."""


def take_in(library: Library, path: Path) -> Iterator[Taken | Refused]:
    """Import a file, or the text files in a folder and below it, telling of each when it is done."""
    try:
        files = files_in(path)
    except PizhuError as error:
        yield Refused(path, str(error))
        return
    for each in files:
        try:
            draft, encoding = read_file(each)
            article, outcome = library.add(draft)
            title = library.article(article).title
        except PizhuError as error:
            yield Refused(each, str(error))
        else:
            yield Taken(each, article, title, outcome, encoding)
