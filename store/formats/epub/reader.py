"""Reads an e-book (EPUB 2 and 3) as one article, or as one for each chapter if it is too long for one.

Source: EPUB 3.3 and Open Packaging Format 2.0.1 (W3C, IDPF). The chapters stand in the order of the
spine; the table of contents is left out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from pathlib import PurePath

import msgspec
from msgspec.structs import replace

from store.errors import BadInput
from store.formats.documents.article import document_article, no_text
from store.formats.documents.file_properties import FileProperties, real_date
from store.formats.documents.markup import MOST_TAGS, decoded_markup, paragraphs_of_html
from store.formats.documents.package import Package, resolve
from store.formats.documents.paragraph import DocumentParagraph
from store.formats.documents.several_parts import Part, read_parts
from store.formats.documents.xml_tree import (
    Element,
    attribute,
    child,
    descendants,
    local,
    parse_xml,
    plain_text,
)
from store.formats.epub.contents import Contents, read_contents
from store.formats.epub.footnotes import with_bracketed_notes
from store.importing.limits import check_text
from store.importing.piece import Piece, Source
from store.language import _, ngettext
from store.model.article import BlockKind
from store.model.new_article import NewArticle
from store.press.lines import ends_sentence
from store.wording import counted

_HARMLESS_ENCRYPTION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Algorithms that only obfuscate fonts."""
_MARKUP = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document",
           "text/xml", "application/xml")  # fmt: skip
_MARKUP_SUFFIXES = (".xhtml", ".html", ".htm", ".xml")
_PICTURE = re.compile(r"<(?:[a-zA-Z]+:)?(?:img|image)[\s/>]", re.IGNORECASE)
_ROLE = {"aut", ""}
_LONGEST_TITLE_PAGE = 8
"""Paragraphs of a title page."""


class _Item(msgspec.Struct, frozen=True):
    """A file of the book."""

    path: str
    kind: str
    is_contents: bool


