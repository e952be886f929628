"""Reads a Word document (DOCX) as an article, and one that Pizhu exported as its articles.

Notes stand at the end, with their numbers; comments become annotations of the words that they stand on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from store.errors import BadInput, BadTagName
from store.formats.documents.article import Comment, document_article
from store.formats.documents.file_properties import FileProperties, real_authors, real_date, real_title
from store.formats.documents.package import Package, resolve
from store.formats.documents.paragraph import as_note, ranges_of_comments
from store.formats.documents.xml_tree import (
    Element,
    attribute,
    child,
    descendants,
    local,
    parse_xml,
    plain_text,
)
from store.formats.shared.printed_details import with_printed_details
from store.formats.word.article import INDEX_NAME
from store.formats.word.body import BodyReader, WordParagraph
from store.formats.word.styles import Lists, Styles
from store.importing.limits import MAX_ANNOTATIONS
from store.importing.piece import Piece, Source
from store.index.addresses import is_command
from store.language import Language, _, plural
from store.language.catalogue import Catalogue
from store.model.annotation import clean_note
from store.model.article import BlockKind
from store.model.tag import clean_tag_name
from store.wording import counted

_ARTICLE_START = re.compile(r"_pizhu_\d+_0")
"""The bookmark at the start of an article that Pizhu exported."""
_UNTITLED = re.compile(r"_pizhu_\d+_title")
"""The bookmark of a title that the text of an exported article does not have."""
_GONE = re.compile(r"_pizhu_\d+_gone")
_OLD_HEADING = "Words no longer in the text"  # untranslated: of exports without such a bookmark
_NOTES_ONLY = re.compile(r"_pizhu_\d+_notes")
"""The bookmark that an exported article has too of which the library has only notes."""

_THINGS = {
    "deletion": plural("tracked deletion", "tracked deletions"),
    "reading": plural("reading above characters", "readings above characters"),
    "hidden": plural("hidden text", "hidden texts"),
    "contents": plural("line of the table of contents", "lines of the table of contents"),
    "picture": plural("picture", "pictures"),
    "inserted file": plural("inserted file", "inserted files"),
    "header": plural("page header or footer", "page headers and footers"),
    "comment": plural("comment", "comments"),
}


class _WordComment(msgspec.Struct, frozen=True):
    note: str
    tags: tuple[str, ...]
    author: str
    """Who made it, if the note should say so; empty in a document that Pizhu exported."""


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of a document, or the articles of one that Pizhu exported.

    :raises BadInput: it is damaged, has no text, or is too large.
    """
    package = Package(data, source.name)
    relations = _relations(package, "", "_rels/.rels")
    main = relations.get("officeDocument") or "word/document.xml"
    if not package.has(main):
        raise package.damaged(_("it has no text part"))
    document = _Document(package, main)
    paragraphs = _joined(document.paragraphs())
    properties = _properties(package, relations.get("core-properties", "docProps/core.xml"))
    every = list(_articles(paragraphs))
    articles = [each for each in every if not _is_notes_only(each)]
    if not articles:
        raise BadInput(
            _(
                "{name}: it has only notes on texts that are not in it; export the library as json, and "
                "import that.",
                name=source.name,
            )
        )
    for number, each in enumerate(articles):
        own = properties if len(articles) == 1 and not _is_exported(each) else FileProperties()
        piece = document.piece(each, own, source, key=str(number + 1) if len(articles) > 1 else "")
        if number == 0 and (left_out := len(every) - len(articles)):
            texts = counted(left_out, "text that is not there", "texts that are not there")
            remark = _("notes on {texts} left out; export the library as json to keep them", texts=texts)
            piece = replace(piece, remarks=(*piece.remarks, remark))
        yield piece


