"""Reads text files with notes: the clippings of a Kindle, what 微信读书 copies and others share."""

from __future__ import annotations

from pathlib import Path

from store.errors import BadInput
from store.formats.kindle import reader as kindle
from store.formats.shared.note_text import head_of, head_text
from store.formats.shared_notes import reader as shared_notes
from store.formats.weread import reader as weread
from store.language import _
from store.model.bundle import Bundle


def is_notes(path: Path) -> bool:
    """Whether a text file begins like notes and not like an article."""
    head = head_text(head_of(path))
    return kindle.is_clippings(head) or weread.is_copied_notes(head) or shared_notes.is_shared_notes(head)


def read(path: Path) -> Bundle:
    """Read a text file with notes.

    :raises BadInput: when it cannot be read, or has none.
    """
    head = head_text(head_of(path))
    if kindle.is_clippings(head):
        return kindle.read(path)
    if weread.is_copied_notes(head):
        return weread.read(path)
    if shared_notes.is_shared_notes(head):
        return shared_notes.read(path)
    raise BadInput(
        _(
            "{path}: it has neither clippings of a Kindle nor notes of another program; import it as a text.",
            path=path,
        )
    )
