"""What the role of the user allows in a library whose server enforces it, asked before something is begun.

The server decides in any case. Here is said what it would refuse, of what, and what to do instead; and it is
said before somebody has written a note that nobody may save.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from store.errors import Forbidden
from store.language import _
from store.library.team.roster import Roster
from store.model.annotation import Annotation
from store.model.labels import quote, quoted
from store.model.signatures import signed_by
from store.model.tables.member import Role
from store.storage.document_store import DocumentStore


class Permissions:
    """What the user may do. Each method does nothing where the user may do everything, as in a folder."""

    def __init__(self, store: DocumentStore, roster: Callable[[], Roster], creator: str) -> None:
        """The permissions of ``creator``, who uses the library in ``store``."""
        self._store = store
        self._roster = roster
        self._creator = creator

    @property
    def _is_limited(self) -> bool:
        """Whether the user may change only their own annotations."""
        if not self._store.enforces_roles:
            return False
        me = self._roster().find(self._creator)
        return me is not None and me.role is not Role.MANAGER

    def check_annotation(self, annotation: Annotation) -> None:
        """Check that the user may change or delete an annotation.

        :raises Forbidden: it is somebody else's.
        """
        author, _round = signed_by(annotation.creator)
        if not self._is_limited or author == self._creator:
            return
        if author:
            raise Forbidden(
                _(
                    "Only {creator} and managers change the annotation on {quote}: make one of your own on "
                    "the same words.",
                    creator=author,
                    quote=quote(annotation),
                )
            )
        raise Forbidden(
            _(
                "Only managers change the annotation on {quote}, which nobody has signed: make one of your "
                "own on the same words.",
                quote=quote(annotation),
            )
        )

    def check_new_tags(self, names: Iterable[str]) -> None:
        """Check that the user may add tags to the codebook.

        :param names: the names of the new tags; there may be none.
        :raises Forbidden: they may not.
        """
        new = quoted(names)
        if new and self._is_limited:
            raise Forbidden(
                _(
                    "Only managers create tags, and there is no tag {names} yet: choose one that there is, "
                    "or ask a manager for it.",
                    names=new,
                )
            )

    def check_articles(self) -> None:
        """Check that the user may change what belongs to an article itself, as the note on it.

        :raises Forbidden: they may not.
        """
        if self._is_limited:
            raise Forbidden(
                _(
                    "Only managers write notes on articles here: write yours on words of the article, or ask "
                    "a manager."
                )
            )

    def check_codebook(self) -> None:
        """Check that the user may change the codebook.

        :raises Forbidden: they may not.
        """
        if self._is_limited:
            raise Forbidden(_("Only managers change tags here: ask one of them."))
