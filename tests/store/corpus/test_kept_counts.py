"""What was counted in many articles is shown at once the next time, as long as nothing has changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store.chinese.words import Segmenter
from store.corpus import kept_counts
from store.corpus.frequency import FrequencyTable, frequency_table, ngrams_of, word_list
from store.corpus.tokens import TokenReader, Unit
from store.library import Library
from tests.conftest import draft


@pytest.fixture(autouse=True)
def _keep_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_counts, "FEWEST", 0)


@pytest.fixture
def articles(library: Library) -> list[str]:
    return [library.articles.add(draft(text, title="——"))[0] for text in ("red red fox", "a fox")]


class Counting:
    """Counts in a library and says how many articles were read for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._read = 0
        text = TokenReader._pieces  # noqa: SLF001 - called once for each text

        def pieces(reader: TokenReader, of: str) -> list[tuple[int, int]]:
            self._read += 1
            return text(reader, of)

        monkeypatch.setattr(TokenReader, "_pieces", pieces)

    def __call__(self, count: Callable[[], object]) -> tuple[object, int]:
        self._read = 0
        return count(), self._read


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    return Counting(monkeypatch)


def table(library: Library, articles: list[str], size: int = 0, limit: int = 0) -> FrequencyTable:
    reader = TokenReader(library, Unit.WORD, Segmenter())
    if size:
        return frequency_table(reader, articles, ngrams_of(size), limit=limit)
    return frequency_table(reader, articles, limit=limit)


def test_the_same_articles_are_counted_once(
    library: Library, articles: list[str], counting: Counting
) -> None:
    first, read = counting(lambda: table(library, articles))
    assert read
    assert counting(lambda: table(library, articles)) == (first, 0)


def test_a_word_list_that_was_kept_counts_what_it_lacks_as_nothing(
    library: Library, articles: list[str], counting: Counting
) -> None:
    reader = TokenReader(library, Unit.WORD, Segmenter())
    first = word_list(reader, articles)
    again, read = counting(lambda: word_list(reader, articles))
    assert (again, read) == (first, 0)
    assert word_list(reader, articles).counts["blue"] == 0


def test_what_is_counted_otherwise_is_counted_again(library: Library, articles: list[str]) -> None:
    whole = table(library, articles)
    assert table(library, articles, limit=1).lines == whole.lines[:1]
    assert [line.item for line in table(library, articles, size=2).lines] != [
        line.item for line in whole.lines
    ]
    assert table(library, articles[:1]).articles == 1


def test_other_articles_are_counted(library: Library, articles: list[str], counting: Counting) -> None:
    table(library, articles)
    articles.append(library.articles.add(draft("one more fox", title="——"))[0])
    found, read = counting(lambda: table(library, articles))
    assert read
    assert isinstance(found, FrequencyTable)
    assert found.lines[0].item == "fox"


def test_with_an_article_that_cannot_be_read_nothing_is_kept(
    library: Library, articles: list[str], counting: Counting
) -> None:
    articles.append("f" * 16)
    table(library, articles)
    assert counting(lambda: table(library, articles))[1]


def test_what_is_damaged_is_counted_again(
    library: Library, articles: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = table(library, articles)
    store = library.word_cuts.store
    assert store is not None
    get = store.get
    monkeypatch.setattr(store, "get", lambda key: (get(key) or b"")[:-1] or None)
    assert table(library, articles) == first
