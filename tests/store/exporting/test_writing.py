"""Files that cannot be written are reported with the reason."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from store.exporting.writing import write_error


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full: notes.md cannot be written."),
        (errno.EACCES, "notes.md cannot be written: permission denied. Use another path."),
    ],
)
def test_the_reason_is_told_and_a_full_disk_is_called_one(number: int, sentence: str) -> None:
    error = write_error(Path("notes.md"), OSError(number, os.strerror(number)))
    assert str(error).startswith(sentence)