class _Document:
    """The parts of a document that are read."""

    def __init__(self, package: Package, main: str) -> None:
        folder, _unused, name = main.rpartition("/")
        self._package, self._main = package, main
        self._relations = _relations(package, main, f"{folder}/_rels/{name}.rels")
        self._body = BodyReader(Styles(self._part("styles")), Lists(self._part("numbering")))
        self._comments = dict(_comments(self._part("comments")))

    def _part(self, kind: str) -> Element | None:
        path = self._relations.get(kind, "")
        data = self._package.read(path) if path else b""
        return parse_xml(data, self._package.name) if data.strip() else None

    def paragraphs(self) -> list[WordParagraph]:
        """Return the paragraphs of the text, and after them those of its notes."""
        root = parse_xml(self._package.read(self._main), self._package.name)
        found = self._body.read(root)
        for kind in ("footnote", "endnote"):
            found += self._notes(kind)
        self._body.left_out["header"] += sum(
            bool(re.search(rb"<(?:\w+:)?t(?: [^<>]*)?>[^<]*[^\s<\d.,/|-]", self._package.read(path)))
            for path in self._package.paths
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", path)
        )
        return found

    def _notes(self, kind: str) -> list[WordParagraph]:
        root = self._part(f"{kind}s")
        notes = {} if root is None else {attribute(each, "id"): each for each in descendants(root, kind)}
        found: list[WordParagraph] = []
        read = set[str]()
        while waiting := [
            (number, note)
            for (reference, note), number in self._body.note_numbers.items()
            if reference == f"{kind}Reference" and note not in read
        ]:
            for number, note in waiting:
                read.add(note)
                found += self._note(number, notes.get(note))
        return found

    def _note(self, number: int, element: Element | None) -> list[WordParagraph]:
        paragraphs = [] if element is None else self._body.read(element)
        as_note(paragraphs, number)
        return paragraphs

    def piece(
        self, paragraphs: list[WordParagraph], properties: FileProperties, source: Source, key: str
    ) -> Piece:
        """Return one article with its comments, and what was left out of the whole document."""
        tags: tuple[str, ...] = ()
        note = details = ""
        title = ""
        if exported := _is_exported(paragraphs):
            if any(map(_UNTITLED.fullmatch, paragraphs[0].bookmarks)):
                title, paragraphs = paragraphs[0].text.strip(), paragraphs[1:]
            paragraphs, details, tags, note = _without_details(paragraphs)
        comments = list(self._placed(paragraphs, exported=exported))
        article = document_article(paragraphs, properties, source, comments)
        if title.strip("—"):
            article = replace(article, draft=replace(article.draft, title=title))
        if details:
            article = replace(article, draft=with_printed_details(article.draft, details))
        left_out = dict(self._body.left_out)
        referred = {end.comment for each in paragraphs for end in each.ends}
        left_out["comment"] = len(referred if key else self._comments) - len(article.marks)
        remarks = [
            _("{what} left out", what=counted(number, *_THINGS[thing]))
            for thing, number in left_out.items()
            if number > 0
        ]
        if article.marks:
            remarks.append(
                counted(len(article.marks), "comment kept as annotation", "comments kept as annotations")
            )
        article = replace(article, tags=tags, note=note)
        return Piece(article=article, key=key, remarks=tuple(remarks))

    def _placed(self, paragraphs: list[WordParagraph], *, exported: bool) -> Iterator[Comment]:
        for name, (start, end) in ranges_of_comments(paragraphs).items():
            if (comment := self._comments.get(name)) is not None:
                says_who = comment.author and comment.note and not exported
                note = f"{comment.author}：{comment.note}" if says_who else comment.note
                yield Comment(start=start, end=end, note=note, tags=comment.tags)


def _relations(package: Package, base: str, path: str) -> dict[str, str]:
    """Return the paths of related parts by the last word of the kind of relation."""
    data = package.read(path)
    if not data.strip():
        return {}
    found: dict[str, str] = {}
    for each in descendants(parse_xml(data, package.name), "Relationship"):
        kind = attribute(each, "Type").rpartition("/")[2]
        if attribute(each, "TargetMode") != "External":
            found.setdefault(
                kind.replace("coreProperties", "core-properties"), resolve(base, attribute(each, "Target"))
            )
    return found


def _properties(package: Package, path: str) -> FileProperties:
    data = package.read(path)
    try:
        root = parse_xml(data, package.name) if data.strip() else None
    except BadInput:
        root = None  # the text is worth more than its properties
    creator = plain_text(child(root, "creator"))
    created = plain_text(child(root, "created"))
    authors = real_authors([creator])
    return FileProperties(
        title=real_title(plain_text(child(root, "title"))),
        authors=authors,
        date=real_date(created),
        source=plain_text(child(root, "publisher")),
    )


