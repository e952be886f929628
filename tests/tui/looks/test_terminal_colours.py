"""Every theme is readable in a terminal with 256 colours, with 16, and with none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from store.library import Library
from store.model.tag import PALETTE, Tag
from tests.lengths import by_length
from tests.tui.reader import press, reader, seen, strips
from tui.app import PizhuApp
from tui.looks.colours import MIN_CONTRAST, contrast
from tui.looks.terminal_colours import Depth, Ground, TerminalColours, depth_of
from tui.looks.terminal_colours.palettes import EIGHT_BIT, VGA, XTERM
from tui.looks.themes import INK, MONOCHROME, PAPER, TERMINAL, shown_depth

COLOURED = (Depth.EIGHT_BIT, Depth.SIXTEEN, Depth.EIGHT_GROUNDS)

STAGES = by_length(
    short=["", "enter w v l", "escape slash 的 enter", "ctrl+p"],
    long=["", "enter w v l", "escape slash 的 enter", "g f g r", "tab tab down", "ctrl+p", "escape E"],
)
"""Keys that show, one after the other: the list, a selection, finds, the sentence and the ruler of the
cursor, the notes, the palette over them, and a form."""

LONG = ["pizhu-ink", "pizhu-paper", "pizhu-contrast", "textual-light", "dracula"]


@pytest.fixture
def marked(library: Library, station: str) -> Library:
    """The library with an annotation in each colour of the palette, and one without a tag."""
    library.codebook.write([Tag(name=f"标{name}", colour=name) for name in PALETTE])
    text = library.articles.get(station).text
    for at, name in enumerate(["", *PALETTE]):
        words = text[at * 4 + 1 : at * 4 + 4]
        tags = [f"标{name}"] if name else []
        library.annotations.annotate_quote(station, words, tags=tags, note="记" if at % 2 else "")
    return library


async def painted(app: PizhuApp) -> dict[str, list[tuple[str, Style]]]:
    """Return what is on the screen at each stage: text with its style, before the translation."""
    found = {}
    async with app.run_test(size=(120, 40)) as pilot:
        for keys in STAGES:
            await press(pilot, *keys.split())
            await seen(pilot, "─")
            found[keys] = [
                (segment.text, segment.style) for strip in strips(app) for segment in strip if segment.style
            ]
    return found


def colours_of(app: PizhuApp, depth: Depth) -> TerminalColours:
    """Return the translation of the app's theme."""
    return TerminalColours(depth, app.theme_variables, dark=app.current_theme.dark)


def translated(text: str, style: Style, colours: TerminalColours) -> Style:
    """Return the style in which text is shown."""
    [segment] = colours.apply([Segment(text, style)], Color(0, 0, 0))
    assert segment.style is not None
    return segment.style


def contrasts(style: Style, depth: Depth) -> Iterator[float]:
    """Yield the contrast of text in each palette that a terminal may have."""
    text, ground = (each and each.number for each in (style.color, style.bgcolor))
    assert text is not None, "it has no colour, or one that was not translated"
    assert ground is not None, "its background has no colour, or one that was not translated"
    if depth is Depth.EIGHT_BIT:
        yield contrast(EIGHT_BIT[text], EIGHT_BIT[ground])
        return
    assert ground < 8 or depth is Depth.SIXTEEN
    yield from (contrast(palette[text], palette[ground]) for palette in (VGA, XTERM))


