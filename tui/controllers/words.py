"""Looks up, joins, splits and copies words of the text."""

from __future__ import annotations

from textual.app import App

from store.language import _
from store.library import Library
from store.wording import counted
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say
from tui.controllers.shared.write_queue import WriteQueue
from tui.panes.reading.text_range import TextRange


class WordController:
    """Shows the cards of words, corrects word boundaries, and copies text."""

    def __init__(self, app: App[None], library: Library, writes: WriteQueue) -> None:
        self._app = app
        self._library = library
        self._writes = writes

    def show_card(self, chosen: TextRange) -> None:
        """Show the card of a word."""
        word = " ".join(chosen.exact.split())
        if not word:
            return
        from store.tags.word_profile import word_card
        from tui.dialogs.word import WordDialog

        dialog = WordDialog(word)
        self._app.push_screen(dialog)
        look_up(self._app, dialog, lambda: word_card(self._library, word, chosen.article.text), dialog.show)

    def join(self, first: TextRange, last: TextRange) -> None:
        """Add the text from one word to another to the dictionary as one word."""
        word = first.article.text[first.start : last.end]
        first.drop()
        self._writes.run(lambda: self._library.dictionary.join(word))

    def split(self, word: TextRange, at: int) -> None:
        """Split a word in the dictionary. The second word begins at the offset ``at``."""
        text = word.article.text
        first, second = text[word.start : at], text[at : word.end]
        self._writes.run(lambda: self._library.dictionary.split(first, second))

    def copy(self, chosen: TextRange, *, with_source: bool) -> None:
        """Copy text to the clipboard, with or without its source."""
        from tui.looks.clipboard import citation, copy

        text = chosen.exact.strip("\n")
        where = copy(self._app, citation(chosen.article, text) if with_source else text)
        chosen.drop()
        characters = counted(len(text), "character", "characters")
        if with_source:
            say(
                self._app,
                _("Copied {characters} with their source {where}", characters=characters, where=where),
            )
        else:
            say(self._app, _("Copied {characters} {where}", characters=characters, where=where))
