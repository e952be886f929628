"""Paragraphs are split into runs where annotations begin and end."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from store.exporting.passages import NumberedAnnotation, Passage, number_annotations, passages
from store.model.annotation import Anchor, Annotation
from store.model.article import Article, BlockKind, digest, join_blocks

SHORT = st.text(alphabet="春天的小站𠮷 ", max_size=5)
PARAGRAPHS = st.lists(SHORT, min_size=1, max_size=5)
ENDS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


def article(*paragraphs: str) -> Article:
    text, blocks = join_blocks([(BlockKind.PARAGRAPH, words) for words in paragraphs])
    return Article(text=text, blocks=blocks, title="", id="a", added="", digest=digest(text))


def annotation(text: str, start: int, end: int, name: str = "m", *, orphan: bool = False) -> Annotation:
    anchor = Anchor.at(text, start, end)
    return Annotation(
        id=name,
        start=start,
        end=end,
        exact=anchor.exact,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        created="",
        modified="",
        orphan=orphan,
    )


def cut(piece: Article, *ranges: tuple[int, int]) -> list[Passage]:
    annotations = [annotation(piece.text, *ends, str(place)) for place, ends in enumerate(ranges)]
    return list(passages(piece, number_annotations(piece, annotations)[0]))


def shown(piece: Article, passage: Passage) -> list[tuple[str, list[int], list[int]]]:
    """Return, for each run, its text, the annotations that cover it and those that end with it."""
    return [
        (
            piece.text[run.start : run.end],
            [each.number for each in run.under],
            [each.number for each in run.closing],
        )
        for run in passage.runs
    ]


def test_overlapping_annotations_share_a_run() -> None:
    piece = article("甲乙丙丁戊")
    (passage,) = cut(piece, (0, 3), (2, 5))
    assert shown(piece, passage) == [("甲乙", [1], []), ("丙", [1, 2], [1]), ("丁戊", [2], [2])]


def test_an_inner_annotation_follows_the_outer_one_but_has_a_lower_number() -> None:
    piece = article("甲乙丙")
    (passage,) = cut(piece, (0, 3), (1, 2))
    assert shown(piece, passage) == [("甲", [2], []), ("乙", [2, 1], [1]), ("丙", [2], [2])]


def test_an_annotation_across_paragraphs_closes_in_the_last() -> None:
    piece = article("甲乙", "", "丙丁")
    every = [shown(piece, passage) for passage in cut(piece, (1, 5))]
    assert every == [[("甲", [], []), ("乙", [1], [])], [], [("丙", [1], [1]), ("丁", [], [])]]


def test_an_annotation_of_a_newline_closes_in_the_paragraph_before_it() -> None:
    piece = article("甲", "乙")
    first, second = cut(piece, (1, 2))
    assert [each.number for each in first.closing] == [1]
    assert second.closing == []


def test_orphans_and_out_of_bounds_annotations_are_numbered_last() -> None:
    piece = article("甲乙丙")
    annotations = [annotation("甲乙丙丁", 2, 4, "out"), annotation(piece.text, 0, 1, "gone", orphan=True)]
    placed, gone = number_annotations(piece, [*annotations, annotation(piece.text, 1, 2, "here")])
    assert [(each.number, each.annotation.id) for each in placed] == [(1, "here")]
    assert [(each.number, each.annotation.id) for each in gone] == [(2, "gone"), (3, "out")]


@given(PARAGRAPHS, ENDS)
@example(["", "天天", ""], [(0, 4), (3, 4)])  # both end with the newline, which is all that one covers
def test_runs_form_the_text_and_each_annotation_opens_and_closes_once(
    paragraphs: list[str], ends: list[tuple[int, int]]
) -> None:
    piece = article(*paragraphs)
    wanted = [(start, end) for start, end in ends if start < end <= len(piece.text)]
    every = cut(piece, *wanted)
    numbers = list(range(1, len(wanted) + 1))
    opened: list[NumberedAnnotation] = []
    closed: list[NumberedAnnotation] = []
    for passage in every:
        words = [piece.text[run.start : run.end] for run in passage.runs]
        assert "".join(words) == piece.text[passage.block.start : passage.block.end]
        for run in passage.runs:
            opened += run.opening
            for each in run.under:
                assert each in opened
                assert each not in closed
                assert each.annotation.start <= run.start
                assert run.end <= each.annotation.end
            closed += run.closing
            assert all(each in opened for each in run.closing)
    assert sorted(each.number for each in opened) == numbers
    assert [each.number for each in closed] == numbers
    for each in opened:
        under = "\n".join(
            "".join(piece.text[run.start : run.end] for run in passage.runs if each in run.under)
            for passage in every
        )
        assert under.replace("\n", "") == each.annotation.exact.replace("\n", "")
