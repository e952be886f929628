"""Passes the requests about the open article to the controllers.

The matches are exhaustive: mypy reports a request that has no case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

from textual.app import App

from store.language import lazy
from store.model.annotation import Annotation
from store.model.article import Article
from store.note_syntax.wikilinks import links_in
from tui.controllers.annotation import AnnotationController
from tui.controllers.article import ArticleController
from tui.controllers.autocoding import AutocodingController
from tui.controllers.former_texts import FormerTextController
from tui.controllers.links import LinkController
from tui.controllers.shared.notices import say
from tui.controllers.suggestions import SuggestionController
from tui.controllers.words import WordController
from tui.keys.keymap import key_name
from tui.keys.requests import AnnotationRequest, HighlightRequest, TextRequest
from tui.panes.reading import ReadingContext, ReadingPane
from tui.panes.reading.motion_view import NO_ANNOTATION
from tui.panes.reading.text_range import TextRange
from tui.search.controller import SearchController

NO_SELECTION = lazy("Select words first: {select} starts, and {word} or {character} extends the selection")
NOT_INSIDE_WORD = lazy("Put the cursor inside a word, on the first character of its second part")


@dataclass(frozen=True, slots=True)
class ReadingDispatcher:
    """Handles requests about the selection, annotations and the article, from the reading and notes panes."""

    app: App[None]
    articles: ArticleController
    annotations: AnnotationController
    autocoding: AutocodingController
    former_texts: FormerTextController
    links: LinkController
    suggestions: SuggestionController
    words: WordController
    search: SearchController

    def handle_reading_request(self, event: ReadingPane.Requested) -> None:
        """Handle a request of the reading pane."""
        context = event.context
        match event.request:
            case AnnotationRequest() as request:
                self.handle_annotation_request(request, context.article, context.selected, context.annotation)
            case HighlightRequest() as request:
                self._handle_highlight_request(request, context, event.digit)
            case TextRequest() as request:
                self._handle_text_request(request, context)
            case _:
                assert_never(event.request)

    def handle_annotation_request(
        self,
        request: AnnotationRequest,
        article: Article,
        selected: TextRange | None,
        annotation: Annotation | None,
    ) -> None:
        """Handle a request about the selection, about an annotation or, without both, about the article."""
        match request:
            case AnnotationRequest.TAG:
                self._tag(article, selected, annotation)
            case AnnotationRequest.TAG_ARTICLE:
                self.articles.tag(article)
            case AnnotationRequest.SUGGEST:
                self._suggest(article, selected, annotation)
            case AnnotationRequest.NOTE:
                self._note(article, selected, annotation, outside=False)
            case AnnotationRequest.EDIT_OUTSIDE:
                self._note(article, selected, annotation, outside=True)
            case AnnotationRequest.READ_NOTE:
                self._read_note(article, annotation)
            case AnnotationRequest.TICK:
                self._tick(article, annotation)
            case AnnotationRequest.DELETE:
                self._delete(article, annotation)
            case AnnotationRequest.CONFIRM:
                self._confirm(article, annotation)
            case AnnotationRequest.FOLLOW | AnnotationRequest.BACKLINKS | AnnotationRequest.OPEN_IDENTITY:
                self._go_along(request, article, annotation)
            case _:
                assert_never(request)

    def _go_along(
        self,
        request: Literal[
            AnnotationRequest.FOLLOW, AnnotationRequest.BACKLINKS, AnnotationRequest.OPEN_IDENTITY
        ],
        article: Article,
        annotation: Annotation | None,
    ) -> None:
        """Go where an annotation or the article leads, or to what leads to it."""
        match request:
            case AnnotationRequest.FOLLOW:
                self.links.follow(links_in((annotation or article).note), article.id)
            case AnnotationRequest.BACKLINKS:
                self.links.show_backlinks(article, annotation)
            case AnnotationRequest.OPEN_IDENTITY:
                self.links.open_identity((annotation or article).tags)
            case _:
                assert_never(request)

    def _tag(self, article: Article, selected: TextRange | None, annotation: Annotation | None) -> None:
        if selected is not None:
            self.annotations.tag_range(selected)
        elif annotation is not None:
            self.annotations.tag_annotation(article.id, annotation)
        else:
            self.articles.tag(article)

    def _suggest(self, article: Article, selected: TextRange | None, annotation: Annotation | None) -> None:
        if selected is not None:
            self.suggestions.for_words(selected)
        elif annotation is not None:
            self.suggestions.for_annotation(article, annotation)
        else:
            self.suggestions.for_article(article.id, article.title)

    def _note(
        self, article: Article, selected: TextRange | None, annotation: Annotation | None, *, outside: bool
    ) -> None:
        if selected is not None:
            self.annotations.note_range(selected, outside=outside)
        elif annotation is not None:
            self.annotations.note_annotation(article.id, annotation, outside=outside)
        else:
            self.articles.note(article.id, article.title, outside=outside)

    def _read_note(self, article: Article, annotation: Annotation | None) -> None:
        if annotation is not None:
            self.links.show_annotation(article, annotation)
        else:
            say(self.app, str(NO_ANNOTATION))

    def _tick(self, article: Article, annotation: Annotation | None) -> None:
        if annotation is not None:
            self.annotations.tick(article.id, annotation)
        else:
            self.articles.tick(article)

    def _delete(self, article: Article, annotation: Annotation | None) -> None:
        if annotation is not None:
            self.annotations.delete(article.id, annotation)
        else:
            say(self.app, str(NO_ANNOTATION))

    def _confirm(self, article: Article, annotation: Annotation | None) -> None:
        if annotation is not None:
            self.annotations.confirm(article.id, annotation)
        else:
            say(self.app, str(NO_ANNOTATION))

    def _handle_highlight_request(
        self, request: HighlightRequest, context: ReadingContext, digit: str
    ) -> None:
        """Handle a request to annotate words."""
        selected, chosen = context.selected, context.selected or context.word
        match request:
            case HighlightRequest.REPEAT:
                self.annotations.repeat_tags(chosen)
            case HighlightRequest.STICK:
                self.annotations.ask_sticky()
            case HighlightRequest.IN_VIVO:
                self.annotations.tag_in_vivo(chosen)
            case HighlightRequest.EVERYWHERE:
                self.autocoding.tag_everywhere(chosen)
            case _ if selected is None:
                say(self.app, _no_selection())
            case HighlightRequest.HIGHLIGHT:
                self.annotations.highlight(selected)
            case HighlightRequest.PINNED:
                self.annotations.tag_pinned(selected, digit)
            case HighlightRequest.PLACE:
                self.annotations.place_orphan(selected)
            case HighlightRequest.MOVE_ENDS:
                if context.annotation is not None:
                    self.annotations.move_ends(context.annotation, selected)
            case _:
                assert_never(request)

    def _handle_text_request(  # noqa: C901, PLR0912 - a case for each request
        self, request: TextRequest, context: ReadingContext
    ) -> None:
        """Handle a request about the text itself."""
        selected, word = context.selected, context.word
        match request:
            case TextRequest.WORD_CARD:
                self.words.show_card(selected or word)
            case TextRequest.JOIN:
                self.words.join(selected or word, selected or context.next_word or word)
            case TextRequest.SPLIT:
                if selected is None and word.start < context.cursor < word.end:
                    self.words.split(word, context.cursor)
                else:
                    say(self.app, str(NOT_INSIDE_WORD))
            case TextRequest.CONCORDANCE:
                chosen = selected or word
                chosen.drop()
                self.search.open(chosen.exact.strip())
            case TextRequest.COPY:
                self.words.copy(selected or context.sentence, with_source=False)
            case TextRequest.CITE:
                self.words.copy(selected or context.sentence, with_source=True)
            case TextRequest.BLOCK_KIND:
                self.articles.correct_kind(context.article, context.block)
            case TextRequest.CORRECT:
                self.articles.correct(context.article.id)
            case TextRequest.STAR:
                self.articles.star(context.article)
            case TextRequest.STATUS:
                self.articles.next_status(context.article)
            case TextRequest.EARLIER:
                self.former_texts.show(context.article.id, context.article.title)
            case _:
                assert_never(request)


def _no_selection() -> str:
    return NO_SELECTION.format(
        select=key_name("reading.select"),
        word=key_name("reading.next-word"),
        character=key_name("reading.character-right"),
    )
