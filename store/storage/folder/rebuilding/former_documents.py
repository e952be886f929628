"""What a repair restores documents and texts from: history, backups, the originals of earlier repairs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path, PurePosixPath
from typing import Self
from zipfile import ZipFile

import msgspec

from store.model.article import is_article_id
from store.model.edits import TEXT, THE_ONE, Edit, Fields
from store.storage.folder.backup import ARCHIVE_ERRORS, archives
from store.storage.folder.leftovers import entries
from store.storage.folder.paths import LibraryPaths
from store.storage.history.edits_made import edits_made
from store.storage.regular_file import open_regular, read_regular

LARGEST = 1 << 28
"""Bytes of a file in a backup, at most: a larger one is passed over."""


class FormerState(msgspec.Struct):
    """The last state of a document that the history knows."""

    fields: Fields
    is_complete: bool
    """Whether all its fields are known, not only those that were changed."""
    is_removed: bool = False

    def over(self, fields: Fields) -> Fields:
        """Return the fields of an older copy with the changes that the history knows."""
        return {**fields, **self.fields}


class History:
    """The last states of the documents of some articles, and their former texts, by the journal."""

    def __init__(self, lines: Iterator[bytes], articles: Collection[str]) -> None:
        """Read the journal once.

        :param articles: the articles whose documents are wanted; an empty ID for those of the library.
        """
        self.states: dict[tuple[str, str, int], FormerState] = {}
        self._texts: dict[str, dict[str, None]] = {}
        for edit in edits_made(lines, lambda edit: edit if edit.article in articles else None):
            self._follow(edit)

    def of(self, article: str) -> dict[tuple[str, int], FormerState]:
        """Return the states of an article's documents by table and document ID."""
        return {
            (table, document): state
            for (each, table, document), state in self.states.items()
            if each == article
        }

    def texts(self, article: str) -> list[str]:
        """Return the texts that an article has had, the latest first."""
        return list(reversed(self._texts.get(article, {})))

    def is_removed(self, article: str) -> bool:
        """Whether the last thing known of an article is that it was removed."""
        state = self.states.get((article, TEXT, THE_ONE))
        return state is not None and state.is_removed

    def _follow(self, edit: Edit) -> None:
        if edit.table == TEXT:
            texts = self._texts.setdefault(edit.article, {})
            for each in (edit.before, edit.after):
                if each is not None:
                    text = str(each[TEXT])
                    texts.pop(text, None)
                    texts[text] = None
        known = self.states.get(edit.target)
        if edit.after is None:
            self.states[edit.target] = FormerState({}, is_complete=True, is_removed=True)
        elif edit.before is None:
            self.states[edit.target] = FormerState(edit.after, is_complete=True)
        elif known is None or known.is_removed:
            self.states[edit.target] = FormerState(edit.after, is_complete=False)
        else:
            known.fields = {**known.fields, **edit.after}


class Copies:
    """The copies of a library's files in its backups and among the originals of repairs."""

    def __init__(self, paths: LibraryPaths, backups_folder: Path | None = None) -> None:
        """The copies in the backups of the library, and in a folder of the user's.

        :param backups_folder: where else daily backups are written.
        """
        self._paths = paths
        self._folders = dict.fromkeys((backups_folder or paths.backups_folder, paths.backups_folder))
        self._opened = ExitStack()
        self._archives: list[ZipFile] | None = None

    def __enter__(self) -> Self:
        """Return the copies; the archives are opened when they are needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the archives."""
        self._opened.close()

    def of(self, path: Path) -> Iterator[bytes]:
        """Yield the copies of a file: those in backups, then those of repairs, each newest first."""
        name = path.relative_to(self._paths.root).as_posix()
        for archive in self._every_archive():
            with suppress(*ARCHIVE_ERRORS), archive.open(name) as entry:
                data = entry.read(LARGEST + 1)
                if len(data) <= LARGEST:
                    yield data
        for folder in reversed(repair_folders(self._paths)):
            for copy in sorted(folder.glob(f"{name}*")):
                with suppress(OSError):
                    yield read_regular(copy)

    def articles(self) -> set[str]:
        """Return the IDs of the articles in the newest backup."""
        names = (entry.filename for archive in self._every_archive()[:1] for entry in archive.infolist())
        parts = (PurePosixPath(name) for name in names if name.startswith("articles/"))
        return {each.stem for each in parts if is_article_id(each.stem)}

    def _every_archive(self) -> list[ZipFile]:
        if self._archives is None:
            self._archives = []
            for path in archives(*self._folders):
                with suppress(*ARCHIVE_ERRORS):
                    file = self._opened.enter_context(open_regular(path))
                    self._archives.append(self._opened.enter_context(ZipFile(file)))
        return self._archives


def repair_folders(paths: LibraryPaths) -> list[Path]:
    """Return the folders with the originals of repairs, the oldest first."""
    with suppress(OSError):
        return sorted(paths.aside_folder / each.name for each in entries(paths.aside_folder) if each.is_dir())
    return []
