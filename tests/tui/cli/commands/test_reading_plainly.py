"""`pizhu read --plain` with pipes as standard input and output."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tui.cli import run


def test_a_pipe_is_answered_without_escape_sequences(
    root: Path, letter: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("find 花开\ntag\n花开了\n植物\nfind \x1b[31m\n"))
    code = run(["read", "--plain", str(letter), "--library", str(root)])
    printed = capsys.readouterr().out
    assert code == 0
    assert "Title: 一封来信." in printed
    assert "Annotation on 「花开了」; tags 植物" in printed
    assert "\x1b" not in printed
    assert printed.endswith("The input has ended.\n")
