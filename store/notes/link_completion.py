"""Finding what to link to as one types: articles by their titles and tags by their names, by pinyin too."""

from __future__ import annotations

from collections import Counter

from store.chinese.folding import fold
from store.library import Library
from store.model.tag import Tag
from store.note_syntax.wikilinks import Link
from store.tags.fuzzy_finder import TagFinder

MOST = 20_000
"""Articles whose titles are offered: those added last."""

OFFERED = 50
"""Links that are offered at once; who types on finds the others."""


class LinkFinder:
    """Finds in one state of a library. It takes a while to make: on a thread."""

    def __init__(self, library: Library) -> None:
        rows = [row for row in library.articles.rows(0, MOST) if row.title]
        named = Counter(fold(row.title) for row in rows)
        self._links = {
            row.title: Link(article=row.title)
            if named[fold(row.title)] == 1
            else Link(article=library.ids.short(row.id), alias=row.title)
            for row in reversed(rows)  # of several of one title the one added last is offered
        }
        titles = list(reversed(self._links))
        self._titles = TagFinder((Tag(name=title) for title in titles), lately=titles)
        self._tags = TagFinder(library.codebook.tags(), uses=library.codebook.uses())

    def find(self, typed: str) -> list[Link]:
        """The links that fit what was typed after the brackets, the best first: articles, then tags.

        A ``#`` asks for tags alone.
        """
        tags = [Link(tag=match.tag.name) for match in self._tags.find(typed)[:OFFERED]]
        if typed.lstrip().startswith("#"):
            return tags
        articles = [self._links[match.tag.name] for match in self._titles.find(typed)[:OFFERED]]
        return (articles + tags)[:OFFERED]
