"""The conflict copies in the folder of a library."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from store.errors import BadInput
from store.language import _
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.edits import ANNOTATIONS, ARTICLE, TEXT, THE_ONE
from store.reasons import reason_of
from store.storage.conflict_copy import ConflictCopy, CopiedPart
from store.storage.folder.leftovers import entries
from store.storage.folder.merging.copy_names import copy_in_root, copy_on_shelf
from store.storage.folder.paths import is_shelf
from store.storage.os_errors import ErrorTranslator
from store.storage.regular_file import read_regular
from store.storage.three_way.documents import Tables

if TYPE_CHECKING:
    from store.storage.folder.folder_store import FolderStore


def conflict_copy_at(path: Path) -> ConflictCopy | None:
    """Return the conflict copy that a file on a shelf, or in the folder of a library, is by its name."""
    shelf = path.parent.name
    if is_shelf(shelf) and (name := copy_on_shelf(path.name, shelf)):
        article, _dot, suffix = name.original.partition(".")
        part = CopiedPart.RECORD if suffix == "json" else CopiedPart.TEXT
        return ConflictCopy(str(path), part, article, name.program)
    if name := copy_in_root(path.name):
        part = CopiedPart.LIBRARY if name.original == "library.json" else CopiedPart.JOURNAL
        return ConflictCopy(str(path), part, "", name.program)
    return None


class FolderCopies:
    """The conflict copies of one library."""

    def __init__(self, store: FolderStore) -> None:
        """The copies in the folder of ``store``."""
        self._store = store

    def found(self) -> list[ConflictCopy]:
        """Return those that were come across on the shelves, and those beside ``library.json``."""
        with ErrorTranslator(self._store.root, "read"):
            beside = [self._store.root / entry.name for entry in entries(self._store.root)]
            paths = sorted({*beside, *self._store.copies_come_across})
            copies = (conflict_copy_at(path) for path in paths if path.is_file() and not path.is_symlink())
            return [copy for copy in copies if copy is not None]

    def tables(self, copy: ConflictCopy) -> Tables:
        """Return the documents of a copy.

        :raises BadInput: it is damaged, incomplete, or of another article.
        """
        from store.storage.folder.merging.files import FileKind, kind_of_file, read_tables

        content = self._content(copy)
        kind = FileKind.LIBRARY if copy.part is CopiedPart.LIBRARY else FileKind.ARTICLE
        try:
            found = kind_of_file(copy.place, content)
        except BadInput as error:
            raise BadInput(
                _(
                    "{path} is damaged, or has not arrived completely yet: delete it if it stays so.",
                    path=copy.place,
                )
            ) from error
        if found is not kind:
            raise BadInput(_("{path} is not what its name says.", path=copy.place))
        tables = read_tables(copy.place, content)
        if copy.article:
            _check_article(copy, tables)
        return tables

    def text(self, copy: ConflictCopy) -> str:
        """Return the text of a copy.

        :raises BadInput: it is not UTF-8.
        """
        try:
            return self._content(copy).decode()
        except UnicodeDecodeError as error:
            raise BadInput(
                _("{name} is not UTF-8 ({reason}).", name=copy.place, reason=reason_of(error))
            ) from error

    def take_steps(self, copy: ConflictCopy) -> None:
        """Add the steps of a copy of the journal to it. The caller holds the lock.

        :raises BadInput: the copy is damaged.
        """
        from store.storage.folder.merging.journals import damaged_lines, merged_journal

        theirs = self._content(copy)
        if number := damaged_lines(theirs):
            raise BadInput(
                _(
                    "{name}: {number} of its lines cannot be read, so it was not merged.",
                    name=copy.place,
                    number=number,
                )
            )
        journal = self._store.journal
        ours = b"".join(journal.lines(0))
        merged = merged_journal(None, ours, theirs)
        if merged != merged_journal(None, ours, ours):
            journal.rewrite(merged.splitlines(keepends=True))
            journal.mark_settled()

    def set_aside(self, copies: list[ConflictCopy]) -> str:
        """Move copies to a folder in ``aside/``; return its path. The caller holds the lock."""
        folder = self._store.aside_folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
        for copy in copies:
            self._store.quarantine(Path(copy.place), folder, move=True)
        return str(folder)

    def _content(self, copy: ConflictCopy) -> bytes:
        with ErrorTranslator(copy.place, "read"):
            return read_regular(copy.place)


def _check_article(copy: ConflictCopy, tables: Tables) -> None:
    """Check that a copy of a record is one of its article, with all that a record has.

    :raises BadInput: it is not.
    """
    try:
        article = msgspec.convert({**tables[ARTICLE][THE_ONE], TEXT: ""}, Article)
        for fields in tables.get(ANNOTATIONS, {}).values():
            msgspec.convert(fields, Annotation)
    except (msgspec.ValidationError, LookupError) as error:
        raise BadInput(
            _("{name} is damaged, so it was not merged: {reason}.", name=copy.place, reason=reason_of(error))
        ) from error
    if article.id != copy.article:
        raise BadInput(_("{path} is not what its name says.", path=copy.place))
