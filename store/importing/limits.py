"""The limits of what is imported, so that no file takes 10 seconds unseen or 500 MB of memory.

A file from a stranger may be as large, as deep and as dense as its writer likes. Each limit is well above
what programs write, and a file beyond it is refused with a sentence that names it. ``bench/hostile.py``
measures files just below and far above them.
"""

from __future__ import annotations

import re
from itertools import islice

from store.errors import BadInput
from store.language import Lazy, _

MIB = 1 << 20

MAX_TEXT_BYTES = 24 * MIB
"""UTF-8 bytes of the text of one article; a novel has up to 20 MB. What costs most is the full-text index,
which gets up to 6 bytes for each of the 25 million characters that ASCII may have."""

MAX_ARTICLE_BYTES = 400 * MIB
"""Bytes of memory that importing one article may take; see :func:`check_text`."""

MAX_FILE_BYTES = 2 * MAX_TEXT_BYTES
"""Bytes of the file of one article: UTF-16 and UTF-32 take more than UTF-8."""

MAX_ANNOTATIONS = 50_000
"""Annotations of one article."""

MAX_QUOTED = 10_000_000
"""Code points of all quotes of one article together."""

MAX_TAGS = 50_000
"""Entries of one codebook."""

MAX_ASSIGNMENTS = 1_000_000
"""Assignments of articles to coders in one file."""

MAX_CODEBOOK_BYTES = 16 * MIB
"""Bytes of the file of a codebook."""

MAX_TAGS_OF_ONE = 1_000
"""Tags of one article or annotation."""

MAX_DOCUMENT_BYTES = 1024 * MIB
"""Bytes of a file that is read piece by piece: JSON Lines, an archive, a database."""

MAX_DOCUMENT_LINES = 2_000_000
"""Lines of a JSON Lines file, blank ones included: each article or tag has one."""

MAX_PIECE_BYTES = 64 * MIB
"""Bytes of one piece of such a file: a line, an entry of an archive, an element."""

MAX_JSON_BYTES = 160 * MIB
"""Bytes of a JSON file, which is in memory while its articles are imported one by one."""

MAX_PARSED_BYTES = 256 * MIB
"""Bytes of memory that a document or a piece may take once it is parsed; see :func:`check_json`."""

MAX_LOOSE_ANNOTATIONS = 150_000
"""Annotations in a file without texts, which are all read before the first is placed."""

MAX_ELEMENT_BYTES = 200 * MIB
"""Bytes of memory that one element of XML may take with all that is below it; see ``safe_xml``."""

MAX_XML_NAMES = 1_000
"""Different names of elements and attributes in an XML document: the parser keeps each of them."""

MAX_NOTES_BYTES = 32 * MIB
"""Bytes of all notes, descriptions and names that a project has beside its texts."""

MAX_INDEX_ENTRIES = 300_000
"""Users, notes and links of a project."""

MAX_ENTRIES = 300_000
"""Files in an archive, of about 700 bytes each in its list: 150,000 articles of Pizhu have two files each."""

MAX_DATABASE_STEPS = 500_000_000
"""Steps of SQLite's machine in a database from outside: about ten seconds."""

MAX_SECONDS = 10.0
"""Seconds for the markup of one document from outside: parsers of HTML can be slow without end."""

_TEXT_BYTES = 12
"""Bytes that a byte of a text takes while it is imported."""

_LINE_BYTES = 750
"""Bytes that a line of a text which is not blank takes: it becomes a paragraph."""

_VALUE_BYTES = 160
"""Bytes of a parsed JSON value, at most: a member of an object with its name and its place in the dict."""

UNPARSED_BYTES = 64
"""Bytes of a JSON value that is in a list and left unparsed."""

_COUNTED = MIB
"""Bytes that are copied to be counted, at once."""

_LINE = re.compile("\\S[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*")


def check_text(text: str, name: str) -> None:
    """Check that a text is not too long for an article.

    :param name: what the error calls it.
    :raises BadInput: when it is longer than :data:`MAX_TEXT_BYTES`, or importing it would take more
        memory than :data:`MAX_ARTICLE_BYTES`, since it has too many lines for its length.
    """
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    if size > MAX_TEXT_BYTES:
        raise too_large(name, MAX_TEXT_BYTES, _("too large for an article; split it first"))
    most = most_lines(size)
    if len(text) > most and sum(1 for __ in islice(_LINE.finditer(text), most + 1)) > most:
        raise too_many_lines(name, most)


def most_lines(size: int) -> int:
    """Return how many lines an article of so many bytes may have."""
    return (MAX_ARTICLE_BYTES - _TEXT_BYTES * size) // _LINE_BYTES


def too_many_lines(name: str, most: int) -> BadInput:
    """Return the error for a text with more lines than it may have."""
    return BadInput(
        _(
            "{name}: it has more than {most:,} lines, too many for an article; split it first.",
            name=name,
            most=most,
        )
    )


def check_json(data: bytes | memoryview, name: str, *, value_bytes: int = _VALUE_BYTES) -> None:
    """Check how much memory JSON can take when it is parsed, before parsing it.

    Each value except the first follows a comma, a colon or a bracket, so these are counted.

    :param value_bytes: bytes that one value takes at most.
    :raises BadInput: when it can take more than :data:`MAX_PARSED_BYTES`.
    """
    values = sum(
        bytes(data[start : start + _COUNTED]).count(mark)
        for start in range(0, len(data), _COUNTED)
        for mark in (b",", b"[", b"{")
    )
    if len(data) + value_bytes * values > MAX_PARSED_BYTES:
        raise BadInput(
            _(
                "{name} is too large to be read at once, with {size:,} MiB and {values:,} values: "
                "export it in parts, or as JSON Lines (.jsonl).",
                name=name,
                size=len(data) // MIB,
                values=values,
            )
        )


def check_count(number: int, most: int, things: str | Lazy) -> None:
    """Check how many of something an article or a file has.

    :param things: what they are, in the plural. A translation begins with the measure word.
    :raises BadInput: when there are more than ``most``.
    """
    if number > most:
        raise BadInput(_("it has more than {most:,} {things}: import it in parts.", most=most, things=things))


def too_large(name: str, most: int, remedy: str | Lazy) -> BadInput:
    """Return the error for a file or a part of one that is larger than a limit.

    :param most: the limit in bytes.
    :param remedy: the rest of the sentence, without a full stop.
    """
    return BadInput(
        _("{name}: it is larger than {most:,} MiB, {remedy}.", name=name, most=most // MIB, remedy=remedy)
    )
