"""Keeps a library on a PostgreSQL server: see :mod:`.tables` for what is where.

A change is one transaction: it replaces the token of the library, writes the documents, the line of the
journal and the news. A writer holds the lock (:mod:`.changes.write_lock`) from before it reads until after it
has written; the token that it read under the lock must still be there when it writes. So a writer whose lock
was lost with its connection overwrites nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import LiteralString, TypeVar

from psycopg import errors

from store.errors import LibraryUnavailable, PizhuError
from store.language import _
from store.model.article import is_article_id
from store.model.edits import LIBRARY, THE_ONE, Edit, Fields
from store.model.tables.member import Role
from store.progress import Progress, no_progress
from store.storage.atomic_write import make_folder
from store.storage.conflict_copy import NoCopies
from store.storage.document_store import PATIENCE, SHELVES, Record, Version
from store.storage.folder.drafts.folder_drafts import FolderDrafts
from store.storage.folder.folder_store import SCHEMA
from store.storage.os_errors import ErrorTranslator
from store.storage.postgres.address import PostgresAddress
from store.storage.postgres.changes.change_writer import ChangeWriter, random_name
from store.storage.postgres.changes.journal import PostgresJournal
from store.storage.postgres.changes.write_lock import WriteLock
from store.storage.postgres.connections import NO_ROWS, Connections, Session
from store.storage.postgres.document_reader import DocumentReader, fields_of
from store.storage.postgres.failures import missing, not_in_team
from store.storage.postgres.json_documents import to_jsonb
from store.storage.postgres.news.news import News
from store.storage.postgres.rights.blind_articles import BlindArticles
from store.storage.postgres.rights.rights import OWNER, Rights, check_membership, right_of_user
from store.storage.postgres.shelf_pass import ShelfPass
from store.storage.postgres.tables import absent, check_server, create_tables, has_library
from store.storage.postgres.upgrade import LACKS_CHECKS, add_checks, renew_rights
from store.storage.raw_documents import RawTable

T = TypeVar("T")

_BEGINNING: LiteralString = (
    "SELECT l.number, "  # noqa: S608 - constants
    "EXISTS (SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = %s AND tablename = 'rights'), "
    "(SELECT d.body::text FROM {schema}.documents d WHERE d.kind = %s AND d.document = %s), "
    + LACKS_CHECKS
    + " FROM {schema}.library l WHERE l.name = 'library'"
)
"""What is asked when a library is opened."""


class PostgresStore:
    """Reads and writes the documents of one library on a server. Any thread may call its methods."""

    def __init__(
        self,
        address: PostgresAddress,
        local: Path,
        *,
        person: str = "",
        patience: float = PATIENCE,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        """The library at ``address``.

        :param local: the folder on this machine for drafts and daily backups of the library.
        :param person: the name that annotations are signed with; each has an undo log of its own.
        :param patience: seconds to wait for another writer.
        :param on_wait: called with a sentence that says what is waited for when that takes long.
        """
        self.address = address
        self.local = local
        self.connections = Connections(address)
        self.copies = NoCopies()
        self.drafts = FolderDrafts(local / "drafts")
        """The notes that are being written, on the disk of this machine."""
        self.journal = PostgresJournal(self._ask, person, self._change_journal)
        """The steps of this person."""
        self._lock = WriteLock(self.connections, patience, on_wait)
        self._news = News(self.connections, address)
        self._reader = DocumentReader(address, self._ask, self._lock, self._check_membership)
        self._writer = ChangeWriter(
            address,
            self.connections,
            self._lock,
            locked=self.locked,
            reader=self._reader,
            news=self._news,
        )
        self._pass = ShelfPass()
        self._has_checked_writing = False
        self._is_there = False
        self.member = ""
        """The member of the team that the server knows the user as; empty if it does not."""
        self.enforces_roles = False
        """Whether the server refuses what the role of the user does not allow."""
        self.shares_index = True
        """Whether the user may use the index on the server, which tells what others mark and count."""
        self._blind: BlindArticles | None = None

    # Opening

    def open(self) -> None:
        """Check that the server can be reached, and that there is a library or room for one.

        Until something is written, a library that is not there yet is as an empty one.

        :raises LibraryUnavailable: the server cannot be reached, or something else is in the schema.
        """
        if self.connections.read(self._look):
            self._prepare()

    def create(self) -> None:
        """Create an empty library, or do nothing if there is one.

        :raises LibraryUnavailable: it cannot be created there; see also :meth:`open`.
        """
        if not self.connections.read(self._look):
            settings = to_jsonb({"schema": SCHEMA})
            self.connections.read(lambda session: create_tables(session, random_name(), settings))
        self._prepare()

    def exists(self) -> bool:
        """Whether there is a library, as far as this process knows."""
        return self._is_there

    def check_exists(self) -> None:
        """Check that there is a library, as far as this process knows.

        :raises NoLibrary: there is none; the sentence names others in the same database.
        """
        if not self._is_there:
            raise self.connections.read(lambda session: absent(session, self.address))

    def _look(self, session: Session) -> bool:
        check_server(session, self.address)
        return has_library(session, self.address)

    def _prepare(self) -> None:
        """Make the folder on this machine, and start to hear of what others write."""
        self._is_there = True
        self.connections.read(self._begin)
        with ErrorTranslator(self.local, "written"):
            make_folder(self.local)

    def _begin(self, session: Session) -> None:
        """Ask, in one statement if nobody has been let in, for what is needed to begin with."""
        schema = session.schema
        found = session.first(_BEGINNING, schema, LIBRARY, str(THE_ONE), schema)
        number, has_rights, settings, lacks_checks = found or (0, True, None, False)
        right = right_of_user(session) if has_rights else None
        self._recognise(right)
        self._check_schema_version(fields_of(settings, str(self.address)) if settings else {})
        if lacks_checks:
            add_checks(session)
        if right is not None and right[1] == OWNER:
            renew_rights(session)
        self._news.start(number)

    def _recognise(self, right: tuple[str, str] | None) -> None:
        """Note who the user is, for a server that knows its users.

        :raises LibraryUnavailable: the user is nobody in the team.
        """
        if right is None:
            return
        self.member, what = right
        if not what:
            raise not_in_team(self.address)
        self.enforces_roles = what != OWNER
        if self.member:
            self.journal.person = self.member
        self.shares_index = what not in (Role.CODER, Role.ADJUDICATOR)
        if what == Role.CODER:
            self._blind = BlindArticles(self.connections)

    def _check_membership(self) -> None:
        """Check that the user is in the team still, if the server hides everything from others.

        :raises LibraryUnavailable: they are not.
        """
        if self.enforces_roles:
            self.connections.read(lambda session: check_membership(session, self.address))

    def _check_schema_version(self, settings: Fields) -> None:
        found = settings.get("schema", SCHEMA)
        if isinstance(found, int) and found > SCHEMA:
            raise LibraryUnavailable(
                _(
                    "The library at {folder} was written by a newer Pizhu (schema version {version}, "
                    "this one knows {known}): update Pizhu to open it.",
                    folder=self.address,
                    version=found,
                    known=SCHEMA,
                )
            )

    def close(self) -> None:
        """Close the connections. Every change has been committed already."""
        self._news.hints.close()
        self.connections.close()

    # The lock

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the library's write lock; a thread that holds it may take it again.

        :raises Busy: another writer held it for as long as this thread waits.
        """
        if not self._is_there:
            self.create()
        with self._lock.held():
            try:
                yield
            finally:
                if self._lock.depth == 1:
                    self.journal.expect_end(0)

    def waiting_longer(self) -> AbstractContextManager[None]:
        """Within this context, wait :data:`PATIENCE` seconds for the lock on this thread."""
        return self._lock.waiting_longer()

    def blind_articles(self) -> frozenset[str]:
        """Return the articles of which the server hides from the user what others have marked."""
        return self._blind.now() if self._blind is not None else frozenset()

    @property
    def rights(self) -> Rights:
        """Which login is which member of the team."""
        return Rights(self.connections, self.address)

    # Reading

    def _ask(self, question: Callable[[Session], T], absent: T) -> T:
        """Ask the server; ``absent`` is the answer while there is no library."""
        return self.connections.read(question) if self._is_there else absent

    @property
    def location(self) -> str:
        """The address of the library."""
        return str(self.address)

    def __contains__(self, article: str) -> bool:
        """Whether there is an article with this ID.

        :raises LibraryUnavailable: the user is not in the team any more, from whom all articles are hidden.
        """
        is_there = is_article_id(article) and self.version(article) is not None
        if not is_there:
            self._check_membership()
        return is_there

    def ids(self) -> Iterator[str]:
        """Yield the ID of every article, in no particular order."""
        found = self._ask(lambda session: session.rows("SELECT article FROM {schema}.articles"), NO_ROWS)
        return iter([article for (article,) in found])

    def read(self, article: str, *, with_text: bool = True) -> Record:
        """Return an article with its annotations and text, as they are at one time."""
        return self._reader.read(article, with_text=with_text)

    def read_several(
        self, articles: Collection[str]
    ) -> Iterator[tuple[str, tuple[int, int], Record | PizhuError]]:
        """Yield those articles that exist: see :meth:`.document_reader.DocumentReader.read_several`."""
        return self._reader.read_several(articles)

    def text(self, article: str) -> str:
        """Return the text of an article."""
        return self._reader.text(article)

    def document(self, article: str, table: str, document: int) -> Fields | None:
        """Return one document, None when it does not exist; for the table ``text``, the text."""
        return self._reader.document(article, table, document)

    def table(self, name: str) -> RawTable:
        """Return a table of the library itself."""
        return self._reader.table(name)

    def settings(self) -> Fields:
        """Return the settings of the library: its schema version, whether it has had the starters."""
        return self.document("", LIBRARY, THE_ONE) or {}

    # Change detection

    def version(self, article: str) -> Version | None:
        """Return the numbers of the change that wrote an article last; None when there is no such article.

        The third number is 1 while annotations of the article are hidden from the user: with them, it is as
        another version.
        """
        found: tuple[int, int] | None
        if self._lock.depth:
            held = self._reader.held(article, with_text=True)
            found = None if held is None else (held.number, held.write)
        else:
            row = self._ask(
                lambda session: session.first(
                    "SELECT number, write FROM {schema}.articles WHERE article = %s", article
                ),
                None,
            )
            found = None if row is None else (row[0], row[1])
        is_blind = self._blind is not None and self._blind.has(article)
        return None if found is None else (*found, int(is_blind), 0)

    def replaced(self, article: str) -> tuple[int, int] | None:
        """Return the numbers of the change before the last one of this thread that wrote an article.

        None if that has not written it, or created it.
        """
        return self._lock.replaced.get(article)

    def shelves(self) -> Sequence[str]:
        """Return all shelves: asked for in this order, their articles are those of one question."""
        return SHELVES

    def versions(self, shelf: str) -> list[tuple[str, Version]]:
        """Return the articles on a shelf with their versions.

        Who asks for all shelves, one after the other, gets them of one question to the server.
        """
        known = self._pass.shelf(shelf)
        if known is not None:
            return known
        rows = self._ask(
            lambda session: session.rows(
                "SELECT article, number, write FROM {schema}.articles WHERE left(article, %s) = %s",
                0 if shelf == SHELVES[0] else len(shelf),
                "" if shelf == SHELVES[0] else shelf,
            ),
            NO_ROWS,
        )
        blind = self.blind_articles()
        found = [(article, (number, write, int(article in blind), 0)) for article, number, write in rows]
        return self._pass.begin(found) if shelf == SHELVES[0] else found

    def news(self) -> set[str]:
        """Return the articles that others have written since the last call; see :class:`.news.news.News`."""
        if not self._is_there:
            return set()
        heard = self._news.heard()
        return heard if self._blind is None else heard | self._blind.changed(is_team_told="" in heard)

    def hear(self, heard: Callable[[], None]) -> None:
        """Have ``heard`` called when others have written: see :mod:`.news.news_hints`."""
        self._news.hints.listen(heard)

    def hint(self, session: Session) -> None:
        """Send others a hint when the transaction of a session takes effect."""
        self._news.hints.send(session)

    def change_token(self) -> str:
        """Return a token that differs after every change; empty if there is no library."""
        if not self._is_there:
            return ""
        found = self.connections.read(
            lambda session: session.first("SELECT token FROM {schema}.library WHERE name = 'library'")
        )
        if found is None:
            raise missing(self.address)
        return str(found[0])

    # Writing

    def apply(self, edits: Iterable[Edit], progress: Progress = no_progress, step: bytes = b"") -> int | None:
        """Write edits in one transaction. The caller holds the lock.

        :param progress: called with articles done and articles in total until the edits take effect; what it
            raises stops the writing and nothing is changed.
        :param step: the line of the journal that is written with the edits, if there is one.
        :return: the position of the line; None when there is none.
        :raises Conflict: the lock was lost with its connection, and another writer has changed the library.
        """
        wanted = list(edits)
        append = partial(self.journal.append_in, line=step) if step else None
        position = self._writer.apply(wanted, progress, append)
        if position is not None:
            self.journal.expect_end(position + len(step))
        if self._blind is not None and any(not edit.article for edit in wanted):
            self._blind.expect_change()
        return position

    def _change_journal(self, write: Callable[[Session], None]) -> None:
        """Write to the journal alone."""
        self.journal.expect_end(0)
        self._writer.write_journal(write)

    def remove_leftovers(self) -> None:
        """Delete what interrupted sessions left behind on this machine. On the server nothing is left."""
        if not self._is_there:
            return
        with ErrorTranslator(self.local, "written"):
            self.drafts.remove_leftovers()

    def notices(self) -> list[str]:
        """Return, once each, what a user should know: the library may not be changed, the server is away."""
        found = self._news.notices()
        if not self._has_checked_writing:
            self._has_checked_writing = True
            with suppress(LibraryUnavailable):  # the next question to the server will tell
                if not self._ask(_may_write, True):
                    found.append(
                        _(
                            "The role may read the library at {address}, but not change it.",
                            address=self.address,
                        )
                    )
        return found

    # Backups

    def back_up(self, archive: Path, progress: Progress = no_progress) -> int:
        """Write the library to a zip archive: see :func:`store.storage.postgres.backup.back_up`."""
        from store.storage.postgres.backup import back_up

        return back_up(self, archive, progress)

    def is_backup_due(self, folder: Path | None, *, keep: int) -> bool:
        """Whether :meth:`back_up_daily` would write a backup."""
        from store.storage.folder.backup import is_due

        return is_due(self, folder or self.backups_folder, keep=keep)

    def back_up_daily(self, folder: Path | None, *, keep: int) -> Path | None:
        """Write today's backup if one is due: see :func:`store.storage.folder.backup.back_up_daily`."""
        from store.storage.folder.backup import back_up_daily

        return back_up_daily(self, folder or self.backups_folder, keep=keep)

    @property
    def cache_folder(self) -> Path:
        """The folder on this machine for what can be derived again, as the index."""
        return self.local / ".cache"

    @property
    def backups_folder(self) -> Path:
        """The folder on this machine for daily backups."""
        return self.local / "backups"


def _may_write(session: Session) -> bool:
    try:
        found = session.first(
            "SELECT has_any_column_privilege(c.oid, 'UPDATE') FROM pg_catalog.pg_class c "
            "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relname = 'lock' AND n.nspname = %s",
            session.schema,
        )
    except errors.UndefinedFunction:
        return True
    return found is None or bool(found[0])
