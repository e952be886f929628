"""Creates the controllers that handle the requests of the panes."""

from __future__ import annotations

from collections.abc import Callable

from store.chinese.words import Segmenter
from store.library import Library
from tui.adjudicating.controller import AdjudicationController
from tui.controllers.annotation import AnnotationController
from tui.controllers.article import ArticleController
from tui.controllers.autocoding import AutocodingController
from tui.controllers.codebook import CodebookController
from tui.controllers.coders.agreement import AgreementController
from tui.controllers.dispatch import Dispatcher
from tui.controllers.filters.article_filter import ArticleFilterController
from tui.controllers.filters.creator_filter import CreatorFilter
from tui.controllers.filters.evaluation import QueryEvaluation
from tui.controllers.filters.saved_searches import SavedSearchController
from tui.controllers.former_texts import FormerTextController
from tui.controllers.links import LinkController
from tui.controllers.notes import NoteController
from tui.controllers.picked_articles import PickedArticlesController
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.controllers.suggestions import SuggestionController
from tui.controllers.terms.clipping import ClipController
from tui.controllers.terms.marking import TermListController
from tui.controllers.words import WordController
from tui.panes.articles import ArticlesPane
from tui.panes.layout import PaneScreen
from tui.panes.reading import ReadingPane
from tui.panes.tags import TagsPane
from tui.panes.visibility import PaneName
from tui.search.controller import SearchController


def make_dispatcher(
    screen: PaneScreen,
    library: Library,
    segmenter: Segmenter,
    *,
    writes: WriteQueue,
    notes: NoteController,
    creator_filter: CreatorFilter,
    evaluation: QueryEvaluation,
    saved_searches: SavedSearchController,
    articles_pane: ArticlesPane,
    reading_pane: ReadingPane,
    tags_pane: TagsPane,
    open_article: Callable[[str], None],
) -> Dispatcher:
    """Create a dispatcher with its controllers.

    :param open_article: opens the article with an ID, unless it is already open.
    """
    app, tags = screen.app, TagPrompt(screen.app, library)
    articles = ArticleController(app, library, writes, notes, tags)
    annotations = AnnotationController(app, library, writes, notes, tags, sticky=reading_pane.sticky)
    picked_articles = PickedArticlesController(app, library, writes, tags)
    clips = ClipController(app, library, segmenter, writes, tags)
    article_filter = ArticleFilterController(
        app,
        library,
        evaluation,
        articles_pane=articles_pane,
        tags_pane=tags_pane,
        save_query=saved_searches.save,
    )
    search = SearchController(
        app,
        library,
        segmenter,
        writes,
        tags=tags,
        notes=notes,
        picked_articles=picked_articles,
        clips=clips,
        save_query=saved_searches.save,
        reading_pane=reading_pane,
        open_article=open_article,
        go_to_text=lambda: screen.go_to_pane(PaneName.READING),
    )
    return Dispatcher(
        app,
        articles=articles,
        annotations=annotations,
        autocoding=AutocodingController(app, library, writes, tags),
        codebook=CodebookController(app, library, writes, notes, tags),
        former_texts=FormerTextController(app, library),
        links=LinkController(
            screen,
            library,
            annotations,
            reading_pane=reading_pane,
            tags_pane=tags_pane,
            open_article=open_article,
        ),
        suggestions=SuggestionController(
            app, library, segmenter, writes, articles=articles, annotations=annotations
        ),
        words=WordController(app, library, writes),
        article_filter=article_filter,
        creator_filter=creator_filter,
        picked_articles=picked_articles,
        saved_searches=saved_searches,
        terms=TermListController(app, library, writes, tags),
        clipper=clips,
        adjudication=AdjudicationController(
            app,
            library,
            writes,
            tags=tags,
            reading_pane=reading_pane,
            open_article=open_article,
            go_to_text=lambda: screen.go_to_pane(PaneName.READING),
        ),
        search=search,
        agreement=AgreementController(app, library, search),
    )
