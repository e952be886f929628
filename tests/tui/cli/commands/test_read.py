"""The command `read`; tests/terminal has the reader itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.cli import run


def test_reader_without_a_terminal_is_a_usage_error(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--library", str(root)]) == 2
    assert "needs a terminal" in capsys.readouterr().err
    assert not root.exists()
