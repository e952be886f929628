"""What stands between, above and around the headline and the by-line of a page is read for what it is."""

from __future__ import annotations

from itertools import product

import pytest

from store.formats.html.reader import read_page
from store.model.article import BlockKind, Draft

TITLE = "渡口的第九场雨"
TEXT = (
    "<p>六月的第一场雨落下来时，渡口的吊机已经停了三天。老船工坐在缆桩上，数着江面上的水纹，谁叫他也不应。</p>"
    "<p>他的徒弟把防水布又压了一层砖，回头看了看江面，说再涨两级石阶，北岸的船就都得挪。老船工没有说话。</p>"
) * 3


def page(
    above: str = "", below: str = "", *, title: str = TITLE, after: str = "", headline: str = TITLE
) -> Draft:
    """Return the article of a page with something above and below its headline, and below its text."""
    source = (
        f"<html><head><title>{title}</title></head><body><div>{above}<h1>{headline}</h1>{below}"
        f"<div>{TEXT}</div>{after}</div></body></html>"
    )
    return read_page(source, "a.html")[0]


@pytest.mark.parametrize(
    ("above", "below"),
    product(
        ["", "<p align=center>一条渡船怎样穿过三十年的雨季</p>", "<center>青石日报</center>"],
        [
            "<p>许砚秋</p>",
            "<p>□ 许砚秋</p>",
            "<p align=center>（许砚秋）</p>",
            "<p>许 砚 秋</p>",
            "<p>本报记者 许砚秋</p>",
        ],
    ),
)
def test_a_name_alone_below_the_headline_is_the_author_whatever_stands_above(above: str, below: str) -> None:
    draft = page(above, below)
    assert (draft.title, draft.authors) == (TITLE, ("许砚秋",))


@pytest.mark.parametrize("below", ["<p>许砚秋</p><p>文/白榆</p>", "<p>许砚秋</p><p>作者：白榆</p>"])
def test_a_name_with_a_role_is_surer_than_one_alone(below: str) -> None:
    assert page("", below).authors == ("白榆",)


@pytest.mark.parametrize("below", ["<p><a href='/c'>许砚秋</a></p>", "<p>社会</p>", "<p>三十年</p>"])
def test_links_and_other_words_alone_are_no_authors(below: str) -> None:
    assert page("", below).authors == ()


def test_the_name_beside_a_button_to_follow_is_the_author() -> None:
    assert page("", "<div><a href='/p/1'>江边阿槿</a> <span>关注</span></div>").authors == ("江边阿槿",)


@pytest.mark.parametrize(
    ("words", "kind"), [("一条渡船怎样穿过三十年的雨季", BlockKind.KICKER), ("江上的人", BlockKind.COLUMN)]
)
def test_a_plain_line_above_the_headline_is_its_kicker_or_column(words: str, kind: BlockKind) -> None:
    draft = page(f"<p align=center>{words}</p>")
    assert [draft.text[each.start : each.end] for each in draft.blocks if each.kind is kind] == [words]


@pytest.mark.parametrize(
    "above", ["<p><a href='/'>江上的人</a></p>", "<p>首页 > 要闻 > 正文</p>", "<p>青石日报</p>"]
)
def test_links_trails_and_papers_above_the_headline_are_no_kickers(above: str) -> None:
    draft = page(above)
    assert (draft.kicker, draft.column) == ("", "")


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        (
            "青石县水务局关于调整渡口汛期开放时间的通告_青石县水务局",
            "青石县水务局关于调整<br>渡口汛期开放时间的通告",
        ),
        (f"青石日报数字报-{TITLE}", TITLE),
    ],
)
def test_a_broken_headline_and_one_behind_the_name_of_the_paper_are_found(title: str, headline: str) -> None:
    assert page(title=title, headline=headline).title == headline.replace("<br>", "")


def test_a_title_that_joins_headline_and_subtitle_is_not_the_headline() -> None:
    draft = page(below="<h2>一个老船工的六月</h2>", title=f"{TITLE}. 一个老船工的六月 | 江边")
    assert draft.title == TITLE


def test_the_headline_below_the_name_of_a_blog_is_found() -> None:
    post = f"<h1>田埂上</h1><p>2021年4月5日</p><h3>四月渡口</h3>{TEXT}<p>张贴者：阿禾 时间：21:00</p>"
    draft = read_page(f"<title>田埂上: 四月渡口</title><body>{post}</body>", "a.html")[0]
    assert (draft.title, draft.authors) == ("四月渡口", ("阿禾",))


