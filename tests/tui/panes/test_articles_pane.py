"""The list of articles: finding, sorting, picking, and how its lines look."""

from __future__ import annotations

import msgspec
import pytest
from textual.color import Color
from textual.theme import Theme

from store.library import Library
from store.model.article import Status
from tests.conftest import draft
from tests.tui.reader import NARROW, WIDE, articles, press, reader, reading, seen, settled, shown, strips
from tui.app import PizhuApp
from tui.looks.colours import MIN_CONTRAST, contrast
from tui.looks.themes import THEMES

pytestmark = pytest.mark.asyncio

TITLES = ("河边的磨坊", "春天的小站", "重庆的早晨", "北岸的灯")


@pytest.fixture
def four(library: Library) -> dict[str, str]:
    """The IDs of four articles by the first characters of their titles. 北 is at the top of the list."""
    found = {}
    for number, title in enumerate(TITLES):
        given = msgspec.structs.replace(draft("字" * (number + 1), title=title), authors=("林一",))
        found[title[0]] = library.articles.add(given)[0]
    return found


def here(app: PizhuApp) -> str:
    """Return the first character of the title of the highlighted article."""
    row = articles(app).row(articles(app).cursor)
    return row.title[0] if row else ""


def listed(app: PizhuApp) -> str:
    """Return the first characters of all titles in the list."""
    return "".join(row.title[0] for number in range(9) if (row := articles(app).row(number)))


@pytest.mark.long
async def test_an_article_is_found_while_its_initials_are_typed(
    library: Library, four: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "/", "c", "t", "d")
        await seen(pilot, "1/1")
        assert here(app) == "春"
        await press(pilot, "enter")
        assert articles(app).has_focus
        assert here(app) == "春"


@pytest.mark.long
async def test_escape_in_the_find_bar_goes_back_to_where_typing_began(
    library: Library, four: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "j", "/", "河")
        await settled(pilot)
        assert here(app) == "河"
        await press(pilot, "escape")
        assert here(app) == "重"
        assert not articles(app).find_status


@pytest.mark.long
async def test_n_goes_round_all_matches_also_after_the_list_has_changed(
    library: Library, four: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "n")
        await seen(pilot, "No search yet")
        await press(pilot, "/", "的", "enter", "n")
        assert here(app) == "重"
        library.articles.remove([four["春"]])
        await press(pilot, "n")
        assert (here(app), articles(app).find_status) == ("河", "3/3")
        await press(pilot, "n", "N")
        assert here(app) == "河"


@pytest.mark.long
async def test_what_is_not_found_is_said_and_leaves_the_highlight(
    library: Library, four: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "j", "/", "鱼", "enter")
        await seen(pilot, "No article in the list matches “鱼”")
        assert here(app) == "重"


@pytest.mark.long
async def test_sorting_by_title_keeps_the_highlight_and_the_same_again_reverses(
    library: Library, four: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "j", "o", "j", "j", "enter")
        await seen(pilot, "by title, A to Z")
        assert (listed(app), here(app)) == ("北重春河", "重")
        await press(pilot, "o", "enter")
        await seen(pilot, "by title, Z to A")
        assert listed(app) == "河春重北"


@pytest.mark.long
async def test_picked_articles_are_tagged_in_one_step(library: Library, four: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "space", "space")
        await seen(pilot, "Articles 4, 2 picked")
        await press(pilot, "t", "水", "enter")
        await seen(pilot, "Tagged 2 articles: u undoes it")
        tagged = {letter for letter, each in four.items() if library.articles.get(each).tags}
        assert tagged == {"北", "重"}
        await press(pilot, "u")
        assert not any(library.articles.get(each).tags for each in four.values())


@pytest.mark.long
async def test_picks_survive_a_filter_and_escape_drops_them_first(
    library: Library, four: dict[str, str]
) -> None:
    library.articles.set_status(four["河"], Status.READ)
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "space", "g", "/", *"is:read", "enter")
        await seen(pilot, "Articles 1 of 4, 1 picked")
        await press(pilot, "escape")
        await seen(pilot, "Articles 1 of 4 ")
        await press(pilot, "escape")
        await seen(pilot, "Articles 4 ")


