"""Writes one self-contained HTML page, to read on any screen or print.

It has a table of contents, the articles with highlights, notes beside the paragraphs (below them in a narrow
window), and an index of tags that links to every use. It needs no script and forbids scripts by its
Content-Security-Policy, which identifies the stylesheet by digest. It is also well-formed XML.

All text from the library is escaped; only web addresses become links. Characters that HTML or XML cannot hold
are replaced by U+FFFD. Notes keep their line breaks; Markdown in them is shown as typed.

There is no PDF export: a browser's print to PDF sets Chinese better than PDF libraries do, with the notes in
the margin.

Articles are buffered in a temporary file, because the table of contents comes before them.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO

import msgspec

from store.exporting.excerpts import with_excerpts
from store.exporting.highlight_colours import TagColours
from store.exporting.passages import number_annotations
from store.exporting.selection import Selection
from store.exporting.tag_index import ArticleUses, TagEntry, TagIndex
from store.exporting.writing import write_text
from store.exporting.xml_escape import escape_markup
from store.formats.html.article import PageNames, place_id, render_article
from store.formats.html.stylesheet import stylesheet
from store.language import _, current_language, ngettext
from store.model.identity import identity_address
from store.wording import counted, listed

MAX_IN_MEMORY = 8 << 20
"""The size in bytes up to which articles are buffered in memory."""


_POLICY = "default-src 'none'; script-src 'none'; base-uri 'none'; form-action 'none'"


class ContentsEntry(msgspec.Struct, frozen=True):
    """An article in the table of contents."""

    id: str
    title: str
    language: str
    date: str
    notes: int


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write a selection as an HTML page."""
    codebook = selection.library.codebook.tags()
    names, index = PageNames(TagColours(codebook)), TagIndex(codebook)
    headings: list[ContentsEntry] = []
    with SpooledTemporaryFile(max_size=MAX_IN_MEMORY) as body:
        for article, annotations in with_excerpts(selection):
            placed, orphans = number_annotations(article, annotations)
            index.add(article, placed + orphans)
            title = article.title or "—"
            headings.append(
                ContentsEntry(article.id, title, article.language or "zh", article.date, len(annotations))
            )
            body.write("".join(render_article(article, placed, orphans, names)).encode())
        entries = list(index)
        write_text(out, _head(headings, entries, names, selection.tags))
        body.seek(0)
        copyfileobj(body, out)
    write_text(out, ["</main>\n"])
    write_text(out, _index(entries, headings, names))
    write_text(out, ["</body>\n</html>\n"])


def _head(
    headings: Sequence[ContentsEntry], entries: Sequence[TagEntry], names: PageNames, wanted: Sequence[str]
) -> Iterator[str]:
    """Yield the page up to the first article."""
    style = stylesheet(names.classes)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"{_POLICY}; style-src 'sha256-{digest}'"
    if len(headings) == 1:
        about = _("Notes on {title}", title=escape_markup(headings[0].title))
    else:
        about = ngettext("Notes on {count:,} article", "Notes on {count:,} articles", len(headings))
    alone = ' class="alone"' if len(headings) == 1 else ""
    yield (
        f'<!DOCTYPE html>\n<html lang="{current_language()}">\n<head>\n<meta charset="utf-8" />\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}" />\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        '<meta name="referrer" content="no-referrer" />\n<meta name="generator" content="Pizhu" />\n'
        f"<title>{about}</title>\n<style>{style}</style>\n</head>\n"
        f"<body{alone}>\n"
    )
    notes = sum(heading.notes for heading in headings)
    told = [counted(notes, "annotation", "annotations"), counted(len(entries), "tag", "tags")]
    if wanted:
        told.append(_("only what is tagged {tags}", tags=listed(map(escape_markup, wanted))))
    yield (
        f'<header class="cover">\n<p class="seal" lang="zh">批注</p>\n<h1>{about}</h1>\n'
        f'<p class="sum">{" · ".join(told)}</p>\n</header>\n'
    )
    if len(headings) > 1:
        yield f'<nav class="contents">\n<h2>{_("Contents")}</h2>\n<ol>\n'
        yield from map(_contents_line, headings)
        tags = f'<p><a href="#tags">{_("Tags")}</a></p>\n' if entries else ""
        yield f"</ol>\n{tags}</nav>\n"
    yield "<main>\n"


def _contents_line(heading: ContentsEntry) -> str:
    """Return the line of an article in the table of contents."""
    about = [escape_markup(heading.date)] if heading.date else []
    if heading.notes:
        about.append(f'<span lang="{current_language()}">{counted(heading.notes, "note", "notes")}</span>')
    after = f'<span class="of">{" · ".join(about)}</span>' if about else ""
    link = f'<a href="#{escape_markup(heading.id)}">{escape_markup(heading.title)}</a>'
    return f'<li lang="{escape_markup(heading.language)}">{link}{after}</li>\n'


def _index(entries: Iterable[TagEntry], headings: Sequence[ContentsEntry], names: PageNames) -> Iterator[str]:
    """Yield the index of tags; nothing if no tags are used."""
    opening = f'<section class="index" id="tags">\n<h2>{_("Tags")}</h2>\n'
    closing = ""
    for entry in entries:
        colour = names.colour_class(names.colours.of_tag(entry.name))
        yield (
            f'{opening}<section class="entry" '  # untranslated: markup
            f'id="{names.tag_id(entry.name)}" lang="zh">\n'
            f'<h3><span class="tag {colour}">{escape_markup(entry.name)}</span>'
            f' <span class="count">{entry.count}</span></h3>\n'
        )
        opening, closing = "", "</section>\n"
        if entry.description:
            yield f'<p class="description">{escape_markup(entry.description)}</p>\n'
        if entry.same_as:
            yield f'<p class="same-as">= {_identity(entry.same_as)}</p>\n'
        yield '<ul class="places">\n'
        yield from (_article_uses(use, headings[use.article]) for use in entry.uses)
        yield "</ul>\n</section>\n"
    yield closing


def _identity(identity: str) -> str:
    """Return the identity of a tag, a link if it has an address."""
    address, shown = identity_address(identity), escape_markup(identity)
    return f'<a rel="external" href="{escape_markup(address)}">{shown}</a>' if address else shown


def _article_uses(use: ArticleUses, heading: ContentsEntry) -> str:
    """Return the uses of a tag in one article."""
    places = "".join(
        f' <a class="place" href="#{place_id(heading.id, place.number)}"><b>{place.number}</b>'
        f"{escape_markup(place.words)}</a>"
        for place in use.places
    )
    link = f'<a href="#{escape_markup(heading.id)}">{escape_markup(heading.title)}</a>'
    return f'<li lang="{escape_markup(heading.language)}">{link}{places}</li>\n'
