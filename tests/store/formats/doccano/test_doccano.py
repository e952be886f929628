"""Texts annotated with doccano."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.importing.registry import is_bundle
from store.model.bundle import Bundle, IncomingArticle
from tests.store.formats.pizhu.round_trips import bundle_of

TEXT = "春天来了𠮷。\r\n小站开花。"
SPANS = [[0, 2, "时间"], [8, 10, "地方/站"], [8, 10, "好"]]
ENTITIES = [
    {"id": number, "label": name, "start_offset": start, "end_offset": end}
    for number, (start, end, name) in enumerate(SPANS)
]


def read(records: list[dict[str, object]], file: Path) -> tuple[list[IncomingArticle], Bundle]:
    encoded = [json.dumps(each, ensure_ascii=False) for each in records]
    data = "\n".join(encoded) if file.suffix == ".jsonl" else f"[{','.join(encoded)}]"
    bundle = bundle_of(data, file)
    assert is_bundle(file)
    return list(bundle.pieces), bundle


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
@pytest.mark.parametrize(
    "labels",
    [
        {"label": SPANS},
        {"labels": SPANS},
        {"entities": ENTITIES, "relations": []},
        {"label": [*SPANS, [3, 3, "空"], [5, "x", "坏"]]},
    ],
)
def test_labels_of_spans_become_tags(labels: dict[str, object], name: str, tmp_path: Path) -> None:
    (article,), bundle = read([{"id": 1, "text": TEXT, **labels, "Comments": ["评"]}], tmp_path / name)
    assert article.draft is not None
    assert article.draft.text == "春天来了𠮷。\n小站开花。"
    assert [(each.exact, each.tags) for each in article.annotations] == [
        ("春天", ("时间",)),
        ("小站", ("地方/站", "好")),
    ]
    assert (article.note, bundle.left_out) == ("评", [])


def test_labels_of_whole_texts_become_tags_of_the_article(tmp_path: Path) -> None:
    pieces, _ = read(
        [{"text": "一", "label": ["正面", "新闻"]}, {"text": "二", "label": []}], tmp_path / "a.jsonl"
    )
    assert [piece.tags for piece in pieces] == [("正面", "新闻"), ()]


def test_relations_and_texts_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    records: list[dict[str, object]] = [
        {"text": "一", "entities": [], "relations": [{"from_id": 1, "to_id": 2, "type": "x"}]},
        {"text": " ", "entities": []},
        {"x": 1},
    ]
    pieces, bundle = read(records, tmp_path / "a.jsonl")
    assert len(pieces) == 1
    assert [sentence.partition(":")[0] for sentence in bundle.left_out] == [
        "Text 2 was left out",
        "Text 3 was left out",
        "Left out",
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_table_of_articles_is_not_taken_for_doccano(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text('{"title": "甲", "text": "正文。", "labels": ["经济"]}', encoding="utf-8")
    assert not is_bundle(path)
