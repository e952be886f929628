"""readability-lxml on a page that is parsed already: it would parse and clean it again for each attempt."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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

    return ParsedDocument
