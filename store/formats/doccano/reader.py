"""Reads texts annotated with doccano: JSON Lines, or an array, of sequence labelling and classification.

Each object has ``text`` and spans, as ``label`` or ``labels`` (``[start, end, name]``) or as ``entities``
(objects with ``start_offset``, ``end_offset`` and ``label``). A label without a place belongs to the whole
text. Offsets count code points. Comments become the note of the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.errors import BadInput
from store.formats.doccano.own_annotations import Spans, own_annotations
from store.formats.refi_qda.codes import tag_name_of
from store.formats.shared.json_reading.lenient_json import as_list, as_object, as_text, parse_value
from store.formats.shared.json_reading.located_json import JSON_ERRORS, decode_fields, numbered_lines
from store.formats.shared.offsets import OffsetMap, normalise_newlines
from store.formats.shared.quotes import limited_quotes
from store.formats.shared.timestamps import UNKNOWN_TIME
from store.formats.shared.wording import join_paragraphs
from store.importing.limits import (
    MAX_ANNOTATIONS,
    MAX_TAGS_OF_ONE,
    check_count,
)
from store.importing.verbatim_text import verbatim_draft
from store.language import _, pgettext
from store.library.merging.placeholder import as_placeholder
from store.model.annotation import Anchor, Annotation, motivation_of
from store.model.article import Draft, is_article_id
from store.model.bundle import Bundle, IncomingArticle
from store.model.edits import Fields, Json
from store.model.stable_ids import guid
from store.wording import counted

FIELDS = ("text", "data", "label", "labels", "entities", "title", "article", "annotations")
"""The fields that tell whether an object is a text of doccano."""

_SPANS = ("label", "labels", "entities", "spans", "cats")
UNTAGGED = "Highlight"
"""The label that Pizhu gives to an annotation without a tag."""


def is_doccano(record: Mapping[str, msgspec.Raw]) -> bool:
    """Whether an object is a text of doccano. Labels without places alone are those of any table of articles,
    unless the field is called as doccano calls it.
    """
    if not any(bytes(memoryview(record.get(name, b""))[:1]) == b'"' for name in ("text", "data")):
        return False
    if "entities" in record or {"label", "article", "annotations"} <= record.keys():
        return True
    for name in ("label", "labels"):
        beginning = "".join(bytes(memoryview(record.get(name, b""))[:100]).decode("utf-8", "ignore").split())
        if beginning.startswith("[["):
            return True
        if name == "label" and beginning.startswith("[") and "title" not in record:
            return True
    return False


def read(path: Path) -> Bundle:
    """Read JSON Lines of doccano. A line that cannot be read is left out and reported.

    :raises BadInput: when the file cannot be read.
    """
    bundle = Bundle()
    bundle.pieces = _pieces(_lines(path), str(path), bundle)
    return bundle


def to_bundle(entries: Iterable[msgspec.Raw], name: str) -> Bundle:
    """Return the texts in an array.

    :param name: the name of the file.
    """
    bundle = Bundle()
    bundle.pieces = _pieces(enumerate(entries, 1), name, bundle)
    return bundle


def _lines(path: Path) -> Iterator[tuple[int, msgspec.Raw]]:
    return ((number, msgspec.Raw(line)) for number, line in numbered_lines(path, _("split it")))


def _pieces(
    entries: Iterable[tuple[int, msgspec.Raw]], name: str, bundle: Bundle
) -> Iterator[IncomingArticle]:
    stem = Path(name).stem
    relations = 0
    for number, raw in entries:
        record = as_object(parse_value(raw))
        try:
            yield _article(record, f"{stem} {number}")
        except BadInput as error:
            bundle.left_out.append(_("Text {number} was left out: {error}", number=number, error=error))
        else:
            relations += len(as_list(record.get("relations")))
    if relations:
        bundle.left_out.append(
            _("Left out: {what} between labels.", what=counted(relations, "relation", "relations"))
        )


def _article(record: Fields, name: str) -> IncomingArticle:
    """Return the article of a text.

    :param name: its title if its text has none.
    :raises BadInput: when it is too long, or has too many labels.
    """
    record = {**as_object(record.get("meta")), **as_object(record.get("metadata")), **record}
    original = as_text(record.get("text") or record.get("data")).replace("\0", "\ufffd")
    text = normalise_newlines(original)
    if not text.strip():
        raise BadInput(_("it has no text, is not valid JSON, or is too large."))
    offsets = OffsetMap(original)
    labels = [each for field in _SPANS for each in as_list(record.get(field))]
    check_count(len(labels), MAX_ANNOTATIONS, pgettext("more than", "labels"))
    spans: Spans = {}
    tags = [each.strip() for each in map(as_text, as_list(record.get("tags"))) if each.strip()]
    for label in labels:
        span = _span(label)
        if span is None:
            tags += filter(None, [_label_name(label)])
            continue
        start, end = offsets.to_stored(span[0]), offsets.to_stored(span[1])
        if start < end:
            place = snap_start(text, start), snap_end(text, end)
            spans.setdefault(place, []).append(_label_name(label))
    check_count(len(tags), MAX_TAGS_OF_ONE, pgettext("more than", "labels of the whole text"))
    comments = [record.get("note"), *as_list(record.get("Comments")), *as_list(record.get("comments"))]
    own = own_annotations(record, text, spans)
    identity = as_text(record.get("article"))
    return IncomingArticle(
        draft=_draft(record, text, name),
        id=identity if is_article_id(identity) else "",
        tags=tuple(dict.fromkeys(tags)),
        note=join_paragraphs(as_text(each) or as_text(as_object(each).get("text")) for each in comments),
        annotations=tuple(limited_quotes([*own, *_annotations(text, spans)])),
    )


def _draft(record: Fields, text: str, name: str) -> Draft:
    draft = verbatim_draft(text, as_text(record.get("title")).strip())
    authors = tuple(filter(None, map(as_text, as_list(record.get("authors")))))
    draft = msgspec.structs.replace(
        draft,
        title=draft.title or name,
        authors=authors or draft.authors,
        date=as_text(record.get("date")) or draft.date,
        source=as_text(record.get("source")) or draft.source,
        url=as_text(record.get("url")) or draft.url,
    )
    return as_placeholder(draft) if record.get("notes_only") is True else draft


def _annotations(text: str, spans: Spans) -> Iterator[Annotation]:
    for (start, end), names in sorted(spans.items()):
        tags = tuple(dict.fromkeys(name for name in names if name not in ("", UNTAGGED)))
        check_count(len(tags), MAX_TAGS_OF_ONE, pgettext("more than", "labels on the same words"))
        yield Annotation(
            **msgspec.structs.asdict(Anchor.at(text, start, end)),
            id=guid("doccano", str(start), str(end), text[max(0, start - 100) : end + 100]),
            tags=tags,
            kind=motivation_of(tags, ""),
            created=UNKNOWN_TIME,
            modified=UNKNOWN_TIME,
        )


def _span(label: Json) -> tuple[int, int] | None:
    """Return the place of a label; None if it belongs to the whole text."""
    if isinstance(label, list):
        places = label[:2]
    else:
        record = as_object(label)
        places = [
            next((record[key] for key in keys if key in record), None)
            for keys in (("start_offset", "start"), ("end_offset", "end"))
        ]
    numbers = [int(each) for each in places if isinstance(each, (int, float)) and abs(each) < 1 << 40]
    if len(numbers) != 2 or numbers[0] < 0:
        return None
    return min(numbers), max(numbers)


def _label_name(label: Json) -> str:
    """Return a label as the name of a tag; empty if it has none."""
    if isinstance(label, list):
        name = as_text(label[2]) if len(label) > 2 else ""
    else:
        name = as_text(label) or as_text(as_object(label).get("label"))
    return tag_name_of(name.split("/")) if name.strip() else ""


def is_doccano_line(line: bytes) -> bool:
    """Whether a line of JSON Lines is a text of doccano."""
    try:
        return is_doccano(decode_fields(line, FIELDS, ""))
    except (BadInput, *JSON_ERRORS):
        return False
