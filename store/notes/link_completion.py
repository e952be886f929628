"""Completes links while the user types: articles by title and tags by name, in characters or pinyin."""

from __future__ import annotations

from collections import Counter

from store.chinese.folding import fold
from store.library import Library
from store.model.tag import Tag
from store.note_syntax.wikilinks import Link
from store.tags.fuzzy_finder import TagFinder

MAX_ARTICLES = 20_000
"""The maximum number of articles that are offered, newest first."""

MAX_OFFERED = 50
"""The maximum number of completions shown at once."""


class LinkFinder:
    """Completes links in a snapshot of the library. Slow to create: use a thread."""

    def __init__(self, library: Library) -> None:
        rows = [row for row in library.articles.rows(0, MAX_ARTICLES) if row.title]
        named = Counter(fold(row.title) for row in rows)
        self._links = {
            row.title: Link(article=row.title)
            if named[fold(row.title)] == 1
            else Link(article=library.ids.short(row.id), alias=row.title)
            for row in reversed(rows)  # of several with the same title, offer the newest
        }
        titles = list(reversed(self._links))
        self._titles = TagFinder((Tag(name=title) for title in titles), lately=titles)
        self._tags = TagFinder(library.codebook.tags(), uses=library.codebook.uses())

    def find(self, typed: str) -> list[Link]:
        """Return the links that match what was typed after ``[[``, best match first: articles, then tags.

        A leading ``#`` selects tags only.
        """
        tags = [Link(tag=match.tag.name) for match in self._tags.find(typed)[:MAX_OFFERED]]
        if typed.lstrip().startswith("#"):
            return tags
        articles = [self._links[match.tag.name] for match in self._titles.find(typed)[:MAX_OFFERED]]
        return (articles + tags)[:MAX_OFFERED]
