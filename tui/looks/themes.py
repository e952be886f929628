"""The themes of Pizhu, and the colours of tags in them.

Two of them are shown in fewer colours than they are defined in: see :func:`shown_depth`.
"""

from __future__ import annotations

from dataclasses import replace

from textual.color import Color
from textual.design import (
    DEFAULT_DARK_BACKGROUND,
    DEFAULT_DARK_SURFACE,
    DEFAULT_LIGHT_BACKGROUND,
    DEFAULT_LIGHT_SURFACE,
)
from textual.theme import Theme

from store.model.tag import PALETTE
from tui.looks.colours import legible, tint
from tui.looks.terminal_colours.depth import Depth

INK = Theme(
    name="pizhu-ink",
    dark=True,
    background="#14161a",
    surface="#1a1d23",
    panel="#252a33",
    foreground="#d8d3c8",
    primary="#e2584a",
    secondary="#8aa9bd",
    accent="#e0a85c",
    success="#6cae86",
    warning="#e0a85c",
    error="#f07167",
    variables={
        "border": "#e2584a",
        "border-blurred": "#333a45",
        "block-cursor-foreground": "#f4efe4",
        "block-cursor-background": "#3a3035",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#252a33",
        "footer-background": "#14161a",
        "footer-key-foreground": "#e2584a",
        "footer-description-foreground": "#8d8a83",
        "input-selection-background": "#e2584a 35%",
        "scrollbar": "#333a45",
        "scrollbar-hover": "#4a5362",
        "scrollbar-active": "#e2584a",
        "scrollbar-background": "#14161a",
        "scrollbar-corner-color": "#14161a",
    },
)

PAPER = Theme(
    name="pizhu-paper",
    dark=False,
    background="#f8f3e7",
    surface="#f1ead9",
    panel="#e6dcc5",
    foreground="#2a251f",
    primary="#b3261e",
    secondary="#3f6276",
    accent="#8a5a12",
    success="#3b7350",
    warning="#8a5a12",
    error="#a3231b",
    variables={
        "border": "#b3261e",
        "border-blurred": "#d3c7ab",
        "block-cursor-foreground": "#2a251f",
        "block-cursor-background": "#eed9c4",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e6dcc5",
        "footer-background": "#f8f3e7",
        "footer-key-foreground": "#b3261e",
        "footer-description-foreground": "#756c5d",
        "input-selection-background": "#b3261e 25%",
        "scrollbar": "#d3c7ab",
        "scrollbar-hover": "#b9ab8a",
        "scrollbar-active": "#b3261e",
        "scrollbar-background": "#f8f3e7",
        "scrollbar-corner-color": "#f8f3e7",
    },
)

CONTRAST = Theme(
    name="pizhu-contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    foreground="#ffffff",
    primary="#ffd75f",
    secondary="#87d7ff",
    accent="#ffd75f",
    success="#87ffaf",
    warning="#ffd75f",
    error="#ff8787",
    variables={
        "border": "#ffd75f",
        "border-blurred": "#9e9e9e",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#303030",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#121212",
        "footer-background": "#000000",
        "footer-key-foreground": "#ffd75f",
        "footer-description-foreground": "#eeeeee",
        "input-selection-background": "#ffd75f 35%",
        "scrollbar": "#9e9e9e",
        "scrollbar-hover": "#eeeeee",
        "scrollbar-active": "#ffd75f",
        "scrollbar-background": "#000000",
        "scrollbar-corner-color": "#000000",
    },
)
"""High contrast: its colours are among the 256 of xterm, so they are the same in a terminal with 256."""

TERMINAL = replace(INK, name="pizhu-terminal")
"""The user's own colours on a dark background: each is shown as the terminal's colour with its hue."""

TERMINAL_LIGHT = replace(PAPER, name="pizhu-terminal-light")
"""The same for terminals with a light background, on which other colours are legible."""

