"""W3C Web Annotations become a bundle: a collection, a page, an array of annotations, or one.

After the Web Annotation Data Model (Recommendation of 23 February 2017). The texts do not travel with them:
each article is looked for by its IRI, and the annotations are placed by their quotes. The JSON is read as the
model writes it; other forms of JSON-LD (expanded, with prefixes for all terms) are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from store.errors import BadInput
from store.formats.pizhu.records import UUID, moment
from store.formats.shared.lenient_json import counted, fields, joined, number, several, value_of, words
from store.formats.shared.located_json import bytes_of, decoded, opening
from store.formats.web_annotation.selectors import Selected, named, selected
from store.formats.web_annotation.writer import URN
from store.model.annotation import Annotation, Motivation, motivation_of
from store.model.bundle import Bundle, IncomingArticle
from store.model.edits import Fields, Json
from store.model.stable_ids import guid

_INSIDE = ("first", "next", "items", "@graph", "@included")
"""Where a collection, a page or a document has annotations, or pages of them."""


def read(path: Path) -> Bundle:
    """What is in a file of W3C annotations.

    :raises BadInput: it is no JSON, or there is no annotation in it.
    """
    data, name = bytes_of(path), str(path)
    return bundle_of([decoded(data, msgspec.Raw, name)], name)


def is_annotations(found: Mapping[str, msgspec.Raw]) -> bool:
    """Whether an object is a W3C annotation, or a collection or page of them, by its type."""
    kinds = _kinds(found)
    return bool(kinds & {"Annotation", "AnnotationCollection", "AnnotationPage"}) or (
        "@context" in found and not {"@graph", *_INSIDE}.isdisjoint(found)
    )


class _Source:
    """What was made of one article."""

    def __init__(self, iri: str, url: str) -> None:
        """An article.

        :param iri: what tells it from others: several may have been found at one address.
        """
        self.id = iri.removeprefix(URN) if iri.startswith(URN) else ""
        self.url = "" if url.startswith(URN) else url
        self.title = ""
        self.tags: list[str] = []
        self.notes: list[str] = []
        self.marks: list[Annotation] = []


def bundle_of(entries: Iterable[msgspec.Raw], name: str) -> Bundle:
    """The annotations, article by article.

    :raises BadInput: none of them is an annotation.
    """
    bundle, reading = Bundle(), _Reading()
    for raw in _annotations(entries, reading):
        reading.take(fields(value_of(raw)))
    if not reading.taken and not reading.is_empty_collection:
        raise BadInput(f"{name}: there is no W3C annotation in it.")
    bundle.pieces = [
        IncomingArticle(
            id=source.id,
            url=source.url,
            title=source.title,
            tags=tuple(dict.fromkeys(source.tags)),
            note=joined(source.notes),
            annotations=tuple(source.marks),
        )
        for source in reading.sources.values()
    ]
    bundle.count = len(reading.sources)
    bundle.left_out += reading.sentences()
    return bundle


def _annotations(entries: Iterable[msgspec.Raw], reading: _Reading) -> Iterator[msgspec.Raw]:
    """The annotations in collections, pages and arrays, in order; none is inside another."""
    waiting = list(entries)[::-1]
    while waiting:
        raw = waiting.pop()
        if opening(raw) == b"[":
            waiting += decoded(raw, list[msgspec.Raw], "")[::-1]
        elif opening(raw) == b"{":
            found = decoded(raw, dict[str, msgspec.Raw], "")
            kinds = _kinds(found)
            if "Annotation" in kinds:
                yield raw
                continue
            if "AnnotationCollection" in kinds:
                reading.expected += number(value_of(found["total"])) if "total" in found else 0
                reading.is_empty_collection |= "first" not in found
            waiting += [found[place] for place in reversed(_INSIDE) if place in found]


def _kinds(found: Mapping[str, msgspec.Raw]) -> set[str]:
    return {kind for key in ("type", "@type") if key in found for kind in named(value_of(found[key]))}


class _Reading:
    """Annotations that are read, and what cannot be read of them."""

    def __init__(self) -> None:
        self.sources: dict[str, _Source] = {}
        self.taken = 0
        self.expected = 0
        """How many annotations collections say they have."""
        self.is_empty_collection = False
        self._lost: Counter[str] = Counter()

    def sentences(self) -> list[str]:
        """What was left out."""
        said = [
            f"{counted(count, 'annotation', 'annotations')} {what}."
            for what, count in self._lost.items()
            if count
        ]
        if self.expected > self.taken:
            said.append(f"The collection has {self.expected} annotations, of which {self.taken} are here.")
        return said

    def take(self, found: Fields) -> None:
        """Read an annotation: one here for each of its targets."""
        self.taken += 1
        content = _content(found)
        targets = several(found.get("target"))
        if not targets:
            self._lost["without a target left out"] += 1
        self._lost["whose body is no text, kept without it"] += content.lost
        for place, target in enumerate(targets):
            self._take_on(found, content, target, place)

    def _take_on(self, found: Fields, content: _Content, target: Json, place: int) -> None:
        on = fields(target)
        source = _iri(on.get("source")) or _iri(target)
        scope = next((iri for each in several(on.get("scope")) if (iri := _iri(each)).startswith(URN)), "")
        if not source:
            self._lost["without a source left out"] += 1
            return
        made = selected(on.get("selector"))
        if "selector" in on and not made.exact:
            self._lost["left out that quote no words"] += 1
            return
        self._lost["of which a refined selector was taken without what refines it"] += made.refined
        article = self.sources.setdefault(scope or source, _Source(scope or source, source))
        article.title = article.title or _label(on.get("source"))
        if "selector" in on:
            article.marks.append(_annotation(found, content, made, source, place))
        else:
            article.tags += content.tags
            article.notes.append(content.note)


class _Content(msgspec.Struct, frozen=True):
    """What an annotation says."""

    tags: tuple[str, ...]
    note: str
    lost: bool
    """Whether a body could not be read."""


def _annotation(found: Fields, content: _Content, made: Selected, source: str, place: int) -> Annotation:
    created = moment(words(found.get("created"))) or moment(words(found.get("modified")))
    return Annotation(
        id=_identity(found, source, made, place),
        start=made.start,
        end=made.end,
        exact=made.exact,
        prefix=made.prefix,
        suffix=made.suffix,
        tags=content.tags,
        note=content.note,
        kind=_motivation(found, content),
        creator=_name(found.get("creator")),
        created=created,
        modified=moment(words(found.get("modified"))) or created,
    )


def _identity(found: Fields, source: str, made: Selected, place: int) -> str:
    """The UUID that an annotation has, or one that follows from its IRI, or from what it is."""
    iri = _iri(found)
    if not iri:
        return guid("web annotation", source, str(place), made.exact, made.prefix, str(found.get("body")))
    bare = iri.lower().removeprefix("urn:uuid:")
    return bare if UUID(bare) and not place else guid("web annotation", iri, *[str(place)] * bool(place))


def _motivation(found: Fields, content: _Content) -> Motivation:
    """The first motivation that is one here; else the one that follows from what it says."""
    known = (each for each in named(found.get("motivation")) if each in set(Motivation))
    return Motivation(next(known, motivation_of(content.tags, content.note)))


def _content(found: Fields) -> _Content:
    """The tags and the note of an annotation: its bodies are text, by purpose, or IRIs, which are noted."""
    bodies = several(found.get("body")) + several(found.get("bodyValue"))
    tagging = named(found.get("motivation")) == ["tagging"]
    tags: list[str] = []
    notes: list[str] = []
    lost = False
    for body in bodies:
        value, purposes, author = _body(body)
        lost |= not value and not isinstance(fields(body).get("value"), str)
        if "tagging" in purposes or (not purposes and tagging):
            tags.append(value.strip())
        else:
            notes.append(f"{author}: {value}" if author and "replying" in purposes else value)
    return _Content(tuple(dict.fromkeys(tag for tag in tags if tag)), joined(notes), lost)


def _body(body: Json) -> tuple[str, list[str], str]:
    """The text of a body, its purposes, and who wrote it. Of several to choose from, the first."""
    if isinstance(body, str):
        return body, [], ""
    found = fields(body)
    if "Choice" in named(found.get("type")):
        found = fields(next(iter(several(found.get("items"))), None))
    value = words(found.get("value")) or _iri(found.get("source")) or _iri(found)
    return value, named(found.get("purpose")), _name(found.get("creator"))


def _iri(value: Json) -> str:
    """An IRI, given by itself or as the identity of an object."""
    return words(value) or words(fields(value).get("id")) or words(fields(value).get("@id"))


def _label(source: Json) -> str:
    about = fields(source)
    return next((words(about[name]) for name in ("label", "title", "name") if words(about.get(name))), "")


def _name(creator: Json) -> str:
    """The name of a person or a program; else what identifies it."""
    first = next(iter(several(creator)), None)
    about = fields(first)
    return words(about.get("name")) or words(about.get("nickname")) or _iri(first)
