"""Watches a folder for files to import."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from store.errors import BadInput
from store.extras import how_to_install
from store.importing.folders import is_wanted
from store.language import _

SETTLED = 2.0
"""Seconds without a change after which a file is taken to be complete."""

_POLL = 250
"""Milliseconds between looks at files that are still being written."""


class GrowingFiles:
    """The files that have changed and are perhaps still being written."""

    def __init__(self, folder: Path) -> None:
        """Start without files.

        :param folder: resolved.
        """
        self._folder = folder
        self._states: dict[Path, tuple[tuple[int, int], float]] = {}
        """Size and time of each file, and since when it has been so."""

    def changed(self, path: Path, now: float) -> None:
        """Note that a file has appeared or changed; others than those to be imported are left alone."""
        try:
            if path.is_relative_to(self._folder) and is_wanted(path, self._folder):
                self._states[path] = (_state(path), now)
        except OSError:
            self._states.pop(path, None)

    def complete(self, now: float) -> list[Path]:
        """Return the files that have not changed for :data:`SETTLED` seconds, sorted, and forget them."""
        ready = []
        for path, (state, since) in list(self._states.items()):
            try:
                present = _state(path)
            except OSError:  # it was removed or renamed
                del self._states[path]
                continue
            if present != state:
                self._states[path] = (present, now)
            elif now - since >= SETTLED and present[0]:
                ready.append(path)
                del self._states[path]
        return sorted(ready)


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def watch_folder(folder: Path) -> Iterator[list[Path]]:
    """Yield the files that appear or change in and below a folder, once they are complete, without end.

    ctrl+c ends it with KeyboardInterrupt.

    :raises BadInput: it is no folder, or watchfiles is not installed.
    """
    try:
        from watchfiles import watch
    except ModuleNotFoundError as error:
        raise BadInput(
            _(
                "Watching a folder needs the package {package}: install it with {command}.",
                package="watchfiles",
                command=how_to_install("files"),
            )
        ) from error
    if not folder.is_dir():
        raise BadInput(_("{path}: there is no such folder to watch; check the path.", path=folder))
    inside = folder.resolve()
    growing = GrowingFiles(inside)
    for changes in watch(
        inside,
        watch_filter=None,
        debounce=_POLL,
        rust_timeout=_POLL,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        now = time.monotonic()
        for __, path in changes:
            growing.changed(Path(path), now)
        if ready := growing.complete(now):
            yield ready
