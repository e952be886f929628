"""Writes edits to the files of a library, all of them or none, together with their line of the journal.

A single file is replaced atomically (see :mod:`store.storage.atomic_write`). Before several files are
replaced, their former contents are written to the intent file, which is removed when all are in place. After
a crash, the next process that takes the lock restores them.

The line of the journal is synced together with the new files, before any of them takes effect. If a crash
comes in between, the line is taken out by the next process that takes the lock: see :mod:`.journal`.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from store.errors import DamagedFile, PizhuError
from store.language import _
from store.model.edits import ARTICLE, TEXT, THE_ONE, Edit, Fields, by_article
from store.progress import Progress, no_progress
from store.reasons import reason_of
from store.storage.atomic_write import Batch, UnsyncedFolder, make_folder, remove_durably
from store.storage.folder.intent import encode_intent, read_intent
from store.storage.folder.journal import FileJournal, FileState, state_with
from store.storage.folder.paths import LibraryPaths
from store.storage.folder.tinydb_storage import Database, TinyTable
from store.storage.os_errors import DamageTranslator
from store.storage.regular_file import check_size, open_regular


class EditWriter:
    """Writes the files of one library. The caller holds the lock and translates ``OSError``."""

    def __init__(
        self,
        paths: LibraryPaths,
        journal: FileJournal,
        databases: dict[Path, Database],
        texts: dict[str, str],
        notices: list[str],
    ) -> None:
        """Write to the library at ``paths``.

        :param databases: those that the owner of the lock has read; they are changed and added to.
        :param texts: the texts that the owner of the lock has read; changed ones are taken out.
        :param notices: what a user should know is added to it.
        """
        self._paths = paths
        self._journal = journal
        self._databases = databases
        self._texts = texts
        self._notices = notices

    def apply(self, edits: list[Edit], progress: Progress, step: bytes) -> int | None:
        """Write edits durably, all of them or none; see :meth:`.folder_store.FolderStore.apply`."""
        try:
            return self._apply(edits, progress, step)
        except BaseException:
            self._databases.clear()
            self._texts.clear()
            with suppress(OSError, PizhuError):
                self.recover()
            raise

    def recover(self) -> None:
        """Roll back an interrupted change, and take the step out of the journal that did not happen."""
        if self._paths.intent_file.exists():
            self._roll_back()
        self._journal.settle()

    def _apply(self, edits: list[Edit], progress: Progress, step: bytes) -> int | None:
        batch = Batch()
        size = self._journal.size()
        try:
            self._write(edits, batch, progress)
            changed = set(batch.paths())
            position = self._journal.append_with(batch, step, self._before(edits, changed)) if step else None
            are_several = len(changed) > 1
            if are_several:
                intent = encode_intent(edits, None if position is None else size)
                batch.announce(self._paths.intent_file, intent)
            batch.sync()
            batch.put()
        except UnsyncedFolder as error:
            if are_several:
                raise  # all files are restored
            self._notices.append(
                _(
                    "The change is written, but the disk of {folder} did not confirm it ({reason}): copy the "
                    "library to another disk.",
                    folder=error.filename,
                    reason=reason_of(error),
                )
            )
        except BaseException:
            batch.discard()
            raise
        for path in changed:
            if path in self._databases:
                self._databases[path].staged.has_been_written()
        if are_several:
            remove_durably(self._paths.intent_file)
        if position is not None:
            self._journal.mark_settled()
        return position

    def _before(self, edits: Iterable[Edit], changed: set[Path]) -> FileState | None:
        """Return the present state of one of the files that are changed; None if that is no record."""
        articles = {edit.article: None for edit in edits}
        for article in sorted(articles, key=lambda article: not article):
            path = self._paths.record_file(article)
            if path in changed:
                database = self._databases.get(path)
                if database is None:
                    return self._journal.state_of(article)
                return state_with(article, database.staged.content)
        return None

    def _roll_back(self) -> None:
        """Restore what an interrupted change has replaced. An interrupted roll-back can be repeated."""
        path = self._paths.intent_file
        try:
            with open_regular(path) as file:  # as large as the change
                intent = read_intent(file.read())
        except ValueError as error:
            raise DamagedFile(_("{path} is damaged", path=path)) from error
        batch = Batch()
        try:
            self._write(intent.edits, batch)
            batch.sync()
            batch.put()
        except BaseException:
            batch.discard()
            raise
        if intent.journal is not None:
            self._journal.cut(intent.journal)
        remove_durably(path)

    def _write(self, edits: Iterable[Edit], batch: Batch, progress: Progress = no_progress) -> None:
        """Add the files that the edits change to the batch."""
        groups = by_article(edits)
        for done, (article, group) in enumerate(groups.items()):
            progress(done, len(groups))
            if article:
                make_folder(self._paths.article_file(article).parent)
            for edit in group:
                if edit.table == TEXT:
                    self._texts.pop(article, None)
                if edit.table == TEXT and edit.after is not None:
                    text = str(edit.after[TEXT]).encode()
                    check_size(self._paths.text_file(article), len(text))
                    batch.write(self._paths.text_file(article), text)
                elif edit.table == TEXT:
                    batch.remove(self._paths.text_file(article))
            path = self._paths.record_file(article)
            if any(edit.table == ARTICLE and edit.after is None for edit in group):
                batch.remove(path)
                self._databases.pop(path, None)
                continue
            with DamageTranslator(path, "read"):
                database = self._database(path)
                revision = _next_revision(database.documents(ARTICLE), group) if article else {}
                for table, table_edits in _by_table(group).items():
                    database.documents(table).apply(table_edits, revision)
                if article and not any(edit.table == ARTICLE for edit in group):
                    database.documents(ARTICLE).update(revision, doc_ids=[THE_ONE])
                if database.staged.is_staged:
                    data = database.staged.encoded()
                    check_size(path, len(data))
                    batch.write(path, data)
                    database.staged.is_staged = False

    def _database(self, path: Path) -> Database:
        if path not in self._databases:
            self._databases[path] = Database(path)
        return self._databases[path]


def _by_table(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """Group the edits of one file by table, without those of the text, which is in another file."""
    tables: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.table != TEXT:
            tables.setdefault(edit.table, []).append(edit)
    return tables


def _next_revision(article: TinyTable, edits: Iterable[Edit]) -> Fields:
    """Return the revision field of an article after the edits: higher than any that it has had."""
    states = [article.fields_of(THE_ONE), *(edit.after for edit in edits if edit.table == ARTICLE)]
    revisions = [state["rev"] for state in states if state and "rev" in state]
    return {"rev": max((rev for rev in revisions if isinstance(rev, int)), default=0) + 1}
