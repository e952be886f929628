"""Notes as Markdown: a section an article, with its metadata and each quote with its tags and note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO

from store.annotation import Annotation
from store.article import Article
from store.exporters import write_text
from store.exporters.selection import Selection


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the Markdown of a selection."""
    write_text(out, render(selection))


def render(articles: Iterable[tuple[Article, Iterable[Annotation]]]) -> Iterator[str]:
    """The Markdown, one section at a time, each ending in a newline.

    Quotes stand in text order, orphans after them. The words of articles are escaped, so that nothing in
    them is taken for markup; notes are Markdown themselves.
    """
    separator = ""
    for article, marks in articles:
        yield separator + section(article, marks)
        separator = "\n"


def section(article: Article, marks: Iterable[Annotation]) -> str:
    """The section of one article."""
    blocks = [f"# {escape(article.title)}", "\n".join(_metadata(article))]
    if article.note:
        blocks.append(article.note)
    ordered = sorted(marks, key=lambda mark: (mark.orphan, mark.start, mark.end))
    blocks.extend(_quote(mark) for mark in ordered)
    return "\n\n".join(block for block in blocks if block) + "\n"


def escape(words: str) -> str:
    r"""Words with a backslash before what Markdown would take for markup.

    After CommonMark 0.31, section 2.4; a number or a sign that would start a list or a heading counts only
    at the start.
    """
    escaped = re.sub(r"([\\`*_\[\]<>|~$])", r"\\\1", words)
    escaped = re.sub(r"&(?=#?\w+;)", r"\\&", escaped)
    return re.sub(r"^(\s*)([#+=-]|\d{1,9}(?=[.)]))", _escape_start, escaped)


def _escape_start(match: re.Match[str]) -> str:
    space, sign = match.groups()
    # Only punctuation can be escaped: of a list number, what follows it is.
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def _metadata(article: Article) -> Iterator[str]:
    named = {
        "Kicker": article.kicker,
        "Subtitle": article.subtitle,
        "Column": article.column,
        "Authors": ", ".join(article.authors),
        "Date": article.date,
        "Source": article.source,
        "Address": article.url,
        "Tags": _tags(article.tags),
        "ID": article.id,
    }
    for name, value in named.items():
        if value:
            yield f"- **{name}:** {value if name == 'Tags' else escape(value)}"


def _quote(mark: Annotation) -> str:
    parts = ["\n".join(f"> {escape(line)}" for line in mark.exact.split("\n"))]
    if mark.orphan:
        parts.append("*These words are no longer in the text.*")
    if mark.tags:
        parts.append(f"Tags: {_tags(mark.tags)}")
    if mark.note:
        parts.append(mark.note)
    return "\n\n".join(parts)


def _tags(tags: Iterable[str]) -> str:
    return " ".join(f"#{escape(tag).replace(' ', '-')}" for tag in tags)
