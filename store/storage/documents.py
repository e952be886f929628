"""Records to TinyDB documents and back, and the edits that make, change and remove them."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar, cast

import msgspec

from store.errors import DamagedFile, UnknownArticle
from store.model.anchoring import locate
from store.model.annotation import Anchor, Annotation
from store.model.article import Article, digest
from store.model.edits import ANNOTATIONS, ARTICLE, CODEBOOK, TEXT, THE_ONE, Edit, Fields, Json, fields_of
from store.model.new_annotations import new_tags
from store.model.rows import AnnotationCounts
from store.model.tag import Tag, known_as, meant_by
from store.note_syntax.wikilinks import names_in
from store.storage.folder.folder_store import FolderStore, Record
from store.storage.folder.paths import is_id
from store.storage.folder.tinydb_storage import Line, Lines

T = TypeVar("T", bound=msgspec.Struct)


def is_whole(record: Record) -> bool:
    """Whether the text is the one that the record speaks of."""
    return record.article.get("digest") == digest(record.text)


def read_consistent(disk: FolderStore, article: str) -> Record:
    """One article as it is on disk, with the text that its record speaks of.

    :raises UnknownArticle: there is none.
    """
    if not is_id(article) or not disk.article_file(article).is_file():
        raise UnknownArticle(f"The article {article!r} is not in the library any more.")
    record = disk.read(article)
    if not is_whole(record):
        # Another process may be between the text and the record of one change.
        with disk.locked():
            record = disk.read(article)
    return record


def article_of(record: Record) -> Article:
    """The article of a record.

    :raises DamagedFile: its fields are not those of an article, or its text is another one.
    """
    with _damage_reported(f"The record of “{record.article.get('title', '')}”"):
        article = msgspec.convert({**record.article, TEXT: record.text}, Article)
    if not is_whole(record):
        raise DamagedFile(f"The text of “{article.title}” is not the text that was imported")
    return article


def annotations_of(record: Record) -> tuple[Annotation, ...]:
    """The annotations of a record, in text order.

    :raises DamagedFile: one of them is not what it should be.
    """
    with _damage_reported(_annotation_of(record)):
        found = record.annotations.read_as(Annotation)
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.created, each.id)))


class _Counted(msgspec.Struct):
    """Of an annotation, what the catalogue counts: to parse no more makes two thousand of them cheap."""

    tags: tuple[str, ...] = ()
    note: str = ""
    orphan: bool = False
    creator: str = ""


def count_annotations(record: Record) -> AnnotationCounts:
    """What is counted of the annotations of a record.

    :raises DamagedFile: an annotation is not what it should be.
    """
    with _damage_reported(_annotation_of(record)):
        found = record.annotations.read_as(_Counted)
    return AnnotationCounts(
        number=len(found),
        uses=Counter(tag for each in found for tag in each.tags),
        notes=sum(bool(each.note) for each in found),
        orphans=sum(each.orphan for each in found),
        creators=Counter(each.creator for each in found if each.creator),
        links=names_in(each.note for each in found),
    )


class _Tagged(msgspec.Struct):
    """Of an article or an annotation, the tags."""

    tags: tuple[str, ...] = ()


class _Noted(msgspec.Struct):
    """Of an article or an annotation, the note."""

    note: str = ""


def retag_edits(
    article: str, record: Record, becoming: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> list[Edit]:
    """The edits that give an article and its annotations other tags; no other field is looked into.

    :param becoming: what the tags of each become.
    :raises DamagedFile: one of them is not what it should be.
    """
    return [
        _changed_field(article, place, "tags", [*each.tags], [*after])
        for place, each in _both(record, _Tagged)
        if (after := becoming(each.tags)) != each.tags
    ]


def renote_edits(article: str, record: Record, becoming: Callable[[str], str]) -> list[Edit]:
    """The edits that change the notes of an article and its annotations; no other field is looked into.

    :param becoming: what each note becomes.
    :raises DamagedFile: one of them is not what it should be.
    """
    return [
        _changed_field(article, place, "note", each.note, after)
        for place, each in _both(record, _Noted)
        if (after := becoming(each.note)) != each.note
    ]


def _both(record: Record, fields: type[T]) -> list[tuple[tuple[str, int], T]]:
    """Some fields of an article and of each of its annotations, with the table and document they are of."""
    with _damage_reported(f"The record of “{record.article.get('title', '')}”"):
        own = msgspec.convert(record.article, fields)
    with _damage_reported(_annotation_of(record)):
        marks = zip(record.annotations, record.annotations.read_as(fields), strict=True)
        return [((ARTICLE, THE_ONE), own), *(((ANNOTATIONS, document), mark) for document, mark in marks)]


def _changed_field(article: str, place: tuple[str, int], name: str, before: Json, after: Json) -> Edit:
    table, document = place
    return Edit(article=article, table=table, document=document, before={name: before}, after={name: after})


class Quote(msgspec.Struct, frozen=True):
    """Of an annotation, the words it is on and the tags it gives them."""

    id: str
    exact: str
    tags: tuple[str, ...] = ()


def quotes_in(annotations: Lines) -> list[Quote]:
    """The words and tags of annotations, in the order of the file.

    :raises DamagedFile: an annotation is not what it should be.
    """
    with _damage_reported("An annotation"):
        return annotations.read_as(Quote)


def tags_of(documents: Mapping[int, Line]) -> dict[int, Tag]:
    """The entries of the codebook, by document.

    :raises DamagedFile: one of them is not what it should be.
    """
    with _damage_reported("An entry of the codebook"):
        return {document: line.read_as(Tag) for document, line in documents.items()}


class _Named(msgspec.Struct):
    """Of an entry of the codebook, what it is told by."""

    name: str


def names_of(documents: Lines) -> list[str]:
    """The names of the entries of the codebook.

    :raises DamagedFile: one of them is not what it should be.
    """
    with _damage_reported("An entry of the codebook"):
        return [each.name for each in documents.read_as(_Named)]


def annotation_in(record: Record, annotation: str) -> Annotation | None:
    """The annotation of that ID; None when the record has none.

    :raises DamagedFile: it is not what it should be.
    """
    with _damage_reported(_annotation_of(record)):
        line = record.annotations.get(document_id(annotation)) if _UUID(annotation) else None
        found = line.read_as(Annotation) if line else None
        if found is None or found.id == annotation:
            return found
    return next((each for each in annotations_of(record) if each.id == annotation), None)


_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


@contextmanager
def _damage_reported(what: str) -> Iterator[None]:
    try:
        yield
    except msgspec.ValidationError as error:
        raise DamagedFile(f"{what} is damaged ({error})") from error


def _annotation_of(record: Record) -> str:
    return f"An annotation of “{record.article.get('title', '')}”"


def article_fields(article: Article) -> Fields:
    """The article's document: all but its text, and its revision, which the disk counts."""
    fields = fields_of(article)
    del fields[TEXT], fields["rev"]
    return fields


