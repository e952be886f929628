"""Reads a whole page once: its paragraphs, its headlines and what its head says."""

from __future__ import annotations

import html
import re
from functools import cached_property
from itertools import islice

from store.formats.html.blocks import BlocksBuilder, Part, Token, attribute, tokens
from store.formats.html.body.containers import CONTAINERS, ContainerDepths
from store.formats.html.body.regions import REGION_ELEMENTS, PageRegion, RegionFinder
from store.formats.html.class_names import names_in
from store.formats.html.metadata.marks import Mark, MarkCollector
from store.importing.limits import most_lines, too_many_lines

_MOST_ATTRIBUTES = 500
"""Attributes of one tag beyond which no parser gets the page: libxml2 compares each with all others."""
_LONG = 4_000
"""Characters of attributes that are counted."""
_ONE_ATTRIBUTE = re.compile(r"""[^\s"'=]++\s*+(?:=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"']*+))?|["'=]""")
_MOST_SCRIPT = 200_000
"""Characters of linked data (JSON-LD) of a page that are read."""
_HEAD = 100_000
_LONGEST_LINE = 300
"""Code points of a title or headline that are read."""
_LONGEST_META = 2_000
_MOST_HEADLINES = 100
_MOST_ENDS = 20
_CHECKED_PARTS = 10_000
"""Paragraphs after which is checked whether there are too many."""
_READ = frozenset(["meta", "link", "title", "h1", "script", "style"])
"""Elements that say something about the page."""
_SAVED_FROM = re.compile(
    r"<!--\s*(?:Page saved with SingleFile\s+url:\s*|saved from url=\(\d+\))(?P<url>https?://[^\s>]{1,2000})"
)
_SCRIPT_STRING = (
    r"""\s{0,9}[:=]\s{0,9}(?:xml\s{0,9}\?[^:;\n]{1,80}:\s{0,9})?(?:\w{1,20}\(\s{0,9})?"""
    r"""["'](?P<value>[^"'<>]{1,200})["']"""
)
"""The value of a variable or member: a string, or a call with one, or what a condition gives without XML."""


