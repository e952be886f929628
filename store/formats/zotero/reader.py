"""Reads the annotations of Zotero from JSON: responses of its API, and exports of Better BibTeX.

In the API, items are a flat list: an annotation names its attachment, and that its publication, as
``parentItem``. In Better BibTeX JSON, ``items`` have ``attachments``, which have ``annotations``. Child notes
become the note of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

import msgspec

from store.formats.shared.json_reading.lenient_json import as_list, as_object, as_text, parse_value
from store.formats.shared.json_reading.located_json import JSON_ERRORS, decode, decode_fields
from store.formats.shared.notebook import Notebook, Notes, Quote
from store.formats.shared.timestamps import utc_timestamp
from store.importing.limits import MAX_INDEX_ENTRIES, check_count
from store.language import pgettext, plural
from store.model.bundle import Bundle
from store.model.edits import Fields, Json

FIELDS = ("itemType", "data", "items", "citation-key", "note", "author", "library")
"""The fields that tell whether an object is an item of Zotero or has items."""

_QUOTING = ("highlight", "underline", "text")
_NESTED = ("attachments", "annotations", "notes", "children")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h\d|/blockquote)\b[^>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")
_SUFFIX = re.compile(r"\.\w{2,5}$")
_MAX_DEPTH = 4
"""How deeply items are nested: publication, attachment, annotation."""
_PICTURE = plural("annotation of a picture", "annotations of pictures")


def is_zotero(record: Mapping[str, msgspec.Raw]) -> bool:
    """Whether an object is an item of Zotero, or has items."""
    if "itemType" in record:
        return True
    if "data" in record and b'"itemType"' in bytes(record["data"])[:20_000]:
        return True
    return "items" in record and b'"itemType"' in bytes(memoryview(record["items"])[:200_000])


def to_bundle(entries: Iterable[msgspec.Raw], name: str) -> Bundle:
    """Return the annotations, by publication.

    :param name: the name of the file, for errors.
    :raises BadInput: when there is none, or there are too many items.
    """
    notebook, library = Notebook("zotero", name), _Items()
    for raw in entries:
        for entry in _items_of(raw, name):
            library.add(as_object(parse_value(entry)))
    for item, parents in library.annotations:
        _add_annotation(notebook, _notes_on(notebook, library, item, parents), item)
    return notebook.bundle()


def _items_of(raw: msgspec.Raw, name: str) -> list[msgspec.Raw]:
    try:
        record = decode_fields(raw, ("items", "itemType", "data"), name)
        if "items" in record and not {"itemType", "data"} & record.keys():
            return decode(record["items"], list[msgspec.Raw], name)
    except JSON_ERRORS:
        pass
    return [raw]


_KEPT = (
    *(
        "key",
        "itemKey",
        "itemType",
        "parentItem",
        "parentTitle",
        "title",
        "filename",
        "creators",
        "url",
        "tags",
    ),
    *("note", "annotationType", "annotationText", "annotationComment", "annotationAuthorName"),
    *("dateAdded", "dateModified"),
)
"""The fields that are read."""


def _kept(record: Fields) -> Fields:
    return {name: record[name] for name in _KEPT if name in record}


class _Items:
    """The items of a file."""

    def __init__(self) -> None:
        self.by_key: dict[str, Fields] = {}
        """Publications and attachments."""
        self.annotations: list[tuple[Fields, list[Fields]]] = []
        """Annotations and child notes, with the items that they are nested in, the innermost first."""
        self._count = 0

    def add(self, item: Fields) -> None:
        """Add an item with those nested in it.

        :raises BadInput: when there are too many.
        """
        pending: list[tuple[Fields, list[Fields]]] = [(item, [])]
        while pending:
            found, parents = pending.pop()
            record = {**as_object(found.get("data")), **found}
            self._count += 1
            check_count(self._count, MAX_INDEX_ENTRIES, pgettext("more than", "items"))
            kind = as_text(record.get("itemType"))
            is_annotation = kind == "annotation" or "annotationType" in record
            is_note = kind == "note" or (not kind and bool(parents) and "note" in record)
            if is_annotation or is_note:
                self.annotations.append((_kept(record), parents))
            elif key := as_text(record.get("key")) or as_text(record.get("itemKey")):
                self.by_key.setdefault(key, _kept(record))
            if len(parents) < _MAX_DEPTH:
                nested = [as_object(each) for name in _NESTED for each in as_list(record.get(name))]
                pending += [(each, [_kept(record), *parents]) for each in reversed(nested) if each]

    def above(self, item: Fields, parents: list[Fields]) -> Iterator[Fields]:
        """Yield the items that an item belongs to, the closest first."""
        if parents:
            yield from parents
            item = parents[-1]
        for _unused in range(_MAX_DEPTH):
            parent = self.by_key.get(as_text(item.get("parentItem")))
            if parent is None:
                return
            yield parent
            item = parent


def _notes_on(notebook: Notebook, library: _Items, item: Fields, parents: list[Fields]) -> Notes:
    """Return the notes on the publication that an annotation is in."""
    above = list(library.above(item, parents))
    publication = next((each for each in reversed(above)), {})
    own = (as_text(publication.get("title")) or as_text(item.get("parentTitle"))).strip()
    attachment = next((as_text(each.get("title")) or as_text(each.get("filename")) for each in above), "")
    title = own or _SUFFIX.sub("", attachment)
    if as_text(publication.get("itemType")) == "attachment":
        title = _SUFFIX.sub("", title)
    url = next((url for each in reversed(above) if (url := as_text(each.get("url")))), "")
    notes = notebook.on(title or "Zotero", authors=map(_name, as_list(publication.get("creators"))), url=url)
    notes.tags += [tag for tag in _tags(publication) if tag not in notes.tags]
    return notes


def _add_annotation(notebook: Notebook, notes: Notes, item: Fields) -> None:
    if "annotationType" not in item and as_text(item.get("itemType")) != "annotation":
        if words := _plain(as_text(item.get("note"))):
            notebook.add_paragraph(notes, words)
        return
    words = _plain(as_text(item.get("annotationText")))
    comment = _plain(as_text(item.get("annotationComment")))
    if words and as_text(item.get("annotationType")) in ("", *_QUOTING):
        notebook.add(notes, _quote(item, words, comment))
    elif comment:
        notebook.add_paragraph(notes, comment)
    else:
        notebook.losses[_PICTURE] += 1


def _quote(item: Fields, words: str, comment: str) -> Quote:
    return Quote(
        exact=words,
        note=comment,
        tags=tuple(_tags(item)),
        created=utc_timestamp(as_text(item.get("dateAdded"))),
        modified=utc_timestamp(as_text(item.get("dateModified"))),
        creator=as_text(item.get("annotationAuthorName")),
        identity=as_text(item.get("key")) or as_text(item.get("itemKey")),
    )


def _tags(item: Fields) -> list[str]:
    tags = (as_text(each) or as_text(as_object(each).get("tag")) for each in as_list(item.get("tags")))
    return [tag.strip() for tag in tags if tag.strip()]


def _name(creator: Json) -> str:
    """Return a name; a Chinese one without a space between its parts."""
    record = as_object(creator)
    if name := as_text(record.get("name")):
        return name
    first, last = as_text(record.get("firstName")), as_text(record.get("lastName"))
    return f"{last}{first}" if last[:1] > "\u2e80" else f"{first} {last}".strip()


def _plain(words: str) -> str:
    """Return the text of a comment or a note, which may have HTML."""
    if "<" not in words and "&" not in words:
        return words.strip()
    text = unescape(_MARKUP.sub("", _BREAK.sub("\n", words)))
    return re.sub("\n{3,}", "\n\n", text).strip()
