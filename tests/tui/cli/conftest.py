"""What the tests of the command line share: running a command, and a letter to import."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tui.cli import run

Json = dict[str, Any]
Pizhu = Callable[..., tuple[int, list[Json], str]]


@pytest.fixture
def pizhu(root: Path, capsys: pytest.CaptureFixture[str]) -> Pizhu:
    """Runs a command with --json on the test's library; returns its exit code, JSON lines and errors."""

    def command(*arguments: str) -> tuple[int, list[Json], str]:
        capsys.readouterr()
        try:
            code = run([*arguments, "--library", str(root), "--json"])
        except SystemExit as exited:
            code = int(exited.code or 0)
        printed = capsys.readouterr()
        return code, [json.loads(line) for line in printed.out.splitlines()], printed.err

    return command


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A text file with a title, a byline and a paragraph."""
    path = tmp_path / "来信.txt"
    path.write_text("一封来信\n\n林 夏 2021-05-06\n\n花开了，花又落了，花还会再开。\n", "utf-8")
    return path


@pytest.fixture
def article(pizhu: Pizhu, letter: Path) -> str:
    """The ID of the letter in the library."""
    return str(pizhu("import", str(letter))[1][0]["id"])
