"""An archive of Omnivore: each page with its metadata, its quotes and its notes."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

from store.importing.reading import read_file
from store.importing.registry import is_bundle

PAGE = "<div><p>修鞋匠每天早上七点摆摊，一把伞，两张小凳。</p><p>谁来了都先坐下喝一口茶。</p></div>"
ABOUT = {
    "slug": "qiao-1",
    "title": "桥头的修鞋匠",
    "author": "陶一鸣",
    "url": "https://a.example/1",
    "labels": ["手艺"],
    "publishedAt": "2023-12-30T00:00:00Z",
}


def test_pages_have_what_the_export_says_of_them(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("metadata_0_to_20.json", json.dumps([ABOUT]))
        archive.writestr("content/qiao-1.html", PAGE)
        archive.writestr("highlights/qiao-1.md", "> 先坐下喝一口茶\n\n好句\n\n> 不在其中的话\n\n可惜\n")
    assert not is_bundle(path)
    (piece,) = read_file(path)
    article, draft = piece.article, piece.article.draft
    assert (draft.title, draft.authors, draft.date) == ("桥头的修鞋匠", ("陶一鸣",), "2023-12-30")
    assert (draft.url, article.tags) == ("https://a.example/1", ("手艺",))
    assert [(mark.quote, mark.note) for mark in article.marks] == [("先坐下喝一口茶", "好句")]
    assert article.note == "> 不在其中的话\n\n可惜"
    assert piece.remarks[-1].startswith("1 quote whose words are not in the text")
