"""JSON as programs answer: texts in objects of objects, under any key, some of them as markup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.errors import BadInput
from store.formats.json_files import read as read_notes
from store.importing.inputs.arguments import find_inputs
from store.importing.piece import Piece, ReadOptions
from store.importing.reading import read_file
from store.importing.registry import is_bundle, is_data

MARKUP = "<div><p>修鞋匠每天早上七点摆摊，一把伞，两张小凳。</p><p>谁来了都先坐下喝一口茶。</p></div>"
LINES = ["修鞋匠每天早上七点摆摊，一把伞，两张小凳。", "谁来了都先坐下喝一口茶。"]


def written(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def read(path: Path, **columns: str) -> list[Piece]:
    return read_file(path, ReadOptions(columns=columns))


@pytest.mark.parametrize("key", ["bodyHtml", "content_html", "contentRaw", "正文HTML", "x"])
def test_markup_is_the_text_whatever_its_key(key: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", {"ok": 1, "data": {"list": [{"headline": "桥头", key: MARKUP}]}})
    assert not is_bundle(path)
    (piece,) = read(path)
    assert piece.article.draft.title == "桥头"
    assert (
        piece.article.draft.text.splitlines() == ["桥头", *LINES]
        or piece.article.draft.text.splitlines() == LINES
    )


def test_the_text_may_stand_in_an_object_of_each_article(tmp_path: Path) -> None:
    entry = {
        "id": 7,
        "type": "a",
        "attributes": {"title": "桥头", "contentRaw": MARKUP, "by": {"name": "陶一鸣"}},
    }
    (piece,) = read(written(tmp_path / "a.json", {"data": {"list": [entry]}, "tags": [{"a": 1}, {"b": 2}]}))
    assert (piece.article.draft.title, piece.article.draft.authors) == ("桥头", ("陶一鸣",))


def test_a_nested_key_can_be_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", {"r": [{"k": {"deep": {"w": "短短一句话。"}}, "t": "短题"}]})
    with pytest.raises(BadInput, match=r"its keys: r\[\]\.t, r\[\]\.k\.deep\.w\).*--map text=KEY"):
        read_notes(path)
    for name in ("k.deep.w", "r[].k.deep.w"):
        options = ReadOptions(columns={"text": name, "title": "t"})
        assert find_inputs([str(path)], options).files == [path]
        assert read_file(path, options)[0].article.draft.text.endswith("短短一句话。")


def test_settings_of_a_program_are_no_articles(tmp_path: Path) -> None:
    settings = {"name": "编辑器", "description": "写作用的小工具。" * 9, "url": "https://example.org"}
    assert is_data(written(tmp_path / "manifest.json", settings))


def test_the_parts_of_one_message_stay_together(tmp_path: Path) -> None:
    message = {
        "id": 1,
        "date": "2024-01-02",
        "text": ["看看", {"type": "bold", "text": "这一篇"}, "，写得好。"],
    }
    (piece,) = read(written(tmp_path / "result.json", {"name": "群", "messages": [message]}))
    assert piece.article.draft.text.splitlines()[-1] == "看看这一篇，写得好。"


def test_the_texts_of_several_objects_in_one_are_joined(tmp_path: Path) -> None:
    first, second = "渡口的船工把缆绳解开，船头慢慢转过去。" * 3, "对岸的鸡叫了三遍，天色才算亮了起来。" * 3
    document = [
        {"id": 1, "lead": {"title": "渡口", "text": first}, "main": {"title": "清晨", "text": second}},
    ]
    (piece,) = read(written(tmp_path / "a.json", document))
    assert piece.article.draft.title == "渡口"
    assert piece.article.draft.text.endswith(f"{first}\n{second}")
    assert any("main.title" in remark for remark in piece.remarks)
