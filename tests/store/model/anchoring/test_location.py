"""Re-anchoring in a changed text: an annotation is found or becomes an orphan, but never gets other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese.folding import fold
from store.model.anchoring import locate, occurrences
from store.model.anchoring.location import ALIKE, similarity
from store.model.annotation import Anchor

FORMER = (
    "春天的时候，小站的月台上开满了油菜花，旅客们都探出头来看。站长说，这个行业已经不像从前了，"
    "他同意把候车室改成图书室。\n夏天的雨很多，河水涨了一尺多高，站长每天去看两次。"
    "站长的儿子在城里的银行工作，他不同意这个主意。"
)


def found(quote: str, text: str, *, occurrence: int = 1, former: str = FORMER) -> str | None:
    """The words in ``text`` that an annotation of ``quote`` is re-anchored to."""
    start = -1
    for _ in range(occurrence):
        start = former.index(quote, start + 1)
    place = locate(Anchor.at(former, start, start + len(quote)), text, former)
    return None if place is None else text[slice(*place)]


def test_unchanged_words_are_found_where_they_were_or_moved_to() -> None:
    assert found("油菜花", FORMER) == "油菜花"
    assert found("油菜花", "前言。\n" + FORMER) == "油菜花"


@pytest.mark.parametrize("occurrence", [1, 2, 3])
def test_the_same_one_of_several_occurrences_is_found(occurrence: int) -> None:
    new = "站长站长站长，写在前面。\n" + FORMER + "\n站长写在后面。"
    places = [place for place in range(len(new)) if new.startswith("站长", place)]
    former = [place for place in range(len(FORMER)) if FORMER.startswith("站长", place)]
    at = former[occurrence - 1]
    assert locate(Anchor.at(FORMER, at, at + 2), new, FORMER) == (at + 13, at + 15)
    assert at + 13 in places


def test_identical_sentences_are_distinguished_by_position() -> None:
    former = "\n".join(["天气晴。", "今天没有事。", "天气晴。"] * 40)
    anchor = Anchor.at(former, 150 + former[150:].index("没有"), 150 + former[150:].index("没有") + 2)
    place = locate(anchor, "新的一行。\n" + former, former)
    assert place == (anchor.start + 6, anchor.end + 6)


def test_words_that_were_deleted_are_not_anchored_to_another_occurrence() -> None:
    assert found("站长", FORMER.replace("站长每天", "他每天"), occurrence=2) is None


def test_short_words_that_occur_once_in_both_texts_are_found() -> None:
    assert found("图书室", "完全不同的一篇文章，说的是山里的图书室和别的事。") == "图书室"


def test_short_words_in_an_unknown_context_are_not_found() -> None:
    assert found("站长", "另一篇文章里也有一位站长，和从前的没有关系。") is None


@pytest.mark.parametrize(
    ("quote", "new"),
    [
        ("这个行业", FORMER.replace("这个行业", "银行")),
        ("不同意", FORMER.replace("他不同意", "他同意")),
        ("小站的月台上开满了油菜花", FORMER.replace("小站的月台上开满了油菜花，", "")),
        ("河水涨了一尺多高", FORMER.replace("河水涨了一尺多高", "庄稼一天比一天绿")),
    ],
)
def test_words_replaced_by_others_are_not_found(quote: str, new: str) -> None:
    assert found(quote, new) is None


@pytest.mark.parametrize(
    ("old", "revised"),
    [
        ("河水涨了一尺多高", "河水涨起了一尺多高"),
        ("小站的月台上开满了油菜花", "小站的月台上到处开着油菜花"),
        ("候车室改成图书室", "候车室改成小小的图书室"),
        ("城里的银行", "城里那银行"),
    ],
)
def test_a_new_wording_in_the_old_context_is_found(old: str, revised: str) -> None:
    assert found(old, FORMER.replace(old, revised)) == revised


def test_a_similar_sentence_of_the_former_text_is_not_a_new_wording() -> None:
    lines = [
        f"{town}市昨天新增病例{number}例，已经送到医院。"
        for town, number in zip("甲乙丙丁", "3456", strict=True)
    ]
    former = "".join(lines)
    assert found("乙市昨天新增病例4例", former.replace(lines[1], ""), former=former) is None


def test_words_in_another_script_width_or_case_are_found() -> None:
    new = FORMER.translate(str.maketrans("们来头，", "們來頭,"))
    assert found("旅客们都探出头来看", new) == "旅客們都探出頭來看"


def test_without_the_former_text_short_words_need_their_context() -> None:
    at = FORMER.index("油菜花")
    assert locate(Anchor.at(FORMER, at, at + 3), "前言。\n" + FORMER) == (at + 4, at + 7)
    assert locate(Anchor.at(FORMER, at, at + 3), "别处也有油菜花。") is None


WORDS = st.text(
    st.sampled_from("的是不一在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会"), max_size=60
)


@given(st.tuples(WORDS, WORDS, WORDS), WORDS, st.integers(1, 30), st.data())
def test_the_result_is_always_the_words_or_a_similar_wording(
    parts: tuple[str, str, str], inserted: str, length: int, data: st.DataObject
) -> None:
    former = "".join(parts) + "我"
    start = data.draw(st.integers(0, len(former) - 1))
    anchor = Anchor.at(former, start, min(start + length, len(former)))
    cut_from = data.draw(st.integers(0, len(former)))
    new = former[:cut_from] + inserted + former[cut_from + data.draw(st.integers(0, 20)) :]
    place = locate(anchor, new, former)
    if place is not None:
        assert 0 <= place[0] < place[1] <= len(new)
        there = new[slice(*place)]
        assert fold(there) == fold(anchor.exact) or similarity(anchor.exact, there) >= ALIKE


@given(
    st.text(
        st.characters(categories=["Lo"], min_codepoint=0x8700, max_codepoint=0x89FF),
        min_size=12,
        max_size=60,
    ).filter(lambda text: len(set(text)) == len(text)),
    WORDS.map(lambda words: words.translate(dict.fromkeys(map(ord, "不一")))),
    st.data(),
)
def test_words_that_were_not_edited_are_found_at_their_new_position(
    former: str, inserted: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(former) - 1))
    end = data.draw(st.integers(start + 1, len(former)))
    at = data.draw(st.integers(0, len(former)).filter(lambda place: not start < place < end))
    if set(inserted) & set(former):
        return
    new = former[:at] + inserted + former[at:]
    moved = len(inserted) if at <= start else 0
    assert locate(Anchor.at(former, start, end), new, former) == (start + moved, end + moved)


@given(st.text("ab", max_size=40), st.text("ab", min_size=1, max_size=6))
def test_overlapping_occurrences_are_all_found(text: str, quote: str) -> None:
    assert list(occurrences(text, quote)) == [at for at in range(len(text)) if text.startswith(quote, at)]


@pytest.mark.parametrize(("part", "times"), [("好", 300), ("好的", 150), ("好好的", 100)])
def test_a_run_of_overlapping_occurrences_is_compared_once(part: str, times: int) -> None:
    text = _CountedText(part * 3000)
    assert list(occurrences(text, part * times)) == [at * len(part) for at in range(3000 - times + 1)]
    assert text.compared < 4 * len(text)


class _CountedText(str):  # noqa: SLOT000
    """A text that counts how many characters of it are compared with a quote, at least."""

    compared = 0

    def find(self, quote: str, *where: int) -> int:  # type: ignore[override]
        self.compared += len(quote)
        return super().find(quote, *where)

    def startswith(self, quote: str, *where: int) -> bool:  # type: ignore[override]
        self.compared += len(quote)
        return super().startswith(quote, *where)


@pytest.mark.parametrize("length", [19_000, 60_000])
def test_a_long_quote_is_found_by_its_ends_when_words_in_it_have_changed(length: int) -> None:
    sentences = [f"第{number:05}站，列车停了。" for number in range(length // 13)]
    text = "".join(["开头。", *sentences, "结尾。"])
    anchor = Anchor.at(text, 3, len(text) - 3)
    sentences.insert(len(sentences) // 2, "旅客都在看雪。")
    revised = "".join(["新的开头。", *sentences, "结尾。"])
    place = locate(anchor, revised)
    assert place == (5, len(revised) - 3)
