"""The actions of `words` that count."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.cli.conftest import Pizhu
from tui.cli import run

BY_CHARACTER = ("--unit", "character")


def test_characters_are_listed_by_frequency(pizhu: Pizhu, article: str) -> None:
    code, lines, _ = pizhu("words", "freq", *BY_CHARACTER, "--limit", "2")
    assert code == 0
    assert [(line["item"], line["count"], line["articles"]) for line in lines] == [("0", 3, 1), ("花", 3, 1)]


def test_only_articles_of_the_query_are_counted(pizhu: Pizhu, article: str) -> None:
    assert pizhu("words", "freq", "date:2019", *BY_CHARACTER)[1] == []


def test_words_of_a_stop_list_are_left_out(pizhu: Pizhu, article: str, tmp_path: Path) -> None:
    stop = tmp_path / "停用.txt"
    stop.write_text("花\n", "utf-8")
    lines = pizhu("words", "freq", *BY_CHARACTER, "--stop", str(stop))[1]
    assert "花" not in [line["item"] for line in lines]


def test_ngrams_have_as_many_characters_as_asked_for(pizhu: Pizhu, article: str) -> None:
    lines = pizhu("words", "ngrams", *BY_CHARACTER, "--size", "3")[1]
    assert {"花开了", "花又落", "又落了", "花还会"} <= {line["item"] for line in lines}


@pytest.mark.long
def test_key_items_are_compared_with_other_articles(pizhu: Pizhu, article: str, tmp_path: Path) -> None:
    other = tmp_path / "回信.txt"
    other.write_text("回信\n\n2020-05-06\n\n雪雪雪雪雪雪落了。\n", "utf-8")
    pizhu("import", str(other))
    comparison = ("--against", "date:2020", "--least", "1")
    code, lines, _ = pizhu(
        "words", "keyness", "date:2020", *BY_CHARACTER, "--against", "date:2021", "--rarer"
    )
    assert (code, lines) == (0, [])
    code, lines, _ = pizhu("words", "keyness", "date:2021", *BY_CHARACTER, *comparison)
    assert code == 0
    assert all(line["count"] and line["log_likelihood"] >= 3.84 for line in lines)


def test_characters_are_not_compared_with_a_dictionary_of_words(pizhu: Pizhu, article: str) -> None:
    code, _, errors = pizhu("words", "keyness", *BY_CHARACTER)
    assert code == 2
    assert "Name articles to compare with by --against" in errors


def test_collocates_of_a_word_are_listed(pizhu: Pizhu, article: str) -> None:
    window = ("--left", "1", "--right", "1", "--least", "1")
    lines = pizhu("words", "collocates", "花", *BY_CHARACTER, *window)[1]
    assert {line["item"]: (line["left"], line["right"]) for line in lines}["开"] == (0, 1)


def test_an_order_of_another_action_is_a_usage_error(pizhu: Pizhu, article: str) -> None:
    code, _, errors = pizhu("words", "freq", *BY_CHARACTER, "--sort", "mi")
    assert code == 2
    assert "`pizhu words freq` is not sorted by mi: use one of count, articles" in errors


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("freq", "--in", "date:2021"), "--in"),
        (("ngrams", "--against", "date:2021"), "--against"),
        (("keyness", "--left", "5"), "--left"),
        (("collocates", "花", "--size", "2"), "--size"),
    ],
)
def test_an_option_of_another_action_is_a_usage_error(
    pizhu: Pizhu, article: str, arguments: tuple[str, ...], option: str
) -> None:
    code, lines, errors = pizhu("words", *arguments)
    assert (code, lines) == (2, [])
    assert f"`pizhu words {arguments[0]}` does not take {option}" in errors


def test_nothing_is_compared_with_no_articles(pizhu: Pizhu, article: str) -> None:
    code, _, errors = pizhu("words", "keyness", *BY_CHARACTER, "--against", "date:1999")
    assert code == 2
    assert "No article matches 'date:1999'" in errors


@pytest.mark.parametrize(
    ("arguments", "explanation"),
    [
        (("freq", "date:1999"), "No article matches."),
        (("ngrams", "--least", "9"), "Nothing occurs 9 times or more: lower --least."),
        (("keyness", "date:1999", "--against", "花"), "No article matches."),
        (("collocates", "雪"), "No text has this."),
        (("collocates", "花", "--least", "9"), "Nothing occurs 9 times or more: lower --least."),
    ],
)
def test_an_empty_table_says_why(
    root: Path, article: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], explanation: str
) -> None:
    capsys.readouterr()
    assert run(["words", *arguments, *BY_CHARACTER, "--library", str(root)]) == 0
    assert explanation in capsys.readouterr().out.splitlines()


def test_a_table_for_people_is_aligned_and_one_for_programs_is_csv(
    root: Path, article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def printed(*options: str) -> list[str]:
        capsys.readouterr()
        assert run(["words", "freq", *BY_CHARACTER, "--limit", "1", *options, "--library", str(root)]) == 0
        return capsys.readouterr().out.splitlines()

    header, line, _summary = printed()
    assert header.split()[:2] == ["Item", "Count"]
    assert line.split()[:2] == ["0", "3"]
    assert header.index("Count") + len("Count") == line.index("3") + len("3")
    assert printed("--csv")[0].startswith("\ufeffitem,count,per_million,")


@pytest.mark.parametrize(
    "table",
    [
        ("freq",),
        ("ngrams", "--size", "1"),
        ("keyness", "花", "--against", "花"),
        ("collocates", "花", "--least", "1"),
    ],
)
def test_lines_that_a_limit_leaves_out_are_told_of(
    pizhu: Pizhu, article: str, table: tuple[str, ...]
) -> None:
    every = len(pizhu("words", *table, *BY_CHARACTER)[1])
    for limit in (1, 2, max(every, 1)):
        _, lines, told = pizhu("words", *table, *BY_CHARACTER, "--limit", str(limit))
        assert len(lines) == min(limit, every)
        assert ("raise --limit" in told) == (every > limit)


def test_a_window_may_have_one_side_only(pizhu: Pizhu, article: str) -> None:
    lines = pizhu("words", "collocates", "花", "--left", "0", "--least", "1", *BY_CHARACTER)[1]
    assert lines
    assert all(line["left"] == 0 and line["right"] == line["together"] for line in lines)
    lines = pizhu("words", "collocates", "花", "--right", "0", "--least", "1", *BY_CHARACTER)[1]
    assert lines
    assert all(line["right"] == 0 and line["left"] == line["together"] for line in lines)
    code, lines, errors = pizhu("words", "collocates", "花", "--left", "0", "--right", "0")
    assert (code, lines) == (2, [])
    assert "The window has no words" in errors
    assert "which belongs to `pizhu words collocates`" in pizhu("words", "freq", "--left", "0")[2]
    assert "'-1' is not a whole number from 0 to 100" in pizhu("words", "collocates", "花", "--left", "-1")[2]
