"""The starter articles are consistent: their quotes occur in their texts, their tags are in the codebook.

They are original texts: nothing in them is copied from the press samples.
"""

from __future__ import annotations

import re
import unicodedata

import pytest

from seeds import Starter, codebook, starters
from store.model.annotation import QuotedAnnotation
from store.model.tag import PALETTE, clean_tag_name
from tests.paths import SAMPLES, TEXTS, needs_samples

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
TRADITIONAL_ONLY = set("這們來說時會對開關點還過兒聽見廟講數")
SIMPLIFIED_ONLY = set("这们来说时会对开关点还过儿听见庙讲数")
LONGEST_SHARED_RUN = 14

STARTERS = starters()
each_starter = pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.name)


def han(text: str) -> str:
    """Return the Han characters of ``text``."""
    return "".join(HAN.findall(text))


def sentences(text: str) -> set[str]:
    """Return the sentences of at least ten characters, without spaces and punctuation."""
    bare = (
        "".join(ch for ch in sentence if unicodedata.category(ch)[0] not in "PSZC")
        for sentence in re.split(r"[。！？\n]", text)
    )
    return {sentence for sentence in bare if len(sentence) >= 10}


@pytest.fixture(scope="module")
def samples() -> list[str]:
    """The press samples."""
    return [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]


def test_there_are_at_least_eight_articles_in_order() -> None:
    names = [starter.name for starter in STARTERS]
    assert len(names) >= 8
    assert names == sorted(set(names))


def test_at_least_seven_articles_have_annotations_and_there_are_forty_in_all() -> None:
    counts = [len(starter.annotations) for starter in STARTERS]
    assert sum(count >= 3 for count in counts) >= 7
    assert sum(counts) >= 40


@each_starter
def test_the_text_is_clean_and_ends_with_one_newline(starter: Starter) -> None:
    assert "\r" not in starter.text
    assert "\t" not in starter.text
    assert starter.text == starter.text.strip() + "\n"
    assert unicodedata.is_normalized("NFC", starter.text)
    assert all(line == line.strip() for line in starter.text.split("\n"))


@each_starter
def test_every_quote_occurs_in_its_text_within_one_line(starter: Starter) -> None:
    assert [each for each in starter.annotations if not has_quote(starter.text, each)] == []


def has_quote(text: str, annotation: QuotedAnnotation) -> bool:
    """Whether the text has the quoted occurrence, within one line."""
    return "\n" not in annotation.quote and len(annotation.quote) >= 1 <= annotation.occurrence <= text.count(
        annotation.quote
    )


@each_starter
def test_every_annotation_has_a_tag_or_a_note_and_is_unique(starter: Starter) -> None:
    assert all(each.tags or each.note for each in starter.annotations)
    assert len({(each.quote, each.occurrence) for each in starter.annotations}) == len(starter.annotations)


@each_starter
def test_the_expected_parts_are_lines_of_the_text(starter: Starter) -> None:
    lines = starter.text.split("\n")
    parts = starter.expected
    assert parts.title
    assert all(part in lines for part in (parts.title, parts.kicker, parts.subtitle, parts.column) if part)
    head = han("".join(lines[:12]))
    assert all(author in head for author in parts.authors)
    assert parts.source in starter.text
    assert parts.date in starter.text


def test_every_tag_in_use_is_in_the_codebook_and_every_entry_is_used() -> None:
    used = {
        tag
        for starter in STARTERS
        for tag in (*starter.tags, *(tag for each in starter.annotations for tag in each.tags))
    }
    assert used == {tag.name for tag in codebook()}


def test_every_codebook_entry_is_valid_and_has_a_description() -> None:
    tags = codebook()
    assert 12 <= len(tags) <= 20
    assert [clean_tag_name(tag.name) for tag in tags] == [tag.name for tag in tags]
    assert len({tag.name for tag in tags}) == len(tags)
    assert all(tag.description for tag in tags)
    assert {tag.colour for tag in tags} <= set(PALETTE)


def test_every_digit_assigns_one_tag() -> None:
    assert sorted(tag.key for tag in codebook() if tag.key) == list("123456789")


def test_one_article_is_long() -> None:
    assert max(len(han(starter.text)) for starter in STARTERS) >= 6000


def test_one_article_is_in_traditional_characters() -> None:
    traditional = [starter for starter in STARTERS if len(TRADITIONAL_ONLY & set(starter.text)) >= 10]
    assert len(traditional) == 1
    assert "「" in traditional[0].text
    assert not SIMPLIFIED_ONLY & set(traditional[0].text)


OURS = [*(starter.text for starter in STARTERS), *(path.read_text("utf-8") for path in TEXTS)]
"""All texts written for the project: the starter articles and those of the tests."""


@needs_samples
def test_no_sentence_is_copied_from_a_sample(samples: list[str]) -> None:
    for text in OURS:
        ours = sentences(text)
        assert ours
        for sample in samples:
            assert ours & sentences(sample) == set()
            bare = "".join(ch for ch in sample if unicodedata.category(ch)[0] not in "PSZC")
            assert [sentence for sentence in ours if sentence in bare] == []


@needs_samples
def test_no_long_sequence_of_characters_is_shared_with_a_sample(samples: list[str]) -> None:
    for text in OURS:
        ours = han(text)
        for sample in samples:
            theirs = han(sample)
            runs = {theirs[i : i + LONGEST_SHARED_RUN] for i in range(len(theirs) - LONGEST_SHARED_RUN + 1)}
            shared = [
                ours[i : i + LONGEST_SHARED_RUN]
                for i in range(len(ours))
                if ours[i : i + LONGEST_SHARED_RUN] in runs
            ]
            assert shared == []
