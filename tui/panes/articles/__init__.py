"""The list of articles. Each class adds to its base: layout, list, painting, picks, find, requests."""

from tui.panes.articles.pane import ArticlesPane

__all__ = ["ArticlesPane"]
