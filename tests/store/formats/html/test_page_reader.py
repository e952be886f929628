"""Pages are read as articles: headline, imprint, text and address, without what stands around."""

from __future__ import annotations

from io import BytesIO

import pytest

from store.errors import BadInput
from store.exporting.selection import Selection
from store.formats.html import page as export
from store.formats.html.metadata.imprint import PageImprint, read_page_imprint
from store.formats.html.reader import read
from store.importing.piece import Piece, Source
from store.importing.reading import read_data
from store.library import Library
from store.model.article import BlockKind
from tests.conftest import draft

TEXT = (
    "<p>清晨六点，渡口的雾还没有散，老艄公已经把船解开，等着第一批过河的学生，他们要赶七点的早读。</p>"
    "<p>“船比桥慢，可是船认得人。”他一边说一边撑篙，河水拍着船帮，岸上的狗跟着跑了很远，直到看不见。</p>"
    "<h3>桥要修了</h3>"
    "<p>镇上的桥明年动工，图纸贴在供销社的墙上，很多人去看，也有人一边看一边叹气，说以后没有渡口了。</p>"
    "<p>艄公没有去看，他说桥修好了他就去种菜，菜地就在渡口后面，天气好的时候还可以看见河上的白鹭。</p>"
)
AROUND = "".join(
    f'<li><a href="/{name}">{name}</a></li>'
    for name in ["首页", "要闻", "社会", "副刊", "图片", "视频", "专题", "关于我们"]
)
RELATED = "".join(f'<li><a href="/{n}">另一篇文章的题目第{n}号</a></li>' for n in range(9))
PAGE = (
    "<!DOCTYPE html><html><head><title>最后一个渡口_副刊_河湾晚报网</title>"
    "{head}<script>var a='渡';</script></head>"
    '<body><div class="nav"><h1>河湾晚报网</h1><ul>' + AROUND + "</ul></div>"
    '<div class="main"><h1>最后一个渡口</h1><div class="info">{imprint}</div>'
    '<div class="content" id="content">' + TEXT + "{end}</div></div>"
    '<div class="related"><h4>热门文章</h4><ul>' + RELATED + "</ul></div></body></html>"
)
IMPRINT = "<span>2024-03-05 08:30</span><span>来源：河湾晚报</span><span>作者：周小满</span> <a>分享到</a>"


def page(*, head: str = "", imprint: str = IMPRINT, end: str = "") -> str:
    return PAGE.format(head=head, imprint=imprint, end=end)


def read_one(source: str | bytes, *, url: str = "", charset: str = "") -> Piece:
    data = source.encode() if isinstance(source, str) else source
    (piece,) = read(data, Source(name="a.html", url=url, charset=charset))
    return piece


def test_a_page_becomes_an_article() -> None:
    piece = read_one(page())
    found = piece.article.draft
    assert (found.title, found.date, found.authors, found.source) == (
        "最后一个渡口",
        "2024-03-05",
        ("周小满",),
        "河湾晚报",
    )
    kinds = [block.kind for block in found.blocks]
    assert kinds == [
        BlockKind.TITLE,
        BlockKind.BYLINE,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]
    assert "热门文章" not in found.text
    assert piece.remarks[0].startswith("left out: ")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
@pytest.mark.parametrize("charset", ["", "gb2312", "utf-8", "x-unknown", "hex"])
def test_a_page_is_decoded_by_its_bytes_if_the_charset_it_names_is_wrong(encoding: str, charset: str) -> None:
    source = page(head=f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">')
    if encoding == "big5":
        source = "<html><title>渡口</title><body><h1>渡口</h1><p>清晨六點，渡口的霧還沒有散。</p></html>"
    assert "渡口" in read_one(source.encode(encoding)).article.draft.title


def test_gb2312_means_gb18030() -> None:
    piece = read_one(page(head='<meta charset="gb2312">', end="<p>喆镕堃𠮷。</p>").encode("gb18030"))
    assert "喆镕堃𠮷。" in piece.article.draft.text
    assert piece.encoding == "gb18030"


def test_the_encoding_of_the_server_comes_first() -> None:
    assert read_one(page().encode("gb18030"), charset="gbk").encoding == "gb18030"


@pytest.mark.parametrize(
    ("line", "date", "authors", "source"),
    [
        ("2024年03月05日08:30 | 来源：人民网－人民日报", "2024-03-05", (), "人民日报"),
        ("时间：2024.03.05  来源：河湾晚报  作者：周小满  “分享到：”", "2024-03-05", ("周小满",), "河湾晚报"),
        ("2024-03-05 08:30:00  作者：周小满 来源:河湾网 选稿：李四", "2024-03-05", ("周小满",), "河湾网"),
        ("本报记者 周小满 李 明", "", ("周小满", "李明"), ""),
        ("2024-03-05 08:30:44  河湾健康网", "2024-03-05", (), "河湾健康网"),
        ("来源：未知  作者：admin  点击：231", "", (), ""),
        ("发布时间：2024-03-05  浏览次数：1,024  字体：大 中 小", "2024-03-05", (), ""),
        ("2024年3月份全镇过河人数同比上涨百分之三", "", (), ""),
        ("首页 > 副刊 > 正文", "", (), ""),
        ("2024-03-05 08:00  聯合報 記者周小滿／河灣即時報導", "2024-03-05", ("周小滿",), "聯合報"),
        ("2024  03/05  08:30:12  来源：河湾网", "2024-03-05", (), "河湾网"),
        ("Posted on March 5, 2024 by 小满", "2024-03-05", ("小满",), ""),
        ("2024-03-05 08:30 来源：光明网-《光明日报》", "2024-03-05", (), "光明日报"),
        ("2024-03-05 08:30　河湾在线　记者 周小满", "2024-03-05", ("周小满",), "河湾在线"),
        ("记者 周　满", "", ("周满",), ""),
        ("发表于 2024-3-5 21:05:33 | 只看该作者", "2024-03-05", (), ""),
    ],
)
def test_a_line_of_the_imprint_is_understood(
    line: str, date: str, authors: tuple[str, ...], source: str
) -> None:
    assert read_page_imprint(line) == PageImprint(date, authors, source)


def test_a_wechat_article_is_read_although_it_is_hidden() -> None:
    piece = read_one(
        '<html><head><meta property="og:title" content="最后一个渡口"><title></title></head><body>'
        '<h1 id="activity-name">最后一个渡口</h1><div>推荐</div>'
        f'<div id="js_content" style="visibility: hidden; opacity: 0">{TEXT}</div><div>阅读 3 在看</div>'
        '<script>var nickname = "河湾故事"; var ct = "1709596800";</script></body></html>'
    )
    found = piece.article.draft
    assert (found.title, found.source, found.date) == ("最后一个渡口", "河湾故事", "2024-03-05")
    assert "在看" not in found.text
    assert "白鹭" in found.text


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ('<link rel="canonical" href="https://x.invalid/1">', ""),
        ('<meta property="og:url" content="https://x.invalid/1">', ""),
        ("", "<!--\n Page saved with SingleFile \n url: https://x.invalid/1 \n saved date: x\n-->"),
        ("", "<!-- saved from url=(0021)https://x.invalid/1 -->"),
    ],
)
def test_the_address_is_that_which_the_page_or_who_saved_it_names(head: str, before: str) -> None:
    source = page(head=head).replace("<html>", f"<html>{before}")
    assert read_one(source).article.draft.url == "https://x.invalid/1"
    assert read_one(source, url="https://y.invalid/").article.draft.url == "https://y.invalid/"


