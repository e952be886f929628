"""Annotations for doccano: labelled texts as JSON Lines."""

from __future__ import annotations

import json

from store.library import Library
from tests.store.exporting.exports import exported, fill


def test_each_article_is_a_line_with_labels_by_position(library: Library) -> None:
    first = fill(library)
    lines = [json.loads(line) for line in exported("doccano", library).decode().splitlines()]
    assert [line["title"] for line in lines] == ["春天的小站", "空", "改过的"]
    text = library.articles.get(first).text
    assert lines[0]["text"] == text
    assert [(text[start:end], label) for start, end, label in lines[0]["label"]] == [
        ("=1+1 列车", "数字"),
        ("𠮷野家", "数字"),
        ("𠮷野家", "专名 A/饭馆"),
        ("<b>油菜花</b> & 银行", "Highlight"),
        ("银行", "数字"),
    ]
    assert lines[1]["label"] == []


def test_notes_tags_of_articles_and_orphans_are_metadata(library: Library) -> None:
    first = fill(library)
    station, _, changed = (json.loads(line) for line in exported("doccano", library).decode().splitlines())
    assert (station["article"], station["link"]) == (first, f"pizhu://read/{first}")
    assert (station["tags"], station["note"]) == (["铁路/小站"], '第一行\n第二行，有"引号"')
    assert [each.get("note", "") for each in station["annotations"]] == [
        "+1,\n-2",
        "",
        "<script>x</script> @me",
        "",
    ]
    (orphan,) = changed["annotations"]
    assert (orphan["exact"], orphan["note"], orphan["orphan"]) == ("旧的一句", "留着", True)
    assert changed["label"] == []
