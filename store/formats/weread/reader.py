"""Reads the notes that 微信读书 (WeRead) copies: quotes and thoughts of one book or several.

A book begins with its title in 《》, its authors and the number of its notes (``12个笔记``). In the present
form, a line with ``◆`` is a quote; or the head of a thought (``◆ 2024/05/01发表想法``), which is followed by
the thought and the words that it is on (``原文：``); or the head of a review (``◆ 2024/05/01 认为好看``).
Other lines after a blank one are chapters. In the former form, a line with ``>>`` is a quote, and one with
``◆`` a chapter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from store.formats.shared.note_text import read_notes
from store.formats.shared.notebook import Notebook, Notes, Quote
from store.formats.shared.spoken_dates import spoken_timestamp
from store.formats.shared.wording import join_paragraphs
from store.importing.limits import check_count
from store.language import _, pgettext
from store.model.bundle import Bundle
from store.wording import counted

_COUNT = re.compile(r"\d+\s*[个個條条]\s*(?:笔记|筆記)")
_SIGNATURE = re.compile(r"[-—–]*\s*(?:来自|來自|摘自)\s*微信[读讀][书書].*")
_THOUGHT = re.compile(r"(\d{4}[/.-]\d{1,2}[/.-]\d{1,2})\s*(?:发表|發表)(?:了)?想法\s*")
_REVIEW = re.compile(r"(\d{4}[/.-]\d{1,2}[/.-]\d{1,2})\s*(认为|認為)(.*)")
_ORIGINAL = re.compile(r"原文\s*[:：]\s*")
_MARK = "◆"
_FORMER_MARK = ">>"
_MOST_LINES = 1_000_000
_HEAD_LINES = 60
"""Lines in which the head of the first book must be."""
_LINES_OF_TITLE = 6
"""Lines before the number of notes that name the title and the authors."""


def is_copied_notes(head: str) -> bool:
    """Whether a text begins like notes that 微信读书 copied."""
    lines = [line.strip() for line in head.split("\n", _HEAD_LINES)[:_HEAD_LINES]]
    counts = [number for number, line in enumerate(lines) if _COUNT.fullmatch(line)]
    first = next((number for number, line in enumerate(lines) if line), 0)
    if not counts or not first < counts[0] <= first + _LINES_OF_TITLE:
        return any(map(_SIGNATURE.fullmatch, lines)) and any(line.startswith(_MARK) for line in lines)
    return (
        any(line.startswith((_MARK, _FORMER_MARK)) for line in lines[counts[0] :]) or len(lines) < _HEAD_LINES
    )


def read(path: Path) -> Bundle:
    """Read copied notes.

    :raises BadInput: when the file cannot be read, or has no note.
    """
    notebook = Notebook("weread", str(path))
    text = read_notes(path)
    check_count(text.count("\n"), _MOST_LINES, pgettext("more than", "lines"))
    lines = [line.strip("\u3000 \t\ufeff") for line in text.split("\n")]
    chapters = sum(_add_book(notebook, lines[start:end]) for start, end in _books(lines))
    if chapters:
        notebook.remarks.append(
            _("Skipped: {what}.", what=counted(chapters, "chapter heading", "chapter headings"))
        )
    return notebook.bundle()


def _books(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the ranges of lines of the books."""
    starts: list[int] = []
    for number, line in enumerate(lines):
        if _COUNT.fullmatch(line):
            starts.append(_title_line(lines, number, starts[-1] + 1 if starts else 0))
    starts = sorted(set(starts)) or [0]
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _title_line(lines: Sequence[str], count: int, first: int) -> int:
    """Return the line of the title above the number of notes: the one in 《》, else the highest in reach."""
    above = range(count - 1, max(first, count - _LINES_OF_TITLE) - 1, -1)
    in_marks = next((number for number in above if re.fullmatch("《.+》", lines[number])), None)
    if in_marks is not None:
        return in_marks
    highest = count
    for number in above:
        if lines[number].startswith((_MARK, _FORMER_MARK)) or _SIGNATURE.fullmatch(lines[number]):
            break
        highest = number if lines[number] else highest
    return highest


class _Entry(msgspec.Struct):
    """A line with a mark, and the groups of lines after it, which blank lines separate."""

    head: str
    groups: list[list[str]]


def _add_book(notebook: Notebook, lines: Sequence[str]) -> int:
    """Add the notes of a book; return how many chapters it names."""
    count = next((number for number, line in enumerate(lines) if _COUNT.fullmatch(line)), 0)
    head = [line for line in lines[:count] if line]
    body = [line for line in lines[count + bool(head) :] if not _SIGNATURE.fullmatch(line)]
    title = head[0].removeprefix("《").removesuffix("》") if head else ""
    authors = [name for line in head[1:] for name in re.split("[、，,;；/]|\\s{2,}", line)]
    notes = notebook.on(title or "微信读书", authors=authors)
    if any(line.startswith(_FORMER_MARK) for line in body):
        former = _FormerNotes(notebook, notes)
        former.read(body)
        return former.chapters
    return _add_present(notebook, notes, body)


