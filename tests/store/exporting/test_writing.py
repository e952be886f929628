"""Files that cannot be written are reported with the reason."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from store.errors import UsageError
from store.exporting.writing import check_destination, write_error


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


def test_a_name_that_the_system_does_not_take_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        check_destination(tmp_path / ("长" * 300 + ".md"), (".md",), force=False)
