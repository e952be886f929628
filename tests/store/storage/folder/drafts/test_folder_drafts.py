from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import LibraryUnavailable
from store.library import Library, open_library
from store.model.note_draft import NoteDraft, NoteSubject
from store.notes.draft_recovery import recover_drafts
from store.storage.folder.check import check
from store.storage.folder.drafts import folder_drafts, sign_of_life
from store.storage.folder.drafts.folder_drafts import FolderDrafts
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from tests.conftest import STATION, root_of


@pytest.fixture
def station(library: Library) -> str:
    return library.articles.add(STATION)[0]


@pytest.fixture
def other(library: Library) -> Iterator[FolderDrafts]:
    """The drafts of another session on the same library, which is running."""
    drafts = FolderDrafts(root_of(library) / "drafts")
    yield drafts
    drafts.close()


def leave_drafts(library: Library, *drafts: NoteDraft) -> None:
    """Write drafts as a session that has ended."""
    session = FolderDrafts(root_of(library) / "drafts")
    for draft in drafts:
        session.keep(draft)
    session.close()


def names(library: Library) -> list[str]:
    """The files in the folder of drafts."""
    return sorted(path.name for path in (root_of(library) / "drafts").iterdir())


def test_drafts_of_an_ended_session_become_notes_that_can_be_undone(library: Library, station: str) -> None:
    annotation = library.annotations.annotate(station, 0, 2, note="旧")
    leave_drafts(
        library,
        NoteDraft(NoteSubject(station), "全文"),
        NoteDraft(NoteSubject(station, annotation=annotation.id), "新", rev=annotation.rev),
        NoteDraft(NoteSubject(station, start=3, end=5, exact=library.articles.get(station).text[3:5]), "字"),
    )
    assert len(recover_drafts(library)) == 3
    assert library.articles.get(station).note == "全文"
    assert [each.note for each in library.annotations.of(station)] == ["新", "字"]
    assert recover_drafts(library) == []
    assert names(library) == []
    for _ in range(3):
        library.undo()
    assert library.articles.get(station).note == ""
    assert [each.note for each in library.annotations.of(station)] == ["旧"]


# Signs of life


def test_a_draft_of_a_running_session_is_not_recovered(
    library: Library, station: str, other: FolderDrafts
) -> None:
    other.keep(NoteDraft(NoteSubject(station), "还在写"))
    assert recover_drafts(library) == []
    assert [stored.is_in_use for stored in library.drafts.stored()] == [True]
    other.close()
    assert len(recover_drafts(library)) == 1


def test_a_draft_is_recovered_although_its_process_id_is_in_use_and_the_host_has_another_name(
    library: Library, station: str
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "getpid", os.getppid)
        patched.setattr(socket, "gethostname", lambda: "another")
        leave_drafts(library, NoteDraft(NoteSubject(station), "写过"))
    ((_, is_saved),) = recover_drafts(library)
    assert is_saved
    assert library.articles.get(station).note == "写过"


