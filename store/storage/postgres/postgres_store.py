"""Keeps a library on a PostgreSQL server: see :mod:`.tables` for what is where.

A change is one transaction: it replaces the token of the library, writes the documents, the line of the
journal and the news. A writer holds the lock (:mod:`.changes.write_lock`) from before it reads until after it
has written; the token that it read under the lock must still be there when it writes. So a writer whose lock
was lost with its connection overwrites nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, LiteralString, TypeVar

import msgspec
from psycopg import errors

from store.errors import Conflict, DamagedFile, LibraryUnavailable, PizhuError, UnknownArticle
from store.language import _
from store.model.article import is_article_id
from store.model.edits import ANNOTATIONS, ARTICLE, LIBRARY, TEXT, THE_ONE, Edit, Fields, by_article
from store.model.tables.member import Role
from store.progress import Progress, no_progress
from store.reasons import reason_of
from store.storage.atomic_write import make_folder
from store.storage.conflict_copy import NoCopies
from store.storage.document_store import PATIENCE, SHELVES, Record, Version
from store.storage.folder.drafts.folder_drafts import FolderDrafts
from store.storage.folder.folder_store import SCHEMA
from store.storage.os_errors import ErrorTranslator
from store.storage.postgres.address import PostgresAddress
from store.storage.postgres.changes.edit_writer import EditWriter
from store.storage.postgres.changes.journal import PostgresJournal, position_in
from store.storage.postgres.changes.write_lock import HeldArticle, WriteLock
from store.storage.postgres.connections import NO_ROWS, Answer, Connections, Row, Session
from store.storage.postgres.failures import missing, not_in_team
from store.storage.postgres.json_documents import from_jsonb, from_text, to_jsonb
from store.storage.postgres.news.news import News
from store.storage.postgres.rights.blind_articles import BlindArticles
from store.storage.postgres.rights.rights import OWNER, Rights, check_membership, right_of_user
from store.storage.postgres.tables import absent, check_server, create_tables, has_library
from store.storage.raw_documents import RawDocument, RawTable

T = TypeVar("T")

_RECORD: LiteralString = (
    "article, number, write, body::text, CASE WHEN %s THEN text ELSE '' END, ("
    "SELECT string_agg('\"' || document || '\":' || n.body::text, ',' ORDER BY place) "
    "FROM {schema}.annotations n WHERE n.article = a.article"
    ") FROM {schema}.articles a"
)
"""What is stored of an article, in the order of :class:`HeldArticle`; the value says if with its text."""


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
        self._tables: dict[str, tuple[str, RawTable]] = {}
        """Tables of the library that were read under the lock, with the token that it had then."""
        self._lock = WriteLock(self.connections, patience, on_wait)
        self._news = News(self.connections, address)
        self._pass = _ShelfPass()
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
            self.connections.read(lambda session: create_tables(session, _random_name(), settings))
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
        found = session.first(
            "SELECT l.number, EXISTS (SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = %s AND"
            " tablename = 'rights'), (SELECT d.body::text FROM {schema}.documents d WHERE d.kind = %s"
            " AND d.document = %s) FROM {schema}.library l WHERE l.name = 'library'",
            session.schema,
            LIBRARY,
            str(THE_ONE),
        )
        number, has_rights, settings = found or (0, True, None)
        self._recognise(right_of_user(session) if has_rights else None)
        self._check_schema_version(_fields(settings, str(self.address)) if settings else {})
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
        found = self._held(article, with_text=with_text)
        if found is None:
            self._check_membership()
            raise _unknown(article)
        return self._record(article, found.body, found.text if with_text else "", found.annotations)

    def _held(self, article: str, *, with_text: bool) -> HeldArticle | None:
        """Return what is stored of an article; None if there is none.

        A thread that holds the lock asks once for several questions about it.
        """
        held = self._lock.article
        if held is not None and held.article == article and (held.has_text or not with_text):
            return held
        found = self._ask(lambda session: _answer_of(session, article, with_text=with_text).rows(), NO_ROWS)
        if not found:
            return None
        read = _held_article(found[0], has_text=with_text)
        if self._lock.depth:
            self._lock.article = read
        return read

    def read_several(
        self, articles: Collection[str]
    ) -> Iterator[tuple[str, tuple[int, int], Record | PizhuError]]:
        """Yield those articles that exist, as they are at one time, or what is wrong with one; in no order.

        Each comes with the numbers of the change that wrote it last. All are in memory at once.
        """
        found = self._ask(
            lambda session: session.rows(f"SELECT {_RECORD} WHERE article = ANY(%s)", True, list(articles)),
            NO_ROWS,
        )
        for article, number, write, *parts in found:
            record: Record | PizhuError
            try:
                record = self._record(article, *parts)
            except PizhuError as error:
                record = error
            yield article, (number, write), record

    def _record(self, article: str, body: str, text: str | None, annotations: str | None) -> Record:
        place = f"{self.address} ({article})"
        return Record(_fields(body, place), _table(ANNOTATIONS, annotations, place), from_text(text or ""))

    def text(self, article: str) -> str:
        """Return the text of an article."""
        return str(self._text_document(article, must_exist=True)[TEXT])

    def document(self, article: str, table: str, document: int) -> Fields | None:
        """Return one document, None when it does not exist; for the table ``text``, the text."""
        if table == TEXT:
            return self._text_document(article) or None
        body = self._ask(partial(_body, article=article, table=table, document=document), None)
        return None if body is None else _fields(body, f"{self.address} ({article or table} {document})")

    def table(self, name: str) -> RawTable:
        """Return a table of the library itself."""
        token = self._lock.token if self._lock.depth else ""
        known = self._tables.get(name)
        if token and known is not None and known[0] == token:
            return known[1]
        table = self._table(name)
        if token:
            self._tables[name] = token, table
        return table

    def _table(self, name: str) -> RawTable:
        found = self._ask(
            lambda session: session.first(
                "SELECT string_agg('\"' || document || '\":' || body::text, ',' ORDER BY place) "
                "FROM {schema}.documents WHERE kind = %s",
                name,
            ),
            None,
        )
        return _table(name, found[0] if found else None, f"{self.address} ({name})")

    def settings(self) -> Fields:
        """Return the settings of the library: its schema version, whether it has had the starters."""
        return self.document("", LIBRARY, THE_ONE) or {}

    def _text_document(self, article: str, *, must_exist: bool = False) -> Fields:
        """Return the text of an article as a document; an empty one if it has none."""
        held = self._lock.article
        if held is not None and held.article == article and held.text is not None and held.has_text:
            return {TEXT: from_text(held.text)}
        found = self._ask(
            lambda session: session.first("SELECT text FROM {schema}.articles WHERE article = %s", article),
            None,
        )
        if found is None or found[0] is None:
            if must_exist:
                self._check_membership()
                raise _unknown(article)
            return {}
        return {TEXT: from_text(found[0])}

    # Change detection

    def version(self, article: str) -> Version | None:
        """Return the numbers of the change that wrote an article last; None when there is no such article.

        The third number is 1 while annotations of the article are hidden from the user: with them, it is as
        another version.
        """
        found: tuple[int, int] | None
        if self._lock.depth:
            held = self._held(article, with_text=True)
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
        blind = self._blind.now() if self._blind is not None else frozenset()
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
        articles = list(by_article(wanted))

        def write(session: Session, number: Callable[[], int], token: str) -> Callable[[], int | None]:
            writer = EditWriter(session, number, int(token, 16) >> 1)
            writer.apply(wanted, progress)
            line = self.journal.append_in(session, step) if step else None
            after = self._read_after(session, wanted)

            def finish() -> int | None:
                writer.check()
                self._lock.replaced = writer.replaced
                self._lock.article = after()
                return None if line is None else position_in(line)

            return finish

        position = self._change(write, articles)
        if position is not None:
            self.journal.expect_end(position + len(step))
        if self._blind is not None and "" in articles:
            self._blind.expect_change()
        return position

    def _change_journal(self, write: Callable[[Session], None]) -> None:
        """Write to the journal alone."""

        def change(session: Session, _number: Callable[[], int], _token: str) -> Callable[[], None]:
            write(session)
            return lambda: None

        self.journal.expect_end(0)
        self._change(change, [])

    def _read_after(self, session: Session, edits: list[Edit]) -> Callable[[], HeldArticle | None]:
        """Ask what becomes of the only article that is changed, which is usually looked at next.

        :return: what returns it, once all that was sent is answered.
        """
        held = self._lock.article
        if held is None or any(edit.article != held.article or edit.table == TEXT for edit in edits):
            return lambda: None
        answer = _answer_of(session, held.article, with_text=False)

        def read() -> HeldArticle | None:
            found = answer.rows()
            return _held_article(found[0], has_text=held.has_text)._replace(text=held.text) if found else None

        return read

    def _change(
        self, write: Callable[[Session, Callable[[], int], str], Callable[[], T]], articles: list[str]
    ) -> T:
        """Make a change, in one transaction, of the library as it was when the lock was taken.

        :param write: sends the statements, given what returns the number of the change, and the token after
            it; returns what looks at the answers.
        """
        with self.locked():
            self._lock.keep_alive()
            self._news.hints.try_to_send()
            token, before = _random_name(), self._lock.token

            def work(session: Session) -> T:
                number = self._numbered(session, before, token)
                finish = write(session, number, token)
                self._news.announce(session, token, number(), articles)
                session.settle()
                return finish()

            try:
                result = self.connections.transact(
                    work, partial(_has_happened, token=token), is_sent_together=True
                )
            except BaseException:
                self._lock.article = None
                raise
            self._lock.token = token
            if "" not in articles:
                self._tables = {
                    name: (token, table) for name, (known, table) in self._tables.items() if known == before
                }
            return result

    def _numbered(self, session: Session, before: str, token: str) -> Callable[[], int]:
        """Replace the token of the library; return what returns the number of the change.

        That raises :class:`Conflict` if the token was another one than ``before``.
        """
        answer = session.later(
            "UPDATE {schema}.library SET token = %s, number = number + 1 "
            "WHERE name = 'library' AND token = %s RETURNING number",
            token,
            before,
        )

        @cache
        def number() -> int:
            found = answer.rows()
            if not found:
                check_membership(session, self.address)
                raise Conflict(
                    _(
                        "Another Pizhu has written to {address} while the connection was lost: nothing "
                        "was changed; try again.",
                        address=self.address,
                    )
                )
            return int(found[0][0])

        return number

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


class _ShelfPass:
    """The versions of all articles, as read for the first shelf, while the shelves are asked for in order."""

    def __init__(self) -> None:
        self._shelves: dict[str, list[tuple[str, Version]]] = {}
        self._next = ""

    def begin(self, found: list[tuple[str, Version]]) -> list[tuple[str, Version]]:
        """Take the articles of all shelves; return those of the first."""
        self._shelves = {}
        for article, version in found:
            self._shelves.setdefault(article[:2], []).append((article, version))
        self._next = SHELVES[1]
        return self._shelves.pop(SHELVES[0], [])

    def shelf(self, name: str) -> list[tuple[str, Version]] | None:
        """Return the articles of the next shelf; None if another one is asked for."""
        if name != self._next:
            self._shelves, self._next = {}, ""
            return None
        place = SHELVES.index(name) + 1
        self._next = SHELVES[place] if place < len(SHELVES) else ""
        return self._shelves.pop(name, [])


def _answer_of(session: Session, article: str, *, with_text: bool) -> Answer:
    """Ask what is stored of an article."""
    return session.later(f"SELECT {_RECORD} WHERE article = %s", with_text, article)


def _held_article(row: Row, *, has_text: bool) -> HeldArticle:
    article, number, write, body, text, annotations = row
    return HeldArticle(article, number, write, body, text, annotations, has_text)


def _random_name() -> str:
    """Return a name that no other change has: 16 random hexadecimal digits."""
    return os.urandom(8).hex()


def _table(name: str, documents: str | None, place: str) -> RawTable:
    """Return the table ``name`` of documents that are joined by commas, each after its ID.

    :param place: where they are, for users.
    :raises DamagedFile: an ID is not a number; a program other than Pizhu has written it.
    """
    joined = from_jsonb(f"{{{documents or ''}}}")
    table = {
        key: RawDocument(raw) for key, raw in msgspec.json.decode(joined, type=dict[str, msgspec.Raw]).items()
    }
    wrong = next((key for key in table if not (key.isascii() and key.isdecimal())), None)
    if wrong is not None:
        raise DamagedFile(
            _("{place} has a document with the ID {id!r}, which is no number", place=place, id=wrong)
        )
    return RawTable(table, name, b"{%s:%s}" % (msgspec.json.encode(name), joined))


def _fields(body: str, place: str) -> Fields:
    """Return the fields of a document.

    :param place: where it is, for users.
    :raises DamagedFile: it is not an object.
    """
    try:
        return msgspec.json.decode(from_jsonb(body), type=dict[str, Any])
    except msgspec.ValidationError as error:
        raise DamagedFile(_("{what} is damaged ({reason})", what=place, reason=reason_of(error))) from error


def _body(session: Session, *, article: str, table: str, document: int) -> str | None:
    if not article:
        found = session.first(
            "SELECT body::text FROM {schema}.documents WHERE kind = %s AND document = %s",
            table,
            str(document),
        )
    elif table == ARTICLE:
        found = session.first("SELECT body::text FROM {schema}.articles WHERE article = %s", article)
    else:
        found = session.first(
            "SELECT body::text FROM {schema}.annotations WHERE article = %s AND document = %s",
            article,
            str(document),
        )
    return None if found is None else str(found[0])


def _has_happened(session: Session, *, token: str) -> bool:
    """Whether the change with this token took effect; waits until the transaction that made it has ended."""
    with session.transaction():
        found = session.first("SELECT token FROM {schema}.library WHERE name = 'library' FOR UPDATE")
    if found and found[0] == token:
        return True
    return bool(session.rows("SELECT 1 FROM {schema}.changes WHERE change = %s", token))


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


def _unknown(article: str) -> UnknownArticle:
    return UnknownArticle(_("The article {article!r} is not in the library any more.", article=article))
