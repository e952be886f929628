"""The commands that change an article: `tag`, `untag`, `note`, `status`, `star`, `block` and `remove`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.cli.conftest import Pizhu
from tui.cli import run


@pytest.mark.long
def test_tag_and_untag_print_the_tags_of_the_article(pizhu: Pizhu, article: str) -> None:
    assert pizhu("tag", article, "甲", "乙")[1] == [{"id": article, "tags": ["甲", "乙"]}]
    assert pizhu("untag", article, "甲")[1] == [{"id": article, "tags": ["乙"]}]


def test_note_status_star_and_block_kind_are_set(pizhu: Pizhu, article: str) -> None:
    pizhu("note", article, "记一笔")
    pizhu("status", article, "read")
    pizhu("star", article)
    pizhu("block", article, "0", "kicker")
    (shown,) = pizhu("show", article)[1]
    assert (shown["note"], shown["status"], shown["starred"]) == ("记一笔", "read", True)
    assert shown["blocks"][0]["kind"] == "kicker"
    assert shown["kicker"] == "一封来信"


def test_a_changed_field_is_printed_in_words(
    root: Path, article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["star", article, "--library", str(root)]) == 0
    assert run(["star", article, "--off", "--library", str(root)]) == 0
    assert capsys.readouterr().out.split("\n")[:2] == [
        f"{article[:8]}  starred: yes",
        f"{article[:8]}  starred: no",
    ]


@pytest.mark.long
def test_removed_articles_are_not_listed(pizhu: Pizhu, article: str) -> None:
    assert pizhu("remove", article)[0] == 0
    assert pizhu("list")[1] == []
