"""Notes as Markdown with Obsidian's conventions (help.obsidian.md; below it CommonMark 0.31).

A file of one article has its front matter, its title, the note on it and its quotes. A file of several has
one front matter and a section for each article. After each quote stands a block ID, the start of the
annotation's own, which links can name: ``[[春天的小站#^ab12cd34]]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO

import msgspec

from store.exporting.note_links import Spelling, with_links
from store.exporting.sanitise import clean_text, one_line
from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.markup.front_matter import front_matter, obsidian_tag, obsidian_tags, of_article
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article
from store.note_syntax.code_fences import open_fence, without_fences
from store.note_syntax.wikilinks import Link
from store.notes.backlinks import Target

BLOCK_ID = 8
"""Characters of an annotation's ID that a block ID has; more where two articles of a file would be alike."""

TITLE = "Notes"
"""The title of a file with several articles."""

_HTML = r"(?im)^ {0,3}(?=<(?:script|pre|style|textarea|[!?]))"
"""Before a block of HTML that does not end with the paragraph."""

_CODE = r"(?<!`)(`++)(?:[^`\n]++|\n(?!\n)|(?!\1(?!`))`++)*+\1(?!`)"
"""A span of code, in one paragraph (CommonMark 0.31, section 6.1)."""


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the Markdown of a selection."""
    write_text(out, render(selection))


def render(selection: Selection) -> Iterator[str]:
    """The Markdown of a selection, one article at a time, each ending in a newline.

    Quotes stand in text order, orphans after them. The words of articles are escaped, so that nothing in
    them is taken for markup; notes are Markdown themselves.
    """
    library, one_file = selection.library, OneFile(selection.articles)
    if len(selection) == 1:
        for article, marks in selection:
            yield article_file(article, marks, library, one_file.spell)
        return
    wanted = set(selection.articles)
    used = (tag for row in library.articles.rows() if row.id in wanted for tag in row.tags)
    tags = obsidian_tags(sorted(set(used)))
    yield front_matter({"title": TITLE, "articles": len(selection), "tags": tags})
    for article, marks in selection:
        yield "\n" + section(article, one_file.named(marks), library, one_file.spell)


class Quote(msgspec.Struct, frozen=True):
    """An annotation under the block ID that it has in a file."""

    block: str
    mark: Annotation


class OneFile:
    """What block IDs and links there are in a file of several articles."""

    def __init__(self, articles: Iterable[str]) -> None:
        self._articles = frozenset(articles)
        self._blocks: set[str] = set()

    def named(self, marks: Iterable[Annotation]) -> list[Quote]:
        """Annotations under block IDs that nothing else in the file has."""
        return list(quotes(marks, self._blocks))

    def spell(self, link: Link, target: Target) -> str | None:
        """A link to another place of the file."""
        if target.tag:
            return tag_link(link, target)
        if target.article not in self._articles:
            return None
        block = target.annotation.id[:BLOCK_ID] if target.annotation else target.article
        if not target.annotation and len(self._articles) == 1:
            return None  # the file is the article
        return f"[[#^{block}|{alias(link.shown)}]]"


def quotes(marks: Iterable[Annotation], taken: set[str]) -> Iterator[Quote]:
    """Annotations in text order, orphans after them, each under a block ID of its own.

    :param taken: block IDs that there are already; the new ones come to it.
    """
    for mark in sorted(marks, key=lambda mark: (mark.orphan, mark.start, mark.end, mark.id)):
        block = next(
            mark.id[:length]
            for length in range(BLOCK_ID, len(mark.id) + 1)
            if mark.id[:length] not in taken or length == len(mark.id)
        )
        taken.add(block)
        yield Quote(block, mark)


def article_file(article: Article, marks: Iterable[Annotation], library: Library, spell: Spelling) -> str:
    """The file of one article."""
    blocks = [_heading(article), _note(article.note, library, article, spell)]
    blocks += (_quote(each, library, article, spell) for each in quotes(marks, set()))
    return of_article(article) + "\n" + _joined(blocks)


def section(article: Article, marks: Iterable[Quote], library: Library, spell: Spelling) -> str:
    """The section of one article in a file of several; its metadata have its ID for a block ID."""
    blocks = [_heading(article), "\n".join(_metadata(article)), f"^{article.id}"]
    blocks.append(_note(article.note, library, article, spell))
    blocks += (_quote(each, library, article, spell) for each in marks)
    return _joined(blocks)


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _heading(article: Article) -> str:
    return f"# {escape(one_line(article.title))}".rstrip()


def escape(words: str) -> str:
    r"""A line of words with a backslash before what Markdown would take for markup.

    After CommonMark 0.31, section 2.4, and for Obsidian's tags, comments, highlights and block IDs; a number
    or a sign that would start a list or a heading counts only at the start. Blanks there would make code of
    the line, or be left out: they are.
    """
    escaped = re.sub(r"([\\`*_\[\]<>|~$#^]|%(?=%)|=(?==))", r"\\\1", words.lstrip(" \t"))
    escaped = re.sub(r"&(?=(?:\\#)?\w+;)", r"\\&", escaped)
    return re.sub(r"^([+=-]|\d{1,9}(?=[.)]))", _escape_start, escaped, flags=re.ASCII)


def _escape_start(match: re.Match[str]) -> str:
    sign = match[0]
    # Only punctuation can be escaped: of a list number, what follows it is.
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def _metadata(article: Article) -> Iterator[str]:
    named = {
        "Kicker": escape(one_line(article.kicker)),
        "Subtitle": escape(one_line(article.subtitle)),
        "Column": escape(one_line(article.column)),
        "Authors": escape(one_line(", ".join(article.authors))),
        "Date": escape(one_line(article.date)),
        "Source": escape(one_line(article.source)),
        "Address": escape(one_line(article.url)),
        "Tags": tags_line(article.tags),
        "ID": article.id,
    }
    for name, value in named.items():
        if value:
            yield f"- **{name}:** {value}"


def _quote(quote: Quote, library: Library, article: Article, spell: Spelling) -> str:
    mark = quote.mark
    parts = [quoted(mark.exact), f"^{quote.block}"]
    if mark.orphan:
        parts.append("*These words are no longer in the text.*")
    parts += [tags_line(mark.tags), _note(mark.note, library, article, spell)]
    return "\n\n".join(part for part in parts if part)


def quoted(words: str) -> str:
    """Words as a block quote, a paragraph for each line of them."""
    return "\n>\n".join(f"> {escape(line)}".rstrip() for line in clean_text(words).split("\n"))


def tags_line(tags: Iterable[str]) -> str:
    """Tags as they stand in a text."""
    return " ".join(f"#{tag}" for tag in obsidian_tags(tags))


def alias(words: str) -> str:
    """What a link shows: brackets and bars would end it."""
    return one_line(words).translate(str.maketrans("[]|", "［］｜"))


def tag_link(link: Link, target: Target) -> str:
    """A link to a tag: the tag itself, with blanks round it, without which it would be none."""
    tag = f"#{obsidian_tag(target.tag)}"
    return f" {escape(one_line(link.alias))} ({tag}) " if link.alias else f" {tag} "


def _note(note: str, library: Library, article: Article, spell: Spelling) -> str:
    return contained(with_links(note, library, article.id, spell))


def contained(note: str) -> str:
    """A note, ended so that what follows it is not taken for a part of it.

    What it leaves open is closed: fenced code, comments and formulas of several lines; what would begin a
    block of HTML without an end is escaped (CommonMark 0.31, sections 4.5 and 4.6).
    """
    text = clean_text(note).strip("\n")
    for match in reversed(list(re.finditer(_HTML, without_fences(text)))):
        text = f"{text[: match.end()]}\\{text[match.end() :]}"
    fence = open_fence(text)
    words = re.sub(_CODE, "", without_fences(text))
    closing = [fence, *(sign for sign in ("%%", "$$") if words.count(sign) % 2)]
    return "\n".join([text, *(sign for sign in closing if sign)])
