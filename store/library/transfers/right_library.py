"""Whether a transfer is between the two libraries that belong together, and none of them was lost.

The address alone does not tell: a schema may have been dropped and made anew.
"""

from __future__ import annotations

from store.errors import UsageError
from store.language import _
from store.model.edits import IDENTITY, LIBRARY
from store.storage.document_store import DocumentStore
from store.storage.offline.transfer_base import TransferBase
from store.wording import counted


def check_identity(server: DocumentStore, base: TransferBase, *, is_trial: bool) -> None:
    """Check that a library on a server is the one that a copy was made from, and note which it is.

    :param is_trial: whether nothing is written, not even the note.
    :raises UsageError: it is another one, at the same address.
    """
    if not base.exists():
        return
    identity = str((server.document("", LIBRARY, IDENTITY) or {}).get("identity", ""))
    if base.identity is None:
        if not is_trial:
            base.note_identity(identity)
    elif base.identity != identity:
        raise UsageError(
            _(
                "At {address} is now another library than the one that the copy was made from: pull it to a "
                "new folder, and bring over what you have done in the copy with `pizhu export json` and "
                "`pizhu import`.",
                address=server.location,
            )
        )


def check_not_emptied(source: DocumentStore, target: DocumentStore) -> None:
    """Check that a library of which all transferred articles are gone did not lose them by mistake.

    :raises UsageError: ``target`` still has some, which would be removed.
    """
    there = sum(1 for _article in target.ids())
    if there:
        raise UsageError(
            _(
                "The library at {source} has no article any more, and that at {target} still has {articles}: "
                "if they were removed on purpose, remove them there too, then try again.",
                source=source.location,
                target=target.location,
                articles=counted(there, "article", "articles"),
            )
        )