MONOCHROME = replace(CONTRAST, name="pizhu-monochrome")
"""No colour: what has one is bold, underlined, reversed or dim."""

THEMES = (INK, PAPER, CONTRAST, TERMINAL, TERMINAL_LIGHT, MONOCHROME)


def shown_depth(theme: Theme, terminal: Depth) -> Depth:
    """The colours in which a theme is shown.

    :param terminal: those that the terminal has.
    """
    if Depth.NONE in (terminal, _DEPTHS.get(theme.name)):
        return Depth.NONE
    return _DEPTHS.get(theme.name, terminal)


_DEPTHS = {TERMINAL.name: Depth.OWN, TERMINAL_LIGHT.name: Depth.OWN, MONOCHROME.name: Depth.NONE}


def more_variables(theme: Theme, depth: Depth) -> dict[str, str]:
    """The variables of the stylesheet that Textual does not have, in a theme.

    :param depth: the colours in which the theme is shown. With few, the word at the cursor is bold, because
        annotations are underlined.
    """
    generated = theme.to_color_system().generate()
    background, text = Color.parse(generated["background"]), Color.parse(generated["foreground"])
    return {
        "untagged-ground": tint(background, Color.parse(UNTAGGED), text).hex,
        "find-ground": (background + Color.parse(generated["accent"]).with_alpha(0.35)).hex,
        "selection-ground": (background + Color.parse(generated["primary"]).with_alpha(0.4)).hex,
        "word-style": "underline" if depth in (Depth.TRUE, Depth.EIGHT_BIT) else "bold",
    }


UNTAGGED = "#a59a82"
"""The colour of an annotation without a tag, before it is adapted to a theme."""

TAG_COLOURS: dict[bool, dict[str, str]] = {
    True: {
        "vermilion": "#f2766b",
        "azure": "#a4ccff",
        "amber": "#c49400",
        "jade": "#4fd79b",
        "violet": "#b98ee8",
        "teal": "#5fada7",
        "rose": "#ff94c2",
        "olive": "#beca59",
    },
    False: {
        "vermilion": "#4c1107",
        "azure": "#0059d0",
        "amber": "#5b3c00",
        "jade": "#015134",
        "violet": "#5e3683",
        "teal": "#036a71",
        "rose": "#8e2f5c",
        "olive": "#616502",
    },
}
"""The colours of the palette as text, in dark themes (True) and in light ones (False).

A search found them: each is legible on every background of our themes, and any two differ by at least 10
(CIEDE2000), also for people with a colour vision deficiency (Machado, Oliveira and Fernandes 2009). Tests
check this.
"""


def tag_colour(name: str, theme: Theme) -> Color:
    """The text colour of a tag. It is legible on all backgrounds of the theme.

    :param name: the tag's colour: a name of the palette or ``#rrggbb``. Anything else is grey.
    """
    return legible(_parsed(TAG_COLOURS[theme.dark].get(name, name)), backgrounds_of(theme))


def highlight_colour(name: str) -> Color:
    """The colour of a tag for highlights, to be passed to :func:`.colours.tint`. ``name`` as above."""
    return _parsed(PALETTE.get(name, name))


def backgrounds_of(theme: Theme) -> tuple[Color, ...]:
    """The backgrounds of text in a theme: panes, dialogs and, in our own themes, highlighted lines."""
    defaults = (
        (DEFAULT_DARK_BACKGROUND, DEFAULT_DARK_SURFACE)
        if theme.dark
        else (DEFAULT_LIGHT_BACKGROUND, DEFAULT_LIGHT_SURFACE)
    )
    named = [theme.background or defaults[0], theme.surface or defaults[1]]
    if theme in THEMES:
        names = ("block-cursor-background", "block-cursor-blurred-background")
        named += [theme.variables[name] for name in names]
    return tuple(map(Color.parse, named))


def _parsed(value: str) -> Color:
    return Color.parse(value if value.startswith("#") and len(value) == 7 else UNTAGGED)
