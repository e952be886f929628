"""Translates text and its background, as a theme has them, into what a terminal with fewer colours shows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from tui.looks.colours import MIN_CONTRAST, contrast
from tui.looks.terminal_colours.depth import Depth
from tui.looks.terminal_colours.grounds import Ground, ground_of, grounds_of
from tui.looks.terminal_colours.palettes import EIGHT_BIT, GREY, VGA, XTERM, chroma, distance, oklab, turn

QUIET, QUIET_COLOUR = 0.13, 0.36
"""How much nearer to the background than the theme's own text is text that is shown dim: grey, coloured."""

DARK_GROUNDS = {
    Ground.PLAIN: 0,
    Ground.ROW: 7,
    Ground.RAISED: 4,
    Ground.SELECTION: 5,
    Ground.FIND: 6,
    Ground.FIND_HERE: 7,
    Ground.CURSOR: 7,
    Ground.BAR: 7,
    Ground.MARK: 0,
}
"""The backgrounds of dark themes among 16 colours. Only the first 8 are backgrounds everywhere."""

LIGHT_GROUNDS = {
    Ground.PLAIN: 15,
    Ground.ROW: 0,
    Ground.RAISED: 6,
    Ground.SELECTION: 5,
    Ground.FIND: 2,
    Ground.FIND_HERE: 4,
    Ground.CURSOR: 0,
    Ground.BAR: 0,
    Ground.MARK: 15,
}
"""The backgrounds of light themes."""

OWN_GROUNDS = {Ground.SELECTION: (0, 6), Ground.FIND: (0, 2)}
"""Text and background in the terminal's own colours; black on these is legible in most palettes."""

TINT = 0.3
"""About the strength of tints: see :func:`tui.looks.colours.tint`."""

STRANGE = 1.2
"""The angle from which on a hue is another one, so that grey is better."""

MIN_SIGN_CONTRAST = 3.0
"""The contrast that WCAG requires of what is seen and not read."""

REVERSED = frozenset({Ground.ROW, Ground.SELECTION, Ground.FIND, Ground.FIND_HERE, Ground.CURSOR, Ground.BAR})
"""What is reversed in a terminal's own colours or without any."""

EMPHASIS = {
    Ground.FIND_HERE: Style(bold=True, underline=True),
    Ground.RAISED: Style(bold=True),
}
"""What is emphasised where colours do not suffice."""

IN_SELECTION = Style(bold=True, underline=True, reverse=False)
"""The cursor at the end of a selection that is reversed as it is."""


class _Seen(NamedTuple):
    """A style in the colours of its theme."""

    colour: Color
    ground: Color
    meaning: Ground
    hue: Color
    """The colour of the annotation whose tint the background is."""


