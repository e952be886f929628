"""The formats of files that become articles, and how their contents tell them apart."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import PurePath
from typing import cast

import msgspec

from store.errors import BadInput
from store.extras import how_to_install
from store.importing.limits import MAX_FILE_BYTES, MIB
from store.importing.piece import Reader

HEAD_BYTES = 64 * 1024
"""Bytes from the start of a file, and as many from its end, that tell its format."""


class FileFormat(msgspec.Struct, frozen=True, kw_only=True):
    """A format of files that become articles."""

    name: str
    """What messages call it."""
    module: str
    """The module with its function ``read``, relative to ``store.formats``; empty for plain text."""
    suffixes: tuple[str, ...]
    """The usual suffixes, lower case. A folder is searched for files with these."""
    most_bytes: int = MAX_FILE_BYTES
    """The largest file."""

    def reader(self) -> Reader:
        """Import the module of the format and return its function ``read``.

        :raises BadInput: a package that it needs is not installed.
        """
        try:
            return cast("Reader", import_module(f"store.formats.{self.module}").read)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("store"):
                raise
            raise BadInput(
                f"{self.name} files need the package {error.name}: install it with {how_to_install('files')}."
            ) from error


TEXT = FileFormat(name="text", module="", suffixes=(".txt", ".text"))

MARKDOWN = FileFormat(name="Markdown", module="markup.reader", suffixes=(".md", ".markdown", ".mdx"))
HTML = FileFormat(name="HTML", module="html.reader", suffixes=(".html", ".htm", ".xhtml", ".shtml"))
MHTML = FileFormat(name="MHTML", module="html.mhtml_reader", suffixes=(".mhtml", ".mht"))
WORD = FileFormat(name="DOCX", module="word.reader", suffixes=(".docx", ".docm"))
ODT = FileFormat(name="ODT", module="odt.reader", suffixes=(".odt",))
EPUB = FileFormat(name="EPUB", module="epub.reader", suffixes=(".epub",), most_bytes=256 * MIB)
PDF = FileFormat(name="PDF", module="pdf.reader", suffixes=(".pdf",), most_bytes=256 * MIB)
RTF = FileFormat(name="RTF", module="rtf.reader", suffixes=(".rtf",))
SUBTITLES = FileFormat(
    name="subtitles", module="subtitles.reader", suffixes=(".srt", ".vtt", ".ass", ".ssa", ".lrc")
)
EMAIL = FileFormat(name="e-mail", module="email.reader", suffixes=(".eml", ".mbox"), most_bytes=256 * MIB)
FEED = FileFormat(name="feed", module="feeds.reader", suffixes=(".rss", ".atom", ".xml"))
OPML = FileFormat(name="OPML", module="feeds.opml_reader", suffixes=(".opml",))
CSV = FileFormat(name="table", module="tables.csv_reader", suffixes=(".csv", ".tsv", ".tab"))
JSON = FileFormat(name="JSON", module="tables.json_reader", suffixes=(".json", ".jsonl", ".ndjson"))
XLSX = FileFormat(name="XLSX", module="tables.xlsx_reader", suffixes=(".xlsx",))
ENEX = FileFormat(name="ENEX", module="evernote.reader", suffixes=(".enex",), most_bytes=256 * MIB)
JEX = FileFormat(name="JEX", module="joplin.reader", suffixes=(".jex", ".tar"), most_bytes=256 * MIB)
ZIP = FileFormat(name="ZIP", module="archives.reader", suffixes=(".zip",), most_bytes=256 * MIB)

FORMATS = (
    TEXT, MARKDOWN, HTML, MHTML, WORD, ODT, EPUB, PDF, RTF, SUBTITLES, EMAIL, FEED, OPML, CSV, JSON, XLSX,
    ENEX, JEX, ZIP,
)  # fmt: skip
"""All formats of files that become articles."""

_BY_SUFFIX = {suffix: each for each in FORMATS for suffix in each.suffixes}

SUFFIXES = frozenset(_BY_SUFFIX)
"""The suffixes of files imported from a folder. A file named explicitly may have any."""

_BY_NAME_ONLY = (MARKDOWN, SUBTITLES, CSV, JSON, EMAIL)
"""The formats of plain text that only the suffix tells."""

_ENTRIES = (("word/document", WORD), ("xl/workbook", XLSX), ("meta-inf/container.xml", EPUB))
"""How names of entries begin, lower case, by which a ZIP archive is known to be a document."""

_DIRECTORY_ENTRY = re.compile(rb"PK\x01\x02.{24}(.)(.).{16}", re.DOTALL)
"""A file in the directory of a ZIP archive, before its name (APPNOTE.TXT of PKWARE, section 4.3.12)."""

_LOCAL_ENTRY = re.compile(rb"PK\x03\x04.{22}(.)(.)..", re.DOTALL)
"""A file in a ZIP archive, before its name (section 4.3.7)."""

_MIME_TYPES = (
    (b"mimetypeapplication/epub+zip", EPUB),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", ODT),
)

_REFUSED_ARCHIVES = (
    ("ppt/presentation", "a presentation (.pptx): save it as PDF"),
    ("application/vnd.oasis.opendocument.presentation", "a presentation (.odp): save it as PDF"),
    ("application/vnd.oasis.opendocument.spreadsheet", "a spreadsheet (.ods): save it as .xlsx or .csv"),
    ("index/document.iwa", "a document of Pages, Numbers or Keynote: export it as .docx, .xlsx or PDF"),
    ("application/hwp+zip", "a Hangul document (.hwpx): save it as .docx"),
    ("ofd.xml", "an OFD document: save it as PDF"),
    ("collection.anki", "an Anki deck: import the text that it was made from"),
    ("fixeddocseq.fdseq", "an XPS document: save it as PDF"),
)
"""How names of entries begin, lower case, or the type of the archive, and what it is then."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_OLE_STREAMS = (
    (b"EncryptedPackage", "an Office document with a password: open it, save it without one and import that"),
    (b"DataSpaces", "an Office document with a password: open it, save it without one and import that"),
    (b"WordDocument", "an old Word or WPS document (.doc, .wps): open it and save it as .docx"),
    (b"Workbook", "an old Excel or WPS workbook (.xls, .et): open it and save it as .xlsx"),
    (b"PowerPoint Document", "an old presentation (.ppt, .dps): open it and save it as PDF"),
    (b"__substg1.0_", "a message of Outlook (.msg): open it and save it as .eml or text"),
    (b"__properties_version1.0", "a message of Outlook (.msg): open it and save it as .eml or text"),
    (b"HwpSummaryInformation", "a Hangul document (.hwp): open it and save it as .docx or PDF"),
)
"""Names in the directory of an OLE file, and what it is then."""

