"""What an index stores of an article, and counts of its annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import cast

import msgspec

from store.model.edits import Edit
from store.model.listing.rows import Row
from store.note_syntax.wikilinks import count_targets
from store.storage.document_store import Record
from store.storage.documents import annotation_label, article_of, reporting_damage


class AnnotationCounts(msgspec.Struct, frozen=True):
    """Counts over the annotations of an article; or how a change alters them, then they may be negative."""

    number: int
    """How many annotations there are."""
    uses: dict[str, int]
    """How many have each tag."""
    notes: int
    """How many have a note."""
    orphans: int
    """How many are orphans."""
    moved: int
    """How many stand on changed words: see :attr:`store.model.annotation.Annotation.moved`."""
    creators: dict[str, int]
    """How many are by each creator."""
    links: dict[str, int]
    """How often the notes link to each name: see :func:`store.note_syntax.wikilinks.target_key`."""


class IndexEntry(msgspec.Struct, frozen=True):
    """What an index stores of an article."""

    row: Row
    origin: str
    digest: str
    text: str
    """The text, which is indexed and not stored."""
    counts: AnnotationCounts
    """The counts of its annotations."""
    noted: bool
    """Whether the article itself has a note."""
    language: str
    """BCP 47."""
    links: dict[str, int]
    """How often that note links to each name."""


class _Counted(msgspec.Struct):
    """The fields of an annotation that are counted. The others are not parsed, which saves time."""

    tags: tuple[str, ...] = ()
    note: str = ""
    orphan: bool = False
    former: str = ""
    creator: str = ""


def entry_of(record: Record) -> IndexEntry:
    """Return what an index stores of an article.

    :raises PizhuError: the article, or an annotation of it, is not valid.
    """
    article, counts = article_of(record), count_annotations(record)
    return IndexEntry(
        Row.of(article, counts.number),
        article.origin,
        article.digest,
        article.text,
        counts,
        noted=bool(article.note),
        language=article.language,
        links=count_targets([article.note]),
    )


def count_annotations(record: Record) -> AnnotationCounts:
    """Count the annotations of a record.

    :raises DamagedFile: an annotation is not valid, or not UTF-8 in a field that is not counted.
    """
    with reporting_damage(annotation_label(record)):
        record.annotations.check_encoding()
        found = record.annotations.read_as(_Counted)
    return AnnotationCounts(
        number=len(found),
        uses=Counter(tag for each in found for tag in each.tags),
        notes=sum(bool(each.note) for each in found),
        orphans=sum(each.orphan for each in found),
        moved=sum(bool(each.former) for each in found),
        creators=Counter(each.creator for each in found if each.creator),
        links=count_targets(each.note for each in found),
    )


def count_changes(edits: Iterable[Edit]) -> AnnotationCounts:
    """Return how edits of annotations change the counts."""
    number = notes = orphans = moved = 0
    uses: Counter[str] = Counter()
    creators: Counter[str] = Counter()
    links: Counter[str] = Counter()
    for edit in edits:
        number += (edit.before is None) - (edit.after is None)
        for sign, state in ((1, edit.after), (-1, edit.before)):
            fields = state or {}
            notes += sign * bool(fields.get("note"))
            orphans += sign * bool(fields.get("orphan"))
            moved += sign * bool(fields.get("former"))
            for tag in cast("list[str]", fields.get("tags", [])):
                uses[tag] += sign
            if creator := cast("str", fields.get("creator")):
                creators[creator] += sign
            for name, times in count_targets([cast("str", fields.get("note", ""))]).items():
                links[name] += sign * times
    return AnnotationCounts(
        number=number,
        uses=_without_zeros(uses),
        notes=notes,
        orphans=orphans,
        moved=moved,
        creators=_without_zeros(creators),
        links=_without_zeros(links),
    )


def _without_zeros(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}
