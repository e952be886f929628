"""Words: their cards, and the putting right of wrong splits, which the library remembers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from store.chinese.words import Segmenter
from store.errors import PizhuError
from store.library import Library
from store.model.article import Article
from tui.controllers.write_queue import WriteQueue
from tui.looks.error_toasts import show_error
from tui.panes.reading.row_renderer import Selection

if TYPE_CHECKING:
    from tui.dialogs.word import WordDialog


class WordController:
    """What is done with words by one reader."""

    def __init__(
        self, screen: Screen[None], library: Library, segmenter: Segmenter, deeds: WriteQueue
    ) -> None:
        self._screen = screen
        self._library = library
        self._segmenter = segmenter
        self._deeds = deeds

    def learn(self) -> None:
        """Find words as the library's user dictionary has them."""
        self._segmenter.learn(self._library.dictionary.frequencies())

    def show_card(self, article: Article, span: Selection) -> None:
        """Show a word's card; it is looked up in the background."""
        word = " ".join(article.text[span.start : span.end].split())
        if not word:
            return
        from tui.dialogs.word import WordDialog

        dialog = WordDialog(word)
        self._screen.app.push_screen(dialog)
        find_files = partial(self._look_up, word, article.text, dialog)
        self._screen.run_worker(find_files, thread=True, group="word", exclusive=True)

    def _look_up(self, word: str, text: str, dialog: WordDialog) -> None:
        from store.tags.word_profile import word_card

        app = self._screen.app
        try:
            card = word_card(self._library, word, text)
        except PizhuError as error:
            app.call_from_thread(show_error, app, str(error))
        else:
            app.call_from_thread(dialog.show, card)

    def join(self, article: Article, span: Selection, following: Selection | None) -> None:
        """Have the selection, or a word and the one after it, be one word from now on."""
        end = following.end if following is not None else span.end
        self._deeds.run(partial(self._library.dictionary.join, article.text[span.start : end]))

    def split(self, article: Article, span: Selection, at: int) -> None:
        """Have a word be two from now on, the second beginning at an offset."""
        words = article.text[span.start : at], article.text[at : span.end]
        self._deeds.run(partial(self._library.dictionary.split, *words))