def annotation_fields(annotation: Annotation | None) -> Fields | None:
    """The annotation's document, without its revision, which the disk counts; None for none."""
    if annotation is None:
        return None
    fields = fields_of(annotation)
    del fields["rev"]
    return fields


def creation_edits(article: Article, annotations: Sequence[Annotation] = ()) -> list[Edit]:
    """What makes an article, with annotations that it has from the start."""
    made = [
        Edit.between(article.id, TEXT, THE_ONE, None, {TEXT: article.text}),
        Edit.between(article.id, ARTICLE, THE_ONE, None, article_fields(article)),
    ]
    return made + [annotation_edit(article.id, None, annotation) for annotation in annotations]


def annotation_edit(article: str, before: Annotation | None, after: Annotation | None) -> Edit:
    """What makes, changes or deletes an annotation; one of the two is there."""
    there = after or before
    assert there is not None  # noqa: S101 - an annotation is made, changed or deleted
    had, has = annotation_fields(before), annotation_fields(after)
    return Edit.between(article, ANNOTATIONS, document_id(there.id), had, has)


def removal_edits(article: str, record: Record) -> list[Edit]:
    """What removes an article with all it carries."""
    return [
        *(
            Edit.between(article, ANNOTATIONS, document, line.fields, None)
            for document, line in record.annotations.items()
        ),
        Edit.between(article, ARTICLE, THE_ONE, record.article, None),
        Edit.between(article, TEXT, THE_ONE, {TEXT: record.text}, None),
    ]


