"""Asking for tags in the tagging dialog, with the tags used last in front."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import App

from store.library import Library
from store.tags.fuzzy_finder import TagFinder
from tui.looks.error_toasts import when_answered

MOST_RECENT = 20
"""Tags used last that are remembered."""


class TagPrompt:
    """Asks for tags; owns the list of the tags used last."""

    def __init__(self, app: App[None], library: Library) -> None:
        self._app = app
        self._library = library
        self._recent: list[str] = []
        """The last one first."""

    def ask(
        self, subject: str, article: str, chosen: Iterable[str], answer: Callable[[tuple[str, ...]], None]
    ) -> None:
        """Ask for any number of tags.

        :param subject: what they are for, for the title.
        :param article: the ID of the article it is in: tags in use there are offered first.
        :param chosen: the tags it has now: they are ticked.
        :param answer: called with all ticked tags, unless the dialog is cancelled.
        """
        from tui.dialogs.tagging import TaggingDialog

        dialog = TaggingDialog(subject, self._finder(article), chosen)
        self._app.push_screen(dialog, when_answered(self._app, answer))

    def ask_one(self, subject: str, answer: Callable[[str], None], *, top: str = "") -> None:
        """Ask for one tag.

        :param top: the label of a first line that stands for no tag, for which the answer is empty.
        """
        from tui.dialogs.tagging import TaggingDialog

        def take(chosen: tuple[str, ...]) -> None:
            answer(chosen[0])

        dialog = TaggingDialog(subject, self._finder(), only_one=True, top=top)
        self._app.push_screen(dialog, when_answered(self._app, take))

    def remember(self, tags: Iterable[str]) -> None:
        """Put tags at the head of those used last."""
        used = [*tags]
        self._recent = [*used, *(name for name in self._recent if name not in used)][:MOST_RECENT]

    def _finder(self, article: str = "") -> TagFinder:
        """A finder of tags: those in use on an article first, then those used last."""
        codebook = self._library.codebook
        return TagFinder(
            codebook.tags(), uses=codebook.uses(), here=codebook.used_on(article), lately=self._recent
        )
