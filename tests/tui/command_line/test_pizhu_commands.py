"""The commands of `pizhu` that the command line knows."""

from __future__ import annotations

import pytest

from store.language import Language, use_language
from store.library import Library
from tests.conftest import root_of
from tui.cli.registry import all_commands
from tui.command_line.pizhu_commands import PIZHU_COMMANDS
from tui.command_line.pizhu_process import PizhuProcess, Printed


def test_every_command_but_those_that_open_readers_is_known() -> None:
    assert {command.name for command in all_commands()} - {"read", "serve"} == set(PIZHU_COMMANDS)


def test_a_command_that_was_stopped_before_it_began_prints_nothing(library: Library) -> None:
    process = PizhuProcess(str(root_of(library)), ["list"], 80)
    process.stop()
    assert process.run() is None


@pytest.mark.long
def test_a_command_answers_in_the_language_of_the_reader(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIZHU_LANG", "en")
    use_language(Language.TRADITIONAL)
    try:
        printed = PizhuProcess(str(root_of(library)), ["show", "nothing"], 80).run()
    finally:
        use_language(Language.ENGLISH)
    assert printed is not None
    assert "沒有" in printed.text


def test_a_command_that_takes_too_long_is_stopped(library: Library) -> None:
    printed = PizhuProcess(str(root_of(library)), ["list"], 80).run(limit=0.001)
    assert printed is not None
    assert printed.is_error
    assert isinstance(printed, Printed)
