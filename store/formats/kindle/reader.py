"""Reads the clippings of a Kindle, ``My Clippings.txt``: highlights, notes and bookmarks of all its books.

Each clipping is a line with title and author, a line that says what and where it is, a blank line and the
words, up to a line of equals signs. The second line is in the language of the device; Chinese, Japanese and
English devices are read, and others as far as their words for notes and bookmarks are known. A note is a
clipping of its own, at the location where the highlight ends that it is on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from store.formats.shared.note_text import read_notes
from store.formats.shared.notebook import Notebook, Notes, Quote
from store.formats.shared.spoken_dates import spoken_timestamp
from store.formats.shared.wording import join_paragraphs
from store.language import _, plural
from store.model.bundle import Bundle
from store.wording import counted

_END = re.compile(r"^={6,}[ \t]*$", re.MULTILINE)
_LOOKS_LIKE = re.compile(r"\s*[^\n]+\n[ \t]*[-–—][ \t][^\n]+\n.*?^={6,}[ \t]*$", re.MULTILINE | re.DOTALL)
_BOOKMARK = re.compile(
    "书签|書籤|ブックマーク|bookmark|lesezeichen|signet|marcador|segnalibro|закладк|bladwijzer", re.IGNORECASE
)
_NOTE = re.compile("笔记|筆記|註記|メモ|note|notiz|nota|заметк|notitie", re.IGNORECASE)
_LIMIT = re.compile(r"^<[^<>]*(?:limit|限制|上限)[^<>]*>$", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d[\d,]*)(?:\s*[-–]\s*(\d[\d,]*))?")
_CLOSING = {")": "(", "）": "（", "】": "【"}
_WINDOW = 64
"""Highlights before a place that are compared with what is there."""
_EMPTY = plural("clipping without words", "clippings without words")
_WITHHELD = plural("quote that the Kindle withheld", "quotes that the Kindle withheld")


class _Clipping(msgspec.Struct):
    """A highlight or a note."""

    start: int
    end: int
    """Its locations, or its pages in a book that has no locations."""
    words: str
    created: str
    number: int
    """Which clipping of the file it is."""


class _Book(msgspec.Struct):
    """The clippings of one book."""

    highlights: list[_Clipping] = msgspec.field(default_factory=list)
    notes: list[_Clipping] = msgspec.field(default_factory=list)


def is_clippings(head: str) -> bool:
    """Whether a text begins like a file of clippings."""
    return _LOOKS_LIKE.match(head) is not None


def read(path: Path) -> Bundle:
    """Read a file of clippings.

    :raises BadInput: when it cannot be read, or has no clipping.
    """
    notebook = Notebook("kindle", str(path))
    books: dict[tuple[str, tuple[str, ...]], _Book] = {}
    bookmarks = 0
    for number, (title_line, where, words) in enumerate(_entries(read_notes(path))):
        kind, place, created = _described(where)
        if kind == "bookmark":
            bookmarks += 1
            continue
        if not words:
            notebook.losses[_EMPTY] += 1
            continue
        if _LIMIT.match(words):
            notebook.losses[_WITHHELD] += 1
            continue
        book = books.setdefault(_title_and_authors(title_line), _Book())
        clipping = _Clipping(start=place[0], end=place[1], words=words, created=created, number=number)
        (book.notes if kind == "note" else book.highlights).append(clipping)
    repeated = 0
    for (title, authors), book in books.items():
        repeated += _add_book(notebook, notebook.on(title, authors=authors), book)
    if bookmarks:
        notebook.remarks.append(_("Skipped: {what}.", what=counted(bookmarks, "bookmark", "bookmarks")))
    if repeated:
        quotes = counted(
            repeated, "highlight that a longer one repeats", "highlights that longer ones repeat"
        )
        notebook.remarks.append(_("Skipped: {quotes}.", quotes=quotes))
    return notebook.bundle()


def _entries(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the title line, the second line without its dash, and the words of each clipping."""
    begin = 0
    ends = [match.span() for match in _END.finditer(text)]
    for end, following in [*ends, (len(text), len(text))]:
        lines = text[begin:end].strip("\n \ufeff").split("\n", 2)
        begin = following
        if len(lines) > 1 and lines[1].lstrip()[:1] in ("-", "–", "—"):
            yield (
                lines[0].strip("\ufeff "),
                lines[1].strip(" -–—"),
                (lines[2] if len(lines) > 2 else "").strip(),
            )


