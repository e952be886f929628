"""Progress where standard error is no terminal: a line from time to time."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from tui.cli import progress_bar as module
from tui.cli.progress_bar import progress_bar


class _Written(io.StringIO):
    """A file that tells when a line was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.has_line = threading.Event()

    def write(self, text: str) -> int:
        written = super().write(text)
        if "\n" in text:
            self.has_line.set()
        return written


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> _Written:
    monkeypatch.setattr(module, "INTERVAL", 0.001)
    return _Written()


def test_long_work_without_a_terminal_prints_a_line_from_time_to_time(
    errors: _Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", errors)
    with progress_bar("Importing") as progress:
        assert errors.has_line.wait(30)
        progress(1200, 5000)
        errors.has_line.clear()
        assert errors.has_line.wait(30)
        errors.has_line.clear()
        assert errors.has_line.wait(30)
    lines = errors.getvalue().splitlines()
    assert lines[0] == "Importing…"
    assert lines[-1] == "Importing: 1,200 of 5,000"


def test_no_line_is_printed_for_a_program_or_when_the_work_is_quick(
    errors: _Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", errors)
    with progress_bar("Importing", quiet=True) as progress:
        progress(1, 2)
    monkeypatch.setattr(module, "INTERVAL", 3600)
    with progress_bar("Importing") as progress:
        progress(1, 2)
    assert errors.getvalue() == ""


def test_a_closed_standard_error_does_not_stop_the_work(
    errors: _Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = threading.Event()

    def fail(_: str) -> int:
        failed.set()
        raise BrokenPipeError

    monkeypatch.setattr(errors, "write", fail)
    monkeypatch.setattr(sys, "stderr", errors)
    with progress_bar("Importing") as progress:
        progress(1, 2)
        assert failed.wait(30)
