"""What `pizhu --version --json` prints."""

from __future__ import annotations

import platform

from tui import VERSION
from tui.cli.output.printing import print_json

PARTS = ("textual", "rich", "tinydb", "msgspec", "jieba")
"""The packages whose versions matter for a report of an error."""


def print_version() -> None:
    """Print a JSON object with the versions of Pizhu, of Python and of some packages, and the platform."""
    from importlib.metadata import PackageNotFoundError, version

    packages: dict[str, str | None] = {}
    for name in PARTS:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = None
    print_json(
        version=VERSION,
        python=platform.python_version(),
        platform=platform.platform(),
        packages=packages,
    )
