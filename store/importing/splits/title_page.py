"""The page before the first chapter of a book: title, author, a synopsis, and the table of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.importing.splits.chapters import CHAPTERS, chapter_starts, is_contents, is_heading
from store.importing.splits.splitting import split_text
from store.model.article import BlockKind, Draft, join_blocks
from store.press.byline import derive_metadata
from store.press.lines import ends_sentence

OF_ALL = ("source", "url", "column", "authors", "date")
"""Fields that a title page says of all chapters."""
PLAIN = frozenset({BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.CREDIT})
"""Kinds of lines that may be running text."""
_TAKEN = frozenset({BlockKind.TITLE, BlockKind.BYLINE, BlockKind.DATE})
"""Kinds of lines whose words all chapters have: in their column, their authors and their date."""

_LONGEST_LINE, _LONGEST = 40, 300
"""Code points of a line of a title page, and of all of it."""
_LONGEST_SYNOPSIS = 500
_SYNOPSIS = re.compile(
    r"[【\[]?(?:(?:内容|內容|作品|故事)?(?:简介|簡介|提要|梗概|介[绍紹])|文案)[】\]]?(?:\s*[:：].*)?"
)
_BOOK_MARKS = re.compile("[《〈『「](.*)[》〉』」]")

Lines = Sequence[tuple[BlockKind, str]]
"""Lines with their kinds."""


def is_before_first(part: str, parts: Sequence[str], text: str, pattern: str) -> bool:
    """Whether the first part only stands before the first line that begins an article."""
    if pattern.strip() == CHAPTERS:  # a table of contents has lines that look like their beginnings
        lines = [line.strip() for line in text.splitlines()]
        return next((at for at, line in enumerate(lines) if line), 0) not in chapter_starts(lines)
    keeps_lines = sum(map(_characters, parts)) == _characters(text)
    return keeps_lines and len(split_text(f"—\n{part}", pattern)) == 1


def _characters(text: str) -> int:
    return len("".join(text.split()))


def has_contents(lines: Lines) -> bool:
    """Whether there is a table of contents among these lines."""
    return any(is_contents(words) or is_heading(words) for _, words in lines)


def is_title_page(lines: Lines, title: str) -> bool:
    """Whether what stands before the first chapter is only the title of the book, its author and date, the
    table of contents and a synopsis. Any other line, such as a dedication, makes it an article.

    :param title: the title of the file as one article.
    """
    shown = _without_contents(lines)
    about = next((at for at, (_, words) in enumerate(shown) if _SYNOPSIS.fullmatch(words)), len(shown))
    return (
        bool(lines)
        and all(kind in _TAKEN or _bare(words) == _bare(title) for kind, words in shown[:about])
        and _length(shown[:about]) <= _LONGEST
        and _length(shown[about:]) <= _LONGEST_SYNOPSIS
    )


def _bare(title: str) -> str:
    """Return a title without the marks around it."""
    marked = _BOOK_MARKS.fullmatch(title.strip())
    return marked[1] if marked else title.strip()


def _length(lines: Lines) -> int:
    return sum(len(words) for _, words in lines)


def _without_contents(lines: Lines) -> Lines:
    """Return the lines above the table of contents, and those below it."""
    start = next((at for at, (_, words) in enumerate(lines) if is_contents(words)), None)
    if start is None:
        return [each for each in lines if not is_heading(each[1])]
    listed = (at for at, (_, words) in enumerate(lines) if at > start and is_heading(words))
    end = max(listed, default=start) + 1
    return [*lines[:start], *lines[end:]]


def said_by_title_page(lines: Lines, whole: Draft) -> dict[str, object]:
    """Return what a title page and its file say of all chapters; the title of the book is their column.

    :param whole: the file as one article.
    """
    text, blocks = join_blocks(list(_without_contents(lines) or lines))
    page = derive_metadata(text, blocks)
    found = {name: getattr(whole, name) or getattr(page, name, "") for name in OF_ALL}
    book = _BOOK_MARKS.fullmatch(whole.title)
    return {**found, "column": whole.column or (book[1] if book else whole.title)}


def head_of(lines: Lines) -> Lines:
    """Return the lines above the first sentence if they name the author of the book; else none."""
    end = next(
        (at for at, (_, words) in enumerate(lines) if len(words) > _LONGEST_LINE or ends_sentence(words)),
        len(lines),
    )
    return lines[:end] if any(kind is BlockKind.BYLINE for kind, _ in lines[:end]) else []
