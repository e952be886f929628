"""Reads W3C Web Annotations: a collection, a page, an array of annotations, or a single one.

Source: Web Annotation Data Model (Recommendation of 23 February 2017). The files have no texts: articles are
looked up in the library by IRI, and the annotations are placed by their quotes. The JSON is read in the form
that the model defines; other forms of JSON-LD (expanded, or with prefixes for all terms) are not supported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from store.errors import BadInput
from store.formats.shared.json_reading.lenient_json import as_list, as_number, as_object, as_text, parse_value
from store.formats.shared.json_reading.located_json import decode, decode_fields, first_byte, read_bytes
from store.formats.shared.timestamps import utc_timestamp
from store.formats.shared.uuids import is_uuid
from store.formats.shared.wording import join_paragraphs
from store.formats.web_annotation.selectors import QuotedText, local_names, quoted_text
from store.formats.web_annotation.writer import ARTICLE_URN
from store.importing.limits import MAX_LOOSE_ANNOTATIONS, check_count
from store.language import _, pgettext, plural, plural_form
from store.model.annotation import Annotation, Motivation, motivation_of
from store.model.bundle import Bundle, IncomingArticle
from store.model.edits import Fields, Json
from store.model.stable_ids import guid
from store.model.tag import Tag, next_colour
from store.wording import counted

_CONTAINERS = ("first", "next", "items", "@graph", "@included")
"""The fields in which a collection, a page or a document has annotations, or pages of them."""

FIELDS = ("type", "@type", "@context", "total", *_CONTAINERS)
"""The fields that tell whether an object is an annotation or has annotations."""


def read(path: Path) -> Bundle:
    """Read a file of W3C annotations.

    :raises BadInput: when the JSON is invalid, or has no annotation.
    """
    data, name = read_bytes(path), str(path)
    return to_bundle([decode(data, msgspec.Raw, name)], name)


def is_web_annotation(record: Mapping[str, msgspec.Raw]) -> bool:
    """Whether an object is a W3C annotation, or a collection or page of annotations, by its type."""
    types = _types(record)
    return bool(types & {"Annotation", "AnnotationCollection", "AnnotationPage"}) or (
        "@context" in record and not {"@graph", *_CONTAINERS}.isdisjoint(record)
    )


class _Source:
    """The annotations of one article."""

    def __init__(self, iri: str, url: str) -> None:
        """Start without annotations.

        :param iri: identifies the article; several articles may have the same URL.
        """
        self.id = iri.removeprefix(ARTICLE_URN) if iri.startswith(ARTICLE_URN) else ""
        self.url = "" if url.startswith(ARTICLE_URN) else url
        self.title = ""
        self.tags: list[str] = []
        self.notes: list[str] = []
        self.annotations: list[Annotation] = []


def to_bundle(entries: Iterable[msgspec.Raw], name: str) -> Bundle:
    """Return the annotations, grouped by article.

    :param name: the name of the file, for errors.
    :raises BadInput: when no entry is an annotation.
    """
    bundle, collector = Bundle(), _AnnotationCollector()
    for raw in _annotations_in(entries, collector):
        collector.add(as_object(parse_value(raw)))
        check_count(collector.added, MAX_LOOSE_ANNOTATIONS, pgettext("more than", "annotations"))
    if not collector.added and not collector.is_empty_collection:
        raise BadInput(_("{name}: there is no W3C annotation in it.", name=name))
    bundle.pieces = [
        IncomingArticle(
            id=source.id,
            url=source.url,
            title=source.title,
            tags=tuple(dict.fromkeys(source.tags)),
            note=join_paragraphs(source.notes),
            annotations=tuple(source.annotations),
        )
        for source in collector.sources.values()
    ]
    bundle.tags = _identified_tags(collector.identities)
    bundle.count = len(collector.sources)
    bundle.left_out += collector.left_out()
    return bundle


def _identified_tags(identities: Mapping[str, str]) -> tuple[Tag, ...]:
    """Return tags with their identities. The file has no colours: they get those of new tags."""
    tags: list[Tag] = []
    for name, same_as in identities.items():
        tags.append(Tag(name=name, same_as=same_as, colour=next_colour(tags)))
    return tuple(tags)


def _annotations_in(entries: Iterable[msgspec.Raw], collector: _AnnotationCollector) -> Iterator[msgspec.Raw]:
    """Yield the annotations in collections, pages and arrays, in order."""
    pending = list(entries)[::-1]
    while pending:
        raw = pending.pop()
        if first_byte(raw) == b"[":
            pending += decode(raw, list[msgspec.Raw], "")[::-1]
        elif first_byte(raw) == b"{":
            record = decode_fields(raw, FIELDS, "")
            types = _types(record)
            if "Annotation" in types:
                yield raw
                continue
            if "AnnotationCollection" in types:
                collector.expected += as_number(parse_value(record["total"])) if "total" in record else 0
                collector.is_empty_collection |= "first" not in record
            pending += [record[key] for key in reversed(_CONTAINERS) if key in record]


def _types(record: Mapping[str, msgspec.Raw]) -> set[str]:
    keys = (key for key in ("type", "@type") if key in record)
    return {name for key in keys for name in local_names(parse_value(record[key]))}


_LOSSES = {
    "target": plural(
        "{count:,} annotation without a target left out.",
        "{count:,} annotations without a target left out.",
    ),
    "body": plural(
        "{count:,} annotation imported without a body that is not text.",
        "{count:,} annotations imported without a body that is not text.",
    ),
    "source": plural(
        "{count:,} annotation without a source left out.",
        "{count:,} annotations without a source left out.",
    ),
    "quote": plural(
        "{count:,} annotation without a quote left out.",
        "{count:,} annotations without a quote left out.",
    ),
    "selector": plural(
        "{count:,} annotation with a refined selector, of which the refinement was ignored.",
        "{count:,} annotations with a refined selector, of which the refinement was ignored.",
    ),
}


class _AnnotationCollector:
    """Groups annotations by article and counts what is lost."""

    def __init__(self) -> None:
        self.sources: dict[str, _Source] = {}
        self.added = 0
        self.expected = 0
        """The sum of the totals that the collections state."""
        self.is_empty_collection = False
        self.identities: dict[str, str] = {}
        """By tag, its identity."""
        self._losses: Counter[str] = Counter()

    def left_out(self) -> list[str]:
        """Return a sentence for each kind of loss."""
        sentences = [
            plural_form(_LOSSES[what], count).format(count=count)
            for what, count in self._losses.items()
            if count
        ]
        if self.expected > self.added:
            expected = counted(self.expected, "annotation", "annotations")
            sentences.append(
                _(
                    "The collection has {expected}, of which {added:,} are in the file.",
                    expected=expected,
                    added=self.added,
                )
            )
        return sentences

    def add(self, record: Fields) -> None:
        """Add an annotation; one with several targets becomes several annotations."""
        self.added += 1
        content = _content(record)
        targets = as_list(record.get("target"))
        if not targets:
            self._losses["target"] += 1
        self._losses["body"] += content.is_incomplete
        self.identities.update(content.identities)
        for index, target in enumerate(targets):
            self._add_on_target(record, content, target, index)

    def _add_on_target(self, record: Fields, content: _Content, target: Json, index: int) -> None:
        resource = as_object(target)
        source = _iri(resource.get("source")) or _iri(target)
        scopes = map(_iri, as_list(resource.get("scope")))
        scope = next((iri for iri in scopes if iri.startswith(ARTICLE_URN)), "")
        if not source:
            self._losses["source"] += 1
            return
        quote = quoted_text(resource.get("selector"))
        if "selector" in resource and not quote.exact:
            self._losses["quote"] += 1
            return
        self._losses["selector"] += quote.is_refined
        article = self.sources.setdefault(scope or source, _Source(scope or source, source))
        article.title = article.title or _title(resource.get("source")) or _title(target)
        if "selector" in resource:
            article.annotations.append(_annotation(record, content, quote, source, index))
        else:
            article.tags += content.tags
            article.notes.append(content.note)


class _Content(msgspec.Struct, frozen=True):
    """The tags and the note of an annotation."""

    tags: tuple[str, ...]
    note: str
    is_incomplete: bool
    """Whether a body was not text."""
    identities: dict[str, str] = {}
    """By tag, its identity."""


def _annotation(record: Fields, content: _Content, quote: QuotedText, source: str, index: int) -> Annotation:
    created, modified = (
        utc_timestamp(as_text(record.get(key)), keep_precision=True) for key in ("created", "modified")
    )
    return Annotation(
        id=_annotation_id(record, source, quote, index),
        start=quote.start,
        end=quote.end,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        tags=content.tags,
        note=content.note,
        kind=_motivation(record, content),
        creator=_creator_name(record.get("creator")),
        created=created or modified,
        modified=modified or created,
    )


def _annotation_id(record: Fields, source: str, quote: QuotedText, index: int) -> str:
    """Return the UUID of an annotation, or one derived from its IRI, or from its content.

    :param index: which of its targets; only the first one gets the annotation's own UUID.
    """
    iri = _iri(record)
    if not iri:
        return guid("web annotation", source, str(index), quote.exact, quote.prefix, str(record.get("body")))
    bare = iri.lower().removeprefix("urn:uuid:")
    return bare if is_uuid(bare) and not index else guid("web annotation", iri, *[str(index)] * bool(index))


def _motivation(record: Fields, content: _Content) -> Motivation:
    """Return the first motivation that Pizhu has; if there is none, the one that suits the content."""
    supported = (each for each in local_names(record.get("motivation")) if each in set(Motivation))
    return Motivation(next(supported, motivation_of(content.tags, content.note)))


def _content(record: Fields) -> _Content:
    """Return the tags and the note: bodies with text by their purpose, and the IRIs of other bodies."""
    bodies = as_list(record.get("body")) + as_list(record.get("bodyValue"))
    is_tagging = local_names(record.get("motivation")) == ["tagging"]
    tags: list[str] = []
    notes: list[str] = []
    is_incomplete = False
    identities: dict[str, str] = {}
    for body in bodies:
        tag, identity = _identified(body)
        if tag:
            identities[tag] = identity
            continue
        value, purposes, author = _body(body)
        is_incomplete |= not value and not isinstance(as_object(body).get("value"), str)
        if "tagging" in purposes or (not purposes and is_tagging):
            tags.append(value.strip())
        else:
            notes.append(f"{author}: {value}" if author and "replying" in purposes else value)
    names = tuple(dict.fromkeys(tag for tag in tags if tag))
    return _Content(names, join_paragraphs(notes), is_incomplete, identities)


def _identified(body: Json) -> tuple[str, str]:
    """Return the tag that a body identifies by its label, and its identity; empty if it does not."""
    record = as_object(body)
    if local_names(record.get("purpose")) != ["identifying"]:
        return "", ""
    source = as_object(record.get("source"))
    return as_text(source.get("label")) or as_text(record.get("label")), _iri(source) or as_text(
        record.get("value")
    )


def _body(body: Json) -> tuple[str, list[str], str]:
    """Return the text of a body, its purposes and its author. Of a ``Choice``, the first item is used."""
    if isinstance(body, str):
        return body, [], ""
    record = as_object(body)
    if "Choice" in local_names(record.get("type")):
        record = as_object(next(iter(as_list(record.get("items"))), None))
    value = as_text(record.get("value")) or _iri(record.get("source")) or _iri(record)
    return value, local_names(record.get("purpose")), _creator_name(record.get("creator"))


def _iri(value: Json) -> str:
    """Return an IRI, given as a string or as the ID of an object."""
    return as_text(value) or as_text(as_object(value).get("id")) or as_text(as_object(value).get("@id"))


def _title(source: Json) -> str:
    record = as_object(source)
    return next((text for key in ("label", "title", "name") if (text := as_text(record.get(key)))), "")


def _creator_name(creator: Json) -> str:
    """Return the name of a person or a program; without a name, its IRI."""
    first = next(iter(as_list(creator)), None)
    record = as_object(first)
    return as_text(record.get("name")) or as_text(record.get("nickname")) or _iri(first)
