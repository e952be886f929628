"""The palettes of terminals, and how near colours are to each other."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TypeAlias

from textual.color import Color

Lab: TypeAlias = tuple[float, float, float]

_VGA = (
    *("000000", "aa0000", "00aa00", "aa5500", "0000aa", "aa00aa", "00aaaa", "aaaaaa"),
    *("555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff"),
)
_XTERM = (
    *("000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5"),
    *("7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff"),
)

VGA = tuple(Color.parse(f"#{each}") for each in _VGA)
"""The 16 colours of the Linux console."""

XTERM = tuple(Color.parse(f"#{each}") for each in _XTERM)
"""The 16 colours of xterm."""

_STEPS = (0, 95, 135, 175, 215, 255)

EIGHT_BIT: dict[int, Color] = {
    16 + 36 * red + 6 * green + blue: Color(_STEPS[red], _STEPS[green], _STEPS[blue])
    for red in range(6)
    for green in range(6)
    for blue in range(6)
} | {232 + step: Color(8 + 10 * step, 8 + 10 * step, 8 + 10 * step) for step in range(24)}
"""The colours of xterm from 16 to 255, which are the same in all terminals: a cube and shades of grey."""

GREY = 0.035
"""The chroma in OKLab below which a colour counts as grey."""


@lru_cache(maxsize=4096)
def oklab(colour: Color) -> Lab:
    """Lightness from 0 to 1 and two axes of hue, after B. Ottosson 2020, *A perceptual color space*."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def chroma(colour: Color) -> float:
    """How far a colour is from grey."""
    return math.hypot(*oklab(colour)[1:])


def distance(one: Color, other: Color) -> float:
    """How different two colours look. Hue counts more than lightness, because it tells tags apart."""
    (light, a, b), (other_light, other_a, other_b) = oklab(one), oklab(other)
    return math.hypot(light - other_light, 2 * (a - other_a), 2 * (b - other_b))


def turn(one: Color, other: Color) -> float:
    """The angle between the hues of two colours, from 0 to pi."""
    angles = (math.atan2(lab[2], lab[1]) for lab in (oklab(one), oklab(other)))
    difference = abs(next(angles) - next(angles)) % (2 * math.pi)
    return min(difference, 2 * math.pi - difference)
