"""What a background means: a row that is selected, a find, an annotation…

A terminal with 16 colours cannot show the tint of a background, but what it means it must show.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from functools import partial

from textual.color import Color, ColorParseError

from tui.looks.terminal_colours.palettes import distance, oklab

BACKDROP = 0.55
"""How much of the theme's background lies over the screen behind a dialog: see ``dialog.tcss``."""

FOCUSED = 0.05
"""How much Textual tints the background of a field with the focus."""

SAME = 0.012
"""The distance up to which two backgrounds are taken for the same."""


ANOTHER_HUE, RAISED = 0.03, 0.08
"""How far a background is from the theme's, in hue and in lightness, if it has a meaning."""


class Ground(Enum):
    """The meaning of a background."""

    PLAIN = auto()
    """Panes and dialogs."""
    ROW = auto()
    """The row at the cursor."""
    RAISED = auto()
    """Fields to write in, messages, the ruler, and the row at the cursor of a pane without the focus."""
    SELECTION = auto()
    FIND = auto()
    FIND_HERE = auto()
    """The find at the cursor."""
    CURSOR = auto()
    BAR = auto()
    """The movable part of a scroll bar."""
    MARK = auto()
    """The tint of an annotation."""


_VARIABLES: tuple[tuple[str, Ground], ...] = (
    ("background", Ground.PLAIN),
    ("surface", Ground.PLAIN),
    ("block-cursor-background", Ground.ROW),
    ("block-cursor-blurred-background", Ground.RAISED),
    ("panel", Ground.RAISED),
    ("selection-ground", Ground.SELECTION),
    ("input-selection-background", Ground.SELECTION),
    ("find-ground", Ground.FIND),
    ("accent", Ground.FIND_HERE),
    ("foreground", Ground.CURSOR),
    ("untagged-ground", Ground.MARK),
    ("scrollbar", Ground.BAR),
    ("scrollbar-hover", Ground.BAR),
    ("scrollbar-active", Ground.BAR),
)
"""The variables of a theme that are backgrounds. The first with a colour gives it its meaning."""

_BEHIND = {Ground.RAISED: Ground.PLAIN, Ground.ROW: Ground.PLAIN}
"""What becomes of some of them behind a dialog, where they are not as important."""


def grounds_of(variables: Mapping[str, str]) -> dict[Color, Ground]:
    """The meaning of the backgrounds of a theme, also behind a dialog, and behind a dialog's dialog.

    :param variables: all variables of the stylesheet in that theme.
    """
    background = Color.parse(variables["background"])
    surface, panel = (_parsed(variables.get(name, "")) or background for name in ("surface", "panel"))
    field = panel.tint(Color.parse(variables["foreground"]).with_alpha(FOCUSED))
    bases = [background, surface, panel, field]
    found: dict[Color, Ground] = {}
    for name, ground in _VARIABLES:
        if (colour := _parsed(variables.get(name, ""))) is not None:
            for base in bases if colour.a < 1 else bases[:1]:
                found.setdefault(base + colour, ground)
    found.setdefault(field, Ground.RAISED)
    shade = background.with_alpha(BACKDROP)
    behind = found
    for _ in range(2):
        behind = {colour + shade: _BEHIND.get(ground, ground) for colour, ground in behind.items()}
        found = behind | found
    return found


def ground_of(colour: Color, grounds: Mapping[Color, Ground]) -> Ground:
    """The meaning of a background. One that no variable has is an annotation's if it has another hue."""
    if colour in grounds:
        return grounds[colour]
    ordinary = (each for each, ground in grounds.items() if ground in (Ground.PLAIN, Ground.RAISED))
    nearest = min(ordinary, key=partial(distance, colour))
    if distance(nearest, colour) <= SAME:
        return grounds[nearest]
    (light, a, b), (other, other_a, other_b) = oklab(colour), oklab(next(iter(grounds)))
    if abs(a - other_a) + abs(b - other_b) > ANOTHER_HUE:
        return Ground.MARK
    return Ground.RAISED if abs(light - other) > RAISED else Ground.PLAIN


def _parsed(value: str) -> Color | None:
    try:
        return Color.parse(value) if value and not value.startswith(("auto", "ansi")) else _alpha(value)
    except ColorParseError:
        return _alpha(value)


def _alpha(value: str) -> Color | None:
    """A colour with its opacity, as a stylesheet has it: ``#b3261e 25%``."""
    name, _, percent = value.partition(" ")
    try:
        return Color.parse(name).with_alpha(float(percent.rstrip("%")) / 100)
    except (ColorParseError, ValueError):
        return None
