"""What is too long, too many or too dense is refused before it takes memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.errors import BadInput
from store.formats.shared.json_reading import located_json
from store.importing import limits
from store.importing.limits import MIB, check_json, check_text
from store.importing.plain_text import read_text
from store.importing.registry import read_bundle
from store.model.bundle import LONGEST, MOST_KEPT, Sentences


@pytest.mark.long
def test_a_text_is_limited_in_bytes_and_in_lines() -> None:
    check_text("水" * (limits.MAX_TEXT_BYTES // 3), "a")
    with pytest.raises(BadInput, match="a: it is larger than 24 MiB"):
        check_text("水" * (limits.MAX_TEXT_BYTES // 3 + 1), "a")
    check_text("\n \u2028" * 1_000_000 + "水", "a")
    check_text("水\n" * 500_000, "a")
    with pytest.raises(BadInput, match=r"a: it has more than [0-9,]+ lines"):
        check_text("水\n" * 600_000, "a")
    with pytest.raises(BadInput, match="lines"):
        read_text(("第一行\n" * 600_000).encode(), "a")


def test_json_is_limited_in_values_before_it_is_parsed() -> None:
    check_json(b"[" + b"0," * 1_000_000 + b"0]", "a")
    with pytest.raises(BadInput, match=r"a is too large to be read at once, with 5 MiB and 3,000,001 values"):
        check_json(memoryview(b"[" + b"0," * 3_000_000 + b"0]"), "a")


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"articles":['])
@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".jsonld"])
def test_deeply_nested_json_is_refused(tmp_path: Path, opening: str, suffix: str) -> None:
    path = tmp_path / f"deep{suffix}"
    path.write_text(opening * 100_000)
    with pytest.raises(BadInput, match=r"deep\."):
        list(read_bundle(path).pieces)


def test_annotations_and_tags_of_one_article_are_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.formats.pizhu import records

    monkeypatch.setattr(records, "MAX_ANNOTATIONS", 2)
    monkeypatch.setattr(records, "MAX_TAGS_OF_ONE", 2)
    path = tmp_path / "a.json"
    mark = {"start": 0, "end": 1}
    articles = [
        {"text": "水上", "annotations": [mark] * 3},
        {"text": "水上", "tags": ["甲", "乙", "丙"]},
        {"text": "水上", "annotations": [{**mark, "tags": ["甲", "乙", "丙"]}, mark]},
    ]
    path.write_text(json.dumps({"pizhu": 1, "articles": articles}))
    bundle = read_bundle(path)
    (article,) = bundle.pieces
    assert len(article.annotations) == 1
    assert [sentence.partition("more than")[2] for sentence in bundle.left_out] == [
        " 2 annotations: import it in parts.",
        " 2 tags: import it in parts.",
        " 2 tags: import it in parts.",
    ]


def test_lines_of_json_lines_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(located_json, "MAX_DOCUMENT_LINES", 100)
    path = tmp_path / "a.jsonl"
    path.write_text("\n" * 101)
    with pytest.raises(BadInput, match="more than 100 lines"):
        read_bundle(path)


def test_sentences_are_counted_when_there_are_too_many_and_cut_when_they_are_too_long() -> None:
    sentences = Sentences()
    sentences.append("长" * (2 * MIB))
    sentences += (str(number) for number in range(MOST_KEPT))
    more = Sentences()
    more += sentences
    more.append("再")
    assert (len(sentences), sentences.total) == (MOST_KEPT, MOST_KEPT + 1)
    assert (len(more), more.total) == (MOST_KEPT, MOST_KEPT + 2)
    assert len(sentences[0]) == LONGEST