class TerminalColours(LineFilter):
    """The translation of one theme for one depth. It remembers what it has translated."""

    def __init__(self, depth: Depth, variables: Mapping[str, str], *, dark: bool) -> None:
        """Prepare a translation.

        :param depth: what is shown; not :attr:`.Depth.TRUE`, which needs no translation.
        :param variables: all variables of the stylesheet in this theme.
        :param dark: whether the theme is dark.
        """
        super().__init__()
        self._depth = depth
        self._grounds = grounds_of(variables)
        self._background = Color.parse(variables["background"])
        self._foreground = Color.parse(variables["foreground"])
        plain = (
            Color.parse(variables.get(name, variables["background"])) for name in ("background", "surface")
        )
        self._plain = tuple(nearest_of_256(colour, None) for colour in plain)
        self._codes = dict(DARK_GROUNDS if dark else LIGHT_GROUNDS)
        if depth is Depth.EIGHT_GROUNDS and not dark:
            self._codes |= {Ground.PLAIN: 7, Ground.MARK: 7}
        self._translated: dict[tuple[Style, bool], tuple[Style, Ground]] = {}

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Translate the segments of a strip."""
        translated: list[Segment] = []
        before = Ground.PLAIN
        for at, (text, style, control) in enumerate(segments):
            if style is None or control:
                translated.append(Segment(text, style, control))
                continue
            shown, ground = self.translated(style, is_text=_is_text(text))
            if ground is Ground.CURSOR and self._depth is Depth.NONE:
                following = segments[at + 1].style if at + 1 < len(segments) else None
                after = self.translated(following)[1] if following else Ground.PLAIN
                if Ground.SELECTION in (before, after):
                    shown += IN_SELECTION
            before = ground
            translated.append(Segment(text, shown))
        return translated

    def translated(self, style: Style, *, is_text: bool = True) -> tuple[Style, Ground]:
        """The style that is shown, and what its background means.

        :param is_text: whether there is something to read. Lines and blocks need not be as clear.
        """
        known = self._translated.get((style, is_text))
        if known is None:
            if len(self._translated) > 4096:
                self._translated.clear()
            known = self._translated[style, is_text] = self._translation(style, is_text=is_text)
        return known

    def _translation(self, style: Style, *, is_text: bool) -> tuple[Style, Ground]:
        seen = self._seen(style)
        bare = style.without_color + Style(reverse=False, dim=False)
        if self._depth is Depth.EIGHT_BIT:
            return bare + self._in_256(seen, is_text=is_text), seen.meaning
        if seen.meaning is Ground.MARK:
            bare += Style(underline=True, bold=bool(style.underline) or None)
        if self._depth is Depth.NONE:
            return bare + self._without_colours(seen, is_quiet=self._is_quiet(seen, style)), seen.meaning
        if self._depth is Depth.OWN:
            return bare + self._in_own_colours(seen, is_quiet=self._is_quiet(seen, style)), seen.meaning
        ground = self._codes[seen.meaning]
        colour = seen.hue if seen.meaning is Ground.MARK else seen.colour
        if seen.meaning is Ground.FIND_HERE:
            bare += EMPHASIS[Ground.FIND_HERE]
        least = MIN_CONTRAST if is_text else MIN_SIGN_CONTRAST if chroma(colour) > GREY else 1.5
        return bare + _style(nearest_of_16(colour, ground, least), ground), seen.meaning

    def _seen(self, style: Style) -> _Seen:
        """The colours as they are seen: with those of the theme where there are none, and reversed."""
        colour = Color.from_rich_color(style.color) if _has(style.color) else self._foreground
        ground = Color.from_rich_color(style.bgcolor) if _has(style.bgcolor) else self._background
        if style.reverse:
            colour, ground = ground, colour
        if style.dim:
            colour = colour.blend(ground, 0.34)
        return _Seen(colour, ground, ground_of(ground, self._grounds), self._untinted(ground))

    def _untinted(self, tint: Color) -> Color:
        """About the colour with which the background was tinted."""
        parts = zip(tint.rgb, self._background.rgb, strict=True)
        red, green, blue = (max(0, min(255, round(base + (part - base) / TINT))) for part, base in parts)
        return Color(red, green, blue)

    def _in_256(self, seen: _Seen, *, is_text: bool) -> Style:
        if seen.meaning is Ground.MARK and chroma(seen.hue) > 2 * GREY:
            ground = tint_of_256(seen.ground, seen.hue)
        elif seen.meaning is Ground.PLAIN:
            ground = min(self._plain, key=lambda code: distance(EIGHT_BIT[code], seen.ground))
        else:
            ground = nearest_of_256(seen.ground, None, self._plain)
        return _style(nearest_of_256(seen.colour, EIGHT_BIT[ground] if is_text else None), ground)

    def _without_colours(self, seen: _Seen, *, is_quiet: bool) -> Style:
        emphasis = EMPHASIS.get(seen.meaning, Style())
        if seen.meaning in REVERSED:
            return emphasis + Style(reverse=True)
        return emphasis + Style(dim=is_quiet or None)

    def _in_own_colours(self, seen: _Seen, *, is_quiet: bool) -> Style:
        if seen.meaning in OWN_GROUNDS:
            return _style(*OWN_GROUNDS[seen.meaning])
        colour = seen.hue if seen.meaning is Ground.MARK else seen.colour
        if seen.meaning in REVERSED or chroma(colour) <= GREY:
            return self._without_colours(seen, is_quiet=is_quiet)
        return EMPHASIS.get(seen.meaning, Style()) + _style(
            hue_of_16(colour, self._codes[Ground.PLAIN]), None
        )

    def _is_quiet(self, seen: _Seen, style: Style) -> bool:
        """Whether text is paler than the theme's own, and not emphasised in another way."""
        if style.bold or seen.meaning is Ground.MARK:
            return False
        lightness = [oklab(each)[0] for each in (self._foreground, seen.colour, self._background)]
        nearer = (lightness[0] - lightness[1]) * math.copysign(1, lightness[0] - lightness[2])
        return nearer > (QUIET if chroma(seen.colour) <= GREY else QUIET_COLOUR)


