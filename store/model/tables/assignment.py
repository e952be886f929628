"""Assignments: the articles that the coders of a team work on."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from store.language import lazy
from store.model.signatures import signature
from store.model.tables.member import member_key


class WorkState(StrEnum):
    """How far the work of a coder on an article is."""

    NEW = "new"
    """The coder has marked nothing in the article in this round."""
    IN_PROGRESS = "in-progress"
    """The coder has marked something."""
    DONE = "done"
    """The coder has said that their work on the article is done."""
    ADJUDICATED = "adjudicated"
    """It has been decided where the coders differ."""


WORK_STATE_NAMES = {
    WorkState.NEW: lazy("new", "state of an assignment"),
    WorkState.IN_PROGRESS: lazy("in progress", "state of an assignment"),
    WorkState.DONE: lazy("done", "state of an assignment"),
    WorkState.ADJUDICATED: lazy("adjudicated", "state of an assignment"),
}
"""The states in words."""


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """An article that a coder works on in a round. Times are UTC, ISO 8601 with ``Z``.

    Whether the work is in progress is not stored: it is, as soon as the article has an annotation with the
    :attr:`signature`, wherever that came from.
    """

    coder: str
    """The name of the member."""
    article: str
    """The article's ID."""
    round: int
    """The number of the round."""
    assigned: str = ""
    """When it was assigned."""
    done: str = ""
    """When the coder said that their work is done; empty while it is not."""
    seen: str = ""
    """When it was first done, so that the coder could see what others had marked; it stays when the work is
    opened again."""
    adjudicated: str = ""
    """When it was decided where the coders differ; empty while it was not."""

    @property
    def key(self) -> str:
        """Its key: an article is assigned to a coder once in a round."""
        return assignment_key(self.round, self.article, self.coder)

    @property
    def signature(self) -> str:
        """What the coder's annotations of this round are signed with."""
        return signature(self.coder, self.round)

    @property
    def is_done(self) -> bool:
        """Whether the coder's work is done."""
        return bool(self.done or self.adjudicated)

    def state(self, *, is_started: bool) -> WorkState:
        """Return how far the work is.

        :param is_started: whether the article has an annotation with the :attr:`signature`.
        """
        if self.adjudicated:
            return WorkState.ADJUDICATED
        if self.done:
            return WorkState.DONE
        return WorkState.IN_PROGRESS if is_started else WorkState.NEW


def assignment_key(number: int, article: str, coder: str) -> str:
    """Return the key of the assignment of an article to a coder in a round."""
    return f"{number}\n{article}\n{member_key(coder)}"
