"""Date, authors and source of a page are read from its marks, its JSON-LD, and the pages of WeChat."""

from __future__ import annotations

import json

import pytest

from store.formats.html.class_names import region_of, role_of
from store.formats.html.metadata.days import day_in_china
from store.formats.html.metadata.linked_data import read_linked_data
from store.model.article import Draft
from tests.store.formats.html.test_page_reader import TEXT, page, read_one


def said(source: str) -> tuple[str, tuple[str, ...], str]:
    found: Draft = read_one(source).article.draft
    return found.date, found.authors, found.source


WECHAT = (
    "<html><head>{head}<title></title></head><body>"
    '<h1 class="rich_media_title" id="activity-name">最后一个渡口</h1><div id="meta_content">{meta}'
    '<span class="rich_media_meta rich_media_meta_nickname"><a id="js_name"> 河湾故事 </a>'
    '<div id="js_profile_qrcode" style="display:none;"><strong>河湾故事</strong>微信号</div></span>{day}'
    '<em id="js_ip_wording_wrp" class="rich_media_meta rich_media_meta_text">北京</em></div>'
    '<div id="js_content" style="{style}">' + TEXT + "</div>{script}</body></html>"
)
DAY = '<em id="publish_time" class="rich_media_meta rich_media_meta_text">{}</em>'


@pytest.mark.parametrize(
    ("head", "meta", "day", "script", "authors"),
    [
        (
            '<meta name="author" content="周小满">',
            "",
            "",
            '<script>var ct = "1709596800"</script>',
            ("周小满",),
        ),
        (
            "",
            '<span class="rich_media_meta rich_media_meta_text">文 / 周小满</span>',
            "2024年03月05日 08:00",
            "",
            ("周小满",),
        ),
        (
            "",
            (
                '<span id="copyright_logo" class="rich_media_meta">原创</span><span class="rich_media_meta '
                'rich_media_meta_text"><span id="js_author_name">周小满</span></span>'
            ),
            "2024-03-05",
            "",
            ("周小满",),
        ),
        ("", "", "", "<script>var createTime = '2024-03-05 08:00';</script>", ()),
        ("", "", "", "<script>var createTime = '2024-03-04T20:00:00Z';</script>", ()),
        ("", "", "", "<script>d.ct = xml ? getXmlValue('a') : '1709596800';</script>", ()),
        ('<meta name="author" content="河湾故事">', "", "2024-03-05", "", ()),
    ],
)
def test_the_account_the_author_and_the_day_of_a_wechat_article(
    head: str, meta: str, day: str, script: str, authors: tuple[str, ...]
) -> None:
    for style in ("", "visibility: hidden; opacity: 0"):
        source = WECHAT.format(head=head, meta=meta, day=DAY.format(day), script=script, style=style)
        assert said(source) == ("2024-03-05", authors, "河湾故事")


def test_the_account_of_a_wechat_article_is_read_from_a_script_that_calls_a_function() -> None:
    source = (
        '<h1>最后一个渡口</h1><div id="js_content">' + TEXT + "</div><script>var nickname = htmlDecode"
        '("河湾&amp;故事"); var ct = "1709596800";</script>'
    )
    assert said(source) == ("2024-03-05", (), "河湾&故事")


@pytest.mark.parametrize(
    "imprint",
    [
        (
            '<span itemprop="author" itemscope><span itemprop="name">周小满</span></span>'
            '<time itemprop="datePublished" datetime="2024-03-05T08:00:00+08:00">去年春天</time>'
            '<b class="media-name">河湾晚报</b>'
        ),
        (
            '<a rel="author">周小满</a><span class="pub-time">2024/03/05</span>'
            '<i class="article-source">河湾晚报</i>'
        ),
        (
            '<a href="/u/12">周小满</a><span class="js_source">河湾晚报</span>'
            '<time datetime="2024-03-04T16:30:00Z"></time>'
        ),
        (
            '<li id="author_baidu">作者：周小满</li><li id="pubtime_baidu">2024-03-05</li>'
            '<li id="source_baidu">来源：河湾晚报</li><li id="editor_baidu">责任编辑：李四</li>'
        ),
        (
            '<p class="AuthorInfo"><img class="author-avatar"><span class="AuthorInfo-name">周小满</span></p>'
            '<em class="editor">李四</em><span property="v:dtreviewed" content="2024-03-05">春天</span>'
            '<em class="source">来源：<a>河湾晚报</a></em>'
        ),
    ],
)
def test_marks_beside_the_headline_are_read(imprint: str) -> None:
    assert said(page(imprint=imprint)) == ("2024-03-05", ("周小满",), "河湾晚报")


