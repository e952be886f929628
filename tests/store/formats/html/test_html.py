"""The exported page: read as HTML 5, and as XML."""

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

from store.exporting.sanitise import speakable
from store.exporting.selection import Selection
from store.exporting.urls import parted
from store.formats.html import page as html
from store.library import Library
from store.model.article import BlockKind, Draft, join_blocks
from tests.conftest import draft
from tests.lengths import examples

SLY = "</p><script>alert(1)</script> <img src=x onerror=alert(1)> & \" ' ]]> <!-- --> &lt; 𠮷😀"
LINKS = ".//a[@href]"


def exported(library: Library, *articles: str, tags: tuple[str, ...] = ()) -> bytes:
    out = BytesIO()
    html.write(Selection(library, articles=articles, tags=tags), out)
    return out.getvalue()


def page(library: Library, *articles: str, tags: tuple[str, ...] = ()) -> etree._Element:
    """The page as HTML 5 reads it, without one error, which is what XML reads as well."""
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
    """The text of an article as one sees it, without the numbers of notes."""
    blocks = [each for each in article.iter("p", "h2", "h3") if "words" in (each.get("class") or "").split()]
    for block in blocks:
        for number in list(block.iter("sup")):
            after = number.tail  # which clear() takes with it
            number.clear()
            number.tail = after
    return "\n".join(map(words_of, blocks))


def one(root: etree._Element, name: str) -> etree._Element:
    """The one element of a class."""
    found = every(root, name)
    assert len(found) == 1
    return found[0]


def every(root: etree._Element, name: str) -> list[etree._Element]:
    return [each for each in root.iter() if name in (each.get("class") or "").split()]


def by_id(root: etree._Element) -> dict[str, etree._Element]:
    identified = [each for each in root.iter() if each.get("id")]
    assert len({each.get("id") for each in identified}) == len(identified)
    return {str(each.get("id")): each for each in identified}


def test_a_number_after_the_words_leads_to_the_note_beside_the_paragraph(
    library: Library, station: str
) -> None:
    library.marks.annotate_quote(station, "油菜花", tags=["细节"], note="花期在三月。\n再查。")
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


def test_overlapping_highlights_are_nested_marks_that_name_their_notes(
    library: Library, station: str
) -> None:
    for quote in ("站长在月台上", "月台上种了一排"):
        library.marks.annotate_quote(station, quote)
    marks = [(mark.get("data-note"), words_of(mark)) for mark in page(library, station).iter("mark")]
    assert marks == [("1", "站长在"), ("1", "月台上"), ("2", "月台上"), ("2", "种了一排")]


