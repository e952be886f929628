"""Suggested tags: found on a thread, and given when the reader takes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from store.chinese.words import Segmenter
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article
from tui.controllers.annotation import AnnotationController
from tui.controllers.article import ArticleController
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import quoted, say
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.error_toasts import when_answered
from tui.panes.reading.selecting import Words

if TYPE_CHECKING:
    from store.suggestions.suggestion import Suggestion

NONE_FOR_ARTICLE = (
    "Nothing to suggest: no words of this article stand out that it is not tagged with yet, and no article "
    "with tags is near to it. t tags it."
)
NONE_FOR_WORDS = (
    "Nothing to suggest: no tag was given elsewhere to these words or to similar ones. "
    "t tags them, ii makes a tag of the words themselves."
)


class SuggestionController:
    """Suggests tags. Nothing is tagged unless the reader takes a suggestion."""

    def __init__(
        self,
        app: App[None],
        library: Library,
        segmenter: Segmenter,
        writes: WriteQueue,
        *,
        articles: ArticleController,
        annotations: AnnotationController,
    ) -> None:
        self._app = app
        self._library = library
        self._segmenter = segmenter
        self._writes = writes
        self._articles = articles
        self._annotations = annotations

    def for_article(self, article: str, title: str) -> None:
        """Suggest tags for an article."""

        def find() -> list[Suggestion]:
            from store.suggestions.for_article import suggest_for_article

            return suggest_for_article(self._library, article, self._segmenter)

        self._ask(
            f"Tags for the article {quoted(title)}",
            NONE_FOR_ARTICLE,
            find,
            give=partial(self._articles.add_tags, article),
            dismiss=partial(self._library.dismissals.for_article, article),
        )

    def for_words(self, words: Words) -> None:
        """Suggest tags for words of an article."""
        give = partial(self._annotations.highlight, words)
        self._ask_for_range(words.article, words.start, words.end, (), give)

    def for_annotation(self, article: Article, annotation: Annotation) -> None:
        """Suggest more tags for an annotation."""
        give = partial(self._annotations.add_tags, article.id, annotation)
        self._ask_for_range(article, annotation.start, annotation.end, annotation.tags, give)

    def _ask_for_range(
        self,
        article: Article,
        start: int,
        end: int,
        has: tuple[str, ...],
        give: Callable[[tuple[str, ...]], None],
    ) -> None:
        words = article.text[start:end]

        def find() -> list[Suggestion]:
            from store.suggestions.for_words import suggest_for_words

            return suggest_for_words(self._library, article.id, start, end, has=has)

        dismiss = partial(self._library.dismissals.for_words, words)
        self._ask(f"Tags for {quoted(words)}", NONE_FOR_WORDS, find, give=give, dismiss=dismiss)

    def _ask(
        self,
        subject: str,
        empty: str,
        find: Callable[[], list[Suggestion]],
        *,
        give: Callable[[tuple[str, ...]], None],
        dismiss: Callable[[str], None],
    ) -> None:
        """Ask which suggestions to take.

        :param empty: what to say when there are none.
        :param find: finds them, on a thread.
        :param give: gives the tags that are taken.
        :param dismiss: writes that a tag is not to be suggested here again.
        """
        from tui.dialogs.suggestions import SuggestionsDialog

        def dismissed(tag: str) -> None:
            self._writes.run(
                lambda: dismiss(tag),
                lambda _: say(self._app, f"{tag} will not be suggested here again: u takes that back"),
            )

        def take(chosen: tuple[str, ...]) -> None:
            if chosen:
                give(chosen)

        def read() -> tuple[list[Suggestion], dict[str, str]]:
            return find(), {tag.name: tag.colour for tag in self._library.codebook.tags()}

        dialog = SuggestionsDialog(subject, empty, dismissed)
        self._app.push_screen(dialog, when_answered(self._app, take))
        look_up(self._app, dialog, read, lambda found: dialog.show(*found), dialog.show_error)
