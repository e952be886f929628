"""Colours as the eye has them: what can be read on what, and how thinly a colour is laid under words.

Contrast is that of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): words need 4.5 to 1, signs 3.
"""

from __future__ import annotations

from functools import lru_cache

from textual.color import Color

LEGIBLE = 4.5
"""The contrast that words need with the ground they stand on."""

STEPS = 50
"""By so many steps a colour goes to white, to black or to the ground."""


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    """The relative luminance, 0 for black and 1 for white."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@lru_cache(maxsize=2048)
def legible(colour: Color, grounds: tuple[Color, ...]) -> Color:
    """The colour, made lighter on dark grounds, darker on light ones, until words in it can be read there."""
    end = Color(255, 255, 255) if grounds[0].brightness < 0.5 else Color(0, 0, 0)
    for step in range(STEPS + 1):
        adapted = colour.blend(end, step / STEPS)
        if all(contrast(adapted, ground) >= LEGIBLE for ground in grounds):
            return adapted
    return end


@lru_cache(maxsize=2048)
def tint(ground: Color, colour: Color, text: Color) -> Color:
    """The colour painted thinly on a ground, so thinly that the text on it can still be read."""
    strength = 0.34 if ground.brightness < 0.5 else 0.26
    for step in range(STEPS):
        tinted = ground.blend(colour, strength * (1 - step / STEPS))
        if contrast(text, tinted) >= LEGIBLE:
            return tinted
    return ground
