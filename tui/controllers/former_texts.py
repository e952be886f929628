"""Shows the texts that an article had before it was updated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from store.language import _
from store.language.amounts import moment
from store.library import Library
from store.wording import counted
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import quoted

if TYPE_CHECKING:
    from store.storage.history.former_texts import FormerText

MOST_SHOWN = 100_000
"""Code points of a text that are shown."""


class FormerTextController:
    """Lists the former texts of an article, and shows one, which cannot be changed."""

    def __init__(self, app: App[None], library: Library) -> None:
        self._app = app
        self._library = library

    def show(self, article: str, title: str) -> None:
        """List the former texts of an article."""
        from tui.dialogs.previews.former_texts import FormerTextsDialog

        found: list[FormerText] = []

        def offer(texts: list[FormerText]) -> None:
            found[:] = texts
            dialog.show(texts)

        dialog = FormerTextsDialog(
            _("Earlier texts of {title}", title=quoted(title)),
            lambda place: self._read(article, place, found[place]),
        )
        self._app.push_screen(dialog)
        read = self._library.articles.former_texts
        look_up(self._app, dialog, lambda: read(article), offer, dialog.fail)

    def _read(self, article: str, place: int, former: FormerText) -> None:
        from tui.dialogs.previews.text import TextDialog

        text = former.text
        if len(text) > MOST_SHOWN:
            more = counted(len(text) - MOST_SHOWN, "more character", "more characters")
            command = f"pizhu show {article[:8]} --revision {place + 1}"  # untranslated: what is typed
            rest = _("… {more}: {command} prints all.", more=more, command=command)
            text = f"{text[:MOST_SHOWN]}\n\n{rest}"
        subject = _("Earlier text {number}, until {moment}", number=place + 1, moment=moment(former.replaced))
        self._app.push_screen(TextDialog(subject, text))