@pytest.mark.parametrize(
    ("below", "source"),
    [
        ("<p>2024-05-10 11:02 <span>发布于：北京市</span></p>", ""),
        ("<p>0.312 <time>2019.08.16 21:02</time> 字数 612</p>", ""),
        ("<p>2024-11-10 HKT 11:32</p>", ""),
        ("<p>2022年12月号 · 封面专题</p>", ""),
        ("<p>来源：光明网-时评频道 2024-05-10</p>", "光明网"),
        ("<p>《光明日报》（2024年11月08日 09版）</p>", "光明日报"),
    ],
)
def test_places_numbers_zones_and_columns_are_no_sources(below: str, source: str) -> None:
    assert page("", below).source == source


@pytest.mark.parametrize(
    ("below", "authors"),
    [
        ("<p>文｜青石周刊 许砚秋 <span>2024年09月12日</span></p>", ("许砚秋",)),
        ("<p>【文/青石网专栏作者 许砚秋】</p>", ("许砚秋",)),
        ("<p>文／許硯秋　攝影／白榆　2023.09.28</p>", ("許硯秋",)),
        ("<p>作者：许砚秋 ▪ 白榆　责编：方塘</p>", ("许砚秋", "白榆")),
        ("<p>2024-08-18 23:11 <span>江苏</span> <span>读书领域创作者</span></p>", ()),
        (
            "<div class=AuthorInfo><b>江边阿槿</b><div class=AuthorInfo-detail>修过几年船</div></div>",
            ("江边阿槿",),
        ),
    ],
)
def test_papers_positions_places_and_biographies_are_no_authors(below: str, authors: tuple[str, ...]) -> None:
    assert page("", below).authors == authors


def test_portals_are_no_authors_but_the_owner_of_a_blog_is() -> None:
    source = f"<body><h1>{TITLE}</h1><p>2024-02-11</p>{TEXT}</body>"
    for name, title, authors in (("网易", "网易订阅", ()), ("北窗", "北窗的博客", ("北窗",))):
        head = f'<title>{TITLE} | {title}</title><meta property="article:author" content="{name}">'
        assert read_page(head + source, "a.html")[0].authors == authors


def test_the_day_of_publication_is_surer_than_that_of_a_change() -> None:
    draft = page("", "<p>已于 2021-04-01 10:00 修改</p><p>于 2021-03-15 21:00 首次发布</p>")
    assert (draft.date, draft.source) == ("2021-03-15", "")


def test_who_posted_a_text_is_named_below_it() -> None:
    assert page(after="<div>posted @ 2019-12-01 22:41 <a>北窗下</a> 阅读(203)</div>").authors == ("北窗下",)


def test_a_lead_between_imprint_and_text_is_kept() -> None:
    lead = "汛期里最后一班渡船的通宵"
    draft = page("", f"<div>2024-06-17 来源：青石日报</div><div class=zhaiyao>{lead}</div>")
    assert draft.text.count(lead) == 1


def test_what_a_site_prints_below_its_editors_is_left_out_but_not_references() -> None:
    below = "<p>责任编辑：方塘</p><p>校对：白榆</p><p>青石新闻公众号</p><p>更多猛料！欢迎扫描左方二维码</p>"
    head = f"<title>{TITLE}</title><body><h1>{TITLE}</h1><div>{TEXT}"
    text = read_page(f"{head}{below}</div>", "a.html")[0].text
    assert "校对：白榆" in text
    assert "猛料" not in text
    references = "<p>编辑：方塘</p><h2>参考文献</h2><p>白榆 江边读本</p>"
    assert "江边读本" in read_page(f"{head}{references}</div>", "a.html")[0].text


@pytest.mark.parametrize(
    "line",
    [
        "本網站之文字、圖片及影音，非經授權，不得轉載、公開播送或公開傳輸及利用。",
        "此内容为青石周刊原创，未经青石周刊书面授权，不得转载、摘编。",
        "請繼續往下閱讀...",
    ],
)
def test_notices_in_both_scripts_are_left_out(line: str) -> None:
    assert line not in page(after=f"<p>{line}</p>").text
