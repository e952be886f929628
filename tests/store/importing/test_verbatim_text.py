"""Texts that must not change, since annotations refer to offsets in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.importing.verbatim_text import verbatim_draft
from store.model.article import join_blocks
from store.press.parts import find_parts

lines = st.lists(
    st.text(st.sampled_from("春天的小站，列车停两分钟。记者陈小满 2020年3月4日\u3000 #-"), max_size=40),
    max_size=12,
)


@given(lines=lines, gap=st.sampled_from(["\n", "\n\n", "\n  "]))
def test_the_text_is_unchanged(lines: list[str], gap: str) -> None:
    text = gap.join(lines)
    draft = verbatim_draft(text, "")
    assert draft.text == text
    if draft.blocks or text:
        assert "\n".join(text[block.start : block.end] for block in draft.blocks) == text


def test_the_parts_of_a_press_article_are_found_if_that_does_not_change_the_text() -> None:
    text = "春天的小站\n记者 陈小满\n列车每天只停两分钟，站长在月台上种了一排油菜花。\n旅客都探出头来看。"
    assert join_blocks(find_parts(text))[0] == text
    draft = verbatim_draft(text, "文件一")
    assert (draft.title, draft.authors) == ("文件一", ("陈小满",))
    assert verbatim_draft(text, "").title == "春天的小站"


def test_the_title_is_the_first_line_that_is_not_blank() -> None:
    assert verbatim_draft("\n\n  话。\n\n别的话。", "").title == "话"
