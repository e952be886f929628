"""What a line of the command line means, without a reader."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

import pytest

from store.errors import PizhuError, UsageError
from store.language import in_chinese
from store.library import Library
from tests.conftest import draft
from tui.command_line.interpreter import interpret
from tui.command_line.target import Target
from tui.keys.action import Scope
from tui.keys.actions import ACTIONS


def target(done: list[Any], scope: Scope = Scope.ARTICLES) -> Target:
    """Return a reader that records what it is asked for."""
    return cast(
        "Target",
        SimpleNamespace(
            scope=scope,
            article="3f9c",
            quit=lambda **how: done.append(("quit", how)),
            save_note=lambda: done.append("save"),
            run_anywhere=lambda action: done.append(action.id),
            run_pizhu=done.append,
            go_to_paragraph=done.append,
            open_article=done.append,
            filter=done.append,
        ),
    )


@pytest.mark.parametrize(
    ("line", "at_once", "save"),
    [
        ("q", False, False), ("qa", False, False), ("q!", True, False), ("quit", False, False),
        ("wq", False, True), ("x", False, True), ("wq!", True, True), (":q", False, False),
    ],
)  # fmt: skip
def test_the_reader_is_left_as_vim_is(line: str, at_once: bool, save: bool) -> None:
    done: list[Any] = []
    interpret(line, target(done))()
    assert done == [("quit", {"at_once": at_once, "save": save})]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("w", "save"), ("42", 42), ("0", 1), ("$", 999_999), ("u", "app.undo"), ("redo", "app.redo"),
        ("list tag:铁路", ["list", "tag:铁路"]), ("show %", ["show", "3f9c"]),
        ("pizhu export docx -o 'a b.docx'", ["export", "docx", "-o", "a b.docx"]),
        ("star article", "articles.star-article"), ("star-article", "articles.star-article"),
        ("reading.star-article", "reading.star-article"), ("Rename tag", "tags.rename-tag"),
        ("重命名标签", "tags.rename-tag"), ("撤销", "app.undo"),
    ],
)  # fmt: skip
def test_a_line_does_what_it_says(line: str, expected: object) -> None:
    done: list[Any] = []
    interpret(line, target(done))()
    assert done == [expected]


@pytest.mark.parametrize(
    "action", [each for each in ACTIONS if not each.scope.is_apart], ids=lambda each: each.id
)
def test_every_action_is_run_by_its_name_and_by_its_chinese_title(action: Any) -> None:
    done: list[Any] = []
    interpret(action.id, target(done, action.scope))()
    interpret(in_chinese(action.english_title), target(done, action.scope))()
    assert done[0] == action.id
    titles = {each.id: in_chinese(each.english_title) for each in ACTIONS}
    assert titles[done[1]] == titles[action.id]


@pytest.mark.parametrize("line", ["", "!", "zzz", "42 q", "-1", "[/]", "q!!", "Ａ", "\x00"])
def test_a_line_that_means_nothing_is_said_so(line: str) -> None:
    with pytest.raises(UsageError, match="There is no command"):
        interpret(line, target([]))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("export", "Name a format"),
        ("exprot docx", "did you mean :export?"),
        ("lst", "did you mean :list?"),
        ("undo 3", ":undo takes no argument"),
        ("w file", "Everything is saved already"),
        ("e", "Name an article"),
        ("e 火星", "No article has the ID 火星"),
        ("e 小站", "2 articles have these words"),
        ("export nix", "There is no format 'nix'"),
        ("export docx 'a", "A quotation mark is not closed"),
        ("export docx /no/where/a.docx", "There is no folder /no/where"),
        ("import /no/file.txt", "There is no file /no/file.txt"),
        ("filter date:nix", "nix"),
        ("pizhu lst", "did you mean list?"),
        ("pizhu", "Name a command of pizhu"),
    ],
)
def test_a_wrong_argument_is_explained_in_a_sentence(
    library: Library, station: str, line: str, words: str
) -> None:
    library.articles.add(draft("又一篇。", title="秋天的小站"))
    reader = target([])
    reader.library = library  # type: ignore[misc]
    with pytest.raises(PizhuError, match=re.escape(words)):
        interpret(line, reader)
