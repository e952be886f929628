"""Drafts of notes as files, saved every second so that a crash loses no more than that.

A draft becomes part of the library when the writer saves the note, or when the library is opened after a
crash (see :mod:`store.notes.draft_recovery`). Each session has its own file for a note, and holds a lock as a
sign of life (:mod:`.sign_of_life`) as long as it has drafts: a draft without it has been abandoned.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from store.language import _
from store.model.annotation import without_controls
from store.model.note_draft import NoteDraft, NoteSubject, StoredDraft
from store.reasons import reason_of
from store.storage.atomic_write import make_folder, remove_durably, write_durably
from store.storage.checksums import Seal, seal_of, signed
from store.storage.folder.drafts.reported_drafts import ReportedDrafts
from store.storage.folder.drafts.sign_of_life import SignOfLife, is_alive
from store.storage.folder.leftovers import entries, temporary_files
from store.storage.os_errors import ErrorTranslator
from store.storage.regular_file import read_regular

SUFFIX = ".json"

_PLACE = b"draft "
"""What the checksum of a draft covers in addition to its fields."""

QUIET = 86_400.0
"""Seconds after which a draft that could not be locked counts as abandoned, if its writer may still run."""

MAX_BYTES = 1 << 26
"""The largest file that is read."""


class FolderDrafts:
    """The drafts of one library, one file for each note and session."""

    def __init__(self, folder: Path) -> None:
        """The drafts in ``folder``, which is created when it is needed."""
        self._folder = folder
        self._life = SignOfLife(folder)
        self._reported = ReportedDrafts(folder)
        self._own: set[Path] = set()
        """The files of this session."""

    @property
    def location(self) -> str:
        """The folder of the drafts."""
        return str(self._folder)

    def keep(self, draft: NoteDraft) -> None:
        """Save a draft durably, in place of this session's earlier one on the same subject."""
        path = self._file(draft.subject)
        with ErrorTranslator(self._folder, "written"):
            make_folder(self._folder)
            is_unlocked = not self._life.hold()
            stamped = msgspec.structs.replace(
                draft, process=os.getpid(), host=socket.gethostname(), is_unlocked=is_unlocked
            )
            self._own.add(path)
            write_durably(path, signed(msgspec.json.encode(stamped), _PLACE))

    def drop(self, subject: NoteSubject) -> None:
        """Delete this session's draft on a subject, if there is one."""
        path = self._file(subject)
        with ErrorTranslator(path, "removed"):
            if path.exists():
                remove_durably(path)
        self._own.discard(path)
        if not self._own:
            self._life.release()

    def discard(self, stored: StoredDraft) -> None:
        """Delete a draft that was found, if it is still there."""
        path = Path(stored.where)
        with ErrorTranslator(path, "removed"):
            if path.exists():
                remove_durably(path)

    def stored(self) -> list[StoredDraft]:
        """Return all drafts, damaged ones too."""
        with ErrorTranslator(self._folder, "read"):
            names = sorted(entry.name for entry in entries(self._folder) if entry.name.endswith(SUFFIX))
        found = (self._read(self._folder / name) for name in names if not name.startswith("."))
        return [stored for stored in found if stored is not None]

    def abandoned(self) -> list[StoredDraft]:
        """Return the drafts whose sessions ended without dropping them, damaged ones too."""
        return [stored for stored in self.stored() if not stored.is_in_use]

    def not_yet_reported(self, drafts: Sequence[StoredDraft]) -> list[StoredDraft]:
        """Return those drafts that were not reported before as they are now. They count as reported then."""
        new = self._reported.add(Path(stored.where) for stored in drafts)
        return [stored for stored in drafts if Path(stored.where) in new]

    def damaged(self) -> list[Path]:
        """Return the drafts that cannot be read, and what else is in their place.

        Those of running sessions are left out.
        """
        return [Path(stored.where) for stored in self.abandoned() if stored.problem]

    def remove_leftovers(self) -> None:
        """Delete the temporary files of sessions that have ended."""
        for path in temporary_files(self._folder):
            draft, *_rest = path.name.removeprefix(".").partition(SUFFIX)
            if self._is_session_alive(Path(draft)) is False:
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """End this session. Its drafts are abandoned from now on."""
        self._own.clear()
        self._life.release()

    def _file(self, subject: NoteSubject) -> Path:
        return self._folder / f"{subject.key}.{self._life.session}{SUFFIX}"

    def _read(self, path: Path) -> StoredDraft | None:
        """Read a draft; None if it has been removed meanwhile."""
        try:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
                return StoredDraft(str(path), "", None, _("is not the file of a draft"))
            data = read_regular(path, MAX_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            return StoredDraft(str(path), "", None, _("cannot be read ({reason})", reason=reason_of(error)))
        draft = _decoded(data)
        if draft is None:
            alive = self._is_session_alive(path)
            return StoredDraft(str(path), _readable_text(data), None, _("is damaged"), bool(alive))
        return StoredDraft(
            str(path), draft.text, draft, is_in_use=self._is_in_use(path, draft, status.st_mtime)
        )

    def _is_in_use(self, path: Path, draft: NoteDraft, written: float) -> bool:
        """Whether the session that wrote a draft may still be running."""
        alive = self._is_session_alive(path)
        if alive is None or (draft.is_unlocked and not alive):
            return path in self._own or (_may_run(draft) and time.time() - written < QUIET)
        return alive

    def _is_session_alive(self, path: Path) -> bool | None:
        """Whether the session of a draft holds its lock. Earlier versions of Pizhu had none."""
        *_subject, session = path.name.removesuffix(SUFFIX).partition(".")
        if session == self._life.session:
            return self._life.is_held
        return is_alive(self._folder, session) if session else False


def _decoded(data: bytes) -> NoteDraft | None:
    """Decode the file of a draft; None if it is damaged. Earlier versions wrote no checksum."""
    with suppress(ValueError):
        if seal_of(data, _PLACE) is not Seal.CHANGED:
            return msgspec.json.decode(data.decode(), type=NoteDraft)
    return None


def _may_run(draft: NoteDraft) -> bool:
    """Whether the process that wrote the draft may still be running; always so on another host."""
    if draft.host != socket.gethostname() or sys.platform == "win32":
        return True
    if draft.process == os.getpid():
        return False  # an earlier process had the same number
    try:
        os.kill(draft.process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _readable_text(data: bytes) -> str:
    """Return what can be read of the text of a damaged draft; the whole file if the text is not found."""
    words = data.decode(errors="replace")
    before, mark, rest = words.partition('"text":"')
    if not mark:
        return without_controls(before)
    end = 0
    while end < len(rest) and rest[end] != '"':
        end += 2 if rest[end] == "\\" else 1
    for cut in range(min(end, len(rest)), -1, -1):  # an escape may be cut off
        try:
            return without_controls(str(json.loads(f'"{rest[:cut]}"', strict=False)))
        except ValueError:
            if cut < end - 6:
                break
    return without_controls(rest[:end])
