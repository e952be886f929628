"""Temporary files in memory: the library waits for the disk after each change, half of the time of a test."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
"""Where Linux has a file system in memory."""

ENOUGH = 2 << 30
"""Bytes; some containers have 64 MB there."""


def use_memory_for_temporary_files() -> None:
    """Make temporary files in memory, unless TMPDIR says where they go."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # found again, from TMPDIR
