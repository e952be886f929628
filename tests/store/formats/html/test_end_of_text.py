"""What stands below the last sentence of a page, in the division of its text, belongs to the article."""

from __future__ import annotations

import pytest

from tests.store.formats.html.test_page_reader import TEXT, read_one

MORE = "".join(
    f"<p>{who}说，渡口的船票从一角涨到两块用了三十年，桥修好以后一分钱也不用花，可是岸边的茶摊大概也不会再有了，{who}叹了一口气。</p>"
    for who in ("卖茶的人", "放羊的人", "修船的人", "教书的人", "管水闸的人")
)
HEAD = "<title>渡口 - 拾穗</title><body><div class='top'><a href='/'>首页</a></div><div class='post'>"
BELOW = "<div class='more'><ul><li>别处的一行</li></ul></div></div><p>页脚的一行</p>"


def page(end: str) -> str:
    head = "<h1>堤上的人怎么看桥</h1><div class='AuthorInfo'><a>周小满</a></div>"
    return f"{HEAD}{head}<div class='rich'>{TEXT}{MORE}{end}</div>{BELOW}"


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        ("<ul><li>甲船</li><li>乙船</li></ul>", ["甲船", "乙船"]),
        ("<table><tr><th>年<th>人<tr><td>2012<td>1800</table>", ["年\u3000人", "2012\u30001800"]),
        ("<blockquote>桥不认人</blockquote>", ["桥不认人"]),
        ("<figure><img src=a><figcaption>桥头的灯</figcaption></figure>", ["桥头的灯"]),
        ("<h3>参考资料</h3><ol><li><a href='#a'>河湾县志</a></li></ol>", ["参考资料", "1. 河湾县志"]),
        ("<dl><dt>渡</dt><dd>过河</dd></dl>", ["渡", "过河"]),
    ],
)
def test_what_is_below_the_last_sentence_is_kept(end: str, kept: list[str]) -> None:
    draft = read_one(page(end)).article.draft
    lines = draft.text.split("\n")
    assert lines[-len(kept) :] == kept
    assert (draft.title, draft.authors, draft.source) == ("堤上的人怎么看桥", ("周小满",), "拾穗")


@pytest.mark.parametrize(
    "end",
    [
        "<p>相关阅读</p><ul><li>另一篇</li></ul>",
        "<ul><li><a href='/1'>另一篇</a></li><li><a href='/2'>又一篇</a></li></ul>",
        "<p>分享到：微信 微博</p>",
        "<p>上一篇：另一篇</p>",
    ],
)
def test_links_and_buttons_below_the_text_are_left_out(end: str) -> None:
    whole, plain = read_one(page(end)), read_one(page(""))
    assert whole.article.draft.text == plain.article.draft.text


def test_a_title_repeated_below_the_text_is_no_headline() -> None:
    draft = read_one(page("<p>渡口</p>")).article.draft
    assert draft.title == "堤上的人怎么看桥"
    assert draft.text.endswith("\n渡口")


def test_an_index_page_is_told() -> None:
    links = "".join(f"<li><a href='/{at}'>第{at}条消息的标题</a></li>" for at in range(30))
    assert "a list of 30 links" in read_one(f"<title>消息</title><ul>{links}</ul>").remarks[0]
    assert not any("list of" in each for each in read_one(page("")).remarks)


def test_a_declared_author_is_taken_where_no_line_names_one() -> None:
    meta = "<meta name='author' content='{}'>"
    source = f"<title>堤上的人 - 拾穗</title><body><h1>堤上的人</h1><div>{TEXT}{MORE}</div>"
    assert read_one(meta.format("河边的芦苇") + source).article.draft.authors == ("河边的芦苇",)
    for other in ("拾穗", "104553", "site_admin", "河湾网", "佚名"):
        assert read_one(meta.format(other) + source).article.draft.authors == ()


def test_the_post_of_a_bulletin_board_in_a_page() -> None:
    source = (
        "<title>河湾小站</title><body><a href='/'>首页</a><h1>Ship 版</h1>"
        "<pre>发信人: reed (芦苇), 信区: Ship\n标  题: 堤上的羊\n"
        f"发信站: 河湾小站 (Tue Mar  5 21:14:08 2024), 站内\n\n渡船停在对岸。</pre>{TEXT}"
    )
    draft = read_one(source).article.draft
    assert (draft.title, draft.date, draft.authors) == ("堤上的羊", "2024-03-05", ("reed",))
    assert draft.source == "河湾小站"
    assert "渡船停在对岸。" in draft.text
