"""Drafts of notes as files, saved every second so that a crash loses no more than that.

A draft becomes part of the library when the writer saves the note, or when the library is opened after a
crash (see :mod:`store.notes.draft_recovery`).
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

import msgspec

from store.model.note_draft import NoteDraft, NoteSubject
from store.storage.atomic_write import make_folder, remove_durably, write_durably
from store.storage.folder.paths import entries
from store.storage.os_errors import ErrorTranslator


class FolderDrafts:
    """The drafts of one library, one file each. Only their own process writes them, so they need no lock."""

    def __init__(self, folder: Path) -> None:
        """The drafts in ``folder``, which is created when it is needed."""
        self._folder = folder

    def keep(self, draft: NoteDraft) -> None:
        """Save a draft durably, in place of an earlier one on the same subject."""
        signed = msgspec.structs.replace(draft, process=os.getpid(), host=socket.gethostname())
        with ErrorTranslator(self._folder, "written"):
            make_folder(self._folder)
            write_durably(self._file(signed.subject), msgspec.json.encode(signed))

    def drop(self, subject: NoteSubject) -> None:
        """Delete the draft on a subject, if there is one."""
        path = self._file(subject)
        with ErrorTranslator(path, "removed"):
            if path.exists():
                remove_durably(path)

    def abandoned(self) -> list[NoteDraft]:
        """Return the drafts whose processes ended without dropping them; unreadable ones are ignored."""
        found = []
        for data in self._contents():
            with suppress(ValueError):  # also of bytes that are not UTF-8
                draft = msgspec.json.decode(data, type=NoteDraft)
                if not _may_be_in_use(draft):
                    found.append(draft)
        return found

    def damaged(self) -> list[Path]:
        """Return the files in the folder that are no drafts."""
        found = []
        with ErrorTranslator(self._folder, "read"):
            for entry in entries(self._folder):
                path = self._folder / entry.name
                if entry.is_file() and entry.name.endswith(".json"):
                    try:
                        msgspec.json.decode(path.read_bytes(), type=NoteDraft)
                    except FileNotFoundError:
                        continue
                    except ValueError:
                        found.append(path)
        return sorted(found)

    def _file(self, subject: NoteSubject) -> Path:
        return self._folder / f"{subject.key}.json"

    def _contents(self) -> list[bytes]:
        with ErrorTranslator(self._folder, "read"):
            names = sorted(entry.name for entry in entries(self._folder) if entry.name.endswith(".json"))
            return [(self._folder / name).read_bytes() for name in names]


def _may_be_in_use(draft: NoteDraft) -> bool:
    """Whether the process that wrote the draft may still be running; always so on another host."""
    if draft.host != socket.gethostname():
        return True
    if draft.process == os.getpid():
        return False
    try:
        os.kill(draft.process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
