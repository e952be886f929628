"""A library in which three coders have annotated articles, for tests of the command and the screen."""

from __future__ import annotations

from pathlib import Path

from store.library import open_library
from tests.conftest import draft
from tests.store.library.team.teams import assign, opened, with_team

CODERS = ("吴", "林", "陈")

MARKS = {
    "站长": ("人物", "人物", "人物"),
    "油菜花": ("植物", "植物", ""),
    "一排油菜花": ("", "", "植物"),
    "旅客": ("", "人物", "群体"),
}
"""By quote, the tag that each coder gave it: an agreed case, one of ends, and one that one coder lacks."""


def coded_round(root: Path, number: int = 2, *, unfinished: int = 0) -> list[str]:
    """Make a library of the manager 周 in which three coders have coded articles in a round.

    :param unfinished: how many of the articles the coders have not finished.
    :return: the IDs of the articles.
    """
    with_team(root, *CODERS, articles=0)
    with opened(root, "周") as library:
        articles = [
            library.articles.add(
                draft(
                    "站长在月台上种了一排油菜花，花开的时候，旅客都探出头来看。",
                    title=f"小站{each}",
                    origin=f"{each}",
                )
            )[0]
            for each in range(number)
        ]
    assign(root, [(article, coder) for article in articles for coder in CODERS])
    for place, coder in enumerate(CODERS):
        with opened(root, coder) as library:
            for at, article in enumerate(articles):
                for quote, tags in MARKS.items():
                    if tags[place]:
                        library.annotations.annotate_quote(article, quote, tags=[tags[place]])
                if at >= unfinished:
                    library.team.assignments.finish(article)
    return articles


def only_by_one(root: Path) -> str:
    """Make a library with an article that one person has annotated; return its ID."""
    with open_library(root, creator="林") as library:
        article, _ = library.articles.add(draft("站长在月台上。"))
        library.annotations.annotate_quote(article, "站长")
    return article