@pytest.mark.parametrize(
    "nobody", ["佚名", "未知", "admin", "请输入作者", "{{author}}", "2024-03-05", "河湾晚报网", "关注"]
)
def test_what_names_nobody_is_no_author(nobody: str) -> None:
    imprint = f'<span class="author">{nobody}</span><span>2024-03-05</span>'
    assert said(page(imprint=imprint))[1] == ()


def test_who_comments_is_no_author() -> None:
    end = '<div class="comments"><span class="author" itemprop="author">李明</span><p>写得真好。</p></div>'
    assert said(page(imprint="<i>2024-03-05</i>", end=end))[1] == ()


@pytest.mark.parametrize(
    "script",
    [
        (
            '{"@type":"NewsArticle","author":[{"@type":"Person","name":"周小满"},{"@type":"Person","name":"李明"}],'
            '"publisher":{"@type":"Organization","name":"河湾晚报"},"datePublished":"2024-03-05T08:00:00+08:00"}'
        ),
        (
            '{"@graph":[{"@type":"WebSite","name":"别的"},{"@type":["BlogPosting"],"author":[{"@id":"#a"},"李明"],'
            '"publisher":{"@id":"#p"},"datePublished":"2024-03-04T16:00:00Z"},{"@id":"#a","@type":"Person","name":'
            '"周小满"},{"@id":"#p","@type":"Organization","name":"河湾晚报"}]};'
        ),
    ],
)
def test_linked_data_with_several_authors(script: str) -> None:
    found = read_linked_data([script])
    assert (found.date, found.authors, found.source) == ("2024-03-05", ("周小满", "李明"), "河湾晚报")


def test_linked_data_that_is_no_json_is_searched() -> None:
    found = read_linked_data(['{"datePublished": "2024-03-05", "author": {"name": "周小满"}, oops'])
    assert (found.date, found.authors) == ("2024-03-05", ("周小满",))
    assert not read_linked_data(["[" * 90_000, "", "null", '{"author": 3, "publisher": [[]], "@type": {}}'])


@pytest.mark.parametrize(
    "script",
    [
        pytest.param('{"author": ' + " " * 200_000, id="spaces"),
        pytest.param('{"author": ' * 20_000, id="openings"),
        pytest.param("[" * 5_000 + "]" * 5_000, id="lists in lists"),
        pytest.param(
            json.dumps({"@type": "Article", "author": [f"周{chr(0x4E00 + n)}满" for n in range(20_000)]}),
            id="names",
        ),
        pytest.param(
            json.dumps(
                [{"@id": f"#{n}", "name": "编辑部"} for n in range(400)]
                + [{"@type": "Article", "author": [{"@id": "#399"}, {"@id": []}] * 20_000}]
            ),
            id="references",
        ),
    ],
)
def test_linked_data_of_a_hostile_page_is_read_at_once(script: str) -> None:
    assert len(read_linked_data([script]).authors) <= 200


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-03-04T16:30:00.000Z", "2024-03-05"),
        ("2024-03-04T16:30:00+08:00", "2024-03-04"),
        ("2024-03-05 08:30", "2024-03-05"),
        ("9999-12-31T23:00:00Z", ""),
        ("唐代", ""),
    ],
)
def test_the_day_of_a_time_is_that_in_china(value: str, day: str) -> None:
    assert day_in_china(value) == day


@pytest.mark.parametrize(
    ("names", "role", "region"),
    [
        ("article-content__author", "author", ""),
        ("post-author-avatar", "", ""),
        ("rich_media_meta rich_media_meta_text publish_time", "date", ""),
        ("source-code", "", ""),
        ("commentList hot", "", "comments"),
        ("index_commentWrap__K", "", "comments"),
        ("relative flex", "", ""),
        ("post_recommends", "", "related"),
    ],
)
def test_names_of_elements_tell_what_they_are_for(names: str, role: str, region: str) -> None:
    assert (role_of(names), region_of(names)) == (role, region)
