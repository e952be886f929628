"""Passes the requests of the panes to the controllers.

The matches are exhaustive: mypy reports a request that has no case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from store.language import _
from tui.adjudicating.controller import AdjudicationController
from tui.controllers.codebook import CodebookController
from tui.controllers.coders.agreement import AgreementController
from tui.controllers.filters.article_filter import ArticleFilterController
from tui.controllers.filters.creator_filter import CreatorFilter
from tui.controllers.filters.saved_searches import SavedSearchController
from tui.controllers.picked_articles import PickedArticlesController
from tui.controllers.reading_dispatch import ReadingDispatcher
from tui.controllers.shared.notices import say
from tui.controllers.terms.clipping import ClipController
from tui.controllers.terms.marking import TermListController
from tui.keys.requests import AnnotationRequest, ArticleRequest, TagRequest
from tui.panes.articles import ArticlesPane
from tui.panes.notes import NotesPane
from tui.panes.pane import Pane
from tui.panes.reading import ReadingPane
from tui.panes.tags import TagsPane

AnyRequest: TypeAlias = (
    ArticlesPane.Requested
    | ArticlesPane.FilterRequested
    | ArticlesPane.SortRequested
    | ArticlesPane.SavedSearchRequested
    | ReadingPane.Requested
    | TagsPane.Requested
    | TagsPane.ToggleRequested
    | TagsPane.FilterRequested
    | TagsPane.ArrangeRequested
    | NotesPane.Requested
    | Pane.AllNotesRequested
    | Pane.CreatorFilterRequested
)
"""Any request of a pane."""


@dataclass(frozen=True, slots=True)
class Dispatcher(ReadingDispatcher):
    """Handles the requests of all panes."""

    codebook: CodebookController
    article_filter: ArticleFilterController
    creator_filter: CreatorFilter
    picked_articles: PickedArticlesController
    saved_searches: SavedSearchController
    terms: TermListController
    clipper: ClipController
    adjudication: AdjudicationController
    agreement: AgreementController

    def dispatch(self, event: AnyRequest) -> None:
        """Handle a request."""
        match event:
            case ArticlesPane.Requested():
                self._handle_article_request(event)
            case ReadingPane.Requested():
                self.handle_reading_request(event)
            case TagsPane.Requested():
                self._handle_tag_request(event)
            case NotesPane.Requested():
                self._handle_note_request(event)
            case TagsPane.ToggleRequested():
                self._toggle_tag(event)
            case TagsPane.FilterRequested():
                self.article_filter.filter_by_tag(event.tag, event.sign)
            case TagsPane.ArrangeRequested():
                self.codebook.arrange(event.parent, event.labels)
            case (
                ArticlesPane.FilterRequested()
                | ArticlesPane.SortRequested()
                | ArticlesPane.SavedSearchRequested()
            ):
                self._handle_list_request(event)
            case Pane.AllNotesRequested():
                self.links.show_all_notes()
            case Pane.CreatorFilterRequested():
                self.creator_filter.ask()
            case _:
                assert_never(event)

    def _handle_list_request(
        self,
        event: ArticlesPane.FilterRequested | ArticlesPane.SortRequested | ArticlesPane.SavedSearchRequested,
    ) -> None:
        """Handle a request about what the list shows."""
        match event:
            case ArticlesPane.FilterRequested():
                self.article_filter.filter_or_ask(event.query)
            case ArticlesPane.SortRequested():
                self.article_filter.ask_order(event.order)
            case ArticlesPane.SavedSearchRequested():
                self.saved_searches.handle(event)
            case _:
                assert_never(event)

    def _toggle_tag(self, event: TagsPane.ToggleRequested) -> None:
        if event.article is not None:
            self.articles.toggle_tag(event.article, event.tag)
        else:
            say(self.app, _("There is no article to tag"))

    def _handle_article_request(self, event: ArticlesPane.Requested) -> None:
        """Handle a request of the list of articles."""
        if event.picked:
            self._handle_picked_request(event.request, event.picked)
            return
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
            case ArticleRequest.CORRECT:
                self.articles.correct(row.id)
            case ArticleRequest.EARLIER:
                self.former_texts.show(row.id, row.title)
            case ArticleRequest.REMOVE:
                self.articles.remove(row)
            case _:
                assert_never(event.request)

    def _handle_picked_request(self, request: ArticleRequest, picked: tuple[str, ...]) -> None:
        """Handle a request about picked articles."""
        match request:
            case ArticleRequest.TAG:
                self.picked_articles.tag(picked)
            case ArticleRequest.STAR:
                self.picked_articles.star(picked)
            case ArticleRequest.STATUS:
                self.picked_articles.ask_status(picked)
            case ArticleRequest.CORRECT:
                self.picked_articles.correct(picked)
            case ArticleRequest.REMOVE:
                self.picked_articles.remove(picked)
            case ArticleRequest.SUGGEST | ArticleRequest.NOTE | ArticleRequest.EARLIER:
                raise AssertionError(request)  # these are about the highlighted article
            case _:
                assert_never(request)

    def _handle_tag_request(self, event: TagsPane.Requested) -> None:
        """Handle a request of the tags pane."""
        tags, tag = event.tags, event.tags[0]
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
            case TagRequest.ALIAS:
                self.codebook.alias(tag)
            case TagRequest.IDENTIFY:
                self.codebook.identify(tag)
            case TagRequest.PIN:
                self.codebook.pin(tag, event.digit)
            case TagRequest.DELETE:
                self.codebook.delete(tags)
            case TagRequest.CARD | TagRequest.BACKLINKS | TagRequest.OPEN_IDENTITY as request:
                self._look_up_tag(request, tag)
            case _:
                assert_never(event.request)

    def _look_up_tag(
        self, request: Literal[TagRequest.CARD, TagRequest.BACKLINKS, TagRequest.OPEN_IDENTITY], tag: str
    ) -> None:
        match request:
            case TagRequest.CARD:
                self.codebook.show_card(tag)
            case TagRequest.BACKLINKS:
                self.links.show_backlinks_of_tag(tag)
            case TagRequest.OPEN_IDENTITY:
                self.links.open_identity([tag])
            case _:
                assert_never(request)

    def _handle_note_request(self, event: NotesPane.Requested) -> None:
        """Handle a request of the notes pane."""
        if event.request is AnnotationRequest.DELETE and event.annotation is None:
            self.articles.delete_note(event.article)
        elif event.link is not None:
            self.links.follow([event.link], event.article.id)
        else:
            self.handle_annotation_request(event.request, event.article, None, event.annotation)
