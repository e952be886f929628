"""The pages of the manual: ``docs/*.md``, which the wheel has as ``tui/manual``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parent.parent
FOLDERS = (PACKAGE / "manual", PACKAGE.parent / "docs")
"""Where the pages are in an installed package, and in a checkout."""


class ManualPage(NamedTuple):
    """A page of the manual."""

    title: str
    path: Path

    @property
    def text(self) -> str:
        """The Markdown of the page, without its title."""
        return self.path.read_text("utf-8").removeprefix(f"# {self.title}\n").lstrip("\n")


def manual_pages() -> list[ManualPage]:
    """Return the pages in the order of their titles. A page without a heading has the name of its file."""
    folder = next((each for each in FOLDERS if each.is_dir()), None)
    paths = sorted(folder.glob("*.md")) if folder else ()
    return sorted(ManualPage(_title(path), path) for path in paths)


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as lines:
        heading = next((line for line in lines if line.startswith("# ")), "")
    return heading.removeprefix("# ").strip() or path.stem
