"""Writes Markdown in Obsidian's form (help.obsidian.md, based on CommonMark 0.31).

A file with one article has its front matter, title, note and quotes. A file with several has one front matter
and a section for each article. Each quote is followed by a block ID, the beginning of its annotation's ID, to
which links refer: ``[[春天的小站#^ab12cd34]]``, and by a link that opens Pizhu there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO

import msgspec

from store.exporting.note_links import LinkFormatter, rewrite_links
from store.exporting.sanitise import clean_text, one_line
from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.markup.front_matter import article_front_matter, front_matter, obsidian_tag, obsidian_tags
from store.index.addresses import command, uri
from store.language import _, pgettext
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article
from store.note_syntax.code_fences import open_fence, without_fences
from store.note_syntax.wikilinks import Link
from store.notes.backlinks import Target

BLOCK_ID = 8
"""The length of a block ID. Longer IDs are used where two in a file would be equal."""

TITLE = "Notes"  # untranslated: such files are recognised by it
"""The title of a file with several articles."""

_HTML = r"(?im)^ {0,3}(?=<(?:script|pre|style|textarea|[!?]))"
"""The start of an HTML block that does not end with the paragraph."""

_CODE = r"(?<!`)(`++)(?:[^`\n]++|\n(?!\n)|(?!\1(?!`))`++)*+\1(?!`)"
"""A code span within one paragraph (CommonMark 0.31, section 6.1)."""


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write a selection as Markdown."""
    write_text(out, render(selection))


def render(selection: Selection) -> Iterator[str]:
    """Yield the Markdown of a selection, one article at a time, each part ending in a newline.

    Quotes are in text order, orphans last. Text from articles is escaped; notes are Markdown already.
    """
    library, combined = selection.library, CombinedFile(selection.articles)
    if len(selection) == 1:
        for article, annotations in selection:
            yield article_file(article, annotations, library, combined.format_link)
        return
    wanted = set(selection.articles)
    used = (tag for row in library.articles.rows() if row.id in wanted for tag in row.tags)
    tags = obsidian_tags(sorted(set(used)))
    yield front_matter({"title": TITLE, "articles": len(selection), "tags": tags})
    for article, annotations in selection:
        yield "\n" + section(article, combined.with_block_ids(annotations), library, combined.format_link)


class Quote(msgspec.Struct, frozen=True):
    """An annotation and its block ID."""

    block: str
    annotation: Annotation


class CombinedFile:
    """Assigns the block IDs, and formats the links, of a file with several articles."""

    def __init__(self, articles: Iterable[str]) -> None:
        self._articles = frozenset(articles)
        self._blocks: set[str] = set()

    def with_block_ids(self, annotations: Iterable[Annotation]) -> list[Quote]:
        """Assign block IDs that are unique in the file."""
        return list(quotes(annotations, self._blocks))

    def format_link(self, link: Link, target: Target) -> str | None:
        """Return a link to a place in the same file; None if the target is not in it."""
        if target.tag:
            return tag_link(link, target)
        if target.article not in self._articles:
            return None
        block = target.annotation.id[:BLOCK_ID] if target.annotation else target.article
        if not target.annotation and len(self._articles) == 1:
            return None  # the file is the article
        return f"[[#^{block}|{link_label(link.shown)}]]"


def quotes(annotations: Iterable[Annotation], taken: set[str]) -> Iterator[Quote]:
    """Yield annotations in text order, orphans last, each with a unique block ID.

    :param taken: block IDs in use; the new ones are added.
    """
    for annotation in sorted(
        annotations,
        key=lambda annotation: (annotation.orphan, annotation.start, annotation.end, annotation.id),
    ):
        block = next(
            annotation.id[:length]
            for length in range(BLOCK_ID, len(annotation.id) + 1)
            if annotation.id[:length] not in taken or length == len(annotation.id)
        )
        taken.add(block)
        yield Quote(block, annotation)


def article_file(
    article: Article, annotations: Iterable[Annotation], library: Library, format_link: LinkFormatter
) -> str:
    """Return the file of one article."""
    blocks = [_heading(article), _note(article.note, library, article, format_link)]
    blocks += (_quote(each, library, article, format_link) for each in quotes(annotations, set()))
    return article_front_matter(article) + "\n" + _join_blocks(blocks)


