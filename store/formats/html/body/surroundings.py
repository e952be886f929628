"""Leaves out of a page what is certainly not its article, before an extractor looks for it."""

from __future__ import annotations

from store.formats.html.body.regions import PageRegion, beside_article
from store.formats.html.page_scan import PageScan
from store.press.lines import is_prose

_LITTLE = 150
"""Code points of sentences from which a part of a page can be the whole article."""


class PageSurroundings:
    """What stands around the article of a page. A paragraph is ``in`` it if it may be one of the article."""

    def __init__(self, scan: PageScan, headline: int) -> None:
        """Find it.

        :param headline: the paragraph of the headline; -1 if it is in none.
        """
        self._scan = scan
        self.regions = list(beside_article(scan.regions, scan.parts, headline))
        """The parts of the page beside the article."""
        self._outside = {index for each in self.regions for index in range(each.first, each.last)}
        self._article = article = self._only_article(headline) or self._before_end_of_body(headline)
        first, last = (article.first, article.last) if article is not None else (0, len(scan.parts))
        self.inside = [index for index in range(first, last) if index not in self._outside]
        """The paragraphs that may be the article's."""
        self._inside = frozenset(self.inside)

    def __contains__(self, index: int) -> bool:
        return index in self._inside

    def article_markup(self) -> str:
        """Return the HTML of the page, or of its article, without scripts and what stands beside."""
        source, article = self._scan.source, self._article
        at, end = (article.start, article.end) if article is not None else (0, len(source))
        cuts = sorted([*self._scan.scripts, *((each.start, each.end) for each in self.regions)])
        pieces: list[str] = []
        for first, last in cuts:
            if first >= end:
                break
            if first >= at:
                pieces.append(source[at:first])
            at = max(at, last)
        pieces.append(source[at:end])
        markup = "".join(pieces)
        return f"<html><body>{markup}</body></html>" if article is not None and article.start else markup

    def _only_article(self, headline: int) -> PageRegion | None:
        """Return the only ``<article>`` of the page, if it has the headline or the sentences below it."""
        outside = self._outside
        articles = [each for each in self._scan.articles if each.first not in outside]
        if len(articles) != 1:
            return None
        (article,) = articles
        prose = [index for index in range(article.first, article.last) if self._is_prose(index)]
        if len(prose) < 2 or self._length(prose) < _LITTLE:
            return None
        if article.first <= headline < article.last:
            return article
        below = range(headline + 1, article.first)
        return None if any(map(self._is_prose, below)) else article

    def _before_end_of_body(self, headline: int) -> PageRegion | None:
        """Return what stands before the end of the body, if text follows it and the article stands before."""
        for last, end in self._scan.body_ends:
            prose = [index for index in range(headline + 1, last) if self._is_prose(index)]
            if headline < last < len(self._scan.parts) and self._length(prose) >= _LITTLE:
                return PageRegion("", 0, last, 0, end)
        return None

    def _is_prose(self, index: int) -> bool:
        words = self._scan.parts[index][1]
        return index not in self._outside and "。" in words and is_prose(words)

    def _length(self, indices: list[int]) -> int:
        return sum(len(self._scan.parts[index][1]) for index in indices)
