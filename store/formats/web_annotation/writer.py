"""Notes as W3C Web Annotations: one AnnotationCollection in JSON-LD.

After the Web Annotation Data Model and Vocabulary (Recommendations of 23 February 2017). Positions are in
code points, which section 4.2.4 of the model demands («MUST be in terms of unicode code points … not in terms
of code units»), into the text as Pizhu has it. All annotations are on one page, embedded in the collection:
pages are for fetching piece by piece, and a program that is given the file finds all of them so. Embedded
pages and annotations have no ``@context`` of their own (section 5.2), and an empty collection has no page.
The text does not travel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

import msgspec

from store.exporting.selection import Selection
from store.importing.language import detect_language
from store.model.annotation import Annotation, Motivation, motivation_of
from store.model.article import Article
from store.model.stable_ids import guid

CONTEXT_IRI = "http://www.w3.org/ns/anno.jsonld"
URN = "urn:pizhu:article:"
"""What the IRI of an article starts with: its ID in the library follows."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|\\^`]+").fullmatch
"""An IRI, as far as its characters tell (RFC 3987)."""

Node = dict[str, object]


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the collection, an annotation at a time; how many there are is known at its end."""
    encode = msgspec.json.Encoder().encode
    collection = f"urn:uuid:{guid('collection', *selection.articles, *map('#'.__add__, selection.tags))}"
    page = f"urn:uuid:{guid('page', collection)}"
    head: Node = {
        "@context": CONTEXT_IRI,
        "id": collection,
        "type": "AnnotationCollection",
        "label": "Annotations from Pizhu",
    }
    out.write(_opened(head))
    total = 0
    for total, annotation in enumerate(_annotations(selection), 1):
        if total == 1:
            first = {"id": page, "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
            out.write(b',\n"first": ' + _opened(first) + b',\n"items": [')
        out.write((b"\n" if total == 1 else b",\n") + encode(annotation))
    if total:
        out.write(b'\n]},\n"last": ' + encode(page))
    out.write(b',\n"total": %d\n}\n' % total)


def _opened(node: Node) -> bytes:
    """An object without its closing brace: more will come."""
    return msgspec.json.encode(node).removesuffix(b"}")


def _annotations(selection: Selection) -> Iterator[Node]:
    for article, marks in selection:
        if article.tags or article.note:
            yield _of_article(article)
        for mark in marks:
            yield _of_mark(article, mark)


def _of_article(article: Article) -> Node:
    """The tags and the note of an article as an annotation of the whole of it."""
    identity = guid("note on the article", article.id)
    kind = motivation_of(article.tags, article.note)
    node: Node = {"id": f"urn:uuid:{identity}", "type": "Annotation", "motivation": kind}
    if article.added:
        node["created"] = article.added
    return {**node, "body": _bodies(article.tags, article.note, kind), "target": _target(article)}


def _of_mark(article: Article, mark: Annotation) -> Node:
    node: Node = {"id": f"urn:uuid:{mark.id}", "type": "Annotation", "motivation": mark.kind}
    if mark.creator:
        node["creator"] = {"type": "Person", "name": mark.creator}
    node |= {name: time for name in ("created", "modified") if (time := getattr(mark, name))}
    bodies = _bodies(mark.tags, mark.note, mark.kind)
    if bodies:
        node["body"] = bodies
    target = _target(article)
    place = {"source": target} if isinstance(target, str) else target
    return {**node, "target": {**place, "selector": _selectors(mark)}}


def _bodies(tags: tuple[str, ...], note: str, kind: Motivation) -> list[Node]:
    bodies: list[Node] = [
        {"type": "TextualBody", "purpose": "tagging", "value": tag, "format": "text/plain"} for tag in tags
    ]
    if note:
        purpose = Motivation.QUESTIONING if kind is Motivation.QUESTIONING else Motivation.COMMENTING
        body: Node = {"type": "TextualBody", "purpose": purpose, "value": note, "format": "text/markdown"}
        tongue = detect_language(note)
        bodies.append(body if tongue == "und" else {**body, "language": tongue})
    return bodies


def _target(article: Article) -> str | Node:
    """The article: its IRI here or, where it has an address, that, with the IRI here as the scope."""
    if _IRI(article.url):
        return {"source": article.url, "scope": URN + article.id}
    return URN + article.id


def _selectors(mark: Annotation) -> list[Node]:
    """The words by quote and by position; of words that are gone from the text, by quote alone."""
    quote: Node = {
        "type": "TextQuoteSelector",
        "exact": mark.exact,
        "prefix": mark.prefix,
        "suffix": mark.suffix,
    }
    if mark.orphan:
        return [quote]
    return [quote, {"type": "TextPositionSelector", "start": mark.start, "end": mark.end}]
