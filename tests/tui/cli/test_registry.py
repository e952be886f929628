"""The registry of commands, and the parser, the help and the README made from it."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from store.exporting import FORMATS
from store.language import Language, use_language
from store.model.article import BlockKind, Status
from tui import VERSION
from tui.cli import run
from tui.cli.command import Action, Command, Usage, command_with_actions
from tui.cli.parser import parse, parser
from tui.cli.registry import all_commands
from tui.cli.usage import usage_table

HEAVY = (
    "textual",
    "rich",
    "jieba",
    "pypinyin",
    "msgspec",
    "zipfile",
    "sqlite3",
    "store.library",
)
WITHOUT_USAGE = {"-h", "--help", "--library", "--json", "--output"}
by_name = pytest.mark.parametrize("command", all_commands(), ids=lambda command: command.name)


def subparsers() -> dict[str, argparse.ArgumentParser]:
    action = next(each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001 - argparse has no other list
    return dict(action.choices)


def succeed(_options: argparse.Namespace) -> int:
    return 0


def test_command_names_are_unique() -> None:
    names = [command.name for command in all_commands()]
    assert len(names) == len(set(names))


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--help"])
    printed = capsys.readouterr().out
    assert re.findall(r"^    ([a-z-]+)\s", printed, re.MULTILINE) == [
        command.name for command in all_commands()
    ]


def test_usages_have_their_summary_below_and_fit_a_terminal_of_80_columns() -> None:
    lines = usage_table().splitlines()
    short = next(
        number
        for number, line in enumerate(lines)
        if line.strip() == "pizhu list [TERM…] [--columns NAMES] [--csv]"
    )
    assert lines[short + 1].strip().startswith("List the articles")
    use_language(Language.SIMPLIFIED)
    assert max(map(cell_len, (*lines, *usage_table().splitlines()))) <= 68


@pytest.mark.parametrize(
    "arguments",
    [["--version", "--json"], ["--json", "--version"], ["--library", "x", "--version", "--json"]],
    ids=" ".join,
)
def test_the_version_is_printed_as_json(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    assert ended.value.code == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["version"] == VERSION
    assert printed["packages"]["textual"]
    assert {"python", "platform"} <= printed.keys()


def test_the_version_is_printed_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--version"])
    assert capsys.readouterr().out == f"pizhu {VERSION}\n"


@by_name
def test_help_shows_examples_that_the_parser_takes(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.examples
    for example in command.examples:
        options = parse(shlex.split(str(example)))
        assert options.command == command.name
        if command.actions and options.action != command.actions[0].name:
            (action,) = (each for each in command.actions if each.name == options.action)
            assert action.accepts(len(options.arguments))
    with pytest.raises(SystemExit):
        run([command.name, "--help"])
    printed = capsys.readouterr().out
    assert all(f"\n  pizhu {example}\n" in printed for example in command.examples)


@by_name
def test_usages_name_exactly_the_options_of_the_command(command: Command) -> None:
    shown = {
        option
        for usage in command.usages
        for option in re.findall(r"(?<!\w)--?[a-z]+(?:-[a-z]+)*", usage.line)
    }
    options = {option for each in subparsers()[command.name]._actions for option in each.option_strings}  # noqa: SLF001 - argparse has no other list
    assert shown == options - WITHOUT_USAGE


@by_name
def test_only_commands_that_print_results_take_json(command: Command) -> None:
    assert ("--json" in subparsers()[command.name].format_help()) == command.has_json


@by_name
def test_summaries_are_sentences(command: Command) -> None:
    texts = [command.summary, *(usage.summary for usage in command.usages)]
    summaries = {str(text) for text in texts if text}
    assert all(each[0].isupper() and each.endswith(".") for each in summaries)


@by_name
def test_actions_are_in_the_usages_and_in_the_help(command: Command) -> None:
    printed = subparsers()[command.name].format_help()
    usages = " ".join(usage.line for usage in command.usages)
    for action in command.actions:
        assert action.usage in printed
        assert action.usage in usages


@pytest.mark.parametrize(
    ("arguments", "accepted"),
    [
        ("OLD NEW", {2}),
        ("TAG [DIGIT]", {1, 2}),
        ("TAG…", {1, 2, 3}),
        ("FROM… INTO", {2, 3}),
        ("TAG [NAME…]", {1, 2, 3}),
    ],
)
def test_number_of_arguments_follows_from_the_usage(arguments: str, accepted: set[int]) -> None:
    action = Action("do", arguments, "Do it.", succeed)
    assert {count for count in range(4) if action.accepts(count)} == accepted


def test_first_action_is_the_default() -> None:
    command = command_with_actions(
        "things",
        "List the things.",
        Action("list", "", "List the things.", lambda _: 1),
        Action("drop", "THING", "Drop a thing.", lambda _: 2, options="[--all]"),
        metavar="THING",
    )
    top = argparse.ArgumentParser()
    command.configure(top)
    assert command.run(top.parse_args([])) == 1
    assert command.run(top.parse_args(["drop", "this"])) == 2
    assert command.usages == (
        Usage("things [list]", "List the things."),
        Usage("things drop THING [--all]", "Drop a thing."),
    )


def test_choices_are_those_of_the_store() -> None:
    parsers = subparsers()

    def choices(command: str, name: str) -> list[str]:
        return list(next(each.choices or () for each in parsers[command]._actions if each.dest == name))  # noqa: SLF001 - argparse has no other list

    assert choices("status", "status") == list(Status)
    assert choices("block", "kind") == list(BlockKind)
    formats = next(each.help for each in parsers["export"]._actions if each.dest == "format")  # noqa: SLF001 - argparse has no other list
    assert formats == ", ".join(FORMATS)


@pytest.mark.parametrize("arguments", ["--help", "list --help", "tags --help"])
def test_help_imports_nothing_heavy(arguments: str) -> None:
    code = (
        "import sys\nfrom tui.cli import run\n"
        f"try:\n    run({arguments.split()!r})\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_json_output_does_not_import_rich(root: Path) -> None:
    code = (
        "import sys\nfrom tui.cli import run\n"
        f"run(['list', '--json', '--library', {str(root)!r}])\n"
        "print([name for name in ('rich', 'textual', 'jieba') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
