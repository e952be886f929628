"""Reads the annotations that Pizhu puts beside the labels of a text for doccano, which keeps them.

The labels say what is there now: an annotation whose label was removed in doccano is not read, and a label
that was added there becomes an annotation of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from store.formats.shared.json_reading.lenient_json import as_list, as_number, as_object, as_text
from store.formats.shared.timestamps import UNKNOWN_TIME, utc_timestamp
from store.formats.shared.uuids import is_uuid
from store.importing.limits import MAX_ANNOTATIONS, MAX_TAGS_OF_ONE, check_count
from store.language import pgettext
from store.model.annotation import Anchor, Annotation, clean_note, motivation_of
from store.model.edits import Fields

Spans: TypeAlias = dict[tuple[int, int], list[str]]
"""The names of the labels on each range of a text."""


def own_annotations(record: Fields, text: str, spans: Spans) -> Iterator[Annotation]:
    """Yield the annotations of Pizhu in a record; the labels that they have are taken out of ``spans``.

    :raises BadInput: when there are too many.
    """
    entries = [as_object(each) for each in as_list(record.get("annotations"))]
    check_count(len(entries), MAX_ANNOTATIONS, pgettext("more than", "annotations"))
    there = {span: set(names) for span, names in spans.items()}
    for entry in entries:
        start, end = as_number(entry.get("start")), as_number(entry.get("end"))
        exact, identity = as_text(entry.get("exact")), as_text(entry.get("id")).lower()
        is_orphan = entry.get("orphan") is True
        if not exact or not is_uuid(identity):
            continue
        if not is_orphan and ((start, end) not in there or text[start:end] != exact):
            continue
        yield _annotation(entry, identity, text, None if is_orphan else there[start, end])
        if not is_orphan:
            own = {as_text(each) for each in as_list(entry.get("tags"))}
            _take(spans, (start, end), own)


def _take(spans: Spans, span: tuple[int, int], names: set[str]) -> None:
    """Take the labels of an annotation out of the spans; one without a tag has a label that says nothing."""
    left = [name for name in spans.get(span, []) if name not in names]
    if left and not (len(left) == 1 and not names):
        spans[span] = left
    else:
        spans.pop(span, None)


def _annotation(entry: Fields, identity: str, text: str, labels: set[str] | None) -> Annotation:
    """Return an annotation with those of its tags that are still labels; an orphan if ``labels`` is None."""
    start, end, exact = (
        as_number(entry.get("start")),
        as_number(entry.get("end")),
        as_text(entry.get("exact")),
    )
    tags = tuple(dict.fromkeys(name for each in as_list(entry.get("tags")) if (name := as_text(each))))
    check_count(len(tags), MAX_TAGS_OF_ONE, pgettext("more than", "tags of one annotation"))
    kept = tuple(name for name in tags if labels is None or name in labels)
    note = clean_note(as_text(entry.get("note")))
    created = utc_timestamp(as_text(entry.get("created")), keep_precision=True) or UNKNOWN_TIME
    anchor = Anchor(start, end, exact, "", "") if labels is None else Anchor.at(text, start, end)
    return Annotation(
        id=identity,
        start=anchor.start,
        end=anchor.end,
        exact=anchor.exact,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        tags=kept,
        note=note,
        kind=motivation_of(kept, note),
        creator=as_text(entry.get("creator")),
        created=created,
        modified=utc_timestamp(as_text(entry.get("modified")), keep_precision=True) or created,
        orphan=labels is None,
    )