def _add_present(notebook: Notebook, notes: Notes, body: Sequence[str]) -> int:
    """Add the notes in the present form; return how many chapters it names."""
    chapters = 0
    quotes: dict[str, Quote] = {}
    for entry in _entries(body):
        if not entry.head:  # before the first mark
            chapters += sum(line not in ("点评", "點評") for group in entry.groups for line in group)
        elif thought := _THOUGHT.match(entry.head):
            words, original, left = _thought(entry, entry.head[thought.end() :])
            chapters += left
            _add_thought(notebook, notes, quotes, (words, original, spoken_timestamp(thought[1])))
        elif review := _REVIEW.match(entry.head):
            said, left = _own_groups(entry.groups)
            chapters += left
            notebook.add_paragraph(notes, join_paragraphs([f"{review[2]}{review[3].strip()}", *said]))
        else:
            own = entry.groups[0] if entry.groups else []
            chapters += sum(map(len, entry.groups[1:]))
            _add_quote(notebook, notes, quotes, "\n".join([entry.head, *own]))
    return chapters


def _entries(body: Sequence[str]) -> Iterator[_Entry]:
    entry = _Entry(head="", groups=[])
    is_open = False
    for line in body:
        if line.startswith(_MARK):
            yield entry
            entry, is_open = _Entry(head=line.removeprefix(_MARK).strip(), groups=[[]]), True
        elif not line:
            is_open = False
        elif is_open:
            entry.groups[-1].append(line)
        else:
            entry.groups.append([line])
            is_open = True
    yield entry


def _thought(entry: _Entry, beginning: str) -> tuple[str, str, int]:
    """Return a thought, the words that it is on, and how many chapters are named after it."""
    groups = [group for group in ([beginning] if beginning else [], *entry.groups) if group]
    lines = [(line, number) for number, group in enumerate(groups) for line in group]
    at = next((place for place, (line, _unused) in enumerate(lines) if _ORIGINAL.match(line)), None)
    if at is None:
        said, left = _own_groups(groups)
        return join_paragraphs(said), "", left
    thought = "\n".join(line for line, _unused in lines[:at])
    group = lines[at][1]
    original = [line for line, number in lines[at:] if number == group]
    original[0] = original[0][_ORIGINAL.match(original[0]).end() :]  # type: ignore[union-attr]
    return thought, "\n".join(filter(None, original)), sum(number > group for _unused, number in lines)


def _own_groups(groups: Sequence[Sequence[str]]) -> tuple[list[str], int]:
    """Return the groups that somebody wrote, and how many chapters follow.

    A single short line after the first group, at the end, is the heading of the next chapter.
    """
    written = [group for group in groups if group]
    last = written[-1] if len(written) > 1 else []
    is_chapter = len(last) == 1 and len(last[0]) <= 40 and not last[0].endswith(("。", "！", "？", "…"))
    own = written[:-1] if is_chapter else written
    return ["\n".join(group) for group in own], int(is_chapter)


class _FormerNotes:
    """Reads the notes on a book in the former form."""

    def __init__(self, notebook: Notebook, notes: Notes) -> None:
        self.chapters = 0
        self._notebook = notebook
        self._notes = notes
        self._quotes: dict[str, Quote] = {}
        self._thought: list[str] | None = None
        """A thought whose words follow."""
        self._created = ""
        self._words: list[str] = []

    def read(self, body: Sequence[str]) -> None:
        for line in body:
            if line.startswith(_MARK):
                self._finish()
                self.chapters += 1
            elif head := _THOUGHT.match(line):
                self._finish()
                self._thought, self._created = [line[head.end() :]], spoken_timestamp(head[1])
            elif line.startswith(_FORMER_MARK):
                if self._words:
                    self._finish()
                self._words.append(line.removeprefix(_FORMER_MARK).strip())
            elif line:
                self._continue(line)
            elif self._words:
                self._finish()
        self._finish()

    def _continue(self, line: str) -> None:
        """Add a line without a mark to what is open; else it is a heading."""
        if self._words:
            self._words.append(line)
        elif self._thought is not None:
            self._thought.append(line)
        else:
            self.chapters += line not in ("点评", "點評")

    def _finish(self) -> None:
        """Add what is open. A thought that no quote follows is one on the whole book."""
        thought = "\n".join(filter(None, self._thought or ()))
        original = "\n".join(self._words)
        if self._thought is not None:
            _add_thought(self._notebook, self._notes, self._quotes, (thought, original, self._created))
        elif original:
            _add_quote(self._notebook, self._notes, self._quotes, original)
        self._thought = None
        self._words.clear()


def _add_quote(notebook: Notebook, notes: Notes, quotes: dict[str, Quote], words: str) -> None:
    if words and words not in quotes:
        quotes[words] = Quote(exact=words, identity=f"{notes.title}\0{words}")
        notebook.add(notes, quotes[words])


def _add_thought(
    notebook: Notebook, notes: Notes, quotes: dict[str, Quote], thought_on: tuple[str, str, str]
) -> None:
    """Add a thought to the quote that it is on; without one, to what is said of the whole book.

    :param thought_on: the thought, the words that it is on, and its time.
    """
    thought, original, created = thought_on
    if not original:
        if thought:
            notebook.add_paragraph(notes, thought)
        return
    _add_quote(notebook, notes, quotes, original)
    quote = quotes[original]
    quote.thoughts.append(thought)
    quote.created = quote.created or created
    quote.modified = max(quote.modified, created)
