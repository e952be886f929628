"""The work of the user as a coder: which of their articles are done, the next one, and what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.app import App

from store.language import _, lazy
from store.library import Library
from store.model.tables.assignment import Assignment
from tui.controllers.shared.notices import cut, say, undoable
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.error_toasts import when_answered

BLIND = lazy("blind: others' annotations are hidden until you are done")
NOT_ASSIGNED = lazy("This article is not assigned to you in an open round")
NONE_LEFT = lazy("You are done with all articles that are assigned to you")
NOT_A_CODER = lazy("No article is assigned to you in an open round")

WIDE = 120
"""Columns of a screen on whose bottom line there is room for a sentence beside the keys."""


class CodingController:
    """Finishes the user's articles one by one, and says how many are done."""

    def __init__(
        self, app: App[None], library: Library, writes: WriteQueue, go_to: Callable[[str], None]
    ) -> None:
        """Create a controller.

        :param go_to: opens an article and goes to its text.
        """
        self._app = app
        self._library = library
        self._writes = writes
        self._go_to = go_to
        self._has_told = False
        """Whether it was said that annotations are hidden."""

    def _work(self) -> list[Assignment]:
        """Return the user's assignments in the open round."""
        me = self._library.team.me
        return [] if me is None else self._library.team.roster.open_work(me)

    def status(self, article: str | None) -> str:
        """Return for the bottom line how many articles are done, and that others' annotations are hidden.

        :param article: the ID of the open article.
        """
        work = self._work()
        if not work:
            return ""
        done = sum(each.is_done for each in work)
        counts = _("{done}/{number} done", done=done, number=len(work))
        if article not in self._library.visibility.blind:
            return counts
        return f"{BLIND if self._app.size.width >= WIDE else _('blind')} · {counts}"

    def opened(self, article: str | None) -> None:
        """Say once that the annotations of others are hidden, if they are in this article."""
        if not self._has_told and article in self._library.visibility.blind:
            self._has_told = True
            say(self._app, str(BLIND))

    def finish(self, article: str | None) -> None:
        """Say that the work on an article is done, and go to the next one of the user.

        If they have marked nothing in it, it is asked first.
        """
        mine = {each.article: each for each in self._work()}
        if article not in mine:
            say(self._app, str(NOT_ASSIGNED if mine else NOT_A_CODER))
        elif mine[article].is_done or self._library.team.assignments.has_marks(mine[article]):
            self._finish(article)
        else:
            self._ask_whether_to_finish(article)

    def _ask_whether_to_finish(self, article: str) -> None:
        from tui.dialogs.base.choice import ChoiceDialog

        def answered(place: int) -> None:
            if place == 1:
                self._finish(article)

        dialog = ChoiceDialog(
            _("You have marked nothing in “{title}”. Done?", title=self._title(article)),
            [_("Not yet"), _("Done: there is nothing to mark")],
        )
        self._app.push_screen(dialog, when_answered(self._app, answered))

    def _title(self, article: str) -> str:
        row = self._library.articles.row(article)
        return cut(row.title) if row else ""

    def _finish(self, article: str) -> None:
        def finished(assignment: Assignment) -> None:
            say(self._app, undoable(_("“{title}” is done", title=self._title(assignment.article))))
            self.go_on(article)

        self._writes.run(partial(self._library.team.assignments.finish, article), finished)

    def go_on(self, article: str | None) -> None:
        """Go to the next article of the user that is not done: after the open one, then from the first on."""
        work = self._work()
        ids = [each.article for each in work]
        place = ids.index(article) + 1 if article in ids else 0
        left = [each for each in work[place:] + work[:place] if not each.is_done]
        following = next((each.article for each in left if each.article != article), None)
        if following is not None:
            self._go_to(following)
        elif not left:
            say(self._app, str(NONE_LEFT if work else NOT_A_CODER))
        else:
            say(self._app, _("You have no other article in this round."))
