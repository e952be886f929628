from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.chinese.folding import fold
from store.chinese.words import Segmenter
from store.errors import PizhuError
from store.library import Library, open_library
from store.storage.folder.folder_store import FolderStore
from store.suggestions import for_words as for_words_module
from store.suggestions import neighbours
from store.suggestions.for_article import suggest_for_article
from store.suggestions.for_words import suggest_for_words
from store.suggestions.suggestion import Suggestion, SuggestionKind, codebook_name
from tests.conftest import draft, root_of
from tests.lengths import examples

POST = "乡邮员每天走二十里邮路，把信和包裹投递到山里。邮路难走，包裹很重，投递要到天黑。"
POST_TOO = "邮路改了，乡邮员骑车投递，包裹多了一倍。投递员说，邮路比从前好走。"
BIRDS = "雨燕在檐下做窝，鼓楼的雨燕四月回来。雨燕飞得很快，鼓楼上看得见。"


@pytest.fixture(scope="module")
def segmenter(words_folder: Path) -> Segmenter:
    made = Segmenter(words_folder, engine="jieba")
    made.load()
    return made


def of(suggestions: list[Suggestion], tag: str) -> Suggestion:
    return next(each for each in suggestions if each.tag == tag)


def names(suggestions: list[Suggestion]) -> list[str]:
    return [each.tag for each in suggestions]


def for_words(library: Library, article: str, quote: str) -> list[Suggestion]:
    start = library.articles.get(article).text.index(quote)
    return suggest_for_words(library, article, start, start + len(quote))


# For an article


def test_keywords_are_suggested_with_their_frequencies(library: Library, segmenter: Segmenter) -> None:
    here, _ = library.articles.add(draft(POST))
    library.articles.add(draft(POST_TOO, title="改路"))
    suggested = suggest_for_article(library, here, segmenter)
    keyword = of(suggested, "邮路")
    assert (keyword.kind, keyword.new) == (SuggestionKind.KEYWORD, True)
    assert keyword.reason == "keyword: 2 times here, in 1 other article"
    assert library.articles.get(here).tags == ()


def test_only_tags_of_similar_articles_are_suggested(library: Library, segmenter: Segmenter) -> None:
    here, _ = library.articles.add(draft(POST))
    library.articles.add(draft(POST_TOO, title="改路"), tags=["主题/乡村"])
    library.articles.add(draft(BIRDS, title="雨燕"), tags=["主题/自然"])
    suggested = suggest_for_article(library, here, segmenter)
    assert suggested[0].tag == "主题/乡村"
    assert suggested[0].kind is SuggestionKind.NEIGHBOURS
    assert suggested[0].reason.startswith("on the near article “改路” by ")
    assert "主题/自然" not in names(suggested)


def test_similar_articles_are_found_in_the_other_script(library: Library, segmenter: Segmenter) -> None:
    here, _ = library.articles.add(
        draft("鄉郵員每天走二十里郵路，把信和包裹投遞到山裡。郵路難走，包裹很重。")
    )
    library.articles.add(draft(POST_TOO, title="改路"), tags=["主题/乡村"])
    suggested = suggest_for_article(library, here, segmenter)
    assert suggested[0].tag == "主题/乡村"
    assert "郵路" in names(suggested)


@pytest.mark.parametrize("tag", ["郵路", "主题/邮路"])
def test_a_keyword_takes_the_codebook_s_name(library: Library, segmenter: Segmenter, tag: str) -> None:
    here, _ = library.articles.add(draft(POST))
    library.articles.add(draft(BIRDS), tags=[tag])
    suggested = suggest_for_article(library, here, segmenter)
    assert not of(suggested, tag).new
    assert "邮路" not in names(suggested)


def test_a_keyword_that_is_an_alias_is_suggested_as_its_tag(library: Library, segmenter: Segmenter) -> None:
    here, _ = library.articles.add(draft(POST))
    library.articles.add(draft(BIRDS), tags=["投送"])
    library.codebook.alias("投送", ["投递"])
    assert not of(suggest_for_article(library, here, segmenter), "投送").new


def test_ambiguous_last_parts_are_not_resolved(library: Library) -> None:
    library.articles.add(draft(BIRDS), tags=["路/邮路", "信/邮路"])
    assert codebook_name(library, "邮路") == "邮路"
    assert codebook_name(library, " #路/郵路 ") == "路/邮路"


