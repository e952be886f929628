"""Backups of a library on a server: archives of the folder that the library would be.

So a backup is restored as that of a folder is, and any library can be unpacked and read without a server.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from store.progress import Progress, no_progress
from store.storage.atomic_write import replacing
from store.storage.folder.backup import pack, translating_errors
from store.storage.folder.journal import content_of
from store.storage.postgres.connections import Session
from store.storage.postgres.folder_files import article_files, library_file

if TYPE_CHECKING:
    from store.storage.postgres.postgres_store import PostgresStore

PAGE = 100
"""Articles that are read at once."""


def back_up(store: PostgresStore, path: Path, progress: Progress = no_progress) -> int:
    """Write the library, as it is at one time, to a zip archive durably; return how many articles are in it.

    Of the steps for undo, it has those of this person.

    :param progress: called with articles done and articles in total.
    :raises PizhuError: the archive cannot be written, or the server fails.
    """
    lines = content_of(store.journal.lines(0))

    def write(session: Session) -> int:
        with (
            session.snapshot(),
            translating_errors(path),
            replacing(path) as file,
            ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            archive.comment = _token(session)
            articles, now = _write_articles(session, archive, progress), time.time()
            pack(archive, "library.json", library_file(session), now)
            if lines:
                pack(archive, "history.jsonl", lines, now)
            return articles

    return store.connections.read(write)


def _token(session: Session) -> bytes:
    found = session.first("SELECT token FROM {schema}.library WHERE name = 'library'")
    return str(found[0]).encode() if found else b""


def _write_articles(session: Session, archive: ZipFile, progress: Progress) -> int:
    counted = session.first("SELECT count(*) FROM {schema}.articles")
    total, done, last, now = counted[0] if counted else 0, 0, "", time.time()
    while True:
        page = session.rows(
            "SELECT article, body::text, text FROM {schema}.articles "
            "WHERE article > %s ORDER BY article LIMIT %s",
            last,
            PAGE,
        )
        for name, content in article_files(session, page):
            pack(archive, name, content, now)
        done += len(page)
        progress(done, total)
        if len(page) < PAGE:
            return done
        last = page[-1][0]