def test_every_link_of_the_page_leads_somewhere_in_it(library: Library, station: str) -> None:
    library.tag(station, ["铁路/小站"])
    library.marks.annotate_quote(station, "油菜花", tags=["细节", "铁路/小站"])
    library.marks.annotate_quote(station, "列车每天只停两分钟。\n站长", note="两段")
    library.add(draft("第二篇。", title="第二篇"))
    root = page(library)
    places = by_id(root)
    links = [str(link.get("href")) for link in root.iterfind(LINKS)]
    assert links
    assert all(link[0] == "#" and link[1:] in places for link in links)
    index = places["tags"]
    entries = {words_of(one(entry, "tag")): entry for entry in every(index, "entry")}
    assert sorted(entries) == ["细节", "铁路/小站"]
    (place,) = every(entries["细节"], "place")
    assert places[str(place.get("href"))[1:]].tag == "sup"
    assert [words_of(each) for each in one(root, "contents").iter("li")] == ["春天的小站2 notes", "第二篇"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda library, article: library.write_note(article, SLY),
        lambda library, article: library.tag(article, [SLY]),
        lambda library, article: library.marks.annotate_quote(article, "油菜花", note=SLY, tags=[SLY]),
        lambda library, article: library.codebook.describe(library.tag(article, ["细节"])[0], SLY),
        lambda library, article: library.add(draft(SLY, title=SLY)),
        lambda library, article: library.add(
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
def test_nothing_in_a_library_is_markup(
    library: Library, station: str, spoil: Callable[[Library, str], object]
) -> None:
    spoil(library, station)
    root = page(library)
    names = {each.tag for each in root.iter()}
    assert not names & {"script", "img", "iframe", "object", "embed", "link", "base", "form"}
    assert not [name for each in root.iter() for name in each.attrib if str(name).startswith(("on", "style"))]
    links = [str(link.get("href")) for link in root.iterfind(LINKS)]
    assert all(link.startswith("#") for link in links)
    assert SLY.split(maxsplit=1)[0] in words_of(root)


def test_a_colour_that_is_none_is_not_put_in_the_stylesheet(library: Library, station: str) -> None:
    from store.model.tag import Tag

    library.codebook.write([Tag(name="细节", colour="red;} body{display:none")])
    library.marks.annotate_quote(station, "油菜花", tags=["细节"])
    assert b"display:none" not in exported(library, station)


def test_scripts_are_forbidden_and_the_stylesheet_is_the_one_allowed(library: Library, station: str) -> None:
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


def test_only_addresses_of_the_web_in_notes_are_links(library: Library, station: str) -> None:
    note = "见 https://example.org/a_(b)?c=1&d=2。另见(http://example.org/x)，不是javascript:alert(1)"
    library.marks.annotate_quote(station, "油菜花", note=note)
    root = page(library, station)
    links = [str(link.get("href")) for link in root.iterfind(LINKS)]
    assert [link for link in links if link[0] != "#"] == [
        "https://example.org/a_(b)?c=1&d=2",
        "http://example.org/x",
    ]
    assert words_of(one(root, "said")) == "1" + note


def test_words_that_are_gone_are_listed_after_their_article(library: Library) -> None:
    article, _ = library.add(draft("旧的一句。", origin="/a.txt"))
    library.marks.annotate_quote(article, "旧的一句", tags=["细节"], note="留着")
    library.add(draft("新的。", origin="/a.txt"))
    root = page(library, article)
    orphan = one(root, "orphan")
    assert words_of(next(orphan.iter("blockquote"))) == "旧的一句"
    assert "留着" in words_of(orphan)
    assert [link.get("href") for link in every(root, "place")] == [f"#{article}-1"]
    assert not list(root.iter("mark"))


def test_each_article_names_its_language(library: Library) -> None:
    text, blocks = join_blocks([(BlockKind.TITLE, "臺北"), (BlockKind.PARAGRAPH, "雨。")])
    library.add(Draft(text=text, blocks=blocks, title="臺北", language="zh-Hant"))
    library.add(draft("晴。"))
    assert [each.get("lang") for each in page(library).iter("article")] == ["zh-Hant", "zh"]


def test_a_title_that_the_text_does_not_have_stands_above_it(library: Library) -> None:
    text, blocks = join_blocks([(BlockKind.PARAGRAPH, "没有题目的文字。")])
    article, _ = library.add(Draft(text=text, blocks=blocks, title="文件名"))
    root = page(library, article)
    assert words_of(one(next(root.iter("article")), "title")) == "文件名"
    assert text_of(next(root.iter("article"))) == text


def test_an_empty_library_is_a_page_too(library: Library) -> None:
    root = page(library)
    assert "0 articles" in words_of(root)
    assert not list(root.iter("article"))


def test_the_same_library_gives_the_same_bytes(library: Library, station: str) -> None:
    library.marks.annotate_quote(station, "油菜花", tags=["细节"], note="花期在三月。")
    assert exported(library) == exported(library)


def test_what_is_tagged_otherwise_is_left_out_and_the_page_says_so(library: Library, station: str) -> None:
    library.marks.annotate_quote(station, "油菜花", tags=["细节/花"])
    library.marks.annotate_quote(station, "站长", tags=["人物"])
    library.add(draft("第二篇。", title="第二篇"))
    root = page(library, tags=("细节",))
    assert [words_of(mark) for mark in root.iter("mark")] == ["油菜花"]
    assert "only what is tagged 细节" in words_of(one(root, "sum"))
    assert len(list(root.iter("article"))) == 1


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    paragraphs=st.lists(
        st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30), min_size=1
    ),
    ends=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=5),
    note=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_one_sees_the_text_of_the_article_whatever_it_is(
    paragraphs: list[str], ends: list[tuple[int, int]], note: str
) -> None:
    text, blocks = join_blocks([(BlockKind.PARAGRAPH, words) for words in paragraphs])
    with TemporaryDirectory() as folder, Library(Path(folder) / "library", creator="<tester>") as library:
        article, _ = library.add(Draft(text=text, blocks=blocks, title="题"), note=note)
        for start, length in ends:
            if start + length <= len(text):
                from store.errors import PizhuError

                try:
                    library.marks.annotate(article, start, start + length, note=note)
                except PizhuError:
                    continue  # not a whole grapheme cluster
        kept = library.article(article)
        root = page(library, article)
    assert text_of(next(root.iter("article"))) == speakable(kept.text)
    assert all(words_of(said).endswith(speakable(kept.note)) for said in every(root, "said")[:1])


@given(st.text(alphabet="ahtps:/.?()（）。，x \n", max_size=40) | st.text(max_size=40))
def test_addresses_part_words_without_changing_them(words: str) -> None:
    parts = list(parted(words))
    assert "".join(part for part, _ in parts) == words
    assert all(re.match("https?://.", part, re.IGNORECASE) for part, is_address in parts if is_address)