def test_present_and_dismissed_tags_are_not_suggested(library: Library, segmenter: Segmenter) -> None:
    here, _ = library.articles.add(draft(POST))
    library.articles.add(draft(POST_TOO, title="改路"), tags=["主题/乡村"])
    library.articles.tag(here, ["郵路"])
    library.dismissals.for_article(here, "主题/乡村")
    library.dismissals.for_article(here, "投递")
    suggested = names(suggest_for_article(library, here, segmenter))
    assert not {"邮路", "郵路", "主题/乡村", "投递"} & set(suggested)
    library.undo()
    assert "投递" in names(suggest_for_article(library, here, segmenter))


def test_an_article_without_words_gets_no_suggestions(library: Library, segmenter: Segmenter) -> None:
    here, _ = library.articles.add(draft("。", title="一"))
    assert suggest_for_article(library, here, segmenter) == []


def test_a_dictionary_that_fails_to_load_raises_pizhu_error(library: Library) -> None:
    class Broken(Segmenter):
        def load(self) -> None:
            raise OSError("no such file")

    here, _ = library.articles.add(draft(POST))
    with pytest.raises(PizhuError, match="jieba cannot be loaded"):
        suggest_for_article(library, here, Broken())


# For words


def test_tags_of_the_same_words_in_either_script_are_suggested(library: Library) -> None:
    here, _ = library.articles.add(draft("银行关门了。", title="甲"))
    there, _ = library.articles.add(draft("銀行在東邊，山在西邊。", title="乙"))
    library.annotations.annotate_quote(there, "銀行", tags=["地方"])
    (suggested,) = for_words(library, here, "银行")
    assert (suggested.tag, suggested.kind, suggested.new) == ("地方", SuggestionKind.SAME, False)
    assert suggested.reason == "the same words in “乙”"
    assert library.annotations.of(here) == ()


def test_parts_and_similar_words_score_less_and_state_the_reason(library: Library) -> None:
    here, _ = library.articles.add(draft("县里的电子商务，办得不错。", title="甲"))
    there, _ = library.articles.add(draft("电子政务，电子商务处，商务，电子商务。", title="乙"))
    for quote, tag in {"电子政务": "政", "电子商务处": "处", "商务": "商"}.items():
        library.annotations.annotate_quote(there, quote, tags=[tag])
    library.annotations.annotate_quote(there, "电子商务", occurrence=2, tags=["同"])
    suggested = for_words(library, here, "电子商务")
    assert [(each.tag, each.kind) for each in suggested] == [
        ("同", SuggestionKind.SAME),
        ("处", SuggestionKind.SIMILAR),
        ("商", SuggestionKind.SIMILAR),
        ("政", SuggestionKind.SIMILAR),
    ]
    assert of(suggested, "处").reason == "part of 「电子商务处」 in “乙”"
    assert of(suggested, "商").reason == "contains 「商务」 in “乙”"
    assert of(suggested, "政").reason == "similar: 「电子政务」 in “乙”"


def test_tags_used_repeatedly_rank_above_tags_used_once(library: Library) -> None:
    here, _ = library.articles.add(draft("银行关门了。", title="甲"))
    for number in range(3):
        there, _ = library.articles.add(draft(f"银行{number}。", title=f"乙{number}"))
        library.annotations.annotate_quote(there, "银行", tags=["地方"] if number else ["地方", "单位"])
    suggested = for_words(library, here, "银行")
    assert names(suggested) == ["地方", "单位"]
    assert suggested[0].reason.endswith(", and 2 more")


def test_tags_on_the_range_are_not_suggested_but_those_elsewhere_in_the_article_are(
    library: Library,
) -> None:
    here, _ = library.articles.add(draft("银行，银行。", title="甲"))
    library.annotations.annotate_quote(here, "银行", tags=["地方"])
    assert for_words(library, here, "银行") == []
    text = library.articles.get(here).text
    second = text.rindex("银行")
    assert names(suggest_for_words(library, here, second, second + 2)) == ["地方"]
    assert suggest_for_words(library, here, second, second + 2, has=["地方"]) == []


def test_a_dismissal_for_words_applies_to_all_their_occurrences(library: Library) -> None:
    here, _ = library.articles.add(draft("银行关门了，银行大厅空了。", title="甲"))
    there, _ = library.articles.add(draft("銀行在東邊。", title="乙"))
    library.annotations.annotate_quote(there, "銀行", tags=["地方"])
    library.dismissals.for_words("銀行", "地方")
    assert for_words(library, here, "银行") == []
    assert names(for_words(library, here, "银行大厅")) == ["地方"]


