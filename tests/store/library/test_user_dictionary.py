from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import UsageError
from store.library import Library, open_library
from store.library.user_dictionary import parse
from store.model.tables.user_word import UserWord
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair


def listed(library: Library) -> list[str]:
    return [str(entry) for entry in library.dictionary.words()]


def test_joined_and_split_words_are_still_there_after_reopening(root: Path) -> None:
    with open_library(root) as library:
        library.dictionary.join("乡邮路")
        library.dictionary.split("电子", "商务")
    with open_library(root) as library:
        assert listed(library) == ["乡邮路 100000", "商务", "电子", "电子商务 0"]


def test_each_change_can_be_undone_and_redone(library: Library) -> None:
    library.dictionary.join("乡邮路")
    library.dictionary.split("电子", "商务")
    assert library.undo() == "split 电子·商务"
    assert listed(library) == ["乡邮路 100000"]
    assert library.redo() == "split 电子·商务"
    assert len(listed(library)) == 4


def test_joining_a_split_word_removes_the_split(library: Library) -> None:
    library.dictionary.split("电", "子")
    library.dictionary.join("电子")
    assert listed(library) == ["电子 100000"]


def test_subscribers_are_notified_of_changed_words(library: Library) -> None:
    notifications: list[bool] = []
    library.subscribe(lambda change: notifications.append(change.words))
    library.dictionary.join("乡邮路")
    library.dictionary.remove(["乡邮路"])
    assert notifications == [True, True]


@pytest.mark.parametrize("word", ["", " ", "一", "a\nb", "字" * 41, "\x1b[31m"])
def test_invalid_words_are_rejected(library: Library, word: str) -> None:
    with pytest.raises(UsageError, match="cannot be a word"):
        library.dictionary.join(word)
    assert listed(library) == []


def test_an_unknown_word_cannot_be_removed(library: Library) -> None:
    with pytest.raises(UsageError, match="not in the user dictionary"):
        library.dictionary.remove(["乡邮路"])


def test_dictionaries_in_the_format_of_jieba_are_read() -> None:
    lines = ["\ufeff云计算 5", "李小福 2 nr", "", "创新办", "New York 10", "台中 0"]
    assert [*parse(lines)] == [
        UserWord("云计算", 5),
        UserWord("李小福", 2),
        UserWord("创新办"),
        UserWord("New York", 10),
        UserWord("台中", 0),
    ]


def test_repair_keeps_the_words(root: Path) -> None:
    with open_library(root) as library:
        library.dictionary.join("乡邮路")
    file = root / "library.json"
    file.write_text(file.read_text("utf-8").rstrip().removesuffix("}"), "utf-8")
    repair(FolderStore(root))
    with open_library(root) as library:
        assert listed(library) == ["乡邮路 100000"]
