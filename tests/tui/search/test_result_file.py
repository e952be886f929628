"""What a search found is written to files of each kind."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import msgspec
import pytest

from store.corpus.frequency import Frequency
from store.errors import UsageError
from store.finding.concordance import concordance
from store.finding.passages import passages
from store.importing.reading import read_file
from store.library import Library
from store.query.parser import parse
from store.terms.clipper import Filler
from tests.conftest import draft
from tui.search.gathering import FoundRow
from tui.search.results.result_file import SUFFIXES, write_results
from tui.search.results.result_list import Result
from tui.search.tables.word_table import WordRow

FREQUENCY = Frequency("燕|子", 51_669, 51_669.25, 1, 0.5, (3, 0))


@pytest.fixture
def kinds(library: Library) -> dict[str, list[Result]]:
    """Results of each kind, of one article in which 燕子 is annotated."""
    article, _ = library.articles.add(draft("花开了，*燕子来。", title="春|天"))
    library.articles.correct(article, {"source": "北京日报", "date": "2020-03"})
    library.annotations.annotate_quote(article, "燕子", tags=["鸟"], note="头一只")
    row = library.articles.row(article)
    assert row is not None
    return {
        "articles": [FoundRow(row, 1, None)],
        "lines": list(concordance(library, parse("燕子"))),
        "passages": list(passages(library, parse("燕子"))),
        "words": [WordRow("燕|子", FREQUENCY, (3.0,), ("3",))],
    }


@pytest.mark.parametrize("kind", ["articles", "lines", "passages", "words"])
def test_each_kind_of_result_is_written_to_each_kind_of_file(
    library: Library, kinds: dict[str, list[Result]], tmp_path: Path, kind: str
) -> None:
    for suffix in SUFFIXES:
        path = write_results(str(tmp_path / f"a{suffix}"), kinds[kind], library.articles.row)
        if suffix == ".docx":
            (piece,) = read_file(path)
            shown = piece.article.draft.text
        else:
            shown = path.read_text("utf-8-sig").replace("\\", "")
        if kind == "words":
            assert "燕|子" in shown
        else:
            assert "春|天" in shown
            assert "北京日报" in shown
            assert ("鸟" in shown) == (kind != "articles")
            assert ("头一只" in shown) == (kind in ("lines", "passages"))
            assert ("燕子" in shown) == (kind != "articles")


def test_passages_have_the_fields_of_the_command(
    library: Library, kinds: dict[str, list[Result]], tmp_path: Path
) -> None:
    table = write_results(str(tmp_path / "a.csv"), kinds["passages"], library.articles.row)
    (row,) = csv.DictReader(table.read_text("utf-8-sig").splitlines())
    names = ["article", "title", "authors", "source", "date", "start", "end", "text", "tags", "notes"]
    assert list(row) == names
    whole = write_results(str(tmp_path / "a.json"), kinds["passages"], library.articles.row)
    (record,) = json.loads(whole.read_text("utf-8"))
    assert (list(record), record["tags"]) == (names, ["鸟"])


def test_a_passage_is_a_quotation_in_markdown(
    library: Library, kinds: dict[str, list[Result]], tmp_path: Path
) -> None:
    path = write_results(str(tmp_path / "a.md"), kinds["passages"], library.articles.row)
    assert path.read_text("utf-8") == "> 花开了，\\*燕子来。\n\n— 春\\|天, 北京日报, 2020-03  #鸟  头一只\n"


def test_another_kind_of_file_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"does not end in .*\.docx"):
        write_results(str(tmp_path / "a.pdf"), [], library.articles.row)


def test_figures_of_words_are_numbers_as_the_commands_print_them(
    library: Library, kinds: dict[str, list[Result]], tmp_path: Path
) -> None:
    table = write_results(str(tmp_path / "a.csv"), kinds["words"], library.articles.row)
    (row,) = csv.DictReader(table.read_text("utf-8-sig").splitlines())
    assert row == {
        "item": "燕|子", "count": "51669", "per_million": "51669.25", "articles": "1", "dispersion": "0.5",
        "parts": "3|0",
    }  # fmt: skip
    whole = write_results(str(tmp_path / "a.json"), kinds["words"], library.articles.row)
    (record,) = json.loads(whole.read_text("utf-8"))
    assert record == json.loads(msgspec.json.encode(FREQUENCY))


def test_what_fills_a_gap_is_no_passage(library: Library, tmp_path: Path) -> None:
    filler = Filler("燕子", 2, 1, ("燕子来",))
    rows: list[Result] = [WordRow(filler.text, filler, (2, 1, 2), ("2", "1"), "燕子来")]
    path = write_results(str(tmp_path / "a.md"), rows, library.articles.row)
    assert path.read_text("utf-8").splitlines()[0] == "| text | places | articles | examples |"


def test_articles_have_the_attributes_of_the_library(
    library: Library, kinds: dict[str, list[Result]], tmp_path: Path
) -> None:
    library.attributes.add("地区")
    for kind in ("articles", "lines", "passages"):
        path = write_results(
            str(tmp_path / f"{kind}.csv"), kinds[kind], library.articles.row, library.attributes.all()
        )
        (row,) = csv.DictReader(path.read_text("utf-8-sig").splitlines())
        assert row["地区"] == ""
