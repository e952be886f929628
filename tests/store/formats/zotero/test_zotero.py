"""Annotations of Zotero, as its API and as Better BibTeX give them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.errors import BadInput
from store.importing.registry import is_bundle
from store.model.bundle import IncomingArticle
from tests.store.formats.pizhu.round_trips import bundle_of

ITEM: dict[str, object] = {
    "key": "PUBL",
    "itemType": "newspaperArticle",
    "title": "春天的小站",
    "creators": [
        {"firstName": "夏", "lastName": "林"},
        {"firstName": "Ann", "lastName": "Lee"},
        {"name": "某社"},
    ],
    "url": "https://example.org/station",
    "tags": [{"tag": "铁路"}, {"tag": " "}],
}
ATTACHMENT: dict[str, object] = {
    "key": "ATTA",
    "itemType": "attachment",
    "parentItem": "PUBL",
    "title": "全文.pdf",
}
NOTE: dict[str, object] = {
    "key": "NOTE",
    "itemType": "note",
    "parentItem": "PUBL",
    "note": "<p>第一&amp;</p><p>第二</p>",
}


def annotation(key: str, kind: str = "highlight", **more: object) -> dict[str, object]:
    return {
        "key": key,
        "itemType": "annotation",
        "parentItem": "ATTA",
        "annotationType": kind,
        "annotationText": "一排油菜花",
        "annotationComment": "",
        "annotationPageLabel": "4",
        "tags": [],
        "dateAdded": "2024-01-01T00:00:00Z",
        "dateModified": "2024-01-02T00:00:00Z",
        **more,
    }


ANNOTATIONS = [
    annotation("A1", annotationComment="<i>好</i>", tags=[{"tag": "花"}, "春"]),
    annotation("A2", "image", annotationText=""),
    annotation("A3", "note", annotationText="", annotationComment="页边"),
    annotation("A4", "underline", annotationText="停两分钟"),
]


def read(found: object, path: Path) -> tuple[list[IncomingArticle], list[str]]:
    file = path / "zotero.json"
    bundle = bundle_of(json.dumps(found, ensure_ascii=False), file)
    assert is_bundle(file)
    return list(bundle.pieces), [*bundle.remarks, *bundle.left_out]


API = [{"key": each["key"], "version": 1, "data": each} for each in [*ANNOTATIONS, NOTE, ATTACHMENT, ITEM]]
FLAT = [ITEM, ATTACHMENT, *ANNOTATIONS, NOTE]
NESTED = {
    **ITEM,
    "attachments": [{"itemType": "attachment", "title": "全文.pdf", "annotations": ANNOTATIONS}],
    "notes": [{"note": NOTE["note"]}],
}
BETTER_BIBTEX = {"config": {"id": "x", "label": "BetterBibTeX JSON"}, "items": [NESTED]}


@pytest.mark.parametrize("found", [API, FLAT, BETTER_BIBTEX, [NESTED]])
def test_annotations_come_with_their_publication(found: object, tmp_path: Path) -> None:
    (article,), told = read(found, tmp_path)
    assert (article.title, article.authors) == ("春天的小站", ("林夏", "Ann Lee", "某社"))
    assert (article.url, article.tags) == ("https://example.org/station", ("铁路",))
    assert sorted(article.note.split("\n\n")) == ["第一&\n第二", "页边"]
    assert [(each.exact, each.note, each.tags) for each in article.annotations] == [
        ("一排油菜花", "好", ("花", "春")),
        ("停两分钟", "", ()),
    ]
    assert {each.modified for each in article.annotations} == {"2024-01-02T00:00:00.000Z"}
    assert told == ["Left out: 1 annotation of a picture."]


def test_annotations_without_their_publication_are_named_after_the_attachment(tmp_path: Path) -> None:
    (article,), _ = read([ATTACHMENT, *ANNOTATIONS], tmp_path)
    assert article.title == "全文"


def test_items_without_annotations_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no note"):
        read([{**ITEM, "tags": []}], tmp_path)


@pytest.mark.long
def test_fields_of_any_type_are_handled(tmp_path: Path) -> None:
    strange: object
    for strange in (None, 5, "words", [], {}, [[]], [{}], True):
        for field in ANNOTATIONS[0]:
            read([ITEM, ATTACHMENT, {**ANNOTATIONS[0], field: strange}, ANNOTATIONS[3]], tmp_path)
        for field in ITEM:
            read([{**ITEM, field: strange}, ATTACHMENT, *ANNOTATIONS], tmp_path)


def test_items_that_are_their_own_parents_are_read(tmp_path: Path) -> None:
    (article,), _ = read([{**ATTACHMENT, "parentItem": "ATTA"}, ANNOTATIONS[0]], tmp_path)
    assert article.annotations
