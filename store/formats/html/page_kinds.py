"""Gives the paragraphs of a page's text their kinds: what the markup says, else what the press rules find."""

from __future__ import annotations

import re

from store.chinese.folding import fold
from store.formats.html.blocks import Part
from store.model.article import BlockKind
from store.press.body import body_kinds
from store.press.lines import Line
from store.press.sites.website import RELATED

_NOTICE = re.compile(
    r"^[(（【\[*]?(?:特别声明|免责声明|版权声明|声明|版权说明|转载请注明|本文转载自|本网站?声明|风险提示及免责|Notice\s*:)"
    r"|(?:[未非]经(?:书面|许可|本网|本站)?\S{0,8}(?:授权|许可|允许|同意)\S{0,6}(?:请勿|不得|禁止|严禁)\S{0,4}(?:转载|复制|使用|摘编|引用))"
    r"|^(?:推荐阅读|相关阅读|延伸阅读|往期(?:推荐|回顾)|更多精彩|阅读原文)(?:[:：，,]|$)"
    r"|^(?:分享(?:到|至|让更多人看到)?.{0,12}|关注公众号.{0,20}|举报(?:/反馈)?|打开APP.{0,12}|展开全文|阅读全文|返回(?:顶部|列表|搜狐).{0,10}|"
    r"[上下]一[篇条][:：].{0,60}|微信扫一扫.{0,20}|扫码.{0,20}|点赞|收藏|评论|打印(?:本页)?|关闭(?:窗口)?|纠错|(?:关键[字词]|标签|Tags?)[:：]?.{0,60})$"
)
_PLACEHOLDER = re.compile(
    r"[\[【(（]?\s*(?:图片|圖片|图像|视频|影片|音频|内容|评论|文章|页面|数据|image|video)?\s*(?:正在|努力)?(?:加载|載入|加載|loading)\s*(?:中|失败)?"
    r"\s*[.。…·,，]*\s*(?:请(?:稍候|稍后|刷新|耐心等待|点击).{0,12})?\s*[\])】）]?"
    r"|.{0,4}(?:您|你)?的?(?:当前)?浏览器(?:版本)?(?:暂时?|并|过低)?不支持.{0,40}|请(?:升级|更新|更换)(?:您的)?浏览器.{0,30}|请(?:开启|启用).{0,4}java\s?script.{0,20}"
    r"|[\[【(（]?(?:图片|圖片|广告|廣告|advertisement|ad)[\])】）]?|(?:广告|廣告)\s*[(（][^()（）]{0,12}[)）]"
    r"|本帖最后由\s.{1,40}\s于\s*\d.{5,20}\s*编辑|\{\{[^{}]{1,60}\}\}|\$\{[^{}]{1,60}\}"
    r"|[請请][繼继][續续]往下[閱阅][讀读].{0,4}|.{0,40}(?:[點点按]我|[點点][擊击])下[載载]\s?APP.{0,20}|-{3,}分隔[线線]-*"
    r"|(?:请)?(?:在此|在这里)?(?:输入|填写|说点|写下)(?:您?你?的)?(?:评论|留言|内容|什么吧?|想法).{0,12}|图像来源[，,]|图像加注文字[，,]",
    re.IGNORECASE,
)
"""What stands in the place of something that a page has not loaded, or tells what is there."""
_COMMENTS = re.compile(
    r"(?:网友|網友|全部|所有|最新|精彩|热门|熱門|精选|精選|热点|读者|用户)\s*(?:评论|評論|留言|跟[贴帖]|回复|回應|点评)"
    r"\s*(?:区|列表)?\s*[(（\[]?\s*\d*\s*条?\s*[)）\]]?[:：]?"
    r"|(?:评论|評論|留言|跟[贴帖]|回复|回應)\s*(?:(?:区|列表)|[(（\[]\s*\d+\s*条?\s*[)）\]]|\d+\s*条?)[:：]?"
    r"|(?:共\s*)?\d+\s*[条個个则則]\s*(?:评论|評論|留言|回复|回應|跟[贴帖])"
    r"|(?:发表|發表|我要|撰写|添加)(?:评论|評論|回复|回應|留言|点评)"
    r"|leave a (?:reply|comment)|\d+ comments?|comments? \(\d+\)",
    re.IGNORECASE,
)
"""The heading of the comments, which a count or another word tells from a heading of the text."""
_LEAST_ABOVE = 150
"""Characters of text above such a heading."""
_LAST = 8
"""Lines at the end in which notices and buttons are searched."""
_MOST_LINES = 20_000


