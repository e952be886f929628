"""Search finds what a scan for the folded substring finds, and follows changes of the articles."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese.folding import fold
from store.errors import UsageError
from store.index.search import AROUND, hit
from store.index.sqlite import fulltext
from store.index.sqlite.fulltext import TABLES, FullText
from store.library import Library
from tests.conftest import STATION, draft, root_of

PUNCTUATED = st.text(st.sampled_from("的是我们車车ＡaA1，,。.“”—… \n%_*\"'\x7f油　\U00020000é"), min_size=1)


@given(st.one_of(PUNCTUATED, st.text()))
def test_folding_keeps_the_length_and_is_idempotent_and_per_character(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded == "".join(map(fold, text))
    assert fold(folded) == folded


def test_folding_is_idempotent_for_every_character() -> None:
    every = "".join(map(chr, range(0x32000)))  # the planes above have no letters
    assert fold(fold(every)) == fold(every)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("廣東", "广东"),
        ("後來", "后来"),
        ("ＡＢｃ１", "abC1"),
        ("，", ","),
        ("（", "("),
        ("\u3000", " "),
        ("ｱ", "ア"),
    ],
)
def test_script_width_and_case_make_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("银行", "行银"), ("“", '"'), ("。", "."), ("é", "e"), ("人", "入")]
)
def test_folding_keeps_other_characters_distinct(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.lists(PUNCTUATED, max_size=6, unique=True), PUNCTUATED)
def test_the_index_finds_the_same_texts_as_a_scan(texts: list[str], words: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    index = FullText(connection)
    for number, text in enumerate(texts):
        index.put(str(number), "", fold(text))
    phrase = fold(words)
    expected = {number for number, text in enumerate(texts, 1) if phrase in fold(text)}
    found = index.search(phrase)
    connection.close()
    assert set(found) == expected
    assert len(found) == len(expected)


@pytest.mark.long
def test_words_longer_than_what_is_looked_up_are_compared_to_their_end(library: Library) -> None:
    words = "油菜花开了。" * 20_000
    with_them = library.articles.add(draft(f"春天，{words}", title="甲"))[0]
    library.articles.add(draft(f"春天，{words[:-1]}？", title="乙"))
    assert [found.id for found in library.texts.search(words)] == [with_them]


@given(PUNCTUATED, st.data())
def test_hits_are_all_occurrences_with_their_snippets(text: str, data: st.DataObject) -> None:
    from store.index.search import hits

    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    phrase = fold(text[start:end])
    found = hits(text, phrase)
    assert [(hit.start, hit.end) for hit in found] == [
        (place, place + len(phrase)) for place in range(len(text)) if fold(text).startswith(phrase, place)
    ]
    assert all(fold(text[hit.start : hit.end]) == phrase for hit in found)
    assert all(text[hit.start : hit.end].replace("\n", " ") in hit.snippet for hit in found)


def test_only_snippets_that_are_asked_for_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from store.index import search

    made: list[int] = []

    def counted(text: str, start: int, end: int) -> search.Hit:
        made.append(start)
        return search.Hit(start, end, "")

    monkeypatch.setattr(search, "hit", counted)
    found = search.hits("河" * 1000, "河")
    assert len(found) == 1000
    assert [hit.start for hit in found[:3]] == made == [0, 1, 2]
    assert found[-1].start == made[3] == 999


class Searched(str):
    """A text that adds up how many code points are searched for the end of a paragraph."""

    __slots__ = ("read",)
    read: int

    def rfind(self, part: str, *place: Any) -> int:
        start, end = place
        self.read += end - start
        return super().rfind(part, start, end)

    def find(self, part: str, *place: Any) -> int:
        start, end = place
        self.read += end - start
        return super().find(part, start, end)


def test_a_snippet_is_made_without_reading_the_whole_paragraph() -> None:
    text = Searched("山" * 5000 + "河" + "水" * 5000)
    text.read = 0
    assert hit(text, 5000, 5001).snippet == "山" * AROUND + "河" + "水" * AROUND
    assert text.read <= 2 * AROUND


def test_a_snippet_does_not_extend_beyond_its_paragraph(library: Library) -> None:
    library.articles.add(draft("前一段。", "山" * 50 + "河" + "水" * 50, "后一段。"))
    library.articles.add(draft("河", title="短"))
    snippets = {hit.snippet for found in library.texts.search("河") for hit in found.hits}
    assert snippets == {"山" * AROUND + "河" + "水" * AROUND, "河"}


def test_hits_have_positions_in_the_text(library: Library, station: str) -> None:
    (found,) = library.texts.search("油菜花")
    assert (found.id, found.title) == (station, "春天的小站")
    (hit,) = found.hits
    assert STATION.text[hit.start : hit.end] == "油菜花"


@pytest.mark.parametrize("few", [0, 16])
def test_matches_in_the_title_come_first_and_then_the_most_occurrences(
    library: Library, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(fulltext, "FEW", few)
    monkeypatch.setattr("store.index.search.FEW", few)
    once = library.articles.add(draft("河" + "山" * 60, title="一"))[0]
    often = library.articles.add(draft("河" * 9 + "山" * 60, title="二"))[0]
    library.articles.add(draft("山" * 60, title="三"))
    named = library.articles.add(draft("山" * 90, title="河"))[0]
    assert [found.id for found in library.texts.search("河")] == [named, often, once]
    assert [found.id for found in library.texts.search("河", limit=2)] == [named, often]


def test_too_many_matches_to_rank_are_sorted_newest_first(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "RANKED", 1)
    monkeypatch.setattr(fulltext, "SMALL", 1)
    monkeypatch.setattr(fulltext, "FEW", 1)
    monkeypatch.setattr("store.index.search.FEW", 1)
    ids = [library.articles.add(draft("河" * (9 - number), title=str(number)))[0] for number in range(3)]
    assert [found.id for found in library.texts.search("河")] == ids[::-1]


def test_search_results_follow_updates_removals_and_undo(library: Library, tmp_path: Path) -> None:
    article = library.articles.add(draft("河水涨了一尺多高。", "旧的一段", origin="一"))[0]
    library.articles.add(draft("河水涨了一尺多高。", "新的一段", origin="一"))
    assert not list(library.texts.search("旧的"))
    assert [found.id for found in library.texts.search("新的")] == [article]
    library.undo()
    assert [found.id for found in library.texts.search("旧的")] == [article]
    library.articles.remove([article])
    assert not list(library.texts.search("河水"))
    library.undo()
    assert [found.id for found in library.texts.search("河水")] == [article]


def test_a_changed_title_is_searched_and_nothing_is_indexed_twice(library: Library) -> None:
    article = library.articles.add(draft("第一段说河。", title="山"))[0]
    other = library.articles.add(draft("河河河河河", title="水"))[0]
    assert [found.id for found in library.texts.search("河")] == [other, article]
    from store.model.article import BlockKind

    library.articles.set_block_kind(article, 1, BlockKind.TITLE)
    library.articles.set_block_kind(article, 0, BlockKind.PARAGRAPH)
    assert "河" in library.articles.get(article).title
    assert [found.id for found in library.texts.search("河")] == [article, other]


def test_an_index_that_consists_mostly_of_removed_articles_is_rebuilt(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = library.articles.add(draft("河"))[0]
    from store.index.sqlite.catalogue import Catalogue

    monkeypatch.setattr(Catalogue, "needs_compaction", lambda _: True)
    assert library.resync() == {article}
    assert [found.id for found in library.texts.search("河")] == [article]


def test_search_skips_articles_that_can_no_longer_be_read(library: Library, station: str) -> None:
    other = library.articles.add(draft("油菜花开了。", title="别处"))[0]
    (root_of(library) / "articles" / station[:2] / f"{station}.txt").write_bytes(b"\xff")
    (root_of(library) / "articles" / other[:2] / f"{other}.txt").unlink()
    assert not list(library.texts.search("油菜花"))


def test_an_empty_search_is_rejected(library: Library) -> None:
    with pytest.raises(UsageError):
        library.texts.search("")
