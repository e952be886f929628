from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.errors import BadTagName
from store.library import Library, open_library
from store.model.tables.dismissal import Dismissal
from store.storage.folder.backup import back_up, restore
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from store.storage.record_check import Kind
from tests.conftest import root_of


def test_dismissals_are_still_known_after_reopening_the_library(root: Path) -> None:
    with open_library(root) as library:
        library.dismissals.for_article("a" * 16, "铁路")
        library.dismissals.for_words("「電子商務」", "生意")
    with open_library(root) as library:
        assert library.dismissals.of_article("a" * 16) == {"铁路"}
        assert library.dismissals.of_article("b" * 16) == frozenset()
        assert library.dismissals.of_words("电子商务，") == {"生意"}
        assert library.dismissals.of_words("商务") == frozenset()


def test_a_dismissal_can_be_undone_and_repeating_it_adds_nothing(library: Library) -> None:
    library.dismissals.for_article("a" * 16, "铁路")
    library.dismissals.for_article("a" * 16, "鐵路")
    library.dismissals.for_article("a" * 16, "铁路")
    assert len(library.dismissals.all()) == 1
    while library.undo() is not None:
        pass
    assert library.dismissals.all() == ()
    assert library.redo() == "dismiss the suggestion “铁路”"
    assert library.dismissals.of_article("a" * 16) == {"铁路"}


def test_an_invalid_tag_name_is_rejected(library: Library) -> None:
    with pytest.raises(BadTagName):
        library.dismissals.for_words("银行", "a\x1bb")
    assert library.dismissals.all() == ()


def test_dismissals_follow_a_merged_tag_and_its_undo(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路", "交通"])
    library.dismissals.for_words("列车", "铁路")
    library.dismissals.for_words("列车", "交通")
    library.dismissals.for_article(station, "铁路")
    before = library.dismissals.all()
    library.codebook.merge(["铁路"], "交通")
    assert set(library.dismissals.all()) == {
        Dismissal("交通", words="列车"),
        Dismissal("交通", article=station),
    }
    library.undo()
    assert library.dismissals.all() == before


def test_a_deleted_tag_stays_dismissed(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    library.dismissals.for_words("列车", "铁路")
    library.codebook.delete("铁路")
    assert library.dismissals.of_words("列车") == {"铁路"}


def test_a_damaged_dismissal_is_reported_and_restored_from_the_history(library: Library) -> None:
    library.dismissals.for_words("列车", "铁路")
    library.dismissals.for_words("油菜花", "植物")
    file = root_of(library) / "library.json"
    file.write_text(file.read_text("utf-8").replace('"tag":"植物"', '"tag":3'), "utf-8")
    assert [damage.kind for damage in check(FolderStore(root_of(library)))] == [Kind.DAMAGED]
    repair(FolderStore(root_of(library)))
    assert list(check(FolderStore(root_of(library)))) == []
    assert [each.tag for each in library.dismissals.all()] == ["铁路", "植物"]


def test_a_backup_contains_the_dismissals(library: Library, tmp_path: Path) -> None:
    library.dismissals.for_words("列车", "铁路")
    back_up(FolderStore(root_of(library)), tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    with open_library(tmp_path / "again") as again:
        assert again.dismissals.of_words("列车") == {"铁路"}


def test_dismissals_are_stored_in_their_own_table(library: Library) -> None:
    library.dismissals.for_words("列车", "铁路")
    file = root_of(library) / "library.json"
    (entry,) = json.loads(file.read_text("utf-8"))["dismissals"].values()
    del entry["sum"]
    assert entry == {"tag": "铁路", "article": "", "words": "列车"}
