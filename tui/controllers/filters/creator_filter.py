"""Filters annotations by creator."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from store.language import _
from store.model.annotation import Annotation
from store.model.signatures import signed_by
from tui.controllers.shared.notices import say
from tui.looks.error_toasts import when_answered
from tui.looks.wording import NAMELESS

MIN_PEOPLE_FOR_LIST = 3
"""With this many people or more, the user chooses from a list. With fewer, each key press shows the next."""


class CreatorFilter:
    """Holds the annotations of the open article, and the creator that they are filtered by.

    The creator stays the same when another article is opened.
    """

    def __init__(self, app: App[None], creator: str, changed: Callable[[], None]) -> None:
        """Create a filter that shows everybody's annotations.

        :param creator: the creator of the annotations made in this reader.
        :param changed: called when the annotations that are shown change.
        """
        self._app = app
        self._creator = creator
        self._changed = changed
        self._every: tuple[Annotation, ...] = ()
        """All annotations of the open article, including hidden ones."""
        self._one: str | None = None
        """The only creator whose annotations are shown, or None for everybody's."""

    @property
    def name(self) -> str:
        """The name of the person that the annotations are filtered by, for a title, or empty."""
        return "" if self._one is None else _name(self._one)

    @property
    def shown(self) -> tuple[Annotation, ...]:
        """The annotations of the open article that are shown."""
        return tuple(each for each in self._every if self._one in (None, each.creator))

    def ask(self) -> None:
        """Show the next person's annotations or, if there are many people, ask for one."""
        now = set() if self._one is None else {self._one}
        people = sorted({each.creator for each in self._every} | now)
        if self._one is None and len(people) < 2:
            say(
                self._app,
                _("All annotations of this article are by {name}", name=_name(people[0]))
                if people
                else _("This article has no annotations yet"),
            )
            return
        choices = [None, *people]
        if len(people) < MIN_PEOPLE_FOR_LIST:
            self._show(choices[(choices.index(self._one) + 1) % len(choices)])
            return
        from tui.dialogs.base.choice import ChoiceDialog

        def choose(place: int) -> None:
            self._show(choices[place])

        answers = [self._answer(one) for one in choices]
        dialog = ChoiceDialog(_("Whose annotations?"), answers, choices.index(self._one))
        self._app.push_screen(dialog, when_answered(self._app, choose))

    def replace(self, annotations: tuple[Annotation, ...]) -> None:
        """Set the annotations of another article."""
        self._every = annotations

    def update(self, annotations: tuple[Annotation, ...]) -> None:
        """Set the changed annotations of the same article.

        If the user has made one that would be hidden, everybody's are shown again.
        """
        known = {each.id for each in self._every}
        self._every = annotations
        new = [each for each in annotations if each.id not in known and each.creator != self._one]
        if self._one is not None and any(self._is_own(each) for each in new):
            self._one = None
            say(self._app, _("Everybody's annotations are shown again, including yours"))

    def _is_own(self, annotation: Annotation) -> bool:
        """Whether the user has made an annotation, perhaps in a round."""
        return self._creator in (annotation.creator, signed_by(annotation.creator)[0])

    def _show(self, one: str | None) -> None:
        self._one = one
        self._changed()
        count = self._count(one)
        if one is None:
            say(self._app, _("Everybody's annotations: {count}", count=count))
        else:
            say(self._app, _("{name}'s annotations: {count}", name=_name(one), count=count))

    def _answer(self, one: str | None) -> str:
        count = self._count(one)
        if one is None:
            return _("Everybody's: {count}", count=count)
        return _("{name}'s: {count}", name=_name(one), count=count)

    def _count(self, one: str | None) -> int:
        return sum(one in (None, each.creator) for each in self._every)


def _name(creator: str) -> str:
    return creator or str(NAMELESS)
