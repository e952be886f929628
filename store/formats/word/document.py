"""A Word document: the articles, each annotation a comment on its words, and an index of tags.

WordprocessingML after ECMA-376, part 1: a comment's range is between ``commentRangeStart`` and
``commentRangeEnd`` of its ID, which may overlap others and go over several paragraphs (17.13.4). Its author,
initials and date are the annotation's; its first line is the tags, the others are the note. Words are tinted
in the colours of the tags and underlined. Annotations whose words are gone are on their words after the text.

The document is written an article at a time, not built in memory; its comments wait in a temporary file, as
a part of a zip begins where the one before it ends. Characters that XML cannot hold become U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from store.errors import PizhuError
from store.exporting.highlight_colours import Colours
from store.exporting.passages import numbered
from store.exporting.selection import Selection
from store.exporting.tag_index import Entry, TagIndex, Uses
from store.exporting.writing import write_text
from store.exporting.xml_escape import escape_markup
from store.formats.word import styles as parts
from store.formats.word.article import (
    ArticlePart,
    bookmark_name,
    is_traditional,
    paragraph,
    text_run,
)

IN_MEMORY = 8 << 20
"""Bytes of comments up to which no temporary file is made."""

LARGEST = (2 << 30) - 1
"""Bytes that a part may have in a zip that all programs read; Word opens less."""

_FIXED = {
    "[Content_Types].xml": parts.CONTENT_TYPES,
    "_rels/.rels": parts.PACKAGE_RELATIONS,
    "docProps/core.xml": parts.CORE,
    "word/_rels/document.xml.rels": parts.DOCUMENT_RELATIONS,
    "word/styles.xml": parts.STYLES,
    "word/settings.xml": parts.SETTINGS,
    "word/footer.xml": parts.FOOTER,
}


class Known(msgspec.Struct, frozen=True):
    """What the index says of an article."""

    title: str
    is_traditional: bool


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the document of a selection.

    :raises PizhuError: it would be larger than a document can be.
    """
    if out.seekable():
        _write_package(selection, out)
        return
    # Sizes are written before the parts once these are known: into a pipe they would come after.
    with SpooledTemporaryFile(max_size=IN_MEMORY) as whole:
        _write_package(selection, whole)
        whole.seek(0)
        copyfileobj(whole, out)


def _write_package(selection: Selection, out: IO[bytes]) -> None:
    """Write the zip to a file that can be gone back in."""
    with (
        ZipFile(out, "w", ZIP_DEFLATED) as archive,
        SpooledTemporaryFile(max_size=IN_MEMORY) as comments,
    ):
        for name, content in _FIXED.items():
            archive.writestr(_entry(name), content)
        with archive.open(_entry("word/document.xml"), "w") as document:
            _write_limited(document, _document(selection, comments))
        comments.seek(0)
        with archive.open(_entry("word/comments.xml"), "w") as part:
            part.write(f"{parts.DECLARATION}<w:comments {parts.NAMESPACES}>\n".encode())
            copyfileobj(comments, part)
            part.write(b"</w:comments>")


def _entry(name: str) -> ZipInfo:
    """A part of the zip, with a time that is always the same."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
    return entry


def _write_limited(part: IO[bytes], pieces: Iterable[str]) -> None:
    """Write the pieces of a part.

    :raises PizhuError: they do not fit.
    """
    size = 0
    for piece in pieces:
        data = piece.encode()
        size += len(data)
        if size > LARGEST:
            raise PizhuError(
                "That is too much for one Word document: choose articles with --article or --tag."
            )
        part.write(data)


def _document(selection: Selection, comments: IO[bytes]) -> Iterator[str]:
    """The document's own part, an article at a time; its comments are written meanwhile."""
    codebook = selection.library.codebook.tags()
    colours, index = Colours(codebook), TagIndex(codebook)
    known: list[Known] = []
    next_comment = 0
    yield f"{parts.DECLARATION}<w:document {parts.NAMESPACES}><w:body>\n" + paragraph(
        "Title", text_run("批注")
    )
    if selection.tags:
        yield paragraph("Source", text_run(f"Only what is tagged {', '.join(selection.tags)}"))
    for article, marks in selection:
        placed, orphans = numbered(article, marks)
        index.add(article, placed + orphans)
        part = ArticlePart(article, len(known), next_comment, colours)
        known.append(Known(article.title or "—", is_traditional(article.language)))
        next_comment += len(marks)
        yield "".join(part.paragraphs(placed, orphans))
        write_text(comments, part.comments(placed + orphans))
    yield from _index(index, known, colours)
    yield f"\n{parts.SECTION}</w:body></w:document>"


def _index(index: TagIndex, known: Sequence[Known], colours: Colours) -> Iterator[str]:
    """The index of tags; nothing where there is none."""
    for number, entry in enumerate(index):
        if not number:
            yield paragraph("Heading1", text_run("Tags"), on_new_page=True)
        yield from _tag(entry, known, colours)


def _tag(entry: Entry, known: Sequence[Known], colours: Colours) -> Iterator[str]:
    square = text_run("■ ", f'<w:color w:val="{colours.of_tag(entry.name)[1:]}"/>')
    yield paragraph("Heading2", square + text_run(f"{entry.name}  {entry.count}"))
    if entry.description:
        yield paragraph("Source", text_run(entry.description))
    for use in entry.uses:
        yield paragraph("Places", _places(use, known[use.article]))


def _places(use: Uses, article: Known) -> str:
    """Where a tag is used in an article: its title, then the beginnings of the words."""
    look = '<w:rStyle w:val="Traditional"/>' if article.is_traditional else ""
    linked = [_link(bookmark_name(use.article), article.title, look + "<w:b/>")]
    linked += [
        _link(bookmark_name(use.article, place.number), place.words or "—", look) for place in use.places
    ]
    return text_run("  ").join(linked)


def _link(anchor: str, words: str, look: str) -> str:
    return (
        f'<w:hyperlink w:anchor="{escape_markup(anchor)}" w:history="1">{text_run(words, look)}</w:hyperlink>'
    )
