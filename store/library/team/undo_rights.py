"""What members of a team may undo and redo: no more than they may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from store.errors import UsageError
from store.language import _
from store.library.blindness.visibility import Visibility
from store.library.team.roster import Roster
from store.model.edits import ANNOTATIONS, ASSIGNMENTS, MEMBERS, ROUNDS, Edit, Fields
from store.model.tables.member import member_key
from store.storage.document_store import DocumentStore


class UndoRights:
    """Checks steps before they are undone or redone. The caller holds the library's lock."""

    def __init__(
        self, store: DocumentStore, roster: Callable[[], Roster], visibility: Visibility, creator: str
    ) -> None:
        """The rights of ``creator``, who uses the library in ``store``."""
        self._store = store
        self._roster = roster
        self._visibility = visibility
        self._creator = creator

    def check(self, edits: tuple[Edit, ...]) -> None:
        """Check that the user may undo or redo a step.

        :param edits: the edits of the step as it was recorded.
        :raises UsageError: they may not.
        """
        if self._visibility.is_of_others(self._store, edits):
            raise UsageError(
                _(
                    "The last change is one by another coder, which you do not see in a blind round: "
                    "it cannot be undone or redone before your work on the article is done."
                )
            )
        roster = self._roster()
        if not roster.members:
            return
        for edit in edits:
            if edit.table in (MEMBERS, ROUNDS):
                roster.check_manager(self._creator)
            elif edit.table == ASSIGNMENTS:
                self._check_assignment(roster, edit)
            elif edit.table == ANNOTATIONS and _decides(edit):
                roster.check_adjudicator(self._creator)

    def _check_assignment(self, roster: Roster, edit: Edit) -> None:
        own = self._own(roster, edit)
        if own is None:
            roster.check_manager(self._creator)
        elif (edit.after or {}).get("seen"):
            coding = roster.rounds.get(cast("int", own.get("round")))
            if coding is not None and coding.blind and coding.is_open:
                raise UsageError(
                    _(
                        "Your work on the article was done, and you may have seen what others marked: "
                        "open it again with `pizhu done --reopen` instead."
                    )
                )

    def _own(self, roster: Roster, edit: Edit) -> Fields | None:
        """Return the assignment that an edit changes; None if it is another's, or made or deleted."""
        if edit.before is None or edit.after is None:
            return None
        fields = self._store.document("", ASSIGNMENTS, edit.document) or {}
        me = roster.find(self._creator)
        is_own = me is not None and member_key(str(fields.get("coder"))) == me.key
        return fields if is_own else None


def _decides(edit: Edit) -> bool:
    return bool((edit.before or {}).get("decision") or (edit.after or {}).get("decision"))
