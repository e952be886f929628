"""What stands around the article of a page is left out and told; the article itself never is."""

from __future__ import annotations

import pytest

from tests.store.formats.html.test_page_reader import AROUND, RELATED, TEXT, read_one

OPINION = "我每天坐船上学，船上的人都认得我，桥修好以后大概就不会再见面了，想起来有点难过。"
OPINIONS = f"<p>{OPINION}</p><p>楼上说得对。{OPINION}可是桥总要修的，老人们过河看病也方便一些。</p>" * 4
HEAD = "<!DOCTYPE html><html><head><title>最后一个渡口</title></head><body>"
ARTICLE = f"<h1>最后一个渡口</h1><p>周小满 2024-03-05</p>{TEXT}"


@pytest.mark.parametrize(
    "source",
    [
        f"<article>{ARTICLE}</article><div>{OPINIONS}</div>",
        f"<article>{ARTICLE}</article><section class='comments'><h2>评论</h2>{OPINIONS}</section>",
        f"<div>{ARTICLE}</div></body><div>{OPINIONS}</div></html>",
        f"<div>{ARTICLE}<div id='js-commentList'>{OPINIONS}</div></div>",
        f"<main><div>{ARTICLE}</div><ul class='reply-list'><li>{OPINIONS}</ul></main>",
        f"<div>{ARTICLE}<h3>网友评论（8）</h3>{OPINIONS}</div>",
        f"<div>{ARTICLE}<p>8条评论</p><div>{OPINIONS}</div></div>",
        f"<h1>最后一个渡口</h1><article>{TEXT}</article><div>{OPINIONS}</div>",
    ],
)
def test_comments_are_left_out_wherever_they_stand(source: str) -> None:
    piece = read_one(HEAD + source)
    assert OPINION not in piece.article.draft.text
    assert "白鹭" in piece.article.draft.text
    assert piece.remarks[0].startswith("left out: ")


def test_the_comments_that_are_left_out_are_counted() -> None:
    piece = read_one(f"{HEAD}<div>{ARTICLE}<div class='comment-list'><p>{OPINION}</p></div></div>")
    assert f"{len(OPINION)} of them in comments" in piece.remarks[0]


@pytest.mark.parametrize(
    "source",
    [
        f"<div class='comment-article'>{ARTICLE}</div>",
        f"<div class='comment'><h1>最后一个渡口</h1></div><div class='reply'>{TEXT}</div>",
        f"<h1>最后一个渡口</h1><div class='recommend'>{TEXT}</div>",
        f"<h1>最后一个渡口</h1><div class='copyright'>{TEXT}</div>",
        f"<nav>{ARTICLE}</nav>",
        f"<aside>{ARTICLE}</aside>",
        f"<html><body><p>首页</p></body></html>{ARTICLE}",
        f"<article><h2>短讯</h2></article><div>{ARTICLE}</div>",
        f"<div class='share'>{ARTICLE}",
    ],
)
def test_a_name_that_is_wrong_loses_no_article(source: str) -> None:
    text = read_one(HEAD + source).article.draft.text
    for words in ("清晨六点", "船比桥慢", "桥要修了", "图纸贴在", "白鹭"):
        assert words in text


def test_lines_between_paragraphs_are_kept_but_not_lists_of_other_articles() -> None:
    first, second = TEXT.split("<h3>")
    between = (
        "<table><tr><td>班次</td><td>时间</td></tr><tr><td>头班</td><td>六点</td></tr></table>"
        "<ul><li>带好雨伞</li><li>不要站在船头</li></ul>"
    )
    boxed = f"<div class='box'><ul>{RELATED}</ul></div>"
    source = (
        f"<div class='nav'><ul>{AROUND}</ul></div><div>{ARTICLE.replace(TEXT, '')}{first}{between}{boxed}"
    )
    text = read_one(f"{HEAD}{source}<h3>{second}</div>").article.draft.text
    assert "班次　时间" in text
    assert "不要站在船头" in text
    assert "另一篇文章" not in text


@pytest.mark.parametrize(
    "placeholder", ["图片加载中…", "正在加载...", "您的浏览器不支持视频播放", "[图片]", "{{content}}", "广告"]
)
def test_placeholders_are_no_text(placeholder: str) -> None:
    text = read_one(f"{HEAD}{ARTICLE}<p>{placeholder}</p><p>{OPINION}</p>").article.draft.text
    assert placeholder not in text.split("\n")
    assert OPINION in text


