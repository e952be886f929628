"""When each article was last changed by a step, according to the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import msgspec

from store.errors import LibraryUnavailable
from store.model.edits import ANNOTATIONS
from store.storage.document_store import Journal

IsHidden = Callable[[str, int, str], bool]
"""Whether an annotation does not count, given the article's ID, the document's ID, and the creator if it is
in the edit, else an empty text."""


class _Signed(msgspec.Struct, frozen=True):
    """The creator of an annotation."""

    creator: str = ""


class _Edited(msgspec.Struct, frozen=True):
    """The document that an edit changes."""

    article: str = ""
    table: str = ""
    document: int = 0
    before: _Signed | None = None
    after: _Signed | None = None

    def is_hidden(self, is_hidden: IsHidden) -> bool:
        """Whether it is an annotation that does not count."""
        creator = next((each.creator for each in (self.before, self.after) if each and each.creator), "")
        return self.table == ANNOTATIONS and is_hidden(self.article, self.document, creator)


class _Line(msgspec.Struct, frozen=True):
    """What is needed of a line of the journal; see :class:`store.storage.history.undo_log.LogEntry`."""

    step: str = ""
    when: str = ""
    edits: list[_Edited] | None = None
    undone: str = ""
    redone: str = ""


def _counts_all(_article: str, _document: int, _creator: str) -> bool:
    return False


def last_changes(journal: Journal, is_hidden: IsHidden = _counts_all) -> dict[str, str]:
    """Return when each article was last changed by a step, or by undoing or redoing one.

    Times are UTC, ISO 8601 with ``Z``. Articles whose steps are no longer in the journal are left out, and so
    is what cannot be read.

    :param is_hidden: says which annotations do not count.
    """
    changed: dict[str, str] = {}
    of_step: dict[str, set[str]] = {}
    for line in _lines(journal):
        counted = (edit for edit in line.edits or () if edit.article and not edit.is_hidden(is_hidden))
        articles = {edit.article for edit in counted}
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
