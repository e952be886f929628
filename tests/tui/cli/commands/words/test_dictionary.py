"""The commands `word` and `words`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.cli.conftest import Pizhu


def test_words_are_joined_split_removed_and_imported(pizhu: Pizhu, tmp_path: Path) -> None:
    def words() -> list[object]:
        return [each["word"] for each in pizhu("words")[1]]

    assert [each["word"] for each in pizhu("words", "join", "雨燕")[1]] == ["雨燕"]
    path = tmp_path / "mine.txt"
    path.write_text("油菜花 5 n\n", "utf-8")
    assert pizhu("words", "import", str(path))[0] == 0
    assert set(words()) == {"雨燕", "油菜花"}
    assert pizhu("words", "split", "雨", "燕")[0] == 0
    assert pizhu("words", "remove", "油菜花")[0] == 0
    assert "油菜花" not in words()
    pizhu("undo")
    assert "油菜花" in words()


@pytest.mark.parametrize("arguments", [("join",), ("split", "雨"), ("split", "雨", "燕", "花"), ("import",)])
def test_wrong_number_of_words_is_a_usage_error(pizhu: Pizhu, arguments: tuple[str, ...]) -> None:
    code, _, errors = pizhu("words", *arguments)
    assert code == 2
    assert errors.startswith(f"pizhu: Write `pizhu words {arguments[0]} ")


def test_word_dictionary_that_is_not_utf8_is_a_usage_error(pizhu: Pizhu, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(b"\xff\xfe")
    code, _, errors = pizhu("words", "import", str(path))
    assert code == 2
    assert f"{path} cannot be read as a user dictionary" in errors


def test_word_profile_counts_the_articles(pizhu: Pizhu, article: str) -> None:
    (profile,) = pizhu("word", "花")[1]
    assert (profile["word"], profile["articles"]) == ("花", 1)
