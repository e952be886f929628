"""What the list of articles tells and asks for."""

from __future__ import annotations

from textual.message import Message

from store.model.listing.order import Order
from store.model.listing.rows import Row
from store.query.tree import Query
from tui.keys.requests import ArticleRequest, SearchRequest
from tui.panes.pane import PaneRequest


class ArticleMessages:
    """The messages of the list of articles."""

    class Highlighted(Message):
        """Another article is highlighted."""

        def __init__(self, article: str | None) -> None:
            super().__init__()
            self.article = article
            """The ID of the article, or None if the list is empty."""

    class Opened(Message):
        """The user wants to read an article."""

        def __init__(self, article: str) -> None:
            super().__init__()
            self.article = article
            """The ID of the article."""

    class Requested(PaneRequest):
        """A request about the highlighted article, or about those that are picked."""

        def __init__(self, request: ArticleRequest, row: Row, picked: tuple[str, ...] = ()) -> None:
            super().__init__()
            self.request = request
            self.row = row
            """The row of the highlighted article."""
            self.picked = picked
            """The IDs of the picked articles, if the request applies to them."""

    class SortRequested(PaneRequest):
        """A request to ask for the order of the list."""

        def __init__(self, order: Order) -> None:
            super().__init__()
            self.order = order
            """The present order."""

    class FilterRequested(PaneRequest):
        """A request to filter the list."""

        def __init__(self, query: Query | None) -> None:
            super().__init__()
            self.query = query
            """The query to filter by. If None, the user is asked for it."""

    class SavedSearchRequested(PaneRequest):
        """A request about a saved search."""

        def __init__(self, request: SearchRequest, name: str = "", query: Query | None = None) -> None:
            super().__init__()
            self.request = request
            self.name = name
            """The name of the search; empty for a new one or all."""
            self.query = query
            """The query to save."""
