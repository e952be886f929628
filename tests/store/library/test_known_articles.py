"""Notes without a text find their article, or wait for it under a placeholder."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from store.library import Library
from store.library.merging.placeholder import is_placeholder
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.bundle import Bundle, IncomingArticle, Merged
from store.model.stable_ids import guid
from tests.conftest import STATION, draft

PAGE = "https://www.example.org/station?id=7&utm_source=feed#top"


SPRING = ("列车每天只停两分钟。", "站长在月台上种了一排油菜花，花开的时候，旅客都探出头来看。")


def quote(exact: str, prefix: str = "", suffix: str = "", note: str = "") -> Annotation:
    return Annotation(
        id=guid("test", exact, prefix),
        start=0,
        end=0,
        exact=exact,
        prefix=prefix,
        suffix=suffix,
        note=note,
        created="2024-01-01T00:00:00.000Z",
        modified="2024-01-01T00:00:00.000Z",
    )


def merge(library: Library, *quotes: Annotation, title: str = "", url: str = "") -> Merged:
    piece = IncomingArticle(title=title, url=url, annotations=quotes)
    return library.merger.merge(Bundle(pieces=[piece]), "import notes")


def placed(library: Library, article: str) -> list[str]:
    text = library.articles.get(article).text
    found = library.annotations.of(article)
    assert all(each.orphan or text[each.start : each.end] == each.exact for each in found)
    return [each.exact for each in found if not each.orphan]


def only(library: Library) -> Article:
    (row,) = library.articles.rows()
    return library.articles.get(row.id)


def test_notes_find_their_article_by_another_address_of_the_page(library: Library, station: str) -> None:
    library.articles.add(replace(draft("别的话。", title="别的"), url="http://example.org/station?id=7"))
    merge(library, quote("别的", "", "话"), url=PAGE)
    assert placed(library, station) == []
    assert library.articles.count() == 2


def test_many_short_quotes_tell_the_article_together(library: Library, station: str) -> None:
    merge(library, quote("站长"), quote("月台"), quote("油菜花，"), quote("探出"), title="看不出来")
    assert sorted(placed(library, station)) == ["探出", "月台", "油菜花，", "站长"]


def test_the_context_of_one_short_quote_tells_the_article(library: Library, station: str) -> None:
    library.articles.add(draft("站长不在，月台空着。", title="另一站"))
    merge(library, quote("月台", "站长在", "上种了一排油"))
    assert placed(library, station) == ["月台"]


def test_a_single_long_quote_does_not_outvote_the_others(library: Library, station: str) -> None:
    library.articles.add(draft("他说：列车每天只停两分钟，真短。", title="引用"))
    citing = quote("他说：列车每天只停两分钟")
    merge(library, citing, quote("种了一排油菜花"), quote("旅客都探出头来"))
    assert len(placed(library, station)) == 2


def test_a_quote_in_many_articles_tells_nothing_and_a_title_decides(library: Library, station: str) -> None:
    library.articles.add_all([])
    for number in range(3):
        library.articles.add(draft("列车每天只停两分钟。", f"第{number}天。", title=f"转载{number}"))
    merge(library, quote("列车每天只停两分钟。"), title="春天的小站 - 某某网")
    assert placed(library, station) == ["列车每天只停两分钟。"]


def test_notes_without_an_article_are_kept_under_a_placeholder_once(library: Library, station: str) -> None:
    notes = (quote("没有这样的话"), quote("也没有那样的话", note="想法"))
    merged = merge(library, *notes, title="远方", url="https://example.org/far")
    assert (merged.placeholders, merged.annotations_added, merged.orphans) == (1, 2, 2)
    assert "“远方” is not in this library" in merged.remarks[0]
    assert merged.left_out == []
    again = merge(library, *notes, title="远方", url="https://example.org/far")
    assert (again.placeholders, again.annotations_known, again.is_step) == (0, 2, False)
    assert library.articles.count() == 2
    assert placed(library, station) == []


def test_a_placeholder_becomes_the_article_when_its_text_is_imported(library: Library) -> None:
    merge(library, quote("一排油菜花"), quote("不在其中的话"), title="《春天的小站》")
    waiting = only(library)
    assert is_placeholder(waiting.origin)
    library.articles.write_note(waiting.id, "整篇")
    library.articles.add(replace(STATION, origin="/一/站.txt"), tags=["铁路"], note="随文")
    article = only(library)
    assert (article.id, article.text, article.note) == (waiting.id, STATION.text, "整篇\n\n随文")
    assert (article.tags, [tag.name for tag in library.codebook.tags()]) == (("铁路",), ["铁路"])
    library.undo()
    assert only(library).note == "整篇"
    library.redo()
    assert placed(library, article.id) == ["一排油菜花"]
    again = merge(library, quote("一排油菜花"), quote("不在其中的话"), title="《春天的小站》")
    assert (again.annotations_known, again.is_step) == (2, False)


def test_another_text_with_the_title_of_a_placeholder_stays_apart(library: Library) -> None:
    merge(library, quote("一句谁也没有写过的话"), title="春天的小站")
    library.articles.add(STATION)
    assert library.articles.count() == 2


def test_two_pages_with_one_title_have_two_placeholders(library: Library) -> None:
    for name in ("a", "b"):
        merge(library, quote("甲乙丙丁戊己庚辛"), title="首页", url=f"https://example.org/{name}")
    assert library.articles.count() == 2


def test_a_single_place_is_certain_and_several_are_not(library: Library) -> None:
    article, _ = library.articles.add(draft("银行开门。银行关门。门口有灯。", title="门"))
    merge(library, quote("银行"), quote("有灯"), quote("灯"), title="门")
    assert placed(library, article) == ["有灯"]


def test_of_two_articles_with_the_same_words_the_first_one_gets_the_notes(library: Library) -> None:
    first, _ = library.articles.add(draft(*SPRING, title="春天的小站"))
    library.articles.add(draft(*SPRING, "转载时多了一句。", title="春天的小站"))
    words = "在月台上种了一排油菜花"
    merged = merge(library, quote(words), title="春天的小站")
    assert placed(library, first) == [words]
    assert "may be 2 articles" in merged.remarks[0]
    assert merge(library, quote(words), title="春天的小站").remarks == []


def test_of_versions_with_another_title_the_first_one_gets_the_notes(library: Library) -> None:
    first, _ = library.articles.add(draft(*SPRING, title="早报"))
    library.articles.add(draft(*SPRING, "转载时多了一句。", title="晚报"))
    words = "在月台上种了一排油菜花"
    merge(library, quote(words), title="一本没有的书")
    assert placed(library, first) == [words]


def test_what_is_kept_under_a_placeholder_is_told_once(library: Library) -> None:
    assert len(merge(library, quote("没有人写过的话在这里"), title="不在的书").remarks) == 1
    again = merge(library, quote("没有人写过的话在这里"), title="不在的书")
    assert (again.remarks, again.annotations_known) == ([], 1)
    assert len(merge(library, quote("又一句没有人写过的话"), title="不在的书").remarks) == 1


FERRY = draft("船桨划开水面，雾气散了。", title="渡船")
NIGHT = draft("码头上点起灯笼，船还没有回来。", title="渡船")


def two_ferries(*, ids: tuple[str, str] = ("", ""), urls: tuple[str, str] = ("", "")) -> Bundle:
    quotes = quote("船桨划开水面"), quote("码头上点起灯笼")
    return Bundle(
        pieces=[
            IncomingArticle(id=ids[at], url=urls[at], title="渡船", annotations=(quotes[at],))
            for at in (0, 1)
        ]
    )


@pytest.mark.parametrize(
    "named",
    [
        {"ids": ("0" * 16, "1" * 16)},
        {"urls": ("https://example.org/a", "https://example.org/b")},
        {"urls": ("urn:isbn:1", "urn:isbn:2")},
    ],
)
def test_notes_on_two_articles_with_one_title_reach_both_texts(
    library: Library, named: dict[str, tuple[str, str]]
) -> None:
    assert library.merger.merge(two_ferries(**named), "import notes").placeholders == 2
    assert not library.merger.merge(two_ferries(**named), "import notes").is_step
    for text in (NIGHT, FERRY):
        library.articles.add(text)
    assert library.articles.count() == 2
    assert sorted(words for row in library.articles.rows() for words in placed(library, row.id)) == [
        "码头上点起灯笼",
        "船桨划开水面",
    ]


def test_an_article_does_not_take_the_notes_on_another_one_with_its_title(library: Library) -> None:
    first, _ = library.articles.add(FERRY)
    library.merger.merge(two_ferries(ids=("0" * 16, "1" * 16)), "import notes")
    assert placed(library, first) == ["船桨划开水面"]
    assert len(library.annotations.of(first)) == 1
    assert library.articles.count() == 2
