"""What a library needs of the place that keeps its documents.

Everything above this folder reads and writes a library through :class:`DocumentStore` and knows neither paths
nor files. :class:`store.storage.folder.folder_store.FolderStore` keeps the documents in a folder, one TinyDB
an article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import msgspec

from store.model.edits import Edit, Fields
from store.model.note_draft import NoteDraft, NoteSubject, StoredDraft
from store.model.tables.member import Member
from store.progress import Progress, no_progress
from store.storage.raw_documents import RawTable

if TYPE_CHECKING:
    from store.storage.conflict_copy import ConflictCopies

PATIENCE = 10.0
"""Seconds that a writer waits for another process before it gives up, by default."""

SHELVES = tuple(f"{number:02x}" for number in range(256))
"""The first two digits of article IDs, by which a store groups its articles."""

Version: TypeAlias = tuple[int, int, int, int]
"""Four numbers that differ whenever an article was written. What they mean is the store's own business."""


class AllowedLogin(msgspec.Struct, frozen=True):
    """A login of a server that may use the library."""

    member: str
    """The member of the team whose login it is."""
    login: str
    role: str
    """The role of the member in the team; empty for one who is not in it any more, and may do nothing."""


class ServerRights(Protocol):
    """Who may use a library on a server. The server enforces it, whatever a client does."""

    def allowed(self) -> list[AllowedLogin]:
        """Return the logins that may use it, sorted by member; to others than the owner only their own."""

    def allow(self, member: Member, login: str) -> None:
        """Let the login of a member use the library, with the rights of their role in the team.

        :raises PizhuError: there is no such login, it is another member's, or the user may not do this.
        """

    def sql_to_allow(self, member: Member, login: str) -> list[str]:
        """Return the statements of :meth:`allow`, one a line, for somebody who may run them."""

    def revoke(self, member: str) -> None:
        """Shut a member out.

        :raises PizhuError: no login is theirs, or the user may not do this.
        """

    def sql_to_revoke(self, member: str) -> list[str]:
        """Return the statements of :meth:`revoke`, one a line, for somebody who may run them."""


class Record(msgspec.Struct, frozen=True):
    """One article as it is stored."""

    article: Fields
    annotations: RawTable
    text: str


class Journal(Protocol):
    """The log of steps: lines of bytes, each at a position. See :mod:`store.storage.history.undo_log`."""

    def size(self) -> int:
        """Return the position after the last line."""

    def lines(self, start: int) -> Iterator[bytes]:
        """Yield the lines from position ``start`` on, each with its line end."""

    def line(self, start: int) -> bytes:
        """Return the line at position ``start``; empty when there is none."""

    def everybodys_lines(self) -> Iterator[bytes]:
        """Yield the lines of all who use the library, where each person has a journal."""

    def append(self, line: bytes) -> int:
        """Append a line and return its position. The caller holds the lock.

        :raises LibraryUnavailable: it cannot be written; the journal is unchanged.
        """

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """Replace all lines. The caller holds the lock.

        :raises LibraryUnavailable: they cannot be written; the journal is unchanged.
        """


class NoteDrafts(Protocol):
    """Notes that are being written, saved every second so that a crash loses no more than that."""

    @property
    def location(self) -> str:
        """Where the drafts are, as a user names it."""

    def keep(self, draft: NoteDraft) -> None:
        """Save a draft in place of this session's earlier one on the same subject.

        :raises LibraryUnavailable: it cannot be written.
        """

    def drop(self, subject: NoteSubject) -> None:
        """Delete this session's draft on a subject, if there is one."""

    def discard(self, stored: StoredDraft) -> None:
        """Delete a draft that was found, if it is still there."""

    def stored(self) -> list[StoredDraft]:
        """Return all drafts, of all sessions, damaged ones too."""

    def abandoned(self) -> list[StoredDraft]:
        """Return the drafts whose writers ended without keeping or dropping them, damaged ones too."""

    def not_yet_reported(self, drafts: Sequence[StoredDraft]) -> list[StoredDraft]:
        """Return those drafts that this method has not returned before, in any session, as they are now.

        The caller reports them. A draft that has changed since is returned again.
        """

    def close(self) -> None:
        """End this session. Its drafts are abandoned from now on."""


