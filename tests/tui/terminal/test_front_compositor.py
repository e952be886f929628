"""Composing the screen of what is seen."""

from __future__ import annotations

from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from tui.terminal.front_compositor import FrontCompositor

COVERED = "里面的字"


class Asked(Static):
    """Remembers which rows it was asked for."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text, id=name)
        self.rows: list[Region] = []

    def render_lines(self, crop: Region) -> list[Strip]:
        self.rows.append(crop)
        return super().render_lines(crop)


class Stack(Screen[None]):
    """A widget, a smaller one in front of it, and a wide one that covers a third completely."""

    CSS = """
    Stack { layers: back front; }
    #back { width: 20; height: 6; layer: back; background: red; }
    #window { width: 7; height: 2; offset: 4 2; layer: front; border: none; }
    #below { width: 10; height: 2; layer: back; }
    #above { width: 12; height: 2; offset: 0 4; layer: front; }
    """

    def compose(self) -> ComposeResult:
        yield Asked(f"{COVERED}\n" * 6, "back")
        yield Asked("前面\n前面", "window")
        yield Asked("看不见", "below")
        yield Asked("看得见", "above")


def plain(strips: list[Strip]) -> list[list[tuple[str, str]]]:
    return [[(text, str(style)) for text, style, _ in strip.simplify()] for strip in strips]


async def test_screen_is_composed_as_textual_does_it() -> None:
    async with App[None]().run_test(size=(30, 10)) as pilot:
        await pilot.app.push_screen(screen := Stack())
        await pilot.pause()
        compositor = screen._compositor = FrontCompositor()  # noqa: SLF001
        compositor.reflow(screen, screen.size)
        ours = plain(compositor.render_strips())
        theirs = Compositor()
        theirs.reflow(screen, screen.size)
        assert ours == plain(theirs.render_strips())


async def test_only_rows_that_are_seen_and_to_be_painted_are_asked_for() -> None:
    async with App[None]().run_test(size=(30, 10)) as pilot:
        await pilot.app.push_screen(screen := Stack())
        await pilot.pause()
        compositor = FrontCompositor()
        compositor.reflow(screen, screen.size)
        asked = {each.id: each for each in screen.query(Asked)}
        for each in asked.values():
            each.rows.clear()
        chops = compositor._render_chops(Region(0, 2, 10, 6), lambda y: y != 4)  # noqa: SLF001
        assert asked["back"].rows == [Region(0, 2, 20, 2), Region(0, 5, 20, 1)]
        assert asked["window"].rows == [Region(0, 0, 7, 2)]
        assert asked["above"].rows == [Region(0, 0, 12, 2)]
        assert not asked["below"].rows
        assert [[*line] for line in chops] == [cuts[:-1] for cuts in compositor.cuts]
