"""The entries of feeds become articles, which are updated when the feed is read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import BadInput
from store.formats.feeds.opml_reader import feeds_in
from store.formats.feeds.opml_reader import read as read_opml
from store.formats.feeds.reader import read
from store.importing.batch import ImportedFile, import_files
from store.importing.piece import Source
from store.importing.reading import read_data
from store.library import Library

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>河湾晚报</title><link>https://x.invalid/</link>
<item><title>最后一个渡口</title><guid isPermaLink="false">p-1</guid><link>https://x.invalid/1</link>
<dc:creator>周小满</dc:creator><pubDate>Tue, 05 Mar 2024 00:30:00 +0800</pubDate>
<description>摘要</description><content:encoded><![CDATA[<h2>桥</h2><p>船到了，{words}。</p><p>水涨了。<br><br>桥要修了。</p>]]></content:encoded></item>
<item><title>第二篇 &amp;amp; 第三篇</title><link>https://x.invalid/2</link><description>第一行
第二行</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>河湾晚报</title><id>urn:x</id><entry>
<title type="html">最后一个&lt;b&gt;渡口&lt;/b&gt;</title><id>tag:x.invalid,2024:1</id><link href="https://x.invalid/1"/>
<updated>2024-03-06T00:00:00Z</updated><published>2024-03-05T08:30:00+08:00</published><author><name>周小满</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>船到了，人都站起来。</p></div></content></entry></feed>"""

RDF = """<?xml version="1.0" encoding="gb2312"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://x.invalid/"><title>河湾晚报</title>
</channel><item rdf:about="https://x.invalid/1"><title>最后一个渡口</title><link>https://x.invalid/1</link><dc:date>2024-03-05</dc:date>
<dc:creator>周小满</dc:creator><description>船到了，人都站起来。</description></item></rdf:RDF>"""


def rss(words: str = "人都站起来") -> str:
    return RSS.replace("{words}", words)


@pytest.mark.parametrize(
    "data", [rss().encode(), ATOM.encode(), RDF.encode("gb18030")], ids=["rss", "atom", "rdf"]
)
def test_an_entry_of_any_kind_of_feed_becomes_an_article(data: bytes) -> None:
    piece, *_ = read_data(data, Source(name="a.xml"))
    found = piece.article.draft
    assert (found.title, found.authors, found.date, found.source, found.url, piece.file_format) == (
        "最后一个渡口",
        ("周小满",),
        "2024-03-05",
        "河湾晚报",
        "https://x.invalid/1",
        "feed",
    )
    assert "船到了，人都站起来。" in found.text


def test_html_and_plain_text_of_entries_become_paragraphs() -> None:
    first, second = read(rss().encode(), Source(name="a.xml"))
    assert first.article.draft.text == "最后一个渡口\n桥\n船到了，人都站起来。\n水涨了。\n桥要修了。"
    assert second.article.draft.text == "第二篇 & 第三篇\n第一行\n第二行"
    assert second.remarks == ("only a summary: the feed does not have the whole text",)
    assert (first.key, second.key) == ("p-1", "https://x.invalid/2")


def test_an_entry_seen_again_is_updated_whatever_it_says_and_wherever_the_feed_is(
    library: Library, tmp_path: Path
) -> None:
    outcomes = []
    for name, words in (
        ("a.xml", "人都站起来"),
        ("b.xml", "人都站起来"),
        ("c.xml", "另外一段完全不同的话写在这里"),
    ):
        (tmp_path / name).write_text(rss(words).replace("水涨了", words), "utf-8")
        results = list(import_files(library, [tmp_path / name]))
        outcomes.append([str(each.outcome) for each in results if isinstance(each, ImportedFile)])
    assert outcomes == [["added", "added"], ["unchanged", "unchanged"], ["updated", "unchanged"]]
    assert library.articles.count() == 2


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel><title>x</title></channel></rss>",
        b"<rss",
        b"<rss><channel><item></item></channel></rss>",
        b'<!DOCTYPE rss [<!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
    ],
)
def test_a_feed_without_entries_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"^a\.xml: this feed has no entries with text; .*\.$"):
        list(read(data, Source(name="a.xml")))


def test_a_feed_opens_neither_files_nor_addresses(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("藏")
    entity = f'<!DOCTYPE rss [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    data = rss().replace("<rss", f"{entity}<rss").replace("摘要", "&e;").encode()
    assert "藏" not in "".join(piece.article.draft.text for piece in read(data, Source(name="a.xml")))


OPML = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="A &amp; B" xmlUrl="https://x.invalid/feed"/>
<outline text="b"><outline title="C" xmlUrl="https://y.invalid/feed"/><outline xmlUrl="file:///etc/passwd"/></outline></body></opml>"""


def test_an_opml_file_says_which_feeds_it_names() -> None:
    assert feeds_in(OPML, "a.opml") == [("A & B", "https://x.invalid/feed"), ("C", "https://y.invalid/feed")]
    with pytest.raises(
        BadInput, match=r"^a\.opml: this is a list of 2 feeds without articles: .*x\.invalid/feed.*\.$"
    ):
        list(read_opml(OPML, Source(name="a.opml")))
