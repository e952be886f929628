"""What the operating system and libraries say is wrong, in the current language.

They say it in English. The usual messages are recognised and translated; what is not stays as it is.
"""

from __future__ import annotations

import errno
import os

from store.language import Language, current_language, lazy
from store.language.recognition import Recogniser

_SYSTEM = {
    errno.EACCES: lazy("permission denied", "reason"),
    errno.EPERM: lazy("operation not permitted", "reason"),
    errno.ENOENT: lazy("no such file or directory", "reason"),
    errno.EEXIST: lazy("file exists", "reason"),
    errno.ENOTDIR: lazy("not a directory", "reason"),
    errno.EISDIR: lazy("is a directory", "reason"),
    errno.ENOTEMPTY: lazy("directory not empty", "reason"),
    errno.EROFS: lazy("read-only file system", "reason"),
    errno.EIO: lazy("input/output error", "reason"),
    errno.ENOSPC: lazy("no space left on device", "reason"),
    errno.EFBIG: lazy("file too large", "reason"),
    errno.ENAMETOOLONG: lazy("file name too long", "reason"),
    errno.EMFILE: lazy("too many open files", "reason"),
    errno.ENFILE: lazy("too many open files in system", "reason"),
    errno.EBUSY: lazy("device or resource busy", "reason"),
    errno.EINVAL: lazy("invalid argument", "reason"),
    errno.ENXIO: lazy("no such device or address", "reason"),
    errno.EXDEV: lazy("invalid cross-device link", "reason"),
    errno.ELOOP: lazy("too many levels of symbolic links", "reason"),
    errno.ENOLCK: lazy("no locks available", "reason"),
    errno.ENOSYS: lazy("function not implemented", "reason"),
    errno.EOPNOTSUPP: lazy("operation not supported", "reason"),
    errno.ETIMEDOUT: lazy("connection timed out", "reason"),
    errno.ECONNREFUSED: lazy("connection refused", "reason"),
    errno.EADDRINUSE: lazy("address already in use", "reason"),
    **({errno.EDQUOT: lazy("disk quota exceeded", "reason")} if hasattr(errno, "EDQUOT") else {}),
    **({errno.ESTALE: lazy("stale file handle", "reason")} if hasattr(errno, "ESTALE") else {}),
}
"""What Linux says about an error of the system, by its number."""

_DETAILS = (
    # JSON
    lazy("Input data was truncated", "reason"),
    lazy("JSON is malformed: {fault} (byte {place})", "reason"),
    lazy("Object missing required field `{field}`", "reason"),
    lazy("Object missing required field `{field}` - at `{path}`", "reason"),
    lazy("Expected `{kind}`, got `{other}`", "reason"),
    lazy("Expected `{kind}`, got `{other}` - at `{path}`", "reason"),
    lazy("Expected `{kind}` - at `{path}`", "reason"),
    lazy("Invalid enum value '{value}' - at `{path}`", "reason"),
    # Encodings and archives
    lazy("'{codec}' codec can't decode byte {octet} in position {place}: {fault}", "reason"),
    lazy("'{codec}' codec can't decode bytes in position {places}: {fault}", "reason"),
    lazy("File is not a zip file", "reason"),
    lazy("Bad CRC-32 for file '{name}'", "reason"),
    lazy("Bad magic number for central directory", "reason"),
    lazy("Bad magic number for file header", "reason"),
    lazy("Truncated file header", "reason"),
    lazy("Error {number} while decompressing data: {fault}", "reason"),
    lazy("Bad offset for central directory", "reason"),
    lazy("Corrupt extra field {field} (size={number})", "reason"),
    lazy("That compression method is not supported", "reason"),
    lazy("There is no item named {name} in the archive", "reason"),
    lazy("File {name} is encrypted, password required for extraction", "reason"),
    lazy("Overlapped entries: {name} (possible zip bomb)", "reason"),
    lazy("File name in directory {name} and header {other} differ.", "reason"),
    lazy("Not a gzipped file ({octet})", "reason"),
    lazy("Compressed file ended before the end-of-stream marker was reached", "reason"),
    lazy("truncated header", "reason"),
    lazy("invalid header", "reason"),
    lazy("bad checksum", "reason"),
    lazy("unexpected end of data", "reason"),
    # XML
    lazy("{fault}: line {place}, column {column}", "reason"),
    lazy("{fault}, line {place}, column {column}", "reason"),
    lazy("{fault}, line {place}, column {column} ({name}, line {number})", "reason"),
    # Tables
    lazy("field larger than field limit ({number})", "reason"),
    lazy("line contains NUL", "reason"),
    # SQLite
    lazy("database disk image is malformed", "reason"),
    lazy("file is not a database", "reason"),
    lazy("database is locked", "reason"),
    lazy("database table is locked", "reason"),
    lazy("database or disk is full", "reason"),
    lazy("attempt to write a readonly database", "reason"),
    lazy("unable to open database file", "reason"),
    lazy("disk I/O error", "reason"),
    lazy("unsupported file format", "reason"),
    lazy("interrupted", "reason"),
    lazy("out of memory", "reason"),
    lazy("no such table: {name}", "reason"),
    lazy("no such column: {name}", "reason"),
    lazy("{kind} constraint failed: {name}", "reason"),
    lazy("Could not decode to UTF-8 column '{name}' with text '{value}'", "reason"),
    # Regular expressions
    lazy("{fault} at position {place}", "reason"),
)
"""What libraries say, with names in braces where values are."""

