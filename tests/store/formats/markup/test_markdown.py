"""Export to one Markdown file."""

from __future__ import annotations

from io import BytesIO

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from store.exporting.selection import Selection
from store.formats.markup import markdown
from store.formats.markup.front_matter import front_matter, obsidian_tag, scalar
from store.library import Library
from store.model.article import Draft
from tests.conftest import draft


def exported(library: Library, *articles: str) -> str:
    return "".join(markdown.render(Selection(library, articles=articles or None)))


def metadata(text: str) -> dict[str, object]:
    """Return the front matter, parsed as YAML."""
    assert text.startswith("---\n")
    read = yaml.safe_load(text[4 : text.index("\n---\n", 3)])
    assert isinstance(read, dict)
    return read


def body(text: str) -> str:
    return text[text.index("\n---\n", 3) + 5 :]


def link(article: str, annotation: str) -> str:
    """Return the link that opens Pizhu at an annotation."""
    return f"[pizhu read {article[:8]}@{annotation[:8]}](pizhu://read/{article}@{annotation})"


def test_quotes_with_tags_and_notes_are_in_text_order(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路/小站"])
    library.articles.write_note(station, "一篇小品。")
    later = library.annotations.annotate_quote(station, "油菜花", tags=["细节"], note="花期在三月。")
    first = library.annotations.annotate_quote(station, "列车每天只停两分钟。", tags=["开头", "数字"])
    wanted = [
        "# 春天的小站",
        "一篇小品。",
        "> 列车每天只停两分钟。",
        f"^{first.id[:8]}",
        "#开头 #数字",
        link(station, first.id),
        "> 油菜花",
        f"^{later.id[:8]}",
        "#细节",
        "花期在三月。",
        link(station, later.id),
    ]
    assert body(exported(library, station)).strip().split("\n\n") == wanted


def test_front_matter_has_the_article_s_metadata(library: Library) -> None:
    known = Draft(
        text="正文。",
        blocks=draft("正文。").blocks[:0],
        title='"引号" : #1 - [x]',
        kicker="引题: 一",
        subtitle="- 副题",
        column="@栏目",
        authors=("林夏", "null"),
        date="2020-03-24",
        source="%报",
        url="https://example.org/a?b=c#d",
    )
    article, _ = library.articles.add(known, tags=["铁路/小站", "2024", "C++ 入门"])
    read = metadata(exported(library, article))
    assert str(read.pop("date")) == "2020-03-24"
    assert read == {
        "title": known.title,
        "aliases": [known.title],
        "kicker": known.kicker,
        "subtitle": known.subtitle,
        "column": known.column,
        "authors": ["林夏", "null"],
        "source": known.source,
        "url": known.url,
        "language": "zh",
        "id": article,
        "pizhu": f"pizhu://read/{article}",
        "tags": ["铁路/小站", "_2024", "C＋＋＿入门"],
    }


def test_several_articles_share_front_matter_and_have_a_section_each(library: Library, station: str) -> None:
    other, _ = library.articles.add(draft("第二篇。", title="第二篇"), tags=["乙"])
    library.articles.tag(station, ["甲/一"])
    result = exported(library)
    assert [line for line in result.splitlines() if line.startswith("# ")] == ["# 春天的小站", "# 第二篇"]
    assert metadata(result) == {"title": "Notes", "articles": 2, "tags": ["乙", "甲/一"]}
    assert "\n---" not in body(result)
    assert f"\n\n^{station}\n" in result
    assert f"\n\n^{other}\n" in result


def test_an_empty_library_gives_a_valid_file(library: Library) -> None:
    assert metadata(exported(library)) == {"title": "Notes", "articles": 0, "tags": []}


def test_article_text_is_never_parsed_as_markup(library: Library) -> None:
    sly = (
        "1. *加粗* [链接](x) `码` <b>粗</b> # 题 &amp; &#35; a_b_c ~~删~~ | 表 #话题# %%藏%% ==亮== 话 ^abc12"
    )
    article, _ = library.articles.add(draft(sly, title="# 不是*标题* #"))
    library.annotations.annotate_quote(article, sly)
    result = body(exported(library, article))
    tokens = MarkdownIt().parse(result)
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"text", "text_special", "softbreak", "link_open", "link_close"}
    assert result.count("](") - sly.count("](") == 1
    quoted = [token for token in tokens if token.type == "inline" and token.content.startswith("1")]
    rendered = "".join(child.content for token in quoted for child in token.children or ())
    assert rendered == sly
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1"]
    bare = result.replace("\\#", "").replace("\\%%", "").replace("\\==", "").replace("\\^", "")
    assert "#话题" not in bare
    assert "%%藏" not in bare
    assert " ^abc12" not in bare


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]), min_size=1, max_size=60))
def test_any_text_survives_in_a_block_quote(words: str) -> None:
    tokens = MarkdownIt().parse(markdown.block_quote(words))
    assert {token.type for token in tokens} <= {
        "blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline",
    }  # fmt: skip
    text = "".join(child.content for token in tokens for child in token.children or ())
    assert text.strip() == words.strip()


def test_paragraphs_of_a_quote_are_kept(library: Library) -> None:
    assert markdown.block_quote("一\n\n    二\x00\r\n三") == "> 一\n>\n>\n>\n> 二�\n>\n> 三"


def test_orphans_are_exported(library: Library) -> None:
    article, _ = library.articles.add(draft("旧的一句。", origin="/a.txt"))
    library.annotations.annotate_quote(article, "旧的一句", note="留着")
    library.articles.add(draft("新的。", origin="/a.txt"))
    result = exported(library, article)
    assert "> 旧的一句" in result
    assert "留着" in result
    assert "no longer in the text" in result


