"""The looks: ink on a dark ground, and vermilion on paper. Colours of tags are theirs in every theme."""

from __future__ import annotations

from textual.color import Color
from textual.theme import Theme

from store.codebook import PALETTE

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

THEMES = (INK, PAPER)

UNTAGGED = "#a59a82"
"""The colour of a mark without a tag."""


def tag_colour(name: str) -> Color:
    """The colour of a codebook entry: a name of the palette, or ``#rrggbb``; grey for anything else."""
    value = PALETTE.get(name, name)
    return Color.parse(value if value.startswith("#") and len(value) == 7 else UNTAGGED)


def tint(ground: Color, colour: Color) -> Color:
    """The colour painted thinly on a ground, so that the text on it stays readable."""
    return ground.blend(colour, 0.34 if ground.brightness < 0.5 else 0.26)
