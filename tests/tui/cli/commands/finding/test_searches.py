"""The command `searches`, and ``@name`` in other commands."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.tui.cli.conftest import Pizhu
from tui.cli import run


@pytest.mark.long
def test_a_search_is_saved_used_renamed_and_removed(pizhu: Pizhu, article: str) -> None:
    assert pizhu("searches", "save", "花", "花开", "author:林夏")[1] == [
        {"name": "花", "query": "花开 author:林夏", "articles": 1}
    ]
    assert [each["id"] for each in pizhu("list", "@花", "is:unread")[1]] == [article]
    assert [each["article"] for each in pizhu("find", "@花")[1]] == [article]
    assert pizhu("list", "!@花") == (0, [], "")
    assert pizhu("kwic", "@花", "--width", "1")[1]
    assert pizhu("searches", "rename", "花", "春")[1][0]["name"] == "春"
    pizhu("tag", article, "季节")
    pizhu("searches", "save", "秋", "tag:季节")
    pizhu("tags", "delete", "季节")
    _code, found, _errors = pizhu("searches")
    assert [list(each) for each in found] == [["name", "query", "articles"], ["name", "query", "error"]]
    assert [each["name"] for each in pizhu("searches", "remove", "秋")[1]] == ["春"]


def test_a_name_that_is_not_there_is_shown_at_its_place(
    pizhu: Pizhu, article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pizhu("searches", "save", "花", "花开")
    capsys.readouterr()
    assert run(["list", "信 @花儿花"]) == 2
    assert "\n  信 @花儿花\n      ^" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("rename", "甲", "乙"), ("remove", "甲")])
def test_a_search_that_is_not_saved_is_told_where_none_is(
    pizhu: Pizhu, library: Library, arguments: tuple[str, ...]
) -> None:
    assert "see them with `pizhu searches`" in pizhu("searches", *arguments)[2]
    assert "in quotation marks" in pizhu("list", "@甲")[2]
