"""What annotations are signed with: the name of a person and, for work in a round, its number: ``lin/2``."""

from __future__ import annotations

from store.patterns import late_pattern

RESULT_CREATOR = "adjudicated"  # untranslated: annotations are signed with it, in every language
"""What results are signed with: ``adjudicated``, and in the second round ``adjudicated/2``."""

_SIGNATURE = late_pattern(r"(.+)/([1-9][0-9]{0,5})")


def signature(name: str, number: int) -> str:
    """Return what annotations of a round are signed with: ``lin/2`` for the second round of lin."""
    return f"{name}/{number}"


def signed_by(creator: str) -> tuple[str, int]:
    """Return the name and the round in the creator of an annotation; the round is 0 if it is of none."""
    found = _SIGNATURE.fullmatch(creator)
    return (found[1], int(found[2])) if found else (creator, 0)
