"""When each article was last changed by a step, according to the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec

from store.errors import LibraryUnavailable
from store.storage.document_store import Journal


class _Edited(msgspec.Struct, frozen=True):
    """The article that an edit changes."""

    article: str = ""


class _Line(msgspec.Struct, frozen=True):
    """What is needed of a line of the journal; see :class:`store.storage.undo_log.LogEntry`."""

    step: str = ""
    when: str = ""
    edits: list[_Edited] | None = None
    undone: str = ""
    redone: str = ""


def last_changes(journal: Journal) -> dict[str, str]:
    """Return when each article was last changed by a step, or by undoing or redoing one.

    Times are UTC, ISO 8601 with ``Z``. Articles whose steps are no longer in the journal are left out, and so
    is what cannot be read.
    """
    changed: dict[str, str] = {}
    of_step: dict[str, set[str]] = {}
    for line in _lines(journal):
        articles = {edit.article for edit in line.edits or () if edit.article}
        if line.step:
            of_step.setdefault(line.step, set()).update(articles)
        for article in articles or of_step.get(line.undone or line.redone, set()):
            changed[article] = max(changed.get(article, ""), line.when)
    return changed


def _lines(journal: Journal) -> Iterator[_Line]:
    """Yield the lines of the journal that can be read."""
    decode = msgspec.json.Decoder(_Line).decode
    with suppress(LibraryUnavailable):  # something else is in its place
        for text in journal.everybodys_lines():
            with suppress(ValueError):
                yield decode(text)