def section(
    article: Article, annotations: Iterable[Quote], library: Library, format_link: LinkFormatter
) -> str:
    """Return the section of an article in a file with several. Its metadata list has the article's ID as
    block ID.
    """
    blocks = [_heading(article), "\n".join(_metadata(article)), f"^{article.id}"]
    blocks.append(_note(article.note, library, article, format_link))
    blocks += (_quote(each, library, article, format_link) for each in annotations)
    return _join_blocks(blocks)


def _join_blocks(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _heading(article: Article) -> str:
    return f"# {escape(one_line(article.title))}".rstrip()


def escape(text: str) -> str:
    """Escape one line of text for Markdown.

    Follows CommonMark 0.31, section 2.4, and also escapes Obsidian's tags, comments, highlights and block
    IDs. A marker of a list or heading is escaped at the start of the line only. Leading white space is
    removed, because it could make the line a code block.
    """
    escaped = re.sub(r"([\\`*_\[\]<>|~$#^]|%(?=%)|=(?==))", r"\\\1", text.lstrip(" \t"))
    escaped = re.sub(r"&(?=(?:\\#)?\w+;)", r"\\&", escaped)
    return re.sub(r"^([+=-]|\d{1,9}(?=[.)]))", _escape_start, escaped, flags=re.ASCII)


def _escape_start(match: re.Match[str]) -> str:
    sign = match[0]
    # Only punctuation can be escaped, so after a list number it is the delimiter.
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def _metadata(article: Article) -> Iterator[str]:
    named = {
        pgettext("field of an article", "Kicker"): escape(one_line(article.kicker)),
        pgettext("field of an article", "Subtitle"): escape(one_line(article.subtitle)),
        pgettext("field of an article", "Column"): escape(one_line(article.column)),
        pgettext("field of an article", "Authors"): escape(one_line(", ".join(article.authors))),
        pgettext("field of an article", "Date"): escape(one_line(article.date)),
        pgettext("field of an article", "Source"): escape(one_line(article.source)),
        pgettext("field of an article", "Address"): escape(one_line(article.url)),
        pgettext("field of an article", "Tags"): tags_line(article.tags),
        "ID": f"[{article.id}]({uri(article.id)})",
    }
    for name, value in named.items():
        if value:
            yield _("- **{name}:** {value}", name=name, value=value)


def _quote(quote: Quote, library: Library, article: Article, format_link: LinkFormatter) -> str:
    annotation = quote.annotation
    parts = [block_quote(annotation.exact), f"^{quote.block}"]
    if annotation.orphan:
        parts.append(_("*These words are no longer in the text.*"))
    parts += [tags_line(annotation.tags), _note(annotation.note, library, article, format_link)]
    parts.append(
        f"[{escape(one_line(command(article.id, annotation.id)))}]({uri(article.id, annotation.id)})"
    )
    return "\n\n".join(part for part in parts if part)


def block_quote(text: str) -> str:
    """Return text as a block quote, with a paragraph for each line."""
    return "\n>\n".join(f"> {escape(line)}".rstrip() for line in clean_text(text).split("\n"))


def tags_line(tags: Iterable[str]) -> str:
    """Return tags for use in text."""
    return " ".join(f"#{tag}" for tag in obsidian_tags(tags))


def link_label(text: str) -> str:
    """Return the label of a link, with brackets and bars, which would end it, in full width."""
    return one_line(text).translate(str.maketrans("[]|", "［］｜"))


def tag_link(link: Link, target: Target) -> str:
    """Return a link to a tag: the tag itself, between spaces, without which it would not be one."""
    tag = f"#{obsidian_tag(target.tag)}"
    return f" {escape(one_line(link.alias))} ({tag}) " if link.alias else f" {tag} "


def _note(note: str, library: Library, article: Article, format_link: LinkFormatter) -> str:
    return close_open_blocks(rewrite_links(note, library, article.id, format_link))


def close_open_blocks(note: str) -> str:
    """Return a note that cannot affect what follows it.

    Open code fences, comments and multi-line formulas are closed, and the start of an HTML block without an
    end is escaped (CommonMark 0.31, sections 4.5 and 4.6).
    """
    text = clean_text(note).strip("\n")
    for match in reversed(list(re.finditer(_HTML, without_fences(text)))):
        text = f"{text[: match.end()]}\\{text[match.end() :]}"
    fence = open_fence(text)
    words = re.sub(_CODE, "", without_fences(text))
    closing = [fence, *(sign for sign in ("%%", "$$") if words.count(sign) % 2)]
    return "\n".join([text, *(sign for sign in closing if sign)])
