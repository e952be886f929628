"""Suggests tags, which are found in a thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from store.chinese.words import Segmenter
from store.language import _, lazy
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article
from tui.controllers.annotation import AnnotationController
from tui.controllers.article import ArticleController
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import quoted, say, undoable
from tui.controllers.shared.write_queue import WriteQueue
from tui.keys.keymap import key_name
from tui.looks.error_toasts import when_answered
from tui.panes.reading.text_range import TextRange

if TYPE_CHECKING:
    from store.suggestions.suggestion import Suggestion

NONE_FOR_ARTICLE = lazy(
    "Nothing to suggest: this article has no striking words that are not tags of it yet, and no similar "
    "article has tags. {tag} tags it."
)
NONE_FOR_WORDS = lazy(
    "Nothing to suggest: neither these words nor similar ones are tagged elsewhere. "
    "{tag} tags them, {in_vivo} makes a tag of the words themselves."
)


class SuggestionController:
    """Suggests tags. Nothing is tagged unless the user accepts a suggestion."""

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
            _("Tags for the article {title}", title=quoted(title)),
            NONE_FOR_ARTICLE.format(tag=key_name("articles.tag-article")),
            find,
            give=partial(self._articles.add_tags, article),
            dismiss=partial(self._library.dismissals.for_article, article),
        )

    def for_words(self, chosen: TextRange) -> None:
        """Suggest tags for a range of an article."""
        give = partial(self._annotations.highlight, chosen)
        self._ask_for_range(chosen.article, chosen.start, chosen.end, (), give)

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
        text = article.text[start:end]

        def find() -> list[Suggestion]:
            from store.suggestions.for_words import suggest_for_words

            return suggest_for_words(self._library, article.id, start, end, has=has)

        dismiss = partial(self._library.dismissals.for_words, text)
        tag, in_vivo = key_name("reading.tag"), key_name("reading.tag-in-vivo")
        empty = NONE_FOR_WORDS.format(tag=tag, in_vivo=in_vivo)
        self._ask(_("Tags for {quote}", quote=quoted(text)), empty, find, give=give, dismiss=dismiss)

    def _ask(
        self,
        subject: str,
        empty: str,
        find: Callable[[], list[Suggestion]],
        *,
        give: Callable[[tuple[str, ...]], None],
        dismiss: Callable[[str], None],
    ) -> None:
        """Ask which suggestions to accept.

        :param empty: the message if there are none.
        :param find: finds the suggestions. Called in a thread.
        :param give: called with the accepted tags.
        :param dismiss: called with a tag that should not be suggested here again.
        """
        from tui.dialogs.suggestions import SuggestionsDialog

        def write_dismissal(tag: str) -> None:
            self._writes.run(
                lambda: dismiss(tag),
                lambda _dismissed: say(
                    self._app, undoable(_("{tag} will not be suggested here again", tag=tag))
                ),
            )

        def accept(chosen: tuple[str, ...]) -> None:
            if chosen:
                give(chosen)

        def read() -> tuple[list[Suggestion], dict[str, str]]:
            return find(), {tag.name: tag.colour for tag in self._library.codebook.tags()}

        dialog = SuggestionsDialog(subject, empty, write_dismissal)
        self._app.push_screen(dialog, when_answered(self._app, accept))
        look_up(self._app, dialog, read, lambda found: dialog.show(*found), dialog.show_error)
