"""A library with a team, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from store.library import Library, open_library
from store.model.tables.member import Role
from tests.conftest import draft

WORDS = "乡邮员每天走二十里邮路，把信和包裹投递到山里。邮路难走，包裹很重，投递要到天黑。"
"""A paragraph of each article."""


def opened(root: Path, creator: str) -> Library:
    """Open a library as somebody."""
    return open_library(root, creator=creator)


def with_team(root: Path, *coders: str, articles: int = 3, blind: bool = True) -> list[str]:
    """Make a library with the manager 周, coders and articles, and open a round; return the articles' IDs."""
    with opened(root, "周") as library:
        found = [
            library.articles.add(draft(f"第{number}篇：站长在月台上。", WORDS, title=f"文章{number}"))[0]
            for number in range(articles)
        ]
        library.team.members.add(["周"], Role.MANAGER)
        library.team.members.add(coders)
        library.team.rounds.open(blind=blind)
    return found


def assign(root: Path, pairs: Iterable[tuple[str, str]]) -> None:
    """Assign articles to coders, as the manager."""
    with opened(root, "周") as library:
        library.team.assignments.assign(pairs)
