"""Metadata of a press article: authors, date and publication, from its byline and date lines.

The functions read printed lines and never change the text. Lines are converted to compatibility form (NFKC)
first, so that full-width digits, colons and spaces need no rules of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from store.model.article import Article, Block, BlockKind, Metadata
from store.press.dates import date, take_dates
from store.press.person_names import is_common_word, is_name, split_names

# Source: the roles, labels and kinds of media were collected by reading Chinese newspapers, news agencies and
# public accounts.
_PLACED = r"[^\s,、;/|:()]{0,14}?"  # a prefix of a role: 本报, 四川日报全媒体, 驻巴黎
_STRICT_ROLE = (
    "记者|記者|供稿|通讯员|通訊員|实习生|實習生|报道员|特派员|摄制组|口述|报道|報導|采写|採寫|采访|採訪|"
    "整理|编译|編譯|执笔|執筆"
)
_PEN_ROLE = (
    r"作者(?!系|为|是|单位|簡介|简介|均|係|為)|撰文|撰稿人?|文字|原创|原創|主笔|主筆|译者|譯者|翻译|翻譯|"
    r"评论员|評論員|专栏作家|文(?=\s*[:/|])|by(?= )|By(?= )|BY(?= )"
)
_OTHER_ROLE = (
    r"摄影记者|攝影記者|责任编辑|責任編輯|编辑|編輯|责编|責編|美编|编审|摄影|攝影|图片|圖片|供图|供圖|[图圖](?=\s*[:/|])|"
    r"[摄攝](?=\s*[:/|])|校对|校對|制图|製圖|绘图|繪圖|视频|剪辑|设计|版式|审核|審核|监制|监审|统筹|策划|出品|指导|来源|主编|值班"
)
_LABEL = re.compile(
    rf"(?:(?<=[\s,、;/|(])|^){_PLACED}(?:(?P<other>{_OTHER_ROLE})|(?P<pen>{_PEN_ROLE})|(?P<strict>{_STRICT_ROLE}))"
    r"(?P<mark>\s*[:/|丨]|(?=\s)|(?<=[者员員生]))"
)
_TEXT_AND_PHOTOS = re.compile(
    r"(?:(?<=[\s/|)])|^)[文图圖摄攝](?:[/、]|并|/?)[文图圖摄攝]影?(?:[:/|]|(?=\s)|$)"
)
_AFTER_SLASH = re.compile(r"(?:(?<=\s)|^)([^\s/:,、]{2,8})/(文|撰文|[图圖]|摄影?|攝影?)(?=[\s,、]|$)")
_AFTER_SPACE = re.compile(r"(?:(?<=\s)|^)([^\s/:,、]{2,4})\s(文|[图圖]|摄|攝)(?=\s+\S\S|\s*$)")
_ASIDE = re.compile(r"\((?![^()]*(?:记者|記者|通讯员|通訊員|实习生))[^()]*\)")
_COLLECTIVE = re.compile(
    r"^.{2,14}(?:评论员|評論員|编辑部|編輯部|课题组|报道组|报道组|调研组|工作室|编辑|评论部|理论部|研究院|记者站)$"
)

_ATTACHED = re.compile(r"((?:记者|記者)[^\s,、;/|:()]{2,3}?)(通讯员|通訊員|实习生|實習生)")
_WRITER_DESCRIPTION = re.compile(
    r"^[^\s,、;/|:()]{0,12}(?:居民|村民|市民|读者|讀者|学生|學生|教师|教師|老师|老師|业主|業主|家长|家長|用户|客户|员工|员工|职工|"
    r"干部|工人|农民|农民|医生|醫生|护士|护师|校长|院长|主任|教授|研究员|律师)\s+(?=\S\s?\S{1,2}$)"
)
"""The description of a letter writer before the name: 青石镇居民 陈小满."""
_COUNTERS = re.compile(
    r"(?:阅读|閱讀|点击|點擊|浏览|瀏覽|评论|評論|查看|人气|访问)(?:量|次数|次數|数)?\s*[:|]?\s*[\d,.]+\s*万?\s*次?"
    r"|(?:第\s*[A-Z]?\d{1,3}|[A-Z]?\d{2,3})\s*版(?:\s*[:|]?\s*[^\s:|,。]{1,8})?(?=\s|$)|字[号體体]\s*:?[\s大中小]+|[\[【(]?(?:打印|收藏|分享|纠错|关闭)[\]】)]?|发表于\s*\S{2,4}$"
)
_SOURCE = re.compile(
    r"(?:文章|信息|资讯|稿件|本文|内容)?(?:来源|來源|稿源|出处|出處|转自|轉自|转载自|摘自|原载|原載)(?:于|於)?\s*[:|丨]?\s*"
    r"[《“「]?(?P<name>[^\s:|丨,、;()《》“”「」。]{2,30})[》”」]?"
)
_MEDIUM = re.compile(
    r"(?:(?<=[\s|(])|^)[《]?(?P<name>[^\s:|,、;()《》]{0,10}(?:日报|晚报|早报|时报|晨报|商报|周报|都市报|青年报|农民报|日報|晚報|時報|"
    r"新闻网|新华网|人民网|中新网|新闻社|新华社|通讯社|通訊社|中央社|周刊|週刊|新闻周刊|月刊|杂志|雜誌|客户端|公众号|电视台|广播网|"
    r"新闻网站|发布|新闻|在线))[》]?(?=[\s|)]|$)"
)
_AGENCY = re.compile(
    r"^[\s(〔]*(?P<name>[^\s,。:()]{1,8}?[社网報报台])[^\s,。:()]{0,12}?(?:\d{1,2}日)?(?:讯|訊|电|電)(?![\w])"
)
_DATELINE = re.compile(r"^[^。!?]{0,40}?(?:讯|訊|电|電|消息)\s*[)】\]]?\s*\((?P<who>[^()]{2,60})\)")
_OPENING_REPORT = re.compile(
    r"^[(\[【〔](?P<who>[^()\[\]【】〔〕。]{0,30}(?:记者|記者)[^()\[\]【】〔〕。]{2,30})[)\]】〕]"
)
_OPENING_NAME = re.compile(
    r"^[^。!?]{0,12}?(?:讯|訊)\s+(?P<who>(?:本报|本網|本网)?(?:记者|記者)\s*[^\s,。()]{2,4})(?=[\s,。])"
)
_BRACKETS = re.compile(r"^[(\[【〔<《]\s*(.*?)\s*[)\]】〕>》]$")
_BULLETS = re.compile(r"^[□■◎●○◆◇▲△★☆•▪\s]+|[□■◎●○◆◇★☆▪\s]+$")
_PLACE = re.compile(
    r"(?<=\s)(?:北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|"
    r"陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)\s*$"
    r"|(?<=\s)[于於][^\s,。]{2,8}\s*$"
)
_LONGEST = 120
"""Code points: a longer line is neither a byline nor a date."""
_TITLE_LENGTH = 30
"""Code points of the longest title that is taken from the first sentence."""


class Imprint(NamedTuple):
    """The contents of an imprint line. ``rest`` is the part that was not recognised."""

    authors: tuple[str, ...]
    others: tuple[str, ...]
    """Photographers and editors."""
    dated: bool
    """Whether it has a date, with or without a year."""
    source: str
    explicit: bool
    """Whether a role identifies the names as names."""
    rest: str


def authors(line: str) -> tuple[str, ...]:
    """The names on a byline, in order, without roles, marks and the spaces that pad short names in print.

    Photographers and editors count only if nobody else is named.
    """
    return _names_in([line])


def source(line: str) -> str:
    """The publication that ``line`` names: 来源：X, X讯, X电, or X next to a date. Empty if none."""
    if len(line) > _LONGEST:
        return ""
    return read_imprint(line).source


def is_byline(line: str) -> bool:
    """Whether ``line`` consists of authors and possibly date and publication.

    Names without a role must begin with a known surname: ``李 明 王 芳`` is a byline, ``上下同心`` is not.
    """
    found = read_imprint(line)
    return bool(found.authors) and not found.rest


def is_date(line: str) -> bool:
    """Whether ``line`` consists of a date and possibly time, publication and counters."""
    found = read_imprint(line)
    return found.dated and not found.rest and not found.authors


def read_imprint(line: str) -> Imprint:
    """Parse a line into names, roles, dates and publication; the remainder is in ``rest``."""
    if len(line) > _LONGEST or not line.strip():
        return Imprint((), (), dated=False, source="", explicit=False, rest=line)
    words = _BULLETS.sub("", unicodedata.normalize("NFKC", line).replace("丨", "|"))
    words = _BULLETS.sub("", _BRACKETS.sub(r"\1", words))
    words, publication = _remove_source(words)
    words, dated = _remove_dates_and_counters(words)
    if not publication and (dated or _LABEL.search(words)):
        words, publication = _remove_medium(words)
    if not publication:
        words, publication = _remove_account(words, posted="发表于" in line)
    words = _ASIDE.sub(" ", words)
    words = re.sub(r"[|丨]\s*$|^\s*[|丨]|-{2,}", " ", words).strip(" ,;、|丨/-:()")
    if not words:
        return Imprint((), (), dated=dated, source=publication, explicit=False, rest="")
    return _read_names(words, dated, publication)


def derive_metadata(text: str, blocks: tuple[Block, ...]) -> Metadata:
    """Derive the metadata of ``text`` from its blocks.

    If no block is a title, the title is the first sentence of the text, at most 30 code points.
    """
    marked = [block for block in blocks if block.kind is not BlockKind.PARAGRAPH]

    def lines(*kinds: BlockKind) -> list[str]:
        return [text[block.start : block.end] for block in marked if block.kind in kinds]

    signed = lines(BlockKind.BYLINE)
    imprint = lines(BlockKind.DATE) + signed
    first = next((block for block in blocks if block.kind is BlockKind.PARAGRAPH), None)
    opening = text[first.start : first.end][: 2 * _LONGEST] if first else ""
    return Metadata(
        title=_join_title(map(_without_markup, lines(BlockKind.TITLE))) or _title_from_text(text),
        kicker=" ".join(lines(BlockKind.KICKER)),
        subtitle=" ".join(lines(BlockKind.SUBTITLE)),
        column=" ".join(_undecorated(line) for line in lines(BlockKind.COLUMN)),
        authors=_names_in(signed) or _dateline_reporters(opening),
        date=next(filter(None, map(date, imprint)), ""),
        source=next(filter(None, map(source, imprint + lines(BlockKind.CREDIT))), ""),
    )


def _names_in(lines: list[str]) -> tuple[str, ...]:
    """The authors in the bylines of an article; if none, its photographers and editors."""
    found = [imprint for imprint in map(read_imprint, lines) if not imprint.rest]
    wrote = _unique(name for imprint in found for name in imprint.authors)
    return wrote or _unique(name for imprint in found for name in imprint.others)


def _remove_source(words: str) -> tuple[str, str]:
    if match := _SOURCE.search(words):
        return words[: match.start()] + "  " + words[match.end() :], match["name"]
    if match := _AGENCY.search(words):
        name = "" if match["name"].startswith("本") else match["name"]
        return "  " + words[match.end() :].strip(" ()"), name
    return words, ""


def _remove_medium(words: str) -> tuple[str, str]:
    """Remove the name of a publication that is not part of a role: 四川日报 but not 四川日报记者."""
    if match := _MEDIUM.search(words):
        return words[: match.start()] + "  " + words[match.end() :], match["name"]
    return words, ""


def _remove_dates_and_counters(words: str) -> tuple[str, bool]:
    """Remove dates, counters and page numbers. Also returns whether there was a date."""
    bare, dated = take_dates(words)
    bare = _COUNTERS.sub("  ", bare)
    return (_PLACE.sub("", bare) if dated else bare), dated


def _remove_account(words: str, *, posted: bool) -> tuple[str, str]:
    """Remove the name of a public account from its byline: 原创, author and account, separated by spaces.

    :param posted: whether the line has 发表于, which only public accounts print, with or without 原创.
    """
    match = re.match(r"^\s*((?:原创|原創)\s+\S+)\s+(\S+)\s*$", words)
    if match is None and posted:
        match = re.match(r"^\s*(?:原创\s+)?(\S{1,10})\s+(\S{2,16})\s*$", words)
        return (f"作者: {match[1]}", match[2]) if match else (words, "")
    return (match[1], match[2]) if match else (words, "")


def _read_names(words: str, dated: bool, publication: str) -> Imprint:
    """Parse the names in a line without dates and publication, each with the role before it."""

    def imprint(writers: list[str], others: list[str], explicit: bool, rest: str = "") -> Imprint:
        return Imprint(_unique(writers), _unique(others), dated, publication, explicit, rest)

    if _COLLECTIVE.match(words) and not re.search(r"[\s,:!?]", words):
        return imprint([words], [], explicit=True)
    words, joint = _TEXT_AND_PHOTOS.subn("  ", words)
    words = _AFTER_SPACE.sub(r"\2/\1", _AFTER_SLASH.sub(r"\2/\1", words))
    words = _ATTACHED.sub(r"\1 \2", words)
    words = _WRITER_DESCRIPTION.sub("", words)
    labels = list(_LABEL.finditer(words))
    starts = [label.start() for label in labels]
    sections = [
        words[label.end() : end] for label, end in zip(labels, [*starts[1:], len(words)], strict=False)
    ]
    writers, others = split_names(words[: starts[0]] if starts else words), list[str]()
    for label, section in zip(labels, sections, strict=True):
        is_separate = bool(label["mark"]) or section[:1].isspace()
        pen = is_separate and bool(label["pen"] or (label["other"] and len(section.strip()) <= 4))
        names = split_names(section, led=section[:1].isspace(), pen=pen)
        if writers is None or names is None:
            break
        (others if label["other"] else writers).extend(names)
    else:
        explicit = bool(labels or joint)
        if (
            writers is not None
            and (writers or others)
            and (explicit or dated or not _are_common_words(words))
        ):
            return imprint(writers, others, explicit)
    return imprint([], [], explicit=False, rest=words)


def _are_common_words(words: str) -> bool:
    """Whether these are only common words that begin with surnames: 金秋, 江南 白云."""
    return all(is_common_word(word) for word in words.split())


def _dateline_reporters(opening: str) -> tuple[str, ...]:
    """The reporters in the dateline of a news report: 本报成都1月6日电（记者陈小满）."""
    words = unicodedata.normalize("NFKC", opening).strip()
    for pattern in (_DATELINE, _OPENING_REPORT, _OPENING_NAME):
        if not (match := pattern.match(words)):
            continue
        if found := read_imprint(match["who"]).authors:
            return found
        run_on = re.search(r"(?:记者|記者)([^\s/]{2,3})[^\s/]{2,6}\d{1,2}日[电電]", match["who"])
        if run_on and is_name(run_on[1]):
            return (run_on[1],)
    return ()


def _title_from_text(text: str) -> str:
    """The first sentence of ``text``, shortened to the length of a title."""
    first = text.split("\n", 1)[0][:_LONGEST].strip()
    sentence = re.split(r"(?<=.)[。！？!?](?:[”’」』])?", first, maxsplit=1)[0]
    words = sentence[:_TITLE_LENGTH].rstrip("，,、；;：:。．.！!？?…—-（( ").strip()
    opened = re.match('[“‘「『"]', words)
    return words[1:] if opened and not re.search('[”’」』]|."', words) else words


def _join_title(lines: Iterable[str]) -> str:
    """Join the lines of a title, with spaces except after punctuation."""
    return re.sub(r"(?<=[，、：；—]) ", "", " ".join(lines))


def _without_markup(line: str) -> str:
    """Remove the markup of a title: ``# `` and 标题：."""
    return re.sub(r"^(?:#{1,6}\s+|(?:标题|標題|题目|題目)\s*[：:]\s*)", "", line.strip())


def _undecorated(line: str) -> str:
    """Remove brackets, bars and other decoration from a section name."""
    return re.sub(r"[】］\]〗》]$|\s*[｜|丨]$", "", re.sub(r"^[【［\[〖《■●◆□○◇★☆▍|\s]+", "", line.strip()))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def changed_metadata(before: Article, blocks: Sequence[Block]) -> dict[str, object]:
    """The metadata fields that follow from changed kinds of blocks. Other fields stay as they are."""
    was = msgspec.structs.asdict(derive_metadata(before.text, before.blocks))
    now = msgspec.structs.asdict(derive_metadata(before.text, tuple(blocks)))
    return {name: value for name, value in now.items() if value != was[name]}
