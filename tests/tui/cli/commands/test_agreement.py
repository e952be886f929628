"""The command `agreement`."""

from __future__ import annotations

from pathlib import Path

from store.library import open_library
from tests.tui.cli.conftest import Pizhu


def test_agreement_covers_the_articles_annotated_by_both_coders(
    pizhu: Pizhu, letter: Path, tmp_path: Path, root: Path
) -> None:
    other = tmp_path / "另.txt"
    other.write_text("另一篇\n\n别的事情。\n", "utf-8")
    pizhu("import", str(letter), str(other))
    rows = {row["title"]: row["id"] for row in pizhu("list")[1]}
    for creator, articles in (("甲", ["一封来信", "另一篇"]), ("乙", ["一封来信"])):
        with open_library(root, creator=creator) as library:
            for title in articles:
                library.annotations.annotate(rows[title], 0, 2, tags=["题"])
    assert pizhu("agreement", "甲", "乙")[1][0]["kappa"] == 1.0
    with open_library(root, creator="丙") as library:
        library.annotations.annotate(rows["另一篇"], 0, 2)
    assert pizhu("agreement", "乙", "丙")[0] == 2