def _comments(root: Element | None) -> Iterator[tuple[str, _WordComment]]:
    elements = [] if root is None else list(descendants(root, "comment"))[:MAX_ANNOTATIONS]
    for each in elements:
        lines = [
            "".join(
                (below.text or "") if local(below) == "t" else "\n" * (local(below) == "br")
                for below in line.iter()
            )
            for line in descendants(each, "p")
        ]
        names = [_tag(word) for word in lines[0].split("  ")] if lines else []
        tags: tuple[str, ...] = ()
        if names and all(names):
            tags, lines = tuple(names), lines[1:]
        note = clean_note("\n".join(line for line in lines if not is_command(line)))
        author = attribute(each, "author").strip()
        if note in _without_words():
            note = ""
        told = author if not tags and real_authors([author]) else ""
        yield attribute(each, "id"), _WordComment(note, tags, told)


def _joined(paragraphs: list[WordParagraph]) -> list[WordParagraph]:
    """Join each paragraph whose end was deleted with the next one."""
    found: list[WordParagraph] = []
    for each in paragraphs:
        if found and found[-1].runs_on:
            last = found[-1]
            last.append(each, each.text)
            last.kind, last.level, last.runs_on = each.kind, each.level, each.runs_on
            last.bookmarks += each.bookmarks
        else:
            found.append(each)
    return found


def _articles(paragraphs: list[WordParagraph]) -> Iterator[list[WordParagraph]]:
    """Yield the paragraphs of each article that Pizhu exported, else all of them."""
    starts = [
        place for place, each in enumerate(paragraphs) if any(map(_ARTICLE_START.fullmatch, each.bookmarks))
    ]
    if not starts:
        yield paragraphs
        return
    index = next(
        (place for place, each in enumerate(paragraphs) if place > starts[-1] and _is_index(each)),
        len(paragraphs),
    )
    for start, end in pairwise([*starts, index]):
        yield paragraphs[start:end]


def _is_index(paragraph: WordParagraph) -> bool:
    """Return whether this is the heading of the index of tags."""
    is_old = paragraph.text == "Tags" and paragraph.style in ("heading 1", "heading1")
    return INDEX_NAME in paragraph.bookmarks or is_old


def _is_exported(paragraphs: Sequence[WordParagraph]) -> bool:
    return bool(paragraphs) and any(map(_ARTICLE_START.fullmatch, paragraphs[0].bookmarks))


def _is_notes_only(paragraphs: Sequence[WordParagraph]) -> bool:
    return bool(paragraphs) and any(map(_NOTES_ONLY.fullmatch, paragraphs[0].bookmarks))


def _without_details(
    paragraphs: list[WordParagraph],
) -> tuple[list[WordParagraph], str, tuple[str, ...], str]:
    """Return the text of an article that Pizhu exported, and what is printed of it: details, tags, note."""
    text: list[WordParagraph] = []
    details, tags, note = "", tuple[str, ...](), list[str]()
    for each in paragraphs:
        words = each.text.strip()
        if each.style == "gone" or words == _OLD_HEADING or any(map(_GONE.fullmatch, each.bookmarks)):
            continue
        if each.style == "source":
            details = words
        elif each.style == "note":
            names = [_tag(word) for word in words.split("  ")]
            if words.startswith("#") and all(names) and not tags:
                tags = tuple(names)
            else:
                note.append(words)
        else:
            is_title = each.kind is BlockKind.HEADING and each.level == 1
            each.kind = BlockKind.TITLE if is_title else each.kind or BlockKind.PARAGRAPH
            text.append(each)
    return text, details, tags, "\n".join(note)


def _tag(word: str) -> str:
    """Return the tag that is printed as ``#name``; empty if it is none."""
    try:
        return clean_tag_name(word) if word.startswith("#") else ""
    except BadTagName:
        return ""


@cache
def _without_words() -> frozenset[str]:
    """Return the comment that Pizhu exports for an annotation without tags and note, in every language."""
    comment = "Highlighted."
    others = (each for each in Language if each is not Language.ENGLISH)
    return frozenset({comment, *(Catalogue(each).find(comment) for each in others)})
