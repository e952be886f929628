"""Facets of the articles that match a query."""

from __future__ import annotations

from store.finding.facets import FacetValue, facets
from store.library import Library
from store.query.parser import parse
from store.query.tree import Query
from tests.conftest import draft


def test_the_values_of_articles_are_counted_field_by_field(library: Library) -> None:
    library.attributes.add("地区")
    first, _ = library.articles.add(draft("花开了。", title="一"))
    second, _ = library.articles.add(draft("花落了。", title="二"))
    third, _ = library.articles.add(draft("雪。", title="三"))
    library.articles.correct(
        first, {"source": "日报", "date": "2020-03", "authors": "林夏、周屿", "地区": "华东"}
    )
    library.articles.correct(
        second, {"source": "日报", "date": "2020-05-01", "authors": "林夏", "地区": "华南"}
    )
    library.articles.correct(third, {"source": "晚报", "地区": "华东"})
    library.annotations.annotate_quote(first, "花", tags=["植物"])
    library.annotations.annotate_quote(first, "开", tags=["植物"])
    found = facets(library, parse("花"))
    assert [(each.field, each.value, each.articles) for each in found] == [
        ("source", "日报", 2),
        ("date", "2020", 2),
        ("author", "林夏", 2),
        ("author", "周屿", 1),
        ("tag", "植物", 1),
        ("地区", "华东", 1),
        ("地区", "华南", 1),
    ]
    assert FacetValue("地区", "华东", 2) in facets(library, Query())
    assert facets(library, parse("没有的词")) == []
