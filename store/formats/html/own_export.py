"""Reads the articles of a page that our own HTML export wrote: text and metadata, without the notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.errors import BadInput
from store.formats.html.blocks import Part, Token, attribute, tokens
from store.importing.limits import check_text
from store.importing.plain_text import press_draft
from store.model.article import BlockKind, Draft, join_blocks
from store.press.dates import date

_GENERATOR = re.compile(r'<meta name="generator" content="Pizhu" ?/>')
_KINDS = {kind.value: kind for kind in BlockKind}
_HEAD = 20_000


def is_own_export(page: str) -> bool:
    """Whether this program wrote a page."""
    return bool(_GENERATOR.search(page[:_HEAD])) and '<article id="' in page


def read_own_export(page: str, name: str) -> Iterator[Draft]:
    """Yield the articles of an export.

    :raises BadInput: it has none.
    """
    articles = list(_articles(page))
    if not articles:
        raise BadInput(f"{name}: this export has no article; export one and import that.")
    for title, about, parts in articles:
        text, blocks = join_blocks(parts)
        check_text(text, name)
        yield _with_metadata(press_draft(text, blocks, title), about)


def _articles(page: str) -> Iterator[tuple[str, list[str], list[Part]]]:
    """Yield title, metadata and paragraphs of each article."""
    parts: list[Part] = []
    title, about, kind, words, skipped = "", "", "", list[str](), 0
    for token in tokens(page):
        if token.kind == "start" and token.value == "article":
            parts, title, about = [], "", ""
        elif token.kind == "end" and token.value == "article":
            if parts:
                yield title, about.split(" · "), parts
        elif token.value == "sup" and token.kind != "text":
            skipped += 1 if token.kind == "start" else -1
        elif token.kind == "start" and token.value in ("p", "h2", "h3") and not kind:
            kind = _kind_of(token)
            words = []
        elif token.kind == "text" and kind and skipped <= 0:
            words.append(token.value)
        elif token.kind == "end" and kind and token.value in ("p", "h2", "h3"):
            line = "".join(words)
            if kind == "source":
                about = line
            elif kind == "untitled":
                title = line
            elif line.strip():
                parts.append((_KINDS[kind], line.replace("\n", " ")))
            kind = ""


def _kind_of(token: Token) -> str:
    """Return the kind of a paragraph, ``source`` for the line of metadata; empty for notes."""
    classes = (attribute(token.attributes, "class") or "").split()
    if classes[:1] == ["words"]:
        return next((each for each in classes[1:] if each in _KINDS), "paragraph")
    if classes == ["source"]:
        return "source"
    return "untitled" if classes == ["title"] and token.value == "h2" else ""


def _with_metadata(draft: Draft, about: list[str]) -> Draft:
    """Add source, date, authors and address, each of which may be missing from the line."""
    from msgspec.structs import replace

    fields: dict[str, object] = {}
    rest = [each.strip() for each in about if each.strip()]
    if rest and re.match("https?://", rest[-1]):
        fields["url"] = rest.pop()
    at = next((index for index, each in enumerate(rest) if _is_date(each)), -1)
    if at >= 0:
        fields["date"] = rest[at]
        if at > 0:
            fields["source"] = " · ".join(rest[:at])
        if names := rest[at + 1 :]:
            fields["authors"] = tuple(" · ".join(names).split("、"))
    elif len(rest) == 2:
        fields["source"], fields["authors"] = rest[0], tuple(rest[1].split("、"))
    return replace(draft, **fields)


def _is_date(words: str) -> bool:
    return bool(re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", words)) and (
        len(words) == 4 or date(words) == words
    )
