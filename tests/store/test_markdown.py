"""Notes as Markdown."""

from __future__ import annotations

from markdown_it import MarkdownIt

from store.exporters import markdown
from store.library import Library
from tests.conftest import draft


def exported(library: Library, *articles: str) -> str:
    return "".join(markdown.render(library.open_article(article) for article in articles))


def test_each_quote_stands_with_its_tags_and_note_in_text_order(library: Library, station: str) -> None:
    library.tag(station, ["铁路/小站"])
    library.write_note(station, "一篇小品。")
    library.marks.annotate_quote(station, "油菜花", tags=["细节"], note="花期在三月。")
    library.marks.annotate_quote(station, "列车每天只停两分钟。", tags=["开头", "数字"])
    result = exported(library, station)
    wanted = [
        "# 春天的小站",
        "#铁路/小站",
        "一篇小品。",
        "> 列车每天只停两分钟。",
        "#开头 #数字",
        "> 油菜花",
        "#细节",
        "花期在三月。",
    ]
    places = [result.index(each) for each in wanted]
    assert places == sorted(places)


def test_each_article_has_a_section(library: Library, station: str) -> None:
    other, _ = library.add(draft("第二篇。", title="第二篇"))
    result = exported(library, station, other)
    assert [line for line in result.splitlines() if line.startswith("# ")] == ["# 春天的小站", "# 第二篇"]


def test_words_of_an_article_are_never_taken_for_markup(library: Library) -> None:
    sly = "1. *加粗* [链接](x) `码` <b>粗</b> # 题 &amp; a_b_c ~~删~~ | 表"
    article, _ = library.add(draft(sly, title="# 不是*标题*"))
    library.marks.annotate_quote(article, sly)
    tokens = MarkdownIt().parse(exported(library, article))
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close", "softbreak"}
    quoted = [token for token in tokens if token.type == "inline" and token.content.startswith("1")]
    rendered = "".join(child.content for token in quoted for child in token.children or ())
    assert rendered == sly
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1"]


def test_words_that_are_gone_from_the_text_are_exported_too(library: Library) -> None:
    article, _ = library.add(draft("旧的一句。", origin="/a.txt"))
    library.marks.annotate_quote(article, "旧的一句", note="留着")
    library.add(draft("新的。", origin="/a.txt"))
    result = exported(library, article)
    assert "> 旧的一句" in result
    assert "留着" in result
    assert "no longer in the text" in result
