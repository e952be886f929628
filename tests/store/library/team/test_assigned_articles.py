"""Queries about assignments: who works on an article, and how far the work is."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.query.errors import QuerySyntaxError
from tests.store.library.team.teams import assign, opened, with_team


@pytest.fixture
def team(root: Path) -> Path:
    """Four articles: 0 of 林 and 陈, 1 of 林, 2 of 陈, 3 of nobody; 林 is done with 0, 陈 has begun it."""
    found = with_team(root, "林", "陈", articles=4)
    assign(root, [(found[0], "林"), (found[0], "陈"), (found[1], "林"), (found[2], "陈")])
    with opened(root, "陈") as library:
        library.annotations.annotate_quote(found[0], "站长")
    with opened(root, "林") as library:
        library.team.assignments.finish(found[0])
    return root


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        *(("assigned:me", "01"), ("编码员:我", "01"), ("assigned:林", "01"), ("assigned:陈", "02")),
        *(("assigned:林|陈", "012"), ("-assigned:林", "23"), ("-assigned:林|陈", "3")),
        *(("state:done", "0"), ("编码状态:已完成", "0"), ("state:new", "12"), ("state:in-progress", "0")),
        *(("assigned:me state:done", "0"), ("assigned:陈 state:done", ""), ("assigned:陈 state:new", "2")),
        *(("assigned:me -state:done", "1"), ("state:new|done title:文章1", "1"), ("state:adjudicated", "")),
        *(("assigned:me OR title:文章3", "013"), ("NOT (assigned:me state:done)", "123")),
        *(("(assigned:陈 state:new) OR (assigned:林 state:done)", "02"), ("assigned:me 邮路 -is:read", "01")),
        *(("assigned:me note:没有", ""), ("assigned:me -note:没有", "01")),
    ],
)
def test_articles_are_found_by_coder_and_state(team: Path, query: str, numbers: str) -> None:
    with opened(team, "林") as library:
        found = library.articles.filtered(library.codebook.query(query)).rows()
    assert "".join(sorted(row.title[-1] for row in found)) == numbers


def test_an_article_that_is_kept_stands_in_its_place(team: Path) -> None:
    with opened(team, "林") as library:
        titles = {row.title: row.id for row in library.articles.rows()}
        query = library.codebook.query("assigned:me state:done")
        found = library.articles.filtered(query, keep=titles["文章2"]).rows()
    assert [row.title for row in found] == ["文章2", "文章0"]


def test_somebody_outside_the_team_has_no_articles(team: Path) -> None:
    with opened(team, "谁") as library:
        assert library.articles.filtered(library.codebook.query("assigned:me")).articles == []
        assert len(library.articles.filtered(library.codebook.query("-assigned:me")).articles) == 4


def test_a_query_is_written_as_it_was_read(team: Path) -> None:
    with opened(team, "林") as library:
        query = library.codebook.query("编码员:我|陈 编码状态:未开始")
        assert str(query) == "assigned:me|陈 state:new"
        assert library.codebook.query(str(query)) == query


@pytest.mark.parametrize(
    ("query", "told"), [("assigned:林二", "no member “林二”|did you mean"), ("state:x", "no state:x")]
)
def test_a_name_or_a_state_that_there_is_not_is_named(team: Path, query: str, told: str) -> None:
    with opened(team, "林") as library, pytest.raises(QuerySyntaxError, match=told):
        library.codebook.query(query)
