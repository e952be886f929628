"""Parses key sequences and counts."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from store.language import _
from tui.keys.action import Action, Group, Scope
from tui.keys.keymap import actions_in, key_names

ANY = "CHAR"
"""Stands for any character at the end of a sequence. The character is passed to the action: ``f CHAR``."""


class CompletedSequence(NamedTuple):
    """A sequence that has been typed completely."""

    action: Action
    character: str = ""
    """The character typed for :data:`ANY`, or empty."""

    @property
    def call(self) -> str:
        """The Textual action, with the character as its argument."""
        return f"{self.action.name}({self.character!r})" if self.character else self.action.name


class Continuation(NamedTuple):
    """A key that may follow a count or an unfinished sequence."""

    keys: str
    """The key as it is labelled."""
    title: str
    """The title of the action that it completes."""


class SequenceParser:
    """Parses key sequences such as ``g g``, ``] a`` or ``f`` and any character, and counts before a key.

    A key that does not continue the sequence that has begun is consumed without effect, as in Vim.
    """

    def __init__(self, scope: Scope) -> None:
        """Create a parser for the sequences of a scope and those that work everywhere."""
        actions = (*([] if scope.is_apart else actions_in(Scope.APP)), *actions_in(scope))
        self._scope = scope
        self._actions = {key: action for action in actions for key in action.keys if " " in key}
        self._prefix = ""
        self._digits = ""
        self._spent = False
        """Whether the key that uses the count has been typed."""

    def feed(self, character: str) -> CompletedSequence | bool:
        """Parse the next key.

        :param character: the character typed, or the name of a key that types none.
        :return: the sequence that the key completes; True if the key was consumed; False if it is not part of
            a sequence or count.
        """
        prefix, self._prefix = self._prefix, ""
        if self._spent:
            self._digits, self._spent = "", False
        if prefix:
            self._spent = True
            return self._complete(prefix, character) or True
        if any(key.startswith(f"{character} ") for key in self._actions):
            self._prefix = character
            return True
        is_digit = character.isascii() and character.isdigit()
        if self._scope.has_counts and is_digit and (character != "0" or self._digits):
            self._digits = (self._digits + character)[:6]
            return True
        self._spent = True
        return False

    def _complete(self, prefix: str, character: str) -> CompletedSequence | None:
        if action := self._actions.get(f"{prefix} {'space' if character == ' ' else character}"):
            return CompletedSequence(action)
        action = self._actions.get(f"{prefix} {ANY}")
        return CompletedSequence(action, character) if action and _is_typed(character) else None

    def take_count(self) -> int | None:
        """Return the count typed, or None, and reset it."""
        digits, self._digits = self._digits, ""
        return int(digits) if digits else None

    @property
    def has_begun(self) -> bool:
        """Whether a sequence has begun."""
        return bool(self._prefix)

    @property
    def pending(self) -> str:
        """The unfinished count or sequence, for the screen."""
        return "" if self._spent else self._digits + self._prefix

    @property
    def continuations(self) -> list[Continuation]:
        """What may follow the unfinished count or sequence. After a count, the motions."""
        if self._prefix:
            begun = f"{self._prefix} "
            following = {
                key.removeprefix(begun): action
                for key, action in self._actions.items()
                if key.startswith(begun)
            }
            return [
                Continuation(_("any key") if key == ANY else key, action.title)
                for key, action in following.items()
            ]
        if not self.pending:
            return []
        motions = (
            action for action in actions_in(self._scope) if action.group is Group.MOVING and action.keys
        )
        named = (Continuation(key_names(action).split()[0], action.title) for action in motions)
        return [each for each in named if not each.keys.isdigit()]  # a digit goes on with the count


def _is_typed(key: str) -> bool:
    """Whether a key types a character. Control keys such as escape do not."""
    return len(key) == 1 and unicodedata.category(key) != "Cc"
