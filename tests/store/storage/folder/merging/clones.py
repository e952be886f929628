"""Copies of a library on several computers, and git that brings them together."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PROGRAM = f"{sys.executable} -m tui"
"""How git calls the program of this checkout."""


def git(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run git in a folder, and return what it prints."""
    done = subprocess.run(
        ["git", "-c", "user.name=Lin", "-c", "user.email=lin@example.com", "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == code, (done.stdout, done.stderr)
    return done.stdout + done.stderr
