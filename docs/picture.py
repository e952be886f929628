"""Draws the README's screenshot: the reader on a library of starter articles, as SVG.

Usage: ``python docs/picture.py FOLDER [SIZE] [THEME] [KEYS…]``.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from store.library import open_library
from tui.app import PizhuApp
from tui.config import Config
from tui.starters import put_starters

KEYS = "enter } } } w w w w V".split()  # noqa: SIM905 - in the order of pressing


async def draw(folder: Path, size: str, theme: str, keys: list[str]) -> Path:
    """Open the reader on a new library, press the keys and save the screen."""
    columns, rows = map(int, size.split("x"))
    with tempfile.TemporaryDirectory() as root:
        library = open_library(Path(root) / "library", creator="reader")
        put_starters(library)
        app = PizhuApp(library, Config(theme=theme))
        async with app.run_test(size=(columns, rows)) as pilot:
            await app.workers.wait_for_complete()
            await pilot.press(*keys)
            await pilot.pause()
            app.save_screenshot(f"{theme}-{size}.svg", str(folder))
        library.close()
    return folder / f"{theme}-{size}.svg"


def main() -> None:
    """Run the command line."""
    folder, size, theme, *keys = [*sys.argv[1:], *["docs", "160x46", "pizhu-ink"][len(sys.argv) - 1 :]]
    path = asyncio.run(draw(Path(folder), size, theme, keys or KEYS))
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
