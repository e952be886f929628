"""Conflict copies of synced folders are merged annotation by annotation, as one step, and moved aside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.library import Library, open_library
from store.library.merging.conflict_copies import MergedCopies
from store.model.annotation import Annotation
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.record_check import Kind
from tests.conftest import STATION, draft, root_of

SYNCTHING = ".sync-conflict-20260101-120000-ABCDEFG"


class Computers:
    """A library on two computers, whose folders a program syncs."""

    def __init__(self, library: Library, other: Path) -> None:
        self.here = library
        self.station = library.articles.add(STATION)[0]
        library.annotations.annotate_quote(self.station, "列车", note="旧", tags=["时间"])
        shutil.copytree(root_of(library), other)
        self.there = open_library(other, creator="lin")

    def copy(self, name: str, middle: str = SYNCTHING) -> Path:
        """Bring a file from there as a conflict copy, as a program does it; return its path."""
        source = root_of(self.there) / name
        target = root_of(self.here) / name
        path = target.with_name(f"{target.stem}{middle}{target.suffix}")
        shutil.copyfile(source, path)
        return path

    def copy_record(self, middle: str = SYNCTHING) -> Path:
        """Bring the record of the article."""
        return self.copy(f"articles/{self.station[:2]}/{self.station}.json", middle)

    def merge(self) -> MergedCopies:
        """Look through the library as when it is opened, and merge."""
        self.here.resync()
        return self.here.conflict_copies.merge()

    def notes(self) -> set[str]:
        """Return the notes of the article here."""
        return {each.note for each in self.here.annotations.of(self.station)}

    def old(self, library: Library) -> Annotation:
        """Return the annotation that both computers had."""
        return next(each for each in library.annotations.of(self.station) if each.exact == "列车")

    def damage(self) -> list[Kind]:
        """Return what a check finds here."""
        return [each.kind for each in check(FolderStore(root_of(self.here)))]


@pytest.fixture
def computers(library: Library, tmp_path: Path) -> Computers:
    """Two computers with the same library."""
    return Computers(library, tmp_path / "there")


@pytest.mark.parametrize(
    "middle",
    [
        SYNCTHING,
        " (Lin's conflicted copy 2026-01-01)",
        " (林 的冲突副本 2026-01-01)",
        " (conflicted copy 2026-01-01 120000)",
        " 2",
        "-LINS-PC",
    ],
)
def test_what_was_annotated_on_both_computers_is_merged(computers: Computers, middle: str) -> None:
    computers.here.annotations.annotate_quote(computers.station, "油菜花", note="这里")
    computers.there.annotations.annotate_quote(computers.station, "月台", note="那里", tags=["地点"])
    path = computers.copy_record(middle)
    assert computers.damage() == [Kind.COPY]
    result = computers.merge()
    assert computers.notes() == {"旧", "这里", "那里"}
    assert result.articles == [computers.station]
    assert not path.exists()
    assert list(Path(result.aside).rglob(path.name))
    assert computers.damage() == []
    assert not computers.here.conflict_copies.found()


def test_the_merge_is_undone_in_one_step(computers: Computers) -> None:
    computers.there.annotations.annotate_quote(computers.station, "月台", note="那里", tags=["地点"])
    computers.there.articles.write_note(computers.station, "一篇好文章")
    computers.copy_record()
    computers.copy("library.json")
    assert computers.merge().is_step
    computers.here.undo()
    assert computers.notes() == {"旧"}
    assert computers.here.articles.get(computers.station).note == ""
    assert [tag.name for tag in computers.here.codebook.tags()] == ["时间"]


def test_two_notes_on_the_same_words_are_both_kept_and_told(computers: Computers) -> None:
    for library, note in ((computers.here, "甲"), (computers.there, "乙")):
        library.annotations.edit(computers.station, computers.old(library).id, note=note)
    computers.copy_record()
    result = computers.merge()
    assert computers.notes() == {"甲", "乙"}
    assert len(result.conflicts) == 1
    assert computers.damage() == []


def test_a_note_that_only_one_computer_changed_is_no_conflict(computers: Computers) -> None:
    computers.here.annotations.edit(computers.station, computers.old(computers.here).id, note="新")
    computers.copy_record()
    assert not computers.merge().conflicts
    assert computers.notes() == {"新"}


def test_a_note_that_only_the_other_computer_changed_is_taken_with_its_history(computers: Computers) -> None:
    computers.there.annotations.edit(computers.station, computers.old(computers.there).id, note="新")
    computers.copy_record()
    computers.copy("history.jsonl")
    assert not computers.merge().conflicts
    assert computers.notes() == {"新"}
    assert computers.damage() == []


def test_steps_from_before_can_still_be_undone_after_histories_were_merged(
    computers: Computers, tmp_path: Path
) -> None:
    for number in range(3):
        computers.there.articles.write_note(computers.station, f"札记 {number}")
    computers.copy("history.jsonl")
    with open_library(root_of(computers.here)) as opened:
        opened.resync()
        opened.conflict_copies.merge()
        assert opened.undo() is not None
        assert opened.annotations.of(computers.station) == ()
        opened.redo()
        assert len(opened.annotations.of(computers.station)) == 1


def test_an_annotation_that_was_deleted_here_does_not_come_back(computers: Computers) -> None:
    computers.here.annotations.delete(computers.station, computers.old(computers.here).id)
    computers.there.annotations.annotate_quote(computers.station, "月台", note="那里")
    computers.copy_record()
    computers.merge()
    assert computers.notes() == {"那里"}


def test_an_annotation_that_was_deleted_there_goes_when_its_history_came_along(computers: Computers) -> None:
    computers.there.annotations.delete(computers.station, computers.old(computers.there).id)
    computers.copy_record()
    computers.copy("history.jsonl")
    computers.merge()
    assert computers.notes() == set()
    assert computers.damage() == []


@pytest.mark.parametrize("content", [b"", b'{"article": {"1": {"title"', b"{}"])
def test_a_copy_that_has_not_arrived_completely_is_left_and_told(
    computers: Computers, content: bytes
) -> None:
    path = computers.copy_record()
    path.write_bytes(content)
    result = computers.merge()
    assert path.read_bytes() == content
    assert len(result.left) == 1
    assert str(path) in result.left[0]
    assert not result.is_step


def test_a_copy_with_a_changed_line_is_left(computers: Computers) -> None:
    computers.there.annotations.annotate_quote(computers.station, "月台", note="那里")
    path = computers.copy_record()
    path.write_bytes(path.read_bytes().replace("那里".encode(), "那裡".encode()))
    assert computers.merge().left
    assert path.exists()


def test_a_copy_of_another_article_is_left(computers: Computers) -> None:
    other = computers.there.articles.add(draft("另一篇。", title="另一篇"))[0]
    path = computers.copy_record()
    shutil.copyfile(root_of(computers.there) / f"articles/{other[:2]}/{other}.json", path)
    assert computers.merge().left
    assert path.exists()


def test_a_copy_of_the_same_text_goes_aside_and_another_text_stays(computers: Computers) -> None:
    name = f"articles/{computers.station[:2]}/{computers.station}.txt"
    same, other = computers.copy(name), computers.copy(name, " 2")
    other.write_text("别的文字", "utf-8")
    result = computers.merge()
    assert not same.exists()
    assert other.exists()
    assert len(result.left) == 1


def test_copies_of_an_article_that_was_removed_as_it_was_go_aside(computers: Computers) -> None:
    path = computers.copy_record()
    computers.here.articles.remove([computers.station])
    result = computers.merge()
    assert not path.exists()
    assert not result.left


def test_files_that_a_person_put_there_are_no_copies(computers: Computers) -> None:
    root = root_of(computers.here)
    for name in ("library-old.json", "library backup.json", "notes.json"):
        (root / name).write_text("{}")
    (root / "articles" / computers.station[:2] / "notes 2.json").write_text("{}")
    computers.here.resync()
    assert computers.here.conflict_copies.found() == []
    assert computers.damage() == [Kind.STRAY]


def test_a_file_that_syncthing_is_receiving_is_left_alone(computers: Computers) -> None:
    path = (
        root_of(computers.here) / f"articles/{computers.station[:2]}/.syncthing.{computers.station}.json.tmp"
    )
    path.write_bytes(b"{")
    computers.here.resync()
    assert path.exists()
    assert computers.damage() == []


def test_both_computers_come_to_the_same_result(computers: Computers) -> None:
    for library, note in ((computers.here, "甲"), (computers.there, "乙")):
        library.annotations.edit(computers.station, computers.old(library).id, note=note)
    name = f"articles/{computers.station[:2]}/{computers.station}"
    ours = (root_of(computers.here) / f"{name}.json").read_bytes()
    computers.copy_record()
    (root_of(computers.there) / f"{name}{SYNCTHING}.json").write_bytes(ours)
    computers.merge()
    computers.there.resync()
    computers.there.conflict_copies.merge()
    here, there = (
        {each.id: (each.note, each.tags, each.start) for each in library.annotations.of(computers.station)}
        for library in (computers.here, computers.there)
    )
    assert here == there