@pytest.mark.long
async def test_a_range_and_all_can_be_picked_and_removed_together(
    library: Library, four: dict[str, str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "V", "j", "j")
        await seen(pilot, "3 picked")
        await press(pilot, "k", "V", "x")
        await seen(pilot, "Removed 2 articles: u undoes it")
        assert listed(app) == "春河"
        await press(pilot, "u", "ctrl+a")
        await seen(pilot, "4 picked")
        await press(pilot, "ctrl+a")
        assert not articles(app).picked_articles


@pytest.mark.long
async def test_status_star_and_details_are_set_on_all_picked(library: Library, four: dict[str, str]) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "ctrl+a", "g", "m", "j", "j", "enter", "g", "S", "e")
        await seen(pilot, "Edit the details of 4 articles")
        await press(pilot, "tab", "tab", "tab", "ctrl+u", "end", "ctrl+u", *"Wei", "enter")
        await seen(pilot, "Corrected 4 articles")
        changed = [library.articles.get(each) for each in four.values()]
        assert {(each.status, each.starred, each.authors) for each in changed} == {
            (Status.READ, True, ("Wei",))
        }
        assert [each.title for each in changed] == list(TITLES)
        await press(pilot, "u", "u", "u")
        assert not any(library.articles.get(each).starred for each in four.values())


async def test_a_wide_list_is_a_table(library: Library, four: dict[str, str]) -> None:
    library.articles.tag(four["北"], ["水"])
    app = reader(library)
    async with app.run_test(notifications=True, size=(120, 40)) as pilot:
        await press(pilot, "z")
        await seen(pilot, "Length")
        line = next(line for line in shown(app).splitlines() if "北岸的灯" in line)
        assert "#水" in line
        await pilot.click(articles(app), offset=(10, 3))  # below the frame, the head and one article
        await settled(pilot)
        assert here(app) == "重"


@pytest.mark.long
async def test_the_second_lines_are_in_english_and_cut_at_no_number(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车")
    library.articles.correct(station, {"date": "2024-03-01", "authors": "一位名字很长很长的作者"})
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "1 note")
        line = next(line for line in shown(app).splitlines() if "1 note" in line).split("│")[1]
        assert line.split() == ["2024-03-01", "一位名字很…", "1", "note"]


@pytest.mark.long
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_all_text_of_the_list_is_legible(library: Library, four: dict[str, str], theme: Theme) -> None:
    library.articles.set_starred(four["春"], starred=True)
    app = reader(library, theme=theme.name)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        for keys in (("space",), ("tab", "shift+tab"), ("/", "的", "enter")):
            await press(pilot, *keys)
            await settled(pilot)
            for strip in strips(app)[1:9]:
                for segment in strip:
                    style = segment.style
                    if style and style.color and style.bgcolor and segment.text.strip(" │"):
                        pair = (Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
                        assert contrast(*pair) >= MIN_CONTRAST, segment.text


@pytest.mark.long
async def test_every_new_highlight_gets_the_sticky_tag_until_escape(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "T", "水", "enter")
        await seen(pilot, "every highlight: #水")
        await press(pilot, "v", "enter", "w", "v", "enter")
        assert [each.tags for each in library.annotations.of(station)] == [("水",), ("水",)]
        await press(pilot, "v", "escape")
        assert reading(app).sticky.name == "水"
        await press(pilot, "escape")
        await seen(pilot, "New highlights no longer get 水")
        await press(pilot, "w", "v", "enter")
        assert library.annotations.of(station)[-1].tags == ()


@pytest.mark.long
async def test_titles_have_the_punctuation_that_the_text_shows(library: Library) -> None:
    article, _ = library.articles.add(draft("花开了,叶落了,雪停了。", title="门开着,灯亮着:岚川"))
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "门开着，灯亮着：岚川")
        assert app.title.startswith("门开着，灯亮着：岚川")
        await press(pilot, "g", ",")
        await seen(pilot, "门开着,灯亮着:岚川")
        assert "门开着，灯亮着：岚川" not in shown(app)
        assert app.title.startswith("门开着,灯亮着:岚川")
