"""What tests share: a library in a temporary folder, articles of our own, the two samples where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.library import Library, open_library
from store.model.article import BlockKind, Draft, join_blocks
from tests.paths import SAMPLES


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, so that nobody's settings or library are met."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name, value in {
        "HOME": folder,
        "XDG_DATA_HOME": folder / "data",
        "XDG_CONFIG_HOME": folder / "config",
        "XDG_CACHE_HOME": folder / "cache",
    }.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.delenv("PIZHU_LIBRARY", raising=False)
    return folder


def draft(*paragraphs: str, title: str = "春天的小站", origin: str = "") -> Draft:
    """An article of a title and paragraphs."""
    parts = [(BlockKind.TITLE, title), *((BlockKind.PARAGRAPH, words) for words in paragraphs)]
    text, blocks = join_blocks(parts)
    return Draft(text=text, blocks=blocks, title=title, origin=origin)


STATION = draft("列车每天只停两分钟。", "站长在月台上种了一排油菜花，花开的时候，旅客都探出头来看。")


def root_of(library: Library) -> Path:
    """The folder of a library."""
    return Path(library.location)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where a test's library is."""
    return tmp_path / "library"


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    """An empty library."""
    with open_library(root, creator="tester") as opened:
        yield opened


@pytest.fixture
def another(library: Library) -> Iterator[Library]:
    """The same library, as another process has it open."""
    with open_library(root_of(library), creator="another") as opened:
        yield opened


@pytest.fixture
def station(library: Library) -> str:
    """The ID of an article in the library."""
    return library.articles.add(STATION)[0]


@pytest.fixture
def sample() -> Callable[[str], Path]:
    """The path of a sample article by the start of its name; the test is skipped where there are none."""

    def find(start: str) -> Path:
        found = sorted(SAMPLES.glob(f"{start}*")) if SAMPLES.is_dir() else []
        if not found:
            pytest.skip("the sample articles are not here")
        return found[0]

    return find
