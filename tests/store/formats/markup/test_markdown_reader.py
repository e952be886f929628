"""Markdown is read as an article, with its front matter, without marks and without losing a character."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.errors import BadInput
from store.exporting.selection import Selection
from store.formats.markup import markdown
from store.formats.markup.front_matter_reader import take_front_matter
from store.formats.markup.reader import read
from store.importing.piece import Piece, Source
from store.library import Library
from tests.conftest import draft
from tests.lengths import examples

WEB_CLIPPER = """title: "渡口: 最后"
source: "https://x.invalid/1"
author:
  - "[[周小满]]"
published: 2024-03-05
created: 2024-04-01
tags:
  - clippings
  - 河/渡口"""
"""The properties of Obsidian's Web Clipper."""

JEKYLL = "title: 渡口\ndate: 2024-03-05 08:30:00 +0800\nauthor: 周小满\nlayout: post\ntags: 河 船"
HUGO = """title: 渡口
authors: [周小满, 李明]
date: 2024-03
source: 晚报
url: https://x.invalid/1
tags: 河, 船 歌"""
TEXT = "清晨六点，渡口的雾还没有散，老艄公已经把船解开，等着第一批过河的学生。"


def read_one(text: str) -> Piece:
    (piece,) = read(text.encode(), Source(name="a.md"))
    return piece


def kinds(text: str) -> list[tuple[str, str]]:
    found = read_one(text).article.draft
    return [(block.kind.value, found.text[block.start : block.end]) for block in found.blocks]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (
            WEB_CLIPPER,
            ("渡口: 最后", ("周小满",), "2024-03-05", "", "https://x.invalid/1", ("clippings", "河/渡口")),
        ),
        (
            JEKYLL,
            ("渡口", ("周小满",), "2024-03-05", "", "", ("河", "船")),
        ),
        (
            HUGO,
            ("渡口", ("周小满", "李明"), "2024-03", "晚报", "https://x.invalid/1", ("河", "船 歌")),
        ),
        ("title: 渡口\nurl: doi:10.1234/x.1", ("渡口", (), "", "", "doi:10.1234/x.1", ())),
        ("title: 渡口\nsource: DOI:10.1234/x.1", ("渡口", (), "", "", "doi:10.1234/x.1", ())),
        ("aliases: [渡口]\ndate: 2024-02-30\ntags: []", ("渡口", (), "", "", "", ())),
        (
            "标题: 渡口\n作者: 周小满\n日期: 2024年3月5日\n来源: 河湾晚报",
            ("渡口", ("周小满",), "2024-03-05", "河湾晚报", "", ()),
        ),
    ],
)
def test_front_matter_is_read(front: str, expected: tuple[object, ...]) -> None:
    piece = read_one(f"---\n{front}\n---\n\n{TEXT}\n")
    found = piece.article.draft
    assert (found.title, found.authors, found.date, found.source, found.url, piece.article.tags) == expected
    assert found.text.endswith(TEXT)
    assert "---" not in found.text


def test_front_matter_in_toml_and_json_is_read() -> None:
    toml = f'+++\ntitle = "渡口"\ndate = 2024-03-05T08:30:00+08:00\ntags = ["河"]\n+++\n{TEXT}'
    json = f'{{\n"title": "渡口",\n"date": "2024-03-05", "tags": ["河"]}}\n\n{TEXT}'
    for text in (toml, json):
        piece = read_one(text)
        assert (piece.article.draft.title, piece.article.draft.date) == ("渡口", "2024-03-05")
        assert piece.article.tags == ("河",)


def test_front_matter_that_is_not_valid_is_text_and_told() -> None:
    piece = read_one(f"---\ntitle: [渡口\n---\n\n{TEXT}")
    assert piece.article.draft.text == f"title: [渡口\n{TEXT}"
    assert piece.remarks == ("the front matter is not valid, so it is text",)


