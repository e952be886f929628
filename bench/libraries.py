"""Large libraries of random articles."""

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

SIZES = (1_000, 10_000, 100_000)

NOTE = "一条二十个字左右的批注，写在词语的旁边。"

ANNOTATIONS = 5
"""Annotations of each article."""

BATCH = 500
"""Articles written in one transaction."""


def sized_libraries(folder: Path) -> dict[int, Path]:
    """Return a library of each size in :data:`SIZES`. Those that exist are used again."""
    libraries = {size: folder / f"library-{size}" for size in SIZES}
    for size, root in libraries.items():
        if not root.exists():
            make_library(root, size)
    return libraries


def make_library(root: Path, count: int) -> None:
    """Make a library of random articles with annotations, and its index.

    The files are written as the library writes them, but not synced.
    """
    chance = random.Random(count)
    store = FolderStore(root)
    store.create()
    added = timestamp()
    remaining = iter(drafts(count, seed=count))
    with _without_fsync(), store.locked():
        while batch := list(islice(remaining, BATCH)):
            edits = []
            for draft in batch:
                added = just_after(added)
                article = article_of(draft, added)
                edits += creation_edits(article, list(random_annotations(article, chance)))
            store.apply(edits)
    with open_library(root) as library:
        library.resync()
    os.sync()


def article_of(draft: Draft, added: str) -> Article:
    """Return a new article with what a draft says."""
    fields = {name: getattr(draft, name) for name in Draft.__struct_fields__}
    return Article(**fields, id=os.urandom(8).hex(), added=added, digest=digest(draft.text))


def random_annotations(article: Article, chance: random.Random) -> Iterable[Annotation]:
    """Yield annotations at random places of an article."""
    for _ in range(ANNOTATIONS):
        start = chance.randrange(len(article.text) - 10)
        yield new_annotation(article.text, start, start + 6, tags=(), note=NOTE, creator="bench")


@contextmanager
def _without_fsync() -> Iterator[None]:
    with mock.patch("os.fsync"):
        yield
