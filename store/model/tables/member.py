"""Members of a team: people who code the same articles."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

import msgspec

from store.chinese.folding import fold
from store.errors import UsageError
from store.language import _, lazy
from store.model.signatures import RESULT_CREATOR

LONGEST_NAME = 60
"""Code points of a name."""


class Role(StrEnum):
    """What a member of a team does."""

    CODER = "coder"
    """Annotates the articles assigned to them, in a blind round without seeing what others mark."""
    ADJUDICATOR = "adjudicator"
    """Decides where coders differ, and sees what all of them have marked."""
    MANAGER = "manager"
    """Changes the team, opens and closes rounds, assigns articles, and sees everything."""


ROLE_NAMES = {
    Role.CODER: lazy("coder", "role in a team"),
    Role.ADJUDICATOR: lazy("adjudicator", "role in a team"),
    Role.MANAGER: lazy("manager", "role in a team"),
}
"""The roles in words."""


class Member(msgspec.Struct, frozen=True):
    """A member of the team of a library."""

    member: str
    """The name that their annotations are signed with, as the setting ``creator`` has it."""
    role: Role = Role.CODER

    @property
    def key(self) -> str:
        """Their key: equal for names that are the same person."""
        return member_key(self.member)


ONESELF = {"me", "我"}
"""What stands for the user in place of a name."""


def member_key(name: str) -> str:
    """Return what is compared of a name: neither script, nor width, nor case matters."""
    return fold(name).casefold()


def clean_member_name(name: str) -> str:
    """Return a name with single spaces.

    :raises UsageError: it is empty or too long, has a slash, a comma or control characters, means oneself
        in a query, as ``assigned:me``, or signs results.
    """
    cleaned = " ".join(unicodedata.normalize("NFC", name).split())
    if not cleaned:
        raise UsageError(_("A member of the team needs a name: write one."))
    if len(cleaned) > LONGEST_NAME:
        raise UsageError(
            _("The name of a member has at most {longest} characters: shorten it.", longest=LONGEST_NAME)
        )
    if not cleaned.isprintable() or set(cleaned) & set("/,，、"):
        raise UsageError(
            _(
                "{name!r} cannot be the name of a member: leave out slashes, commas and control characters.",
                name=cleaned,
            )
        )
    if member_key(cleaned) in ONESELF:
        raise UsageError(
            _("“{name}” means yourself in queries, such as `assigned:me`: choose another name.", name=cleaned)
        )
    if member_key(cleaned) == RESULT_CREATOR:
        raise UsageError(_("“{name}” signs the results of adjudication: choose another name.", name=cleaned))
    return cleaned
