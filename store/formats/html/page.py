"""One page of HTML with everything in it: to read on any screen, to print, and to make a PDF of.

A table of contents, the articles with their highlights, the notes beside the paragraphs (below them where the
window is narrow), and an index of tags that leads to every place. The page needs no script, and forbids any
by its Content-Security-Policy, which names its one stylesheet by digest. It is well-formed XML besides.

Words of articles, notes, tags and names are shown as they are: nothing in them is markup, and only addresses
of the web become links. Characters that HTML or XML cannot hold are shown as U+FFFD. Notes keep their lines;
what Markdown they have stays as it was typed.

There is no PDF among the formats: print the page from a browser to a file, which sets Chinese better than
any PDF library does. Notes stand in the margin of paper, too.

The articles wait in a temporary file until the table of contents before them is known.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO

import msgspec

from store.exporting.highlight_colours import Colours
from store.exporting.passages import numbered
from store.exporting.selection import Selection
from store.exporting.tag_index import Entry, TagIndex, Uses
from store.exporting.writing import write_text
from store.exporting.xml_escape import escape_markup
from store.formats.html.article import Names, article_part, place_of
from store.formats.html.stylesheet import stylesheet

IN_MEMORY = 8 << 20
"""Bytes of articles up to which no temporary file is made."""


_POLICY = "default-src 'none'; script-src 'none'; base-uri 'none'; form-action 'none'"


class Heading(msgspec.Struct, frozen=True):
    """What the table of contents says of an article."""

    id: str
    title: str
    language: str
    date: str
    notes: int


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the page of a selection."""
    codebook = selection.library.codebook.tags()
    names, index = Names(Colours(codebook)), TagIndex(codebook)
    headings: list[Heading] = []
    with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
        for article, marks in selection:
            placed, orphans = numbered(article, marks)
            index.add(article, placed + orphans)
            title = article.title or "—"
            headings.append(Heading(article.id, title, article.language or "zh", article.date, len(marks)))
            body.write("".join(article_part(article, placed, orphans, names)).encode())
        entries = list(index)
        write_text(out, _head(headings, entries, names, selection.tags))
        body.seek(0)
        copyfileobj(body, out)
    write_text(out, ["</main>\n"])
    write_text(out, _index(entries, headings, names))
    write_text(out, ["</body>\n</html>\n"])


def _head(
    headings: Sequence[Heading], entries: Sequence[Entry], names: Names, wanted: Sequence[str]
) -> Iterator[str]:
    """The page as far as its first article."""
    style = stylesheet(names.classes)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"{_POLICY}; style-src 'sha256-{digest}'"
    what = escape_markup(headings[0].title) if len(headings) == 1 else _count(len(headings), "article")
    about = f"Notes on {what}"
    alone = ' class="alone"' if len(headings) == 1 else ""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8" />\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}" />\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        '<meta name="referrer" content="no-referrer" />\n<meta name="generator" content="Pizhu" />\n'
        f"<title>{about}</title>\n<style>{style}</style>\n</head>\n"
        f"<body{alone}>\n"
    )
    notes = sum(heading.notes for heading in headings)
    only = f" · only what is tagged {', '.join(map(escape_markup, wanted))}" if wanted else ""
    yield (
        f'<header class="cover">\n<p class="seal" lang="zh">批注</p>\n<h1>{about}</h1>\n'
        f'<p class="sum">{_count(notes, "annotation")} · {_count(len(entries), "tag")}{only}</p>\n</header>\n'
    )
    if len(headings) > 1:
        yield '<nav class="contents">\n<h2>Contents</h2>\n<ol>\n'
        yield from map(_content, headings)
        tags = '<p><a href="#tags">Tags</a></p>\n' if entries else ""
        yield f"</ol>\n{tags}</nav>\n"
    yield "<main>\n"


def _content(heading: Heading) -> str:
    """An article's line in the table of contents."""
    about = [escape_markup(heading.date)] if heading.date else []
    if heading.notes:
        about.append(f'<span lang="en">{_count(heading.notes, "note")}</span>')
    after = f'<span class="of">{" · ".join(about)}</span>' if about else ""
    link = f'<a href="#{escape_markup(heading.id)}">{escape_markup(heading.title)}</a>'
    return f'<li lang="{escape_markup(heading.language)}">{link}{after}</li>\n'


def _index(entries: Iterable[Entry], headings: Sequence[Heading], names: Names) -> Iterator[str]:
    """The index of tags; nothing where there is none."""
    opening = '<section class="index" id="tags">\n<h2>Tags</h2>\n'
    closing = ""
    for entry in entries:
        colour = names.colour(names.colours.of_tag(entry.name))
        yield (
            f'{opening}<section class="entry" id="{names.tag(entry.name)}" lang="zh">\n'
            f'<h3><span class="tag {colour}">{escape_markup(entry.name)}</span>'
            f' <span class="count">{entry.count}</span></h3>\n'
        )
        opening, closing = "", "</section>\n"
        if entry.description:
            yield f'<p class="description">{escape_markup(entry.description)}</p>\n'
        yield '<ul class="places">\n'
        yield from (_uses(use, headings[use.article]) for use in entry.uses)
        yield "</ul>\n</section>\n"
    yield closing


def _uses(use: Uses, heading: Heading) -> str:
    """Where a tag is used in an article."""
    places = "".join(
        f' <a class="place" href="#{place_of(heading.id, place.number)}"><b>{place.number}</b>'
        f"{escape_markup(place.words)}</a>"
        for place in use.places
    )
    link = f'<a href="#{escape_markup(heading.id)}">{escape_markup(heading.title)}</a>'
    return f'<li lang="{escape_markup(heading.language)}">{link}{places}</li>\n'


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
