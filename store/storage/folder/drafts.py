"""Drafts: notes that are being written, on the disk each second, so that a crash loses no more than that.

A draft is no change of the library: it becomes one when the writer keeps the note, or when the library is
opened after a crash (see :mod:`store.notes.draft_recovery`).
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
    """The drafts of one library: a file each, in a folder of it. They are nobody else's and need no lock."""

    def __init__(self, folder: Path) -> None:
        """The drafts in ``folder``, which need not be there."""
        self._folder = folder

    def keep(self, draft: NoteDraft) -> None:
        """Have a draft on the disk, in place of an earlier one on the same subject."""
        mine = msgspec.structs.replace(draft, process=os.getpid(), host=socket.gethostname())
        with ErrorTranslator(self._folder, "written"):
            make_folder(self._folder)
            write_durably(self._file(mine.subject), msgspec.json.encode(mine))

    def drop(self, subject: NoteSubject) -> None:
        """Forget the draft on a subject: it was kept as a note, or given up."""
        path = self._file(subject)
        with ErrorTranslator(path, "removed"):
            if path.exists():
                remove_durably(path)

    def abandoned(self) -> list[NoteDraft]:
        """The drafts whose writers are gone without having kept or dropped them."""
        found = []
        for data in self._contents():
            with suppress(msgspec.MsgspecError):
                draft = msgspec.json.decode(data, type=NoteDraft)
                if not _is_being_written(draft):
                    found.append(draft)
        return found

    def _file(self, subject: NoteSubject) -> Path:
        return self._folder / f"{subject.key}.json"

    def _contents(self) -> list[bytes]:
        with ErrorTranslator(self._folder, "read"):
            names = sorted(entry.name for entry in entries(self._folder) if entry.name.endswith(".json"))
            return [(self._folder / name).read_bytes() for name in names]


def _is_being_written(draft: NoteDraft) -> bool:
    """Whether the process that writes it is at work, as far as can be told from here."""
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
