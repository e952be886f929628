"""What members of a team may undo and redo: no more than they may do."""

from __future__ import annotations

from collections.abc import Callable

from store.errors import UsageError
from store.language import _
from store.library.blindness.finished_work import work_is_done
from store.library.blindness.visibility import Visibility
from store.library.team.roster import Roster
from store.model.edits import ANNOTATIONS, ARTICLE, ASSIGNMENTS, MEMBERS, ROUNDS, Edit
from store.model.tables.member import Role, member_key
from store.storage.document_edits import edited_field
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
        finished = self._visibility.finished_by(self._store, edits)
        if finished is not None:
            raise UsageError(work_is_done(finished))
        roster = self._roster()
        made = {member_key(str((edit.after or {}).get("member"))) for edit in edits if edit.table == MEMBERS}
        if all(each.key in made for each in roster.members if each.role is Role.MANAGER):
            return  # also a team that came with the step
        removed = {edit.article for edit in edits if edit.table == ARTICLE}
        annotated = {edit.article for edit in edits if edit.table == ANNOTATIONS}
        for edit in edits:
            if _is_of_decisions(edit):
                if edited_field(self._store, edit, "article") not in annotated:  # else it goes with them
                    roster.check_adjudicator(self._creator)
            elif edit.table in (MEMBERS, ROUNDS) or (
                edit.table == ASSIGNMENTS and not self._is_own(roster, edit, removed)
            ):
                roster.check_manager(self._creator)
            elif edit.table == ANNOTATIONS and _decides(edit):
                roster.check_adjudicator(self._creator)

    def _is_own(self, roster: Roster, edit: Edit, removed: set[str]) -> bool:
        """Whether an edit changes an assignment of the user, or goes with the removal of its article."""
        fields = edit.before or edit.after or {}
        if edit.before is None or edit.after is None:
            return fields.get("article") in removed
        stored = self._store.document("", ASSIGNMENTS, edit.document) or {}
        me = roster.find(self._creator)
        return me is not None and member_key(str(stored.get("coder"))) == me.key


def _is_of_decisions(edit: Edit) -> bool:
    """Whether an edit only says of an assignment that it is adjudicated, or not."""
    return edit.table == ASSIGNMENTS and {*(edit.before or ()), *(edit.after or ())} == {"adjudicated"}


def _decides(edit: Edit) -> bool:
    return bool((edit.before or {}).get("decision") or (edit.after or {}).get("decision"))
