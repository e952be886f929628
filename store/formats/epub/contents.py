"""Reads the table of contents of an e-book: the navigation document of EPUB 3, or the NCX of EPUB 2."""

from __future__ import annotations

import msgspec

from store.errors import BadInput
from store.formats.documents.package import Package, resolve
from store.formats.documents.xml_tree import Element, attribute, child, descendants, parse_xml, plain_text

_MOST_LABELS = 50_000
_LONGEST_LABEL = 200


class Contents(msgspec.Struct):
    """What a book says about its chapters."""

    labels: dict[str, list[str]] = {}
    """The titles of chapters and their parts, by the path of the file in which they are."""
    pages: set[str] = set()
    """Files that show a table of contents."""


def read_contents(package: Package, opf: Element, opf_path: str) -> Contents:
    """Return the contents of a book; nothing if they cannot be read, since its text can."""
    contents = Contents()
    for each in descendants(opf, "reference"):
        if attribute(each, "type").lower() == "toc" and (path := resolve(opf_path, attribute(each, "href"))):
            contents.pages.add(path)
    for item in descendants(opf, "item"):
        path = resolve(opf_path, attribute(item, "href"))
        is_nav = "nav" in attribute(item, "properties").split()
        if not is_nav and attribute(item, "media-type") != "application/x-dtbncx+xml":
            continue
        try:
            root = parse_xml(package.read(path), package.name, doctype=True, lenient=True)
        except BadInput:
            continue
        for href, label in (_nav if is_nav else _ncx)(root):
            target = resolve(path, href)
            if label and len(label) <= _LONGEST_LABEL and len(contents.labels) < _MOST_LABELS:
                known = contents.labels.setdefault(target, [])
                if len(known) < _LONGEST_LABEL:
                    known.append(label)
    spine = {attribute(each, "idref") for each in descendants(opf, "itemref")}
    if len(spine) == 1:
        contents.pages.clear()  # the only file is the book, with its contents at the start
    return contents


def _nav(root: Element) -> list[tuple[str, str]]:
    """Return the links of the tables of contents, not those of page lists and landmarks."""
    found = []
    for each in descendants(root, "nav"):
        if attribute(each, "type") in ("toc", ""):
            found += [(attribute(link, "href"), plain_text(link)) for link in descendants(each, "a")]
    return found


def _ncx(root: Element) -> list[tuple[str, str]]:
    found = []
    for point in descendants(root, "navPoint"):
        content = child(point, "content")
        if content is not None:
            found.append((attribute(content, "src"), plain_text(child(point, "navLabel"))))
    return found
