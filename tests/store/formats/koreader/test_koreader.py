"""Notes of KOReader: Lua tables are read and never run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import BadInput
from store.formats.koreader import lua_table
from store.formats.koreader.lua_table import LuaValue, parse_table
from store.importing.registry import is_bundle
from store.model.bundle import IncomingArticle
from tests.store.formats.pizhu.round_trips import bundle_of

PRESENT = r"""-- we can read Lua syntax here!
return {
    ["annotations"] = {
        [1] = {
            ["chapter"] = "一",
            ["datetime"] = "2024-05-01 10:00:00",
            ["datetime_updated"] = "2024-05-02 10:00:00",
            ["drawer"] = "lighten",
            ["note"] = "一行\
二行",
            ["page"] = "/body/p[1]/text().0",
            ["pos0"] = "/body/p[1]/text().0",
            ["text"] = "一排\"油菜花\"",
        },
        [2] = { ["datetime"] = "2024-05-01 11:00:00", ["page"] = "/body/p[9]", ["text"] = "in 一" },
    },
    ["doc_props"] = { ["authors"] = "林夏\
周一", ["title"] = "春天的小站" },
    ["summary"] = { ["note"] = "读完了" },
}
"""

FORMER = """return {
    ["bookmarks"] = {
        [1] = { ["datetime"] = "2020-05-01 10:00:00", ["highlighted"] = true, ["notes"] = "油菜花",
                ["page"] = 3, ["text"] = "第 3 页 油菜花 @ 2020-05-01 10:00:00" },
        [2] = { ["datetime"] = "2020-05-02 10:00:00", ["highlighted"] = true, ["notes"] = "两分钟",
                ["page"] = 4, ["text"] = "太短" },
        [3] = { ["datetime"] = "2020-05-03 10:00:00", ["notes"] = "第 9 页", ["page"] = 9 },
    },
    ["highlight"] = {
        [3] = { [1] = { ["datetime"] = "2020-05-01 10:00:00", ["drawer"] = "lighten", ["text"] = "油菜花" } },
        [5] = { [1] = { ["datetime"] = "2020-05-04 10:00:00", ["text"] = "只在这里" } },
    },
    ["stats"] = { ["authors"] = "林夏", ["title"] = "" },
}
"""


def read(text: str, path: Path) -> tuple[IncomingArticle, list[str]]:
    folder = path / "春天的小站.sdr"
    folder.mkdir(exist_ok=True)
    file = folder / "metadata.epub.lua"
    bundle = bundle_of(text, file)
    assert is_bundle(file)
    (article,) = bundle.pieces
    return article, [*bundle.remarks, *bundle.left_out]


def test_the_present_form_is_read(tmp_path: Path) -> None:
    article, told = read(PRESENT, tmp_path)
    assert (article.title, article.authors, article.note) == ("春天的小站", ("林夏", "周一"), "读完了")
    (annotation,) = article.annotations
    assert (annotation.exact, annotation.note) == ('一排"油菜花"', "一行\n二行")
    assert (annotation.created, annotation.modified) == (
        "2024-05-01T10:00:00.000Z",
        "2024-05-02T10:00:00.000Z",
    )
    assert told == ["Skipped: 1 bookmark."]


def test_the_former_form_is_read_without_the_notes_that_koreader_makes(tmp_path: Path) -> None:
    article, told = read(FORMER, tmp_path)
    assert article.title == "春天的小站"
    assert [(each.exact, each.note) for each in article.annotations] == [
        ("油菜花", ""),
        ("两分钟", "太短"),
        ("只在这里", ""),
    ]
    assert told == ["Skipped: 1 bookmark."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("os.execute('x')", "there is no table"),
        ("return { a = os.exit() }", "no constant"),
        ("return { a = function() end }", "no constant"),
        ("return {", "no constant"),
        ("return { 'a", "does not end"),
        ("return { [{}] = 1 }", "no constant"),
        ("return { 1 2 }", "comma"),
        ("return " + "{" * 5000, "nested"),
        ("return { x = 1 }", "not one of KOReader"),
        ("return { [[a]", "does not end"),
    ],
)
def test_what_is_no_table_of_constants_is_refused(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=words):
        read(text, tmp_path)


def test_values_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lua_table, "MAX_VALUES", 3)
    with pytest.raises(ValueError, match="more than 3 values"):
        parse_table("return {1,2,3,4}")


def lua(value: LuaValue) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"[{lua(key)}]={lua(each)}" for key, each in value.items()) + "}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\\n").replace("\r", "\\r")
        return f'"{escaped}"'
    return repr(value)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
values = st.recursive(
    st.booleans() | st.integers(-(10**9), 10**9) | texts,
    lambda inner: st.dictionaries(texts | st.integers(1, 99), inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(texts, values, max_size=5))
def test_every_table_of_constants_is_read(table: dict[str, LuaValue]) -> None:
    assert parse_table(f"return {lua(table)}") == table  # type: ignore[arg-type]


@given(st.text("return{}[]=,;\"'\\-0129.ex \n", max_size=60))
def test_any_text_gives_a_table_or_an_error(text: str) -> None:
    try:
        parse_table(f"return {{{text}")
    except ValueError as error:
        assert "line" in str(error)  # noqa: PT017 - it may also succeed