@pytest.mark.parametrize(
    "note",
    [
        "```python\n*code*",
        "~~~~\n```\n~~~",
        "<!-- 半句",
        "<script>",
        "<?php",
        "- 一\n  - 二",
        "> 引",
        "    码",
        "半个 `码",
        "| a | b |\n|---|---|",
        "题\n===",
    ],
)
def test_unclosed_markup_in_a_note_does_not_affect_what_follows(
    library: Library, station: str, note: str
) -> None:
    library.annotations.annotate_quote(station, "列车", note=note)
    library.annotations.annotate_quote(station, "油菜花")
    tokens = MarkdownIt().enable("table").parse(body(exported(library, station)))
    assert [token.type for token in tokens if token.level == 0][-4:] == [
        "paragraph_open", "paragraph_close", "paragraph_open", "paragraph_close",
    ]  # fmt: skip
    assert [token.type for token in tokens if token.level == 0][-6:-4] == [
        "blockquote_open",
        "blockquote_close",
    ]
    assert [token.content for token in tokens if token.type == "inline" and "油菜花" in token.content] == [
        "油菜花"
    ]


def test_open_comments_are_closed_except_in_code() -> None:
    assert markdown.close_open_blocks("%% 藏") == "%% 藏\n%%"
    assert markdown.close_open_blocks("$$\nx") == "$$\nx\n$$"
    assert markdown.close_open_blocks("用 `%%` 来藏") == "用 `%%` 来藏"
    assert markdown.close_open_blocks("```\n<!-- %%\n```") == "```\n<!-- %%\n```"


def test_links_point_into_the_same_file(library: Library, station: str) -> None:
    other, _ = library.articles.add(draft("磨坊停了很多年。", title="河边的磨坊"), tags=["水/磨坊"])
    annotation = library.annotations.annotate_quote(other, "磨坊")
    library.articles.write_note(
        station,
        f"见[[河边的磨坊]]、[[{other[:8]}#^{annotation.id[:8]}|那句]]，[[#水/磨坊]]，[[没有]]，`[[河边的磨坊]]`。",
    )
    assert (
        f"见[[#^{other}|河边的磨坊]]、[[#^{annotation.id[:8]}|那句]]， #水/磨坊 ，"
        "[[没有]]，`[[河边的磨坊]]`。"
    ) in exported(library)
    assert f"\n^{other}\n" in exported(library)
    assert f"\n^{annotation.id[:8]}\n" in exported(library)


def test_block_ids_are_unique(library: Library, station: str) -> None:
    annotation = library.annotations.annotate_quote(station, "列车")
    ids = ["ab12cd34-0000", "ab12cd34-1111", "ab12cd34-1112"]
    alike = [
        annotation.__class__(
            **{**{f: getattr(annotation, f) for f in annotation.__struct_fields__}, "id": id_}
        )
        for id_ in ids
    ]
    blocks = [each.block for each in markdown.quotes(alike, set())]
    assert blocks[0] == "ab12cd34"
    assert len(set(blocks)) == 3


def test_exports_are_reproducible(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", tags=["乙", "甲"], note="𠮷 😀")
    written = []
    for _ in range(2):
        out = BytesIO()
        markdown.write(Selection(library), out)
        written.append(out.getvalue())
    assert written[0] == written[1]
    assert "𠮷 😀" in written[0].decode()


@given(st.text(max_size=80))
def test_any_text_is_a_valid_yaml_scalar(words: str) -> None:
    encodable = words.encode(errors="replace").decode()
    read = metadata(front_matter({"title": encodable, "tags": [encodable]}))
    assert read.get("title", "") == encodable
    assert read["tags"] == [encodable]


@pytest.mark.parametrize(
    "words", ["yes", "No", "null", "~", "2020", "1e5", "0x1f", "12:30", "- a", "a: b", "é"]
)
def test_strings_that_look_like_other_types_stay_strings(words: str) -> None:
    assert yaml.safe_load(f"key: {scalar(words)}") == {"key": words}


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("服务/线上", "服务/线上"),
        ("1984", "_1984"),
        ("2024年/春", "_2024年/春"),
        ("两 个 词", "两＿个＿词"),
        ("C#", "C＃"),
        ("%", "％"),
        ("破折——号", "破折－－号"),
        ("玛丽·居里", "玛丽·居里"),
        ("问：答，等。", "问：答，等。"),
        ("喜欢😀", "喜欢😀"),
        ("a_b-c", "a_b-c"),
        ("𠮷", "𠮷"),
        ("①", "_①"),
    ],
)
def test_tags_are_valid_in_obsidian(name: str, tag: str) -> None:
    assert obsidian_tag(name) == tag


@given(st.text(min_size=1, max_size=40))
def test_tags_have_no_spaces_and_no_leading_digit(name: str) -> None:
    tag = obsidian_tag(name)
    assert not tag[0].isdigit()
    assert not any(char.isspace() or char in "#,.;:!?'\"()[]{}\\^`|<>@&%=+*~$" for char in tag)
    assert not any("\u2000" <= char <= "\u206f" or "\u2e00" <= char <= "\u2e7f" for char in tag)


def test_tags_that_differ_stay_different() -> None:
    signs = "!\"#$%&'()*+,-.:;<=>?@[\\]^_`{|}~ —…“”‘’\u200b\u200c"
    names = [*signs, *(f"{sign}x" for sign in signs), "C++", "C--", "C", "1984", "_1984", "a b", "a_b", "a-b"]
    assert len({obsidian_tag(name) for name in names}) == len(names)
