"""Articles that match a query, with what it asks for in their texts."""

from __future__ import annotations

from store.finding.found_articles import found_articles
from store.library import Library
from store.query.parser import parse
from tests.conftest import draft


def test_an_article_comes_with_its_hits(library: Library) -> None:
    library.articles.add(draft("花开花落，花又开。", title="春"))
    (found,) = found_articles(library, parse("花"), snippets=2)
    assert (found.row.title, found.places) == ("春", 3)
    assert [(hit.snippet, hit.end - hit.start) for hit in found.hits] == [("花开花落，花又开。", 1)] * 2


def test_a_query_of_fields_finds_articles_without_hits(library: Library) -> None:
    library.articles.add(draft("花开。", title="春"))
    (found,) = found_articles(library, parse("is:unread"))
    assert (found.places, found.hits) == (0, ())


def test_articles_come_one_by_one_in_the_order_of_the_list(library: Library) -> None:
    for number in range(5):
        library.articles.add(draft(f"花{number}", title=f"第{number}"))
    titles = [found.row.title for found in found_articles(library, parse("花"))]
    assert titles == [f"第{number}" for number in reversed(range(5))]
