"""The intent file: what to restore if a change of several files is interrupted."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from store.language import _
from store.model.edits import Edit, read_edits
from store.storage.checksums import Seal, seal_of, signed

_PLACE = b"intent "


class Intent(msgspec.Struct, frozen=True):
    """How to roll back a change of several files."""

    edits: list[Edit]
    """They restore the former contents."""
    journal: int | None = None
    """The size of the journal before the change, in bytes; None if the change has no line in it."""


class _IntentFile(msgspec.Struct):
    edits: msgspec.Raw
    journal: int | None = None


def encode_intent(changes: Iterable[Edit], journal: int | None) -> bytes:
    """Return the content of the intent file of a change.

    :param changes: the edits that the change makes.
    """
    intent = Intent([_rollback_edit(edit) for edit in changes], journal)
    return signed(msgspec.json.encode(intent), _PLACE)


def read_intent(data: bytes) -> Intent:
    """Decode the content of an intent file.

    :raises ValueError: it is damaged.
    """
    if data.startswith(b"["):  # as Pizhu wrote it before the journal was part of a change
        return Intent(read_edits(data))
    if seal_of(data, _PLACE) is Seal.CHANGED:
        raise ValueError(_("it does not match its checksum"))
    file = msgspec.json.decode(data, type=_IntentFile)
    return Intent(read_edits(file.edits), file.journal)


def _rollback_edit(edit: Edit) -> Edit:
    """Return the inverse of an edit, without the fields that a roll-back does not need."""
    return msgspec.structs.replace(edit, before=None if edit.after is None else {}, after=edit.before)