@pytest.mark.parametrize(
    "front",
    [
        '---\ntitle: "渡口\ndate: 2020-03-04\n---',
        "---\ntitle:\t渡口\n\tdate: 2020-03-04\n---",
        "---\ntitle: 渡口: 灯\n---",
        "---\ntitle: @渡口\n---",
        "---\ntitle: 渡口\ndate: 2020-03-04\n",
        "+++\ntitle = 渡口\n+++",
        '{"title": "渡口", bad}',
    ],
)
def test_front_matter_that_is_not_valid_is_never_the_title(front: str) -> None:
    for body, title in ((TEXT, read_one(TEXT).article.draft.title), (f"# 真标题\n\n{TEXT}", "真标题")):
        piece = read_one(f"{front}\n\n{body}")
        assert piece.article.draft.title == title
        assert piece.remarks == ("the front matter is not valid, so it is text",)
        assert all(line.strip() in piece.article.draft.text for line in front.split("\n")[1:-1])


@pytest.mark.parametrize("rule", ["---\n\n", "---\n---\n\n", "---\n说明: 一\n\n"])
def test_a_rule_above_the_text_is_no_front_matter(rule: str) -> None:
    piece = read_one(rule + TEXT)
    assert piece.remarks == ()
    assert piece.article.draft.text.endswith(TEXT)


def test_properties_that_are_not_used_are_told() -> None:
    assert read_one(f"---\ntitle: 渡口\nmood: 静\n---\n{TEXT}").remarks == ("properties left out: mood",)


def test_a_front_matter_of_aliases_takes_no_memory() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghijklmno", "bcdefghijklmnop", strict=True)
    )
    assert read_one(f"---\n{bomb}title: 渡口\n---\n{TEXT}").article.draft.title == "渡口"


def test_marks_become_text_and_blocks() -> None:
    assert kinds(
        "# 渡口\n\n作者：周小满\n\n**船到了。** *人*都~~站~~起来，看[那边](https://x.invalid)"
        "的`白鹭`。\n\n"
        "## 桥\n\n> 桥要修了。\n\n- 桨\n- [x] 缆绳\n\n1. 上船\n2. 过河\n\n| 时间 | 船 |\n|---|---|\n"
        "| 八点 | 二号 |\n\n"
        "![傍晚](a.png)\n\n```\na  b\n```\n"
    ) == [
        ("title", "渡口"),
        ("byline", "作者：周小满"),
        ("paragraph", "船到了。 人都站起来，看那边的白鹭。"),
        ("heading", "桥"),
        ("paragraph", "桥要修了。"),
        ("paragraph", "桨"),
        ("paragraph", "☑ 缆绳"),
        ("paragraph", "1. 上船"),
        ("paragraph", "2. 过河"),
        ("paragraph", "时间　船"),
        ("paragraph", "八点　二号"),
        ("caption", "傍晚"),
        ("paragraph", "a  b"),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("见[[渡口#桥|那篇]]和[[旧文]]。", "见那篇和旧文。"),
        ("船到了[^1]。\n\n[^1]: 那年春天。", "船到了[1]。\n[1] 那年春天。"),
        ("==白鹭==飞了。%%藏%%", "白鹭飞了。"),
        ("> [!note] 提示\n> 桥要修了。", "提示\n桥要修了。"),
        ("*船*到了。 ^ab12cd34", "船到了。"),
        ("## 桥 {#bridge}\n\n船。", "桥\n船。"),
        ("[注]: 这是说明\n\n*船*", "[注]: 这是说明\n船"),
        ("`a == [[b]]` *船*", "a == [[b]] 船"),
        ("<!-- more -->\n船<br>到", "船\n到"),
        ('{{< figure src="a" caption="傍晚" >}}\n\n*船*', "傍晚\n船"),
        (r"\# 不是\*标题\*", "# 不是*标题*"),
        ("短的一行\n又一行\n**三**", "短的一行\n又一行\n三"),
        (f"{TEXT[:30]}\n{TEXT[30:]}**完**", f"{TEXT}完"),
    ],
)
def test_the_dialects_become_text(source: str, text: str) -> None:
    assert read_one(source).article.draft.text == text


