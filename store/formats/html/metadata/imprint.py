"""Reads the lines around the headline of a page: date, source and authors among buttons and counters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from store.chinese.folding import fold
from store.press.byline import read_imprint
from store.press.dates import date, take_dates
from store.press.imprint.publications import is_well_known
from store.press.person_names import is_name, split_names
from store.press.sites.website import is_place, is_section, is_widget

_BUTTONS = re.compile(
    r"[“\"'(\[【]?(?:分享(?:到|至)?(?:好友和朋友圈)?|用微信扫码二维码|扫一扫.{0,12}|举报(?:/反馈)?|反馈|字[号體体]\s*[:]?|[大中小]字号|"
    r"A[-+]?(?=\s|$)|打印(?:本页)?|打印|收藏(?:本文)?|添加喜爱|关注(?:我们)?|纠错|评论|我要评论|跟帖|点赞|微博|微信|QQ空间|空间|朋友圈|复制链接|"
    r"查看原图|查看全文|原文|手机(?:看|阅读|扫码)\S*|正文|关闭|下载客户端|订阅|已关注|收听|听新闻|语音播报|播报文章|发布于\s*:?\s*\S{2,4}(?=\s*$)|IP\s*属地\s*:?\s*\S{0,6})"
    r"[”\"')\]】]?\s*(?:[:|]?\s*\d[\d,.]*\s*[万+]?)?(?=[\s|:]|$)"
)
_LABEL = re.compile(
    r"(?:(?<=[\s|(\[【/;,、])|^)(?:(?P<author>(?:本文|原文|文章|文字)?作\s*者|(?:本[报刊网])?(?:见习|实习|特约|首席)?记\s*者|撰\s*文|撰稿人?|"
    r"文字?|采写|供稿人?|张贴者|发帖人|编译|译者|翻译|口述|主笔|通讯员|by|author)"
    r"|(?P<source>(?:文章|信息|稿件|新闻|本文|内容)?(?:来\s*源|稿\s*源|出\s*处)|转载?自|摘自|source)"
    r"|(?P<date>(?:发布|发表|更新|刊发|上传|创建|成文|发文)?(?:时\s*间|日\s*期)|(?:发布|发表|更新|修改)于(?=\s*:?\s*\d)|published|date)"
    r"|(?P<other>[一-鿿]{0,4}?(?:编\s*辑|责编|美编|审核|校对|选稿|制作|监制|编审|审校|摄影|供图|图片?|摄|设计|点击|阅读|浏览|访问|人气|评论|字体|字号|关键[词字]|标签|栏目|分类|频道|字数|阅读时长|IP属地|索引|文号|责任|作者单位|主编|终审)"
    r"[量数次人员]*))\s*[:丨|/·]\s*",
    re.IGNORECASE,
)
_MEDIUM = re.compile(
    r".{1,14}?(?:[网報报社刊台]|日报|周刊|杂志|在线|财经|新闻|发布|客户端|网络版|中心|频道|融媒|公众号|号|视频|资讯|观察|时评|研究院|论坛|社区)$"
)
_RELAYED = re.compile(r"^[^\s\-－—–]{1,8}[网網]\s*[-－—–]+\s*(?=\S{2,})")
"""The website that relays the article of a newspaper: 人民网-人民日报."""
_EMPTY = re.compile(
    r"^(?:(?:首次|最近|最后|最新|已)?(?:发布|发表|更新|修改)|未知|未详|佚名|匿名|无|无名|暂无|不详|admin|administrator|root|author|网络|互联网|网路|本站|原创|转载|本网|null|none|nil|undefined|nan|n/a|"
    r"編輯|编辑|管理员|站长|小编|请?(?:输入|填写|选择).*|作者|来源|來源|关注|加载中.*|\{\{.*|\$\{.*|.*<%.*)$",
    re.IGNORECASE,
)
_NO_SOURCE = re.compile(
    "(?:专题|專題|专栏|專欄|特稿|特辑|特輯|系列|栏目|欄目|[于於])$|^(?:[A-Z]{1,3}T|GMT|UTC|[AaPp][Mm])$"
)
"""What stands beside a date and is no publication: a column, a part of 已于 … 修改, a time zone."""
_SPLIT_DATE = re.compile(r"(?<!\d)(20\d\d)\s+(\d\d?)\s*[/-]\s*(\d\d?)(?!\d)")
"""A date whose year stands in an element of its own."""
_WIDE_GAP = re.compile("(?<=\\S\\S)\u3000+(?=\\S\\S)")
"""A wide space between words; inside a short one, as in 王　芳, it only sets its characters apart."""
_TAIWAN = re.compile(
    r"(?:(?P<medium>\S{2,8}[報报社網网])\s*/?\s*)?[〔(\[]?(?:記者|记者|特派員)\s*(?P<names>[一-鿿、]{2,12}?)\s*/\s*[一-鿿]{0,10}(?:報導|报导|報道|电|電)"
)
"""聯合報 記者陳小滿／台北即時報導."""
_PAPER = re.compile(r"《(?P<name>[^《》]{2,14})》\s*[\[(]?\s*(?=(?:19|20)\d\d)")
"""The newspaper before the day on which it was printed: 《光明日报》（2024年11月08日 09版）."""
_BY = re.compile(r"\bby\s+(?P<name>[\w·. -]{2,30})$", re.IGNORECASE)
_BULLETS = "○●◎◇◆□■▪•·"
_LONGEST = 200
_LONGEST_PEN_NAME = 16
"""Code points of the longest pen name."""
_LONGEST_REST = 12
"""Code points beside a date from which a line without labels says something else."""


class PageImprint(msgspec.Struct, frozen=True):
    """What a line says; what it does not say is empty."""

    date: str = ""
    authors: tuple[str, ...] = ()
    source: str = ""

    def __bool__(self) -> bool:
        return bool(self.date or self.authors or self.source)

    def filled(self, other: PageImprint) -> PageImprint:
        """Return this with what it does not say taken from another."""
        return PageImprint(
            self.date or other.date, self.authors or other.authors, self.source or other.source
        )


def read_page_imprint(line: str, *, bare: bool = True) -> PageImprint:
    """Return what a line of a page says about the article.

    :param line: with two spaces between its elements.
    :param bare: whether words beside the date are the source or author without a label.
    """
    if len(line) > _LONGEST:
        return PageImprint()
    words = unicodedata.normalize("NFKC", _WIDE_GAP.sub("  ", line)).strip()
    words = _SPLIT_DATE.sub(r"\1-\2-\3", words)
    when = date(words)
    if found := _TAIWAN.search(words):
        return PageImprint(when, tuple(split_names(found["names"], led=True) or ()), found["medium"] or "")
    fields, rest = _labelled(words)
    authors = _author_names(fields.get("author", ""))
    source = clean_source(take_dates(fields.get("source", ""))[0])
    when = date(fields.get("date", "")) or when
    rest, dated = take_dates(rest)
    if dated:
        rest = "  ".join(token for token in re.split(r"\s{2,}", rest) if not is_place(token))
    rest = _BUTTONS.sub("  ", f" {rest} ").strip(" |丨/-,;·:")
    if not fields and re.search(r"[一-鿿]{9}", rest) and len(rest) > _LONGEST_REST:
        return PageImprint()  # a sentence with a date, or a heading
    source = source or _paper(words)
    if not rest or not bare:
        return PageImprint(when, authors, source)
    if not authors and (found := _BY.search(rest)):
        return PageImprint(when, (found["name"].strip(),), source)
    plain = read_imprint(rest)
    if not authors and plain.authors and not plain.rest and (plain.explicit or dated):
        authors = plain.authors
    tokens = [
        token
        for token in re.split(r"\s{2,}|\|", rest)
        if token.strip() and not is_widget(token.strip(_BULLETS))
    ]
    if not authors and len(tokens) > 1:
        each = (read_imprint(token) for token in tokens)
        authors = next(
            (said.authors for said in each if said.authors and said.explicit and not said.rest), ()
        )
    if not source and (dated or len(tokens) == 1):
        source = next((clean_source(each) for each in tokens if is_medium(each.strip())), "")
    if dated and not source and not authors and len(tokens) == 1 and _is_label_less(tokens[0]):
        if is_name(tokens[0].strip()) or not date(words[:24]):  # before the date stands who wrote it
            authors = (tokens[0].strip(),)
        else:
            source = tokens[0].strip()
    return PageImprint(when, authors, source)


def _paper(words: str) -> str:
    """Return the newspaper in title marks before a day; empty if there is none."""
    found = _PAPER.match(words)
    return found["name"] if found and is_medium(found["name"]) else ""


def clean_source(value: str) -> str:
    """Return the name of a publication as it stands after 来源: without marks and the site that relays it."""
    words = re.split(
        r"\s{2,}|[|丨]|(?<=\S)\s+(?=[一-鿿]{2,3}$)", unicodedata.normalize("NFKC", value).strip()
    )[0]
    words = re.sub(r"^(?:文章|信息|稿件)?来\s*源\s*[:]?\s*", "", words).strip(' 《》“”"()[]【】,;:、-')
    relayed = _RELAYED.sub("", words).strip("《》“” ")
    words = words[: -len(relayed)].strip(" -－—–") if relayed != words and _is_channel(relayed) else relayed
    if (
        _EMPTY.match(words)
        or len(words) > 40
        or re.match(r"https?:|www\.", words)
        or not re.search(r"\w", words)
    ):
        return ""
    return words


def _is_channel(words: str) -> bool:
    return is_section(words) or words.endswith("频道")


def is_person(words: str) -> bool:
    """Whether a name given without a label, as in ``<meta name=author>``, is that of a person."""
    return is_name(words) and not is_medium(words)


def is_medium(words: str) -> bool:
    """Whether words have the form of the name of a publication or an account of one."""
    return len(words) <= 16 and not re.search(r"[\s,。:〔]|\d号$", words) and bool(_MEDIUM.fullmatch(words))


def is_pen_name(words: str) -> bool:
    """Whether what a mark calls the author can be a pen name: no publication, date, button or number."""
    if (
        not 2 <= len(words) <= _LONGEST_PEN_NAME
        or is_medium(words)
        or is_nobody(words)
        or is_well_known(words)
    ):
        return False
    return (
        not re.search(r"[。，,!?！？:：;；|/\\(){}\[\]<>@#]|\d{3,}", words)
        and any(map(str.isalpha, words))
        and not date(words)
        and _BUTTONS.sub("", f" {words} ").strip() != ""
    )


def is_nobody(words: str) -> bool:
    """Whether a name says that nobody is named: 佚名, 未知, or what a template left in its place."""
    return bool(_EMPTY.match(words.strip())) or not any(map(str.isalnum, words))


def _labelled(words: str) -> tuple[dict[str, str], str]:
    """Return the values of labels by field, and the words without them."""
    labels = list(_LABEL.finditer(fold(words)))
    if not labels:
        return {}, words
    fields: dict[str, str] = {}
    rest = words[: labels[0].start()]
    for label, end in zip(labels, [*(each.start() for each in labels[1:]), len(words)], strict=True):
        name = label.lastgroup or "other"
        value = words[label.end() : end].strip()
        if value:
            fields.setdefault(name, value)
        if name in ("source", "other", "author"):
            pieces = re.split(r"\s{2,}|[|丨]", value, maxsplit=1)
            rest += "  " + (pieces[1] if len(pieces) > 1 else "")
    return fields, rest


def _author_names(value: str) -> tuple[str, ...]:
    """Return the names after a label for authors."""
    value = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", value)
    value = re.sub(rf"\s+[{_BULLETS}]\s*(?=\S)", "、", value)
    value = _BUTTONS.sub("  ", f" {take_dates(value)[0]} ").strip(" |丨,;、/:-()[]【】")
    for candidate in _shorter(_without_medium(value)):
        if names := split_names(candidate, led=True):
            return tuple(name for name in names if not _EMPTY.match(name))
    first = re.split(r"\s+|[|,;]", value, maxsplit=1)[0]
    if (
        2 <= len(first) <= 12
        and not _EMPTY.match(first)
        and not is_medium(first)
        and not re.search(r"[。!?:]", first)
    ):
        return (first,)
    return ()


def _without_medium(value: str) -> str:
    """Return names without the paper or position before them: 新财周刊 郁青, 观澜网专栏作者 海澜."""
    before, _, names = value.partition(" ")
    is_theirs = is_medium(before) or before.endswith(("作者", "记者", "評論員", "评论员", "撰稿人"))
    return names.strip() if names.strip() and is_theirs else value


def _shorter(value: str) -> Iterable[str]:
    """Yield a value whole, up to its first wide space, and up to its first space."""
    yield value
    for gap in (r"\s{2,}|[|丨]", r"\s"):
        if (short := re.split(gap, value, maxsplit=1)[0]) != value:
            yield short


def _is_label_less(words: str) -> bool:
    words = words.strip()
    shaped = re.fullmatch(r"[^\s,。!?:;()<>]{2,12}", words) is not None
    return (
        shaped
        and any(map(str.isalpha, words))
        and not (is_nobody(words) or is_place(words) or _NO_SOURCE.search(words))
    )
