"""Reads Markdown as an article: CommonMark with tables, and what Obsidian, Hugo, Hexo and Jekyll add to it.

It is rendered to HTML, which becomes paragraphs like that of any page. A file without front matter and
without marks is plain text and goes through the press rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.errors import BadInput
from store.formats.html.blocks import Part, blocks_of
from store.formats.html.headline import bare
from store.formats.html.page_kinds import page_kinds
from store.formats.joplin.reader import read_note
from store.formats.markup.dialects import plain_marks
from store.formats.markup.front_matter_reader import (
    FrontMatter,
    left_out,
    stated_attributes,
    stated_fields,
    take_front_matter,
)
from store.formats.markup.notion import with_properties_as_front_matter
from store.formats.shared.deadline import Expired, deadline
from store.importing.decoding.encodings import decode
from store.importing.limits import MAX_SECONDS, check_text
from store.importing.piece import Piece, Source
from store.importing.plain_text import press_draft
from store.importing.unfinished_notes import DRAWINGS, EMPTY, TEMPLATES, kind_of_note
from store.language import _, lazy
from store.model.article import BlockKind, Draft, join_blocks
from store.model.new_article import NewArticle
from store.press.head import find_head, imprint_kind
from store.press.lines import Line, ends_sentence, width
from store.press.parts import find_parts
from store.wording import counted, listed

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKS = re.compile(
    r"^ {0,3}(?:#{1,6}[ \t]|>|[-*+][ \t]+\S|```|~~~|\|.*\||\[[^\]]+\]:|(?:=+|-{3,}|\*{3,})[ \t]*$)"
    r"|\*\*\S|(?<!\w)\*\S[^*\n]*\*|__\S|~~\S|==\S|`[^`\n]+`|\]\(|\[\[|\[\^|!\[|</?[A-Za-z!][^<>\n]*>"
    r"|[ \t]\^[0-9a-z]{6,}[ \t]*$|\\[\\`*_#\[\]]|\{[%{:]",
    re.MULTILINE,
)
"""What only Markdown has."""
_PAGE_PROPERTIES = re.compile(r"(?:[\w-]{1,40}::(?:[ \t][^\n]*)?(?:\n|\Z))+")
_BLOCK_PROPERTY = re.compile(
    r"^[ \t]+(collapsed|id|heading|background-color|created-at|updated-at|logseq\.[\w.-]{1,40})::"
    r"[^\n]*(?:\n|\Z)",
    re.MULTILINE,
)
_NO_ARTICLES = {
    DRAWINGS: lazy(
        "this is a drawing of Excalidraw, which has no text of an article: export it as a picture"
    ),
    TEMPLATES: lazy("this is a template, with places to be filled in: import the notes made from it"),
    EMPTY: lazy("this note has a head and no text: choose one with text in it"),
}
_OPENING_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*(?:markdown|md|text|txt)?")
_DEEPEST = 90
"""Nested quotes and lists; markdown-it calls itself for each."""
_LEAST_KEPT = 0.98
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_WRAPPED, _LONG = 40, 50
"""Terminal cells: lines of about the same width from the first on, or without a final mark from the second
on, are cut by a line length."""
_MOST_IMPRINTS = 8


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of a Markdown file.

    :raises BadInput: the bytes are not text, or only white space.
    """
    text, encoding = decode(data, source.name)
    check_text(text, source.name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (note := read_note(text, source)) is not None:
        yield from (replace(piece, encoding=encoding) for piece in note)
        return
    if kind := kind_of_note(source.name, text):
        raise BadInput(_("{name}: {reason}.", name=source.name, reason=_NO_ARTICLES[kind]))
    text, dropped = _without_logseq(with_properties_as_front_matter(text, source.name))
    about, body = take_front_matter(text)
    remarks = [_("properties of blocks left out: {names}", names=listed(dropped))] if dropped else []
    remarks += left_out(about, source.options)
    if about.date_remark:
        remarks.append(about.date_remark)
    if about.malformed:
        remarks.append(_("the front matter is not valid, so it is text"))
    body = _without_fence(body)
    parts, more = _parts(body)
    remarks += more
    parts = _with_head(parts, about) if parts is not None else find_parts(body)
    parts = [
        (BlockKind.CREDIT, line.strip()) for line in about.malformed.splitlines() if line.strip()
    ] + parts
    if not parts and about.title:
        parts = [(BlockKind.TITLE, about.title)]
    if not parts:
        raise BadInput(
            _("{name}: the file contains only white space; choose one with text in it.", name=source.name)
        )
    article, blocks = join_blocks(parts)
    check_text(article, source.name)
    draft = _with_front_matter(press_draft(article, blocks, about.title), about)
    draft = replace(draft, attributes=stated_attributes(about, source.options))
    yield Piece(article=NewArticle(draft=draft, tags=about.tags), encoding=encoding, remarks=tuple(remarks))


def _without_logseq(text: str) -> tuple[str, list[str]]:
    """Return a page of Logseq with its properties (``title:: …``) as front matter, and without those of its
    blocks (``id:: …``), whose names are returned too; any other text as it is.
    """
    head = _PAGE_PROPERTIES.match(text)
    found = dict.fromkeys(_BLOCK_PROPERTY.findall(text[head.end() if head else 0 :]))
    body = _BLOCK_PROPERTY.sub("", text[head.end() :] if head else text)
    if head is None:
        return (body, list(found)) if found else (text, [])
    lines = (line.partition("::") for line in head[0].split("\n") if line.strip())
    front = "".join(
        f"{name.strip()}: {json.dumps(value.strip(), ensure_ascii=False)}\n" for name, _unused, value in lines
    )
    return f"---\n{front}---\n{body}", list(found)


def _without_fence(body: str) -> str:
    """Return what is in a code fence around the whole text, as programs put one that copy an answer."""
    lines = body.strip().split("\n")
    fence = _OPENING_FENCE.fullmatch(lines[0].strip())
    if fence is None:
        return body
    inner = lines[1:-1] if lines[-1].strip() == fence[1] and len(lines) > 1 else lines[1:]
    return body if any(line.lstrip().startswith(fence[1]) for line in inner) else "\n".join(inner)


def _parts(body: str) -> tuple[list[Part] | None, list[str]]:
    """Return the paragraphs of Markdown; None if it is plain text. Also what must be told."""
    if not _MARKS.search(body):
        return None, []
    try:
        with deadline(MAX_SECONDS / 2):
            source, left_out = plain_marks(body)
            parts = blocks_of(_rendered(source), alternatives=True)
    except (Expired, RecursionError):
        return None, [_("its Markdown is too complex to be read: all its marks are in the text")]
    if _han(" ".join(words for _unused, words in parts)) < _LEAST_KEPT * _han(_without_addresses(source)):
        return None, [_("its Markdown cannot be read without losing text: all its marks are in the text")]
    return parts, [
        _("left out: {what} of comments and macros", what=counted(left_out, "character", "characters"))
    ] if left_out else []


def _han(words: str) -> int:
    return len(_HAN.findall(words))


def _without_addresses(source: str) -> str:
    """Return Markdown without what is not shown: addresses, definitions of links, comments, attributes."""
    source = re.sub(r"\]\([^()\n]*\)|^ {0,3}\[[^\]\n]+\]:.*$", "]", source, flags=re.MULTILINE)
    return re.sub(r"<[^<>]*>", "", source)


def _rendered(source: str) -> str:
    """Return Markdown as HTML, with those line breaks that are meant."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST}).enable(
        ["table", "strikethrough"]
    )
    environment: dict[str, object] = {}
    tokens = markdown.parse(source, environment)
    for token in tokens:
        if token.type == "inline" and token.children and "\n" in token.content:
            _keep_breaks(token.content.split("\n"), token.children)
    return str(markdown.renderer.render(tokens, markdown.options, environment))


def _keep_breaks(lines: Sequence[str], children: list[Token]) -> None:
    """Turn the line ends of a paragraph into breaks, as Obsidian shows them, unless a line length cut it."""
    widths = [width(line.strip()) for line in lines[:-1]]
    cut = [line.strip() for line in lines[:-1] if not ends_sentence(line.strip())]
    if min(widths) >= _WRAPPED and max(widths) - min(widths) <= 8 and cut:
        return
    at = 0
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            line = lines[at].strip() if at < len(lines) else ""
            at += 1
            is_cut = width(line) >= _LONG and not ends_sentence(line)
            if child.type == "softbreak" and not is_cut:
                child.type, child.tag = "hardbreak", "br"


def _with_head(parts: list[Part], about: FrontMatter) -> list[Part]:
    """Return the paragraphs with title and imprint, and the kinds of the others."""
    head: list[Part] = []
    first = next(
        (index for index, (kind, _unused) in enumerate(parts[:4]) if kind is not BlockKind.CAPTION), 0
    )
    heading = parts[first][1] if parts and parts[first][0] is BlockKind.HEADING else ""
    if heading and (not about.title or bare(heading) == bare(about.title)):
        head, rest = [*parts[:first], (BlockKind.TITLE, heading)], parts[first + 1 :]
    elif about.title:
        head, rest = [(BlockKind.TITLE, about.title)], parts
    else:
        found = find_head([Line.of(words.strip(), 1, 0) for _unused, words in parts])
        head, rest = found.parts, parts[found.used :]
        return head + page_kinds(rest)
    used = 0
    while used < min(len(rest), _MOST_IMPRINTS):
        kind, words = rest[used]
        is_line = kind is BlockKind.PARAGRAPH or len(words) < 30
        if not is_line or (found_kind := imprint_kind(words, named=not about.title)) is None:
            break
        head.append((found_kind, words))
        used += 1
    return head + page_kinds(rest[used:])


def _with_front_matter(draft: Draft, about: FrontMatter) -> Draft:
    return replace(draft, **stated_fields(about))
