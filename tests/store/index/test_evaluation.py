"""A query finds exactly the articles that a scan finds: every field, pattern and operator, nested."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from unittest import mock

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.chinese.folding import fold
from store.chinese.sentences import sentences
from store.chinese.variants import Variants
from store.errors import Stopped
from store.library import Library, open_library
from store.model.annotation import Annotation
from store.model.article import Article
from store.query.errors import QuerySyntaxError
from store.query.parser import parse
from store.query.tree import (
    And,
    Field,
    Near,
    Node,
    Not,
    Or,
    Query,
    Regex,
    State,
    Term,
    Thing,
    Unit,
    Variant,
    Wildcard,
    all_of,
    any_of,
    negated,
    query_of,
    words,
)
from store.query.values import amounts, moments, span
from tests.conftest import draft
from tests.lengths import examples

Opened = tuple[Article, tuple[Annotation, ...]]

LETTERS = "甲乙丙廣a。，\n"


def _fill(library: Library) -> None:
    """Add articles of few different characters, so that most queries find some of them and not all."""
    chance = random.Random(5)
    for number in range(14):
        text = "".join(chance.choice(LETTERS) for _ in range(chance.choice((6, 15, 40)))).strip("\n") or "甲"
        piece = msgspec.structs.replace(
            draft(*filter(None, text.split("\n")), title=f"第{number}篇{'甲乙'[number % 2]}"),
            date=chance.choice(("", "2020", "2020-03", "2021-05-06")),
            source=chance.choice(("", "山城日报", "河岸周刊")),
            authors=chance.choice(((), ("林夏",), ("周舟", "林夏"))),
            language=chance.choice(("zh", "zh-Hans", "zh-Hant", "en")),
        )
        article = library.articles.add(piece)[0]
        if chance.random() < 0.5:
            tags = chance.choice(((), ("甲",), ("甲/丙",)))
            note = chance.choice(("", "记乙")) + ("" if number % 3 else " @林夏 呢？")
            library.annotations.annotate(article, 0, 3, tags=tags, note=note)
        if chance.random() < 0.3:
            library.articles.write_note(article, "整篇說甲" if number % 2 else "整篇說甲 @甲")
        if chance.random() < 0.3:
            library.articles.tag(article, ["乙"])
        library.articles.set_starred(article, starred=chance.random() < 0.4)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_library(tmp_path_factory.mktemp("evaluation") / "library", creator="林夏") as library:
        _fill(library)
        yield library


@pytest.fixture(scope="module")
def opened(filled: Library) -> list[Opened]:
    return [filled.articles.open(row.id) for row in filled.articles.rows()]


def _scan(node: Node, article: Article, annotations: tuple[Annotation, ...]) -> bool:
    """Whether a node matches, as plainly as it can be said."""
    if isinstance(node, And | Or):
        results = [_scan(each, article, annotations) for each in node.nodes]
        return all(results) if isinstance(node, And) else any(results)
    if isinstance(node, Not):
        return not _scan(node.node, article, annotations)
    if isinstance(node, Term):
        return any(_has(node.field, value, article, annotations) for value in node.values) is node.wanted
    return bool(_places(node, article.text))


def _places(node: Node, text: str) -> set[tuple[int, int]]:
    """The places of a text node, by trying every place."""
    everywhere = [(start, end) for start in range(len(text)) for end in range(start + 1, len(text) + 1)]
    if isinstance(node, Or):
        return set().union(*(_places(each, text) for each in node.nodes))
    if isinstance(node, Term):
        wanted = {fold(value) for value in node.values}
        return {place for place in everywhere if fold(text)[slice(*place)] in wanted}
    if isinstance(node, Regex):
        return {match.span() for match in re.finditer(node.pattern, text, re.MULTILINE)}
    if isinstance(node, Variant):
        return set(Variants(node.text).places(text))
    if isinstance(node, Wildcard):
        return {place for place in everywhere if _fits(list(node.parts), fold(text)[slice(*place)])}
    assert isinstance(node, Near)
    return {
        (min(left[0], right[0]), max(left[1], right[1]))
        for left in _places(node.left, text)
        for right in _places(node.right, text)
        if (left[1] <= right[0] or right[1] <= left[0])
        and _distance(text, min(left, right), max(left, right), node.unit) <= node.distance
    }


def _distance(text: str, first: tuple[int, int], second: tuple[int, int], unit: Unit) -> int:
    if unit is Unit.CHARACTERS:
        return second[0] - first[1]
    found = [place for place in sentences(text) if text[slice(*place)].strip()]
    numbers = {at: number for number, place in enumerate(found) for at in range(*place)}
    return numbers[second[0]] - numbers[first[1] - 1]


def _fits(parts: list[str], text: str) -> bool:
    """Whether words and gaps in turn are all of a text."""
    if not parts:
        return not text
    word, gap, rest = parts[0], *(parts[1:2] or [""]), parts[2:]
    if not text.startswith(fold(word)):
        return False
    text = text.removeprefix(fold(word))
    least = gap.count("?")
    for length in range(least, least + 20 * ("*" in gap) + 1):
        inside = text[:length]
        forbidden = "。!?…\n" if "*" in gap else "\n"
        if len(inside) == length and not set(inside) & set(forbidden) and _fits(rest, text[length:]):
            return True
    return False


def _has(field: Field, value: str, article: Article, annotations: tuple[Annotation, ...]) -> bool:
    tags = {*article.tags, *(tag for annotation in annotations for tag in annotation.tags)}
    notes = [article.note, *(annotation.note for annotation in annotations)]
    containing = {
        Field.SOURCE: [article.source],
        Field.AUTHOR: list(article.authors),
        Field.TITLE: [article.title],
        Field.BY: [annotation.creator for annotation in annotations],
        Field.WORDS: [article.text],
        Field.NOTE: notes,
        Field.QUOTE: [annotation.exact for annotation in annotations],
    }
    if field in containing:
        return any(fold(value) in fold(name) for name in containing[field])
    others: dict[Field, bool] = {
        Field.REMARK: any(f"@{value}" in note for note in notes),
        Field.TAG: any(f"{tag}/".startswith(f"{value}/") for tag in tags),
        Field.UNDER: any(tag.startswith(f"{value}/") for tag in tags),
        Field.LANG: f"{article.language}-".lower().startswith(f"{value}-".lower()),
        Field.CHARS: field is Field.CHARS and amounts(value)[0] <= len(article.text) <= amounts(value)[1],
        Field.ADDED: field is Field.ADDED and _is_within(article.added, *moments(value)),
        Field.DATE: field is Field.DATE and bool(article.date) and _is_dated(article.date, *span(value)),
    }
    states = {
        State.STARRED.value: article.starred,
        State.UNTAGGED.value: not tags,
        Thing.NOTE.value: any(notes),
        Thing.REMARK.value: any("@" in note for note in notes),
        Thing.MARK.value: bool(annotations),
        Thing.TAG.value: bool(tags),
        Thing.ORPHAN.value: False,
    }
    return others[field] if field in others else states[value]


def _is_within(moment: str, first: str, after: str) -> bool:
    return moment >= first and (not after or moment < after)


def _is_dated(date: str, first: str, last: str) -> bool:
    return date[: len(first)] >= first and (not last or date[: len(last)] <= last)


def _terms(field: Field, *values: str) -> st.SearchStrategy[Node]:
    several = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
    return st.builds(Term, st.just(field), several, st.booleans())


SHORT = st.text("甲乙丙广A，", min_size=1, max_size=2)
PHRASES: st.SearchStrategy[Node] = SHORT.map(words)
PATTERNS: st.SearchStrategy[Node] = st.one_of(
    st.builds(
        lambda first, gap, last: Wildcard((first, gap, last)),
        SHORT,
        st.sampled_from(["*", "?", "*?", "??"]),
        SHORT,
    ),
    st.sampled_from(["甲+乙", "[乙丙]a", "^丙", "甲?廣", "a.乙"]).map(Regex),
    st.sampled_from(["甲乙", "甲，乙"]).map(Variant),
    st.builds(
        Near,
        st.one_of(PHRASES, st.lists(PHRASES, min_size=2, max_size=2).map(any_of)),
        st.one_of(PHRASES, st.just(Regex("[甲丙]"))),
        st.integers(0, 4),
        st.sampled_from(Unit),
    ),
)
LEAVES = st.one_of(
    PHRASES,
    PATTERNS,
    PATTERNS,
    _terms(Field.TAG, "甲", "乙", "甲/丙"),
    _terms(Field.UNDER, "甲", "乙"),
    _terms(Field.IS, State.STARRED, State.UNTAGGED),
    _terms(Field.HAS, Thing.NOTE, Thing.MARK, Thing.TAG, Thing.ORPHAN),
    _terms(Field.AUTHOR, "林夏", "周"),
    _terms(Field.BY, "林", "周"),
    _terms(Field.TITLE, "甲", "第1", "說"),
    _terms(Field.DATE, "2020", "2020-03..", "..2020"),
    _terms(Field.ADDED, "7d", "..2020", "2020.."),
    _terms(Field.CHARS, ">10", "<=6", "10..20", "14"),
    _terms(Field.LANG, "zh", "zh-hant", "en"),
    _terms(Field.NOTE, "甲", "说", "记"),
    _terms(Field.QUOTE, "甲", "丙"),
    _terms(Field.REMARK, "林夏", "甲"),
    _terms(Field.HAS, Thing.REMARK, Thing.TAG),
)
NODES = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.lists(below, min_size=2, max_size=3).map(all_of),
        st.lists(below, min_size=2, max_size=3).map(any_of),
        below.map(negated),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=examples(60))
@given(node=NODES)
def test_a_query_finds_what_a_scan_finds(filled: Library, opened: list[Opened], node: Node) -> None:
    query = query_of(node)
    found = list(filled.texts.matching(query))
    assert found == [article.id for article, annotations in opened if _scan(node, article, annotations)]
    assert filled.articles.filtered(parse(str(query))).articles == found


@settings(deadline=None, max_examples=examples(25))
@given(node=NODES)
def test_what_is_found_among_the_newest_comes_first_and_once(
    filled: Library, opened: list[Opened], node: Node
) -> None:
    with mock.patch.multiple("store.index.evaluation", NEWEST=9, FIRST=3):
        found = list(filled.texts.matching(query_of(node)))
    assert found == [article.id for article, annotations in opened if _scan(node, article, annotations)]


@settings(deadline=None, max_examples=examples(25))
@given(node=PATTERNS | PHRASES)
def test_places_are_places_of_the_pattern_in_order(filled: Library, opened: list[Opened], node: Node) -> None:
    for article, _ in opened[:6]:
        found = filled.texts.places_in(article.id, Query((node,)))
        assert found == sorted(set(found))
        assert set(found) <= _places(node, article.text)


@pytest.mark.long
@pytest.mark.parametrize("words", ["客户服务", "客户的服务", "中国银行", "网点。服务"])
def test_variants_with_marks_within_words_are_found(library: Library, words: str) -> None:
    chance = random.Random(words)
    letters = [*words, "“", "”", "·", "-", "的", "，", "新"]
    texts = ["".join(chance.choices(letters, k=4)) for _ in range(40)]
    for each in (chance.choice("“”·- 的，") for _ in range(20)):
        at = chance.randrange(1, len(words))
        texts.append(f"新{words[:at]}{each}{words[at:]}新")
    for text in texts:
        library.articles.add(draft(text))
    found = set(library.texts.matching(Query((Variant(words),))))
    every = [row.id for row in library.articles.rows()]
    assert found == {each for each in every if list(Variants(words).places(library.texts.text(each)))}
    assert found


def test_an_article_is_kept_in_its_place_though_it_does_not_match(filled: Library) -> None:
    every = [row.id for row in filled.articles.rows()]
    pattern = parse("/不存在+/")
    assert list(filled.texts.matching(pattern, keep=every[3])) == [every[3]]
    assert filled.articles.filtered(pattern, keep=every[3]).articles == [every[3]]


def test_the_first_matches_come_before_the_others_are_read(filled: Library) -> None:
    read: list[int] = []
    found = filled.texts.matching(parse("/./"), progress=lambda done, _: read.append(done))
    assert len(list(islice(found, 2))) == 2
    assert read == [0, 1]


def test_a_frequent_word_is_found_before_the_index_has_found_all(filled: Library) -> None:
    index = "store.index.sqlite.sqlite_index.SqliteIndex.filtered"
    with mock.patch("store.index.evaluation.NEWEST", 5), mock.patch(index, side_effect=AssertionError):
        assert next(iter(filled.texts.matching(parse("甲 乙"))))


def test_an_evaluation_can_be_stopped(filled: Library) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        list(filled.texts.matching(parse("/[甲乙]/"), progress=stop))


def test_only_articles_that_can_match_are_read(filled: Library) -> None:
    totals: list[int] = []
    list(filled.texts.matching(parse("甲*乙 title:第1篇"), progress=lambda _, total: totals.append(total)))
    assert set(totals) == {1}


@pytest.mark.long
def test_an_expression_that_takes_too_long_points_at_its_place(library: Library) -> None:
    library.articles.add(draft("甲" * 200 + "乙"))
    with pytest.raises(QuerySyntaxError, match="too long") as caught:
        list(library.texts.matching(parse("甲 /(甲|甲甲)+$/")))
    assert caught.value.query[caught.value.position :].startswith("/(甲|甲甲)+$/")


@pytest.mark.parametrize("written", ["remark:林夏", "remark:@林夏", "留言：林夏", "remark:me", "remark:我"])
def test_a_remark_is_found_by_its_name_with_a_sign_or_without(root: Path, written: str) -> None:
    with open_library(root, creator="林夏") as library:
        article = library.articles.add(draft("站长在月台上。", title="甲"))[0]
        other = library.articles.add(draft("列车来了。", title="乙"))[0]
        library.articles.write_note(article, "＠林夏 看")
        library.articles.write_note(other, "@陈一 看，lin@林夏")
        assert library.articles.filtered(library.codebook.query(written)).articles == [article]
        assert library.articles.filtered(library.codebook.query(f"-{written}")).articles == [other]
        both = library.codebook.query("有：留言")
        assert set(library.articles.filtered(both).articles) == {article, other}
        library.articles.write_note(other, "")
        assert library.articles.filtered(both).articles == [article]
