"""Tag colours are legible and distinguishable in both themes, including for colour vision deficiencies."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.color import Color
from textual.theme import Theme

from store.library import Library
from store.model.tag import PALETTE, Tag
from tests.tui.reader import WIDE, happened, press, reader, seen, settled, shown, strips
from tui.looks.colours import MIN_CONTRAST, contrast, legible, tint
from tui.looks.themes import THEMES, UNTAGGED, backgrounds_of, highlight_colour, tag_colour

MIN_DIFFERENCE, MIN_DIFFERENCE_DEFICIENT = 15.0, 10.0
"""CIEDE2000 differences between any two colours, for normal and for deficient colour vision."""

# Machado, Oliveira and Fernandes 2009, *A Physiologically-based Model for Simulation of Color Vision
# Deficiency*: severity 1.0, on linear RGB.
COLOUR_VISIONS = {
    "trichromat": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

Lab = tuple[float, float, float]


def seen_with(vision: str, colour: Color) -> Lab:
    """Return a colour as seen with a kind of colour vision, in CIELAB (D65)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    ]
    red, green, blue = (
        min(1.0, max(0.0, sum(factor * part for factor, part in zip(row, linear, strict=True))))
        for row in COLOUR_VISIONS[vision]
    )
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def ciede2000(one: Lab, other: Lab) -> float:
    """Return the colour difference of Sharma, Wu and Dalal 2005, *The CIEDE2000 Color-Difference Formula*."""
    mean = (math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    (a1, b1), (a2, b2) = ((1 + g) * one[1], one[2]), ((1 + g) * other[1], other[2])
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    dh = 0.0 if not c1 * c2 else (h2 - h1 + 180) % 360 - 180
    if not c1 * c2:
        hue = h1 + h2
    elif abs(h1 - h2) <= 180:
        hue = (h1 + h2) / 2
    else:
        hue = (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2
    dlight, dchroma = other[0] - one[0], c2 - c1
    dhue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh / 2))
    light, chroma = (one[0] + other[0]) / 2, (c1 + c2) / 2
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    t = 1 + sum(high * math.cos(math.radians(often * hue + shift)) for high, often, shift in waves)
    sl = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    turn = math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    rt = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * turn
    return math.sqrt(
        (dlight / sl) ** 2 + (dchroma / sc) ** 2 + (dhue / sh) ** 2 + rt * dchroma / sc * dhue / sh
    )


def test_ciede2000_matches_the_published_test_data() -> None:
    # Rows 1, 9, 17 and 25 of the table of test data by Sharma, Wu and Dalal.
    for one, other, difference in (
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ):
        assert ciede2000(one, other) == pytest.approx(difference, abs=0.0001)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("vision", COLOUR_VISIONS)
def test_any_two_colours_of_the_palette_are_distinguishable(theme: Theme, vision: str) -> None:
    seen = {name: seen_with(vision, tag_colour(name, theme)) for name in PALETTE}
    closest = min(combinations(seen, 2), key=lambda pair: ciede2000(seen[pair[0]], seen[pair[1]]))
    least = MIN_DIFFERENCE if vision == "trichromat" else MIN_DIFFERENCE_DEFICIENT
    assert ciede2000(seen[closest[0]], seen[closest[1]]) >= least, closest


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_in_any_tag_colour_is_legible_on_every_background(theme: Theme) -> None:
    for name in (*PALETTE, "", "#000000", "#ffffff", "#0000ff", "#ffff00", "#777777"):
        colour = tag_colour(name, theme)
        assert min(contrast(colour, background) for background in backgrounds_of(theme)) >= MIN_CONTRAST, name
        if name in PALETTE:
            turned = abs(colour.hsl.h - Color.parse(PALETTE[name]).hsl.h)
            assert min(turned, 1 - turned) < 0.06, f"{name} is another colour"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_is_legible_on_every_tint_and_on_overlapping_tints(theme: Theme) -> None:
    background, text = Color.parse(theme.background or ""), Color.parse(theme.foreground or "")
    names = [*PALETTE, UNTAGGED, "#ffffff", "#000000", "#ffff00"]
    for first in names:
        once = tint(background, highlight_colour(first), text)
        assert contrast(text, once) >= MIN_CONTRAST
        assert first in ("#000000", "#ffffff") or once != background
        for second in names:
            assert contrast(text, tint(once, highlight_colour(second), text)) >= MIN_CONTRAST


CHANNELS = st.integers(0, 255)


@given(st.builds(Color, CHANNELS, CHANNELS, CHANNELS))
def test_a_legible_colour_is_not_changed(colour: Color) -> None:
    for theme in THEMES:
        backgrounds = backgrounds_of(theme)
        adapted = legible(colour, backgrounds)
        assert all(contrast(adapted, background) >= MIN_CONTRAST for background in backgrounds)
        if all(contrast(colour, background) >= MIN_CONTRAST for background in backgrounds):
            assert adapted == colour


def test_contrast_matches_wcag() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color.parse("#767676"), Color(255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.long
async def test_the_margin_shows_the_digit_or_the_first_character_of_a_tag(
    library: Library, station: str
) -> None:
    library.codebook.write([Tag(name="植物", key="3"), Tag(name="主题/人物"), Tag(name="Zug")])
    library.annotations.annotate_quote(station, "油菜花", tags=["植物"])
    library.annotations.annotate_quote(station, "列车", tags=["主题/人物"])
    app = reader(library, article=station)
    async with app.run_test(size=WIDE) as pilot:
        await seen(pilot, "3▏")
        assert "人▏" in shown(app)
        library.annotations.annotate_quote(station, "春天", tags=["Zug"], note="记")
        await seen(pilot, "Z▌")


@pytest.mark.long
async def test_a_change_of_theme_recolours_the_panes(library: Library, station: str) -> None:
    library.articles.tag(station, ["植物"])
    library.annotations.annotate_quote(station, "油菜花", tags=["植物"])
    ink, paper = (tag_colour("vermilion", theme).rich_color.get_truecolor() for theme in THEMES[:2])

    def drawn() -> set[object]:
        return {
            segment.style.color.get_truecolor()
            for strip in strips(app)
            for segment in strip
            if segment.style and segment.style.color and segment.text.strip() in ("■", "#植物", "▏")
        }

    app = reader(library, article=station)
    async with app.run_test(size=WIDE) as pilot:
        await seen(pilot, "#植物")
        assert drawn() == {ink}
        await press(pilot, "ctrl+t")
        for _ in range(50):
            await settled(pilot)
            if drawn() == {paper}:
                break
        assert drawn() == {paper}


@pytest.mark.long
@pytest.mark.parametrize("keys", [["ctrl+t"], ["ctrl+p", *"paper", "enter"]], ids=["key", "palette"])
async def test_a_change_of_theme_recolours_the_cursor(
    library: Library, station: str, keys: list[str]
) -> None:
    def drawn() -> set[str]:
        return {str(segment.style) for strip in strips(app) for segment in strip if segment.text == "春"}

    app = reader(library, article=station, theme="pizhu-paper")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "0")
        await settled(pilot)
        expected = drawn()
    app = reader(library, article=station)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "0")
        await settled(pilot)
        assert drawn() != expected
        await press(pilot, *keys)
        await happened(pilot, lambda: drawn() == expected)