_OLD_OFFICE = "an old Office document (.doc, .xls, .wps): open it and save it as .docx or .xlsx"

_REFUSED = (
    (b"CAJ", "a CAJ document: open it in its reader and save it as PDF"),
    (b"HN\x00\x00", "a CAJ document: open it in its reader and save it as PDF"),
    (b"KDH", "a KDH document: open it in its reader and save it as PDF"),
    (b"%!PS", "a PostScript document: convert it to PDF"),
    (b"ITSF", "a CHM help file: unpack it (hh, 7-Zip) and import its pages"),
    (b"AT&TFORM", "a DjVu document: recognise its text with another program first"),
    (b"TPZ", "a Kindle book: convert it to EPUB"),
    (b"\xeaDRMION", "a Kindle book with DRM: it can only be read in its own reader"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it and import the files"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it and import the files"),
    (b"\x1f\x8b", "a gzip file: unpack it and import the files"),
    (b"\x89PNG", "a picture: recognise its text with another program first"),
    (b"\xff\xd8\xff", "a picture: recognise its text with another program first"),
    (b"GIF8", "a picture: recognise its text with another program first"),
)

_OWN_REMEDY = "which has notes but not the texts: export the library as json or pizhu and import that"
_REFERENCES_REMEDY = "which has no texts: import the texts themselves"

_PROLOGUE = rb"(?:<\?[^>]*+>\s*+|<!--(?:(?!-->).)*+-->\s*+)*+"
"""Processing instructions and comments before the first element of XML."""