class DocumentStore(Protocol):
    """The articles, annotations, codebook and settings of one library, as documents.

    Reading needs no lock. Every method may raise :class:`store.errors.LibraryUnavailable` when the store
    cannot be reached, and reading may raise :class:`store.errors.DamagedFile`.
    """

    @property
    def location(self) -> str:
        """Where the library is, as a user names it: a folder, an address."""

    @property
    def journal(self) -> Journal:
        """The log of steps for undo."""

    @property
    def drafts(self) -> NoteDrafts:
        """The notes that are being written."""

    @property
    def copies(self) -> ConflictCopies:
        """What programs that sync folders keep of documents that changed on two computers."""

    @property
    def enforces_roles(self) -> bool:
        """Whether a server refuses what the role of the user in the team does not allow."""

    @property
    def rights(self) -> ServerRights | None:
        """Who may use the library, if it is on a server that enforces it; None in a folder."""

    def blind_articles(self) -> frozenset[str]:
        """Return the articles of which a server hides from the user what others have marked."""

    # Reading

    def __contains__(self, article: str) -> bool:
        """Whether there is an article with this ID."""

    def ids(self) -> Iterator[str]:
        """Yield the ID of every article, in no particular order."""

    def read(self, article: str, *, with_text: bool = True) -> Record:
        """Return an article with its annotations and text; without the text if it is not needed.

        :raises PizhuError: there is no such article (ask ``in`` first), or it cannot be read.
        """

    def text(self, article: str) -> str:
        """Return the text of an article."""

    def document(self, article: str, table: str, document: int) -> Fields | None:
        """Return one document, None when it does not exist.

        :param article: empty for the documents of the library itself.
        :param table: one of those in :mod:`store.model.edits`.
        """

    def table(self, name: str) -> RawTable:
        """Return a table of the library itself, such as the codebook."""

    def settings(self) -> Fields:
        """Return what the library knows of itself: its schema version, whether it has had the starters."""

    # Change detection, for indexes

    def version(self, article: str) -> Version | None:
        """Return the version of an article, None when there is no such article."""

    def shelves(self) -> Sequence[str]:
        """Return, in order, those of :data:`SHELVES` that may have articles."""

    def versions(self, shelf: str) -> list[tuple[str, Version]]:
        """Return the articles whose IDs start with ``shelf``, with their versions."""

    def news(self) -> set[str]:
        """Return the articles that others have written since the last call, as far as the store hears of it.

        The empty ID stands for the documents of the library itself. A store in a folder hears of nothing: the
        index in the folder does.
        """

    def hear(self, heard: Callable[[], None]) -> None:
        """Have ``heard`` called on another thread when others have written, as far as the store is told.

        It is a hint to ask for the news. Callers who need them still ask from time to time.
        """

    # Writing

    def locked(self) -> AbstractContextManager[object]:
        """Hold the library's write lock; a thread that holds it may take it again.

        :raises Busy: another process held it for too long.
        """

    def waiting_longer(self) -> AbstractContextManager[object]:
        """Within this context, wait :data:`PATIENCE` seconds for the lock on this thread."""

    def apply(self, edits: Iterable[Edit], progress: Progress = no_progress, step: bytes = b"") -> int | None:
        """Write edits durably, all of them or none. The caller holds the lock.

        :param progress: called with articles done and articles in total until the edits take effect; what it
            raises stops the writing and nothing is changed.
        :param step: the line of the journal that is written with the edits: after a crash or a power cut,
            both are there or neither is. Its entry has :attr:`LogEntry.committed` set. Empty for no line.
        :return: the position of the line; None when there is none, or the journal cannot be written at all:
            the edits are then written without it.
        """

    def close(self) -> None:
        """Close what was opened. Nothing needs saving."""

    def remove_leftovers(self) -> None:
        """Delete what interrupted writes left behind."""

    def notices(self) -> list[str]:
        """Return, once each, what a user should know: the store cannot be written, a disk failed."""

    # Backups

    def back_up(self, archive: Path, progress: Progress = no_progress) -> int:
        """Write the library to a zip archive and return how many articles are in it."""

    def is_backup_due(self, folder: Path | None, *, keep: int) -> bool:
        """Whether :meth:`back_up_daily` would write a backup."""

    def back_up_daily(self, folder: Path | None, *, keep: int) -> Path | None:
        """Write today's backup if something has changed; return its path, None when none was needed.

        :param folder: where backups are kept; None for the store's own place.
        :param keep: how many to keep, the oldest are deleted; 0 for no backups.
        """
