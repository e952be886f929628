"""Splits a file that holds several articles at the lines that the user names, whatever its format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from store.importing.decoding.damage import told_by_line
from store.importing.decoding.encodings import decode
from store.importing.limits import check_text
from store.importing.piece import Piece, Reader, Source
from store.importing.plain_text import draft_of_text, press_draft
from store.importing.splits.chapters import CHAPTERS, headings_at, is_numbered, is_volume
from store.importing.splits.splitting import NAMES, Split, possible_split, split_of_headings, split_text
from store.importing.splits.title_page import (
    OF_ALL,
    PLAIN,
    Lines,
    has_contents,
    head_of,
    is_before_first,
    is_title_page,
    said_by_title_page,
)
from store.language import _, lazy, ngettext
from store.model.article import Block, BlockKind, Draft, join_blocks
from store.model.new_article import NewArticle
from store.press.byline import derive_metadata, is_byline, is_date
from store.press.parts import find_parts
from store.press.printed.page_lines import PageLines, without_page_lines
from store.wording import counted, listed

_OF_FILE = ("source", "url", "column")
"""Fields that a file says of all its articles, wherever they stand in it."""

_TITLE_PAGE = lazy("left out: the title page, {size:,} characters")
_WITH_CONTENTS = lazy("left out: the title page and table of contents, {size:,} characters")

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def read_text_pieces(data: bytes, source: Source, file_format: str) -> Iterator[Piece]:
    """Yield the articles of a text file: one, or several if the options tell how to split it.

    :raises BadInput: the bytes are not text, or the option ``split`` is no expression.
    """
    pattern = source.options.split
    text, encoding = decode(data, source.name)
    if not pattern:
        check_text(text, source.name)
    printed = without_page_lines(text)
    about_file = told_by_line(text) + _left_out(printed)
    text = printed.text
    parts = split_text(text, pattern) if pattern else [text]
    if len(parts) == 1:
        draft = draft_of_text(text, source.name)
        split = None if pattern else possible_split(text)
        remarks: tuple[str, ...] = (_not_found(pattern),) if pattern else (offer(split),) if split else ()
        remarks += about_file
        yield Piece(
            article=NewArticle(draft=draft),
            file_format=file_format,
            encoding=encoding,
            remarks=remarks,
            split=split,
        )
        return
    front = _front_of_text(parts, text, pattern, source.name)
    told = front.remarks + about_file
    del text
    volumes = _Volumes()
    for number, part in enumerate(parts, 1):
        if number == 1 and front.is_left_out:
            continue
        about = {**front.about, "kicker": volumes.of(part.splitlines())}
        article = NewArticle(draft=_draft_of_part(part, about, source.name))
        yield Piece(
            article=article, key=str(number), file_format=file_format, encoding=encoding, remarks=told
        )
        told = ()


def _left_out(printed: PageLines) -> tuple[str, ...]:
    """Return the remark about lines of printed pages that are not in the text."""
    if not printed.numbers:
        return ()
    numbers = counted(printed.numbers, "page number", "page numbers")
    if not printed.heads:
        return (_("left out: {numbers}", numbers=numbers),)
    heads = listed(map("“{}”".format, printed.heads[:4]))
    return (_("left out: {numbers} and the running heads {heads}", numbers=numbers, heads=heads),)


class _Volumes:
    """The volumes of chapters: the heading of one stands above its first chapter only."""

    def __init__(self) -> None:
        self._last = ""

    def of(self, lines: Iterable[str]) -> str:
        """Return the volume of the next chapter, whose lines these are; empty if it has none."""
        filled = [words for line in lines if (words := line.strip())]
        headings = filled[: headings_at(filled)]
        self._last = next(filter(is_volume, headings), self._last)
        return self._last if any(map(is_numbered, headings)) else ""


class _Front(NamedTuple):
    """What stands before the first line that begins an article."""

    about: Mapping[str, object] = {}
    """What it says of all articles."""
    is_left_out: bool = False
    """Whether it is only a title page, and no article."""
    remarks: tuple[str, ...] = ()


def _front_of(lines: Lines, whole: Draft, pattern: str) -> _Front:
    """Return what is said by the lines before the first chapter.

    :param whole: the file, or these lines, as one article.
    """
    if pattern.strip() != CHAPTERS:
        return _Front()  # it is an article of its own, however short
    if not is_title_page(lines, whole.title):
        head = head_of(lines)
        return _Front(said_by_title_page(head, whole) if head else {})
    size = sum(len(words) for __, words in lines)
    told = (_WITH_CONTENTS if has_contents(lines) else _TITLE_PAGE).format(size=size)
    return _Front(said_by_title_page(lines, whole), is_left_out=True, remarks=(told,))


def _front_of_text(parts: list[str], text: str, pattern: str, name: str) -> _Front:
    if not is_before_first(parts[0], parts, text, pattern):
        return _Front()
    whole = draft_of_text(parts[0], name)
    lines = [(block.kind, whole.text[block.start : block.end]) for block in whole.blocks]
    return _front_of(lines, whole, pattern)


def _draft_of_part(part: str, about: Mapping[str, object], name: str) -> Draft:
    """Return one article of a text. Headings of a chapter at its beginning are its title."""
    lines = [line.strip() for line in part.splitlines() if line.strip()]
    count = headings_at(lines)
    if not count:
        return _completed(draft_of_text(part, name), about)
    rest = part
    for line in lines[: count - 1]:
        rest = rest.partition(line)[2]
    check_text(part, name)
    below = find_parts(rest)
    if below and below[0][1] == lines[count - 1]:
        below = [(BlockKind.PARAGRAPH if kind is BlockKind.TITLE else kind, words) for kind, words in below]
        below[0] = (BlockKind.HEADING, below[0][1])
    headings = [(BlockKind.HEADING, line) for line in lines[: count - 1]]
    return _completed(press_draft(*join_blocks(_with_title(headings + below))), about)


def read_markdown_pieces(data: bytes, source: Source, read: Reader) -> Iterator[Piece]:
    """Yield the articles of a Markdown file, which is split at lines of its source: rules are no paragraphs.

    If no line matches, it is split as other formats are.

    :param read: reads the Markdown of one article.
    :raises BadInput: the bytes are not text, or the option ``split`` is no expression.
    """
    pattern = source.options.split
    text, encoding = decode(data, source.name)
    front = _FRONT_MATTER.match(text)
    if not pattern:
        split = None if front else split_of_headings(text)
        for piece in read(data, source):
            yield replace(piece, split=split, remarks=(*piece.remarks, offer(split))) if split else piece
        return
    body = text[front.end() :] if front else text
    parts = [part.strip("\r\n") for part in split_text(body, pattern)]
    parts = [_without_rule(part) for part in parts]
    parts = [part for part in parts if part.strip()]
    if len(parts) < 2:
        yield from split_pieces(read(data, source), source)
        return
    remarks = (_("front matter left out, since the file was split"),) if front else ()
    for number, part in enumerate(parts, 1):
        for piece in read(b"\xef\xbb\xbf" + part.encode("utf-8", "replace"), source):
            yield replace(piece, key=str(number), encoding=encoding, remarks=(*remarks, *piece.remarks))
        remarks = ()


def _without_rule(part: str) -> str:
    """Return a part without the rule before the next heading."""
    above, end, last = part.rpartition("\n")
    return above.rstrip() if end and len(last) >= 3 and not last.strip("-*_ ") else part


def split_pieces(pieces: Iterable[Piece], source: Source) -> Iterator[Piece]:
    """Yield pieces. If the options say so, a file's only piece is split at its paragraphs.

    :raises BadInput: the option ``split`` is no expression.
    """
    pattern = source.options.split
    if not pattern:
        yield from pieces
        return
    waiting = iter(pieces)
    first, second = next(waiting, None), next(waiting, None)
    if first is not None and second is None:
        yield from _split(first, pattern)
        return
    yield from (each for each in (first, second) if each is not None)
    yield from waiting


def _split(piece: Piece, pattern: str) -> Iterator[Piece]:
    draft = piece.article.draft
    parts = split_text(draft.text, pattern)
    if len(parts) == 1:
        yield replace(piece, remarks=(*piece.remarks, _not_found(pattern)))
        return
    remarks = piece.remarks
    if piece.article.marks:
        remarks += (
            ngettext(
                "{count:,} annotation left out, since the file was split",
                "{count:,} annotations left out, since the file was split",
                len(piece.article.marks),
            ),
        )
    blocks = iter(draft.blocks)
    about = _said_of_all(draft)
    volumes = _Volumes()
    for number, part in enumerate(parts, 1):
        lines = [(_kind_of(line, blocks, draft), line) for line in part.splitlines() if line.strip()]
        if number == 1 and is_before_first(part, parts, draft.text, pattern):
            front = _front_of(lines, draft, pattern)
            about = {**about, **front.about}
            remarks += front.remarks
            if front.is_left_out:
                continue
        volume = volumes.of(words for __, words in lines)
        article = NewArticle(draft=_draft(lines, {**about, "kicker": volume}), tags=piece.article.tags)
        key = f"{piece.key}#{number}" if piece.key else str(number)
        yield replace(piece, article=article, key=key, other_keys=(), remarks=remarks)
        remarks = ()
        piece = replace(piece, refused=(), skipped=())


def _said_of_all(whole: Draft) -> dict[str, object]:
    """Return what a file says of all its articles: what does not stand in the text of one of them."""
    derived = derive_metadata(whole.text, whole.blocks)
    return {
        name: getattr(whole, name)
        for name in OF_ALL
        if getattr(whole, name) != getattr(derived, name, "") or name in _OF_FILE
    }


def _kind_of(line: str, blocks: Iterator[Block], draft: Draft) -> BlockKind:
    """Return the kind of a line, taking the blocks up to it."""
    for block in blocks:
        if draft.text[block.start : block.end] == line:
            return block.kind
    return BlockKind.PARAGRAPH


def _draft(lines: list[tuple[BlockKind, str]], about: Mapping[str, object]) -> Draft:
    """Return one article. A heading at its beginning is its title, else the press rules find one.

    :param about: the fields that it has if its text does not say others.
    """
    kinds = {kind for kind, __ in lines}
    parts = _with_title(lines)
    if BlockKind.TITLE not in {kind for kind, __ in parts} and kinds <= PLAIN:
        parts = find_parts("\n".join(words for __, words in lines))
    return _completed(press_draft(*join_blocks(parts)), about)


def _completed(draft: Draft, about: Mapping[str, object]) -> Draft:
    return replace(draft, **{name: value for name, value in about.items() if not getattr(draft, name)})


def _with_title(lines: list[tuple[BlockKind, str]]) -> list[tuple[BlockKind, str]]:
    """Return the parts of an article with the heading at its beginning as its title.

    Where a chapter has several, such as that of its volume, the last one is its title. Those above are its
    kicker; one that is only printed twice stays a heading.
    """
    parts = list(lines)
    count = headings_at([words for __, words in parts])
    if count > 1:
        last = parts[count - 1][1]
        title = next(at for at in range(count) if parts[at][1] == last)
        for at in range(count):
            kind = BlockKind.KICKER if at < title else BlockKind.HEADING
            parts[at] = (BlockKind.TITLE if at == title else kind, parts[at][1])
    elif parts and parts[0][0] is BlockKind.HEADING and BlockKind.TITLE not in {kind for kind, __ in parts}:
        parts[0] = (BlockKind.TITLE, parts[0][1])
    if BlockKind.TITLE in (kinds := [kind for kind, __ in parts]):
        below = kinds.index(BlockKind.TITLE) + 1
        parts[below : below + 4] = _with_byline(parts[below : below + 4])
    return parts


def _with_byline(below: list[tuple[BlockKind, str]]) -> list[tuple[BlockKind, str]]:
    """Return the parts below a title, with the byline and the date among the first ones."""
    for place, (kind, words) in enumerate(below):
        if kind is BlockKind.PARAGRAPH and (is_byline(words) or is_date(words)):
            below[place] = (BlockKind.BYLINE if is_byline(words) else BlockKind.DATE, words)
        elif kind is BlockKind.PARAGRAPH:
            break
    return below


def offer(split: Split) -> str:
    """The remark that a text seems to hold several articles. What it names can be pasted into a shell."""
    quoted = split.pattern if split.pattern in NAMES else f"'{split.pattern}'"
    option = f"--split={quoted}" if split.pattern.startswith("-") else f"--split {quoted}"
    return _("looks like {what}: import it with {option}", what=split.what, option=option)


def _not_found(pattern: str) -> str:
    return _("no line matches --split '{pattern}', so that it is one article", pattern=pattern)
