"""readability-lxml on a page that is parsed already, with its slowest steps done another way.

It would parse and clean the page again for each attempt, look for unlikely names at elements without any,
write every division as text to look for tags in it, and clean the text of each element whose links it
measures. What it finds stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = ("blockquote", "dl", "div", "img", "ol", "p", "table", "ul")
"""How the names of elements begin that make a division more than a paragraph."""
_INLINE = frozenset(
    ["a", "b", "cite", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"]
)
_IN_CODE = "ancestor-or-self::pre | ancestor-or-self::code"  # untranslated: XPath
_HOLDS_ARTICLE = (
    "descendant-or-self::main | descendant-or-self::article | descendant-or-self::math"  # untranslated: XPath
)
_GAP = re.compile(r"\s{2,}+|\t")
_NOT_TEXT = ("script", "style", "link", "template", "svg")


def summary(tree: HtmlElement) -> str:
    """Return the article of a page as HTML.

    :param tree: the page without comments; it loses its scripts and styles.
    """
    for element in list(tree.iter(*_NOT_TEXT)):
        element.drop_tree()
    return cast("str", _document_class()(tree).summary(html_partial=True))


@lru_cache(maxsize=1)
def _document_class() -> Any:
    """Return the class of documents whose tree is copied for each attempt; its base is imported late."""
    from lxml.etree import tostring
    from readability import Document  # type: ignore[import-untyped]
    from readability.readability import REGEXES  # type: ignore[import-untyped]

    class ParsedDocument(Document):  # type: ignore[misc]
        def _parse(self, input: Any) -> HtmlElement:  # noqa: A002 - the name in the base class
            self.encoding = "utf-8"
            tree = deepcopy(input)
            for element in tree.xpath("//*[@hidden]"):
                element.drop_tree()
            for element in tree.xpath("//*[@style]"):
                if REGEXES["displayNoneRe"].search(element.get("style")):
                    element.drop_tree()
            return tree

        def remove_unlikely_candidates(self) -> None:
            _drop_unlikely(self.html, REGEXES["unlikelyCandidatesRe"], REGEXES["okMaybeItsACandidateRe"])

        def get_link_density(self, elem: HtmlElement) -> float:
            return _link_density(elem)

        def transform_misused_divs_into_paragraphs(self) -> None:
            _set_divisions(list(self.html.iterdescendants("div")))

        def get_clean_html(self) -> str:
            return cast("str", tostring(self.html, method="html", encoding="unicode"))

    return ParsedDocument


def _drop_unlikely(tree: HtmlElement, unlikely: re.Pattern[str], possible: re.Pattern[str]) -> None:
    """Drop the elements whose names tell that they are not the article."""
    for element in tree.xpath(".//*[@class or @id]"):
        if _is_unlikely(element, unlikely, possible):
            element.drop_tree()


def _is_unlikely(element: HtmlElement, unlikely: re.Pattern[str], possible: re.Pattern[str]) -> bool:
    """Whether the names of an element tell that it is not the article, and nothing tells that it may be."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return (
        len(names) > 1
        and unlikely.search(names) is not None
        and not possible.search(names)
        and element.tag not in ("html", "body")
        and not element.xpath(_IN_CODE)
        and not element.xpath(_HOLDS_ARTICLE)
    )


def _link_density(element: HtmlElement) -> float:
    """Return the share of the text in an element that is in links, 0 to 1."""
    links = sum(map(_length, element.iterdescendants("a")))
    return links / max(_length(element), 1) if links else 0.0


def _length(element: HtmlElement) -> int:
    """Return the length of the text in an element, a run of white space as one character."""
    text = element.text_content() if len(element) else element.text or ""
    if "\n" in text or "  " in text or "\t" in text:
        text = _GAP.sub(" ", text)
    return len(text.strip())


def _set_divisions(divisions: list[HtmlElement]) -> None:
    """Make paragraphs of divisions that are no more, and put the texts in the others into paragraphs."""
    for element in divisions:
        if not _has_blocks(element.iterdescendants()):
            element.tag = "p"
    for element in divisions:
        if element.tag == "div":
            _set_paragraphs(element)


def _has_blocks(elements: Iterable[HtmlElement]) -> bool:
    """Whether one of some elements is no part of a line of text."""
    return any(isinstance(each.tag, str) and each.tag.startswith(_BLOCKS) for each in elements)


def _set_paragraphs(division: HtmlElement) -> None:
    """Put the texts and inline elements directly in a division into paragraphs, divided by ``<br>``."""
    children = list(division)
    paragraph = None
    if division.text and division.text.strip():
        paragraph = division.makeelement("p")
        paragraph.text, division.text = division.text, None
        division.insert(0, paragraph)
    for child in children:
        if child.tag not in _INLINE or _has_blocks(child.iter()):
            paragraph = None
            continue
        if paragraph is None:
            paragraph = division.makeelement("p")
            child.addprevious(paragraph)
        paragraph.append(child)
    for position, child in reversed(list(enumerate(division))):
        if child.tail and child.tail.strip():
            paragraph = division.makeelement("p")
            paragraph.text, child.tail = child.tail, None
            division.insert(position + 1, paragraph)
        if child.tag == "br":
            child.drop_tree()
