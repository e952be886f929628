"""The first rows of a table tell its columns, and are read as the whole table would be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.errors import BadInput
from store.formats.tables import article_rows, table_head
from store.formats.tables.table_head import map_argument, table_head_of
from store.importing.piece import ReadOptions
from store.importing.reading import read_file

SHORT = "渡口的船没有来。"


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize("chosen", [{}, {"text": "导语"}, {"title": "", "text": "3"}])
def test_the_first_articles_are_those_of_the_whole_table(tmp_path: Path, chosen: dict[str, str]) -> None:
    path = written(
        tmp_path, "报.csv", f"导出时间：2024-06-01\n标题,导语,正文\n渡口,船,{SHORT}\n旧桥,桥,{SHORT}又说。\n"
    )
    head = table_head_of(path)
    assert head is not None
    whole = read_file(path, ReadOptions(columns=chosen))
    drafts = [each.article.draft for each in head.articles(chosen, 1)]
    assert [(each.title, each.text) for each in drafts] == [
        (each.article.draft.title, each.article.draft.text) for each in whole[:1]
    ]
    assert head.count == 2
    assert [each.sample for each in head.choices] == ["渡口", "船", SHORT]


def test_a_column_is_named_so_that_it_is_found_again(tmp_path: Path) -> None:
    path = written(tmp_path, "报.csv", '标题,文,文,"前,后",\n甲,乙,丙,丁,戊\n')
    head = table_head_of(path)
    assert head is not None
    assert [each.name for each in head.choices] == ["标题", "文", "文", "前,后", "column 5"]
    for at, each in enumerate(head.choices):
        assert "," not in each.reference
        columns = head.columns({"note": each.reference})
        assert head.choices_of(columns)["note"] == (at,)
        assert each.sample == "甲乙丙丁戊"[at]


def test_nested_keys_are_choices_and_become_columns_once_they_are_chosen(tmp_path: Path) -> None:
    objects = [{"id": at, "a": {"t": f"题{at}", "b": [{"raw": f"{SHORT}{at}"}]}} for at in (1, 2)]
    path = written(tmp_path, "里.json", json.dumps({"data": {"list": objects}}))
    head = table_head_of(path)
    assert head is not None
    assert [each.name for each in head.choices] == ["id", "a", "a.t", "a.b.raw"]
    chosen = {"text": "a.b.raw", "title": "a.t"}
    assert head.choices_of(head.columns(chosen)) == {"text": (3,), "title": (2,), "id": (0,)}
    assert [each.article.draft.title for each in head.articles(chosen, 5)] == ["题1", "题2"]
    assert [each.article.draft.text for each in read_file(path, ReadOptions(columns=chosen))] == [
        f"{SHORT}1",
        f"{SHORT}2",
    ]
    assert map_argument(chosen) == "text=a.b.raw,title=a.t"


def test_a_table_with_too_many_rows_is_refused_before_its_columns_are_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (article_rows, table_head):
        monkeypatch.setattr(module, "MAX_ROWS", 3)
    path = written(tmp_path, "长.csv", "甲,乙\n" + "子,丑\n" * 4)
    with pytest.raises(BadInput, match="more than 3 rows"):
        table_head_of(path)


def test_a_header_that_is_not_known_is_one_once_a_column_is_chosen_by_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, "短.csv", "甲,乙\n渡口,船没有来\n")
    head = table_head_of(path)
    assert head is not None
    assert [each.reference for each in head.choices] == ["甲", "乙"]
    assert (head.count, head.choices[0].sample) == (1, "渡口")
    assert [each.article.draft.text for each in head.articles({"text": "乙"}, 5)] == ["船没有来"]


def test_other_files_have_no_columns(tmp_path: Path) -> None:
    assert table_head_of(written(tmp_path, "信.txt", SHORT)) is None
    with pytest.raises(BadInput, match="no rows"):
        table_head_of(written(tmp_path, "空.csv", "\n\n"))
