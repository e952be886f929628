"""Temporary files in memory: the library waits for the disk after each change, half of the time of a test."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
"""Where Linux has a file system in memory."""

ENOUGH = 2 << 30
"""Bytes; some containers have 64 MB there, and some run no program that is there."""


def use_memory_for_temporary_files() -> None:
    """Make temporary files in memory if it can hold them, unless TMPDIR says where they go."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and _has_room_for_programs(MEMORY):
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # found again, from TMPDIR


def _has_room_for_programs(folder: Path) -> bool:
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize > ENOUGH and not status.f_flag & os.ST_NOEXEC
