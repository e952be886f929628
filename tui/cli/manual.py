"""The pages of the manual that are made from the code: ``python -m tui.cli.manual docs`` writes them."""

from __future__ import annotations

import sys
from pathlib import Path

from tui.settings.page import settings_page


def pages() -> dict[str, str]:
    """The names and texts of the pages."""
    from tui.keys.cheat_sheet import as_markdown
    from tui.keys.keymap import Keymap

    return {"keys.md": as_markdown(Keymap()) + "\n", "settings.md": settings_page()}


def main(folder: Path) -> None:
    """Write the pages into a folder."""
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
