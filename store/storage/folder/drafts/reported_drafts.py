"""Which drafts that could not be recovered the user has been told of, so that each is reported once."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from store.storage.atomic_write import write_durably
from store.storage.regular_file import read_regular

NAME = ".reported"
"""The file in the folder of drafts. A process that cannot write it reports again."""

MAX_BYTES = 1 << 20
"""The largest file that is read."""

Version = tuple[int, int]
"""The size of a draft and the time of its last change, in nanoseconds: another draft is reported again."""


class ReportedDrafts:
    """The reported drafts of one library, by the names of their files."""

    def __init__(self, folder: Path) -> None:
        """Those in ``folder``, which has the drafts."""
        self._folder = folder
        self._path = folder / NAME

    def add(self, drafts: Iterable[Path]) -> set[Path]:
        """Remember that drafts are reported; return those that were not reported before as they are now."""
        known = self._read()
        now = {path: version for path in drafts if (version := _version(path)) is not None}
        new = {path for path, version in now.items() if known.get(path.name) != version}
        kept = {name: version for name, version in known.items() if _version(self._folder / name) == version}
        reported = kept | {path.name: version for path, version in now.items()}
        if reported != known:
            with suppress(OSError):
                write_durably(self._path, msgspec.json.encode(reported))
        return new

    def _read(self) -> dict[str, Version]:
        with suppress(OSError, ValueError):
            return msgspec.json.decode(read_regular(self._path, MAX_BYTES), type=dict[str, Version])
        return {}


def _version(path: Path) -> Version | None:
    """The version of a file, or None if it is gone."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
