"""Annotations of Hypothesis: articles by URL, text by quote, replies as paragraphs of notes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.errors import BadInput
from store.library import Library
from store.model.annotation import Motivation
from store.model.bundle import Bundle, IncomingArticle
from tests.conftest import STATION
from tests.store.formats.pizhu.round_trips import bundle_of, import_into

PAGE = "https://example.org/station"


def row(identity: str, text: str = "", **more: object) -> dict[str, object]:
    """An annotation in the form of the API."""
    return {
        "id": identity,
        "created": "2024-05-01T08:00:00.123456+00:00",
        "updated": "2024-05-02T08:00:00.123456+00:00",
        "user": "acct:lin_xia@hypothes.is",
        "uri": PAGE,
        "text": text,
        "tags": [],
        "group": "__world__",
        "permissions": {"read": ["group:__world__"]},
        "target": [{"source": PAGE}],
        "document": {"title": ["春天的小站"]},
        **more,
    }


def on(quote: str, prefix: str = "", suffix: str = "") -> list[dict[str, object]]:
    """A target. Its positions refer to the page in the browser."""
    return [
        {
            "source": PAGE,
            "selector": [
                {"type": "RangeSelector", "startContainer": "/p[1]", "endContainer": "/p[1]"},
                {"type": "TextPositionSelector", "start": 3, "end": 6},
                {"type": "TextQuoteSelector", "exact": quote, "prefix": prefix, "suffix": suffix},
            ],
        }
    ]


def read(found: object, path: Path) -> tuple[list[IncomingArticle], Bundle]:
    bundle = bundle_of(json.dumps(found, ensure_ascii=False), path / "a.json")
    return list(bundle.pieces), bundle


@pytest.mark.parametrize("key", ["rows", "annotations"])
def test_api_responses_and_client_exports_are_imported(key: str, tmp_path: Path) -> None:
    record = row("a1", "一条 𠮷", tags=["站", "花 "], target=on("油菜花", "一排", "，花"))
    (article,), bundle = read({"total": 1, "export_date": "2024", key: [record]}, tmp_path)
    assert (article.draft, article.id, article.url, article.title) == (None, "", PAGE, "春天的小站")
    (annotation,) = article.annotations
    assert (annotation.exact, annotation.prefix, annotation.suffix) == ("油菜花", "一排", "，花")
    assert (annotation.tags, annotation.note, annotation.creator) == (("站", "花"), "一条 𠮷", "lin_xia")
    assert (annotation.created, annotation.modified) == (
        "2024-05-01T08:00:00.123Z",
        "2024-05-02T08:00:00.123Z",
    )
    assert annotation.kind is Motivation.COMMENTING
    assert (bundle.left_out, bundle.count) == ([], 1)


@pytest.mark.parametrize("whole", [row("a1", target=on("油菜花")), [row("a1", target=on("油菜花"))]])
def test_an_annotation_or_an_array_of_annotations_is_imported(whole: object, tmp_path: Path) -> None:
    (article,), _ = read(whole, tmp_path)
    assert [annotation.kind for annotation in article.annotations] == [Motivation.HIGHLIGHTING]


def test_the_text_is_found_by_quote_and_not_by_position(library: Library) -> None:
    library.articles.add(replace(STATION, url=PAGE))
    data = json.dumps(
        {"rows": [row("a1", "一", target=on("油菜花", "一排", "，花")), row("a2", target=on("没有"))]}
    )
    merged = import_into(library, data.encode(), ".json")
    assert (merged.annotations_added, merged.orphans) == (2, 1)
    assert import_into(library, data.encode(), ".json").annotations_added == 0
    (listed,) = library.articles.rows()
    article, annotations = library.articles.open(listed.id)
    (placed,) = [annotation for annotation in annotations if not annotation.orphan]
    assert article.text[placed.start : placed.end] == "油菜花"


def test_replies_become_paragraphs_of_the_note_that_started_the_thread(tmp_path: Path) -> None:
    first = row("a1", "一条", target=on("油菜花"))
    answer = row("a3", "再答", references=["a1", "a2"], user="acct:b@x.org", created="2024-05-03T00:00:00Z")
    earlier = row("a2", "先答", references=["a1"], user="acct:c@x.org", created="2024-05-02T00:00:00Z")
    silent = row("a4", "  ", references=["a1"])
    (article,), bundle = read({"rows": [answer, first], "replies": [earlier, silent]}, tmp_path)
    (annotation,) = article.annotations
    assert annotation.note == "一条\n\nc: 先答\n\nb: 再答"
    assert bundle.left_out == []


def test_replies_without_their_thread_are_counted(tmp_path: Path) -> None:
    _, bundle = read({"rows": [row("a1", target=on("花")), row("a2", "答", references=["gone"])]}, tmp_path)
    (sentence,) = bundle.left_out
    assert "1 reply" in sentence


def test_notes_on_a_page_become_the_note_of_the_article(tmp_path: Path) -> None:
    notes = [
        row("n1", "一", tags=["站"]),
        row("n2", "二", user="acct:b@x.org", created="2024-06-01T00:00:00Z"),
        row("n3", "答", references=["n1"], user="acct:c@x.org"),
    ]
    (article,), _ = read({"rows": notes}, tmp_path)
    assert (article.note, article.tags, article.annotations) == ("lin_xia: 一\n\nc: 答\n\nb: 二", ("站",), ())
    (article,), _ = read({"rows": notes[:1]}, tmp_path)
    assert article.note == "一"


def test_each_page_is_an_article(tmp_path: Path) -> None:
    other = row("a2", target=on("花"), uri="https://example.org/b", document={})
    pieces, _ = read({"rows": [row("a1", target=on("花")), other, row("a3", target=on("菜"))]}, tmp_path)
    assert [(article.url, article.title, len(article.annotations)) for article in pieces] == [
        (PAGE, "春天的小站", 2),
        ("https://example.org/b", "", 1),
    ]


def test_invalid_entries_are_counted(tmp_path: Path) -> None:
    vague = row("a2", target=[{"source": PAGE, "selector": [{"type": "PageSelector", "index": 5}]}])
    _, bundle = read({"rows": [row("a1", target=on("花")), vague, 5, {"text": "x"}]}, tmp_path)
    assert ["2 entries" in bundle.left_out[0], "1 annotation without a quote" in bundle.left_out[1]] == [
        True,
        True,
    ]


def test_fields_of_any_type_are_handled(tmp_path: Path) -> None:
    strange: object
    for strange in (None, 5, "words", [], {}, [[]], [{}], True):
        for field in row(""):
            pieces, _ = read(
                {"rows": [{**row("a1", target=on("花")), field: strange}, row("a2", "一")]}, tmp_path
            )
            assert pieces


@pytest.mark.parametrize("rows", [[], [5], [{"text": "x"}]])
def test_a_file_without_an_annotation_is_refused(rows: list[object], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no annotation"):
        read({"rows": rows}, tmp_path)
