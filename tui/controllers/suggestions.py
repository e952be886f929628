"""Suggested tags: looked for in the background, and given when the reader takes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from store.chinese.words import Segmenter
from store.errors import PizhuError
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article
from tui.controllers.annotation import AnnotationController
from tui.controllers.write_queue import WriteQueue
from tui.panes.reading.row_renderer import Selection
from tui.typesetting.fitting import fitted

if TYPE_CHECKING:
    from store.suggestions.suggestion import Suggestion
    from tui.dialogs.suggestions import SuggestionsDialog

LONGEST_QUOTED = 36
"""Cells of an article's words in a title."""

NONE_FOR_ARTICLE = (
    "Nothing to suggest: no words of this article stand out that it is not tagged with yet, and no article "
    "with tags is near to it. t tags it."
)
NONE_FOR_WORDS = (
    "Nothing to suggest: no tag was given elsewhere to these words or to similar ones. "
    "t tags them, ii makes a tag of the words themselves."
)


class SuggestionController:
    """What one reader is suggested. Nothing is tagged unless it is taken."""

    def __init__(
        self,
        screen: Screen[None],
        library: Library,
        segmenter: Segmenter,
        deeds: WriteQueue,
        marking: AnnotationController,
    ) -> None:
        self._screen = screen
        self._library = library
        self._segmenter = segmenter
        self._deeds = deeds
        self._marking = marking

    def for_article(self, article: str, title: str) -> None:
        """Suggest tags for an article."""

        def look() -> list[Suggestion]:
            from store.suggestions.for_article import suggest_for_article

            return suggest_for_article(self._library, article, self._segmenter)

        self._ask(
            f"Tags for the article 「{_cut(title)}」",
            NONE_FOR_ARTICLE,
            look,
            partial(self._marking.add_to_article, article),
            partial(self._library.dismissals.for_article, article),
        )

    def for_words(self, article: Article, words: Selection, done: Callable[[], None]) -> None:
        """Suggest tags for words of an article; ``done`` is called when they have some."""

        def give(tags: tuple[str, ...]) -> None:
            self._marking.mark_words(article, words, done, tags=tags)

        self._ask_for(article, words.start, words.end, (), give)

    def for_mark(self, article: Article, mark: Annotation) -> None:
        """Suggest more tags for an annotation."""
        give = partial(self._marking.add_to_mark, article.id, mark)
        self._ask_for(article, mark.start, mark.end, mark.tags, give)

    def _ask_for(
        self,
        article: Article,
        start: int,
        end: int,
        has: tuple[str, ...],
        give: Callable[[tuple[str, ...]], None],
    ) -> None:
        words = article.text[start:end]

        def look() -> list[Suggestion]:
            from store.suggestions.for_words import suggest_for_words

            return suggest_for_words(self._library, article.id, start, end, has=has)

        dismiss = partial(self._library.dismissals.for_words, words)
        self._ask(f"Tags for 「{_cut(words)}」", NONE_FOR_WORDS, look, give, dismiss)

    def _ask(
        self,
        subject: str,
        empty: str,
        look: Callable[[], list[Suggestion]],
        give: Callable[[tuple[str, ...]], None],
        dismiss: Callable[[str], None],
    ) -> None:
        from tui.dialogs.suggestions import SuggestionsDialog

        def dismissed(tag: str) -> None:
            def do() -> None:
                dismiss(tag)
                self._marking.say(f"{tag} will not be suggested here again: u takes that back")

            self._deeds.run(do)

        def answered(chosen: tuple[str, ...] | None) -> None:
            if chosen:
                give(chosen)

        dialog = SuggestionsDialog(subject, empty, dismissed)
        self._screen.app.push_screen(dialog, answered)
        find = partial(self._find, look, dialog)
        self._screen.run_worker(find, thread=True, group="suggestions", exclusive=True)

    def _find(self, look: Callable[[], list[Suggestion]], dialog: SuggestionsDialog) -> None:
        """On a worker's thread: look for suggestions and have them shown."""
        app = self._screen.app
        try:
            found = look()
            colours = {tag.name: tag.colour for tag in self._library.codebook.tags()}
        except PizhuError as error:
            app.call_from_thread(dialog.show_error, str(error))
        else:
            app.call_from_thread(dialog.show, found, colours)


def _cut(words: str) -> str:
    return fitted(" ".join(words.split()), LONGEST_QUOTED)
