"""Filters annotations by creator: everybody's are shown, or those of one person."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from store.model.annotation import Annotation
from tui.controllers.shared.notices import say
from tui.looks.error_toasts import when_answered
from tui.looks.wording import NAMELESS

MANY = 3
"""Persons from which on one is chosen from a list; with fewer, each key press goes on to the next."""


class CreatorFilter:
    """Owns the annotations of the open article, and whose are shown, from article to article."""

    def __init__(self, app: App[None], creator: str, changed: Callable[[], None]) -> None:
        """Show everybody's annotations at first.

        :param creator: the creator of annotations made here.
        :param changed: called when other annotations are to be shown.
        """
        self._app = app
        self._creator = creator
        self._changed = changed
        self._every: tuple[Annotation, ...] = ()
        """The annotations of the open article, hidden ones included."""
        self._one: str | None = None
        """The creator whose annotations alone are shown; None for everybody's."""

    @property
    def name(self) -> str:
        """The person whose annotations alone are shown, for a title; empty when everybody's are."""
        return "" if self._one is None else _name(self._one)

    @property
    def shown(self) -> tuple[Annotation, ...]:
        """The annotations of the open article that are shown."""
        return tuple(each for each in self._every if self._one in (None, each.creator))

    def ask(self) -> None:
        """Go on to the next person who made some of the annotations, or ask for one."""
        now = set() if self._one is None else {self._one}
        people = sorted({each.creator for each in self._every} | now)
        if self._one is None and len(people) < 2:
            by_one = f"All annotations of this article are by {_name(people[0])}" if people else ""
            say(self._app, by_one or "This article has no annotations yet")
            return
        choices = [None, *people]
        if len(people) < MANY:
            self._show(choices[(choices.index(self._one) + 1) % len(choices)])
            return
        from tui.dialogs.base.choice import ChoiceDialog

        def choose(place: int) -> None:
            self._show(choices[place])

        answers = [f"{_possessive(one)}: {self._count(one)}" for one in choices]
        dialog = ChoiceDialog("Whose annotations?", answers, choices.index(self._one))
        self._app.push_screen(dialog, when_answered(self._app, choose))

    def take(self, annotations: tuple[Annotation, ...]) -> None:
        """Take the annotations of another article."""
        self._every = annotations

    def update(self, annotations: tuple[Annotation, ...]) -> None:
        """Take the changed annotations of the same article.

        If the reader has made one that would be hidden, everybody's are shown again.
        """
        known = {each.id for each in self._every}
        self._every = annotations
        if self._one in (None, self._creator):
            return
        if any(each.id not in known and each.creator == self._creator for each in annotations):
            self._one = None
            say(self._app, "Everybody's annotations are shown again, yours among them")

    def _show(self, one: str | None) -> None:
        self._one = one
        self._changed()
        say(self._app, f"{_possessive(one)} annotations: {self._count(one)}")

    def _count(self, one: str | None) -> int:
        return sum(one in (None, each.creator) for each in self._every)


def _name(creator: str) -> str:
    return creator or NAMELESS


def _possessive(one: str | None) -> str:
    return "Everybody's" if one is None else f"{_name(one)}'s"
