"""The journal after a crash: lines of changes that did not take effect are taken out, all others are kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.library import Library, open_library
from store.storage.atomic_write import Batch
from store.storage.folder.journal import FileJournal, FileState
from tests.conftest import draft, root_of

STEP = b'{"step":"1","committed":true}\n'
OLD = b'{"step":"0"}\n'


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_bytes(b"{}")
    return path


@pytest.fixture
def journal(tmp_path: Path, record: Path) -> FileJournal:
    return FileJournal(tmp_path / "history.jsonl", lambda _: record)


def append(journal: FileJournal, line: bytes = STEP, before: FileState | None = None) -> int | None:
    batch = Batch()
    position = journal.append_with(batch, line, before)
    batch.sync()
    batch.put()
    return position


def lines_after_a_crash(journal: FileJournal) -> list[bytes]:
    """Return the lines without the commit records, as the next process finds them."""
    journal.settle()
    assert journal.is_settled()
    return [line for line in journal.lines(0) if not line.startswith(b'{"commit"')]


def test_the_line_of_a_change_that_took_effect_is_kept(journal: FileJournal, record: Path) -> None:
    append(journal, OLD)
    append(journal, STEP, journal.state_of(""))
    record.write_bytes(b'{"rev":2}')
    assert lines_after_a_crash(journal) == [OLD, STEP]


def test_the_line_of_a_change_that_did_not_take_effect_is_taken_out(journal: FileJournal) -> None:
    append(journal, OLD)
    append(journal, STEP, journal.state_of(""))
    assert not journal.is_settled()
    assert lines_after_a_crash(journal) == [OLD]


def test_a_new_file_that_is_not_there_did_not_take_effect(journal: FileJournal, record: Path) -> None:
    record.unlink()
    append(journal, STEP, journal.state_of(""))
    assert lines_after_a_crash(journal) == []
    append(journal, STEP, journal.state_of(""))
    record.write_bytes(b"{}")
    assert lines_after_a_crash(journal) == [STEP]


def test_a_line_that_was_written_in_part_is_taken_out(
    journal: FileJournal, record: Path, tmp_path: Path
) -> None:
    append(journal, OLD, journal.state_of(""))
    record.write_bytes(b'{"rev":2}')
    kept = journal.size()
    append(journal, STEP, journal.state_of(""))
    path = tmp_path / "history.jsonl"
    whole = path.read_bytes()
    for size in range(kept, len(whole)):
        for filling in (b"", b"\0" * (len(whole) - size)):
            path.write_bytes(whole[:size] + filling)
            assert lines_after_a_crash(journal) == [OLD]
            assert journal.size() == kept


def test_a_line_longer_than_what_is_read_at_once_is_taken_out(journal: FileJournal) -> None:
    append(journal, OLD)
    append(journal, STEP.replace(b"1", b"1" * 20_000), journal.state_of(""))
    assert lines_after_a_crash(journal) == [OLD]


@pytest.mark.parametrize(
    "last",
    [
        OLD,
        b'{"dropped":"1"}\n',
        b'{"undone":"1"}\n',
        b"garbage\n",
        b'{"commit":7}\n',
        b'{"step":"0"}',  # its end was removed by an editor
        b'{"commit":{"before":{"article":"../library"}}}\n',
    ],
)
def test_lines_without_a_commit_record_are_kept(journal: FileJournal, last: bytes, tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_bytes(OLD + last)
    journal.settle()
    assert path.read_bytes() == OLD + last


def test_a_rewritten_journal_keeps_its_last_line(journal: FileJournal) -> None:
    append(journal, OLD)
    append(journal, STEP)
    journal.rewrite(list(journal.lines(0)))
    assert lines_after_a_crash(journal) == [OLD, STEP]


def test_a_failed_batch_takes_its_line_out(journal: FileJournal) -> None:
    append(journal, OLD)
    size = journal.size()
    batch = Batch()
    journal.append_with(batch, STEP, None)
    batch.discard()
    assert journal.size() == size


def put_folder(path: Path) -> None:
    path.mkdir()


def put_pipe(path: Path) -> None:
    os.mkfifo(path)


def put_loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among the files")
@pytest.mark.parametrize("put", [put_folder, put_pipe, put_loop])
def test_changes_are_made_and_undone_in_the_session_without_a_usable_journal(
    library: Library, station: str, put: object
) -> None:
    journal = root_of(library) / "history.jsonl"
    journal.unlink()
    assert callable(put)
    put(journal)
    library.articles.tag(station, ["铁路"])
    library.articles.add_all([draft("一。", title="一"), draft("二。", title="二")])
    assert library.undo() == "import 2 articles"
    assert library.undo() == "tag “铁路”"
    assert library.redo() == "tag “铁路”"
    with open_library(root_of(library)) as again:
        assert again.undo() is None
        assert again.articles.get(station).tags == ("铁路",)


def test_reading_on_after_a_step_does_not_take_the_step_out(library: Library, station: str) -> None:
    library.articles.write_note(station, "春天")
    library.articles.set_position(station, 5)
    library.close()
    with open_library(root_of(library)) as again:
        assert again.undo() == "note on the article"
