"""Whose annotations are shown: everybody's, or those of one person, from article to article."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import App
from textual.message import Message

from store.model.annotation import Annotation

MANY = 3
"""Persons from which on one is chosen from a list; fewer are gone through."""

NAMELESS = "somebody unnamed"
"""Who made annotations that have no creator."""


class CreatorFilterRequested(Message):
    """The reader wants to see the annotations of one person, or everybody's again."""


class CreatorFilter:
    """Whose annotations one reader sees."""

    def __init__(
        self, app: App[None], creator: str, changed: Callable[[], None], say: Callable[[str], None]
    ) -> None:
        """Everybody's, at first.

        :param creator: whom annotations made here are by.
        :param changed: called when those of others are to be shown.
        :param say: tells the reader something.
        """
        self._app = app
        self._creator = creator
        self._changed = changed
        self._say = say
        self._one: str | None = None
        """Whose alone are shown; None for everybody's."""

    @property
    def name(self) -> str:
        """Whose alone are shown, for a title; nothing when everybody's are."""
        return "" if self._one is None else _name(self._one)

    def of(self, marks: Iterable[Annotation]) -> tuple[Annotation, ...]:
        """Those annotations that are shown."""
        return tuple(mark for mark in marks if self._one in (None, mark.creator))

    def ask(self, marks: Iterable[Annotation]) -> None:
        """Go on to the next person of those who made annotations, or ask which."""
        every = tuple(marks)
        people = sorted({mark.creator for mark in every} | (set() if self._one is None else {self._one}))
        if self._one is None and len(people) < 2:
            self._say(
                f"All annotations of this article are by {_name(people[0])}"
                if people
                else "This article has no annotations yet"
            )
            return
        turns = [None, *people]
        if len(people) < MANY:
            self._show(turns[(turns.index(self._one) + 1) % len(turns)], every)
            return
        from tui.dialogs.base.choice import ChoiceDialog

        def choose(place: int | None) -> None:
            if place is not None:
                self._show(turns[place], every)

        answers = [f"{_whose(one)}: {_count(every, one)}" for one in turns]
        self._app.push_screen(ChoiceDialog("Whose annotations?", answers, turns.index(self._one)), choose)

    def take_news(self, before: Iterable[Annotation], after: Iterable[Annotation]) -> None:
        """Show everybody's again when the reader has made an annotation that would not be seen."""
        known = {mark.id for mark in before}
        if self._one in (None, self._creator):
            return
        if any(mark.id not in known and mark.creator == self._creator for mark in after):
            self._one = None
            self._say("Everybody's annotations are shown again, yours among them")

    def _show(self, one: str | None, marks: tuple[Annotation, ...]) -> None:
        self._one = one
        self._changed()
        self._say(f"{_whose(one)} annotations: {_count(marks, one)}")


def _name(creator: str) -> str:
    return creator or NAMELESS


def _whose(one: str | None) -> str:
    return "Everybody's" if one is None else f"{_name(one)}'s"


def _count(marks: Iterable[Annotation], one: str | None) -> int:
    return sum(one in (None, mark.creator) for mark in marks)