_FAULTS = (
    # Regular expressions
    lazy("unknown property", "reason"),
    lazy("unknown property value", "reason"),
    lazy("invalid group reference", "reason"),
    lazy("group reference not allowed", "reason"),
    lazy("ambiguous group reference", "reason"),
    lazy("cannot refer to an open group", "reason"),
    lazy("unknown group", "reason"),
    lazy("unknown extension", "reason"),
    lazy("unknown verb", "reason"),
    lazy("undefined character name", "reason"),
    lazy("multiple repeat", "reason"),
    lazy("nothing to repeat", "reason"),
    lazy("repeat count too big", "reason"),
    lazy("min repeat greater than max repeat", "reason"),
    lazy("missing {sign}", "reason"),
    lazy("missing group name", "reason"),
    lazy("expected {sign}", "reason"),
    lazy("expected character set", "reason"),
    lazy("unterminated character set", "reason"),
    lazy("unbalanced parenthesis", "reason"),
    lazy("bad character range", "reason"),
    lazy("bad character in group name", "reason"),
    lazy("bad escape {sign}", "reason"),
    lazy("bad escape (end of pattern)", "reason"),
    lazy("bad hex escape {sign}", "reason"),
    lazy("incomplete escape {sign}", "reason"),
    lazy("bad fuzzy cost limit", "reason"),
    # JSON
    lazy("invalid character", "reason"),
    lazy("invalid number", "reason"),
    lazy("invalid escaped character", "reason"),
    lazy("invalid escape character in string", "reason"),
    lazy("invalid utf-16 surrogate pair", "reason"),
    lazy("unexpected end of hex escape", "reason"),
    lazy("expected {sign} or {other}", "reason"),
    lazy("trailing comma in array", "reason"),
    lazy("trailing comma in object", "reason"),
    lazy("trailing characters", "reason"),
    lazy("object keys must be strings", "reason"),
    # XML
    lazy("not well-formed (invalid token)", "reason"),
    lazy("no element found", "reason"),
    lazy("syntax error", "reason"),
    lazy("mismatched tag", "reason"),
    lazy("junk after document element", "reason"),
    lazy("unclosed token", "reason"),
    lazy("duplicate attribute", "reason"),
    lazy("undefined entity", "reason"),
    lazy("undefined entity {sign}", "reason"),
    lazy("unbound prefix", "reason"),
    lazy("unknown encoding", "reason"),
    lazy("XML declaration not well-formed", "reason"),
    lazy("XML or text declaration not at start of entity", "reason"),
    lazy("Document is empty", "reason"),
    lazy("Start tag expected, '<' not found", "reason"),
    lazy("Extra content at the end of the document", "reason"),
    lazy("Opening and ending tag mismatch: {sign} line {place} and {other}", "reason"),
    lazy("Premature end of data in tag {sign} line {place}", "reason"),
    # Encodings and archives
    lazy("invalid start byte", "reason"),
    lazy("invalid continuation byte", "reason"),
    lazy("unexpected end of data", "reason"),
    lazy("illegal multibyte sequence", "reason"),
    lazy("incomplete multibyte sequence", "reason"),
    lazy("incorrect header check", "reason"),
    lazy("incorrect data check", "reason"),
    lazy("invalid block type", "reason"),
    lazy("invalid stored block lengths", "reason"),
    lazy("invalid code lengths set", "reason"),
    lazy("invalid distance too far back", "reason"),
    lazy("invalid distance code", "reason"),
    lazy("invalid literal/length code", "reason"),
    lazy("incomplete or truncated stream", "reason"),
)
"""What is wrong in a place, as part of what libraries say."""


def reason_of(error: BaseException) -> str:
    """Return why something failed, as a phrase without a full stop."""
    if not isinstance(error, OSError):
        return _details.shown(str(error))
    said = error.strerror or str(error)
    if error.errno is not None and said != os.strerror(error.errno):
        return said  # this program says it, in the current language
    if error.errno in _SYSTEM and current_language() is not Language.ENGLISH:
        return str(_SYSTEM[error.errno])
    return said.lower()


def fault_in_words(said: str) -> str:
    """Return what a library says is wrong in a place, in the current language."""
    return _faults.shown(said)


def _shown(name: str, value: str) -> str:
    return fault_in_words(value) if name == "fault" else value


_NUMBERS = {"place": r"\d+", "column": r"\d+", "number": r"-?\d+"}

_details = Recogniser(_DETAILS, _NUMBERS, _shown)
_faults = Recogniser(_FAULTS, {**_NUMBERS, "sign": r"\S+", "other": r"\S+"})
