"""Decodes files of notes that are plain text."""

from __future__ import annotations

from pathlib import Path

from store.formats.shared.offsets import normalise_newlines
from store.importing.decoding.encodings import decode
from store.importing.input_file import open_input, read_input
from store.importing.limits import MAX_NOTES_BYTES
from store.language import _

HEAD_BYTES = 64 * 1024
"""Bytes at the start of a file that tell what program wrote it."""


def read_notes(path: Path) -> str:
    """Return the text of a file, with line feeds only and without a byte order mark.

    :raises BadInput: when it cannot be read, is too large, or is not text.
    """
    data = read_input(path, MAX_NOTES_BYTES, _("too large for a file of notes; import it in parts"))
    return normalise_newlines(decode(data, str(path))[0]).removeprefix("\ufeff")


def head_of(path: Path) -> bytes:
    """Return the first :data:`HEAD_BYTES` of a file; nothing if it cannot be read."""
    from store.errors import BadInput

    try:
        with open_input(path) as file:
            return file.read(HEAD_BYTES) or b""
    except (BadInput, OSError):
        return b""


def head_text(head: bytes) -> str:
    """Return the beginning of a text file as far as its encoding matters to tell its format.

    UTF-8, UTF-16 and GB18030 are told apart; what is damaged or cut becomes U+FFFD.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return normalise_newlines(head.decode("utf-16", "replace"))
    text = head.decode("utf-8-sig", "replace")
    if text[:-1].count("\ufffd") > len(text) // 50:
        text = head.decode("gb18030", "replace")
    return normalise_newlines(text)
