"""A folder of many files is imported after a question."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from store.importing.inputs.arguments import Inputs
from tui.cli.importing.question import MANY, is_wanted

FILES = Inputs(files=[Path(f"/a/{number}.txt") for number in range(MANY + 1)], bundles=[Path("/a/b/c.csv")])


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "is_so"), [("y\n", True), ("是\n", True), ("n\n", False), ("", False)])
def test_the_answer_decides(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, *, is_so: bool
) -> None:
    shown = Terminal()
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr", shown)
    assert is_wanted(FILES, 1) is is_so
    assert "202 files are there to import (201 .txt, 1 .csv), in /a and 1 other folder." in shown.getvalue()


def test_nothing_is_asked_without_a_terminal_or_of_few_or_named_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert is_wanted(FILES, 1)
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    monkeypatch.setattr("sys.stderr", Terminal())
    assert is_wanted(FILES, MANY + 2)
    assert is_wanted(Inputs(files=FILES.files[:MANY]), 1)
