"""Files outside the library for text that the library cannot take: in the user's data folder, ``unsaved``."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from store.errors import PizhuError
from store.language import _
from store.model.annotation import without_controls
from store.model.note_draft import StoredDraft
from store.reasons import reason_of
from store.storage.atomic_write import make_folder, write_durably
from tui.user_folders import unsaved_folder


def new_unsaved_file() -> Path:
    """The path for a new file, named after the time. The file is not created."""
    return unsaved_folder() / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.md"


def write_unsaved(path: Path, data: bytes) -> None:
    """Write a file durably, for the user only.

    :raises PizhuError: it cannot be written.
    """
    try:
        make_folder(path.parent)
        write_durably(path, data)
    except OSError as error:
        reason = reason_of(error)
        raise PizhuError(
            _("{file} cannot be written either: {reason}. Copy the text.", file=path, reason=reason)
        ) from error


def unsaved_notes() -> list[StoredDraft]:
    """The files in the folder, as drafts of unknown notes."""
    try:
        paths = sorted(path for path in unsaved_folder().iterdir() if path.is_file())
    except OSError:
        return []
    return [_read(path) for path in paths if not path.name.startswith(".")]


def _read(path: Path) -> StoredDraft:
    try:
        text = without_controls(path.read_bytes().decode(errors="replace"))
    except OSError as error:
        return StoredDraft(str(path), "", None, _("cannot be read ({reason})", reason=reason_of(error)))
    return StoredDraft(str(path), text, None, _("was kept outside the library"))


def remove_unsaved(path: Path) -> None:
    """Remove a file whose text has been saved or dropped."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
