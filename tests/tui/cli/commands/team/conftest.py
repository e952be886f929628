"""What the tests of commands for teams share: who uses the library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Become = Callable[[str], None]


@pytest.fixture
def become(home: Path) -> Become:
    """Sets who uses the library; at first 周屿."""

    def become(name: str) -> None:
        folder = home / "config" / "pizhu"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(f'creator = "{name}"\n', encoding="utf-8")

    become("周屿")
    return become
