"""Rebuilds the record and the text of an article."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

import msgspec

from store.model.annotation import Annotation, timestamp
from store.model.article import Article, Block, BlockKind, digest, paragraphs
from store.model.edits import ANNOTATIONS, ARTICLE, ARTICLE_TABLES, TEXT, THE_ONE, Fields, fields_of
from store.storage.documents import document_id
from store.storage.folder.rebuilding.document_lines import FoundDocument, Trust
from store.storage.folder.rebuilding.file_sources import FileSources, other_tables
from store.storage.folder.rebuilding.valid_fields import is_record, with_valid_fields
from store.storage.folder.tinydb_storage import Tables, encode
from store.storage.reanchoring import anchored_at, reanchored


def rebuilt_text(wanted: Iterable[Fields], texts: Iterable[str]) -> str | None:
    """Return the first text that one of the records names by its digest, else the first one; else None.

    :param wanted: the records that the article may have had, the best first.
    """
    seen: list[str] = []
    digests = [record.get("digest") for record in wanted]
    ranks: dict[int, str] = {}
    for text in texts:
        seen.append(text)
        if (found := digest(text)) in digests:
            ranks.setdefault(digests.index(found), text)
            if digests.index(found) == 0:
                break
    return ranks[min(ranks)] if ranks else seen[0] if seen else None


def rebuilt_article(article: str, sources: FileSources, texts: Iterable[str]) -> tuple[bytes, str] | None:
    """Return an article's record file and text; None when no text is left.

    :param texts: what its text may be, the best first.
    """
    found = sources.best()
    own = found.get((ARTICLE, THE_ONE))
    records = [*([own.fields] if own else []), *sources.alternatives(ARTICLE, THE_ONE)]
    text = rebuilt_text(records, texts)
    if text is None:
        return None
    record = next(
        (each for each in records if each.get("digest") == digest(text)), records[0] if records else {}
    )
    if not _is_valid_article(article, record, text):
        record = _mended_article(article, record, text)
    revision = _highest_revision([*found.values(), *sources.present.values()], records) + 1
    annotations: dict[int, Fields] = {}
    for document in sorted(found.values(), key=lambda each: each.rank, reverse=True):
        if document.table == ANNOTATIONS:
            _take_annotation(annotations, document, sources, text, revision)
    order = [document for table, document in found if table == ANNOTATIONS]
    ordered = {key: annotations[key] for key in dict.fromkeys((*order, *annotations)) if key in annotations}
    tables: Tables = {
        ARTICLE: {str(THE_ONE): {**record, "rev": revision}},
        ANNOTATIONS: {str(key): fields for key, fields in ordered.items()},
        **other_tables(found, ARTICLE_TABLES),
    }
    return encode(tables), text


def _take_annotation(
    taken: dict[int, Fields], document: FoundDocument, sources: FileSources, text: str, revision: int
) -> None:
    """Add an annotation to those taken, at its quote in the text, unless a better one has its ID."""
    fields = _best_annotation(document, sources, text)
    if fields is None:
        return
    annotation = msgspec.convert(fields, Annotation)
    key = document_id(annotation.id)
    if key in taken:
        if document.trust is Trust.CHANGED or msgspec.convert(taken[key], Annotation) == annotation:
            return
        annotation = msgspec.structs.replace(annotation, id=str(uuid.uuid4()))
        key, fields = document_id(annotation.id), {**fields, "id": annotation.id}
    placed = _placed(annotation, text)
    changes = {
        name: value for name, value in fields_of(placed).items() if value != fields_of(annotation)[name]
    }
    is_new = fields != document.fields or changes or document.trust is not Trust.INTACT
    taken[key] = {**fields, **changes, **({"rev": revision} if is_new else {})}


def _best_annotation(document: FoundDocument, sources: FileSources, text: str) -> Fields | None:
    """Return the fields of an annotation: its line unless that is damaged or contradicts the text."""
    line = document.fields
    is_valid = is_record(line, Annotation)
    if is_valid and (document.trust is not Trust.CHANGED or _quotes(line, text)):
        return line
    for fields in sources.alternatives(ANNOTATIONS, document.id):
        if is_record(fields, Annotation):
            return fields
    if is_valid:
        return line
    return _mended_annotation(line, document.id)


def _quotes(fields: Fields, text: str) -> bool:
    """Whether an annotation stands where the text has its words."""
    annotation = msgspec.convert(fields, Annotation)
    return annotation.orphan or (
        0 <= annotation.start < annotation.end <= len(text) and _placed(annotation, text) == annotation
    )


def _placed(annotation: Annotation, text: str) -> Annotation:
    """Return an annotation at its words in the text; an orphan when the text has them no more."""
    start, end = annotation.start, annotation.end
    if annotation.orphan:
        return annotation
    if not 0 <= start < end <= len(text) or text[start:end] != annotation.exact:
        return reanchored(annotation, text)
    return anchored_at(annotation, text, start, end)


def _mended_annotation(line: Fields, document: int) -> Fields | None:
    """Return an annotation with those fields of a damaged line that are valid; None if it says nothing."""
    now = timestamp()
    number = f"{document:013x}"[-13:]
    plain: Fields = {
        "id": f"{number[:8]}-{number[8:12]}-{number[12]}{str(uuid.uuid4())[15:]}",
        "start": 0,
        "end": 0,
        "exact": "",
        "prefix": "",
        "suffix": "",
        "created": now,
        "modified": now,
    }
    mended = with_valid_fields(plain, line, Annotation)
    return mended if any(mended.get(name) for name in ("exact", "note", "tags")) else None


def _is_valid_article(article: str, record: Fields, text: str) -> bool:
    """Whether a record is that of the article with the text."""
    try:
        found = msgspec.convert({**record, TEXT: text}, Article)
    except msgspec.ValidationError:
        return False
    return (
        found.id == article
        and found.digest == digest(text)
        and all(0 <= block.start <= block.end <= len(text) for block in found.blocks)
    )


def _mended_article(article: str, record: Fields, text: str) -> Fields:
    """Return a record for the text with those fields of a damaged one that are valid for it."""
    blocks = [
        fields_of(Block(BlockKind.PARAGRAPH if number else BlockKind.TITLE, start, end))
        for number, (start, end) in enumerate(paragraphs(text))
    ]
    plain = fields_of(
        {
            "id": article,
            TEXT: text,
            "digest": digest(text),
            "title": text.partition("\n")[0],
            "added": timestamp(),
            "blocks": blocks,
        }
    )
    fixed = {"id", "digest", TEXT, *(["blocks"] if record.get("digest") != digest(text) else [])}
    mended = with_valid_fields(
        plain, {name: value for name, value in record.items() if name not in fixed}, Article
    )
    found = msgspec.convert(mended, Article)
    if any(not 0 <= block.start <= block.end <= len(text) for block in found.blocks):
        mended["blocks"] = plain["blocks"]
    mended["position"] = max(0, min(found.position, len(text)))
    del mended[TEXT]
    return mended


def _highest_revision(found: Iterable[FoundDocument], records: Iterable[Fields]) -> int:
    """Return the highest revision that an article or its annotations have had."""
    revisions = [each.fields.get("rev") for each in found] + [each.get("rev") for each in records]
    return max((each for each in revisions if isinstance(each, int) and each < 1 << 50), default=0)