@lru_cache(maxsize=4096)
def nearest_of_16(colour: Color, ground: int, least: float = MIN_CONTRAST) -> int:
    """The most similar of the first 16 colours that is legible on one of them.

    :param least: the contrast that it must have, in the palettes of both the Linux console and xterm.
    """
    hue = None if chroma(colour) <= GREY else hue_of_16(colour, ground, least)
    if hue is not None:
        return hue
    greys = [code for code in (0, 7, 8, 15) if contrast_of_16(code, ground) >= least]
    return min(greys, key=lambda code: abs(oklab(VGA[code])[0] - oklab(colour)[0]))


@lru_cache(maxsize=4096)
def hue_of_16(colour: Color, ground: int, least: float = MIN_CONTRAST) -> int | None:
    """As :func:`nearest_of_16`, but a colour that is not grey. None if none has a similar hue."""
    codes = (code for code in (*range(1, 7), *range(9, 15)) if contrast_of_16(code, ground) >= least)
    near = min(codes, key=lambda code: _strangeness(colour, code), default=None)
    return None if near is None or turn(colour, XTERM[near]) > STRANGE else near


def _strangeness(colour: Color, code: int) -> float:
    """How different one of 16 colours is: above all in its hue, then in its lightness."""
    return turn(colour, XTERM[code]) + 0.5 * abs(oklab(XTERM[code])[0] - oklab(colour)[0])


def contrast_of_16(text: int, ground: int) -> float:
    """The contrast of two of 16 colours, in the palette in which it is lower."""
    return min(contrast(palette[text], palette[ground]) for palette in (VGA, XTERM))


@lru_cache(maxsize=1024)
def tint_of_256(tint: Color, hue: Color) -> int:
    """The colour from 16 to 255 with a hue that is as light as a tint. The nearest would often be grey."""
    coloured = [code for code, each in EIGHT_BIT.items() if chroma(each) > GREY]
    lightness = oklab(tint)[0]
    return min(
        coloured,
        key=lambda code: turn(EIGHT_BIT[code], hue) + 4 * abs(oklab(EIGHT_BIT[code])[0] - lightness),
    )


@lru_cache(maxsize=4096)
def nearest_of_256(colour: Color, ground: Color | None, taken: tuple[int, ...] = ()) -> int:
    """The most similar of the colours from 16 to 255.

    :param ground: the background on which text in it must be legible. None if it need not.
    :param taken: colours that mean something else.
    """
    legible = (
        code
        for code, each in EIGHT_BIT.items()
        if code not in taken and (ground is None or contrast(each, ground) >= MIN_CONTRAST)
    )
    return min(legible, key=lambda code: distance(EIGHT_BIT[code], colour))


def _style(text: int | None, ground: int | None) -> Style:
    return Style(
        color=None if text is None else RichColor.from_ansi(text),
        bgcolor=None if ground is None else RichColor.from_ansi(ground),
    )


def _has(colour: RichColor | None) -> bool:
    return colour is not None and not colour.is_default


@lru_cache(maxsize=4096)
def _is_text(text: str) -> bool:
    """Whether there is something to read, other than blanks, lines and blocks."""
    return not all(character == " " or "─" <= character <= "▟" for character in text)
