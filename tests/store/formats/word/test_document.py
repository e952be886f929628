"""The exported Word document, read by python-docx."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from docx.comments import Comment
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from store.errors import PizhuError
from store.exporting.highlight_colours import tint
from store.exporting.sanitise import xml_safe
from store.exporting.selection import Selection
from store.formats.word import document as exporter
from store.formats.word.article import initials
from store.library import Library, open_library
from store.model.article import BlockKind, Draft, join_blocks
from store.model.tag import PALETTE, Tag
from tests.conftest import draft
from tests.lengths import examples

SLY = "</w:t><w:br/> & \" ' ]]> &lt; 𠮷😀"


def exported(library: Library, *articles: str) -> bytes:
    out = BytesIO()
    exporter.write(Selection(library, articles=articles or None), out)
    return out.getvalue()


def document(library: Library, *articles: str) -> Document:
    return docx.Document(BytesIO(exported(library, *articles)))


def styled(opened: Document, *styles: str) -> list[Paragraph]:
    return [each for each in opened.paragraphs if each.style is not None and each.style.name in styles]


def anchored(opened: Document) -> dict[int, str]:
    """Return the text in the range of each comment by its ID, with a line for each paragraph."""
    words: dict[int, str] = {}
    now: list[int] = []
    for each in opened.element.body.iter():
        if each.tag == qn("w:commentRangeStart"):
            now.append(int(each.get(qn("w:id"))))
            words[now[-1]] = ""
        elif each.tag == qn("w:commentRangeEnd"):
            now.remove(int(each.get(qn("w:id"))))
        elif each.tag in (qn("w:t"), qn("w:p"), qn("w:tab")):
            for number in now:
                words[number] += {qn("w:p"): "\n", qn("w:tab"): "\t"}.get(each.tag, each.text)
    assert not now
    references = [int(each.get(qn("w:id"))) for each in opened.element.body.iter(qn("w:commentReference"))]
    assert sorted(references) == sorted(words)
    return words


def note_of(comment: Comment) -> str:
    """Return the tags and the note of a comment, without the link after them."""
    return "\n".join(each.text for each in comment.paragraphs[:-1])


def words_in(element: etree._Element) -> str:
    return "".join(each.text for each in element.iter(qn("w:t")))


def test_a_comment_has_its_range_author_date_tags_and_note(library: Library, station: str) -> None:
    made = library.annotations.annotate_quote(
        station, "油菜花", tags=["细节", "花"], note="花期在三月。\n再查。"
    )
    opened = document(library, station)
    (comment,) = opened.comments
    assert anchored(opened) == {comment.comment_id: "油菜花"}
    assert (comment.author, comment.initials) == ("tester", "te")
    assert comment.timestamp is not None
    assert comment.timestamp.strftime("%Y-%m-%dT%H:%M:%S") == made.created[:19]
    assert note_of(comment) == "#细节  #花\n花期在三月。\n再查。"
    assert comment.text.endswith(f"pizhu read {station[:8]}@{made.id[:8]}")


def test_comments_may_overlap_and_span_paragraphs(library: Library, station: str) -> None:
    quotes = ["站长在月台上", "月台上种了一排", "两分钟。\n站长在"]
    for number, quote in enumerate(quotes):
        library.annotations.annotate_quote(station, quote, note=str(number))
    opened = document(library, station)
    notes = {comment.comment_id: note_of(comment) for comment in opened.comments}
    assert {notes[number]: words for number, words in anchored(opened).items()} == dict(
        zip("012", quotes, strict=True)
    )


def test_highlights_are_shaded_and_underlined_in_the_tag_s_colour(library: Library, station: str) -> None:
    library.codebook.write([Tag(name="细节", colour="jade")])
    library.annotations.annotate_quote(station, "油菜花", tags=["细节"])
    runs = [run for each in styled(document(library, station), "Article Text") for run in each.runs]
    (run,) = [run for run in runs if run.text == "油菜花"]
    look = run.element.rPr
    assert look is not None
    assert look.find(qn("w:shd")).get(qn("w:fill")) == tint([PALETTE["jade"]])[1:]
    assert look.find(qn("w:u")).get(qn("w:color")) == PALETTE["jade"][1:]


def test_headings_use_heading_styles_and_chinese_fonts_and_languages(library: Library, station: str) -> None:
    text, blocks = join_blocks([(BlockKind.TITLE, "臺北"), (BlockKind.HEADING, "雨季")])
    library.articles.add(Draft(text=text, blocks=blocks, title="臺北", language="zh-Hant"))
    opened = document(library)
    assert [each.text for each in styled(opened, "Heading 1")] == ["春天的小站", "臺北"]
    assert [each.text for each in styled(opened, "Heading 2")] == ["雨季"]
    defaults = opened.styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:rFonts"))).get(qn("w:eastAsia")) == "SimSun"
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:eastAsia")) == "zh-CN"
    (run,) = styled(opened, "Heading 2")[0].runs
    assert run.style.element.rPr.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-TW"


@pytest.mark.long
def test_each_article_after_the_first_starts_a_page(library: Library, station: str) -> None:
    library.articles.add(draft("第二篇。", title="第二篇"))
    opened = document(library)
    breaks = [each.paragraph_format.page_break_before for each in styled(opened, "Heading 1")]
    assert breaks == [None, True]


def test_the_tag_index_links_to_every_use(library: Library, station: str) -> None:
    library.articles.tag(station, ["铁路/小站"])
    library.annotations.annotate_quote(station, "油菜花", tags=["细节"])
    opened = document(library)
    body = opened.element.body
    places = {each.get(qn("w:name")): each.getparent() for each in body.iter(qn("w:bookmarkStart"))}
    assert len({each.get(qn("w:id")) for each in body.iter(qn("w:bookmarkStart"))}) == len(places)
    links = list(body.iter(qn("w:hyperlink")))
    assert [words_in(link) for link in links] == ["春天的小站", "油菜花", "春天的小站"]
    targets = [words_in(places[link.get(qn("w:anchor"))]) for link in links]
    assert "油菜花" in targets[1]
    assert targets[0] == targets[2] == "春天的小站"
    tags = [each.text for each in styled(opened, "Heading 2")]
    assert tags == ["■ 细节  1", "■ 铁路/小站  1"]


def test_orphans_have_their_comments_after_the_text(library: Library) -> None:
    article, _ = library.articles.add(draft("旧的一句。", origin="/a.txt"))
    library.annotations.annotate_quote(article, "旧的一句", note="留着")
    library.articles.add(draft("新的。", origin="/a.txt"))
    opened = document(library, article)
    assert [each.text for each in styled(opened, "Words Gone")] == ["旧的一句"]
    assert list(anchored(opened).values()) == ["旧的一句"]


def test_library_content_is_never_markup(library: Library) -> None:
    article, _ = library.articles.add(draft(SLY, title=SLY), tags=[SLY], note=SLY)
    library.annotations.annotate_quote(article, SLY.split(maxsplit=1)[0], occurrence=2, tags=[SLY], note=SLY)
    opened = document(library)
    assert [each.text for each in styled(opened, "Heading 1")] == [SLY, "Tags"]
    assert [each.text for each in styled(opened, "Article Text")] == [SLY]
    assert [note_of(comment) for comment in opened.comments] == [f"#{SLY}\n{SLY}"]


def test_only_web_addresses_are_links(library: Library) -> None:
    article, _ = library.articles.add(draft("一。"), note="https://example.org/?a=1&b=2，javascript:alert(1)")
    fields = [each.text for each in document(library, article).element.body.iter(qn("w:instrText"))]
    assert fields == [
        f' HYPERLINK "pizhu://read/{article}" ',
        ' HYPERLINK "https://example.org/?a=1&b=2" ',
    ]


def test_the_title_comes_before_what_is_known_of_the_article(library: Library) -> None:
    parts = [
        *((BlockKind.TITLE, "题"), (BlockKind.BYLINE, "记者 陈小满")),
        *((BlockKind.DATE, "二〇二〇年三月二十四日"), (BlockKind.PARAGRAPH, "正文。")),
    ]
    text, blocks = join_blocks(parts)
    about = {"source": "青山日报", "date": "2020-03-24", "authors": ("陈小满",)}
    article, _ = library.articles.add(
        Draft(text=text, blocks=blocks, title="题", **about),  # type: ignore[arg-type]
        tags=["甲"],
        note="笔记",
    )
    lines = [each.text for each in document(library, article).paragraphs][:7]
    source = f"青山日报 · pizhu read {article[:8]}"
    assert lines == ["批注", "题", source, "#甲", "笔记", "记者 陈小满", "二〇二〇年三月二十四日"]


def test_the_package_is_complete_and_reproducible(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "油菜花", note="花期在三月。")
    written = exported(library)
    assert written == exported(library)
    with zipfile.ZipFile(BytesIO(written)) as archive:
        assert archive.testzip() is None
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.namelist()[0] == "[Content_Types].xml"
    named = {each.get("PartName") for each in parts["[Content_Types].xml"] if each.get("PartName")}
    assert named <= {f"/{name}" for name in parts}
    related = {each.get("Target") for each in parts["word/_rels/document.xml.rels"]}
    assert {f"word/{name}" for name in related} <= parts.keys()
    styles = {each.get(qn("w:styleId")) for each in parts["word/styles.xml"].iter(qn("w:style"))}
    used = {
        each.get(qn("w:val"))
        for part in ("word/document.xml", "word/comments.xml", "word/footer.xml", "word/styles.xml")
        for kind in ("w:pStyle", "w:rStyle", "w:basedOn", "w:next")
        for each in parts[part].iter(qn(kind))
    }
    assert used <= styles


def test_a_pipe_receives_the_same_bytes_as_a_file(library: Library, station: str) -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    exporter.write(Selection(library), pipe)
    assert pipe.getvalue() == exported(library)


def test_an_empty_library_gives_a_valid_document(library: Library) -> None:
    opened = document(library)
    assert [each.text for each in opened.paragraphs] == ["批注"]
    assert not list(opened.comments)


@pytest.mark.parametrize(
    ("name", "short"),
    [("Lin Xia", "LX"), ("林霞", "林霞"), ("欧阳修之", "欧阳"), ("", ""), ("a b c d", "abc")],
)
def test_initials_have_at_most_three_characters(name: str, short: str) -> None:
    assert initials(name) == short


@pytest.mark.long
@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    paragraphs=st.lists(
        st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30), min_size=1
    ),
    ends=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=5),
)
def test_text_and_comment_ranges_equal_the_article_s(
    paragraphs: list[str], ends: list[tuple[int, int]]
) -> None:
    text, blocks = join_blocks([(BlockKind.PARAGRAPH, words) for words in paragraphs])
    with TemporaryDirectory() as folder, open_library(Path(folder) / "library", creator="&") as library:
        article, _ = library.articles.add(Draft(text=text, blocks=blocks, title="题"))
        wanted: list[str] = []
        for start, length in ends:
            try:
                made = library.annotations.annotate(article, start, start + length, note=str(len(wanted)))
            except PizhuError:
                continue  # out of bounds, or not a whole grapheme cluster
            wanted.append(made.exact)
        kept = library.articles.get(article).text
        opened = document(library, article)
    texts = styled(opened, "Article Text", "Article Text Flush")
    assert "\n".join(each.text for each in texts) == xml_safe(kept)
    notes = {comment.comment_id: note_of(comment) for comment in opened.comments}
    found = {notes[number]: words for number, words in anchored(opened).items()}
    on = [xml_safe(words).removesuffix("\n") for words in wanted]  # a comment ends in a paragraph
    assert found == {str(number): words for number, words in enumerate(on)}
