"""Reads JSON of books or pages with their quotes: those of KOReader, Readwise, Raindrop and others.

Each book is an object with its title and a list of quotes, alone, in a list, or in the list of an object
that wraps it. KOReader writes ``entries`` with ``text`` and ``note``, of one book or of ``documents``; the
export of Readwise has ``results`` with ``highlights``; 微信读书 answers with ``book`` and ``updated``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

import msgspec

from store.formats.note_tables.names import tag_names_in
from store.formats.shared.json_reading.lenient_json import as_list, as_object, as_text
from store.formats.shared.json_reading.located_json import JSON_ERRORS
from store.formats.shared.notebook import Notebook, Notes, Quote
from store.formats.shared.spoken_dates import spoken_timestamp
from store.formats.shared.timestamps import utc_timestamp
from store.formats.tables.json_values import QUOTE_LISTS, has_text
from store.language import _
from store.model.bundle import Bundle
from store.model.edits import Fields, Json
from store.wording import counted

FIELDS = QUOTE_LISTS
"""The keys of lists of quotes."""

_WRAPPERS = ("documents", "results", "books", "items", "articles", "data", "list")
"""The keys of lists of books."""

_WORDS = (
    *("text", "highlight", "quote", "marktext", "highlighted_text", "selected_text", "content"),
    *("划线", "标注", "原文", "摘录"),
)
_NOTES = ("note", "annotation", "comment", "review", "批注", "想法", "笔记")
_TITLES = ("title", "readable_title", "book_title", "name", "书名", "标题")
_AUTHORS = ("author", "authors", "作者")
_URLS = ("source_url", "link", "url", "网址", "链接")
_TIMES = ("highlighted_at", "created", "created_at", "createtime", "time", "datetime", "date", "时间")
_TAGS = ("book_tags", "tags", "labels", "标签")
_ABOUT_ALL = ("document_note", "note", "summary")

_OTHERS = frozenset({"uri", "target", "@context", "itemType", "annotationText", "selectors"})
"""Keys of annotations that other readers know."""

_ABOUT_BOOK = frozenset((*_ABOUT_ALL, "description", "intro", "abstract", "简介"))
"""Keys of long strings that are not the text of an article."""

_MOST_EXAMINED = 20
_LAST_MOMENT = 1e10
"""Seconds since 1970 that no quote reaches."""


def is_book_notes(document: msgspec.Raw) -> bool:
    """Whether JSON has books with quotes."""
    try:
        return bool(_books(msgspec.json.decode(document)))
    except JSON_ERRORS:
        return False


def to_bundle(document: msgspec.Raw, name: str) -> Bundle:
    """Return the quotes of all books.

    :param name: the name of the file, for errors.
    :raises BadInput: there is no quote in it.
    """
    notebook = Notebook("json", name)
    without = bookmarks = 0
    for book in _books(msgspec.json.decode(document)):
        notes = _on(notebook, book)
        quotes = _quotes(book) or []
        without += not quotes
        bookmarks += sum(not _add(notebook, notes, quote) for quote in quotes)
        if said := _first(book, _ABOUT_ALL):
            notebook.add_paragraph(notes, said)
        notes.tags += [each for each in _tags(book) if each not in notes.tags]
    if bookmarks:
        notebook.remarks.append(_("Skipped: {what}.", what=counted(bookmarks, "bookmark", "bookmarks")))
    if without:
        notebook.remarks.append(
            _("Skipped: {what} without quotes.", what=counted(without, "book or page", "books or pages"))
        )
    return notebook.bundle()


def _books(document: object) -> list[Fields]:
    """Return the books with quotes in a document; none if it is something else, or has articles."""
    for found in _lists_of_books(document):
        books = [as_object(each) for each in found]
        if any(map(_is_article, books)):
            return []
        if any(_quotes(each) for each in books[:_MOST_EXAMINED]):
            return books
    return []


def _is_article(book: Fields) -> bool:
    """Whether an object with a title has the text itself, beside what is said of it."""
    values = {key: each for key, each in book.items() if key.lower() not in _ABOUT_BOOK}
    return bool(_title(book)) and has_text({key: each for key, each in values.items() if each})


def _lists_of_books(document: object, depth: int = 0) -> Iterable[Sequence[Json]]:
    if isinstance(document, list):
        yield document
    elif isinstance(document, dict):
        yield [document]
        if depth < 2:
            for key in _WRAPPERS:
                yield from _lists_of_books(document.get(key), depth + 1)


def _quotes(book: Fields) -> list[Fields]:
    """Return the quotes in a book; none if its lists have something else, such as articles of their own."""
    if not _title(book) or _OTHERS & book.keys():
        return []
    for key in FIELDS:
        found = (
            [as_object(each) for each in as_list(book.get(key))] if isinstance(book.get(key), list) else []
        )
        if any(_words(each) for each in found) and not any(map(_is_other, found[:_MOST_EXAMINED])):
            return found
    return []


def _is_other(entry: Fields) -> bool:
    """Whether an entry is an annotation of another format, or an article."""
    return bool(_OTHERS & entry.keys()) or (
        "title" in entry and "highlight" not in entry and "note" not in entry
    )


def _on(notebook: Notebook, book: Fields) -> Notes:
    about = {**book, **as_object(book.get("book"))}
    authors = as_list(next((about[key] for key in _AUTHORS if about.get(key)), None))
    names = [name for each in authors for name in re.split("[\n;；、&]", _name(each))]
    return notebook.on(_title(book), authors=names, url=_first(about, _URLS))


def _title(book: Fields) -> str:
    return _first(as_object(book.get("book")), _TITLES) or _first(book, _TITLES)


def _add(notebook: Notebook, notes: Notes, entry: Fields) -> bool:
    """Add a quote, or a note on the whole book; return whether there is one."""
    words, note = _words(entry), _first(entry, _NOTES)
    if words:
        created = _moment(_value(entry, _TIMES))
        notebook.add(notes, Quote(exact=words, note=note, tags=tuple(_tags(entry)), created=created))
    elif note:
        notebook.add_paragraph(notes, note)
    return bool(words or note)


def _words(entry: Fields) -> str:
    return _first(entry, _WORDS)


def _first(entry: Fields, names: Iterable[str]) -> str:
    """Return the first text among some keys that is not blank."""
    found = {key.lower(): value for key, value in entry.items() if isinstance(value, str) and value.strip()}
    return next((as_text(found[name]).strip() for name in names if name in found), "")


def _value(entry: Fields, names: Iterable[str]) -> Json:
    lower = {key.lower(): value for key, value in entry.items()}
    return next((lower[name] for name in names if lower.get(name)), None)


def _tags(entry: Fields) -> list[str]:
    names = [_name(each) for each in as_list(_value(entry, _TAGS))]
    return [tag for name in names for tag in tag_names_in(name)]


def _name(value: Json) -> str:
    return as_text(value) or as_text(as_object(value).get("name"))


def _moment(value: Json) -> str:
    """Return a time as a timestamp: a text, or seconds or milliseconds since 1970."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not 0 < value < _LAST_MOMENT * 1000:
            return ""
        seconds = value / 1000 if value > 1e11 else value
        if seconds >= _LAST_MOMENT:
            return ""
        moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
        return utc_timestamp(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return utc_timestamp(as_text(value)) or spoken_timestamp(as_text(value))
