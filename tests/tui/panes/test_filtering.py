"""The article list filtered by keys, in the filter dialog and in the tag tree."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from store.library import Library
from store.model.article import Status
from tests.conftest import draft
from tests.tui.reader import NARROW, WIDE, article_shown, articles, press, reader, seen, shown, tags

pytestmark = pytest.mark.asyncio


@pytest.fixture
def shelf(library: Library) -> list[str]:
    """Return four articles, newest first."""
    made = [
        library.articles.add(draft("银行开门了。", title="银行"))[0],
        library.articles.add(draft("车站关门了。", title="车站"))[0],
        library.articles.add(draft("集市搬走了。", title="集市"))[0],
        library.articles.add(draft("码头拆掉了。", title="码头"))[0],
    ]
    library.articles.tag(made[0], ["服务/线上"])
    library.articles.tag(made[1], ["服务/线下", "金融"])
    library.articles.tag(made[2], ["金融"])
    library.articles.set_status(made[3], Status.READ)
    return made[::-1]


def listed(library: Library, app_articles: Sequence[str]) -> list[str]:
    return [library.articles.get(article).title for article in app_articles]


@pytest.mark.long
async def test_a_status_is_found_by_its_pinyin_and_filters_the_list(
    library: Library, shelf: list[str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "/")
        await seen(pilot, "is     unread")
        await press(pilot, *"yidu", "enter")
        await seen(pilot, "Articles 1 of 4")
        assert "is:read" in shown(app)
        assert article_shown(app) == shelf[0]
        await press(pilot, "escape")
        await seen(pilot, "Articles 4")
        assert "is:read" not in shown(app)


@pytest.mark.long
async def test_conditions_can_be_combined_and_negated(library: Library, shelf: list[str]) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "/")
        await seen(pilot, "tag    金融")
        await press(pilot, *"jr,")
        await seen(pilot, "Now: tag:金融")
        await press(pilot, *"-xianxia", "enter")
        await seen(pilot, "Articles 1 of 4")
        assert article_shown(app) == shelf[1]
        assert str(articles(app).filter_query) == "tag:金融 -tag:服务/线下"


@pytest.mark.long
async def test_backspace_removes_the_last_condition_and_an_invalid_one_is_rejected(
    library: Library, shelf: list[str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "/", *"is:unread", "enter")
        await seen(pilot, "Articles 3 of 4")
        await press(pilot, "g", "/", *"date:soon", "enter")
        await seen(pilot, "is no date")
        await press(pilot, "ctrl+u", "backspace")
        await seen(pilot, "Now: all articles")
        await press(pilot, "enter")
        await seen(pilot, "Articles 4")


@pytest.mark.long
async def test_the_list_is_filtered_by_words_of_the_text(library: Library, shelf: list[str]) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "/", *"關門", "enter")
        await seen(pilot, "Articles 1 of 4")
        assert article_shown(app) == shelf[2]


@pytest.mark.long
async def test_a_filter_without_matches_shows_how_to_clear_it(library: Library, shelf: list[str]) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "g", "/", *"by:nobody", "enter")
        await seen(pilot, "No article matches:")
        assert "by:nobody" in shown(app)
        await press(pilot, "j", "enter", "t", "x", "escape")
        await seen(pilot, "Articles 4")
        assert [library.articles.get(article).tags for article in shelf[:1]] == [()]


@pytest.mark.long
async def test_an_article_being_read_stays_in_the_unread_list(library: Library, shelf: list[str]) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "/", *"is:unread", "enter")
        await seen(pilot, "Articles 3 of 4")
        await press(pilot, "enter", "q")
        assert library.articles.get(shelf[1]).status is Status.READING
        assert article_shown(app) == shelf[1]
        await seen(pilot, "Articles 3 of 4")


@pytest.mark.long
async def test_tags_filter_the_list_with_and_or_and_not(library: Library, shelf: list[str]) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "&")
        await seen(pilot, "Articles 2 of 4")
        assert str(articles(app).filter_query) == "tag:服务"
        await press(pilot, "G", "|")
        await seen(pilot, "Articles 3 of 4")
        await press(pilot, "!")
        await seen(pilot, "Articles 1 of 4")
        assert str(articles(app).filter_query) == "tag:服务 -tag:金融"
        await press(pilot, "escape")
        await seen(pilot, "Articles 4")


@pytest.mark.long
async def test_the_tag_tree_counts_descendants_folds_and_moves_to_the_parent(
    library: Library, shelf: list[str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "□ 服务  +2")
        await press(pilot, "tab", "tab", "j", "h")
        assert tags(app).highlighted == 0
        await press(pilot, "h")
        assert "■ 线上" not in shown(app)
        await press(pilot, "l")
        await seen(pilot, "■ 线上  1")


@pytest.mark.long
async def test_the_description_of_the_highlighted_tag_is_shown(library: Library, shelf: list[str]) -> None:
    library.codebook.describe("金融", "银行与保险")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "G")
        await seen(pilot, "银行与保险")


@pytest.mark.long
async def test_a_query_with_operators_and_patterns_filters_the_list(
    library: Library, shelf: list[str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "/", *"(关门 或 搬*了) 且 tag:金融", "enter")
        await seen(pilot, "Articles 2 of 4")
        assert {*listed(library, articles(app).filtered_articles or [])} == {"集市", "车站"}
        assert str(articles(app).filter_query) == "(关门 OR 搬*了) tag:金融"
        await press(pilot, "escape", "g", "/", *"门了 银行", "enter")
        await seen(pilot, "Articles 1 of 4")
        assert str(articles(app).filter_query) == "门了 银行"


@pytest.mark.long
async def test_a_mistake_in_a_query_is_shown_with_a_caret_below_its_place(
    library: Library, shelf: list[str]
) -> None:
    library.articles.add(draft("甲" * 200 + "乙", title="长"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "/", *"(车站 AND", "enter")
        await seen(pilot, "not closed")
        lines = shown(app).splitlines()
        caret = next(line for line in lines if "^" in line)
        query = lines[lines.index(caret) - 1]
        assert query.index("(") == caret.index("^")
        await press(pilot, *["backspace"] * 4, ")", "enter")
        await seen(pilot, "Articles 1 of 5")
        await press(pilot, "escape", "g", "/", *"/(甲|甲甲)+$/", "enter")
        await seen(pilot, "takes too long")
        assert not articles(app).filter_query


@pytest.mark.long
async def test_tab_completes_fields_and_values(library: Library, shelf: list[str]) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "/")
        await seen(pilot, "tag    金融")
        await press(pilot, *"biaoq", "tab")
        await seen(pilot, "标签:")
        await press(pilot, *"jr", "tab", "enter")
        await seen(pilot, "Articles 2 of 4")
        assert str(articles(app).filter_query) == "tag:金融"
