"""Opens documents that are ZIP archives, such as DOCX and EPUB, from bytes. What is unpacked is bounded."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote
from zipfile import ZipFile, ZipInfo

from store.errors import BadInput
from store.formats.shared.zip_archive import ARCHIVE_ERRORS, open_archive_data, read_entry
from store.importing.limits import MAX_PIECE_BYTES, MIB
from store.language import _
from store.reasons import reason_of

_MOST_UNPACKED = 256 * MIB
"""Bytes of all parts together that are unpacked."""

_ENCRYPTED = 1
"""The bit of an entry's flags that says that a password is needed (APPNOTE.TXT of PKWARE, section 4.4.4)."""


class Package:
    """The parts of a document, by path."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the archive.

        :param name: what errors call the document.
        :raises BadInput: it is damaged, or has too many parts.
        """
        self.name = name
        self._left = _MOST_UNPACKED
        try:
            self._archive: ZipFile = open_archive_data(data, name)
            self._entries: dict[str, ZipInfo] = {
                entry.filename.replace("\\", "/"): entry for entry in self._archive.infolist()
            }
        except ARCHIVE_ERRORS as error:
            raise self.damaged(reason_of(error)) from None
        self._by_fold = {path.lower(): path for path in reversed(self._entries)}

    @property
    def paths(self) -> list[str]:
        """The paths of all parts."""
        return list(self._entries)

    def has(self, path: str) -> bool:
        """Return whether there is a part with this path, upper and lower case aside."""
        return path.lower() in self._by_fold

    def read(self, path: str) -> bytes:
        """Return the content of a part; empty if there is none.

        :raises BadInput: it is damaged, needs a password, or is too large.
        """
        entry = self._entries.get(self._by_fold.get(path.lower(), ""))
        return b"" if entry is None or entry.is_dir() else self.unpack(entry)

    @property
    def entries(self) -> list[ZipInfo]:
        """All entries of the archive, in its order."""
        return self._archive.infolist()

    def unpack(self, entry: ZipInfo) -> bytes:
        """Return the content of an entry of the archive, as :meth:`read` does."""
        path = entry.filename
        if entry.flag_bits & _ENCRYPTED:
            raise needs_password(self.name)
        most = min(MAX_PIECE_BYTES, self._left)
        if entry.file_size > most:
            raise self._too_large(path, entry)
        try:
            content = read_entry(self._archive, entry, most)
        except BadInput:
            raise self._too_large(path, entry) from None
        except ARCHIVE_ERRORS as error:
            raise self.damaged(_("{path}: {error}", path=path, error=reason_of(error))) from None
        self._left -= len(content)
        return content

    def _too_large(self, path: str, entry: ZipInfo) -> BadInput:
        return BadInput(
            _(
                "{name}: its part {path} unpacks to {size:,} MiB, too large to be read; save the document "
                "in parts and import those.",
                name=self.name,
                path=path,
                size=max(1, entry.file_size // MIB),
            )
        )

    def damaged(self, reason: str) -> BadInput:
        """Return the error for a document that cannot be understood."""
        return damaged(self.name, reason)


def damaged(name: str, reason: str) -> BadInput:
    """Return the error for a document that cannot be understood."""
    return BadInput(
        _(
            "{name}: it is damaged ({reason}); open it in the program that made it, save it again "
            "and import that.",
            name=name,
            reason=reason[:200],
        )
    )


def needs_password(name: str) -> BadInput:
    """Return the error for a document or an archive that is encrypted."""
    return BadInput(_("{name}: it needs a password; save it without one and import that.", name=name))


def resolve(base: str, href: str) -> str:
    """Return the path of the part that ``href``, in the part ``base``, names; empty if it is outside.

    Percent escapes are decoded; a query and a fragment are left out.
    """
    target = unquote(href.partition("#")[0].partition("?")[0].strip()).replace("\\", "/")
    if not target or ":" in target.partition("/")[0]:
        return ""
    joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
    path = posixpath.normpath(joined.lstrip("/"))
    return "" if path.startswith("../") or path in ("..", ".") else path
