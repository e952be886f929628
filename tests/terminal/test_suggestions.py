"""Suggested tags in a terminal: applied, dismissed, and printed by the command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.library import open_library
from tests.conftest import draft
from tests.terminal.screen import Terminal
from tui.cli import run


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """Yield a list of terminals that are killed after the test."""
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.kill()


def test_suggestions_are_applied_and_dismissed_and_the_command_agrees(
    root: Path, terminals: list[Terminal], capsys: pytest.CaptureFixture[str]
) -> None:
    with open_library(root) as library:
        there, _ = library.articles.add(draft("郵路改了，乡邮员骑车投递。邮路好走。", title="改路"))
        library.annotations.annotate_quote(there, "郵路", tags=["地方", "乡村"])
        here, _ = library.articles.add(draft("邮路难走，乡邮员投递到天黑。邮路很长。", title="邮路"))
    terminal = Terminal("read", here, "--library", str(root), size=(80, 24))
    terminals.append(terminal)
    terminal.see("邮路难走")
    terminal.press("}", "v", "l", "s")
    terminal.see("the same words in “改路”")
    terminal.press("d")
    terminal.see("will not be suggested here again")
    terminal.press("enter")
    terminal.see("Tagged 地方")
    terminal.press("s")
    terminal.see("neither these words nor similar ones")
    terminal.press("escape")
    terminal.see_no("neither these words nor similar ones")
    terminal.press("q")
    terminal.see("Articles 2")
    terminal.press("s")
    terminal.see("keyword: 3 times here")
    terminal.press("enter")
    terminal.see("Tags: 邮路")
    terminal.press("ctrl+q")
    assert terminal.wait_for_exit() == 0

    capsys.readouterr()
    assert run(["suggest", here, "--quote", "邮路", "--library", str(root), "--json"]) == 0
    printed = [json.loads(line)["tag"] for line in capsys.readouterr().out.splitlines()]
    assert printed == ["地方"]
    with open_library(root) as library:
        (mark,) = library.annotations.of(here)
        assert (mark.exact, mark.tags) == ("邮路", ("地方",))
        assert library.articles.get(here).tags == ("邮路",)
        assert library.dismissals.of_words("郵路") == {"乡村"}