@pytest.mark.long
@pytest.mark.parametrize("theme", by_length(short=["pizhu-paper"], long=LONG))
async def test_all_text_that_the_screens_show_is_legible_with_256_and_with_16_colours(
    marked: Library, theme: str
) -> None:
    app = reader(marked, theme=theme)
    screens = await painted(app)
    for depth in COLOURED:
        colours = colours_of(app, depth)
        shown = {ground: set[Style]() for ground in Ground}
        for keys, segments in screens.items():
            for text, style in segments:
                look = translated(text, style, colours)
                ground = colours.translated(style)[1]
                if keys != "ctrl+p":  # what is behind a dialog need not be told apart
                    shown[ground].add(Style(bgcolor=look.bgcolor))
                    assert ground is not Ground.MARK or depth is Depth.EIGHT_BIT or look.underline
                if text.strip(" ─│╭╮╰╯▏▌▊▎▔▁▂▃▄▅▆▇█━"):
                    assert min(contrasts(look, depth)) >= MIN_CONTRAST, (depth, keys, text)
        for ground in (Ground.ROW, Ground.RAISED, Ground.SELECTION, Ground.FIND, Ground.CURSOR, Ground.MARK):
            assert shown[ground], (ground, "is not on any of the screens")
            has_own_colour = ground is not Ground.MARK or depth is Depth.EIGHT_BIT
            assert not has_own_colour or not shown[ground] & shown[Ground.PLAIN], (depth, ground)


@pytest.mark.long
async def test_without_colours_what_has_a_meaning_has_another_look(marked: Library) -> None:
    app = reader(marked, theme=MONOCHROME.name)
    screens = await painted(app)
    for depth in (Depth.NONE, Depth.OWN):
        colours = colours_of(app, depth)
        looks = {ground: set[Style]() for ground in Ground}
        for segments in screens.values():
            for text, style in segments:
                look = translated(text, style, colours)
                looks[colours.translated(style)[1]].add(look.without_color)
                if depth is Depth.NONE:
                    assert look.color is look.bgcolor is None, text
                else:
                    assert all((each.number or 0) < 16 for each in (look.color, look.bgcolor) if each), text
                    assert not any(each.triplet for each in (look.color, look.bgcolor) if each), text
        assert all(look.reverse for look in looks[Ground.ROW])
        assert all(look.underline for look in looks[Ground.MARK])
        assert {bool(look.bold) for look in looks[Ground.MARK]} == {False, True}, "those with a note are bold"


def test_the_cursor_stands_out_at_the_end_of_a_selection_without_colours() -> None:
    variables = {"background": "#000000", "foreground": "#ffffff", "selection-ground": "#665522"}
    colours = TerminalColours(Depth.NONE, variables, dark=True)
    selected, cursor = Style.parse("#ffffff on #665522"), Style.parse("#000000 on #ffffff")
    shown = colours.apply([Segment("春天", selected), Segment("里", cursor)], Color(0, 0, 0))
    assert [bool(each.style and each.style.reverse) for each in shown] == [True, False]
    alone = colours.apply([Segment("春天"), Segment("里", cursor)], Color(0, 0, 0))
    assert alone[1].style is not None
    assert alone[1].style.reverse


@pytest.mark.parametrize(
    ("system", "environ", "depth"),
    [
        ("truecolor", {"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Depth.TRUE),
        ("256", {"TERM": "xterm-256color"}, Depth.EIGHT_BIT),
        ("standard", {"TERM": "xterm"}, Depth.SIXTEEN),
        ("standard", {"TERM": "xterm-16color"}, Depth.SIXTEEN),
        ("standard", {"TERM": "linux"}, Depth.EIGHT_GROUNDS),
        ("standard", {"TERM": "vt220"}, Depth.NONE),
        (None, {"TERM": "dumb"}, Depth.NONE),
        ("truecolor", {"TERM": "xterm", "NO_COLOR": "1"}, Depth.NONE),
        ("truecolor", {"TERM": "xterm", "NO_COLOR": ""}, Depth.TRUE),
    ],
    ids=str,
)
def test_the_terminal_decides_how_many_colours_there_are(
    system: str | None, environ: dict[str, str], depth: Depth
) -> None:
    assert depth_of(system, environ) is depth


def test_a_theme_shows_no_more_colours_than_the_terminal_has() -> None:
    assert shown_depth(INK, Depth.SIXTEEN) is Depth.SIXTEEN
    assert shown_depth(TERMINAL, Depth.TRUE) is Depth.OWN
    assert shown_depth(TERMINAL, Depth.NONE) is Depth.NONE
    assert shown_depth(MONOCHROME, Depth.TRUE) is Depth.NONE
    assert shown_depth(PAPER, Depth.NONE) is Depth.NONE
