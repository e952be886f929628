"""Writes annotations for doccano: JSON Lines for sequence labelling, an article a line.

Source: doccano's documentation, "Import dataset", format JSONL: ``text``, and ``label``, a list of ``[start,
end, label]`` with positions in code points. doccano keeps all other fields as metadata: here those of the
article, and ``annotations`` with the notes, which labels have no place for. An annotation has a label for
each tag; without a tag, :data:`UNTAGGED`. Annotations whose words are no longer in the text have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

import msgspec

from store.exporting.excerpts import with_excerpts
from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.index.addresses import uri
from store.library.merging.placeholder import is_placeholder
from store.model.annotation import Annotation
from store.model.article import Article

UNTAGGED = "Highlight"
"""The label of an annotation without a tag."""

_ARTICLE = ("title", "authors", "date", "source", "url", "tags", "note")
"""The fields of an article that are metadata, if they are not empty."""
_ANNOTATION = ("id", "start", "end", "exact", "tags", "note", "creator", "created", "modified", "orphan")
"""The fields of an annotation, if they are not empty."""


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the articles of a selection."""
    write_text(out, (line(article, annotations) for article, annotations in with_excerpts(selection)))


def line(article: Article, annotations: Iterable[Annotation]) -> str:
    """Return the line of an article, with its line end."""
    ordered = sorted(annotations, key=lambda each: (each.orphan, each.start, each.end, each.id))
    fields = {
        "text": article.text,
        "label": list(_labels(ordered)),
        "article": article.id,
        "link": uri(article.id),
        **_filled(article, _ARTICLE),
        **({"notes_only": True} if is_placeholder(article.origin) else {}),
        "annotations": [{**_filled(each, _ANNOTATION), "link": uri(article.id, each.id)} for each in ordered],
    }
    return msgspec.json.encode(fields).decode() + "\n"


def _labels(annotations: Iterable[Annotation]) -> Iterator[tuple[int, int, str]]:
    for annotation in annotations:
        if not annotation.orphan:
            for tag in annotation.tags or (UNTAGGED,):
                yield annotation.start, annotation.end, tag


def _filled(record: Article | Annotation, names: Iterable[str]) -> dict[str, object]:
    """Return the fields of a record with these names, without empty ones."""
    values = {name: getattr(record, name) for name in names}
    return {name: value for name, value in values.items() if value not in ("", (), False)}
