"""An action of the reader, and the scopes and groups that actions belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import cache

import msgspec
from msgspec import structs

from store.language import Lazy, lazy
from tui.keys.requests import Request, ask


class Scope(Enum):
    """Where an action works: everywhere, in one pane, or in what takes all keys while it has the focus."""

    APP = lazy("Everywhere", "pane")
    ARTICLES = lazy("Articles", "pane")
    READING = lazy("Reading", "pane")
    TAGS = lazy("Tags", "pane")
    NOTES = lazy("Notes", "pane")
    WRITING = lazy("Writing a note", "pane")
    SEARCH = lazy("Searching the library", "pane")
    ADJUDICATING = lazy("Deciding where coders differ", "pane")

    @property
    def label(self) -> str:
        """The name in the current language."""
        return str(self.value)

    @property
    def is_apart(self) -> bool:
        """Whether the keys of all panes do not work here: it has its own for what it shares with them."""
        return self in (Scope.WRITING, Scope.SEARCH, Scope.ADJUDICATING)

    @property
    def has_counts(self) -> bool:
        """Whether digits before a key are a count."""
        return not self.is_apart

    def allows(self, action: Action) -> bool:
        """Whether the first key of an action of all scopes works here. In a note, letters are text."""
        return self is not Scope.WRITING or any(len(key.split()[0]) > 1 for key in action.keys[:1])


class Group(Enum):
    """What an action is about. The help lists the actions of a scope by group, in this order."""

    MOVING = lazy("Moving", "group")
    FINDING = lazy("Finding", "group")
    SELECTING = lazy("Selecting", "group")
    MARKING = lazy("Marking", "group")
    LOOKING_UP = lazy("Looking up", "group")
    FILTERING = lazy("Filtering", "group")
    ARTICLE = lazy("The article", "group")
    TAG = lazy("The tag", "group")
    LOOKS = lazy("Looks", "group")
    PANES = lazy("Panes", "group")
    LIBRARY = lazy("The library", "group")

    @property
    def label(self) -> str:
        """The name in the current language."""
        return str(self.value)


class Action(msgspec.Struct, frozen=True):
    """Something that the user can do."""

    name: str
    """The Textual action, on the main screen or the pane of its scope: ``zoom``, ``move('next_word')``."""
    keys: tuple[str, ...]
    """The keys, as Textual names them or as typed. The keys of a sequence are separated by spaces."""
    english_title: str
    """The title in English."""
    english_help: str
    """The explanation in English."""
    english_hint: str = ""
    """The hint in English."""
    words: str = ""
    """Other words that a user may search for, separated by spaces."""
    command: str = ""
    """The `pizhu` command that does the same, or empty."""
    scope: Scope = Scope.APP
    group: Group = Group.LIBRARY

    @property
    def title(self) -> str:
        """The name in the palette: ``Rename tag…``. It ends in ``…`` if the action asks for something."""
        return str(Lazy(self.english_title))

    @property
    def help(self) -> str:
        """A phrase that explains it."""
        return str(Lazy(self.english_help))

    @property
    def hint(self) -> str:
        """One or two words for the key hints. Empty if the action is not among them."""
        return str(Lazy(self.english_hint, "hint")) if self.english_hint else ""

    @property
    def id(self) -> str:
        """The name in the settings: ``articles.delete-article``."""
        return _id(self.scope, self.english_title)


@cache
def _id(scope: Scope, english_title: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", english_title.lower()).strip("-")
    return f"{scope.name.lower()}.{slug}"


def entry(
    name: str | Request,
    keys: str,
    title: str,
    explanation: str,
    *,
    hint: str = "",
    words: str = "",
    command: str = "",
) -> Action:
    """Make an action, whose scope and group :func:`in_scope` adds.

    :param name: the name of a Textual action, or the request that the pane posts.
    :param keys: separated by spaces. The keys of a sequence are joined by ``~``.
    """
    return Action(
        name=ask(name) if isinstance(name, Request) else name,
        keys=tuple(key.replace("~", " ") for key in keys.split()),
        english_title=title,
        english_help=explanation,
        english_hint=hint,
        words=words,
        command=command,
    )


def in_scope(scope: Scope, groups: Mapping[Group, tuple[Action, ...]]) -> tuple[Action, ...]:
    """Return the actions of one scope, by group."""
    return tuple(
        structs.replace(action, scope=scope, group=group)
        for group, actions in groups.items()
        for action in actions
    )