def test_in_a_large_library_only_articles_with_the_words_are_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(for_words_module, "MAX_ARTICLES_READ", 3)
    here, _ = library.articles.add(draft("电子商务关门了。", title="甲"))
    for number in range(12):
        other, _ = library.articles.add(draft(f"山里{number}号。", title=f"丙{number}"))
        library.annotations.annotate_quote(other, "山里", tags=["山"])
    there, _ = library.articles.add(draft("電子商務在東邊。", title="乙"))
    library.annotations.annotate_quote(there, "電子商務", tags=["生意"])
    alike, _ = library.articles.add(draft("电子政务在西边。", title="丁"))
    library.annotations.annotate_quote(alike, "电子政务", tags=["公事"])
    assert names(for_words(library, here, "电子商务")) == ["生意", "公事"]


def test_damaged_articles_are_skipped(library: Library) -> None:
    here, _ = library.articles.add(draft("银行关门了。", title="甲"))
    for number in range(2):
        there, _ = library.articles.add(draft(f"银行{number}。", title=f"乙{number}"))
        library.annotations.annotate_quote(there, "银行", tags=[f"地方{number}"])
    FolderStore(root_of(library)).article_file(there).write_text("{", "utf-8")
    assert names(for_words(library, here, "银行")) == ["地方0"]


def test_punctuation_and_spaces_get_no_suggestions(library: Library) -> None:
    here, _ = library.articles.add(draft("银行，　关门了。", title="甲"))
    assert for_words(library, here, "，") == []
    assert for_words(library, here, "　") == []


# Neighbours


def test_shared_rare_words_weigh_more_than_common_ones(library: Library) -> None:
    for number in range(6):
        library.articles.add(draft(f"银行{number}。", title=f"丙{number}"), tags=["x"])
    near, _ = library.articles.add(draft("雨燕。", title="乙"), tags=["x"])
    far, _ = library.articles.add(draft("银行。", title="丁"), tags=["x"])
    library.articles.add(draft("银行，雨燕。", title="无标签"))
    found = [
        *neighbours.tagged_neighbours(library, {"银行": 1.0, "雨燕": 1.0}, library.texts.tagged()),
    ]
    assert found[0].article == near
    assert far in [each.article for each in found]
    assert len(found) == 8
    assert found[0].shared == ("雨燕",)


def test_no_shared_words_give_no_neighbours(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路"])
    for nothing in ({}, {"没这词": 1.0}):
        assert [*neighbours.tagged_neighbours(library, nothing, library.texts.tagged())] == []


# Properties

QUOTES = st.sampled_from(["银行", "銀行", "银行大厅", "邮路", "乡邮路", "路"])
NAMES = st.sampled_from(["地方", "地点/银行", "郵路", "路", "单位"])
_number = count()


@pytest.fixture
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Library]]:
    opened: list[Library] = []
    yield opened
    for library in opened:
        library.close()


@settings(
    max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given_tags=st.lists(st.tuples(QUOTES, NAMES), max_size=6), dismissed=st.lists(NAMES, max_size=2))
def test_suggestions_are_new_and_undismissed_and_change_nothing(
    given_tags: list[tuple[str, str]],
    dismissed: list[str],
    libraries: list[Library],
    tmp_path_factory: pytest.TempPathFactory,
    segmenter: Segmenter,
) -> None:
    library = open_library(tmp_path_factory.mktemp("l") / str(next(_number)))
    libraries.append(library)
    here, _ = library.articles.add(draft("银行大厅在乡邮路上。", title="甲"))
    there, _ = library.articles.add(draft("银行，銀行，银行大厅，邮路，乡邮路，路。", title="乙"))
    for quote, tag in given_tags:
        library.annotations.annotate_quote(there, quote, tags=[tag])
    for tag in dismissed:
        library.dismissals.for_article(here, tag)
        library.dismissals.for_words("银行", tag)
    before = library.articles.open(here), library.codebook.tags(), library.codebook.uses()
    of_article = suggest_for_article(library, here, segmenter)
    of_words = for_words(library, here, "银行")
    assert (library.articles.open(here), library.codebook.tags(), library.codebook.uses()) == before
    known = {tag.name for tag in library.codebook.tags()}
    for suggested in (of_article, of_words):
        folded = [fold(each.tag) for each in suggested]
        assert len(set(folded)) == len(folded)
        assert not set(folded) & {fold(tag) for tag in dismissed}
        assert all(0 <= each.score <= 1 and each.reason for each in suggested)
        assert all(each.new == (each.tag not in known) for each in suggested)
        assert all(not each.new or fold(each.tag) not in map(fold, known) for each in suggested)
    expected = {tag for quote, tag in given_tags if fold("银行") in fold(quote)} - set(dismissed)
    assert expected <= set(names(of_words))
