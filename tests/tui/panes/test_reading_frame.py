"""The frame around the rows of the reading pane is what Textual would paint."""

from __future__ import annotations

from textual.widget import Widget

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import press, reader, reading, settled
from tui.panes.reading.pane import ReadingPane


def painted(pane: ReadingPane) -> list[list[tuple[str, str]]]:
    """The rows of the pane as it paints them."""
    rows = pane.render_lines(pane.size.region)
    return [[(text, str(style)) for text, style, _ in row.simplify()] for row in rows]


def painted_by_textual(pane: ReadingPane) -> list[list[tuple[str, str]]]:
    """The rows of the pane as Textual frames them, without what it remembers."""
    pane._styles_cache.clear()  # noqa: SLF001 - Textual has no public access to it
    rows = Widget.render_lines(pane, pane.size.region)
    return [[(text, str(style)) for text, style, _ in row.simplify()] for row in rows]


STEPS = (
    ("space", "w"),
    ("slash", "字", "enter", "n"),
    ("v", "l", "j"),
    ("escape", "g", "p", "g", "f"),
    ("tab",),
)
"""A page, finds, a selection, pinyin and focus, another pane: the keys to each."""


async def test_rows_are_framed_as_textual_does_it(library: Library) -> None:
    words = [f"“第{number}段”——它有一些字……好让每一段都排成几行。" * 4 for number in range(40)]
    article, _ = library.articles.add(draft(*words))
    app = reader(library, article=article)
    async with app.run_test(size=(100, 30)) as pilot:
        for keys in STEPS:
            await press(pilot, *keys)
            assert painted(reading(app)) == painted_by_textual(reading(app)), keys
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        assert painted(reading(app)) == painted_by_textual(reading(app))
        app.theme = "pizhu-paper"
        await settled(pilot)
        assert painted(reading(app)) == painted_by_textual(reading(app))