_REFUSED_TEXTS = (
    (
        re.compile(
            rb"---\r?\n(?:title: Notes\r?\narticles: \d+\r?\ntags:|(?:(?!---)[^\r\n]*\r?\n){1,200}?pizhu: \"?pizhu://)"
        ),
        f"an export of Pizhu as Markdown, {_OWN_REMEDY}",
    ),
    (
        re.compile(rb"#\+title:[^\r\n]*\r?\n(?:#\+[^\r\n]*\r?\n){0,20}?#\+link: pizhu ", re.IGNORECASE),
        f"an export of Pizhu as Org, {_OWN_REMEDY}",
    ),
    (
        re.compile(rb"#separator:[^\r\n]*\r?\n#(?:html|notetype|deck|columns|tags|guid)"),
        "a list of cards for Anki: import the text that they were made from",
    ),
    (
        re.compile(
            rb"(?:\s*+%[^\r\n]*+\r?\n)*+\s*+@(?:article|book|inbook|incollection|inproceedings|misc|news|"
            rb"online|phdthesis|mastersthesis|thesis|report|techreport|unpublished|string|comment|preamble)"
            rb"\s*+\{[^\s{},=]*+\s*+[,=]",
            re.IGNORECASE,
        ),
        f"a list of references in BibTeX, {_REFERENCES_REMEDY}",
    ),
    (
        re.compile(rb"TY  - [A-Z]{2,10}[ \t]*+\r?\n\s*+[A-Z][A-Z0-9]  - "),
        f"a list of references in RIS, {_REFERENCES_REMEDY}",
    ),
    (
        re.compile(rb"\s*+(?:%[^\r\n]*+\s*+)*+\\documentclass\b"),
        "a LaTeX document: convert it with `pandoc FILE.tex -o FILE.docx` and import that",
    ),
    (
        re.compile(_PROLOGUE + rb"<FictionBook[\s>]", re.DOTALL),
        "a FictionBook (.fb2): convert it with `pandoc FILE.fb2 -o FILE.epub` and import that",
    ),
    (
        re.compile(
            _PROLOGUE + rb"(?:<!DOCTYPE\s[^>]*+>\s*+)?+<(?:TEI|teiCorpus|TEI\.2)[\s>]",
            re.DOTALL | re.IGNORECASE,
        ),
        "a TEI document (.xml): convert it to HTML or .docx (TEIGarage, oXygen) and import that",
    ),
    (
        re.compile(rb"<!DOCTYPE NETSCAPE-Bookmark-file-1>", re.IGNORECASE),
        (
            "a list of links (bookmarks of a browser), which has no texts: save the pages themselves, "
            "or import their addresses"
        ),
    ),
    (
        re.compile(
            rb"#!/|\s*+(?:(?:#(?!include)|//|/\*)[^\r\n]*+\s*+)*+"
            rb"(?:import [\w., ]+\r?\n|from [\w.]+ import |#include\s*[<\"]"
            rb"|package [\w.]+;|def \w+\(|(?:const|let|var) \w+ = )"
        ),
        "a program: import texts, not source code",
    ),
    (
        re.compile(
            rb"(?:\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\S*+ +"
            rb"\[?(?:INFO|DEBUG|WARN(?:ING)?|ERROR|TRACE|FATAL)\b[^\r\n]*\r?\n){3}"
        ),
        "a log of a program: import texts, not logs",
    ),
)
"""How texts begin that are no articles, and what they are."""

_BEFORE_MARKUP = b"\xef\xbb\xbf \t\r\n"
"""The byte order mark of UTF-8, and white space."""

_MARKUP = re.DOTALL | re.IGNORECASE

_SIGNS = (
    (re.compile(_PROLOGUE + rb"<(?:!DOCTYPE\s+)?en-export[\s>]", _MARKUP), ENEX),
    (re.compile(_PROLOGUE + rb"<opml[\s>]", _MARKUP), OPML),
    (re.compile(_PROLOGUE + rb"(?:<!DOCTYPE\s[^>]*+>\s*+)?+<(?:rss|feed|rdf:RDF)[\s>]", _MARKUP), FEED),
    (
        re.compile(_PROLOGUE + rb"<(?:!DOCTYPE\s+html|html|head|body|title|meta|article|div)[\s>]", _MARKUP),
        HTML,
    ),
    (
        re.compile(
            rb"---[ \t]*\r?\n"
            rb"(?=(?:(?!---)[^\r\n]*\r?\n){0,40}?(?:title|date|authors?|tags|layout|published)[ \t]*:)"
            rb"(?:(?!---)[^\r\n]*\r?\n){1,200}---[ \t]*(?:\r?\n|$)"
        ),
        MARKDOWN,
    ),
    (re.compile(rb"WEBVTT[ \t\r\n]"), SUBTITLES),
    (re.compile(rb"\[Script Info\][ \t]*\r?\n", re.IGNORECASE), SUBTITLES),
    (
        re.compile(
            rb"(?:\[[a-z]{2,8}:[^\]\r\n]*\]\s*+){1,20}+\[\d{1,3}:\d\d(?:[.:]\d{1,3})?\]"
            rb"|(?:\[\d{1,3}:\d\d[.:]\d{1,3}\][^\r\n]*\s*+){2}",
            re.IGNORECASE,
        ),
        SUBTITLES,
    ),
    (re.compile(rb"\d{1,6}[ \t]*+\r?\n\s*+\d{1,3}:\d\d:\d\d[,.]\d{1,3}\s*+--> ?\d"), SUBTITLES),
)
"""How the text of formats begins, after white space."""

