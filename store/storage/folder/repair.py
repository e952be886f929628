"""Repairs a library: restores what can be restored, and deletes nothing.

What is replaced is first copied to the folder ``aside`` of the library, under the time of the repair. Each
article is replaced completely or not at all; see :mod:`.replacement`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from store.errors import DamagedFile
from store.model.edits import ARTICLE_TABLES, LIBRARY_TABLES
from store.progress import Progress, no_progress
from store.storage.atomic_write import make_folder, write_durably
from store.storage.document_edits import new_tag_edits
from store.storage.documents import used_tags
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.intent import read_intent
from store.storage.folder.rebuilding.file_sources import FileSources
from store.storage.folder.rebuilding.former_documents import Copies, History, repair_folders
from store.storage.folder.rebuilding.rebuilt_article import rebuilt_article
from store.storage.folder.rebuilding.rebuilt_library import rebuilt_library
from store.storage.folder.replacement import SUPERSEDED, read_repair_intent, replace_files
from store.storage.history.undo_log import is_log_entry
from store.storage.os_errors import ErrorTranslator
from store.storage.record_check import Damage, Kind
from store.storage.regular_file import open_regular, read_regular

MOST_PASSES = 4
"""How often a repair checks the library again: the codebook may miss tags only once it can be read."""


def repair(
    store: FolderStore, progress: Progress = no_progress, backups_folder: Path | None = None
) -> tuple[list[Damage], Path]:
    """Repair a library; return the damage that was found and the folder with the original files.

    :param progress: called with shelves done and shelves in total while the library is checked.
    :param backups_folder: where daily backups are, if not in the library.
    :raises PizhuError: there is no library, or it cannot be written.
    """
    originals = store.aside_folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    found: list[Damage] = []
    with Copies(store, backups_folder) as copies:
        for _ in range(MOST_PASSES):
            damage = [each for each in check(store, progress) if each.repairable and each not in found]
            if not damage:
                break
            found += damage
            _Repair(store, originals, copies).run(damage)
            _mark_repair_folders(store, {each.path for each in damage if each.kind is Kind.ASIDE})
    return found, originals


def _mark_repair_folders(store: FolderStore, aside: set[Path]) -> None:
    """Mark the folders of earlier repairs from which articles were restored as superseded."""
    for folder in repair_folders(store):
        if any(path.is_relative_to(folder) for path in aside):
            with store.locked(), ErrorTranslator(folder, "written"):
                write_durably(folder / SUPERSEDED, b"")


class _Repair:
    """One pass over the damage of a library."""

    def __init__(self, store: FolderStore, originals: Path, copies: Copies) -> None:
        """Repair ``store``; files are copied or moved to the folder ``originals`` first."""
        self._store = store
        self._originals = originals
        self._copies = copies

    def run(self, damage: list[Damage]) -> None:
        """Repair everything: first the files of the library itself, then article by article."""
        if any(each.kind is Kind.INTERRUPTED for each in damage):
            self._set_aside_unreadable_intents()
            with self._store.locked():
                pass  # rolls back a change and a repair that were interrupted
        folder = self._store.articles_folder
        lost = self._copies.articles() if any(each.path == folder for each in damage) else set()
        articles = dict.fromkeys([*(each.article for each in damage if each.article), *sorted(lost)])
        history = History(self._readable_history(), {"", *articles})
        self._repair_library([each for each in damage if not each.article], history)
        for article in articles:
            kinds = {each.kind for each in damage if each.article == article}
            strays = [each.path for each in damage if each.article == article and each.kind is Kind.STRAY]
            with self._store.locked(), ErrorTranslator(self._store.article_file(article), "repaired"):
                if history.is_removed(article) and not self._store.article_file(article).exists():
                    self._move_aside(strays)
                elif article in lost or kinds - {Kind.TAG}:
                    self._rebuild(article, history)
        self._add_missing_tags({each.article for each in damage if each.kind is Kind.TAG})

    def _readable_history(self) -> Iterator[bytes]:
        if self._store.journal_file.is_file():
            yield from self._store.journal.lines(0)

    def _set_aside_unreadable_intents(self) -> None:
        """Move an intent aside that cannot be read. One that can is rolled back with the next lock."""
        try:
            if self._store.intent_file.exists():
                with open_regular(self._store.intent_file) as file:
                    read_intent(file.read())
        except (OSError, ValueError):
            self._store.quarantine(self._store.intent_file, self._originals, move=True)
        try:
            if self._store.repair_intent_file.exists():
                read_repair_intent(self._store)
        except (OSError, DamagedFile):
            self._store.quarantine(self._store.repair_intent_file, self._originals, move=True)

    # The files of the library itself

    def _repair_library(self, damage: list[Damage], history: History) -> None:
        kinds = {each.kind for each in damage}
        with self._store.locked():
            self._move_aside(
                each.path for each in damage if each.kind in (Kind.STRAY, Kind.DRAFT, Kind.BACKUP)
            )
            if any(each.path == self._store.articles_folder for each in damage):
                self._move_aside([self._store.articles_folder])
                with ErrorTranslator(self._store.articles_folder, "repaired"):
                    make_folder(self._store.articles_folder)
            if Kind.JOURNAL in kinds:
                self._repair_journal()
            if any(each.path == self._store.library_file for each in damage):
                with ErrorTranslator(self._store.library_file, "repaired"):
                    path = self._store.library_file
                    if not path.is_file():
                        self._move_aside([path])
                    content = rebuilt_library(self._sources("", path, LIBRARY_TABLES, history))
                    self._replace({path: content})

    def _move_aside(self, paths: Iterable[Path]) -> None:
        for path in paths:
            self._store.quarantine(path, self._originals, move=True)

    def _repair_journal(self) -> None:
        path = self._store.journal_file
        if not path.is_file():
            self._store.quarantine(path, self._originals, move=True)
            return
        kept = b"".join(line for line in self._store.journal.lines(0) if is_log_entry(line))
        with ErrorTranslator(path, "repaired"):
            self._replace({path: kept})

    # Articles

    def _rebuild(self, article: str, history: History) -> None:
        """Rebuild an article from all that is left of it; move it aside when no text is left."""
        record_file, text_file = self._store.article_file(article), self._store.text_file(article)
        sources = self._sources(article, record_file, ARTICLE_TABLES, history)
        rebuilt = rebuilt_article(article, sources, self._texts_of(article, history))
        if rebuilt is None:
            self._replace({record_file: None, text_file: None})
            return
        record, text = rebuilt
        files: dict[Path, bytes | None] = {record_file: record}
        if _content(text_file) != text.encode() or not record_file.exists():
            files[text_file] = text.encode()
        make_folder(record_file.parent)
        self._replace(files)

    def _texts_of(self, article: str, history: History) -> Iterator[str]:
        """Yield what the text of an article may be, the best first."""
        path = self._store.text_file(article)
        present = _content(path)
        if present is not None:
            with suppress(UnicodeDecodeError):
                yield present.decode()
        copies = (data.decode(errors="replace") for data in self._copies.of(path))
        yield from chain(history.texts(article), copies)
        if present is not None:
            yield present.decode(errors="replace")

    def _sources(self, article: str, path: Path, tables: tuple[str, ...], history: History) -> FileSources:
        return FileSources(_content(path) or b"", tables, history.of(article), self._copies.of(path))

    def _replace(self, files: dict[Path, bytes | None]) -> None:
        self._store.forget_what_was_read()
        replace_files(self._store, files, self._originals)

    def _add_missing_tags(self, articles: set[str]) -> None:
        """Add tags that articles use to the codebook."""
        if not articles:
            return
        with self._store.locked():
            present = [article for article in articles if article in self._store]
            edits = new_tag_edits(
                self._store, [tag for each in present for tag in used_tags(self._store.read(each))]
            )
            if edits:
                self._store.quarantine(self._store.library_file, self._originals)
                self._store.apply(edits)


def _content(path: Path) -> bytes | None:
    """Return the content of a file, None if there is none."""
    with suppress(FileNotFoundError):
        return read_regular(path)
    return None