def _described(where: str) -> tuple[str, tuple[int, int], str]:
    """Return the kind, the locations and the time of a clipping from its second line."""
    *places, date = where.split("|") if "|" in where else (where, "")
    place = " ".join(places)
    kind = "bookmark" if _BOOKMARK.search(place) else "note" if _NOTE.search(place) else "highlight"
    numbers = _NUMBERS.findall(place)
    return kind, _range(*numbers[-1]) if numbers else (0, 0), spoken_timestamp(date)


def _range(first: str, last: str) -> tuple[int, int]:
    """Return a range of locations. Old devices leave out the digits that the end shares with the start."""
    start = int(first.replace(",", "")[:9] or 0)
    shortened = last.replace(",", "")[:9]
    if not shortened:
        return start, start
    end = int(shortened)
    if end < start:
        digits = str(start)
        end = int(digits[: max(0, len(digits) - len(shortened))] + shortened)
    return start, max(start, end)


def _title_and_authors(line: str) -> tuple[str, tuple[str, ...]]:
    """Return the title and the authors in ``Title (Author;Author)``; the last brackets name the authors."""
    opening = _CLOSING.get(line[-1:], "")
    depth = 0
    for place in range(len(line) - 1, 0, -1) if opening else ():
        depth += (line[place] == line[-1]) - (line[place] == opening)
        if depth == 0:
            names = re.split("[;；]", line[place + 1 : -1])
            return line[:place].strip(), tuple(name.strip() for name in names if name.strip())
    return line, ()


def _add_book(notebook: Notebook, notes: Notes, book: _Book) -> int:
    """Add the clippings of a book; return how many highlights others repeat."""
    highlights = _without_repeats(book.highlights)
    highlights.sort(key=lambda each: (each.start, each.number))
    starts = [each.start for each in highlights]
    said: dict[int, list[_Clipping]] = {}
    for note in book.notes:
        on = _highlight_at(note, highlights, starts)
        if on is None:
            notebook.add_paragraph(notes, note.words)
        else:
            said.setdefault(on.number, []).append(note)
    for highlight in highlights:
        own = said.get(highlight.number, [])
        notebook.add(
            notes,
            Quote(
                exact=highlight.words,
                note=join_paragraphs(_last_versions(each.words for each in own)),
                created=highlight.created,
                modified=max((each.created for each in own), default=""),
            ),
        )
    return len(book.highlights) - len(highlights)


def _highlight_at(note: _Clipping, highlights: list[_Clipping], starts: list[int]) -> _Clipping | None:
    """Return the highlight that a note is on: the one that ends there, else the closest around it."""
    last = bisect_right(starts, note.start)
    around = [each for each in highlights[max(0, last - _WINDOW) : last] if each.end >= note.start]
    return min(
        around,
        key=lambda each: (each.end != note.start, each.end - each.start, abs(each.number - note.number)),
        default=None,
    )


def _without_repeats(highlights: Iterable[_Clipping]) -> list[_Clipping]:
    """Return highlights without those whose words another one at the same place has too.

    A Kindle keeps the former highlight in the file when its reader extends or shortens it; the longest stays.
    """
    kept: list[_Clipping] = []
    plain: list[str] = []
    for each in sorted(highlights, key=lambda each: (each.start, -len(each.words), each.number)):
        words = _plain(each.words)
        for place in range(len(kept) - 1, max(-1, len(kept) - 1 - _WINDOW), -1):
            if kept[place].end < each.start:
                continue
            if words in plain[place]:
                break
            if plain[place] in words:
                kept[place], plain[place] = each, words
                break
        else:
            kept.append(each)
            plain.append(words)
    return kept


def _plain(words: str) -> str:
    return "".join(words.split())


def _last_versions(notes: Iterable[str]) -> list[str]:
    """Return notes without those that a later one continues: an edited note is written again."""
    kept: list[str] = []
    for note in notes:
        kept = [each for each in kept if not note.startswith(each)]
        kept.append(note)
    return kept
