"""Export to Org."""

from __future__ import annotations

import re
from io import BytesIO

import orgparse
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.exporting.selection import Selection
from store.formats.markup import org
from store.library import Library
from tests.conftest import draft


def exported(library: Library, *articles: str) -> str:
    return "".join(org.render(Selection(library, articles=articles or None)))


def plain(words: str) -> str:
    return words.replace("\u200b", "")


def test_articles_and_quotes_are_headlines_with_tags_and_properties(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路/小站", "2024"])
    library.articles.write_note(station, "一篇小品。")
    annotation = library.annotations.annotate_quote(
        station, "油菜花", tags=["两 词", "C++"], note="花期在三月 𠮷😀。"
    )
    library.articles.add(draft("二。", title="第二篇"))
    root = orgparse.loads(exported(library))
    first, second = root.children
    assert (first.heading, first.tags) == ("春天的小站", {"铁路_小站", "2024"})
    assert first.properties["ID"] == first.properties["CUSTOM_ID"] == station
    assert first.properties["PIZHU_TAGS"] == "铁路/小站, 2024"
    assert first.body.strip() == f"一篇小品。\n\npizhu read {station[:8]}"
    (quote,) = first.children
    assert quote.heading == "油菜花"
    assert quote.tags >= {"两_词", "C__"}
    assert quote.properties["ID"] == annotation.id
    assert quote.properties["CREATOR"] == "tester"
    assert quote.properties["POSITION"] == f"{annotation.start}-{annotation.end}"
    assert quote.body.strip() == (
        "#+begin_quote\n油菜花\n#+end_quote\n\n花期在三月 𠮷😀。\n\n"
        f"pizhu read {station[:8]}@{annotation.id[:8]}"
    )
    assert f"[[pizhu://read/{station}@{annotation.id}][" in exported(library)
    assert second.heading == "第二篇"


def test_file_tags_are_set_for_a_single_article_only(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路/小站"])
    assert exported(library, station).startswith("#+title: 春天的小站\n#+filetags: :铁路_小站:\n")
    library.articles.add(draft("二。", title="第二篇"))
    assert "#+filetags" not in exported(library)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("* 不是标题", ",* 不是标题"),
        ("** 不是", ",** 不是"),
        (",* 不是", ",,* 不是"),
        ("#+end_quote", ",#+end_quote"),
        ("  #+END_QUOTE", ",#+END_QUOTE"),
        ("# 不是注释", "\u200b# 不是注释"),
        ("- 不是表", "\u200b- 不是表"),
        ("1. 不是表", "\u200b1. 不是表"),
        ("| 不是 |", "\u200b| 不是 |"),
        (":END:", "\u200b:END:"),
        ("[[不是]]", "[\u200b[不是]]"),
        ("他说 *不是* 的", "他说 *\u200b不是* 的"),
        ("平常的一句，5*3=15。", "平常的一句，5*3=15。"),
    ],
)
def test_quoted_text_is_never_parsed_as_markup(line: str, written: str) -> None:
    assert org.block_quote(line) == written


@given(
    st.lists(
        st.text(max_size=30) | st.sampled_from(["* a", "#+end_quote", ":END:", ",* b", "** TODO x"]),
        max_size=6,
    )
)
def test_any_text_stays_inside_its_quote_block(lines: list[str]) -> None:
    words = "\n".join(lines).encode(errors="replace").decode()
    block = f"* 题\n#+begin_quote\n{org.block_quote(words)}\n#+end_quote\n* 后"
    assert [line for line in block.split("\n") if re.match(r"\*+ ", line)] == ["* 题", "* 后"]
    ends = [line for line in block.split("\n") if re.fullmatch(r"(?i)[ \t]*#\+end_quote[ \t]*", line)]
    assert len(ends) == 1


@pytest.mark.parametrize("title", ["TODO 买菜", "标题 :a:b:", "[#A] 急", "COMMENT", "* 星", "一\n* 二", ""])
def test_any_title_is_only_a_title(library: Library, title: str) -> None:
    article, _ = library.articles.add(draft("一。", title="题"))
    opened, _ = library.articles.open(article)
    odd = opened.__class__(
        **{**{name: getattr(opened, name) for name in opened.__struct_fields__}, "title": title}
    )
    text = org.section(odd, (), library, org.link_formatter([]))
    (node,) = orgparse.loads(text).children
    assert plain(node.heading) == title.replace("\n", " ")
    assert not node.tags
    assert node.todo is None
    assert node.properties["ID"] == article


def test_markdown_in_a_note_creates_no_headlines(library: Library, station: str) -> None:
    note = "# 题\n\n* 一\n* 二\n\n```py\n* 码\n#+end_example\n```\n\n#+begin_src\n:END:\n** 三"
    library.annotations.annotate_quote(station, "列车", note=note)
    library.annotations.annotate_quote(station, "油菜花", note="```\n没有完")
    text = exported(library)
    assert [node.heading for node in orgparse.loads(text)[1:]] == ["春天的小站", "列车", "油菜花"]
    assert "- 一\n- 二" in text
    assert "#+begin_example\n,* 码\n,#+end_example\n#+end_example" in text
    assert text.count("#+begin_example") == text.count("\n#+end_example") == 2


def test_links_point_into_the_same_file(library: Library, station: str) -> None:
    other, _ = library.articles.add(draft("磨坊停了很多年。", title="河边的磨坊"))
    annotation = library.annotations.annotate_quote(other, "磨坊")
    library.articles.write_note(
        station, f"见[[河边的磨坊]]、[[河边的磨坊#^{annotation.id[:8]}|那句]]、[[没有]]。"
    )
    assert f"见[[#{other}][河边的磨坊]]、[[#{annotation.id}][那句]]、[[没有]]。" in exported(library)
    assert "[[河边的磨坊]]" in exported(library, station)


def test_exports_are_reproducible(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", tags=["乙", "甲"])
    written = []
    for _ in range(2):
        out = BytesIO()
        org.write(Selection(library), out)
        written.append(out.getvalue())
    assert written[0] == written[1] != b""


@given(st.text(min_size=1, max_size=40))
def test_any_tag_is_valid_in_org(name: str) -> None:
    assert all(char.isalnum() or char in "_@#%" for char in org.org_tag(name))