@pytest.mark.long
def test_the_draft_of_a_killed_process_is_recovered_and_its_lock_removed(
    library: Library, station: str
) -> None:
    folder = root_of(library) / "drafts"
    script = (
        "import sys\nfrom pathlib import Path\nfrom store.model.note_draft import NoteDraft, NoteSubject\n"
        "from store.storage.folder.drafts.folder_drafts import FolderDrafts\n"
        "drafts = FolderDrafts(Path(sys.argv[1]))\n"
        "drafts.keep(NoteDraft(NoteSubject(sys.argv[2]), '被杀'))\n"
        "print('kept', flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder), station], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"kept\n"
        assert recover_drafts(library) == []
        writer.kill()
        writer.wait()
    assert len(names(library)) == 2
    assert [is_saved for _, is_saved in recover_drafts(library)] == [True]
    assert names(library) == []


def test_drafts_of_earlier_versions_are_recovered(library: Library, station: str) -> None:
    folder = root_of(library) / "drafts"
    folder.mkdir()
    earlier = {
        "subject": {"article": station, "annotation": "", "start": 0, "end": 0, "exact": ""},
        "text": "从前写的",
        "rev": None,
        "before": "",
        "process": os.getppid(),
        "host": "another",
    }
    (folder / "0011223344556677.json").write_bytes(msgspec.json.encode(earlier))
    assert [is_saved for _, is_saved in recover_drafts(library)] == [True]
    assert library.articles.get(station).note == "从前写的"
    assert names(library) == []


def test_two_readers_of_a_note_have_their_own_drafts(
    library: Library, station: str, other: FolderDrafts
) -> None:
    library.drafts.keep(NoteDraft(NoteSubject(station), "我的"))
    other.keep(NoteDraft(NoteSubject(station), "他的"))
    library.drafts.drop(NoteSubject(station))
    assert [stored.text for stored in library.drafts.stored()] == ["他的"]
    other.close()
    recover_drafts(library)
    assert library.articles.get(station).note == "他的"


def test_drafts_of_two_sessions_on_a_note_are_both_recovered(library: Library, station: str) -> None:
    for text in ("一次", "两次"):
        leave_drafts(library, NoteDraft(NoteSubject(station), text))
    assert [is_saved for _, is_saved in recover_drafts(library)] == [True, True]
    assert set(library.articles.get(station).note.split("\n")) == {"一次", "———", "两次"}


class TestWithoutLocks:
    """On a file system without locks, the process and the age of a draft decide."""

    @pytest.fixture(autouse=True)
    def _no_locks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(_: int) -> bool:
            raise OSError("no locks")

        monkeypatch.setattr(sign_of_life, "try_lock", refuse)

    def leave(self, library: Library, station: str, process: int, host: str = "") -> None:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(os, "getpid", lambda: process)
            if host:
                patched.setattr(socket, "gethostname", lambda: host)
            FolderDrafts(root_of(library) / "drafts").keep(NoteDraft(NoteSubject(station), "写过"))

    def age(self, library: Library) -> None:
        """Make all drafts look old."""
        for path in (root_of(library) / "drafts").iterdir():
            os.utime(path, (0, 0))

    def test_a_draft_of_a_process_that_is_gone_is_recovered(self, library: Library, station: str) -> None:
        self.leave(library, station, 4_194_305)
        assert [stored.is_in_use for stored in library.drafts.stored()] == [False]

    @pytest.mark.parametrize("host", ["", "another"])
    def test_a_draft_of_a_process_that_may_run_is_recovered_when_it_is_old(
        self, library: Library, station: str, host: str
    ) -> None:
        self.leave(library, station, os.getppid(), host)
        assert library.drafts.abandoned() == []
        self.age(library)
        assert len(library.drafts.abandoned()) == 1

    def test_ones_own_draft_is_in_use_and_can_be_dropped(self, library: Library, station: str) -> None:
        library.drafts.keep(NoteDraft(NoteSubject(station), "写"))
        self.age(library)
        assert library.drafts.abandoned() == []
        library.drafts.drop(NoteSubject(station))
        assert names(library) == []


# Recovering


def test_a_draft_of_a_note_changed_since_is_saved_with_the_change(library: Library, station: str) -> None:
    library.articles.write_note(station, "旧")
    annotation = library.annotations.annotate(station, 0, 2, note="旧")
    leave_drafts(
        library,
        NoteDraft(NoteSubject(station), "我的", before="旧"),
        NoteDraft(NoteSubject(station, annotation=annotation.id), "新", rev=annotation.rev, before="旧"),
    )
    library.articles.write_note(station, "别的")
    library.annotations.edit(station, annotation.id, note="别的")
    assert all(is_saved for _, is_saved in recover_drafts(library))
    assert library.articles.get(station).note == "别的\n———\n我的"
    assert library.annotations.of(station)[0].note == "别的\n———\n新"


def test_a_draft_whose_annotation_got_other_tags_is_saved_alone(library: Library, station: str) -> None:
    annotation = library.annotations.annotate(station, 0, 2, note="旧")
    subject = NoteSubject(station, annotation=annotation.id)
    leave_drafts(library, NoteDraft(subject, "新", rev=annotation.rev, before="旧"))
    library.annotations.edit(station, annotation.id, tags=["路"])
    recover_drafts(library)
    assert [(each.note, each.tags) for each in library.annotations.of(station)] == [("新", ("路",))]


def test_recovering_a_draft_again_duplicates_nothing(library: Library, station: str) -> None:
    exact = library.articles.get(station).text[3:5]
    annotation = library.annotations.annotate(station, 0, 2, note="旧")
    drafts = (
        NoteDraft(NoteSubject(station), "全文\n"),
        NoteDraft(NoteSubject(station, annotation=annotation.id), "新", rev=annotation.rev, before="旧"),
        NoteDraft(NoteSubject(station, start=3, end=5, exact=exact), "字"),
    )
    for _ in range(3):
        leave_drafts(library, *drafts)
        assert all(is_saved for _, is_saved in recover_drafts(library))
    assert library.articles.get(station).note == "全文"
    assert [each.note for each in library.annotations.of(station)] == ["新", "字"]


def test_a_draft_on_an_article_that_is_gone_stays_and_its_place_is_told(
    library: Library, station: str
) -> None:
    leave_drafts(library, NoteDraft(NoteSubject(station), "无处可写"))
    library.articles.remove([station])
    ((message, is_saved),) = recover_drafts(library)
    (stored,) = library.drafts.stored()
    assert not is_saved
    assert "「无处可写」" in message
    assert stored.where in message
    assert "`pizhu notes --drafts` prints it" in message
    library.undo()
    assert [is_saved for _, is_saved in recover_drafts(library)] == [True]
    assert library.articles.get(station).note == "无处可写"


def test_drafts_of_a_library_that_cannot_be_written_stay_and_are_told(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_drafts(library, NoteDraft(NoteSubject(station), "写不进"))

    def refuse() -> None:
        raise LibraryUnavailable("The library is read-only.")

    monkeypatch.setattr(library, "locked", refuse)
    ((message, is_saved),) = recover_drafts(library)
    assert not is_saved
    assert "The library is read-only." in message
    assert library.drafts.stored()[0].where in message


# Damage


def leave_file(library: Library, name: str, data: bytes) -> Path:
    folder = root_of(library) / "drafts"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


@pytest.mark.parametrize(
    ("data", "readable"),
    [
        (b"", ""),
        (b"{", "{"),
        ('{"subject":{"article":"3f"},"text":"春\\n天\\"'.encode(), '春\n天"'),
        ('{"subject":{"article":"3f"},"text":"春天\\u4e'.encode(), "春天"),
        ('{"subject":{"article":"3f"},"text":"春'.encode() + b"\xe5\xa4" + '了","rev":1}'.encode(), "春�了"),
        ('{"subject":1,"text":"春天","rev":null}'.encode(), "春天"),
        ("春天\x1b[31m".encode(), "春天[31m"),
    ],
)
def test_a_damaged_draft_is_reported_with_what_can_be_read_of_it(
    library: Library, station: str, data: bytes, readable: str
) -> None:
    path = leave_file(library, "x.json", data)
    leave_drafts(library, NoteDraft(NoteSubject(station), "完好"))
    messages = recover_drafts(library)
    (damage,) = [message for message, is_saved in messages if not is_saved]
    assert f"{path}, is damaged" in damage
    assert readable.split("\n", maxsplit=1)[0] in damage
    assert library.articles.get(station).note == "完好"
    assert [stored.text for stored in library.drafts.stored()] == [readable]
    assert path.read_bytes() == data
    assert [each.path for each in check(FolderStore(root_of(library)))] == [path]


def test_a_folder_or_a_pipe_in_place_of_a_draft_is_reported(library: Library, station: str) -> None:
    folder = root_of(library) / "drafts"
    (folder / "y.json").mkdir(parents=True)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "z.json")
    messages = recover_drafts(library)
    assert messages
    assert all("is not the file of a draft" in message for message, _ in messages)
    store = FolderStore(root_of(library))
    assert {each.path for each in check(store)} == set(folder.glob("*.json"))
    repair(store)
    assert not list(check(store))


@given(st.binary(max_size=60), st.integers(0, 400), st.sampled_from(["cut", "insert"]))
def test_however_a_draft_is_damaged_it_is_read_or_reported(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, place: int, how: str
) -> None:
    drafts = FolderDrafts(tmp_path_factory.mktemp("drafts"))
    drafts.keep(NoteDraft(NoteSubject("3f"), "一段\n“话”\\"))
    drafts.close()
    path = Path(drafts.stored()[0].where)
    whole = path.read_bytes()
    path.write_bytes(whole[:place] if how == "cut" else whole[:place] + data + whole[place:])
    (stored,) = drafts.stored()
    assert (stored.draft is None) == bool(stored.problem)


def test_a_flipped_bit_in_the_words_of_a_draft_is_reported(library: Library, station: str) -> None:
    leave_drafts(library, NoteDraft(NoteSubject(station), "种花的站台"))
    path = Path(library.drafts.stored()[0].where)
    data = bytearray(path.read_bytes())
    data[data.index("花".encode()) + 2] ^= 1
    path.write_bytes(data)
    assert "花" not in path.read_text("utf-8")
    assert [each.path for each in check(FolderStore(root_of(library)))] == [path]
    assert len(recover_drafts(library)) == 1
    assert not library.articles.get(station).note


def test_a_draft_that_is_too_large_is_reported(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_drafts, "MAX_BYTES", 10)
    leave_drafts(library, NoteDraft(NoteSubject(station), "太长"))
    assert len(recover_drafts(library)) == 1
    assert len(library.drafts.stored()) == 1


def test_a_discarded_draft_is_not_recovered(library: Library, station: str) -> None:
    library.drafts.keep(NoteDraft(NoteSubject(station), "写"))
    library.drafts.drop(NoteSubject(station))
    library.drafts.drop(NoteSubject(station))
    assert library.drafts.abandoned() == []
    assert names(library) == []


def test_closing_a_library_ends_its_session(library: Library, station: str, root: Path) -> None:
    with open_library(root) as again:
        again.drafts.keep(NoteDraft(NoteSubject(station), "写"))
        assert library.drafts.abandoned() == []
    assert len(library.drafts.abandoned()) == 1


def test_a_draft_that_cannot_be_restored_is_reported_once_with_its_place(
    library: Library, station: str
) -> None:
    leave_drafts(library, NoteDraft(NoteSubject("0" * 16), "去向不明"))
    damaged = leave_file(library, "x.json", b"{")
    messages = [message for message, _ in recover_drafts(library)]
    places = [stored.where for stored in library.drafts.stored()]
    assert len(messages) == len(places) == 2
    assert all(any(place in message for message in messages) for place in places)
    assert recover_drafts(library) == []
    with open_library(root_of(library)) as again:
        assert recover_drafts(again) == []
    damaged.write_bytes(b"{}")
    assert [str(damaged) in message for message, _ in recover_drafts(library)] == [True]
    assert not list(check(FolderStore(root_of(library))))[2:]


def test_a_reported_draft_is_saved_once_it_can_be(library: Library, station: str) -> None:
    library.articles.remove([station])
    leave_drafts(library, NoteDraft(NoteSubject(station), "还在"))
    assert [is_saved for _, is_saved in recover_drafts(library)] == [False]
    library.undo()
    assert [is_saved for _, is_saved in recover_drafts(library)] == [True]
    assert library.articles.get(station).note == "还在"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"x.json": 3}', b"\xff"])
def test_a_damaged_list_of_reported_drafts_reports_again(library: Library, content: bytes) -> None:
    leave_file(library, "x.json", b"{")
    leave_file(library, ".reported", content)
    assert len(recover_drafts(library)) == 1
    assert recover_drafts(library) == []
