"""Pizhu's JSON and JSON Lines: lossless round trips, sparse files and error messages."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.formats.codebook.files import render
from store.library import Library
from store.model.article import Status
from store.model.bundle import IncomingArticle
from tests.conftest import draft
from tests.lengths import examples
from tests.store.formats.pizhu.round_trips import (
    CODEBOOK,
    article_lists,
    bundle_of,
    contents_of,
    empty_library,
    exported,
    fill,
    import_into,
)

KINDS = pytest.mark.parametrize(("kind", "suffix"), [("json", ".json"), ("jsonl", ".jsonl")])

SMALL = """{"pizhu": 1, "tags": [], "articles": [
 {"text": "列车每天只停两分钟。", "annotations": [{"exact": "两分钟"}]},
 {"text": 5},
 {"text": "第二篇。", "status": "unheard of", "mood": "good", "annotations": [{"exact": 5}, {"exact": "二"}]}
]}"""


@KINDS
@given(coming=article_lists())
@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
def test_an_export_round_trips(kind: str, suffix: str, coming: list[IncomingArticle]) -> None:
    with empty_library() as ours, empty_library() as theirs:
        fill(ours, coming)
        data = exported(ours, kind)
        merged = import_into(theirs, data, suffix)
        assert (merged.left_out, merged.conflicts) == ([], [])
        assert contents_of(theirs) == contents_of(ours)
        assert theirs.codebook.tags() == ours.codebook.tags()
        assert exported(theirs, kind) == data
        again = import_into(theirs, data, suffix)
        assert (again.articles_added, again.annotations_added, again.annotations_beside) == (0, 0, 0)


@KINDS
def test_an_empty_library_round_trips(kind: str, suffix: str, library: Library, tmp_path: Path) -> None:
    bundle = bundle_of(exported(library, kind), tmp_path / f"a{suffix}")
    assert (bundle.pieces, bundle.tags, bundle.left_out) == ([], (), [])


def test_the_json_is_one_document_with_one_line_per_article(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "油菜花", tags=["细节"], note="𠮷\n😀")
    data = exported(library, "json").decode()
    found = json.loads(data)
    (article,) = found["articles"]
    (annotation,) = article["annotations"]
    assert found["pizhu"] == 1
    assert [tag["name"] for tag in found["tags"]] == ["细节"]
    assert article["text"][annotation["start"] : annotation["end"]] == annotation["exact"] == "油菜花"
    assert annotation["note"] == "𠮷\n😀"
    assert "𠮷" in data
    assert sum(station in line for line in data.splitlines()) == 1


def test_each_line_of_json_lines_states_its_type(library: Library, station: str) -> None:
    library.articles.tag(station, ["站"])
    records = [json.loads(line) for line in exported(library, "jsonl").splitlines()]
    assert [record["type"] for record in records] == ["library", "tag", "article"]
    assert records[0]["pizhu"] == 1


@KINDS
def test_an_export_of_a_selection_has_only_that_selection(kind: str, suffix: str, tmp_path: Path) -> None:
    with empty_library() as library:
        fill(library, [], CODEBOOK)
        first = library.articles.add(draft("甲一。", title="甲"))[0]
        library.articles.add(draft("乙二。", title="乙"))
        library.articles.tag(first, ["服务/线上"])
        bundle = bundle_of(exported(library, kind, tags=["服务"]), tmp_path / f"a{suffix}")
        assert [article.id for article in bundle.pieces] == [first]


def test_missing_fields_get_defaults_and_unknown_ones_are_ignored(tmp_path: Path) -> None:
    bundle = bundle_of(SMALL, tmp_path / "a.json")
    first, second = bundle.pieces
    assert first.draft is not None
    assert first.draft.title == "列车每天只停两分钟。"
    (annotation,) = first.annotations
    assert (annotation.exact, annotation.creator, annotation.tags) == ("两分钟", "", ())
    assert second.status is Status.UNREAD
    assert [annotation.exact for annotation in second.annotations] == ["二"]
    article_report, annotation_report = bundle.left_out
    assert article_report.startswith("Article 2 was left out: Expected `str`, got `int`")
    assert annotation_report.startswith("Annotation 1 of “第二篇。” was left out")


def test_an_annotation_without_an_id_gets_the_same_one_in_each_import(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    path.write_text(SMALL, encoding="utf-8")
    first, second = (
        import_into(library, path.read_bytes(), ".json"),
        import_into(library, path.read_bytes(), ".json"),
    )
    assert (first.annotations_added, second.annotations_added, second.annotations_known) == (2, 0, 2)


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_a_file_of_a_newer_version_is_refused(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"newer Pizhu.*update Pizhu"):
        bundle_of(
            '{"type": "library", "pizhu": 2, "articles": {"of": "another shape"}}', tmp_path / f"a{suffix}"
        )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"pizhu": 1,\n "articles": [}', r"line 2, character 15"),
        ('{"pizhu": 1, "articles": [', "it ends in the middle"),
        ('{"pizhu": "one"}', r"Expected `int`.*pizhu"),
        ('{"pizhu": 1, "articles": 5}', r"Expected `array`"),
        ('{"pizhu": 0}', "no version 0"),
        ("[" * 100_000, "nested too deeply"),
        ("words", "is not valid JSON"),
        ("{}", "no text of an article was found"),
        ("[]", "no text of an article was found"),
        ("5", "no text of an article was found"),
        ('[{"id": "a", "type": "article-newspaper", "title": "CSL"}]', "no text of an article was found"),
        ('{"name": "甲"}', "no text of an article was found"),
    ],
)
def test_an_error_names_the_file_and_the_position(data: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=message) as raised:
        bundle_of(data, tmp_path / "a.json")
    assert "a.json" in str(raised.value)


def test_invalid_utf_8_is_refused_or_left_out(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not valid JSON"):
        bundle_of('{"pizhu": 1}'.encode("utf-16"), tmp_path / "a.json")
    bundle = bundle_of(b'{"pizhu": 1, "articles": [{"text": "\xff\xff"}]}', tmp_path / "b.json")
    assert (bundle.pieces, len(bundle.left_out)) == ([], 1)


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    assert len(list(bundle_of("\ufeff" + SMALL, tmp_path / "a.json").pieces)) == 2


def test_an_invalid_line_is_left_out_and_reported_by_number(tmp_path: Path) -> None:
    lines = ['{"type": "library", "pizhu": 1}', '{"type": "article", "text": "甲"}', '{"type": "artic']
    lines += [
        '{"type": "weather"}',
        "",
        '{"type": "article", "text": ""}',
        '{"type": "article", "text": "乙"}',
    ]
    bundle = bundle_of("\n".join(lines), tmp_path / "a.jsonl")
    assert [article.draft and article.draft.text for article in bundle.pieces] == ["甲", "乙"]
    assert bundle.count == 3
    assert [
        bundle.left_out[0].startswith("Line 3 is not valid JSON: it ends in the middle"),
        "line 6" in bundle.left_out[1],
    ] == [True, True]


def test_lines_may_be_removed_and_files_concatenated(library: Library, station: str, tmp_path: Path) -> None:
    library.articles.tag(station, ["站"])
    lines = exported(library, "jsonl").splitlines(keepends=True)
    thinned = bundle_of(lines[2], tmp_path / "a.jsonl")
    joined = bundle_of(b"".join(lines * 2), tmp_path / "b.ndjson")
    assert (len(list(thinned.pieces)), thinned.left_out) == (1, [])
    assert (len(list(joined.pieces)), len(joined.tags)) == (2, 2)


@pytest.mark.parametrize("data", ["words", '{"text": "甲"}', "   \n\n", "[1]"])
def test_lines_of_other_programs_are_refused(data: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"a\.jsonl"):
        bundle_of(data, tmp_path / "a.jsonl")


def test_a_codebook_in_json_is_imported_as_tags(library: Library, tmp_path: Path) -> None:
    bundle = bundle_of(render(CODEBOOK, ".json"), tmp_path / "a.json")
    assert bundle.tags == CODEBOOK


@cache
def small_export(kind: str) -> bytes:
    """A small export."""
    with empty_library() as library:
        article = library.articles.add(draft("甲乙丙丁。"))[0]
        library.articles.tag(article, ["站"])
        library.annotations.annotate_quote(article, "乙丙", tags=["𠮷"], note="一\n二")
        return exported(library, kind)


@pytest.mark.long
@pytest.mark.parametrize(("kind", "suffix"), [("json", ".json"), ("jsonl", ".jsonl"), ("jsonld", ".jsonld")])
@given(data=st.data())
@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
def test_changed_bytes_never_raise_anything_but_bad_input(
    kind: str, suffix: str, data: st.DataObject, tmp_path: Path
) -> None:
    changed = bytearray(small_export(kind))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(changed) - 1))
        changed[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=2))
    with suppress(BadInput):
        bundle = bundle_of(bytes(changed), tmp_path / f"a{suffix}")
        assert all(sentence.endswith(".") for sentence in bundle.left_out)


@pytest.mark.parametrize("kind", ["json", "jsonl", "pizhu"])
def test_the_words_that_an_annotation_stood_on_round_trip(library: Library, kind: str) -> None:
    article = library.articles.add(draft("山下有河，河上有桥，桥边有树。", origin="一"))[0]
    library.annotations.annotate_quote(article, "河上有桥，桥边有树")
    library.articles.add(draft("山下有河，河上架桥，桥边有树。", origin="一"))
    with empty_library() as theirs:
        assert import_into(theirs, exported(library, kind), f".{kind}").moved == 1
        (annotation,) = theirs.annotations.of(article)
        assert (annotation.exact, annotation.former) == ("河上架桥，桥边有树", "河上有桥，桥边有树")
