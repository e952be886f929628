"""Finding the terms of a list in texts, and tagging their places."""

from __future__ import annotations

import random

import pytest

from store.errors import Conflict
from store.library import Library
from store.query.parser import parse
from store.terms.listed_term import ListedTerm
from store.terms.marking import find_terms, mark_terms
from store.terms.term_finder import TermFinder
from tests.conftest import draft


def listed(*written: str, tag: str = "词") -> list[ListedTerm]:
    return [ListedTerm(each, (tag,)) for each in written]


def found(text: str, *written: str, overlapping: bool = False) -> list[str]:
    places = TermFinder(listed(*written)).places(text, overlapping=overlapping)
    return [text[start:end] for start, end, _terms in places]


def test_the_longest_term_wins_where_some_overlap() -> None:
    assert found("在客运码头上船", "码头", "客运码头", "头上", "船") == ["客运码头", "船"]
    assert found("在客运码头上船", "码头", "客运码头", overlapping=True) == ["客运码头", "码头"]


def test_terms_are_found_in_either_script_and_width() -> None:
    assert found("廣州的ＡＩ", "广州", "ai") == ["廣州", "ＡＩ"]


def test_a_term_does_not_divide_a_latin_word_or_a_number() -> None:
    assert found("MAIN 用AI，15分5秒", "AI", "5") == ["AI", "5"]


def test_patterns_and_words_are_found_together() -> None:
    assert found("第3天，第12天，想客户之所想", "/第\\d+天/", '~"想客户所想"', "客户") == [
        "第3天", "第12天", "想客户之所想",
    ]  # fmt: skip


def test_the_same_words_in_two_lines_have_the_tags_of_both(library: Library) -> None:
    article, _new = library.articles.add(draft("码头上"))
    terms = [ListedTerm("码头", ("地名",)), ListedTerm("碼頭", ("水运",)), ListedTerm("/码./", ("模式",))]
    mark_terms(library, find_terms(library, terms))
    (annotation,) = library.annotations.of(article)
    assert set(annotation.tags) == {"地名", "水运", "模式"}


def test_the_places_of_words_are_those_of_a_scan() -> None:
    chance = random.Random(18)
    for _round in range(200):
        text = "".join(chance.choices("甲乙丙丁", k=60))
        written = {"".join(chance.choices("甲乙丙丁", k=chance.randint(1, 5))) for _each in range(8)}
        places = TermFinder(listed(*sorted(written))).places(text, overlapping=True)
        scan = {(at, at + len(word)) for word in written for at in range(60) if text.startswith(word, at)}
        assert {(start, end) for start, end, _terms in places} == scan
        longest = TermFinder(listed(*sorted(written))).places(text)
        taken = {at for start, end, _terms in longest for at in range(start, end)}
        assert len(taken) == sum(end - start for start, end, _terms in longest)
        assert all(taken & set(range(*each)) for each in scan)


def test_marking_is_one_step_and_marks_nothing_twice(library: Library) -> None:
    library.articles.add(draft("码头上的人", "又到码头"))
    library.articles.add(draft("没有"))
    terms = listed("码头", "人")
    assert mark_terms(library, find_terms(library, terms)).tagged == 3
    assert mark_terms(library, find_terms(library, terms)).tagged == 0
    library.undo()
    assert not library.codebook.uses()


def test_counts_tell_places_and_articles(library: Library) -> None:
    library.articles.add(draft("码头上的人", "又到码头"))
    library.articles.add(draft("码头"))
    counts = find_terms(library, listed("码头", "船")).counts()
    assert [(each.term, each.places, each.articles) for each in counts] == [("码头", 3, 2), ("船", 0, 0)]


def test_only_articles_of_the_query_and_picked_terms_are_marked(library: Library) -> None:
    library.articles.add(draft("码头上的船", title="甲"))
    library.articles.add(draft("码头", title="乙"))
    found = find_terms(library, listed("码头", "船"), parse("title:甲"))
    assert mark_terms(library, found, {1}).tagged == 1


def test_tags_get_identities_and_keep_those_they_have(library: Library) -> None:
    article, _new = library.articles.add(draft("老周和小林"))
    library.articles.tag(article, ["林"])
    library.codebook.identify("林", "x:9")
    terms = [ListedTerm("老周", ("周",), "x:1"), ListedTerm("小林", ("林",), "x:2")]
    marked = mark_terms(library, find_terms(library, terms))
    assert marked.other_identities == {"林": ("x:9", "x:2")}
    assert {tag.name: tag.same_as for tag in library.codebook.tags()} == {"周": "x:1", "林": "x:9"}
    library.undo()
    assert "周" not in {tag.name for tag in library.codebook.tags()}


def test_a_text_that_changed_meanwhile_is_not_marked(library: Library) -> None:
    article, _new = library.articles.add(draft("码头上"))
    found = find_terms(library, listed("码头"))
    found.add(article, "别的文字", found.by_article[article])
    with pytest.raises(Conflict):
        mark_terms(library, found)
    assert not library.annotations.of(article)
