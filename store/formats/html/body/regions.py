"""Finds the parts of a page that stand beside its article: comments, related articles, buttons, menus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from store.formats.html.blocks import Part, Token
from store.formats.html.class_names import Region, region_of
from store.press.lines import is_prose

_NEVER = frozenset([
    "html", "head", "body", "main", "article", "a", "span", "img", "br", "p", "b", "strong", "em", "i", "h1",
    "h2", "h3", "h4", "h5", "h6", "meta", "link", "input", "script", "style", "button", "title", "tr", "td",
    "tbody", "figure", "figcaption", "blockquote",
])  # fmt: skip
"""Elements that are no such part, whatever they are called."""
_ELEMENTS: dict[str, Region] = {"nav": "navigation", "aside": "related", "footer": "navigation"}
_HOLDERS = frozenset(["article", "blockquote", "figure"])
"""Elements inside which an aside or footer may be text of the article."""
REGION_ELEMENTS = _HOLDERS | _ELEMENTS.keys()
"""Elements that matter to regions without a name."""
_MOST = 2_000
"""Regions of a page that are read."""
_LEAST_ABOVE = 60
"""Code points of sentences above comments that are surely an article, however long the comments are."""
_LONGEST_NOTICE = 400
"""Code points of the longest notice of the site that has sentences."""


class PageRegion(msgspec.Struct, frozen=True):
    """A part of a page beside its article."""

    kind: Region
    first: int
    """The first of its paragraphs."""
    last: int
    """The paragraph after its last one."""
    start: int
    """Where its element begins in the source of the page, in code points."""
    end: int


class RegionFinder:
    """Follows the tags of a page and keeps the outermost regions in it, and the outermost articles."""

    def __init__(self) -> None:
        self.found: list[PageRegion] = []
        self.articles: list[PageRegion] = []
        self._articles = 0
        self._article: tuple[int, int] = (0, 0)
        self.kind: Region = ""
        """The kind of the region that has begun and not ended; empty outside."""
        self.element = ""
        """The name of its element."""
        self._depth = 0
        self._first = 0
        self._start = 0
        self._held = 0

    def start(self, token: Token, names: str, part: int) -> None:
        """Take the beginning of an element.

        :param names: its classes and identifiers.
        :param part: the index of the paragraph that is being read.
        """
        if self.element:
            self._depth += token.value == self.element
        elif token.value in _HOLDERS:
            self._held += 1
            if token.value == "article":
                self._articles += 1
                if self._articles == 1:
                    self._article = (part, token.start)
        elif token.value not in _NEVER and len(self.found) < _MOST:
            kind: Region = region_of(names) if names else ""
            if not kind and not self._held:
                kind = _ELEMENTS.get(token.value, "")
            if kind:
                self.kind, self.element, self._depth = kind, token.value, 1
                self._first, self._start = part, token.start

    def finish(self, token: Token, part: int) -> None:
        """Take the end of an element."""
        if token.value == self.element:
            self._depth -= 1
            if not self._depth:
                self.found.append(PageRegion(self.kind, self._first, part, self._start, token.end))
                self.element, self.kind = "", ""
        elif token.value in _HOLDERS and not self.element:
            self._held = max(0, self._held - 1)
            if token.value == "article" and self._articles:
                self._articles -= 1
                if not self._articles and len(self.articles) < _MOST:
                    first, start = self._article
                    self.articles.append(PageRegion("", first, part, start, token.end))


def beside_article(regions: Sequence[PageRegion], parts: list[Part], headline: int) -> Iterator[PageRegion]:
    """Yield the regions that are certainly not the article, nor a part of it.

    The names that sites give may be wrong: what holds the headline or most sentences of the page is the
    article, and only comments and short notices may have sentences.

    :param headline: the paragraph of the headline; -1 if it is in none.
    """
    prose = [index for index, (_, words) in enumerate(parts) if "。" in words and is_prose(words)]
    lengths = {index: len(parts[index][1]) for index in prose}
    whole = sum(lengths.values())
    for region in regions:
        if region.first <= headline < region.last:
            continue
        inside = sum(lengths.get(index, 0) for index in range(region.first, region.last))
        if not inside:
            yield region
        elif headline >= 0 and region.first < headline:
            continue
        elif region.kind == "comments":
            before = sum(length for index, length in lengths.items() if headline < index < region.first)
            if before * 8 >= whole - before or before >= _LEAST_ABOVE:
                yield region
        elif region.kind == "notice" and inside <= _LONGEST_NOTICE and inside * 3 < whole:
            yield region
