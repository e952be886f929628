"""The layout of a library folder: the paths of its files, and listing what is there.

::

    LIBRARY/
      library.json             a TinyDB: tables `codebook`, `words`, `dismissals`, `searches`, `library`
      articles/3f/3f9c….txt    the text of one article
      articles/3f/3f9c….json   a TinyDB for the same article: tables `article` and `annotations`
      history.jsonl            the journal of steps, for undo
      intent.json              while several files are being changed: their former contents
      repair.json              while a repair replaces files: where their originals are
      lock                     held for the milliseconds of a write
      backups/                 daily zip archives, and one before each migration
      aside/                   what a repair has replaced
      drafts/                  notes that are being written
      .cache/                  derived, can be deleted
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from store.model.article import is_article_id
from store.storage.folder.leftovers import entries, is_arriving, is_temporary
from store.storage.os_errors import ErrorTranslator

_SHELF = re.compile("[0-9a-f]{2}").fullmatch


def is_shelf(name: str) -> bool:
    """Whether a folder with this name holds articles: the first two digits of their IDs."""
    return _SHELF(name) is not None


@lru_cache(maxsize=8192)
def path_of(articles_folder: Path, article: str, suffix: str) -> Path:
    """Return the path of a file of an article."""
    return articles_folder / article[:2] / f"{article}.{suffix}"


def article_and_suffix(name: str, shelf: str) -> tuple[str, str]:
    """Return the ID of the article that a file on a shelf belongs to, and the suffix; else empty strings."""
    article, dot, suffix = name.partition(".")
    belongs = is_article_id(article) and article.startswith(shelf) and suffix in ("json", "txt")
    return (article, dot + suffix) if belongs else ("", "")


def has_visible(folder: Path) -> bool:
    """Whether a folder has an entry that is not hidden."""
    return any(not entry.name.startswith(".") for entry in folder.iterdir())


class LibraryPaths:
    """The paths of the files of one library. Only checked IDs become part of a path."""

    def __init__(self, root: Path) -> None:
        """The paths of the library in the folder ``root``."""
        self.root = root
        self.library_file = root / "library.json"
        self.journal_file = root / "history.jsonl"
        self.articles_folder = root / "articles"
        self._articles = str(self.articles_folder)
        self.cache_folder = root / ".cache"
        self.backups_folder = root / "backups"
        self.aside_folder = root / "aside"
        self.intent_file = root / "intent.json"
        self.repair_intent_file = root / "repair.json"
        self.drafts_folder = root / "drafts"
        self._temporary_files: set[Path] = set()
        """Temporary files that :meth:`shelf` has come across."""
        self.copies_come_across: set[Path] = set()
        """Files with names of conflict copies that :meth:`shelf` has come across; they may be gone by now."""

    def exists(self) -> bool:
        """Whether there is a library in the folder."""
        return self.library_file.exists() or self.articles_folder.exists()

    def article_file(self, article: str) -> Path:
        """Return the path of the article's record."""
        return path_of(self.articles_folder, article, "json")

    def text_file(self, article: str) -> Path:
        """Return the path of the article's text."""
        return path_of(self.articles_folder, article, "txt")

    def text_path(self, article: str) -> str:
        """Return :meth:`text_file` as a string: to make a Path takes as long as to read a short text."""
        return f"{self._articles}{os.sep}{article[:2]}{os.sep}{article}.txt"

    def record_file(self, article: str) -> Path:
        """Return the path of the article's record; for an empty ID, of that of the library."""
        return self.article_file(article) if article else self.library_file

    def shelves(self) -> list[str]:
        """Return the sorted names of the folders that hold articles: the first two digits of their IDs."""
        with ErrorTranslator(self.articles_folder, "read"):
            return sorted(
                entry.name
                for entry in entries(self.articles_folder)
                if is_shelf(entry.name) and entry.is_dir(follow_symlinks=False)
            )

    def shelf(self, name: str) -> list[tuple[str, os.stat_result]]:
        """Return ID and file status of each article on a shelf, in no particular order.

        Files of other programs are ignored, and files that vanish meanwhile; conflict copies are noted.
        """
        folder, found = self.articles_folder / name, []
        with ErrorTranslator(folder, "read"):
            for entry in entries(folder):
                article, suffix = article_and_suffix(entry.name, name)
                if suffix == ".json":
                    with suppress(FileNotFoundError):
                        found.append((article, entry.stat(follow_symlinks=False)))
                elif is_temporary(entry.name):
                    self._temporary_files.add(folder / entry.name)
                elif not suffix and is_article_id(entry.name[:16]):
                    self.copies_come_across.add(folder / entry.name)
        return found

    def sorted_shelf(self, name: str) -> tuple[set[str], set[str], list[Path]]:
        """Return what is on a shelf: IDs with a record, IDs with a text, and paths of all other entries."""
        records: set[str] = set()
        texts: set[str] = set()
        others: list[Path] = []
        folder = self.articles_folder / name
        with ErrorTranslator(folder, "read"):
            for entry in entries(folder):
                article, suffix = article_and_suffix(entry.name, name)
                if is_temporary(entry.name) or is_arriving(entry.name):
                    continue  # deleted when the library is opened, or renamed by the program that writes it
                if not entry.is_file(follow_symlinks=False) or not suffix:
                    others.append(folder / entry.name)
                else:
                    (records if suffix == ".json" else texts).add(article)
        return records, texts, sorted(others)

    def stray_files(self) -> list[Path]:
        """Return the entries beside the shelves that do not belong to the library, except temporary files."""
        with ErrorTranslator(self.root, "read"):
            known = set(self.shelves())
            names = [entry.name for entry in entries(self.articles_folder) if not is_temporary(entry.name)]
            return sorted(self.articles_folder / name for name in names if name not in known)

    def ids(self) -> Iterator[str]:
        """Yield the ID of every article, shelf by shelf."""
        for name in self.shelves():
            yield from (article for article, _ in self.shelf(name))

    def is_empty(self) -> bool:
        """Whether there are no articles."""
        return not any(True for _ in self.ids())
