"""What an index counts of the annotations of an article, and what it is given of an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import cast

import msgspec

from store.model.edits import Edit
from store.model.rows import Row
from store.note_syntax.wikilinks import names_in
from store.storage.document_store import Record
from store.storage.documents import annotation_label, reporting_damage


class AnnotationCounts(msgspec.Struct, frozen=True):
    """What is counted of annotations: of all of an article, or of those that a change makes more or fewer."""

    number: int
    uses: dict[str, int]
    """How often they have each tag."""
    notes: int
    """How many of them have a note."""
    orphans: int
    creators: dict[str, int]
    """How many are by whom."""
    links: dict[str, int]
    """How often their notes link to each name: see :func:`store.note_syntax.wikilinks.name_of`."""


class IndexEntry(msgspec.Struct, frozen=True):
    """What the catalogue keeps of an article."""

    row: Row
    origin: str
    digest: str
    text: str
    """What is indexed; it is not kept."""
    marks: AnnotationCounts
    """All that it counts of the annotations."""
    noted: bool
    """Whether there is a note on the whole article."""
    links: dict[str, int]
    """How often that note links to each name."""


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
    with reporting_damage(annotation_label(record)):
        found = record.annotations.read_as(_Counted)
    return AnnotationCounts(
        number=len(found),
        uses=Counter(tag for each in found for tag in each.tags),
        notes=sum(bool(each.note) for each in found),
        orphans=sum(each.orphan for each in found),
        creators=Counter(each.creator for each in found if each.creator),
        links=names_in(each.note for each in found),
    )


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