class _Chapter(msgspec.Struct):
    """A file of the spine."""

    path: str
    paragraphs: list[DocumentParagraph]
    pictures: int


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of a book, or those of its chapters.

    :raises BadInput: it is damaged or encrypted, or has no text.
    """
    package = Package(data, source.name)
    opf_path = _opf_path(package)
    opf = parse_xml(package.read(opf_path), source.name, doctype=True, lenient=True)
    items = _items(opf, opf_path)
    _check_encryption(package, {each.path for each in items.values() if _is_markup(each)})
    contents = read_contents(package, opf, opf_path)
    chapters, without_text = _chapters(package, opf, items, contents)
    if not chapters:
        raise no_text(source.name)
    properties = _properties(opf)
    remarks = _remarks(chapters, without_text)
    every = [each for chapter in chapters for each in chapter.paragraphs]
    if _fits(every, source.name):
        yield Piece(article=_article(every, properties, source), remarks=remarks)
        return
    del every
    parts = _parts(chapters, properties, contents, source)
    for piece in read_parts(parts, source.name, _("chapters")):
        yield replace(piece, remarks=piece.remarks + remarks)
        remarks = ()


def _opf_path(package: Package) -> str:
    container = package.read("META-INF/container.xml")
    if container.strip():
        root = parse_xml(container, package.name, doctype=True, lenient=True)
        for each in descendants(root, "rootfile"):
            path = resolve("", attribute(each, "full-path"))
            if package.has(path):
                return path
    found = [path for path in package.paths if path.lower().endswith(".opf")]
    if not found:
        raise package.damaged(_("it has no list of its parts"))
    return found[0]


def _items(opf: Element, opf_path: str) -> dict[str, _Item]:
    return {
        attribute(each, "id"): _Item(
            path=resolve(opf_path, attribute(each, "href")),
            kind=attribute(each, "media-type").strip().lower(),
            is_contents="nav" in attribute(each, "properties").split(),
        )
        for each in descendants(child(opf, "manifest") if child(opf, "manifest") is not None else opf, "item")
    }


def _is_markup(item: _Item) -> bool:
    return item.kind in _MARKUP or (
        not item.kind.startswith("image/") and item.path.lower().endswith(_MARKUP_SUFFIXES)
    )


def _check_encryption(package: Package, texts: set[str]) -> None:
    """Check that no text is encrypted.

    :raises BadInput: one is.
    """
    data = package.read("META-INF/encryption.xml")
    if not data.strip():
        return
    root = parse_xml(data, package.name, doctype=True, lenient=True)
    for each in descendants(root, "EncryptedData"):
        method = next(descendants(each, "EncryptionMethod"), None)
        if method is not None and attribute(method, "Algorithm") in _HARMLESS_ENCRYPTION:
            continue
        for reference in descendants(each, "CipherReference"):
            if resolve("", attribute(reference, "URI")) in texts:
                raise BadInput(
                    _(
                        "{name}: this book is encrypted (DRM), so that only its own reader opens it; import "
                        "an edition without DRM, or copy the passages that you need from that reader.",
                        name=package.name,
                    )
                )


def _chapters(
    package: Package, opf: Element, items: dict[str, _Item], contents: Contents
) -> tuple[list[_Chapter], int]:
    """Return the files of the spine that have a text, in order, and how many others are missing."""
    spine = child(opf, "spine")
    order = (
        [items.get(attribute(each, "idref")) for each in spine if local(each) == "itemref"]
        if spine is not None
        else []
    )
    read = set[str]()
    chapters: list[_Chapter] = []
    missing = tags = 0
    for item in order:
        if item is None or not item.path or not package.has(item.path):
            missing += 1
            continue
        if not _is_markup(item) or item.path in read or item.is_contents or item.path in contents.pages:
            continue
        read.add(item.path)
        markup = decoded_markup(package.read(item.path), f"{package.name}: {item.path}")
        tags += markup.count("<")
        if tags > MOST_TAGS:
            raise BadInput(
                _(
                    "{name}: its chapters have more than {most:,} tags: import it in parts.",
                    name=package.name,
                    most=MOST_TAGS,
                )
            )
        paragraphs = paragraphs_of_html(with_bracketed_notes(markup), package.name, bullets=True)
        labels = {_bare(label) for label in contents.labels.get(item.path, ())}
        for each in paragraphs:
            if each.kind is None and _bare(each.text) in labels:
                each.kind, each.level = BlockKind.HEADING, 1
        if paragraphs or _PICTURE.search(markup):
            chapters.append(_Chapter(item.path, paragraphs, len(_PICTURE.findall(markup))))
    return (chapters if any(each.paragraphs for each in chapters) else []), missing


def _bare(words: str) -> str:
    return "".join(words.split())


def _remarks(chapters: list[_Chapter], missing: int) -> tuple[str, ...]:
    pictures = sum(each.pictures for each in chapters)
    remarks = []
    if pictures:
        remarks.append(_("{what} left out", what=counted(pictures, "picture", "pictures")))
    if missing:
        remarks.append(
            ngettext(
                "{count:,} chapter is missing in the file",
                "{count:,} chapters are missing in the file",
                missing,
            )
        )
    return tuple(remarks)


def _properties(opf: Element) -> FileProperties:
    metadata = child(opf, "metadata")
    elements = [] if metadata is None else [each for each in metadata.iter() if local(each)]
    roles = {
        attribute(each, "refines").lstrip("#"): plain_text(each)
        for each in elements
        if local(each) == "meta" and attribute(each, "property") == "role"
    }
    authors = [
        plain_text(each)
        for each in elements
        if local(each) == "creator"
        and (attribute(each, "role") or roles.get(attribute(each, "id"), "")) in _ROLE
    ]
    creators = authors or [plain_text(each) for each in elements if local(each) == "creator"]
    dates = [each for each in elements if local(each) == "date"]
    dates.sort(key=lambda each: attribute(each, "event") not in ("publication", "original-publication"))
    return FileProperties(
        title=next(
            (words for each in elements if local(each) == "title" and (words := plain_text(each))), ""
        ),
        is_certain=True,
        authors=tuple(dict.fromkeys(name for words in creators for name in _names(words))),
        date=next(
            (
                date
                for each in dates
                if attribute(each, "event") != "modification" and (date := real_date(plain_text(each)))
            ),
            "",
        ),
        source=next(
            (words for each in elements if local(each) == "publisher" and (words := plain_text(each))), ""
        ),
    )


def _names(words: str) -> list[str]:
    names = [" ".join(name.split()) for name in re.split(r"[;；、&]", words)]
    return [name for name in names if name and name.lower() not in ("unknown", "未知", "佚名")]


def _fits(paragraphs: list[DocumentParagraph], name: str) -> bool:
    try:
        check_text("\n".join(each.text for each in paragraphs), name)
    except BadInput:
        return False
    return True


def _article(paragraphs: list[DocumentParagraph], properties: FileProperties, source: Source) -> NewArticle:
    """Return an article whose authors are those of the book."""
    article = document_article(_without_second_title(paragraphs), properties, source)
    authors = properties.authors or article.draft.authors
    return replace(article, draft=replace(article.draft, authors=authors))


def _without_second_title(paragraphs: list[DocumentParagraph]) -> list[DocumentParagraph]:
    """Return paragraphs without the heading that says the title again below a title page."""
    title = _bare(paragraphs[0].text) if paragraphs else ""
    for place, each in enumerate(paragraphs[1:_LONGEST_TITLE_PAGE], 1):
        if each.kind is BlockKind.HEADING and title and _bare(each.text) == title:
            return paragraphs[:place] + paragraphs[place + 1 :]
        if ends_sentence(each.text):
            break
    return paragraphs


def _parts(
    chapters: list[_Chapter], properties: FileProperties, contents: Contents, source: Source
) -> Iterator[Part]:
    """Yield an article for each file of the spine, with the title of the book as its column."""
    for number, chapter in enumerate(chapters, 1):
        if not chapter.paragraphs:
            continue
        label = next(iter(contents.labels.get(chapter.path, ())), "")
        heading = next((each.text for each in chapter.paragraphs if each.kind is BlockKind.HEADING), "")
        name = f"{PurePath(source.name).stem} {number}"
        about = replace(
            properties,
            title=label or heading or f"{properties.title or name} {number}",
            column=properties.title,
        )
        yield posixpath.basename(chapter.path), partial(_one, chapter, about, source)


def _one(chapter: _Chapter, properties: FileProperties, source: Source) -> list[Piece]:
    return [Piece(article=_article(chapter.paragraphs, properties, source))]
