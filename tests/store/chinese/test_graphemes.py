from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from store.chinese.graphemes import compounds, snap_end, snap_start

whole = [
    *("天", "a", "，", "𠮷", "葛\U000e0101", "e\u0301", "👩\u200d💻", "👍🏽", "🇨🇳", "1\ufe0f\u20e3"),
    *("\u1112\u1161\u11ab", "각\u11a8", "क्ष"),
]
pieces = st.sampled_from(whole)
broken = st.sampled_from(
    ["\u200d", "\ufe0f", "\u0301", "🇨", "\u1161", "\r", "\n", "\x00", "\u200b", "\u0600", "©", "が", "ｶﾞ"]
)
texts = st.lists(pieces | broken | st.characters(exclude_categories=()), max_size=30).map("".join)


def boundaries(text: str) -> list[int]:
    """The cluster boundaries of UAX #29, with every newline as a cluster by itself."""
    found = {0}
    for line_start, line in line_by_line(text):
        at = line_start
        for cluster in iter_graphemes(line):
            at += len(cluster)
            found.add(at)
        found.add(min(at + 1, len(text)))
    return sorted(found)


def line_by_line(text: str) -> list[tuple[int, str]]:
    start, lines = 0, []
    for line in text.split("\n"):
        lines.append((start, line))
        start += len(line) + 1
    return lines


@settings(deadline=None)
@given(texts)
def test_offsets_inside_a_cluster_snap_to_its_ends(text: str) -> None:
    for start, end in pairwise(boundaries(text)):
        assert {snap_start(text, offset) for offset in range(start, end)} == {start}
        assert {snap_end(text, offset) for offset in range(start + 1, end + 1)} == {end}


@settings(deadline=None)
@given(texts)
def test_compounds_finds_all_clusters_of_several_code_points(text: str) -> None:
    assert compounds(text) == [(start, end) for start, end in pairwise(boundaries(text)) if end - start > 1]


def test_all_code_points_are_segmented_as_in_unicode() -> None:
    """Most code points are skipped without the library, so their ranges must be correct."""
    for code in (*range(0x3100), *range(0xA000, 0xB000), *range(0xD700, 0x11000), *range(0x1F000, 0x1FC00)):
        text = f"天{chr(code)}가{chr(code)}{chr(code)}😀"
        expected = [(start, end) for start, end in pairwise(boundaries(text)) if end - start > 1]
        assert compounds(text) == expected, hex(code)


@pytest.mark.parametrize("snap", [snap_start, snap_end])
def test_offsets_outside_the_text_are_clamped(snap: object) -> None:
    assert callable(snap)
    assert [snap("天地", offset) for offset in (-1, 0, 1, 2, 3)] == [0, 0, 1, 2, 2]
    assert snap("", 5) == 0


def test_a_newline_is_a_boundary_even_after_a_carriage_return() -> None:
    assert snap_start("a\r\nb", 2) == snap_end("a\r\nb", 2) == 2
    assert snap_start("\n\u0301", 1) == 1


def test_plain_chinese_does_not_import_wcwidth() -> None:
    code = (
        "import sys\n"
        "from store.chinese.graphemes import compounds, snap_start\n"
        "text = '天地“玄黄”，GDP 25.9%——宇宙……𠮷😀\\n'\n"
        "assert [snap_start(text, at) for at in range(len(text))] == list(range(len(text)))\n"
        "assert compounds(text) == []\n"
        "print('wcwidth' in sys.modules)\n"
        "assert snap_start('e\\u0301', 1) == 0\n"
        "print('wcwidth' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]


def test_a_cluster_of_100_000_code_points_is_found_completely() -> None:
    text = "a" + "\u0301" * 100_000
    assert snap_start(text, 50_000) == 0
    assert snap_end(text, 50_000) == len(text)