def test_authors_below_the_text_are_found() -> None:
    end = "<p>（作者：周小满，系河湾中学教师）</p>"
    assert read_one(page(imprint="", end=end)).article.draft.authors == ("周小满",)


def test_an_editor_s_number_is_no_author() -> None:
    head = '<meta name="author" content="105464"><meta name="source" content="来源：河湾晚报">'
    found = read_one(page(head=head, imprint="2024-03-05")).article.draft
    assert (found.authors, found.source) == ((), "河湾晚报")


def test_a_page_without_declared_title_is_named_after_its_headline_or_first_words() -> None:
    assert read_one(f"<h1>最后一个渡口</h1>{TEXT}").article.draft.title == "最后一个渡口"
    assert read_one("<p>船到了，人都站起来。</p>").article.draft.title == "船到了，人都站起来"


@pytest.mark.parametrize(
    "source",
    [
        "<html><body>" + "<div>" * 20_000 + TEXT,
        "<html><body><div " + " ".join(f"a{n}=1" for n in range(20_000)) + ">" + TEXT,
    ],
    ids=["deep", "attributes"],
)
def test_a_page_on_which_parsers_fail_keeps_all_its_text(source: str) -> None:
    piece = read_one(source)
    assert "白鹭" in piece.article.draft.text
    assert any(
        "all its text is here" in each or "all text of the page is here" in each for each in piece.remarks
    )


@pytest.mark.long
def test_one_paragraph_of_millions_of_characters_is_kept() -> None:
    assert len(read_one("<html><body><p>" + "船到" * 1_800_000).article.draft.text) == 3_600_000


@pytest.mark.parametrize(
    "source", ["<html></html>", "<html><script>a()</script></html>", "<html><body> </body>"]
)
def test_a_page_without_text_is_refused(source: str) -> None:
    with pytest.raises(BadInput, match=r"^a\.html: this page has no text: .*\.$"):
        read_one(source)


def test_an_article_of_our_own_export_is_read_back(library: Library) -> None:
    first = draft("最后一个渡口", "船到了，人都站起来。", "水涨了。")
    article, _ = library.articles.add(first)
    library.annotations.annotate_quote(article, "船到了", tags=["河"], note="记下")
    out = BytesIO()
    export.write(Selection(library), out)
    found = read_one(out.getvalue()).article.draft
    assert found.text == first.text
    assert [block.kind for block in found.blocks] == [block.kind for block in first.blocks]
    for name in ("title", "authors", "date", "source"):
        assert getattr(found, name) == getattr(first, name)


def test_a_page_that_begins_with_many_comments_is_recognised_at_once() -> None:
    comments = "<!-- a -->\n" * 200
    (piece,) = read_data(f"{comments}x{page()}".encode(), Source(name="渡口"))
    assert piece.file_format == "text"
    (piece,) = read_data(f"{comments}{page()}".encode(), Source(name="渡口"))
    assert piece.file_format == "HTML"


def test_a_known_site_in_the_title_of_the_document_is_the_source() -> None:
    head = "<head><title>最后一个渡口 - 知乎</title></head>"
    page = f"<html>{head}<body><h1>最后一个渡口</h1>{TEXT}</body></html>"
    (piece,) = read(page.encode(), Source(name="a.html"))
    assert (piece.article.draft.title, piece.article.draft.source) == ("最后一个渡口", "知乎")


def test_lines_without_words_and_lines_like_the_title_stay_in_the_text() -> None:
    long = "头一天下雨，渡船停在对岸，谁也不去叫它，水一直涨到石阶上，船工坐在门口抽烟。" * 3
    words = [long, "＊＊＊", "他说：", "……", "堤上的羊", long]
    source = "<title>堤上的羊</title><article><h1>堤上的羊</h1>" + "".join(f"<p>{each}</p>" for each in words)
    found = read_one(f"<html><body>{source}</article></body></html>")
    assert found.article.draft.text.split() == ["堤上的羊", *words]
