"""The columns of a table are shown and chosen before it is imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from store.library import Library
from tests.tui.reader import NARROW, press, reader, seen, settled, shown

pytestmark = pytest.mark.asyncio

STORY = (
    "渡口的船夫今天没有来，等船的人坐在石阶上说话。河水比昨天高了一点，对岸的炊烟升起来了，有人说要下雨了。"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "报.csv").write_text(
        f"标题,导语,正文,日期\n渡口,船没有来,{STORY},2024-05-01\n旧桥,桥修好了,{STORY}又说。,2024-05-02\n",
        "utf-8",
    )
    (tmp_path / "短.csv").write_text("甲,乙\n渡口,船没有来\n旧桥,桥修好了\n", "utf-8")
    nested = [
        {"n": at, "attributes": {"head": f"第{at}号", "body": {"raw": f"{at}号船开了"}}} for at in (1, 2)
    ]
    (tmp_path / "里.json").write_text(json.dumps({"data": nested}), "utf-8")
    return tmp_path


def titles_and_texts(library: Library) -> dict[str, str]:
    return {row.title: library.articles.get(row.id).text for row in library.articles.rows()}


@pytest.mark.long
@pytest.mark.usefixtures("folder")
async def test_the_guessed_columns_and_the_first_articles_are_shown(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *"报.csv", "enter")
        await seen(pilot, "2 rows, 4 columns")
        for words in (
            "← 标题",
            "← 正文",
            "← 日期",
            "Not used: 导语",
            "渡口 · 2024-05-01",
            "旧桥 · 2024-05-02",
        ):
            assert words in shown(app)
        for number in range(3):
            app.notify(f"{number} 一句很长的话，它要占去屏幕上好几行。" * 8, timeout=60)
        await seen(pilot, "2 一句很长的话")
        for words in ("← 日期", "Not used", "y copies", "esc back"):
            assert words in shown(app), shown(app)
        app.clear_notifications()
        await press(pilot, "enter")
        await seen(pilot, "2 added")
        assert "columns" not in shown(app)  # the dialog said so
    assert titles_and_texts(library).keys() == {"渡口", "旧桥"}


@pytest.mark.long
@pytest.mark.usefixtures("folder")
async def test_a_chosen_column_is_previewed_and_imported_as_on_the_command_line(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *"报.csv", "enter", "j", "h")
        await seen(pilot, "--map 'text=导语'")
        assert "  船没有来" in shown(app)
        await press(pilot, "l")
        assert "--map" not in shown(app)  # it is the guessed column again
        await press(pilot, "k", "x", "j", "h", "enter")
        await seen(pilot, "2 added")
    assert sorted(titles_and_texts(library).values()) == ["桥修好了", "船没有来"]


@pytest.mark.long
@pytest.mark.usefixtures("folder")
async def test_without_a_column_of_texts_the_dialog_asks_for_it_and_keeps_the_path(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *"短.csv", "enter")
        await seen(pilot, "No column holds the text yet")
        await press(pilot, "enter")
        assert "Columns: 短.csv" in shown(app)
        await press(pilot, "space", "escape", "escape")
        assert app.screen.query_one(Input).value == "短.csv"
        await press(pilot, "enter")
        await press(pilot, "l", "l")
        await seen(pilot, "--map 'text=乙'")
        await press(pilot, "enter")
        await seen(pilot, "2 added")
    assert sorted(titles_and_texts(library).values()) == ["桥修好了", "船没有来"]


@pytest.mark.long
@pytest.mark.usefixtures("folder")
async def test_nested_keys_of_json_are_found_by_their_names(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", *"里.json", "enter", "space", *"raw", "enter", "k", "space", *"head", "enter")
        await seen(pilot, "title=attributes.head")
        await press(pilot, "enter")
        await seen(pilot, "2 added")
    assert titles_and_texts(library) == {"第1号": "1号船开了", "第2号": "2号船开了"}


@pytest.mark.long
async def test_columns_are_chosen_for_the_tables_of_a_folder(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹" / "a.csv").write_text("甲,乙\n渡口,船没有来\n", "utf-8")
    (tmp_path / "夹" / "b.csv").write_text("甲,乙\n旧桥,桥修好了\n", "utf-8")
    (tmp_path / "夹" / "c.txt").write_text("春\n\n春天来了。\n", "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I", "夹", "enter")
        await seen(pilot, "1 added; 2 refused")
        await seen(pilot, "c chooses the columns of this table")
        await press(pilot, "end", "c")
        await seen(pilot, "c.txt: this is no table")
        await press(pilot, "home", "c")
        await seen(pilot, "No column holds the text yet")
        await press(pilot, "escape", "c", "l", "l", "k", "l")
        await seen(pilot, "text=乙")
        await press(pilot, "enter")
        await seen(pilot, "3 added")
        await press(pilot, "enter")
        await seen(pilot, "Import: 3 added")
    texts = titles_and_texts(library)
    assert {title: texts[title].splitlines()[-1] for title in texts} == {
        "渡口": "船没有来",
        "旧桥": "桥修好了",
        "春": "春天来了。",
    }


@pytest.mark.long
@pytest.mark.parametrize(
    "pasted", ['[{"甲": "渡口", "乙": "船没有来"}]', "标题,乙,正文\n渡口,船没有来,又来\n"]
)
async def test_the_columns_of_a_pasted_table_are_shown(library: Library, pasted: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "I")
        app.post_message(events.Paste(pasted))
        await settled(pilot)
        await seen(pilot, "Columns: the pasted text")
        await press(pilot, "home", "j", "space", *"乙", "enter")
        await seen(pilot, "pizhu import - --map 'text=乙'")
        await press(pilot, "enter")
        await seen(pilot, "1 added")
    assert next(iter(titles_and_texts(library).values())).splitlines()[-1] == "船没有来"
