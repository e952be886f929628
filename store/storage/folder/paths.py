"""The layout of a library: which files and folders are its own, where each stands, and what stands there.

::

    LIBRARY/
      library.json             a TinyDB: tables `codebook`, `words`, `dismissals`, and `library`
      articles/3f/3f9c….txt    the text of one article
      articles/3f/3f9c….json   a TinyDB for the same article: tables `article` and `annotations`
      history.jsonl            the steps that can be taken back, one a line
      intent.json              while several files are being changed: what stood there before
      lock                     held for the milliseconds of a write
      backups/                 a zip archive of each of the last days, and one before each migration
      aside/                   what a repair could not leave in its place
      drafts/                  notes that are being written
      .cache/                  derived: delete it and it comes back
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from store.model.article import is_article_id
from store.storage.atomic_write import TEMPORARY
from store.storage.os_errors import ErrorTranslator

_SHELF = re.compile("[0-9a-f]{2}").fullmatch


def is_shelf(name: str) -> bool:
    """Whether the name is that of a folder of articles: the first two digits of their IDs."""
    return _SHELF(name) is not None


@lru_cache(maxsize=8192)
def on_shelf(articles: Path, article: str, suffix: str) -> Path:
    """Where a file of an article stands, below the folder ``articles``."""
    return articles / article[:2] / f"{article}.{suffix}"


def article_and_suffix(name: str, shelf: str) -> tuple[str, str]:
    """The article that a file on a shelf belongs to, and its ending; two empty strings for any other file."""
    article, dot, suffix = name.partition(".")
    belongs = is_article_id(article) and article.startswith(shelf) and suffix in ("json", "txt")
    return (article, dot + suffix) if belongs else ("", "")


def is_temporary(name: str) -> bool:
    """Whether the name is that of a file that is being written, or was when a crash came."""
    return name.startswith(".") and name.endswith(TEMPORARY)


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing where there is none."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except FileNotFoundError:
        return []


def has_visible(folder: Path) -> bool:
    """Whether something that is not hidden stands in a folder."""
    return any(not entry.name.startswith(".") for entry in folder.iterdir())


class LibraryPaths:
    """Where the files of one library are. Every path is made here, from an ID that was checked here."""

    def __init__(self, root: Path) -> None:
        """The library at ``root``."""
        self.root = root
        self.library_file = root / "library.json"
        self.journal_file = root / "history.jsonl"
        self.articles = root / "articles"
        self.cache = root / ".cache"
        self.backups_folder = root / "backups"
        self.aside = root / "aside"
        self.intent_file = root / "intent.json"
        self.drafts_folder = root / "drafts"
        self._leftovers: set[Path] = set()
        """Temporary files that were seen on a shelf."""

    def exists(self) -> bool:
        """Whether there is a library here already."""
        return self.library_file.exists() or self.articles.exists()

    def article_file(self, article: str) -> Path:
        """Where the article's record is."""
        return on_shelf(self.articles, article, "json")

    def text_file(self, article: str) -> Path:
        """Where the article's text is."""
        return on_shelf(self.articles, article, "txt")

    def _file_of(self, article: str) -> Path:
        return self.article_file(article) if article else self.library_file

    def shelves(self) -> list[str]:
        """The names of the folders that the articles are in, in order: the first two digits of their IDs."""
        with ErrorTranslator(self.articles, "read"):
            return sorted(
                entry.name
                for entry in entries(self.articles)
                if is_shelf(entry.name) and entry.is_dir(follow_symlinks=False)
            )

    def shelf(self, name: str) -> list[tuple[str, os.stat_result]]:
        """The articles on a shelf: ID and state of the record file, in no particular order.

        Files that other programs put there, such as conflict copies, are none; one that vanishes meanwhile is
        left out.
        """
        folder, found = self.articles / name, []
        with ErrorTranslator(folder, "read"):
            for entry in entries(folder):
                article, suffix = article_and_suffix(entry.name, name)
                if suffix == ".json":
                    with suppress(FileNotFoundError):
                        found.append((article, entry.stat(follow_symlinks=False)))
                elif is_temporary(entry.name):
                    self._leftovers.add(folder / entry.name)
        return found

    def sorted_shelf(self, name: str) -> tuple[set[str], set[str], list[Path]]:
        """All that is on a shelf: the IDs with a record, those with a text, and files that are neither."""
        records: set[str] = set()
        texts: set[str] = set()
        others: list[Path] = []
        folder = self.articles / name
        with ErrorTranslator(folder, "read"):
            for entry in entries(folder):
                article, suffix = article_and_suffix(entry.name, name)
                if not entry.is_file(follow_symlinks=False) or not suffix:
                    others.append(folder / entry.name)
                else:
                    (records if suffix == ".json" else texts).add(article)
        return records, texts, sorted(others)

    def stray_files(self) -> list[Path]:
        """What stands outside the shelves and is none of the library's: half-written files, above all."""
        with ErrorTranslator(self.root, "read"):
            half_written = [
                self.root / entry.name for entry in entries(self.root) if is_temporary(entry.name)
            ]
            shelves = set(self.shelves())
            beside = [entry.name for entry in entries(self.articles) if entry.name not in shelves]
            return half_written + sorted(self.articles / name for name in beside)

    def ids(self) -> Iterator[str]:
        """Yield the ID of every article, shelf by shelf."""
        for name in self.shelves():
            yield from (article for article, _ in self.shelf(name))

    def is_empty(self) -> bool:
        """Whether there is no article at all."""
        return not any(True for _ in self.ids())
