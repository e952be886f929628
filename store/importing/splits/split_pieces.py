"""Splits a file that holds several articles at the lines that the user names, whatever its format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from store.importing.decoding.encodings import decode
from store.importing.limits import check_text
from store.importing.piece import Piece, Reader, Source
from store.importing.plain_text import press_draft, read_text
from store.importing.splits.splitting import NAMES, Split, possible_split, split_of_headings, split_text
from store.model.article import Block, BlockKind, Draft, join_blocks
from store.model.new_article import NewArticle
from store.press.byline import derive_metadata, is_byline, is_date
from store.press.lines import ends_sentence
from store.press.parts import find_parts
from store.wording import counted

_OF_FILE = ("source", "url", "column")
"""Fields that a file says of all its articles, wherever they stand in it."""
_OF_ALL = (*_OF_FILE, "authors", "date")
_LONGEST_OF_TITLE_PAGE, _LONGEST_TITLE_PAGE = 40, 300
"""Code points of a line of a title page, and of all of it."""

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)

_PARAGRAPHS = {BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.CREDIT}


def read_text_pieces(data: bytes, source: Source, file_format: str) -> Iterator[Piece]:
    """Yield the articles of a text file: one, or several if the options tell how to split it.

    :raises BadInput: the bytes are not text, or the option ``split`` is no expression.
    """
    pattern = source.options.split
    text, encoding = decode(data, source.name)
    if not pattern:
        check_text(text, source.name)
    parts = split_text(text, pattern) if pattern else [text]
    if len(parts) == 1:
        draft, encoding = read_text(data, source.name)
        split = None if pattern else possible_split(text)
        remarks = (_not_found(pattern),) if pattern else (offer(split),) if split else ()
        yield Piece(
            article=NewArticle(draft=draft),
            file_format=file_format,
            encoding=encoding,
            remarks=remarks,
            split=split,
        )
        return
    del text
    for number, part in enumerate(parts, 1):
        draft, _ = read_text(b"\xef\xbb\xbf" + part.encode("utf-8", "replace"), source.name)
        article = NewArticle(draft=draft)
        yield Piece(article=article, key=str(number), file_format=file_format, encoding=encoding)


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
    remarks = ("front matter left out, since the file was split",) if front else ()
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
        lost = counted(len(piece.article.marks), "annotation", "annotations")
        remarks += (f"{lost} left out, since the file was split",)
    blocks = iter(draft.blocks)
    about = _said_of_all(draft)
    for number, part in enumerate(parts, 1):
        lines = [line for line in part.splitlines() if line.strip()]
        kinds = [_kind_of(line, blocks, draft) for line in lines]
        if (
            number == 1
            and _is_title_page(lines, kinds)
            and _is_before_first(part, parts, draft.text, pattern)
        ):
            about = _of_title_page(lines, kinds, draft)
            remarks += (f"left out: the title page, {sum(map(len, lines)):,} characters",)
            continue
        article = NewArticle(draft=_draft(lines, kinds, about), tags=piece.article.tags)
        key = f"{piece.key}#{number}" if piece.key else str(number)
        yield replace(piece, article=article, key=key, other_keys=(), remarks=remarks)
        remarks = ()
        piece = replace(piece, refused=(), skipped=())


def _said_of_all(whole: Draft) -> dict[str, object]:
    """Return what a file says of all its articles: what does not stand in the text of one of them."""
    derived = derive_metadata(whole.text, whole.blocks)
    return {
        name: getattr(whole, name)
        for name in _OF_ALL
        if getattr(whole, name) != getattr(derived, name, "") or name in _OF_FILE
    }


def _is_title_page(lines: list[str], kinds: list[BlockKind]) -> bool:
    """Whether what stands before the first chapter is the title of the book, with its author and the like."""
    return (
        bool(lines)
        and all(
            kind not in _PARAGRAPHS or (len(line) <= _LONGEST_OF_TITLE_PAGE and not ends_sentence(line))
            for line, kind in zip(lines, kinds, strict=True)
        )
        and sum(map(len, lines)) <= _LONGEST_TITLE_PAGE
    )


def _is_before_first(part: str, parts: list[str], text: str, pattern: str) -> bool:
    """Whether the first part only stands before the first line that begins an article."""
    keeps_lines = sum(map(_characters, parts)) == _characters(text)
    return keeps_lines and len(split_text(f"—\n{part}", pattern)) == 1


def _characters(text: str) -> int:
    return len("".join(text.split()))


def _of_title_page(lines: list[str], kinds: list[BlockKind], whole: Draft) -> dict[str, object]:
    """Return what a title page and its file say of all chapters; the title of the book is their column."""
    text, blocks = join_blocks(list(zip(kinds, lines, strict=True)))
    page = derive_metadata(text, blocks)
    found = {name: getattr(whole, name) or getattr(page, name, "") for name in _OF_ALL}
    return {**found, "column": whole.column or whole.title}


def _kind_of(line: str, blocks: Iterator[Block], draft: Draft) -> BlockKind:
    """Return the kind of a line, taking the blocks up to it."""
    for block in blocks:
        if draft.text[block.start : block.end] == line:
            return block.kind
    return BlockKind.PARAGRAPH


def _draft(lines: list[str], kinds: list[BlockKind], about: Mapping[str, object]) -> Draft:
    """Return one article. A heading at its beginning is its title, else the press rules find one.

    :param about: the fields that it has if its text does not say others.
    """
    if kinds[0] is BlockKind.HEADING and BlockKind.TITLE not in kinds:
        kinds[0] = BlockKind.TITLE
    parts = list(zip(kinds, lines, strict=True))
    if BlockKind.TITLE not in kinds and set(kinds) <= _PARAGRAPHS:
        parts = find_parts("\n".join(lines))
    elif BlockKind.TITLE in kinds:
        below = kinds.index(BlockKind.TITLE) + 1
        parts[below : below + 4] = _with_byline(parts[below : below + 4])
    text, blocks = join_blocks(parts)
    draft = press_draft(text, blocks)
    return replace(draft, **{name: value for name, value in about.items() if not getattr(draft, name)})


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
    return f"looks like {split.what}: import it with {option}"


def _not_found(pattern: str) -> str:
    return f"no line matches --split '{pattern}', so that it is one article"