SHORT = "渡口的船今天起改在八点开，末班仍是六点。"
MENU = "<div><a href='/'>首页</a><a href='/x'>新闻</a><a href='/y'>体育</a></div>"


@pytest.mark.parametrize(
    "below",
    [
        "<div><a href='2'>上一页</a><a href='1'>1</a><b>2</b><a href='3'>下一页</a></div>",
        "<h2>猜你喜欢</h2><h3>山里的桥修好了</h3><p>河湾号 2小时前</p>",
        "<p>下一篇 4</p><p>版权所有 河湾日报社</p>",
    ],
)
def test_a_short_article_begins_at_its_headline_and_ends_above_pagers_and_lists(below: str) -> None:
    above = f"{MENU}<p>您的位置：河湾网 &gt; 正文</p><p>打开河湾APP，阅读更流畅</p>"
    piece = read_one(f"{HEAD}{above}<h1>最后一个渡口</h1><p>{SHORT}</p><p>{SHORT[:9]}。</p>{below}")
    assert piece.article.draft.text.split("\n") == ["最后一个渡口", SHORT, SHORT[:9] + "。"]


def test_what_may_be_text_above_the_headline_is_kept() -> None:
    piece = read_one(f"{HEAD}{MENU}<p>{SHORT}{SHORT}</p><h1>最后一个渡口</h1><p>{SHORT}</p>")
    assert piece.article.draft.text.count(SHORT) == 3


def test_paragraphs_that_an_extractor_runs_together_are_kept_apart() -> None:
    text = f"<p>{SHORT}</p><figure><img src='x'><figcaption>渡船</figcaption></figure><p>{SHORT[:12]}。</p>"
    source = (
        f"<article><section><h1>最后一个渡口</h1><time>2024-03-05</time><section>{text}</section></section>"
    )
    piece = read_one(f"{HEAD}{MENU}{source}</article>")
    assert piece.article.draft.text.split("\n")[-3:] == [SHORT, "渡船", SHORT[:12] + "。"]


def test_the_first_post_of_a_forum_is_the_article() -> None:
    def post(number: int, day: int, words: str) -> str:
        member = "<div>周小满</div><p>中级会员</p><p>积分 820</p>"
        text = f"<table><tr><td class='t_f' id='postmessage_{number}'>{words}</td></tr></table>"
        when = f"<em>发表于 2024-3-{day} 21:05</em>"
        return f"<table id='post_{number}'><tr><td>{member}</td><td>{when}{text}</td></tr></table>"

    page = (
        "<title>最后一个渡口 - 茶馆 - 河湾论坛 - Powered by Discuz!</title><h1>[杂谈] 最后一个渡口</h1>"
        f"{post(1, 5, f'{SHORT}<br /><br />{SHORT[:12]}。')}{post(2, 9, OPINION)}<p>GMT+8, 2025-1-1 10:00</p>"
    )
    draft = read_one(page).article.draft
    assert (draft.title, draft.date, draft.source) == ("最后一个渡口", "2024-03-05", "河湾论坛")
    assert draft.text.split("\n")[-2:] == [SHORT, SHORT[:12] + "。"]


@pytest.mark.parametrize(
    ("title", "source"),
    [("最后一个渡口_副刊_河湾新闻网", "河湾新闻网"), ("最后一个渡口 - 社会新闻", ""), ("最后一个渡口", "")],
)
def test_the_publication_that_ends_the_title_of_a_page_is_its_source(title: str, source: str) -> None:
    assert read_one(f"<title>{title}</title><h1>最后一个渡口</h1>{TEXT}").article.draft.source == source


def test_headline_and_imprint_are_not_repeated_below_a_lead() -> None:
    head = f"<h1>最后一个渡口</h1><p>{SHORT}</p><ul><li>记者：周小满</li><li>2024-03-05 10:11</li></ul>"
    consent = "<div id='cookie-consent'><p>本网站使用饼干，以便提供更好的服务。</p></div>"
    draft = read_one(f"{HEAD}<span>城事</span>{head}{TEXT}{consent}").article.draft
    assert (draft.authors, draft.date) == (("周小满",), "2024-03-05")
    assert [draft.text.count(words) for words in ("周小满", "2024-03-05", "饼干")] == [1, 1, 0]
