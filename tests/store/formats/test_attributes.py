"""Attributes in files: every format that has them gives them back."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from store.formats.markup.front_matter import article_front_matter
from store.importing.batch import import_files
from store.importing.piece import ReadOptions
from store.importing.reading import read_file
from store.importing.registry import read_bundle
from store.library import Library, open_library
from store.model.tables.attribute import AttributeKind
from tests.conftest import draft
from tests.paths import ROOT
from tests.store.exporting.exports import exported
from tests.store.formats.refi_qda.schema import check_project
from tests.store.formats.refi_qda.test_project_reader import FIVE, FOUR, pack, project, sources

VALUES = {"体裁": '长 <通讯>"', "印数": "-3.5", "发行量": "12000", "地区": "华东", "首刊": "2020-03"}
OPTIONS = ReadOptions(attributes=("体裁", "印数", "发行量", "地区", "首刊"))

UNUSED = "0" * 8 + FOUR[8:]
"""A variable of which no source has a value."""


@pytest.fixture
def filled(library: Library) -> Library:
    library.attributes.add("地区", AttributeKind.CHOICE, ["华东,华南"], "报社所在地")
    library.attributes.add("发行量", AttributeKind.NUMBER)
    library.attributes.add("印数", AttributeKind.NUMBER)
    library.attributes.add("首刊", AttributeKind.DATE)
    library.attributes.add("体裁")
    first = library.articles.add(draft("渡船停了，又开了。", title="渡口"))[0]
    library.articles.correct(first, VALUES)
    library.articles.add(draft("车站关了，又开了。", title="车站"))
    return library


@pytest.mark.parametrize(
    ("name", "suffix"), [("json", ".json"), ("jsonl", ".jsonl"), ("pizhu", ".pizhu"), ("qdpx", ".qdpx")]
)
def test_definitions_and_values_come_back(filled: Library, tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(exported(name, filled))
    with open_library(tmp_path / "another") as another:
        merged = another.merger.merge(read_bundle(path), "import notes")
        assert [*merged.left_out, *merged.conflicts, *merged.remarks] == []
        assert another.attributes.all() == filled.attributes.all()
        assert [row.attributes for row in another.articles.rows()] == [{}, VALUES]
        again = another.merger.merge(read_bundle(path), "import notes")
        assert not again.is_step


def test_a_project_is_valid_and_types_its_variables(filled: Library, tmp_path: Path) -> None:
    root = check_project(zipfile.ZipFile(io.BytesIO(exported("qdpx", filled))).read("project.qde"))
    types = {each.get("name"): each.get("typeOfVariable") for each in root.iter("{*}Variable")}
    assert {name: types[name] for name in VALUES} == {
        "体裁": "Text", "印数": "Float", "发行量": "Integer", "地区": "Text", "首刊": "Text",
    }  # fmt: skip
    schemas = ROOT.parent / "shared" / "schemas" / "refi-qda-project.xsd"
    if schemas.exists():
        from lxml import etree

        etree.XMLSchema(etree.parse(schemas)).assertValid(root)


def test_variables_of_another_program_become_attributes(library: Library, tmp_path: Path) -> None:
    variables = "".join(
        f'<Variable guid="{guid}" name="{name}" typeOfVariable="{kind}"/>'
        for guid, name, kind in (
            (FIVE, "date", "Date"),
            (FOUR, "报社 类型", "Text"),
            (UNUSED, "年龄", "Integer"),
        )
    )
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{guid}"/><{kind}Value>{value}</{kind}Value></VariableValue>'
        for guid, kind, value in ((FIVE, "Date", "2020-03-24"), (FOUR, "Text", "党报"))
    )
    qde = project(f"<Variables>{variables}</Variables>{sources(values)}")
    bundle = read_bundle(pack(tmp_path / "p.qdpx", qde, {"sources/a.txt": "访谈的正文。".encode()}))
    library.merger.merge(bundle, "import notes")
    assert {each.name: each.kind for each in library.attributes.all()} == {
        "date_2": AttributeKind.DATE, "报社_类型": AttributeKind.TEXT,
    }  # fmt: skip
    assert library.articles.rows()[0].attributes == {"date_2": "2020-03-24", "报社_类型": "党报"}
    assert any("variables (1)" in each for each in bundle.left_out)


def test_tables_have_a_column_for_each(filled: Library) -> None:
    matrix = list(csv.DictReader(io.StringIO(exported("csv-matrix", filled).decode("utf-8-sig"))))
    assert [{name: row[name] for name in VALUES} for row in matrix] == [VALUES, dict.fromkeys(VALUES, "")]
    head = exported("csv", filled).decode("utf-8-sig").splitlines()[0]
    assert head.endswith(",reason," + ",".join(VALUES))
    sheet = load_workbook(io.BytesIO(exported("xlsx", filled)))["Articles"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    numbers = {name: rows[1][rows[0].index(name)] for name in ("印数", "发行量", "地区")}
    assert numbers == {"印数": -3.5, "发行量": 12000, "地区": "华东"}


def test_front_matter_has_them_and_gives_them_back(filled: Library, tmp_path: Path) -> None:
    page = tmp_path / "渡口.md"
    page.write_text(
        "---\ntitle: 渡口\n體裁: 通讯\n发行量: 12000\n地区:\n  - 华东\n無名: x\n---\n\n"
        "渡船停了，又开了，很久。\n",
        "utf-8",
    )
    piece = read_file(page, OPTIONS)[0]
    assert piece.article.draft.attributes == {"体裁": "通讯", "发行量": "12000", "地区": "华东"}
    assert "properties left out: 無名" in piece.remarks
    assert read_file(page)[0].article.draft.attributes == {}
    written = article_front_matter(filled.articles.get(filled.articles.rows()[1].id))
    assert "\n发行量: 12000\n" in written
    assert '\n首刊: "2020-03"\n' in written


def test_columns_with_the_name_of_an_attribute_are_read(filled: Library, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("标题,正文,地區,发行量,无名\n甲,桥修好了，路就近了，很好。,华南,８,x\n", "utf-8")
    piece = read_file(table, OPTIONS)[0]
    assert "columns not used: 无名" in piece.remarks
    [*import_files(filled, [table], options=OPTIONS)]
    assert filled.articles.rows()[0].attributes == {"发行量": "8", "地区": "华南"}


def test_a_column_of_an_attribute_is_not_taken_for_a_field(library: Library, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("标题,正文,类型\n甲,桥修好了，路就近了，很好。,党报\n", "utf-8")
    piece = read_file(table, replace(OPTIONS, attributes=("类型",)))[0]
    assert (piece.article.tags, piece.article.draft.attributes) == ((), {"类型": "党报"})
    assert read_file(table)[0].article.tags == ("党报",)