def count_changes(edits: Iterable[Edit]) -> AnnotationCounts:
    """What edits of annotations change of what is counted of them."""
    number = notes = orphans = 0
    uses: Counter[str] = Counter()
    creators: Counter[str] = Counter()
    links: Counter[str] = Counter()
    for edit in edits:
        number += (edit.before is None) - (edit.after is None)
        for sign, state in ((1, edit.after), (-1, edit.before)):
            fields = state or {}
            notes += sign * bool(fields.get("note"))
            orphans += sign * bool(fields.get("orphan"))
            for tag in cast("list[str]", fields.get("tags", [])):
                uses[tag] += sign
            if creator := cast("str", fields.get("creator")):
                creators[creator] += sign
            for name, times in names_in([cast("str", fields.get("note", ""))]).items():
                links[name] += sign * times
    return AnnotationCounts(number, _changed(uses), notes, orphans, _changed(creators), _changed(links))


def _changed(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


def put(table: str, known: Mapping[int, T], entries: Iterable[T], name: Callable[[T], str]) -> list[Edit]:
    """The edits that put entries into a table of ``library.json``, in place of those of the same name.

    :param known: the entries that are there, by document.
    """
    documents = {name(entry): document for document, entry in known.items()}
    edits = []
    for entry in {name(entry): entry for entry in entries}.values():
        document = documents.get(name(entry))
        before = None if document is None else fields_of(known[document])
        edits.append(Edit.between("", table, document or document_id(), before, fields_of(entry)))
    return edits


def canonical_names(disk: FolderStore, given: Iterable[str]) -> tuple[str, ...]:
    """Names of tags as the library has them, none twice: all that becomes a tag passes through this.

    One that differs from a tag's in width or case alone is that tag: see :func:`known_as`. So is one that is
    another name of one tag alone: see :func:`meant_by`.

    :raises BadTagName: one of them cannot be kept.
    """
    wanted = list(given)
    if not wanted:
        return ()
    codebook = disk.codebook()
    known = names_of(codebook)
    kept = known_as(known, wanted)
    return kept if set(known).issuperset(kept) else meant_by(tags_of(codebook).values(), kept)


def new_tag_edits(disk: FolderStore, names: Iterable[str]) -> list[Edit]:
    """The edits that give an entry of the codebook to each name that has none."""
    wanted = dict.fromkeys(names)
    if wanted.keys() <= set(names_of(disk.codebook())):
        return []
    made = new_tags(tags_of(disk.codebook()).values(), wanted)
    return [Edit.between("", CODEBOOK, document_id(), None, fields_of(tag)) for tag in made]


def document_id(of: str = "") -> int:
    """A TinyDB document id below 2**53: from a UUID where there is one, else at random."""
    return int(of.replace("-", "")[:13], 16) if of else int.from_bytes(os.urandom(6)) or THE_ONE


def reanchored(annotation: Annotation, text: str, former: str | None = None) -> Annotation:
    """The annotation in a new text: at its words, or an orphan that keeps all it had.

    :param former: the text that it was in, where it is known.
    """
    anchor = Anchor(annotation.start, annotation.end, annotation.exact, annotation.prefix, annotation.suffix)
    place = locate(anchor, text, former)
    if place is None:
        return msgspec.structs.replace(annotation, orphan=True)
    return placed(annotation, text, *place)


def placed(annotation: Annotation, text: str, start: int, end: int) -> Annotation:
    """The annotation on the words ``text[start:end]``."""
    there = Anchor.at(text, start, end)
    return msgspec.structs.replace(annotation, **msgspec.structs.asdict(there), orphan=False)