class PageScan:
    """What one pass over a page finds."""

    def __init__(self, source: str, name: str = "") -> None:
        """Read a page.

        :param name: what errors call it.
        :raises BadInput: it has too many paragraphs.
        """
        self.source = source
        self._name = name
        self.parts: list[Part] = []
        """All paragraphs of the page."""
        self.segments: dict[int, str] = {}
        """Short paragraphs by index, with two spaces between their elements."""
        self.title = ""
        """The content of ``<title>``."""
        self.headlines: list[str] = []
        """The contents of ``<h1>``."""
        self.meta: dict[str, str] = {}
        """The contents of ``<meta>`` by name, property or itemprop, lower case; the first of each."""
        self.canonical = ""
        self.linked_data: list[str] = []
        """The JSON-LD scripts."""
        self.wechat_body = -1
        """Where the text of a WeChat article begins in the source; -1 if the page is not from WeChat."""
        self.first_post = -1
        """Where the text of the first post of a forum (Discuz) begins in the source; -1 if there is none."""
        self.linked: set[int] = set()
        """The paragraphs that are links for a good part."""
        self.scripts: list[tuple[int, int]] = []
        """Where scripts and styles begin and end in the source."""
        self.body_ends: list[tuple[int, int]] = []
        """Where the body ends, perhaps several times: paragraphs before it, and the place in the source."""
        self.tags = 0
        self.is_parsable = True
        """Whether no tag has so many attributes that parsers take minutes."""
        self._in = ""
        self._words: list[str] = []
        self._script = -1
        self._regions = RegionFinder()
        self.depths = ContainerDepths()
        """How deep in divisions the paragraphs of the page stand."""
        self._marks = MarkCollector()
        self._read()

    @property
    def has_wechat_body(self) -> bool:
        """Whether the page is an article of WeChat."""
        return self.wechat_body >= 0

    @property
    def regions(self) -> list[PageRegion]:
        """What stands beside the article, by the names of elements."""
        return self._regions.found

    @property
    def articles(self) -> list[PageRegion]:
        """The outermost ``<article>`` elements that are in no such region."""
        return self._regions.articles

    @property
    def marks(self) -> list[Mark]:
        """What elements outside the comments say about the article, in their order."""
        return self._marks.found

    @cached_property
    def saved_from(self) -> str:
        """The address in the comment of a program that saved the page; else empty."""
        found = _SAVED_FROM.search(self.source[:_HEAD])
        return found["url"] if found else ""

    @property
    def address(self) -> str:
        """The address that the page says it has; empty if it says none."""
        stated = (self.canonical, self.meta.get("og:url", ""), self.saved_from)
        return next((each for each in stated if re.match(r"https?://[^\s/]+\.[^\s]+", each)), "")

    def script_value(self, name: str) -> str:
        """Return the string that a script of the page assigns to a variable; empty if none does."""
        found = re.search(rf"\b{name}{_SCRIPT_STRING}", self.source)
        return html.unescape(found["value"]).strip() if found else ""

    def _read(self) -> None:
        builder = BlocksBuilder(segments=self.segments, linked=self.linked)
        parts, marks = builder.parts, self._marks
        checked = size = 0
        for token in tokens(self.source):
            builder.add(token)
            if len(parts) - checked >= _CHECKED_PARTS:
                size += sum(_utf8_bytes(words) for _, words in parts[checked:])
                checked = len(parts)
                if checked > most_lines(size):
                    raise too_many_lines(self._name, most_lines(size))
            if token.kind == "start":
                self._start(token, len(parts))
            elif token.kind == "end":
                self._end(token, len(parts))
            else:
                if self._in:
                    self._words.append(token.value)
                if marks.open and not builder.is_hiding:
                    marks.text(token.value)
        self.parts = builder.finish().parts

    def _start(self, token: Token, part: int) -> None:
        _, name, attributes, start, _ = token
        regions, marks = self._regions, self._marks
        self.tags += 1
        if name in CONTAINERS:
            self.depths.start(name, part)
        names = names_in(attributes) if attributes else ""
        if names or name in REGION_ELEMENTS or name == regions.element:
            regions.start(token, names, part)
        if (attributes or marks.open) and regions.kind != "comments":
            marks.start(token, names, part)
        if name in _READ:
            self._read_element(name, attributes, start)
        elif "js_content" in names and self.wechat_body < 0 and "js_content" in names.split():
            self.wechat_body = start
        elif "postmessage_" in names and self.first_post < 0:
            self.first_post = start
        if len(attributes) > _LONG:
            self._check_attributes(attributes)

    def _read_element(self, name: str, attributes: str, start: int) -> None:
        if name == "meta":
            self._take_meta(attributes)
        elif name == "link":
            if "canonical" in attributes and attribute(attributes, "rel") == "canonical":
                self.canonical = self.canonical or (attribute(attributes, "href") or "").strip()
        elif name in ("title", "h1") or "ld+json" in attributes:
            self._in, self._words = name, []
        if name in ("script", "style"):
            self._script = start

    def _end(self, token: Token, part: int) -> None:
        name = token.value
        if name in CONTAINERS:
            self.depths.finish(name, part)
        if name == self._in or name in ("script", "style", "body"):
            self._finish_element(token, part)
        if name in REGION_ELEMENTS or name == self._regions.element:
            self._regions.finish(token, part)
        if self._marks.open:
            self._marks.finish(name)

    def _finish_element(self, token: Token, part: int) -> None:
        name = token.value
        if name in ("script", "style") and self._script >= 0:
            self.scripts.append((self._script, token.end))
            self._script = -1
        elif name == "body" and len(self.body_ends) < _MOST_ENDS:
            self.body_ends.append((part, token.start))
        if name != self._in:
            return
        words = "".join(self._words)
        line = " ".join(words[: 4 * _LONGEST_LINE].split())[:_LONGEST_LINE]
        if name == "title":
            self.title = self.title or line
        elif name == "h1":
            self.headlines += [line] if line and len(self.headlines) < _MOST_HEADLINES else []
        elif sum(map(len, self.linked_data)) + len(words) <= _MOST_SCRIPT:
            self.linked_data.append(words)
        self._in, self._words = "", []

    def _take_meta(self, attributes: str) -> None:
        name = (
            attribute(attributes, "name")
            or attribute(attributes, "property")
            or attribute(attributes, "itemprop")
        )
        content = attribute(attributes, "content")
        if name and content and content.strip():
            self.meta.setdefault(
                name.strip().lower(), " ".join(content[: 4 * _LONGEST_META].split())[:_LONGEST_META]
            )

    def _check_attributes(self, attributes: str) -> None:
        found = islice(_ONE_ATTRIBUTE.finditer(attributes), _MOST_ATTRIBUTES + 1)
        self.is_parsable &= sum(1 for _ in found) <= _MOST_ATTRIBUTES


def _utf8_bytes(words: str) -> int:
    return len(words) if words.isascii() else len(words.encode("utf-8", "surrogatepass"))
