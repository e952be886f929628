"""Writes annotations and notes as W3C Web Annotations: one AnnotationCollection in JSON-LD.

Source: Web Annotation Data Model and Vocabulary (Recommendations of 23 February 2017). Positions are in code
points of the article's text, as section 4.2.4 of the model requires («MUST be in terms of unicode code points
… not in terms of code units»). All annotations are on one page, embedded in the collection: several pages
serve to fetch them piece by piece, and in one file every program finds all of them. Embedded pages and
annotations have no ``@context`` of their own (section 5.2). An empty collection has no page. The texts are
not exported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO

import msgspec

from store.chinese.language import detect_language
from store.exporting.selection import Selection
from store.model.annotation import Annotation, Motivation, motivation_of
from store.model.article import Article
from store.model.stable_ids import guid

CONTEXT_IRI = "http://www.w3.org/ns/anno.jsonld"
ARTICLE_URN = "urn:pizhu:article:"
"""The prefix of an article's IRI, which ends in its ID."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|\\^`]+").fullmatch
"""Whether a string is an IRI, judged by its characters (RFC 3987)."""

JsonObject = dict[str, object]


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the collection, one annotation at a time. Their total is at its end."""
    encode = msgspec.json.Encoder().encode
    identities = {tag.name: tag.same_as for tag in selection.library.codebook.tags() if tag.same_as}
    collection = f"urn:uuid:{guid('collection', *selection.articles, *map('#'.__add__, selection.tags))}"
    page = f"urn:uuid:{guid('page', collection)}"
    head: JsonObject = {
        "@context": CONTEXT_IRI,
        "id": collection,
        "type": "AnnotationCollection",
        "label": "Annotations from Pizhu",
    }
    out.write(_open_object(head))
    total = 0
    for total, annotation in enumerate(_annotations(selection, identities), 1):
        if total == 1:
            first = {"id": page, "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
            out.write(b',\n"first": ' + _open_object(first) + b',\n"items": [')
        out.write((b"\n" if total == 1 else b",\n") + encode(annotation))
    if total:
        out.write(b'\n]},\n"last": ' + encode(page))
    out.write(b',\n"total": %d\n}\n' % total)


def _open_object(node: JsonObject) -> bytes:
    """Return an object without its closing brace, to be continued."""
    return msgspec.json.encode(node).removesuffix(b"}")


def _annotations(selection: Selection, identities: Mapping[str, str]) -> Iterator[JsonObject]:
    for article, selected in selection:
        if article.tags or article.note:
            yield _article_annotation(article, identities)
        for annotation in selected:
            yield _annotation(article, annotation, identities)


def _article_annotation(article: Article, identities: Mapping[str, str]) -> JsonObject:
    """Return the tags and the note of an article as an annotation on the whole of it."""
    identity = guid("note on the article", article.id)  # untranslated: it makes an ID
    motivation = motivation_of(article.tags, article.note)
    node: JsonObject = {"id": f"urn:uuid:{identity}", "type": "Annotation", "motivation": motivation}
    if article.added:
        node["created"] = article.added
    bodies = _bodies(article.tags, article.note, motivation, identities)
    return {**node, "body": bodies, "target": _titled(article)}


def _annotation(article: Article, annotation: Annotation, identities: Mapping[str, str]) -> JsonObject:
    node: JsonObject = {
        "id": f"urn:uuid:{annotation.id}",
        "type": "Annotation",
        "motivation": annotation.kind,
    }
    if annotation.creator:
        node["creator"] = {"type": "Person", "name": annotation.creator}
    node |= {name: time for name in ("created", "modified") if (time := getattr(annotation, name))}
    node |= _provenance(annotation)
    bodies = _bodies(annotation.tags, annotation.note, annotation.kind, identities)
    if bodies:
        node["body"] = bodies
    return {**node, "target": {**_resource(article), **_label(article), "selector": _selectors(annotation)}}


def _provenance(annotation: Annotation) -> JsonObject:
    """Return whose annotation a result is, and who decided, when and why; nothing if nothing was decided.

    The terms are those of DCMI Metadata Terms, for which the context of the model has the prefix.
    """
    decision = annotation.decision
    if decision is None:
        return {}
    provenance = {
        "decision": decision.outcome,
        "by": decision.by,
        "at": decision.at,
        "reason": decision.reason,
    }
    stated = "; ".join(
        f"{name}: {value}" for name, value in provenance.items() if value
    )  # untranslated: a file
    contributors: JsonObject = {"dcterms:contributor": list(decision.taken)} if decision.taken else {}
    return {**contributors, "dcterms:provenance": stated}


def _bodies(
    tags: tuple[str, ...], note: str, motivation: Motivation, identities: Mapping[str, str]
) -> list[JsonObject]:
    bodies: list[JsonObject] = [
        {"type": "TextualBody", "purpose": "tagging", "value": tag, "format": "text/plain"} for tag in tags
    ]
    bodies += [_identifying(tag, identities[tag]) for tag in tags if tag in identities]
    if note:
        purpose = Motivation.QUESTIONING if motivation is Motivation.QUESTIONING else Motivation.COMMENTING
        body: JsonObject = {
            "type": "TextualBody",
            "purpose": purpose,
            "value": note,
            "format": "text/markdown",
        }
        note_language = detect_language(note)
        bodies.append(body if note_language == "und" else {**body, "language": note_language})
    return bodies


def _identifying(tag: str, identity: str) -> JsonObject:
    """Return a body that tells what a tag stands for; the label of its source is the tag.

    An identity that is no IRI is given as text.
    """
    if not _IRI(identity):
        return {"type": "TextualBody", "purpose": "identifying", "value": identity, "label": tag}
    source = {"id": identity, "label": tag}
    return {"type": "SpecificResource", "purpose": "identifying", "source": source}


def _titled(article: Article) -> str | JsonObject:
    """Return the whole of an article as a target, with its title if there is one."""
    label = _label(article)
    if not label and not _IRI(article.url):
        return ARTICLE_URN + article.id
    return {**_resource(article), **label}


def _resource(article: Article) -> JsonObject:
    """Return the URL of the article with its IRI as the scope; without a URL, the IRI."""
    if _IRI(article.url):
        return {"source": article.url, "scope": ARTICLE_URN + article.id}
    return {"source": ARTICLE_URN + article.id}


def _label(article: Article) -> JsonObject:
    """Return the title, which tells people and other libraries what is annotated."""
    return {"label": article.title} if article.title else {}


def _selectors(annotation: Annotation) -> list[JsonObject]:
    """Return selectors by quote and by position; for an orphan, only by quote."""
    quote: JsonObject = {
        "type": "TextQuoteSelector",
        "exact": annotation.exact,
        "prefix": annotation.prefix,
        "suffix": annotation.suffix,
    }
    if annotation.orphan:
        return [quote]
    return [quote, {"type": "TextPositionSelector", "start": annotation.start, "end": annotation.end}]
