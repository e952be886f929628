"""Errors: exit codes, and one sentence on standard error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from store.library import Library
from tests.tui.cli.conftest import Pizhu
from tui.cli import run


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "zzz"),
        ("show", ""),
        ("tag", "zzz", "甲"),
        ("annotate", "ID", "--quote", "没有这句话"),
        ("annotate", "ID", "--quote", ""),
        ("annotate", "ID", "--quote", "花", "--occurrence", "9"),
        ("annotate", "ID", "--quote", "花", "--occurrence", "0"),
        ("annotate", "ID", "--quote", "花", "--tag", " "),
        ("tag", "ID", "a//b"),
        ("untag", "ID", "没有"),
        ("block", "ID", "99", "title"),
        ("export", "markdown", "--article", "zzz"),
    ],
    ids=" ".join,
)
def test_usage_errors_print_one_sentence_and_change_nothing(
    pizhu: Pizhu, article: str, arguments: tuple[str, ...], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.json")}
    given = [article if argument == "ID" else argument for argument in arguments]
    capsys.readouterr()
    assert run([*given, "--library", str(root)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("pizhu: ")
    assert error.endswith(".\n")
    assert error.count("\n") == 1
    assert {path: path.read_bytes() for path in root.rglob("*.json")} == before


@pytest.mark.parametrize(
    "arguments", [("frob",), ("import", "--nothing"), ("tag", "x"), ("status", "x", "eaten"), ("--frob",)]
)
def test_wrong_arguments_exit_with_2(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exited:
        run(arguments)
    assert exited.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "usage"),
    [(("set", "3f9c", "--title", "春耕"), "usage: pizhu set "), (("--frob",), "usage: pizhu [-h] ")],
)
def test_an_unknown_option_prints_the_usage_of_the_command_that_was_named(
    arguments: tuple[str, ...], usage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(arguments)
    assert capsys.readouterr().err.startswith(usage)


def test_library_that_cannot_be_created_is_reported_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert run(["list", "--library", str(tmp_path / "file" / "library")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("place", ["~nosuchuser/x", "~nosuchuser/library"])
def test_home_of_an_unknown_user_is_a_usage_error(
    pizhu: Pizhu, library: Library, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["list", "--library", place]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert pizhu("export", "markdown", "-o", place)[0] == 2


@pytest.mark.long
def test_unwritable_output_is_an_error_but_a_closed_pipe_is_not(letter: Path, root: Path) -> None:
    run(["import", str(letter), "--library", str(root)])
    command = f"{sys.executable} -m tui list --library {root}"
    for redirected, code in (("> /dev/full", 1), ("| true", 0)):
        done = subprocess.run(
            f"{command} {redirected}", shell=True, capture_output=True, text=True, check=False
        )
        assert done.returncode == code
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") == code
