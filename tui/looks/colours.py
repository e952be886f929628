"""Contrast: adapts text colours to backgrounds, and background tints to text.

Contrast is as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

from functools import lru_cache

from textual.color import Color

MIN_CONTRAST = 4.5
"""The contrast ratio that WCAG requires between text and its background (level AA)."""

STEPS = 50
"""The number of steps in which a colour is blended with white, black or the background."""


def contrast(one: Color, other: Color) -> float:
    """The WCAG contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    """The relative luminance, from 0 for black to 1 for white."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@lru_cache(maxsize=2048)
def legible(colour: Color, backgrounds: tuple[Color, ...]) -> Color:
    """The colour, made lighter on dark backgrounds or darker on light ones until text in it is legible."""
    end = Color(255, 255, 255) if backgrounds[0].brightness < 0.5 else Color(0, 0, 0)
    for step in range(STEPS + 1):
        adapted = colour.blend(end, step / STEPS)
        if all(contrast(adapted, background) >= MIN_CONTRAST for background in backgrounds):
            return adapted
    return end


@lru_cache(maxsize=2048)
def tint(background: Color, colour: Color, text: Color) -> Color:
    """The background, tinted with a colour. The tint is weaker if the text on it would not be legible."""
    strength = 0.34 if background.brightness < 0.5 else 0.26
    for step in range(STEPS):
        tinted = background.blend(colour, strength * (1 - step / STEPS))
        if contrast(text, tinted) >= MIN_CONTRAST:
            return tinted
    return background
