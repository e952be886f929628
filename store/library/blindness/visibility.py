"""Which annotations are hidden from the user, because their own work on the article is not done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from store.model.annotation import Annotation
from store.model.edits import ANNOTATIONS, ARTICLE, ASSIGNMENTS, CODEBOOK, Edit, Json
from store.model.signatures import signed_by
from store.model.tables.assignment import Assignment
from store.model.tables.member import Member, Role, member_key
from store.storage.document_edits import edited_field
from store.storage.document_store import DocumentStore, Record

if TYPE_CHECKING:
    from store.library.team.roster import Roster

_NONE: Mapping[str, Assignment] = {}


class _Signed(msgspec.Struct):
    """The creator of an annotation. Its other fields are not parsed."""

    creator: str = ""


class Visibility:
    """Says what is hidden from the user of a library.

    A coder to whom an article is assigned in an open, blind round sees nothing that others have made in it
    for the team until their own work on it is done: neither annotations of a round, their own of earlier
    rounds included, nor those that coders and adjudicators have signed with their mere names. They see what a
    manager has prepared, and what comes from people outside the team.
    """

    def __init__(self, roster: Callable[[], Roster], creator: str) -> None:
        """Take the team that ``roster`` returns, and the name of the user."""
        self._roster = roster
        self._creator = creator
        self._known: tuple[Roster, Member | None, Mapping[str, Assignment]] | None = None

    @property
    def blind(self) -> Mapping[str, Assignment]:
        """The user's assignments for which something may be hidden, by article: the same object until the
        team changes.
        """
        return self._present()[2]

    @property
    def members(self) -> tuple[Member, ...]:
        """The members of the team, whose roles decide what is hidden."""
        return self._roster().members

    def _present(self) -> tuple[Roster, Member | None, Mapping[str, Assignment]]:
        roster, known = self._roster(), self._known
        if known is None or known[0] is not roster:
            member = roster.find(self._creator)
            known = self._known = (roster, member, roster.hidden_from(member) if member else _NONE)
        return known

    def is_hidden(self, article: str, creator: str) -> bool:
        """Whether what somebody has made in an article is hidden from the user."""
        roster, me, blind = self._present()
        own = blind.get(article)
        if own is None or me is None or member_key(creator) == member_key(own.signature):
            return False
        _name, number = signed_by(creator)
        if number:
            return True
        author = roster.find(creator)
        return author is not None and author.key != me.key and author.role is not Role.MANAGER

    def seen(self, article: str, record: Record) -> Record:
        """Return a record of an article with those annotations that the user sees."""
        if article not in self.blind:
            return record
        hidden = self.hidden_in(article, record)
        return (
            record
            if not hidden
            else msgspec.structs.replace(record, annotations=record.annotations.without(hidden))
        )

    def hidden_in(self, article: str, record: Record) -> set[int]:
        """Return the document IDs of the annotations in a record that are hidden.

        One that cannot be read is not: it is damaged, and what reads it says so.
        """
        found = set[int]()
        for document, fields in record.annotations.items():
            try:
                creator = fields.read_as(_Signed).creator
            except msgspec.ValidationError:
                continue
            if self.is_hidden(article, creator):
                found.add(document)
        return found

    def is_of_others(self, store: DocumentStore, edits: tuple[Edit, ...]) -> bool:
        """Whether edits are a step of somebody whose work is hidden: to undo it would change and tell it.

        That is a step which makes or deletes a hidden annotation, or changes nothing but hidden ones. One
        that renames or deletes a tag is everybody's, because everybody sees that.
        """
        if not any(edit.article in self.blind for edit in edits):
            return False
        if any(edit.table == CODEBOOK and edit.before is not None for edit in edits):
            return False
        of_articles = [edit for edit in edits if edit.article]
        hidden = [edit for edit in of_articles if self._is_hidden_edit(store, edit)]
        return any(edit.before is None or edit.after is None for edit in hidden) or (
            bool(hidden) and len(hidden) == len(of_articles)
        )

    def _is_hidden_edit(self, store: DocumentStore, edit: Edit) -> bool:
        if edit.table != ANNOTATIONS or edit.article not in self.blind:
            return False
        return self.is_hidden(edit.article, _creator_of(store, edit))

    def finished(self, article: str, annotation: Annotation) -> Assignment | None:
        """Return the user's assignment whose work an annotation belongs to, if it is done in an open, blind
        round; else None: what was made without seeing others must not change afterwards.
        """
        return self._finished(article, annotation.creator)

    def finished_by(self, store: DocumentStore, edits: tuple[Edit, ...]) -> Assignment | None:
        """Return the assignment of :meth:`finished` work to which an annotation belongs that edits change;
        None if there is none.

        A tag that is renamed or deleted everywhere, a decision, and what comes with a change of the article
        or of the work itself do not count.
        """
        if any(edit.table == CODEBOOK and edit.before is not None for edit in edits):
            return None
        together: set[Json] = {edit.article for edit in edits if edit.table == ARTICLE}
        together |= {edited_field(store, edit, "article") for edit in edits if edit.table == ASSIGNMENTS}
        for edit in edits:
            if edit.table != ANNOTATIONS or edit.article in together or _is_decision(edit):
                continue
            finished = self._finished(edit.article, _creator_of(store, edit))
            if finished is not None:
                return finished
        return None

    def _finished(self, article: str, creator: str) -> Assignment | None:
        roster, me, _blind = self._present()
        if me is None or me.role is not Role.CODER:
            return None
        own = roster.current(me, article)
        is_over = own is not None and own.is_done and roster.rounds[own.round].blind
        return own if own is not None and is_over and creator == own.signature else None


def _creator_of(store: DocumentStore, edit: Edit) -> str:
    """Return who has signed the annotation that an edit changes."""
    return str(edited_field(store, edit, "creator") or "")


def _is_decision(edit: Edit) -> bool:
    """Whether an edit only says what was decided on an annotation."""
    return {*(edit.before or ()), *(edit.after or ())} <= {"decision"}
