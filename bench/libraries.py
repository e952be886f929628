"""Libraries of many articles, made for measuring."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from unittest import mock

from bench.corpus import drafts
from store.library import open_library
from store.model.annotation import Annotation, just_after, timestamp
from store.model.article import Article, Draft, digest
from store.model.new_annotations import new_annotation
from store.storage.document_edits import creation_edits
from store.storage.folder.folder_store import FolderStore

ANNOTATIONS = 5
"""Annotations of each article."""

AT_ONCE = 500
"""Articles written by one change."""


def make_library(root: Path, count: int) -> None:
    """A library of so many articles with their annotations, its catalogue made.

    The files are what the library writes; only the waiting for the disk is left out.
    """
    chance = random.Random(count)
    disk = FolderStore(root)
    disk.create()
    added = timestamp()
    coming = iter(drafts(count, seed=count))
    with _unsynced(), disk.locked():
        while batch := list(islice(coming, AT_ONCE)):
            edits = []
            for draft in batch:
                added = just_after(added)
                article = _article(draft, added)
                edits += creation_edits(article, list(_annotations(article, chance)))
            disk.apply(edits)
    with open_library(root) as library:
        library.resync()
    os.sync()


def _article(draft: Draft, added: str) -> Article:
    fields = {name: getattr(draft, name) for name in Draft.__struct_fields__}
    return Article(**fields, id=os.urandom(8).hex(), added=added, digest=digest(draft.text))


def _annotations(article: Article, chance: random.Random) -> Iterable[Annotation]:
    for _ in range(ANNOTATIONS):
        start = chance.randrange(len(article.text) - 10)
        yield new_annotation(
            article.text,
            start,
            start + 6,
            tags=(),
            note="一条二十个字左右的批注，写在词语的旁边。",
            creator="bench",
        )


@contextmanager
def _unsynced() -> Iterator[None]:
    with mock.patch("os.fsync"):
        yield
