from __future__ import annotations

import os

import msgspec
import pytest

from store.library import Library
from store.model.note_draft import NoteDraft, NoteSubject
from store.notes.draft_recovery import recover_drafts
from tests.conftest import STATION, root_of

GONE = 4_194_305
"""A process ID that no process has."""


@pytest.fixture
def station(library: Library) -> str:
    return library.articles.add(STATION)[0]


def leave_drafts(library: Library, monkeypatch: pytest.MonkeyPatch, *drafts: NoteDraft) -> None:
    """Write drafts as a process that no longer exists."""
    with monkeypatch.context() as patched:
        patched.setattr(os, "getpid", lambda: GONE)
        for draft in drafts:
            library.drafts.keep(draft)


def test_drafts_of_a_dead_process_become_notes_that_can_be_undone(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotation = library.annotations.annotate(station, 0, 2, note="旧")
    leave_drafts(
        library,
        monkeypatch,
        NoteDraft(NoteSubject(station), "全文"),
        NoteDraft(NoteSubject(station, annotation=annotation.id), "新", rev=annotation.rev),
        NoteDraft(NoteSubject(station, start=3, end=5, exact=library.articles.get(station).text[3:5]), "字"),
    )
    assert len(recover_drafts(library)) == 3
    assert library.articles.get(station).note == "全文"
    assert [each.note for each in library.annotations.of(station)] == ["新", "字"]
    assert recover_drafts(library) == []
    for _ in range(3):
        library.undo()
    assert library.articles.get(station).note == ""
    assert [each.note for each in library.annotations.of(station)] == ["旧"]


def test_a_draft_of_a_note_changed_since_is_kept_and_reported(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotation = library.annotations.annotate(station, 0, 2, note="旧")
    leave_drafts(
        library,
        monkeypatch,
        NoteDraft(NoteSubject(station, annotation=annotation.id), "新", rev=annotation.rev),
    )
    library.annotations.edit(station, annotation.id, note="别的")
    ((message, recovered),) = recover_drafts(library)
    assert "could not be recovered" in message
    assert not recovered
    assert library.annotations.of(station)[0].note == "别的"
    assert len(library.drafts.abandoned()) == 1


def test_a_draft_of_a_running_process_is_not_recovered(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "getpid", os.getppid)
        library.drafts.keep(NoteDraft(NoteSubject(station), "还在写"))
    assert recover_drafts(library) == []


def test_files_that_are_not_drafts_are_ignored(library: Library, station: str) -> None:
    folder = root_of(library) / "drafts"
    folder.mkdir()
    (folder / "x.json").write_bytes(b"{")
    (folder / "y.json").write_bytes(msgspec.json.encode({"subject": 1}))
    assert recover_drafts(library) == []


def test_a_discarded_draft_is_not_recovered(library: Library, station: str) -> None:
    library.drafts.keep(NoteDraft(NoteSubject(station), "写"))
    library.drafts.drop(NoteSubject(station))
    library.drafts.drop(NoteSubject(station))
    assert library.drafts.abandoned() == []
