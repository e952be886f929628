"""Asks for tags in the tagging dialog, which lists recently used tags first."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import App

from store.library import Library
from store.tags.fuzzy_finder import TagFinder
from tui.looks.error_toasts import when_answered

MAX_RECENT = 20
"""The number of recently used tags that are remembered."""


class TagPrompt:
    """Asks for tags, and remembers the recently used ones."""

    def __init__(self, app: App[None], library: Library) -> None:
        self._app = app
        self._library = library
        self._recent: list[str] = []
        """The recently used tags, newest first."""

    def ask(
        self,
        subject: str,
        article: str,
        chosen: Iterable[str],
        answer: Callable[[tuple[str, ...]], None],
        *,
        keeps_ticked: bool = False,
    ) -> None:
        """Ask for any number of tags.

        :param subject: the title of the dialog.
        :param article: the ID of the article. Tags that are used in it are listed first.
        :param chosen: the present tags, which are ticked.
        :param answer: called with all ticked tags, unless the dialog is cancelled.
        :param keeps_ticked: see :class:`tui.dialogs.tagging.TaggingDialog`.
        """
        from tui.dialogs.tagging import TaggingDialog

        dialog = TaggingDialog(subject, self._finder(article), chosen, keeps_ticked=keeps_ticked)
        self._app.push_screen(dialog, when_answered(self._app, answer))

    def ask_one(self, subject: str, answer: Callable[[str], None], *, top: str = "") -> None:
        """Ask for one tag.

        :param top: the label of an additional first line, for which the answer is an empty string.
        """
        from tui.dialogs.tagging import TaggingDialog

        def take(chosen: tuple[str, ...]) -> None:
            answer(chosen[0])

        dialog = TaggingDialog(subject, self._finder(), only_one=True, top=top)
        self._app.push_screen(dialog, when_answered(self._app, take))

    def remember(self, tags: Iterable[str]) -> None:
        """Put tags at the front of the recently used ones."""
        used = [*tags]
        self._recent = [*used, *(name for name in self._recent if name not in used)][:MAX_RECENT]

    def _finder(self, article: str = "") -> TagFinder:
        """Make a tag finder: tags that are used in the article come first, then the recently used ones."""
        codebook = self._library.codebook
        return TagFinder(
            codebook.tags(), uses=codebook.uses(), here=codebook.used_on(article), lately=self._recent
        )
