"""Requests of the panes, each handed to the controller that handles it.

The matches are exhaustive: mypy reports a request that has no case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from textual.app import App

from store.model.annotation import Annotation
from store.model.article import Article
from store.note_syntax.wikilinks import links_in
from tui.controllers.annotation import AnnotationController
from tui.controllers.article import ArticleController
from tui.controllers.autocoding import AutocodingController
from tui.controllers.codebook import CodebookController
from tui.controllers.filters.article_filter import ArticleFilterController
from tui.controllers.filters.creator_filter import CreatorFilter
from tui.controllers.links import LinkController
from tui.controllers.shared.notices import say
from tui.controllers.suggestions import SuggestionController
from tui.controllers.words import WordController
from tui.keys.requests import AnnotationRequest, ArticleRequest, HighlightRequest, TagRequest, TextRequest
from tui.panes.articles import ArticlesPane
from tui.panes.notes import NotesPane
from tui.panes.pane import Pane
from tui.panes.reading import ReadingContext, ReadingPane
from tui.panes.reading.moving import NO_ANNOTATION
from tui.panes.reading.selecting import Words
from tui.panes.tags import TagsPane

NO_WORDS = "Select words first: v begins, and w or l goes on"
NOT_INSIDE = "Put the cursor inside a word, on the character that begins the second"

AnyRequest: TypeAlias = (
    ArticlesPane.Requested
    | ArticlesPane.FilterRequested
    | ReadingPane.Requested
    | TagsPane.Requested
    | TagsPane.Toggled
    | TagsPane.FilterRequested
    | NotesPane.Requested
    | NotesPane.AllNotesRequested
    | Pane.CreatorFilterRequested
)
"""Every message by which a pane asks for something."""


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Handles the requests of all panes; owns the controllers that do so."""

    app: App[None]
    articles: ArticleController
    annotations: AnnotationController
    autocoding: AutocodingController
    codebook: CodebookController
    links: LinkController
    suggestions: SuggestionController
    words: WordController
    article_filter: ArticleFilterController
    creator_filter: CreatorFilter

    def dispatch(self, event: AnyRequest) -> None:
        """Handle a request."""
        match event:
            case ArticlesPane.Requested():
                self._from_articles(event)
            case ReadingPane.Requested():
                self._from_reading(event)
            case TagsPane.Requested():
                self._from_tags(event)
            case NotesPane.Requested():
                self._from_notes(event)
            case TagsPane.Toggled():
                self._toggle_tag(event)
            case TagsPane.FilterRequested():
                self.article_filter.filter_by_tag(event.tag, event.sign)
            case ArticlesPane.FilterRequested():
                self.article_filter.filter_or_ask(event.query)
            case NotesPane.AllNotesRequested():
                self.links.show_all_notes()
            case Pane.CreatorFilterRequested():
                self.creator_filter.ask()
            case _:
                assert_never(event)

    def _toggle_tag(self, event: TagsPane.Toggled) -> None:
        if event.article is not None:
            self.articles.toggle_tag(event.article, event.tag)
        else:
            say(self.app, "There is no article here to put a tag on")

    def _from_articles(self, event: ArticlesPane.Requested) -> None:
        """Handle a request about an article of the list."""
        row = event.row
        match event.request:
            case ArticleRequest.TAG:
                self.articles.tag(row)
            case ArticleRequest.SUGGEST:
                self.suggestions.for_article(row.id, row.title)
            case ArticleRequest.NOTE:
                self.articles.note(row.id, row.title)
            case ArticleRequest.STAR:
                self.articles.star(row)
            case ArticleRequest.STATUS:
                self.articles.next_status(row)
            case ArticleRequest.REMOVE:
                self.articles.remove(row)
            case _:
                assert_never(event.request)

    def _from_tags(self, event: TagsPane.Requested) -> None:
        """Handle a request about tags."""
        tags, (tag, *_) = event.tags, event.tags
        match event.request:
            case TagRequest.RENAME:
                self.codebook.rename(tag)
            case TagRequest.MERGE:
                self.codebook.merge(tags)
            case TagRequest.MOVE:
                self.codebook.move(tags)
            case TagRequest.DESCRIBE:
                self.codebook.describe(tag)
            case TagRequest.COLOUR:
                self.codebook.colour(tags)
            case TagRequest.SPLIT:
                self.codebook.split(tag)
            case TagRequest.CARD:
                self.codebook.show_card(tag)
            case TagRequest.ALIAS:
                self.codebook.alias(tag)
            case TagRequest.PIN:
                self.codebook.pin(tag, event.digit)
            case TagRequest.BACKLINKS:
                self.links.show_backlinks_of_tag(tag)
            case TagRequest.DELETE:
                self.codebook.delete(tags)
            case _:
                assert_never(event.request)

    def _from_notes(self, event: NotesPane.Requested) -> None:
        """Handle a request about a note."""
        if event.request is AnnotationRequest.DELETE and event.annotation is None:
            self.articles.delete_note(event.article)
        else:
            self._about_annotation(event.request, event.article, None, event.annotation)

    def _from_reading(self, event: ReadingPane.Requested) -> None:
        """Handle a request about the article that is being read."""
        context = event.context
        match event.request:
            case AnnotationRequest() as request:
                self._about_annotation(request, context.article, context.selected, context.annotation)
            case HighlightRequest() as request:
                self._about_words(request, context, event.digit)
            case TextRequest() as request:
                self._about_text(request, context)
            case _:
                assert_never(event.request)

    def _about_annotation(
        self, request: AnnotationRequest, article: Article, words: Words | None, annotation: Annotation | None
    ) -> None:
        """Handle a request about words, about an annotation or, with neither, about the article."""
        match request:
            case AnnotationRequest.TAG:
                self._tag(article, words, annotation)
            case AnnotationRequest.TAG_ARTICLE:
                self.articles.tag(article)
            case AnnotationRequest.SUGGEST:
                self._suggest(article, words, annotation)
            case AnnotationRequest.NOTE:
                self._note(article, words, annotation, outside=False)
            case AnnotationRequest.EDIT_OUTSIDE:
                self._note(article, words, annotation, outside=True)
            case AnnotationRequest.READ_NOTE:
                self._read_note(article, annotation)
            case AnnotationRequest.TICK:
                self._tick(article, annotation)
            case AnnotationRequest.DELETE:
                self._delete(article, annotation)
            case AnnotationRequest.FOLLOW:
                self.links.follow(links_in((annotation or article).note), article.id)
            case AnnotationRequest.BACKLINKS:
                self.links.show_backlinks(article, annotation)
            case _:
                assert_never(request)

    def _tag(self, article: Article, words: Words | None, annotation: Annotation | None) -> None:
        if words is not None:
            self.annotations.tag_words(words)
        elif annotation is not None:
            self.annotations.tag_annotation(article.id, annotation)
        else:
            self.articles.tag(article)

    def _suggest(self, article: Article, words: Words | None, annotation: Annotation | None) -> None:
        if words is not None:
            self.suggestions.for_words(words)
        elif annotation is not None:
            self.suggestions.for_annotation(article, annotation)
        else:
            self.suggestions.for_article(article.id, article.title)

    def _note(
        self, article: Article, words: Words | None, annotation: Annotation | None, *, outside: bool
    ) -> None:
        if words is not None:
            self.annotations.note_words(words, outside=outside)
        elif annotation is not None:
            self.annotations.note_annotation(article.id, annotation, outside=outside)
        else:
            self.articles.note(article.id, article.title, outside=outside)

    def _read_note(self, article: Article, annotation: Annotation | None) -> None:
        if annotation is not None:
            self.links.show_annotation(article, annotation)
        else:
            say(self.app, NO_ANNOTATION)

    def _tick(self, article: Article, annotation: Annotation | None) -> None:
        if annotation is not None:
            self.annotations.tick(article.id, annotation)
        else:
            self.articles.tick(article)

    def _delete(self, article: Article, annotation: Annotation | None) -> None:
        if annotation is not None:
            self.annotations.delete(article.id, annotation)
        else:
            say(self.app, NO_ANNOTATION)

    def _about_words(self, request: HighlightRequest, context: ReadingContext, digit: str) -> None:
        """Handle a request to put an annotation on words."""
        selected, words = context.selected, context.selected or context.word
        match request:
            case HighlightRequest.REPEAT:
                self.annotations.repeat_tags(words)
            case HighlightRequest.IN_VIVO:
                self.annotations.tag_in_vivo(words)
            case HighlightRequest.EVERYWHERE:
                self.autocoding.tag_everywhere(words)
            case _ if selected is None:
                say(self.app, NO_WORDS)
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

    def _about_text(self, request: TextRequest, context: ReadingContext) -> None:
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
                    say(self.app, NOT_INSIDE)
            case TextRequest.COPY:
                self.words.copy(selected or context.sentence, with_source=False)
            case TextRequest.CITE:
                self.words.copy(selected or context.sentence, with_source=True)
            case TextRequest.BLOCK_KIND:
                self.articles.correct_kind(context.article, context.block)
            case _:
                assert_never(request)
