"""The search screen: a query is typed, narrowed, sorted, tagged, and its places are read."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from store.finding import concordance, passages
from store.finding.concordance import Line
from store.language import Language, use_language
from store.library import Library
from tests.conftest import draft
from tests.tui.reader import NARROW, WIDE, article_shown, happened, press, reader, reading, seen, shown, typed
from tui.panes.reading.row_renderer import NOTE_SIGN
from tui.search import gathering, shown_results
from tui.search.facets.facet_list import FacetList
from tui.search.screen import SearchScreen
from tui.search.state import View
from tui.search.tables.word_table import WordRow


@pytest.fixture
def texts(library: Library) -> dict[str, str]:
    """Three articles with 花, by title: 春 has three places in two paragraphs."""
    found = {}
    for title, source, paragraphs in (
        ("春", "北京日报", ("花开了，燕子来。", "花瓣落在花园里。")),
        ("秋", "重庆晚报", ("菊花安静地开。",)),
        ("冬", "北京日报", ("雪落无声。",)),
    ):
        found[title] = library.articles.add(draft(*paragraphs, title=title))[0]
        library.articles.correct(found[title], {"source": source})
    return found


async def searched(pilot: Pilot[None], *query: str) -> SearchScreen:
    """Open the search screen, type a query, and go to its results."""
    await press(pilot, "S")
    await happened(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    await press(pilot, *query, "enter")
    await gathered(pilot, screen)
    return screen


async def searching(pilot: Pilot[None]) -> SearchScreen:
    """Return the search screen that was opened, once it has found all."""
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    await gathered(pilot, screen)
    return screen


async def gathered(pilot: Pilot[None], screen: SearchScreen) -> None:
    """Wait until nothing is searched for any more."""
    await happened(pilot, lambda: not screen.is_gathering)
    await press(pilot)


def nodes(screen: SearchScreen) -> list[str]:
    """Return the lines that are listed, their nodes in brackets."""
    lines = [each for each in screen.results.results if isinstance(each, Line)]
    return [f"{line.left}[{line.node}]{line.right}" for line in lines]


@pytest.mark.long
async def test_lines_are_listed_while_the_query_is_typed(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "S", "花")
        await seen(pilot, "2 Lines 4")
        await seen(pilot, "菊  花  安静地开。")
        assert "1 Articles 2" in shown(app)


@pytest.mark.long
@pytest.mark.parametrize("size", [NARROW, WIDE, (40, 10)])
async def test_the_screen_fits_the_terminal(
    library: Library, texts: dict[str, str], size: tuple[int, int]
) -> None:
    app = reader(library)
    async with app.run_test(size=size) as pilot:
        screen = await searched(pilot, "花")
        assert len(nodes(screen)) == 4
        await seen(pilot, "花")


@pytest.mark.long
async def test_lines_are_sorted_by_what_follows_the_node(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "o", "enter")
        await happened(pilot, lambda: nodes(screen)[0] == "菊[花]安静地开。")
        await press(pilot, "r")
        await happened(pilot, lambda: nodes(screen)[-1] == "菊[花]安静地开。")


@pytest.mark.long
async def test_lines_are_narrowed_to_a_collocate(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "b")
        await seen(pilot, "What stands at R1?")
        await press(pilot, "enter")
        await happened(pilot, lambda: len(nodes(screen)) == 1)
        await press(pilot, "escape")
        await happened(pilot, lambda: len(nodes(screen)) == 4)


@pytest.mark.long
async def test_picked_lines_are_tagged_in_one_step_and_the_tags_are_shown(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "A", "t", *"植物", "enter")
        await seen(pilot, "#植物")
        await happened(pilot, lambda: all(each.tags == ("植物",) for each in screen.lines))
        assert {each.exact for each in library.annotations.of(texts["春"])} == {"花"}
        await press(pilot, "u")
        await happened(pilot, lambda: not any(each.tags for each in screen.lines))
        assert library.annotations.of(texts["春"]) == ()


@pytest.mark.long
async def test_articles_and_passages_show_the_tags_that_they_were_given(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, *"source:重庆")
        await press(pilot, "t", *"季节", "enter")
        await seen(pilot, "#季节")
        assert library.articles.get(texts["秋"]).tags == ("季节",)
        await press(pilot, "/", "ctrl+u", *"菊花", "enter", "3")
        await gathered(pilot, screen)
        await press(pilot, "t", *"植物", "enter")
        await seen(pilot, "#植物")


@pytest.mark.long
async def test_what_is_picked_stays_picked_when_the_sorted_lines_come(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "j", "space")
        (place,) = screen.results.picked
        line = screen.results.results[place]
        screen.show_lines(screen.lines[::-1])
        assert [screen.results.results[each] for each in screen.results.picked] == [line]


@pytest.mark.long
async def test_a_range_of_lines_is_picked(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "V", "j", "j", "V", "G", "space")
        assert screen.results.picked == {0, 1, 2, 3}
        await press(pilot, "escape")
        assert screen.results.picked == set()


@pytest.mark.long
async def test_a_facet_narrows_the_query(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await searched(pilot, "花")
        await seen(pilot, "重庆晚报")
        await press(pilot, "f", "down", "down", "space")
        await seen(pilot, "source:")
        await seen(pilot, "1 Articles 1")


@pytest.mark.long
async def test_enter_reads_the_place_and_n_goes_on_to_other_articles(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        first, second = screen.lines[:2]
        await press(pilot, "enter")
        await happened(pilot, lambda: article_shown(app) == first.article)
        assert reading(app).cursor == first.start
        assert reading(app).has_focus
        await press(pilot, "n")
        await happened(pilot, lambda: article_shown(app) == second.article)
        assert reading(app).cursor == second.start
        assert reading(app).find_status == "2/4"
        await press(pilot, "N", "N")
        await happened(pilot, lambda: reading(app).find_status == "4/4")
        await press(pilot, "escape")
        assert reading(app).find_status == ""


@pytest.mark.long
async def test_the_search_is_there_when_the_screen_is_opened_again(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await searched(pilot, "花")
        await press(pilot, "q", "S")
        await seen(pilot, "2 Lines 4")


@pytest.mark.long
async def test_the_concordance_of_the_word_under_the_cursor_is_shown(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library, article=texts["春"])
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "j", "g", "*")
        await seen(pilot, "2 Lines 4")


@pytest.mark.long
async def test_an_error_in_the_query_is_pointed_at(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "S", *"花 (", "enter")
        await seen(pilot, "bracket")
        assert "^" in shown(app)


@pytest.mark.long
async def test_what_looks_like_a_field_but_is_none_is_told(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        screen = await searched(pilot, *"地区:华东")
        await seen(pilot, "There is no field 地区")
        assert screen.results.has_focus
        await press(pilot, "/", "ctrl+u", "花")
        await happened(pilot, lambda: "There is no field" not in shown(app))


@pytest.mark.long
async def test_a_query_of_fields_lists_articles(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await searched(pilot, *"source:北京")
        await seen(pilot, "1 Articles 2")
        await press(pilot, "A", "t", *"京", "enter")
        await happened(pilot, lambda: library.articles.get(texts["冬"]).tags == ("京",))


@pytest.mark.long
async def test_passages_are_listed_and_tagged_whole(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, *"花 燕子")
        await press(pilot, "3")
        await gathered(pilot, screen)
        await press(pilot, "t", *"春", "enter")
        await happened(pilot, lambda: len(library.annotations.of(texts["春"])) == 1)
        assert library.annotations.of(texts["春"])[0].exact == "花开了，燕子来。"


@pytest.mark.long
async def test_a_text_that_has_changed_since_is_not_tagged(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        screen = await searched(pilot, *"雪")
        library.articles.remove([texts["冬"]])
        await press(pilot, "t", *"白", "enter")
        await happened(pilot, lambda: isinstance(app.screen, SearchScreen))
        assert screen.results.results
        assert "白" not in library.codebook.uses()


@pytest.mark.long
async def test_a_field_and_its_value_are_completed(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "S", "s", "o")
        await seen(pilot, "the publication")
        await press(pilot, "tab", "c", "q")
        await seen(pilot, "重庆晚报")
        await press(pilot, "tab", "enter")
        await happened(pilot, lambda: "source:重庆晚报" in shown(app))
        await seen(pilot, "1 Articles 1")


@pytest.mark.long
async def test_enter_completes_only_what_was_chosen(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "S", "t", "down", "enter")
        await seen(pilot, "tag:")
        await press(pilot, "ctrl+u", "t", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        assert screen.results.has_focus


@pytest.mark.long
async def test_earlier_queries_are_recalled(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "i", "ctrl+u", "雪", "enter", "i", "up")
        assert screen.state.typed == "花"
        await press(pilot, "down")
        assert screen.state.typed == "雪"
        await press(pilot, "down")
        assert screen.results.has_focus


@pytest.mark.long
async def test_the_help_lists_the_keys_of_the_search_first(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await searched(pilot, "花")
        await press(pilot, "?")
        await seen(pilot, "Searching the library")
        await seen(pilot, "Count the words")


@pytest.mark.long
async def test_an_action_is_found_in_the_palette(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "ctrl+p", *"passages", "enter")
        await happened(pilot, lambda: screen.view is View.PASSAGES)


@pytest.mark.long
async def test_a_note_is_written_on_a_line(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, *"菊花")
        await press(pilot, "c", *"秋天", "ctrl+s")
        await happened(pilot, lambda: len(library.annotations.of(texts["秋"])) == 1)
        (made,) = library.annotations.of(texts["秋"])
        assert (made.exact, made.note) == ("菊花", "秋天")
        assert pilot.app.screen is screen


@pytest.mark.long
async def test_what_is_shown_is_exported(library: Library, texts: dict[str, str], tmp_path: Path) -> None:
    app = reader(library)
    file = tmp_path / "lines.csv"
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await searched(pilot, "花")
        await press(pilot, "E", "ctrl+u", *str(file), "enter")
        await happened(pilot, file.exists)
        rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
        assert [row["node"] for row in rows] == ["花"] * 4
        await press(pilot, "E", "ctrl+u", *str(file), "enter")
        await seen(pilot, "exists already")


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "words"),
    [("4", "Per million"), ("5", "logDice"), ("6", "Reference"), ("7", "Per million"), ("8", "Example")],
    ids=["words", "co", "key", "ngrams", "gap"],
)
async def test_words_are_counted_sorted_and_opened(
    library: Library, texts: dict[str, str], key: str, words: str
) -> None:
    library.articles.add(draft("花花，" * 40 + "花落。" * 4, title="多"))
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, key)
        await gathered(pilot, screen)
        await seen(pilot, words)
        await press(pilot, "o", "down", "enter", "r")
        await seen(pilot, "↑")
        await press(pilot, "enter")
        await gathered(pilot, screen)
        await happened(pilot, lambda: screen.view is View.LINES)


@pytest.mark.long
async def test_without_a_query_the_words_of_the_library_are_counted(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "S", "enter", "4")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        await gathered(pilot, screen)
        found = "".join(row.item for row in screen.results.results if isinstance(row, WordRow))
        assert {"花", "雪", "菊"} <= set(found)


@pytest.mark.long
async def test_words_are_counted_again_for_another_query(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "4")
        await gathered(pilot, screen)
        await press(pilot, "i", "ctrl+u", "雪", "enter")
        await happened(pilot, lambda: screen.is_finished("雪"))
        found = "".join(row.item for row in screen.results.results if isinstance(row, WordRow))
        assert "雪" in found
        assert "花" not in found


@pytest.mark.long
async def test_more_of_the_text_is_shown(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await searched(pilot, *"花园")
        assert "燕子" not in shown(app)
        await press(pilot, "l")
        await seen(pilot, "燕子")


@pytest.mark.long
async def test_the_facets_are_shown_on_request_where_there_is_little_room(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "f")
        await seen(pilot, "Source")
        assert screen.query_one(FacetList).has_focus
        await press(pilot, "f")
        await happened(pilot, lambda: not screen.query_one(FacetList).display)


@pytest.mark.long
async def test_the_place_of_an_article_that_was_removed_is_searched_for_again(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        screen = await searched(pilot, "花")
        removed = screen.lines[0].article
        library.articles.remove([removed])
        await press(pilot, "enter")
        await seen(pilot, "has been removed meanwhile")
        await gathered(pilot, screen)
        assert app.screen is screen
        assert removed not in {each.article for each in screen.lines}


@pytest.mark.long
async def test_another_facet_narrows_the_query_further(library: Library, texts: dict[str, str]) -> None:
    library.articles.correct(texts["春"], {"date": "2020-03-24"})
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, *"花 date:2019..2021")
        await press(pilot, "f")
        facets = screen.query_one(FacetList)
        facets.highlighted = next(
            place
            for place in range(facets.option_count)
            if "2020" in str(facets.get_option_at_index(place).prompt)
        )
        await press(pilot, "space")
        await gathered(pilot, screen)
        assert screen.state.typed == "花 date:2019..2021 date:2020"


@pytest.mark.long
async def test_an_empty_library_says_what_to_do(library: Library) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        screen = await searched(pilot, "花")
        await seen(pilot, "The library is empty. Close this, and import articles by I.")
        await press(pilot, "f")
        await seen(pilot, "There are no facets")
        assert screen.results.has_focus


def facet_lines(screen: SearchScreen) -> list[str]:
    """Return the lines of the facets, without the spaces in them."""
    facets = screen.query_one(FacetList)
    lines = (str(facets.get_option_at_index(place).prompt) for place in range(facets.option_count))
    return ["".join(line.split()) for line in lines]


@pytest.mark.long
async def test_several_values_of_a_facet_are_chosen(library: Library, texts: dict[str, str]) -> None:
    library.annotations.annotate_quote(texts["春"], "燕子", tags=["鸟"])
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "f", "j", "space")
        await happened(pilot, lambda: screen.is_finished("花 source:重庆晚报"))
        assert facet_lines(screen)[:3] == ["Source", "●重庆晚报1", "○北京日报1"]
        await press(pilot, "j", "space")
        await happened(pilot, lambda: screen.is_finished("花 source:重庆晚报|北京日报"))
        assert facet_lines(screen)[1:3] == ["●北京日报1", "●重庆晚报1"]
        assert len(nodes(screen)) == 4
        await press(pilot, "space")
        await happened(pilot, lambda: screen.is_finished("花 source:重庆晚报"))
        assert facet_lines(screen)[1:3] == ["●重庆晚报1", "○北京日报1"]


@pytest.mark.long
async def test_the_other_values_of_a_facet_that_was_typed_are_counted(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, *"花 source:北京日报")
        await happened(pilot, lambda: facet_lines(screen)[1:3] == ["●北京日报1", "○重庆晚报1"])


def held_up(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, when: Callable[..., bool] = lambda *_: True
) -> Event:
    """Let a function of a module wait for the event that is returned, if ``when`` says so."""
    go_on, called = Event(), getattr(module, name)

    def waiting(*args: Any, **options: Any) -> Any:
        if when(*args):
            go_on.wait(10)
        return called(*args, **options)

    monkeypatch.setattr(module, name, waiting)
    return go_on


@pytest.mark.long
async def test_passages_are_gathered_once_however_often_they_are_shown(
    library: Library, texts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = held_up(monkeypatch, passages, "passages")
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "3", "1", "3")
        go_on.set()
        await gathered(pilot, screen)
        assert len(screen.results.results) == 3


@pytest.mark.long
async def test_another_unit_of_passages_lets_articles_and_lines_be_gathered(
    library: Library, texts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = held_up(monkeypatch, gathering, "finders")
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "S", "花", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        await press(pilot, "3", "p")
        go_on.set()
        await gathered(pilot, screen)
        await seen(pilot, "2 Lines 4")


@pytest.mark.long
async def test_the_lines_are_called_sorted_only_once_they_are(
    library: Library, texts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = held_up(monkeypatch, concordance, "sorted_lines")
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await searched(pilot, "花")
        await press(pilot, "o")
        await typed(pilot, "enter")
        await seen(pilot, "Sorting…")
        assert "sorted by" not in shown(app)
        go_on.set()
        await seen(pilot, "sorted by R1")


@pytest.mark.long
async def test_lines_that_are_sorted_after_another_query_was_typed_are_dropped(
    library: Library, texts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = held_up(monkeypatch, concordance, "sorted_lines")
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "o")
        await typed(pilot, "enter", "i")
        await happened(pilot, lambda: bool(screen.state.sort))
        screen.state.sort = ()
        await typed(pilot, "瓣", "enter")
        await happened(pilot, lambda: screen.is_finished("花瓣"))
        go_on.set()
        await app.workers.wait_for_complete()
        await press(pilot)
        assert nodes(screen) == ["[花瓣]落在花园里。"]


@pytest.mark.long
async def test_lines_found_after_they_were_narrowed_are_narrowed_too(
    library: Library, texts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "FIRST", 1)
    monkeypatch.setattr(gathering, "INTERVAL", 0)
    go_on = held_up(monkeypatch, gathering, "line_at", lambda article, *_: article == texts["春"])
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "S", "花", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        await happened(pilot, lambda: len(nodes(screen)) == 1)
        await press(pilot, "b", "enter")
        await seen(pilot, "R1 is “安”")
        go_on.set()
        await gathered(pilot, screen)
        await app.workers.wait_for_complete()
        await press(pilot)
        assert nodes(screen) == ["菊[花]安静地开。"]


@pytest.mark.long
async def test_the_line_that_was_read_is_highlighted_again(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await searched(pilot, "花")
        await press(pilot, "j", "j", "enter")
        await happened(pilot, lambda: article_shown(app) == texts["春"])
        await press(pilot, "S")
        await happened(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        await gathered(pilot, screen)
        await happened(pilot, lambda: screen.results.cursor == 2)


@pytest.mark.long
async def test_enter_searches_again_after_the_library_was_changed(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await searched(pilot, "花")
        library.articles.add(draft("兰花香。", title="兰"))
        await press(pilot, "i", "enter")
        await seen(pilot, "2 Lines 5")


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.SIMPLIFIED])
async def test_what_is_true_of_the_lines_is_always_seen(
    library: Library, texts: dict[str, str], language: Language
) -> None:
    use_language(language)
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "o", "enter", "space")
        await seen(pilot, {Language.ENGLISH: "1 picked · sorted by R1"}.get(language, "已勾选 1"))
        await press(pilot, "b", "enter")
        await happened(pilot, lambda: len(nodes(screen)) == 1)
        await seen(pilot, {Language.ENGLISH: "2 Lines 1 of 4"}.get(language, "1 / 4"))


@pytest.mark.long
async def test_escape_goes_to_the_results_and_closes_nothing_there(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "escape")
        await seen(pilot, "q closes the search, / goes to the query")
        assert screen.results.has_focus
        await press(pilot, "i", "escape")
        assert screen.results.has_focus
        await press(pilot, "f", "escape")
        assert screen.results.has_focus
        assert app.screen is screen
        await press(pilot, "q")
        assert app.screen is not screen


@pytest.mark.long
async def test_escape_closes_a_search_of_nothing(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "S", "escape")
        assert not isinstance(app.screen, SearchScreen)


@pytest.mark.long
async def test_the_results_have_the_focus_where_they_were_left(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        await searched(pilot, "花")
        await press(pilot, "b", "down", "enter", "q", "S")
        narrowed = await searching(pilot)
        assert narrowed.results.has_focus
        await happened(pilot, lambda: len(nodes(narrowed)) == 1)
        await press(pilot, "escape", "j", "j", "q", "S")
        whole = await searching(pilot)
        await happened(pilot, lambda: whole.results.cursor == 2)
        await press(pilot, "4")
        await gathered(pilot, whole)
        await press(pilot, "j", "q", "S")
        table = await searching(pilot)
        await happened(pilot, lambda: table.results.cursor == 1)


@pytest.mark.long
async def test_going_back_to_the_facets_takes_no_choice_back(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "f", "j", "enter")
        await happened(pilot, lambda: screen.is_finished("花 source:重庆晚报"))
        await press(pilot, "escape", "f", "enter")
        await happened(pilot, lambda: screen.is_finished("花 source:重庆晚报|北京日报"))


@pytest.mark.long
async def test_passages_that_are_not_listed_are_counted(
    library: Library, texts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_PASSAGES", 2)
    monkeypatch.setattr(shown_results, "MOST_PASSAGES", 2)
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "3")
        await gathered(pilot, screen)
        await seen(pilot, "3 Passages 3")
        await seen(pilot, "the first 2 are listed")
        assert len(screen.results.results) == 2


@pytest.mark.long
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("query", ["月", "花 ("], ids=["nothing", "an error"])
async def test_what_is_told_is_whole(
    library: Library, texts: dict[str, str], language: Language, query: str
) -> None:
    use_language(language)
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        await searched(pilot, *query)
        assert "…" not in shown(app)


@pytest.mark.long
async def test_what_is_compared_is_told_and_chosen(library: Library, texts: dict[str, str]) -> None:
    library.articles.add(draft("花花，" * 40 + "花落。" * 4, title="多"))
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "4")
        await gathered(pilot, screen)
        await seen(pilot, "different) in the 3 articles found")
        await press(pilot, "a")
        await gathered(pilot, screen)
        await seen(pilot, "different) in the whole library (4 articles)")
        await press(pilot, "a", "6")
        await gathered(pilot, screen)
        await seen(pilot, "against the other 1 article (")
        await press(pilot, "v")
        await gathered(pilot, screen)
        await seen(pilot, "against general Chinese")
        await press(pilot, "a", "5")
        await gathered(pilot, screen)
        await seen(pilot, "of the words found, among")
        await seen(pilot, "in the whole library (4 articles)")


@pytest.mark.long
async def test_lines_of_a_word_are_those_of_the_articles_that_were_counted(
    library: Library, texts: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, *"source:重庆")
        await press(pilot, "4", "a")
        await gathered(pilot, screen)
        words = [row.item for row in screen.results.results if isinstance(row, WordRow)]
        screen.results.cursor = words.index("燕子")
        await press(pilot, "enter")
        await gathered(pilot, screen)
        assert screen.state.typed == "燕子"
        assert nodes(screen) == ["花开了，[燕子]来。"]


@pytest.mark.long
async def test_ngrams_of_another_length_are_counted(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, *"菊花")
        await press(pilot, "7")
        await gathered(pilot, screen)
        pairs = {row.item for row in screen.results.results if isinstance(row, WordRow)}
        await press(pilot, "+")
        await gathered(pilot, screen)
        threes = {row.item for row in screen.results.results if isinstance(row, WordRow)}
        assert threes
        assert all(any(pair in three for pair in pairs) for three in threes)
        await press(pilot, "-")
        await gathered(pilot, screen)
        assert {row.item for row in screen.results.results if isinstance(row, WordRow)} == pairs


@pytest.mark.long
async def test_an_ngram_across_quotation_marks_is_found(library: Library) -> None:
    library.articles.add(draft("他们说“大”数据来了。", title="引"))
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, *"title:引")
        await press(pilot, "7")
        await gathered(pilot, screen)
        rows = [row.item for row in screen.results.results if isinstance(row, WordRow)]
        screen.results.cursor = next(at for at, row in enumerate(rows) if "大数据" in row)
        await press(pilot, "enter")
        await gathered(pilot, screen)
        assert len(nodes(screen)) == 1


@pytest.mark.long
async def test_an_export_of_the_first_rows_says_so(
    library: Library, texts: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.search.tables.word_list.MOST_ROWS", 2)
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "4")
        await gathered(pilot, screen)
        await press(pilot, "E")
        await seen(pilot, f"Export the first 2 results of {screen.total} to which file?")
        await press(pilot, "ctrl+u", *str(tmp_path / "words.csv"), "enter")
        await seen(pilot, f"Exported the first 2 results of {screen.total} to")


@pytest.mark.long
async def test_what_fills_a_gap_is_tagged_learnt_and_written(
    library: Library, texts: dict[str, str], tmp_path: Path
) -> None:
    app = reader(library)
    file = tmp_path / "terms.txt"
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        screen = await searched(pilot, *"花*")
        await press(pilot, "8", "p", "p")  # characters
        await gathered(pilot, screen)
        rows = [row.item for row in screen.results.results if isinstance(row, WordRow)]
        assert "园里" in rows
        screen.results.cursor = rows.index("园里")
        await press(pilot, "space", "t", *"地方", "enter")
        await happened(pilot, lambda: len(library.annotations.of(texts["春"])) == 1)
        assert library.annotations.of(texts["春"])[0].exact == "园里"
        await press(pilot, "D")
        await happened(pilot, lambda: [each.word for each in library.dictionary.words()] == ["园里"])
        await press(pilot, "W", "ctrl+u", *str(file), "enter")
        await happened(pilot, file.exists)
        assert file.read_text("utf-8").splitlines() == ["园里"]
        screen.results.cursor = rows.index("园里")
        await press(pilot, "enter")
        await gathered(pilot, screen)
        assert nodes(screen) == ["花瓣落在[花园里]。"]


@pytest.mark.long
async def test_a_query_without_a_gap_is_told(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        screen = await searched(pilot, *"花 燕子")
        await press(pilot, "8")
        await gathered(pilot, screen)
        await seen(pilot, "The query has no gap: write * where it is, as in 记者*.")
        await press(pilot, "y", "2")
        await happened(pilot, lambda: len(nodes(screen)) == 4)
        assert "has no gap" not in "\n".join(shown(app).splitlines()[:6])


@pytest.mark.long
async def test_a_line_with_a_note_is_marked_as_in_the_text(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=NARROW) as pilot:
        await searched(pilot, *"菊花")
        assert NOTE_SIGN not in shown(app)
        await press(pilot, "c", *"秋天", "ctrl+s")
        await seen(pilot, NOTE_SIGN)
        await seen(pilot, "秋天")
        await press(pilot, "q", "S")
        await seen(pilot, NOTE_SIGN)


@pytest.mark.long
@pytest.mark.parametrize(
    ("width", "columns"), [(119, "重庆晚报  "), (160, "秋                        重庆晚报  ")]
)
async def test_lines_tell_where_they_are_from_where_there_is_room(
    library: Library, texts: dict[str, str], width: int, columns: str
) -> None:
    app = reader(library)
    async with app.run_test(size=(width, 40)) as pilot:
        await searched(pilot, *"菊花")
        line = next(line for line in shown(app).splitlines() if "静地开" in line)
        assert columns in line


@pytest.mark.long
async def test_the_values_of_an_attribute_narrow_the_query(library: Library, texts: dict[str, str]) -> None:
    library.attributes.add("地区")
    library.articles.correct(texts["春"], {"地区": "华东"})
    library.articles.correct(texts["秋"], {"地区": "华南"})
    app = reader(library)
    async with app.run_test(size=WIDE) as pilot:
        screen = await searched(pilot, "花")
        assert facet_lines(screen)[-3:] == ["地区", "○华东1", "○华南1"]
        await press(pilot, "f", "G", "k", "space")
        await happened(pilot, lambda: screen.is_finished("花 地区:华东"))
        await happened(pilot, lambda: facet_lines(screen)[-3:] == ["地区", "●华东1", "○华南1"])
        await press(pilot, "j", "space")
        await happened(pilot, lambda: screen.is_finished("花 (地区:华东 OR 地区:华南)"))
        assert len(nodes(screen)) == 4
        await press(pilot, "space")
        await happened(pilot, lambda: screen.is_finished("花 地区:华东"))


@pytest.mark.long
async def test_keys_of_tables_leave_picked_lines_alone(library: Library, texts: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        screen = await searched(pilot, "花")
        await press(pilot, "space", "space", "a", "v", "+", "-")
        assert screen.results.picked == {0, 1}
        await press(pilot, "D")
        await seen(pilot, "There are no words here")
        assert screen.results.picked == {0, 1}
