"""W3C Web Annotations: conformance to the model, round trips, and files of other programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TypeAlias, cast

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from pyld import jsonld

from store.errors import BadInput
from store.library import Library
from store.model.annotation import Annotation, Motivation
from store.model.bundle import IncomingArticle
from tests.conftest import STATION, draft
from tests.lengths import examples
from tests.store.formats.pizhu.round_trips import (
    article_lists,
    bundle_of,
    empty_library,
    exported,
    fill,
    import_into,
)
from tests.store.formats.web_annotation.context import AS, DC, DCTERMS, OA, RDF, TERMS, XSD

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
Node: TypeAlias = "dict[str, str | int | list[Node] | Node]"


def nowhere(url: str, _options: object) -> dict[str, object]:
    """Return the local context instead of loading it."""
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}


def items(data: bytes) -> list[Node]:
    first = json.loads(data).get("first")
    return cast("list[Node]", first["items"]) if first else []


@pytest.fixture
def noted(library: Library, station: str) -> str:
    library.articles.tag(station, ["站"])
    library.articles.write_note(station, "整篇的\n批注 𠮷")
    library.annotations.annotate_quote(station, "油菜花", tags=["细节/花", "春"], note="花期在三月。😀")
    library.annotations.annotate_quote(station, "两分钟")
    return station


def test_the_collection_conforms_to_the_model(library: Library, noted: str) -> None:
    found = json.loads(exported(library, "jsonld"))
    assert found["@context"] == CONTEXT
    assert found["type"] == "AnnotationCollection"
    page = found["first"]
    assert (page["type"], page["partOf"], page["startIndex"]) == ("AnnotationPage", found["id"], 0)
    assert found["last"] == page["id"]
    assert found["total"] == len(page["items"]) == 3
    inside = json.dumps(page)
    assert "@context" not in inside
    identities = [found["id"], page["id"], *(each["id"] for each in page["items"])]
    assert len(set(identities)) == 5
    assert all(
        re.fullmatch("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", each) for each in identities
    )


def test_an_empty_collection_has_no_page(library: Library, station: str) -> None:
    found = json.loads(exported(library, "jsonld"))
    assert found["total"] == 0
    assert not {"first", "last", "items"} & set(found)


def test_an_annotation_has_motivation_creator_bodies_and_target(library: Library, noted: str) -> None:
    _, _, annotation = items(exported(library, "jsonld"))
    text = library.articles.get(noted).text
    assert annotation["motivation"] == "commenting"
    assert annotation["creator"] == {"type": "Person", "name": "tester"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", cast("str", annotation["created"]))
    assert annotation["body"] == [
        {"type": "TextualBody", "purpose": "tagging", "value": "细节/花", "format": "text/plain"},
        {"type": "TextualBody", "purpose": "tagging", "value": "春", "format": "text/plain"},
        {
            "type": "TextualBody",
            "purpose": "commenting",
            "value": "花期在三月。😀",
            "format": "text/markdown",
            "language": "zh",
        },
    ]
    target = cast("Node", annotation["target"])
    assert target["source"] == f"urn:pizhu:article:{noted}"
    quote, place = cast("list[Node]", target["selector"])
    assert (quote["type"], quote["exact"]) == ("TextQuoteSelector", "油菜花")
    assert text[cast("int", place["start"]) : cast("int", place["end"])] == "油菜花"


def test_tags_and_note_of_an_article_target_the_whole_article(library: Library, noted: str) -> None:
    whole, _, _ = items(exported(library, "jsonld"))
    assert whole["target"] == {"source": f"urn:pizhu:article:{noted}", "label": "春天的小站"}
    assert [(body["purpose"], body["value"]) for body in cast("list[Node]", whole["body"])] == [
        ("tagging", "站"),
        ("commenting", "整篇的\n批注 𠮷"),
    ]


def test_an_article_with_a_url_has_its_iri_as_the_scope(library: Library) -> None:
    article, _ = library.articles.add(replace(draft("在网上的。"), url="https://example.org/a"))
    strange, _ = library.articles.add(replace(draft("不在网上的。", title="别的"), url="不是 地址"))
    library.annotations.annotate_quote(article, "网上")
    library.annotations.annotate_quote(strange, "网上")
    one, other = (cast("Node", each["target"]) for each in items(exported(library, "jsonld")))
    assert (one["source"], one["scope"]) == ("https://example.org/a", f"urn:pizhu:article:{article}")
    assert (other["source"], "scope" in other) == (f"urn:pizhu:article:{strange}", False)


def test_an_orphan_has_a_quote_and_no_position(library: Library) -> None:
    article, _ = library.articles.add(draft("旧的一句。", origin="/a.txt"))
    library.annotations.annotate_quote(article, "旧的一句", note="？留着")
    library.articles.add(draft("新的。", origin="/a.txt"))
    (annotation,) = items(exported(library, "jsonld"))
    (selector,) = cast("dict[str, list[Node]]", annotation["target"])["selector"]
    assert (selector["type"], selector["exact"]) == ("TextQuoteSelector", "旧的一句")
    assert cast("list[Node]", annotation["body"])[0]["purpose"] == "questioning"


def test_every_term_expands_to_the_vocabulary(library: Library, noted: str) -> None:
    data = exported(library, "jsonld")
    (collection,) = jsonld.expand(json.loads(data), {"documentLoader": nowhere})
    assert collection["@type"] == [f"{AS}OrderedCollection"]
    assert collection[f"{AS}totalItems"] == [{"@type": f"{XSD}nonNegativeInteger", "@value": 3}]
    (page,) = collection[f"{AS}first"]
    (listed,) = page[f"{AS}items"]
    annotation = listed["@list"][2]
    assert annotation["@type"] == [f"{OA}Annotation"]
    assert annotation[f"{OA}motivatedBy"] == [{"@id": f"{OA}commenting"}]
    assert annotation[f"{DCTERMS}created"][0]["@type"] == f"{XSD}dateTime"
    note = annotation[f"{OA}hasBody"][2]
    assert note[f"{RDF}value"] == [{"@value": "花期在三月。😀"}]
    assert note[f"{DC}format"] == [{"@value": "text/markdown"}]
    (target,) = annotation[f"{OA}hasTarget"]
    assert [each["@type"] for each in target[f"{OA}hasSelector"]] == [
        [f"{OA}TextQuoteSelector"],
        [f"{OA}TextPositionSelector"],
    ]
    # The expansion drops unknown terms, so the number of keys must not change.
    assert keys(collection) == keys({**json.loads(data), "@context": None}) - 1


def keys(node: object) -> int:
    """Count the keys, except those that the expansion adds to values, lists and links."""
    if isinstance(node, list):
        return sum(map(keys, node))
    if not isinstance(node, dict):
        return 0
    if "@value" in node or set(node) == {"@id"}:
        return 0
    if "@list" in node:
        return keys(node["@list"])
    return sum(1 + keys(value) for value in node.values())


@given(coming=article_lists())
@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
def test_an_export_round_trips_to_the_same_articles(coming: list[IncomingArticle]) -> None:
    # Several articles may have one URL: their IDs distinguish them.
    bare = [IncomingArticle(draft=article.draft, id=article.id, added=article.added) for article in coming]
    with empty_library() as ours, empty_library() as theirs:
        fill(ours, coming)
        fill(theirs, bare, tags=())
        data = exported(ours, "jsonld")
        merged = import_into(theirs, data, ".jsonld")
        assert (merged.left_out, merged.conflicts) == ([], [])
        assert notes_of(theirs) == notes_of(ours)
        assert sorted(map(str, items(exported(theirs, "jsonld")))) == sorted(map(str, items(data)))
        assert import_into(theirs, data, ".jsonld").annotations_added == 0


def notes_of(library: Library) -> dict[str, tuple[tuple[str, ...], str, list[Annotation]]]:
    """Return what is exported; the position of an orphan is not."""
    found = {}
    for row in library.articles.rows():
        article, annotations = library.articles.open(row.id)
        known = [
            replace(annotation, rev=0, **({"start": 0, "end": 0} if annotation.orphan else {}))
            for annotation in annotations
        ]
        found[row.id] = article.tags, article.note, sorted(known, key=lambda annotation: annotation.id)
    return found


# Files of other programs

PLAIN = {
    "@context": CONTEXT,
    "id": "http://example.org/anno1",
    "type": "Annotation",
    "body": {"type": "TextualBody", "value": "一条批注"},
    "target": {
        "source": "http://example.org/page1",
        "selector": {"type": "TextQuoteSelector", "exact": "油菜花", "prefix": "一排", "suffix": "，花"},
    },
}


def only(found: object, path: Path) -> tuple[IncomingArticle, list[str]]:
    """Return the only article in a file, and what was left out."""
    bundle = bundle_of(json.dumps(found, ensure_ascii=False), path / "a.jsonld")
    (article,) = bundle.pieces
    return article, bundle.left_out


def test_an_annotation_of_another_program_finds_its_article_and_text(
    library: Library, tmp_path: Path
) -> None:
    library.articles.add(replace(STATION, url="http://example.org/page1"))
    import_into(library, json.dumps(PLAIN).encode(), ".jsonld")
    again = import_into(library, json.dumps([PLAIN]).encode(), ".json")
    assert again.annotations_known == 1
    (row,) = library.articles.rows()
    (annotation,) = library.annotations.of(row.id)
    assert (annotation.exact, annotation.note, annotation.kind) == (
        "油菜花",
        "一条批注",
        Motivation.COMMENTING,
    )


@pytest.mark.parametrize(
    "found",
    [
        PLAIN,
        [PLAIN],
        {"@context": CONTEXT, "type": "AnnotationPage", "items": [PLAIN]},
        {"type": "AnnotationCollection", "total": 1, "first": {"type": "AnnotationPage", "items": [PLAIN]}},
        {"type": ["AnnotationCollection"], "first": {"items": [], "next": {"items": [PLAIN]}}},
        {"@context": CONTEXT, "@graph": [PLAIN]},
        [{"type": "AnnotationPage", "items": [PLAIN]}],
    ],
)
def test_annotations_are_read_from_arrays_pages_and_collections(found: object, tmp_path: Path) -> None:
    article, left_out = only(found, tmp_path)
    assert (article.url, article.id, left_out) == ("http://example.org/page1", "", [])
    (annotation,) = article.annotations
    assert (annotation.exact, annotation.prefix, annotation.suffix, annotation.note) == (
        "油菜花",
        "一排",
        "，花",
        "一条批注",
    )


@pytest.mark.parametrize(
    ("body", "tags", "note"),
    [
        ("就是一串字", (), "就是一串字"),
        ({"type": "TextualBody", "value": "站", "purpose": "tagging"}, ("站",), ""),
        ({"type": "TextualBody", "value": "站", "purpose": "http://www.w3.org/ns/oa#tagging"}, ("站",), ""),
        ([{"value": "站", "purpose": "tagging"}, {"value": "一"}, {"value": "二"}], ("站",), "一\n\n二"),
        ({"type": "Choice", "items": [{"value": "一"}, {"value": "二"}]}, (), "一"),
        (
            {"type": "SpecificResource", "source": "http://a.org/b", "purpose": "linking"},
            (),
            "http://a.org/b",
        ),
        ({"id": "http://example.org/comment1"}, (), "http://example.org/comment1"),
        ({"value": "回", "purpose": "replying", "creator": {"name": "林夏"}}, (), "林夏: 回"),
        ({"value": ""}, (), ""),
        (None, (), ""),
    ],
)
def test_bodies_of_every_kind_become_tags_and_notes(
    body: object, tags: tuple[str, ...], note: str, tmp_path: Path
) -> None:
    article, left_out = only({**PLAIN, "body": body}, tmp_path)
    (annotation,) = article.annotations
    assert (annotation.tags, annotation.note, left_out) == (tags, note, [])


@pytest.mark.parametrize(
    ("motivation", "kind"),
    [
        ("questioning", Motivation.QUESTIONING),
        ("oa:highlighting", Motivation.HIGHLIGHTING),
        ("http://www.w3.org/ns/oa#questioning", Motivation.QUESTIONING),
        (["assessing", "highlighting"], Motivation.HIGHLIGHTING),
        ("assessing", Motivation.COMMENTING),
        (5, Motivation.COMMENTING),
    ],
)
def test_motivations_are_read_as_names_or_iris(motivation: object, kind: Motivation, tmp_path: Path) -> None:
    article, _ = only({**PLAIN, "motivation": motivation}, tmp_path)
    assert article.annotations[0].kind is kind


def test_a_body_without_a_purpose_is_a_tag_if_the_motivation_is_tagging(tmp_path: Path) -> None:
    article, _ = only({**PLAIN, "motivation": "tagging", "body": {"value": "站"}}, tmp_path)
    assert article.annotations[0].tags == ("站",)


def test_a_quote_that_refines_a_selector_is_found_and_a_refined_quote_is_reported(tmp_path: Path) -> None:
    quote = PLAIN["target"]["selector"]  # type: ignore[index]
    source = "http://example.org/page1"
    inside = {"type": "FragmentSelector", "value": "para5", "refinedBy": quote}
    article, left_out = only({**PLAIN, "target": {"source": source, "selector": inside}}, tmp_path)
    assert (article.annotations[0].exact, left_out) == ("油菜花", [])
    refined = {**quote, "refinedBy": {"type": "TextPositionSelector", "start": 0, "end": 1}}
    article, (sentence,) = only({**PLAIN, "target": {"source": source, "selector": refined}}, tmp_path)
    assert article.annotations[0].exact == "油菜花"
    assert "1 annotation with a refined selector" in sentence


def test_an_annotation_with_several_targets_becomes_several_with_different_ids(tmp_path: Path) -> None:
    both = [PLAIN["target"], {**PLAIN["target"], "source": "http://example.org/page2"}]  # type: ignore[dict-item]
    bundle = bundle_of(json.dumps({**PLAIN, "target": both}), tmp_path / "a.jsonld")
    one, other = bundle.pieces
    assert (one.url, other.url) == ("http://example.org/page1", "http://example.org/page2")
    assert one.annotations[0].id != other.annotations[0].id


def test_an_annotation_without_a_selector_is_on_the_article_and_one_without_a_quote_is_counted(
    tmp_path: Path,
) -> None:
    whole = {**PLAIN, "target": "http://example.org/page1", "id": "http://example.org/anno2"}
    shape = {"source": "http://example.org/page1", "selector": {"type": "SvgSelector", "value": "<svg/>"}}
    article, left_out = only([PLAIN, whole, {**PLAIN, "target": shape}, {**PLAIN, "target": []}], tmp_path)
    assert (article.note, len(article.annotations)) == ("一条批注", 1)
    assert ["without a quote" in left_out[0] or "without a quote" in left_out[1], len(left_out)] == [True, 2]


def test_times_are_converted_to_utc_and_names_read_in_every_form(tmp_path: Path) -> None:
    found = {**PLAIN, "created": "2024-05-01T08:00:00+08:00", "creator": ["http://example.org/lin"]}
    (annotation,) = only(found, tmp_path)[0].annotations
    assert (annotation.created, annotation.modified) == (
        "2024-05-01T00:00:00.000Z",
        "2024-05-01T00:00:00.000Z",
    )
    assert annotation.creator == "http://example.org/lin"
    (annotation,) = only({**PLAIN, "created": "yesterday", "creator": {"nickname": "lin"}}, tmp_path)[
        0
    ].annotations
    assert (annotation.created, annotation.creator) == ("", "lin")


def test_a_collection_with_pages_elsewhere_is_reported(tmp_path: Path) -> None:
    found = {
        "type": "AnnotationCollection",
        "total": 40,
        "first": {"type": "AnnotationPage", "items": [PLAIN], "next": "http://example.org/page2"},
    }
    assert "The collection has 40 annotations, of which 1 are in the file" in only(found, tmp_path)[1][0]


@pytest.mark.parametrize("data", ["{}", "[]", "5", '{"type": "Person"}', "{", '[{"type": "Annotation"'])
def test_a_file_without_an_annotation_is_refused(data: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"a\.jsonld"):
        bundle_of(data, tmp_path / "a.jsonld")


def test_fields_of_any_type_are_handled(tmp_path: Path) -> None:
    strange: object
    for strange in (None, 5, "words", [], {}, [[]], True, {"id": 5}):
        for field in ("id", "body", "target", "motivation", "creator", "created"):
            bundle = bundle_of(json.dumps([{**PLAIN, field: strange}, PLAIN]), tmp_path / "a.jsonld")
            assert bundle.pieces
