"""The exported page, parsed as HTML 5 and as XML."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from store.exporting.sanitise import xml_safe
from store.exporting.selection import Selection
from store.exporting.urls import split_urls
from store.formats.html import page as html
from store.library import Library, open_library
from store.model.article import BlockKind, Draft, join_blocks
from tests.conftest import draft
from tests.lengths import examples

SLY = "</p><script>alert(1)</script> <img src=x onerror=alert(1)> & \" ' ]]> <!-- --> &lt; 𠮷😀"
BACK = "pizhu://read/"
LINKS = ".//a[@href]"


def exported(library: Library, *articles: str, tags: tuple[str, ...] = ()) -> bytes:
    out = BytesIO()
    html.write(Selection(library, articles=articles or None, tags=tags), out)
    return out.getvalue()


def page(library: Library, *articles: str, tags: tuple[str, ...] = ()) -> etree._Element:
    """Return the page parsed as HTML 5, after checking that it has no errors and that XML gives the same."""
    written = exported(library, *articles, tags=tags)
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False
    )
    parsed = parser.parse(written, transport_encoding="utf-8").getroot()
    as_xml = etree.fromstring(written, etree.XMLParser(resolve_entities=False))
    assert [each.tag for each in parsed.iter()] == [each.tag for each in as_xml.iter()]
    assert words_of(parsed).split() == words_of(as_xml).split()
    return parsed


def words_of(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def text_of(article: etree._Element) -> str:
    """Return the visible text of an article, without the numbers of notes."""
    blocks = [each for each in article.iter("p", "h2", "h3") if "words" in (each.get("class") or "").split()]
    for block in blocks:
        for number in list(block.iter("sup")):
            after = number.tail  # which clear() takes with it
            number.clear()
            number.tail = after
    return "\n".join(map(words_of, blocks))


def one(root: etree._Element, name: str) -> etree._Element:
    """Return the only element of a class."""
    found = every(root, name)
    assert len(found) == 1
    return found[0]


def every(root: etree._Element, name: str) -> list[etree._Element]:
    return [each for each in root.iter() if name in (each.get("class") or "").split()]


def by_id(root: etree._Element) -> dict[str, etree._Element]:
    identified = [each for each in root.iter() if each.get("id")]
    assert len({each.get("id") for each in identified}) == len(identified)
    return {str(each.get("id")): each for each in identified}


def test_the_number_after_a_highlight_links_to_its_note(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "油菜花", tags=["细节"], note="花期在三月。\n再查。")
    root = page(library, station)
    assert [words_of(mark) for mark in root.iter("mark")] == ["油菜花"]
    (link,) = [each for number in root.iter("sup") for each in number.iter("a")]
    note = by_id(root)[str(link.get("href"))[1:]]
    assert words_of(one(note, "said")) == "花期在三月。\n再查。"
    assert words_of(one(note, "tag")) == "细节"
    assert words_of(one(note, "who")).startswith("tester · ")
    row = one(root, "row")
    assert note in list(row.iter())
    assert "油菜花" in words_of(row)


def test_overlapping_highlights_are_nested_mark_elements(library: Library, station: str) -> None:
    for quote in ("站长在月台上", "月台上种了一排"):
        library.annotations.annotate_quote(station, quote)
    marks = [(mark.get("data-note"), words_of(mark)) for mark in page(library, station).iter("mark")]
    assert marks == [("1", "站长在"), ("1", "月台上"), ("2", "月台上"), ("2", "种了一排")]


def test_every_internal_link_has_a_target(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路/小站"])
    library.annotations.annotate_quote(station, "油菜花", tags=["细节", "铁路/小站"])
    library.annotations.annotate_quote(station, "列车每天只停两分钟。\n站长", note="两段")
    library.articles.add(draft("第二篇。", title="第二篇"))
    root = page(library)
    places = by_id(root)
    links = [str(link.get("href")) for link in root.iterfind(LINKS)]
    assert links
    assert all(link.startswith(BACK) or (link[0] == "#" and link[1:] in places) for link in links)
    index = places["tags"]
    entries = {words_of(one(entry, "tag")): entry for entry in every(index, "entry")}
    assert sorted(entries) == ["细节", "铁路/小站"]
    (place,) = every(entries["细节"], "place")
    assert places[str(place.get("href"))[1:]].tag == "sup"
    assert [words_of(each) for each in one(root, "contents").iter("li")] == ["春天的小站2 notes", "第二篇"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda library, article: library.articles.write_note(article, SLY),
        lambda library, article: library.articles.tag(article, [SLY]),
        lambda library, article: library.annotations.annotate_quote(article, "油菜花", note=SLY, tags=[SLY]),
        lambda library, article: library.codebook.describe(library.articles.tag(article, ["细节"])[0], SLY),
        lambda library, article: library.articles.add(draft(SLY, title=SLY)),
        lambda library, article: library.articles.add(
            Draft(
                text="一",
                blocks=join_blocks([(BlockKind.PARAGRAPH, "一")])[1],
                title=SLY,
                authors=(SLY,),
                source=SLY,
                date=SLY,
                url="javascript:alert(1)//" + SLY,
                language=SLY,
            )
        ),
    ],
)
def test_library_content_is_never_markup(
    library: Library, station: str, spoil: Callable[[Library, str], object]
) -> None:
    spoil(library, station)
    root = page(library)
    names = {each.tag for each in root.iter()}
    assert not names & {"script", "img", "iframe", "object", "embed", "link", "base", "form"}
    assert not [name for each in root.iter() for name in each.attrib if str(name).startswith(("on", "style"))]
    links = [str(link.get("href")) for link in root.iterfind(LINKS)]
    assert all(link.startswith(("#", BACK)) for link in links)
    assert SLY.split(maxsplit=1)[0] in words_of(root)


def test_invalid_colours_do_not_reach_the_stylesheet(library: Library, station: str) -> None:
    from store.model.tag import Tag

    library.codebook.write([Tag(name="细节", colour="red;} body{display:none")])
    library.annotations.annotate_quote(station, "油菜花", tags=["细节"])
    assert b"display:none" not in exported(library, station)


def test_the_policy_forbids_scripts_and_allows_only_this_stylesheet(library: Library, station: str) -> None:
    root = page(library, station)
    policies = [meta.get("content") for meta in root.iter("meta") if meta.get("http-equiv")]
    (style,) = root.iter("style")
    digest = b64encode(hashlib.sha256(words_of(style).encode()).digest()).decode()
    assert len(policies) == 1
    assert f"style-src 'sha256-{digest}'" in str(policies[0])
    assert "default-src 'none'" in str(policies[0])
    assert "script-src 'none'" in str(policies[0])
    assert "url(" not in words_of(style)
    assert "@import" not in words_of(style)


def test_only_web_addresses_in_notes_are_links(library: Library, station: str) -> None:
    note = "见 https://example.org/a_(b)?c=1&d=2。另见(http://example.org/x)，不是javascript:alert(1)"
    library.annotations.annotate_quote(station, "油菜花", note=note)
    root = page(library, station)
    links = [str(link.get("href")) for link in root.iterfind(LINKS)]
    assert [link for link in links if not link.startswith(("#", BACK))] == [
        "https://example.org/a_(b)?c=1&d=2",
        "http://example.org/x",
    ]
    assert words_of(one(root, "said")) == "1" + note


def test_articles_and_annotations_link_back(library: Library, station: str) -> None:
    annotation = library.annotations.annotate_quote(station, "油菜花")
    root = page(library, station)
    links = {str(link.get("href")): words_of(link) for link in root.iterfind(LINKS)}
    short = f"{station[:8]}@{annotation.id[:8]}"
    assert links[f"pizhu://read/{station}"] == f"pizhu read {station[:8]}"
    assert links[f"pizhu://read/{station}@{annotation.id}"] == f"pizhu read {short}"


def test_the_title_comes_before_what_is_known_of_the_article(library: Library) -> None:
    parts = [
        *((BlockKind.KICKER, "引题"), (BlockKind.TITLE, "题"), (BlockKind.SUBTITLE, "副题")),
        *((BlockKind.BYLINE, "青山日报 2020年3月24日 记者 陈小满"), (BlockKind.PARAGRAPH, "正文。")),
    ]
    text, blocks = join_blocks(parts)
    article, _ = library.articles.add(
        Draft(
            text=text,
            blocks=blocks,
            title="题",
            source="青山日报",
            date="2020-03-24",
            authors=("陈小满",),
            url="https://example.org/",
        ),
        tags=["甲"],
        note="笔记",
    )
    words = words_of(next(page(library, article).iter("article")))
    order = ["引题", "题", "副题", "https://example.org/", "甲", "笔记", "记者 陈小满", "正文。"]
    assert [words.index(each) for each in order] == sorted(words.index(each) for each in order)
    assert (words.count("陈小满"), words.count("青山日报"), words.count("2020")) == (1, 1, 1)


def test_orphans_follow_their_article(library: Library) -> None:
    article, _ = library.articles.add(draft("旧的一句。", origin="/a.txt"))
    library.annotations.annotate_quote(article, "旧的一句", tags=["细节"], note="留着")
    library.articles.add(draft("新的。", origin="/a.txt"))
    root = page(library, article)
    orphan = one(root, "orphan")
    assert words_of(next(orphan.iter("blockquote"))) == "旧的一句"
    assert "留着" in words_of(orphan)
    assert [link.get("href") for link in every(root, "place")] == [f"#{article}-1"]
    assert not list(root.iter("mark"))


def test_each_article_has_a_lang_attribute(library: Library) -> None:
    text, blocks = join_blocks([(BlockKind.TITLE, "臺北"), (BlockKind.PARAGRAPH, "雨。")])
    library.articles.add(Draft(text=text, blocks=blocks, title="臺北", language="zh-Hant"))
    library.articles.add(draft("晴。"))
    assert [each.get("lang") for each in page(library).iter("article")] == ["zh-Hant", "zh"]


def test_a_title_missing_from_the_text_is_added(library: Library) -> None:
    text, blocks = join_blocks([(BlockKind.PARAGRAPH, "没有题目的文字。")])
    article, _ = library.articles.add(Draft(text=text, blocks=blocks, title="文件名"))
    root = page(library, article)
    assert words_of(one(next(root.iter("article")), "title")) == "文件名"
    assert text_of(next(root.iter("article"))) == text


def test_an_empty_library_gives_a_valid_page(library: Library) -> None:
    root = page(library)
    assert "0 articles" in words_of(root)
    assert not list(root.iter("article"))


def test_exports_are_reproducible(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "油菜花", tags=["细节"], note="花期在三月。")
    assert exported(library) == exported(library)


def test_a_tag_filter_is_applied_and_stated(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "油菜花", tags=["细节/花"])
    library.annotations.annotate_quote(station, "站长", tags=["人物"])
    library.articles.add(draft("第二篇。", title="第二篇"))
    root = page(library, tags=("细节",))
    assert [words_of(mark) for mark in root.iter("mark")] == ["油菜花"]
    assert "only what is tagged 细节" in words_of(one(root, "sum"))
    assert len(list(root.iter("article"))) == 1


@pytest.mark.long
@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    paragraphs=st.lists(
        st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30), min_size=1
    ),
    ends=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=5),
    note=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_the_visible_text_equals_the_article_s(
    paragraphs: list[str], ends: list[tuple[int, int]], note: str
) -> None:
    text, blocks = join_blocks([(BlockKind.PARAGRAPH, words) for words in paragraphs])
    with (
        TemporaryDirectory() as folder,
        open_library(Path(folder) / "library", creator="<tester>") as library,
    ):
        article, _ = library.articles.add(Draft(text=text, blocks=blocks, title="题"), note=note)
        for start, length in ends:
            if start + length <= len(text):
                from store.errors import PizhuError

                try:
                    library.annotations.annotate(article, start, start + length, note=note)
                except PizhuError:
                    continue  # not a whole grapheme cluster
        kept = library.articles.get(article)
        root = page(library, article)
    assert text_of(next(root.iter("article"))) == xml_safe(kept.text)
    assert all(words_of(said).endswith(xml_safe(kept.note)) for said in every(root, "said")[:1])


@given(st.text(alphabet="ahtps:/.?()（）。，x \n", max_size=40) | st.text(max_size=40))
def test_splitting_at_urls_keeps_the_text(words: str) -> None:
    parts = list(split_urls(words))
    assert "".join(part for part, _ in parts) == words
    assert all(re.match("https?://.", part, re.IGNORECASE) for part, is_address in parts if is_address)