def without_notices(parts: list[Part]) -> list[Part]:
    """Leave out the notices and buttons of the site below the text, and placeholders anywhere in it."""
    if len(parts) <= 1:
        return parts
    parts = [part for part in parts if len(part[1]) > 80 or not _PLACEHOLDER.fullmatch(part[1])] or parts
    first = max(0, len(parts) - _LAST)
    return parts[:first] + [part for part in parts[first:] if not _NOTICE.search(_folded(part[1]))] or parts


def _folded(words: str) -> str:
    """The words as rules for notices have them: simplified, without a comma before what is forbidden."""
    return re.sub("[，,]\\s*(?=(?:请勿|不得|禁止|严禁))", "", fold(words))


def ends_article(line: str) -> bool:
    """Whether this is the heading of other articles or of the comments."""
    return len(line) <= 40 and bool(
        RELATED.match(line) or _COMMENTS.fullmatch(line) or _OTHER_ARTICLES.match(line)
    )


_OTHER_ARTICLES = re.compile(
    r"(?:推荐|相关|相關|延伸|往期)(?:阅读|閱讀|文章|推荐|回顾)|[上下]一[篇条則则][:：]?|分享(?:到|至)"
)


def without_comments(parts: list[Part]) -> list[Part]:
    """Leave out what stands below the heading of the comments, and the heading."""
    above = 0
    for index, (_, words) in enumerate(parts):
        if len(words) <= 24 and above >= _LEAST_ABOVE and _COMMENTS.fullmatch(words):
            return parts[:index]
        above += len(words) if "。" in words else 0
    return parts


def page_kinds(parts: list[Part]) -> list[Part]:
    """Return the paragraphs with their final kinds.

    A paragraph that markup calls a heading or caption stays one. If markup has no headings, the press rules
    find them; captions, credits and signatures are found by these rules in any case.
    """
    if len(parts) > _MOST_LINES:
        return parts
    lines = [Line.of(words, 0, 0) for _, words in parts]
    found = body_kinds(lines, signed=False)
    marked = sum(kind is BlockKind.HEADING for kind, _ in parts) > 1
    kinds = [_kind(mine, theirs, marked=marked) for (mine, _), theirs in zip(parts, found, strict=True)]
    return [(kind, words) for kind, (_, words) in zip(kinds, parts, strict=True)]


def _kind(mine: BlockKind, theirs: BlockKind, *, marked: bool) -> BlockKind:
    if mine is not BlockKind.PARAGRAPH:
        return mine
    return BlockKind.PARAGRAPH if marked and theirs is BlockKind.HEADING else theirs


_STYLED = re.compile(
    r'<p class="(?P<names>[^"<>]{0,200}+)"(?P<rest>[^<>]*+)>(?P<words>(?:[^<]|<(?!/?p[\s>])){1,2000}+)</p>'
)
"""A paragraph with names of styles."""

_HEADING = re.compile(r"<(/?)h([1-5])(?=[\s>])")


def with_title_of_document(page: str) -> str:
    """Return a page with its title as the only heading of the first rank, if Google Docs exported it.

    There a title is a paragraph with a style, and headings of the first rank are those within the text.
    """
    if 'doc-content"' not in page:
        return page
    title = next((each for each in _STYLED.finditer(page) if "title" in each["names"].split()), None)
    if title is None:
        return page
    above, below = (
        _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}", part)
        for part in (page[: title.start()], page[title.end() :])
    )
    return f"{above}<h1{title['rest']}>{title['words']}</h1>{below}"