def test_a_fence_around_the_whole_text_is_no_code() -> None:
    assert read_one(f"```\n渡口\n\n本报记者 周小满\n\n{TEXT}\n```\n").article.draft.authors == ("周小满",)


def test_a_text_without_marks_goes_through_the_press_rules() -> None:
    found = read_one(f"最后一个渡口\n本报记者 周小满   2024-03-05\n\n{TEXT}\n").article.draft
    assert (found.title, found.authors, found.date) == ("最后一个渡口", ("周小满",), "2024-03-05")


def test_our_own_export_is_read_back(library: Library) -> None:
    first = replace(draft("最后一个渡口", "船到了，人都站起来。"), title="最后一个*渡口*")
    article, _ = library.articles.add(first)
    library.articles.tag(article, ["河/渡口"])
    library.annotations.annotate_quote(article, "船到了", note="记下")
    out = BytesIO()
    markdown.write(Selection(library), out)
    piece = read_one(out.getvalue().decode())
    assert piece.article.draft.title == "最后一个*渡口*"
    assert piece.article.tags == ("河/渡口",)
    assert piece.article.draft.text == "最后一个*渡口*\n船到了\n记下"


@pytest.mark.parametrize("source", ["> " * 300 + "船", "- " * 300 + "船", "[" * 500 + "船", "*" * 500 + "船"])
def test_deep_marks_lose_no_text(source: str) -> None:
    assert "船" in read_one(source).article.draft.text


@pytest.mark.long
@settings(max_examples=examples(50), deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "船",
                "到",
                "\n",
                "\n\n",
                "#",
                ">",
                "-",
                "*",
                "**",
                "_",
                "`",
                "```",
                "[",
                "]",
                "(",
                ")",
                "[^1]:",
                "[[",
                "]]",
                "|",
                "==",
                "%%",
                "!",
                "<",
                ">",
                "\\",
                "1.",
                "{%",
                "%}",
                "---",
                "^ab12",
                "~~",
            ]
        )
    )
)
def test_no_character_is_lost(pieces: list[str]) -> None:
    source = "船" + "".join(pieces).replace("%%", "")
    piece = read_one(source)
    found = piece.article.draft.text
    hidden = any(mark in source for mark in ("](", "{%", "![", "]:", "<", "[["))
    assert hidden or [char for char in found if char in "船到"] == [char for char in source if char in "船到"]


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(BadInput, match=r"^a\.md: the file contains only white space; .*\.$"):
        read_one(" \n\n")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("茶园的冬天 - 青石晚报", ("茶园的冬天", "青石晚报")),
        ("茶园的冬天_南方周末", ("茶园的冬天", "南方周末")),
        ("茶园的冬天 | 知乎", ("茶园的冬天", "知乎")),
        ("茶园的冬天 - 上篇", ("茶园的冬天 - 上篇", "")),
        ("2021-03-04", ("2021-03-04", "")),
    ],
)
def test_the_name_of_a_site_is_no_part_of_a_title(title: str, expected: tuple[str, str]) -> None:
    (piece,) = read(f'---\ntitle: "{title}"\n---\n茶农们在晒场上修竹匾。\n'.encode(), Source(name="a.md"))
    found = piece.article.draft
    assert (found.title, found.source) == expected


def test_a_stated_source_precedes_the_site_in_the_title() -> None:
    text = '---\ntitle: "茶园的冬天 - 知乎"\npublisher: 青石晚报\n---\n茶农们在晒场上修竹匾。\n'
    (piece,) = read(text.encode(), Source(name="a.md"))
    assert piece.article.draft.source == "青石晚报"


def test_the_last_word_of_a_clipped_title_is_no_source_if_it_is_a_name() -> None:
    page = "---\ntitle: 渡口旧事 - {}\nurl: https://x.example/a\n---\n"
    named, _ = take_front_matter(page.format("陈小满"))
    assert (named.title, named.source) == ("渡口旧事 - 陈小满", "")
    sited, _ = take_front_matter(page.format("青石晚报"))
    assert (sited.title, sited.source) == ("渡口旧事", "青石晚报")
