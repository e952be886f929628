"""Writes a Word document: articles, with annotations as comments, and an index of tags.

WordprocessingML according to ECMA-376, part 1. The range of a comment is between ``commentRangeStart`` and
``commentRangeEnd`` with its ID; ranges may overlap and span paragraphs (17.13.4). Author, initials and date
of a comment are those of the annotation; its first line has the tags, the others the note. Highlights are
shaded and underlined in the tags' colours. Orphans follow the text, as comments on their former text.

The document is written one article at a time. Comments are buffered in a temporary file, because the parts of
a zip are written one after the other. Characters that XML cannot hold are replaced by U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from store.errors import PizhuError
from store.exporting.excerpts import with_excerpts
from store.exporting.highlight_colours import TagColours
from store.exporting.passages import number_annotations
from store.exporting.selection import Selection
from store.exporting.tag_index import ArticleUses, TagEntry, TagIndex
from store.exporting.writing import write_text
from store.exporting.xml_escape import escape_markup
from store.formats.word import parts
from store.formats.word.article import (
    ArticlePart,
    bookmark_name,
    index_bookmark,
    is_traditional,
    paragraph,
    text_run,
)
from store.language import _
from store.wording import listed

MAX_IN_MEMORY = 8 << 20
"""The size in bytes up to which comments are buffered in memory."""

MAX_PART_BYTES = (2 << 30) - 1
"""The maximum size of a part in a zip that all programs can read; Word's own limit is lower."""

_FIXED = {
    "[Content_Types].xml": parts.CONTENT_TYPES,
    "_rels/.rels": parts.PACKAGE_RELATIONS,
    "docProps/core.xml": parts.CORE,
    "word/_rels/document.xml.rels": parts.DOCUMENT_RELATIONS,
    "word/styles.xml": parts.STYLES,
    "word/settings.xml": parts.SETTINGS,
    "word/footer.xml": parts.FOOTER,
}


_BEGINNING = f"{parts.DECLARATION}<w:document {parts.NAMESPACES}><w:body>\n"
_END = f"\n{parts.SECTION}</w:body></w:document>"
"""What the main part begins and ends with."""


class IndexedArticle(msgspec.Struct, frozen=True):
    """An article in the index of tags."""

    title: str
    is_traditional: bool


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write a selection as a Word document.

    :raises PizhuError: when the document would be too large.
    """
    if out.seekable():
        _write_package(selection, out)
        return
    # A seekable file gets the size of a part before it, a pipe after it. Use a file, for the same bytes.
    with SpooledTemporaryFile(max_size=MAX_IN_MEMORY) as whole:
        _write_package(selection, whole)
        whole.seek(0)
        copyfileobj(whole, out)


def write_paragraphs(paragraphs: Iterable[str], out: IO[bytes]) -> None:
    """Write a Word document of paragraphs, see :func:`store.formats.word.article.paragraph`.

    :param out: a seekable stream.
    :raises PizhuError: when the document would be too large.
    """
    with SpooledTemporaryFile(max_size=MAX_IN_MEMORY) as comments:
        _write_zip(chain([_BEGINNING], paragraphs, [_END]), comments, out)


def _write_package(selection: Selection, out: IO[bytes]) -> None:
    """Write the zip to a seekable stream."""
    with SpooledTemporaryFile(max_size=MAX_IN_MEMORY) as comments:
        _write_zip(_document(selection, comments), comments, out)


def _write_zip(main: Iterable[str], comments: IO[bytes], out: IO[bytes]) -> None:
    """Write the zip to a seekable stream.

    :param main: the pieces of the main part.
    :param comments: has the comments once the main part is written.
    """
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in _FIXED.items():
            archive.writestr(_entry(name), content)
        with archive.open(_entry("word/document.xml"), "w") as document:
            _write_limited(document, main)
        comments.seek(0)
        with archive.open(_entry("word/comments.xml"), "w") as part:
            part.write(f"{parts.DECLARATION}<w:comments {parts.NAMESPACES}>\n".encode())
            copyfileobj(comments, part)
            part.write(b"</w:comments>")


def _entry(name: str) -> ZipInfo:
    """Return the zip entry of a part, with a fixed timestamp."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
    return entry


def _write_limited(part: IO[bytes], pieces: Iterable[str]) -> None:
    """Write a part piece by piece.

    :raises PizhuError: when it would be too large.
    """
    size = 0
    for piece in pieces:
        data = piece.encode()
        size += len(data)
        if size > MAX_PART_BYTES:
            raise PizhuError(
                _("That is too large for one Word document: select fewer articles with --article or --tag.")
            )
        part.write(data)


def _document(selection: Selection, comments: IO[bytes]) -> Iterator[str]:
    """Yield the main part one article at a time, writing comments to their own stream."""
    codebook = selection.library.codebook.tags()
    colours, index = TagColours(codebook), TagIndex(codebook)
    known: list[IndexedArticle] = []
    next_comment = 0
    yield _BEGINNING + paragraph("Title", text_run("批注"))
    if selection.tags:
        wanted = _("Only what is tagged {tags}", tags=listed(selection.tags))
        yield paragraph("Source", text_run(wanted))
    for article, selected in with_excerpts(selection):
        placed, orphans = number_annotations(article, selected)
        index.add(article, placed + orphans)
        part = ArticlePart(article, len(known), next_comment, colours)
        known.append(IndexedArticle(article.title or "—", is_traditional(article.language)))
        next_comment += len(selected)
        yield "".join(part.paragraphs(placed, orphans))
        write_text(comments, part.comments(placed + orphans))
    yield from _index(index, known, colours)
    yield _END


def _index(index: TagIndex, known: Sequence[IndexedArticle], colours: TagColours) -> Iterator[str]:
    """Yield the index of tags; nothing if no tags are used."""
    for number, entry in enumerate(index):
        if not number:
            yield paragraph("Heading1", index_bookmark() + text_run(_("Tags")), on_new_page=True)
        yield from _tag(entry, known, colours)


def _tag(entry: TagEntry, known: Sequence[IndexedArticle], colours: TagColours) -> Iterator[str]:
    square = text_run("■ ", f'<w:color w:val="{colours.of_tag(entry.name)[1:]}"/>')
    yield paragraph("Heading2", square + text_run(f"{entry.name}  {entry.count}"))
    if entry.description:
        yield paragraph("Source", text_run(entry.description))
    if entry.same_as:
        yield paragraph("Source", text_run(f"= {entry.same_as}"))
    for use in entry.uses:
        yield paragraph("Places", _places(use, known[use.article]))


def _places(use: ArticleUses, article: IndexedArticle) -> str:
    """Return the uses of a tag in one article: its title, then excerpts."""
    look = '<w:rStyle w:val="Traditional"/>' if article.is_traditional else ""
    links = [_link(bookmark_name(use.article), article.title, look + "<w:b/>")]
    links += [
        _link(bookmark_name(use.article, place.number), place.words or "—", look) for place in use.places
    ]
    return text_run("  ").join(links)


def _link(anchor: str, text: str, look: str) -> str:
    return (
        f'<w:hyperlink w:anchor="{escape_markup(anchor)}" w:history="1">{text_run(text, look)}</w:hyperlink>'
    )
