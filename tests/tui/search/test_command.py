"""The command that is copied prints what the search screen shows."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from store.library import Library
from tests.conftest import draft
from tests.tui.reader import WIDE, happened, press, reader, shown
from tests.tui.search.test_search_screen import gathered, searched
from tui.cli import run
from tui.search.results.places import article_of, range_of, words_of

TEXTS = (
    ("春", "北京日报", "花开了，燕子来。花瓣落在花园里，园里花又开了又落。"),
    ("秋", "重庆晚报", "菊花安静地开，菊花开了又落了，燕子去。"),
    ("冬", "北京日报", "雪落无声，雪落在花园里，雪又落。雪，雪，雪，雪，雪。"),
)


@pytest.fixture
def texts(library: Library) -> None:
    for title, source, text in TEXTS:
        article, _ = library.articles.add(draft(text, title=title))
        library.articles.correct(article, {"source": source})


def place_of(printed: dict[str, Any]) -> tuple[str, int, int, str]:
    """Return the place of a result as JSON has it, and its words."""
    words = printed.get("item") or printed.get("node") or printed["text"]
    return printed.get("article", ""), printed.get("start", 0), printed.get("end", 0), words


@pytest.mark.long
@pytest.mark.parametrize(
    "cases",
    [
        [
            ("花 -雪", ("1",)),
            ("花 OR 雪", ("2", "r")),
            ("花", ("2", "w", "o", "enter")),
            ("花", ("b", "enter")),
            ("开 花", ("3", "p")),
        ],
        pytest.param(
            [
                ("-雪 花", ("4", "o", "j", "j", "j", "enter")),
                ("(花 OR 雪) 落 source:日报|晚报", ("5", "o", "j", "enter", "r")),
                ("无声", ("6",)),
                ("source:日报|晚报", ("7", "+", "o", "enter")),
                ("花 source:日报|晚报", ("5", "a")),
                ("花", ("6", "a")),
                ("花* source:日报|晚报", ("a", "8", "p", "p", "+")),
                ("了*落", ("8",)),
            ],
            marks=pytest.mark.long,
        ),
    ],
)
@pytest.mark.usefixtures("texts")
async def test_the_copied_command_prints_what_is_shown(
    library: Library, capsys: pytest.CaptureFixture[str], cases: list[tuple[str, tuple[str, ...]]]
) -> None:
    copied: list[tuple[list[str], list[tuple[str, int, int, str]]]] = []
    app = reader(library)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        screen = await searched(pilot)
        for query, keys in cases:
            await press(pilot, "/", "ctrl+u", *query, "enter")
            for key in keys:
                await press(pilot, key)
                await gathered(pilot, screen)
            await happened(pilot, lambda: "Sorting" not in shown(app))
            listed = [(article_of(each), *range_of(each), words_of(each)) for each in screen.results.results]
            assert listed, query
            await press(pilot, "y")
            copied.append((shlex.split(app.clipboard), listed))
    for (program, *arguments), listed in copied:
        assert program == "pizhu"
        capsys.readouterr()
        assert run([*arguments, "--json"]) == 0
        printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        if arguments[0] == "find":
            assert [each["article"] for each in printed] == [article for article, *_ in listed]
        else:
            assert [place_of(each) for each in printed] == listed
