"""Draws the pictures of the documentation: the reader on a library of starter articles, as SVG.

Usage: ``python docs/picture.py FOLDER [NAME…]``; without names, all pictures.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from html import escape, unescape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len

from store.library import open_library
from tui.app import PizhuApp
from tui.config import Config
from tui.starters import put_starters

FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
"""A font that the picture would fetch from a server. The browser has one of its own."""

FONTS = "'Fira Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace"

TEXT = re.compile(
    r'<text (class="[^"]*") x="([0-9.]+)" (y="[0-9.]+") textLength="[0-9.]+" (clip-path="[^"]*")>'
    r"([^<]*)</text>"
)
"""A text of one style. Rich gives it the length of its characters, as if each took one cell."""

CELL = 12.2
"""The width of a cell in Rich's drawing."""


class Picture(NamedTuple):
    """A screen to draw."""

    size: tuple[int, int]
    """Columns and rows."""
    keys: tuple[str, ...]
    """The keys that lead there, in the order of pressing."""
    theme: str = "pizhu-ink"


PICTURES = {
    "reading": Picture((150, 34), ("enter", *"}}}wwwwV")),
    "tagging": Picture((100, 30), ("enter", "}", "}", "}", "V", "t", *"xj")),
    "notes": Picture((160, 36), ("enter", "]", "a", "]", "a", "c"), "pizhu-paper"),
    "palette": Picture((100, 30), ("enter", "ctrl+p", *"export"), "pizhu-paper"),
}


async def drawing_of(picture: Picture) -> str:
    """Open the reader on a new library, press the keys and return the screen as SVG."""
    with tempfile.TemporaryDirectory() as root:
        library = open_library(Path(root) / "library", creator="reader")
        put_starters(library)
        app = PizhuApp(library, Config(theme=picture.theme))
        async with app.run_test(size=picture.size) as pilot:
            await app.workers.wait_for_complete()
            for key in picture.keys:
                await pilot.press(key)
                await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause(1)
            drawing = app.export_screenshot()
        library.close()
    return TEXT.sub(aligned, FONT_FACE.sub("", drawing)).replace("Fira Code, monospace", FONTS)


def aligned(match: re.Match[str]) -> str:
    """The text with the length of its cells; wide and narrow characters are texts of their own."""
    style, x, y, clip, escaped = match.groups()
    column = float(x)
    parts = []
    for width, run in groupby(unescape(escaped), key=cell_len):
        text = "".join(run)
        length = width * len(text) * CELL
        if text.strip("\xa0 "):
            place = f'x="{column:.1f}" {y} textLength="{length:.1f}"'
            parts.append(f"<text {style} {place} {clip}>{escape(text).replace(' ', '&#160;')}</text>")
        column += length
    return "".join(parts)


def main() -> None:
    """Run the command line."""
    folder, *names = sys.argv[1:]
    for name in names or PICTURES:
        path = Path(folder) / f"{name}.svg"
        path.write_text(asyncio.run(drawing_of(PICTURES[name])), "utf-8")
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
