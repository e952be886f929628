"""The texts that an article had before it was updated, according to the journal."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from store.errors import LibraryUnavailable
from store.model.edits import TEXT
from store.storage.document_store import Journal
from store.storage.history.undo_log import edits_in, read_log_entry


class FormerText(msgspec.Struct, frozen=True):
    """A text that another one has replaced."""

    text: str
    replaced: str
    """When: UTC, ISO 8601 with ``Z``."""


def former_texts(journal: Journal, article: str) -> list[FormerText]:
    """Return the former texts of an article, the last one first, as far as the journal goes back."""
    found: dict[str, FormerText] = {}
    needle = f'"{article}"'.encode()
    with suppress(LibraryUnavailable):  # something else is in its place
        for line in journal.everybodys_lines():
            entry = read_log_entry(line) if needle in line else None
            for edit in edits_in(entry) or () if entry else ():
                if (edit.article, edit.table) == (article, TEXT) and edit.before and edit.after:
                    text = str(edit.before[TEXT])
                    found.pop(text, None)
                    found[text] = FormerText(text, entry.when if entry else "")
    return list(reversed(found.values()))
