"""Edited texts: an annotation stands on its words, or it is an orphan, or the change is reported."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from store.model.anchoring import locate, same_words
from store.model.anchoring.normal_form import normal_form
from store.model.annotation import Anchor

NEGATIONS_AND_NUMERALS = (
    "不没非无未别勿毋甭弗否〇零一二三四五六七八九十百千万亿兆两半廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
)

LETTERS = "".join(
    char
    for char in map(chr, range(0x4E00, 0x9FA0, 7))
    if normal_form(char).text == char and char not in NEGATIONS_AND_NUMERALS
)
"""Characters that are neither negations nor numerals, in their normal form: 劊 and 刽 are the same words."""


def has_no_pair_twice(text: str) -> bool:
    """Whether each pair of neighbours stands once in the text, so that each place can be told from others."""
    pairs = list(pairwise(text))
    return len(set(pairs)) == len(pairs)


TEXTS = st.text(st.sampled_from(LETTERS), min_size=8, max_size=120).filter(has_no_pair_twice)
PIECES = st.text(st.sampled_from(LETTERS), max_size=20)


@given(TEXTS, PIECES, st.data())
def test_an_edit_moves_annotations_along_orphans_them_or_is_reported(
    former: str, inserted: str, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(former)))
    last = data.draw(st.integers(first, min(len(former), first + 30)))
    text = former[:first] + inserted + former[last:]
    if not has_no_pair_twice(former + "。" + former[:first][-1:] + inserted + former[last : last + 1]):
        return
    start = data.draw(st.integers(0, len(former) - 2))
    end = data.draw(st.integers(start + 2, min(len(former), start + 20)))  # one character may stand twice
    place = locate(Anchor.at(former, start, end), text, former)
    moved = len(inserted) - (last - first)
    if end <= first or start >= last:
        at = start + (moved if start >= last else 0)
        assert place == (at, at + end - start)
    elif place is not None and (first < last or inserted):
        assert not same_words(text[slice(*place)], former[start:end])


@given(st.lists(TEXTS, min_size=2, max_size=6), st.data())
def test_moved_paragraphs_take_their_annotations_along(paragraphs: list[str], data: st.DataObject) -> None:
    former = "\n".join(paragraphs)
    if not has_no_pair_twice(former):
        return
    order = data.draw(st.permutations(range(len(paragraphs))))
    text = "\n".join(paragraphs[number] for number in order)
    chosen = data.draw(st.integers(0, len(paragraphs) - 1))
    start = data.draw(st.integers(0, len(paragraphs[chosen]) - 8))
    quote = paragraphs[chosen][start : start + 8]
    place = former.index(quote)
    assert locate(Anchor.at(former, place, place + 8), text, former) == (
        text.index(quote),
        text.index(quote) + 8,
    )
