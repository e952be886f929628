"""The appearance of the screens in Chinese, compared with reviewed snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.language import Language, use_language
from store.library import Library, open_library
from tests.tui.reader import reader
from tests.tui.test_screens import Compare, pressed
from tui.starters import put_starters


@pytest.fixture
def starters(root: Path) -> Iterator[Library]:
    """Yield a library of the starter articles."""
    with open_library(root, creator="测试") as library:
        put_starters(library)
        yield library


@pytest.mark.parametrize(
    ("language", "keys"),
    [
        (Language.SIMPLIFIED, ()),
        (Language.SIMPLIFIED, ("enter", "?")),
        (Language.SIMPLIFIED, ("ctrl+p",)),
        (Language.SIMPLIFIED, ("g", "/")),
        (Language.TRADITIONAL, ("enter", "t")),
    ],
    ids=["list", "help", "palette", "filter", "tagging in traditional characters"],
)
def test_a_screen_in_chinese(
    snap_compare: Compare, starters: Library, language: Language, keys: tuple[str, ...]
) -> None:
    use_language(language)
    assert snap_compare(reader(starters), terminal_size=(80, 24), run_before=pressed(*keys))
