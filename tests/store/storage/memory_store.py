"""A minimal document store in memory, which shows that a library does not need files."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from pathlib import Path
from typing import TypeAlias

from store.errors import DamagedFile, LibraryUnavailable
from store.model.article import is_article_id
from store.model.edits import ANNOTATIONS, ARTICLE, LIBRARY, TEXT, THE_ONE, Edit, Fields, by_article
from store.model.note_draft import NoteDraft, NoteSubject, StoredDraft
from store.progress import Progress, no_progress
from store.storage.conflict_copy import NoCopies
from store.storage.document_store import Record, Version
from store.storage.raw_documents import RawTable

Tables: TypeAlias = dict[str, dict[int, Fields]]


class MemoryJournal:
    """Lines in a list; a position is an index."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []

    def size(self) -> int:
        return sum(map(len, self._lines))

    def lines(self, start: int) -> Iterator[bytes]:
        position = 0
        for line in list(self._lines):
            if position >= start:
                yield line
            position += len(line)

    def line(self, start: int) -> bytes:
        return next(self.lines(start), b"")

    def everybodys_lines(self) -> Iterator[bytes]:
        return self.lines(0)

    def append(self, line: bytes) -> int:
        position = self.size()
        self._lines.append(line)
        return position

    def rewrite(self, lines: Iterable[bytes]) -> None:
        self._lines = list(lines)


class MemoryDrafts:
    """Drafts by subject. All are in use, since no other process uses this store."""

    location = "memory"

    def __init__(self) -> None:
        self._drafts: dict[str, NoteDraft] = {}

    def keep(self, draft: NoteDraft) -> None:
        self._drafts[draft.subject.key] = draft

    def drop(self, subject: NoteSubject) -> None:
        self._drafts.pop(subject.key, None)

    def discard(self, stored: StoredDraft) -> None:
        self._drafts.pop(stored.where, None)

    def not_yet_reported(self, drafts: Sequence[StoredDraft]) -> list[StoredDraft]:
        return list(drafts)

    def stored(self) -> list[StoredDraft]:
        return [StoredDraft(key, draft.text, draft, is_in_use=True) for key, draft in self._drafts.items()]

    def abandoned(self) -> list[StoredDraft]:
        return []

    def close(self) -> None: ...


class MemoryStore:
    """The documents of a library in dictionaries."""

    location = "memory"
    enforces_roles = False

    def __init__(self) -> None:
        self.journal = MemoryJournal()
        self.drafts = MemoryDrafts()
        self.copies = NoCopies()
        self._lock = threading.RLock()
        self._articles: dict[str, Tables] = {"": {LIBRARY: {THE_ONE: {"schema": 1}}}}
        self._versions: dict[str, int] = {}
        self._writes = 0

    def blind_articles(self) -> frozenset[str]:
        return frozenset()

    @property
    def rights(self) -> None:
        """Nobody else has the memory of this process."""

    def __contains__(self, article: str) -> bool:
        return is_article_id(article) and article in self._articles

    def ids(self) -> Iterator[str]:
        yield from [article for article in self._articles if article]

    def read(self, article: str, *, with_text: bool = True) -> Record:
        tables = self._tables(article)
        fields = tables.get(ARTICLE, {}).get(THE_ONE)
        if fields is None:
            raise DamagedFile(f"{article} has no record")
        return Record(
            deepcopy(fields),
            _raw(tables.get(ANNOTATIONS, {}), ANNOTATIONS),
            self.text(article) if with_text else "",
        )

    def text(self, article: str) -> str:
        return str(self._tables(article)[TEXT][THE_ONE][TEXT])

    def document(self, article: str, table: str, document: int) -> Fields | None:
        return deepcopy(self._articles.get(article, {}).get(table, {}).get(document))

    def table(self, name: str) -> RawTable:
        return _raw(self._articles[""].get(name, {}), name)

    def settings(self) -> Fields:
        return self.document("", LIBRARY, THE_ONE) or {}

    def version(self, article: str) -> Version | None:
        return (self._versions[article], 0, 0, 0) if article in self else None

    def shelves(self) -> list[str]:
        return sorted({article[:2] for article in self.ids()})

    def versions(self, shelf: str) -> list[tuple[str, Version]]:
        return [(each, (self._versions[each], 0, 0, 0)) for each in self.ids() if each.startswith(shelf)]

    def news(self) -> set[str]:
        return set()

    def hear(self, heard: Callable[[], None]) -> None: ...

    def close(self) -> None: ...

    def locked(self) -> AbstractContextManager[object]:
        return self._lock

    def waiting_longer(self) -> AbstractContextManager[None]:
        return nullcontext()

    def apply(self, edits: Iterable[Edit], progress: Progress = no_progress, step: bytes = b"") -> int | None:
        groups = by_article(edits)
        changed = {article: deepcopy(self._articles.get(article, {})) for article in groups}
        for done, (article, group) in enumerate(groups.items()):
            progress(done, len(groups))
            rev = changed[article].get(ARTICLE, {}).get(THE_ONE, {}).get("rev", 0)
            assert isinstance(rev, int)
            for edit in group:
                table = changed[article].setdefault(edit.table, {})
                if edit.after is None:
                    table.pop(edit.document, None)
                elif edit.document in table or edit.before is None:
                    table[edit.document] = {**table.get(edit.document, {}), **edit.after}
                    if article and edit.table != TEXT:
                        table[edit.document]["rev"] = rev + 1
            if article and THE_ONE in changed[article].get(ARTICLE, {}):
                changed[article][ARTICLE][THE_ONE]["rev"] = rev + 1
        for article, tables in changed.items():
            self._writes += 1
            if article and THE_ONE not in tables.get(ARTICLE, {}):
                self._articles.pop(article, None)
            else:
                self._articles[article] = tables
                self._versions[article] = self._writes
        return self.journal.append(step) if step else None

    def remove_leftovers(self) -> None:
        """Do nothing, since a store in memory has no temporary files."""

    def notices(self) -> list[str]:
        return []

    def back_up(self, archive: Path, progress: Progress = no_progress) -> int:
        raise LibraryUnavailable("A library in memory has no backups.")

    def is_backup_due(self, folder: Path | None, *, keep: int) -> bool:
        return False

    def back_up_daily(self, folder: Path | None, *, keep: int) -> Path | None:
        return None

    def _tables(self, article: str) -> Tables:
        if article not in self:
            raise LibraryUnavailable(f"Article {article} does not exist.")
        return self._articles[article]


def _raw(table: dict[int, Fields], name: str) -> RawTable:
    return RawTable({str(document): deepcopy(fields) for document, fields in table.items()}, name, None)
