"""Decisions on annotations: where coders differ, somebody decides what the article is given."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from store.language import lazy

LONGEST_REASON = 2_000
"""Code points of the reason of a decision."""


class Outcome(StrEnum):
    """What a decision made of an annotation."""

    TAKEN = "taken"
    """The annotation of a coder was taken."""
    REJECTED = "rejected"
    """The annotation of a coder was not taken."""
    RESULT = "result"
    """The annotation is what was decided: its creator is no coder."""


OUTCOME_NAMES = {
    Outcome.TAKEN: lazy("taken", "decision"),
    Outcome.REJECTED: lazy("not taken", "decision"),
    Outcome.RESULT: lazy("result", "decision"),
}
"""The outcomes in words."""


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A decision, as each annotation has it that it is about, and each that came of it."""

    case: str
    """The key of the case, derived from its annotations as they were: all with the same key were decided on
    together, and a case that has another key by now is open again."""
    outcome: Outcome
    by: str
    """Who decided."""
    at: str
    """When: UTC, ISO 8601 with ``Z``."""
    reason: str = ""
    coders: tuple[str, ...] = ()
    """Of a result: the coders whose annotations were compared, also those who had marked nothing there."""
    taken: tuple[str, ...] = ()
    """Of a result: the coders whose annotation it is; nobody's if whoever decided marked it differently."""
