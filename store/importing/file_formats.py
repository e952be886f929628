"""The formats of files that become articles, and how their contents tell them apart."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import islice
from pathlib import PurePath
from typing import cast

import msgspec

from store.errors import BadInput
from store.extras import how_to_install
from store.importing.decoding.refused_formats import PROLOGUE, refuse_archive, refuse_document, refuse_text
from store.importing.limits import MAX_FILE_BYTES, MIB
from store.importing.piece import Reader
from store.language import _, lazy

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
                _(
                    "{format} files need the package {package}: install it with {command}.",
                    format=format_label(self.name),
                    package=error.name,
                    command=how_to_install("files"),
                )
            ) from error


_WORDS = (
    lazy("text", "format of files"),
    lazy("subtitles", "format of files"),
    lazy("e-mail", "format of files"),
    lazy("feed", "format of files"),
    lazy("table", "format of files"),
    lazy("chat", "format of files"),
)
_LABELS = {each.message: each for each in _WORDS}


def format_label(name: str) -> str:
    """Return the name of a format as it is shown: some are words, such as ``subtitles``."""
    return str(_LABELS.get(name, name))


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
CHAT = FileFormat(name="chat", module="chats.reader", suffixes=())
TELEGRAM = FileFormat(name="chat", module="chats.telegram", suffixes=())
ENEX = FileFormat(name="ENEX", module="evernote.reader", suffixes=(".enex",), most_bytes=256 * MIB)
JEX = FileFormat(name="JEX", module="joplin.reader", suffixes=(".jex", ".tar"), most_bytes=256 * MIB)
ZIP = FileFormat(name="ZIP", module="archives.reader", suffixes=(".zip",), most_bytes=256 * MIB)

FORMATS = (
    TEXT, MARKDOWN, HTML, MHTML, WORD, ODT, EPUB, PDF, RTF, SUBTITLES, EMAIL, FEED, OPML, CSV, JSON, XLSX,
    CHAT, TELEGRAM, ENEX, JEX, ZIP,
)  # fmt: skip
"""All formats of files that become articles."""

_BY_SUFFIX = {suffix: each for each in FORMATS for suffix in each.suffixes}

TABLE_SUFFIXES = frozenset((*CSV.suffixes, *JSON.suffixes, *XLSX.suffixes))
"""The suffixes of tables of articles."""

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

_BEFORE_MARKUP = b"\xef\xbb\xbf \t\r\n"
"""The byte order mark of UTF-8, and white space."""

_MARKUP = re.DOTALL | re.IGNORECASE

_SIGNS = (
    (re.compile(PROLOGUE + rb"<(?:!DOCTYPE\s+)?en-export[\s>]", _MARKUP), ENEX),
    (re.compile(PROLOGUE + rb"<opml[\s>]", _MARKUP), OPML),
    (re.compile(PROLOGUE + rb"(?:<!DOCTYPE\s[^>]*+>\s*+)?+<(?:rss|feed|rdf:RDF)[\s>]", _MARKUP), FEED),
    (
        re.compile(PROLOGUE + rb"<(?:!DOCTYPE\s+html|html|head|body|title|meta|article|div)[\s>]", _MARKUP),
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
    (re.compile(rb"\x78\x9f\x3e\x22"), EMAIL),  # winmail.dat of Outlook
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

_LYRICS = re.compile(rb"[ \t]*+\[(?:[a-z]{2,8}:|\d{1,3}:\d\d[.:\]])", re.IGNORECASE)
"""How a line of LRC begins."""

_LONGEST_HEADER = 4096
"""Bytes of a text in which the first row of a table would end."""

_DELIMITER = re.compile(rb"[\t,;|]")
"""What stands between the cells of a table."""

_MESSAGE = re.compile(rb"^[^\r\n]{0,80}?\d[:](?:\d\d)(?=[^\r\n]*\r?$)", re.MULTILINE)
"""A line with a time at its beginning: that of a message, as far as is known."""

_LEAST_TIMES = 3

_TELEGRAM = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*+\{(?:\s*+"(?:name|type|id)"\s*+:\s*+(?:"(?:[^"\\]|\\.)*+"|null|-?\d++)\s*+,){1,3}+'
    rb'\s*+"messages"\s*+:\s*+\[\s*+\{\s*+"id"'
    rb'|(?:\xef\xbb\xbf)?\s*+\{\s*+"about"\s*+:\s*+"(?:[^"\\]|\\.)*+"\s*+,\s*+"(?:personal_information|chats)"'
)
"""How an export of Telegram begins."""

_has_tag = re.compile(rb"</?[a-zA-Z][a-zA-Z0-9]*[\s>]").search

_HEADER_LINE = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:(?!:)[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)+\r?\n")
_MAIL_HEADERS = re.compile(rb"^(?:From|Date|Received|Return-Path|Message-ID):", re.MULTILINE | re.IGNORECASE)
_MAILBOX = re.compile(rb"From ([^\r\n]*+)\r?\n[A-Za-z][A-Za-z0-9-]*:")
_HOUR = re.compile(rb"\d\d:\d\d")
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
    refuse_document(head, tail, name)
    refuse_text(_unwide(head).lstrip(_BEFORE_MARKUP), name)
    if (form := _text_format(head, name)) is not None:
        return form
    return _named_format(head, name)


def _named_format(head: bytes, name: str) -> FileFormat:
    """Return the format of plain text: by its name, or that of a table if the name does not tell."""
    by_suffix = _BY_SUFFIX.get(PurePath(name).suffix.lower())
    if by_suffix in (None, JSON) and is_telegram(head):
        return TELEGRAM
    if by_suffix is None or by_suffix is TEXT:
        if _has_times(head) and import_module("store.formats.chats.reader").is_chat(_whole_lines(head), name):
            return CHAT
        return _table_in_text(head, name, is_named=by_suffix is TEXT)
    is_so = by_suffix in _BY_NAME_ONLY or (by_suffix is HTML and _has_tag(_unwide(head)))
    return by_suffix if is_so else TEXT


def _archive(head: bytes, tail: bytes, name: str) -> FileFormat:
    for sign, each in _MIME_TYPES:
        if sign in head[:200]:
            return each
    names = _entry_names(head, tail)
    refuse_archive(names, head, name)
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
        if sign.match(start) and not (start.startswith(b"[") and each is SUBTITLES and _has_few_times(start)):
            return each
    if (line := _MAILBOX.match(start)) and _HOUR.search(line[1]):
        return EMAIL
    if (
        not name.lower().endswith(MARKDOWN.suffixes)
        and (headers := _HEADER_LINE.match(start))
        and (_MAIL_HEADERS.search(headers[0]) or _MULTIPART.search(headers[0]))
    ):
        return MHTML if _MULTIPART.search(headers[0]) else EMAIL
    return None


def _table_in_text(head: bytes, name: str, *, is_named: bool) -> FileFormat:
    """Return the format of a text whose name does not say that it is a table, such as one that was pasted.

    :param is_named: whether its name says that it is a text.
    """
    start = _unwide(head[:_LONGEST_HEADER]).lstrip(_BEFORE_MARKUP)
    if not is_named and start.startswith((b"{", b"[")):
        reader = import_module("store.formats.tables.json_reader")
        return JSON if reader.is_json(head) else TEXT
    header = start.partition(b"\n")
    if not header[1] or not _DELIMITER.search(header[0]):
        return TEXT
    reader = import_module("store.formats.tables.csv_reader")
    return CSV if reader.is_table(_whole_lines(head), name) else TEXT


def _whole_lines(head: bytes) -> bytes:
    """Return the beginning of a file up to the end of a line, if there is more of it."""
    return head if len(head) < HEAD_BYTES else head[: head.rfind(b"\n") + 1]


def is_telegram(head: bytes) -> bool:
    """Whether JSON that begins so is an export of Telegram: a chat, or all of an account."""
    return _TELEGRAM.match(head) is not None


def _has_times(head: bytes) -> bool:
    """Whether several lines of a text have a day or the time of a message at their beginning or end."""
    if head.count(b":") < _LEAST_TIMES:
        return False
    return sum(1 for _each in islice(_MESSAGE.finditer(_unwide(head)), _LEAST_TIMES)) == _LEAST_TIMES


def _has_few_times(start: bytes) -> bool:
    """Whether most lines of what begins like LRC have no time: it is a text. ASS has none at all."""
    lines = [line for line in start.splitlines() if line.strip()]
    timed = sum(_LYRICS.match(line) is not None for line in lines)
    return 0 < 2 * timed < len(lines)


def _unwide(head: bytes) -> bytes:
    """Return the ASCII characters of UTF-16 as ASCII."""
    return head.replace(b"\0", b"")[2:] if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