_has_tag = re.compile(rb"</?[a-zA-Z][a-zA-Z0-9]*[\s>]").search

_HEADER_LINE = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:(?!:)[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)+\r?\n")
_MAIL_HEADERS = re.compile(rb"^(?:From|Date|Received|Return-Path|Message-ID):", re.MULTILINE | re.IGNORECASE)
_MAILBOX = re.compile(rb"From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n[A-Za-z][A-Za-z0-9-]*:")
_MULTIPART = re.compile(rb"^Content-Type:\s*multipart/related", re.MULTILINE | re.IGNORECASE)


def detect(head: bytes, tail: bytes, name: str) -> FileFormat:
    """Return the format of a file: by its content, and by its name where the content is plain text.

    :param head: its first :data:`HEAD_BYTES`.
    :param tail: its last ones, where an archive has its list of entries.
    :raises BadInput: it has a format that cannot be read; the sentence says what to do.
    """
    if head.startswith(b"%PDF-") or b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(head, tail, name)
    if head[:100].lstrip(_BEFORE_MARKUP).startswith(b"{\\rtf"):
        return RTF
    if head[257:262] == b"ustar":
        return JEX
    _refuse(head, tail, name)
    _refuse_text(head, name)
    if (form := _text_format(head, name)) is not None:
        return form
    by_suffix = _BY_SUFFIX.get(PurePath(name).suffix.lower(), TEXT)
    is_so = by_suffix in _BY_NAME_ONLY or (by_suffix is HTML and _has_tag(_unwide(head)))
    return by_suffix if is_so else TEXT


def _archive(head: bytes, tail: bytes, name: str) -> FileFormat:
    for sign, each in _MIME_TYPES:
        if sign in head[:200]:
            return each
    names = _entry_names(head, tail)
    for words, what in _REFUSED_ARCHIVES:
        if words.encode() in head[:200] or any(entry.startswith(words) for entry in names):
            raise BadInput(f"{name}: this is {what}.")
    for start, each in _ENTRIES:
        if any(entry.startswith(start) for entry in names):
            return each
    return ODT if {"content.xml", "meta-inf/manifest.xml"} <= names and name.lower().endswith(".odt") else ZIP


def _entry_names(head: bytes, tail: bytes) -> set[str]:
    """Return the names in an archive, lower case: those of its directory, not of archives inside it."""
    end = tail.rfind(b"PK\x05\x06")
    size = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    directory, entry = (tail[max(0, end - size) : end], _DIRECTORY_ENTRY) if size else (head, _LOCAL_ENTRY)
    names = set[str]()
    for match in entry.finditer(directory):
        length = match[1][0] + 256 * match[2][0]
        name = directory[match.end() : match.end() + length]
        names.add(name.decode("utf-8", "replace").replace("\\", "/").lower())
    return names


def _text_format(head: bytes, name: str) -> FileFormat | None:
    """Return the format of markup or a message; None for other texts."""
    start = _unwide(head).lstrip(_BEFORE_MARKUP)
    for sign, each in _SIGNS:
        if sign.match(start):
            return each
    if _MAILBOX.match(start):
        return EMAIL
    if (
        not name.lower().endswith(MARKDOWN.suffixes)
        and (headers := _HEADER_LINE.match(start))
        and _MAIL_HEADERS.search(headers[0])
    ):
        return MHTML if _MULTIPART.search(headers[0]) else EMAIL
    return None


def _unwide(head: bytes) -> bytes:
    """Return the ASCII characters of UTF-16 as ASCII."""
    return head.replace(b"\0", b"")[2:] if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head


def _refuse_text(head: bytes, name: str) -> None:
    start = _unwide(head).lstrip(_BEFORE_MARKUP)
    for sign, what in _REFUSED_TEXTS:
        if sign.match(start):
            raise BadInput(f"{name}: this is {what}.")


def _refuse(head: bytes, tail: bytes, name: str) -> None:
    if head.startswith(_OLE):
        streams = (head + tail).replace(b"\0", b"")
        what = next((what for sign, what in _OLE_STREAMS if sign in streams), _OLD_OFFICE)
        raise BadInput(f"{name}: this is {what}.")
    if head[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        raise BadInput(f"{name}: this is a Kindle book (.mobi, .azw, .prc): convert it to EPUB.")
    for sign, what in _REFUSED:
        if head.startswith(sign):
            raise BadInput(f"{name}: this is {what}.")
