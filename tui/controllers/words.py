"""Words of the text: their cards, their joining and splitting, which the library remembers, and copies."""

from __future__ import annotations

from textual.app import App

from store.library import Library
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say
from tui.controllers.shared.write_queue import WriteQueue
from tui.panes.reading.selecting import Words


class WordController:
    """Looks words up, corrects where they begin and end, and copies them."""

    def __init__(self, app: App[None], library: Library, writes: WriteQueue) -> None:
        self._app = app
        self._library = library
        self._writes = writes

    def show_card(self, words: Words) -> None:
        """Show the card of a word."""
        word = " ".join(words.exact.split())
        if not word:
            return
        from store.tags.word_profile import word_card
        from tui.dialogs.word import WordDialog

        dialog = WordDialog(word)
        self._app.push_screen(dialog)
        look_up(self._app, dialog, lambda: word_card(self._library, word, words.article.text), dialog.show)

    def join(self, first: Words, last: Words) -> None:
        """Take everything from one word to another for one word from now on."""
        word = first.article.text[first.start : last.end]
        first.drop()
        self._writes.run(lambda: self._library.dictionary.join(word))

    def split(self, word: Words, at: int) -> None:
        """Take a word for two from now on, the second beginning at an offset."""
        text = word.article.text
        first, second = text[word.start : at], text[at : word.end]
        self._writes.run(lambda: self._library.dictionary.split(first, second))

    def copy(self, words: Words, *, with_source: bool) -> None:
        """Copy words to the clipboard, with the article they are from or without."""
        from tui.looks.clipboard import citation, copy

        text = words.exact.strip("\n")
        copy(self._app, citation(words.article, text) if with_source else text)
        words.drop()
        source = ", with where they are from" if with_source else ""
        say(self._app, f"Copied {len(text):,} characters{source}")
