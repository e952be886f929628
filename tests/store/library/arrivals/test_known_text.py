"""What a draft adds to an article that has its text already."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from store.errors import PizhuError
from store.library import Library
from store.library.ingest import Ingested, Outcome
from store.model.article import Article, BlockKind, Draft, join_blocks
from store.model.new_article import NewArticle

TEXT = "列车每天只停两分钟，站长在月台上种了一排油菜花。\n花开的时候，旅客都探出头来看，谁也不说话。"


def bare(origin: str = "/a.txt", text: str = TEXT) -> Draft:
    """Return a text without a title of its own."""
    joined, blocks = join_blocks([(BlockKind.PARAGRAPH, words) for words in text.split("\n")])
    return Draft(text=joined, blocks=blocks, title=joined[:20], origin=origin)


FULL = replace(
    bare("/page.html"), title="春天的小站", authors=("林夏",), date="2021-05-06", source="河湾报",
    url="https://a.example/1",
)  # fmt: skip


def took(library: Library, *articles: NewArticle | Draft) -> list[Ingested]:
    results = library.articles.add_all(articles)
    previews = [each for each in results if not isinstance(each, PizhuError)]
    assert len(previews) == len(results)
    return previews


def only(library: Library) -> Article:
    (row,) = library.articles.rows()
    return library.articles.get(row.id)


def about(article: Draft) -> tuple[object, ...]:
    return article.title, article.authors, article.date, article.source, article.url


@pytest.mark.long
def test_a_second_file_fills_in_what_the_first_lacks(library: Library) -> None:
    took(library, bare())
    seen = library.articles.preview().look(FULL)
    assert isinstance(seen, Ingested)
    assert seen.outcome is Outcome.UPDATED
    (second,) = took(library, FULL)
    assert (second.outcome, second.title, second.remarks) == (Outcome.UPDATED, "春天的小站", ())
    assert about(only(library)) == about(FULL)
    assert only(library).origin == "/a.txt"
    assert [each.outcome for each in took(library, bare(), FULL)] == [Outcome.UNCHANGED] * 2
    library.undo()
    assert only(library).date == ""


def test_it_does_so_within_one_import_too(library: Library) -> None:
    first, second = took(library, bare(), FULL)
    assert (first.outcome, second.outcome, first.article) == (
        Outcome.ADDED, Outcome.UPDATED, second.article,
    )  # fmt: skip
    assert about(only(library)) == about(FULL)


def test_other_values_and_corrections_are_kept_and_told(library: Library) -> None:
    (first,) = took(library, replace(bare(), date="2020-01-01"))
    library.articles.correct(first.article, {"source": ""})
    (second,) = took(library, FULL)
    assert (only(library).date, only(library).source) == ("2020-01-01", "")
    assert second.remarks == (
        "date kept: “2020-01-01”, not “2021-05-06”",
        "source kept: “”, not “河湾报”",
    )


def test_values_that_differ_in_their_form_alone_are_not_told(library: Library) -> None:
    took(library, replace(FULL, origin="/a.txt", title="春天的 小站", date="2021-05"))
    (second,) = took(library, replace(FULL, url="http://www.a.example/1#top"))
    assert (second.outcome, second.remarks) == (Outcome.UPDATED, ())
    assert (only(library).title, only(library).date) == ("春天的 小站", "2021-05-06")
    (third,) = took(library, replace(FULL, origin="/a.txt", title="春天的 小站", date="2021-05"))
    assert (third.outcome, third.remarks) == (Outcome.UNCHANGED, ())


def test_the_same_file_read_better_replaces_all_but_corrections(library: Library) -> None:
    (first,) = took(library, replace(FULL, title="甲", date="2020-01-01"))
    library.articles.correct(first.article, {"date": "2019"})
    assert took(library, FULL)[0].outcome is Outcome.UPDATED
    assert (only(library).title, only(library).date) == ("春天的小站", "2019")
    assert took(library, replace(FULL, url="", authors=()))[0].outcome is Outcome.UNCHANGED


def test_a_row_is_the_same_whatever_columns_were_named(library: Library) -> None:
    summary = bare("/t.csv#1", "小站开花的一则短讯，写得很短。")
    wrong = NewArticle(draft=replace(summary, authors=("编者",)), row=(TEXT, "林夏", "编者"))
    right = NewArticle(draft=replace(FULL, origin="/t.csv#1", authors=()), row=(summary.text, "编者"))
    first, second, third = took(library, wrong, right, wrong)
    assert [each.outcome for each in (first, second, third)] == [
        Outcome.ADDED, Outcome.UPDATED, Outcome.UPDATED,
    ]  # fmt: skip
    took(library, right)
    assert (only(library).text, only(library).authors, only(library).title) == (TEXT, (), "春天的小站")


def test_another_row_with_the_same_text_adds_nothing(library: Library) -> None:
    first = NewArticle(draft=bare("/t.csv#1"), row=("甲",))
    second = NewArticle(draft=replace(FULL, origin="/t.csv#2"), row=("乙",))
    assert [each.outcome for each in took(library, first, second)] == [Outcome.ADDED, Outcome.UNCHANGED]
    assert only(library).date == ""


def test_another_article_in_the_same_row_is_added(library: Library) -> None:
    other = bare("/t.csv#1", "种子站在清晨六点开门，排队的人拿着布袋，一句话也不说。")
    took(library, NewArticle(draft=other, row=("河湾报",)))
    assert took(library, NewArticle(draft=replace(FULL, origin="/t.csv#1"), row=("河湾报",)))[0].outcome is (
        Outcome.ADDED
    )


def test_a_text_that_an_import_has_replaced_is_no_longer_known(library: Library) -> None:
    took(library, bare())
    edited = bare(text=TEXT.replace("两分钟", "三分钟"))
    assert [each.outcome for each in took(library, edited, bare("/b.txt"))] == [
        Outcome.UPDATED, Outcome.ADDED,
    ]  # fmt: skip
    assert library.articles.count() == 2


def test_a_preview_remembers_what_came_before(library: Library) -> None:
    preview = library.articles.preview()
    seen = [preview.look(each) for each in (bare(), FULL, FULL, bare(text="别的话，全不一样。"))]
    assert [each.outcome for each in seen if isinstance(each, Ingested)] == [
        Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.ADDED,
    ]  # fmt: skip
    assert library.articles.is_empty()
    assert len(preview.articles()) == 2


def test_a_file_in_parts_beside_the_whole_is_told(library: Library) -> None:
    (whole,) = took(library, NewArticle(draft=bare("/book.txt"), doubled_by="/book.txt#1"))
    part = NewArticle(draft=bare("/book.txt#1", TEXT.partition("\n")[0]), doubled_by="/book.txt")
    (told,) = took(library, part)
    assert f"`pizhu remove {whole.article[:8]}`" in told.remarks[0]
    library.articles.remove([whole.article])
    (again,) = took(library, NewArticle(draft=bare("/book.txt"), doubled_by="/book.txt#1"))
    assert f"`pizhu remove {told.article[:8]}`" in again.remarks[0]


def test_a_file_in_many_parts_names_some_and_counts_all(library: Library) -> None:
    took(library, *(bare(f"/book.txt#{number}", f"第{number}章。{TEXT}") for number in range(1, 36)))
    book = bare("/book.txt", f"第1章。{TEXT}全书。")
    (whole,) = took(library, NewArticle(draft=book, doubled_by="/book.txt#1"))
    (remark,) = whole.remarks
    assert remark.endswith("` removes 30 of its 35 parts")
    assert len(remark.partition("`pizhu remove ")[2].partition("`")[0].split()) == 30
