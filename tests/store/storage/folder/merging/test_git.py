"""A library in a git repository: two clones annotate, git merges, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from store.errors import UsageError
from store.library import Library, open_library
from store.model.annotation import Annotation
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.merging.git import set_up
from tests.conftest import STATION, draft
from tests.store.storage.folder.merging.clones import PROGRAM, git, needs_git

pytestmark = needs_git

IMPORTED = msgspec.structs.replace(STATION, origin="station.txt")
"""The article of the clones, from a file."""


class Clones:
    """Two clones of one library with an article."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))
        self.ours, self.theirs = tmp_path / "ours", tmp_path / "theirs"
        with open_library(self.ours, creator="wang") as library:
            self.station = library.articles.add(IMPORTED)[0]
            library.annotations.annotate_quote(self.station, "列车", note="旧", tags=["时间"])
        git(self.ours, "init", "-q", "-b", "main")
        set_up(self.ours, PROGRAM)
        self.commit(self.ours)
        git(self.ours, "clone", "-q", str(self.ours), str(self.theirs))
        set_up(self.theirs, PROGRAM)

    def commit(self, folder: Path) -> None:
        """Commit all of a clone."""
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "work")

    def merge(self, code: int = 0) -> str:
        """Commit both, and merge theirs into ours."""
        self.commit(self.ours)
        self.commit(self.theirs)
        git(self.ours, "fetch", "-q", str(self.theirs), "main")
        return git(self.ours, "merge", "-q", "-m", "both", "FETCH_HEAD", code=code)

    def annotations(self) -> dict[str, Annotation]:
        """Return the annotations of the merged article by their notes."""
        with open_library(self.ours) as library:
            return {each.note: each for each in library.annotations.of(self.station)}

    def damage(self) -> list[str]:
        """Return what a check finds in the merged library."""
        return [each.sentence for each in check(FolderStore(self.ours))]


@pytest.fixture
def clones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clones:
    """Two clones of one library."""
    return Clones(tmp_path, monkeypatch)


def annotate(folder: Path, article: str, quote: str, note: str, *tags: str) -> None:
    with open_library(folder, creator="lin") as library:
        library.annotations.annotate_quote(article, quote, note=note, tags=tags)


def only(library: Library, article: str) -> Annotation:
    (found,) = library.annotations.of(article)
    return found


@pytest.mark.long
def test_what_two_clones_annotated_is_merged_and_intact(clones: Clones) -> None:
    annotate(clones.ours, clones.station, "油菜花", "黄色的", "植物")
    annotate(clones.theirs, clones.station, "月台", "在哪里", "植物", "地点")
    with open_library(clones.theirs) as library:
        library.articles.add(draft("另一篇文章。", title="另一篇"))
    clones.merge()
    assert set(clones.annotations()) == {"旧", "黄色的", "在哪里"}
    assert clones.damage() == []
    with open_library(clones.ours) as library:
        library.resync()
        assert [tag.name for tag in library.codebook.tags()] == ["地点", "时间", "植物"]
        assert library.articles.count() == 2


@pytest.mark.long
def test_two_notes_on_the_same_words_are_both_kept_and_git_is_told(clones: Clones) -> None:
    for folder, note in ((clones.ours, "甲"), (clones.theirs, "乙")):
        with open_library(folder) as library:
            library.annotations.edit(clones.station, only(library, clones.station).id, note=note)
    told = clones.merge(code=1)
    assert "both are kept" in told
    assert set(clones.annotations()) == {"甲", "乙"}
    assert clones.damage() == []


@pytest.mark.long
def test_the_steps_of_both_clones_are_in_the_history_in_order(clones: Clones) -> None:
    annotate(clones.ours, clones.station, "油菜花", "一")
    annotate(clones.theirs, clones.station, "月台", "二")
    clones.merge()
    with open_library(clones.ours) as library:
        library.undo()
    assert set(clones.annotations()) == {"旧", "一"}


@pytest.mark.long
def test_an_annotation_that_one_clone_deleted_is_gone(clones: Clones) -> None:
    with open_library(clones.ours) as library:
        library.annotations.delete(clones.station, only(library, clones.station).id)
    annotate(clones.theirs, clones.station, "月台", "二")
    clones.merge()
    assert set(clones.annotations()) == {"二"}
    assert clones.damage() == []


@pytest.mark.long
def test_an_annotation_follows_the_text_that_the_other_clone_imported_again(clones: Clones) -> None:
    changed = draft("编者按。", *STATION.text.split("\n")[1:], origin=IMPORTED.origin)
    with open_library(clones.theirs) as library:
        library.resync()
        assert library.articles.add(changed)[0] == clones.station
    annotate(clones.ours, clones.station, "油菜花", "黄色的")
    clones.merge()
    found = clones.annotations()["黄色的"]
    assert not found.orphan
    assert changed.text[found.start : found.end] == "油菜花"
    assert clones.damage() == []


def test_setting_up_twice_changes_nothing_the_second_time(clones: Clones) -> None:
    (clones.ours / ".gitignore").write_text("mine\n" + (clones.ours / ".gitignore").read_text())
    before = (clones.ours / ".gitignore").read_text()
    assert all(step.is_done for step in set_up(clones.ours, PROGRAM))
    assert (clones.ours / ".gitignore").read_text() == before


def test_lock_and_cache_stay_out_of_the_repository(clones: Clones) -> None:
    names = git(clones.ours, "ls-files").split()
    assert "library.json" in names
    assert not [name for name in names if name == "lock" or name.startswith((".cache", "drafts"))]


def test_a_folder_without_a_repository_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="git init"):
        set_up(tmp_path, PROGRAM)
