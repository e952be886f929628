"""The results of a search with the tags and annotations that they have now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.errors import PizhuError
from store.finding.concordance import Line, NotedRanges, TaggedRanges
from store.finding.passages import Passage
from tui.search.gathering import FoundRow
from tui.search.results.places import article_of

if TYPE_CHECKING:
    from store.library import Library
    from store.model.annotation import Annotation
    from tui.search.results.result_list import Result


def retagged(library: Library, results: Iterable[Result], articles: Collection[str]) -> dict[int, Result]:
    """Return what takes the place of results whose tags have changed, by the ``id`` of the result.

    :param articles: only results in these articles are looked at.
    """
    rows = {row.id: row for row in library.articles.rows_of(articles)}
    annotations: dict[str, tuple[Annotation, ...]] = {}
    for article in articles:
        annotations[article] = ()
        with suppress(PizhuError):  # it was removed
            annotations[article] = tuple(each for each in library.annotations.of(article) if not each.orphan)
    tagged = {article: TaggedRanges(found) for article, found in annotations.items()}
    noted = {article: NotedRanges(found) for article, found in annotations.items()}
    replaced: dict[int, Result] = {}
    for each in results:
        now: Result = each
        if article_of(each) not in tagged:
            continue
        if isinstance(each, FoundRow):
            now = each._replace(row=rows.get(each.row.id, each.row))
        elif isinstance(each, Line):
            place = (each.start, each.end)
            tags, notes = tagged[each.article].tags(*place), noted[each.article].notes(*place)
            now = replace(each, tags=tags, notes=notes)
        elif isinstance(each, Passage):
            overlapping = (
                it for it in annotations[each.article] if it.start < each.end and each.start < it.end
            )
            now = replace(each, annotations=tuple(overlapping))
        if now != each:
            replaced[id(each)] = now
    return replaced
