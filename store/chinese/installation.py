"""When a package that words are looked up in was installed."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def installation_time(package: str) -> int:
    """Return when the files of a package were put where they are, in seconds since 1970; 0 if unknown."""
    with suppress(ImportError, OSError, ValueError):
        spec = find_spec(package)
        if spec is not None and spec.origin:
            status = Path(spec.origin).stat()
            return int(max(status.st_mtime, status.st_ctime))  # an installer may set the former to the past
    return 0
