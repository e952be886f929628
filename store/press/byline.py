"""Who wrote a piece, when, and for which paper: what its byline and date lines say.

Everything here reads one line as it is printed and gives metadata; nothing changes the text. Lines are
compared in their compatibility form (NFKC), so that full-width digits, colons and spaces need no rules of
their own.
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

# The closed classes of this module: the roles, labels and kinds of media are those that Chinese papers,
# agencies and public accounts print, collected by reading them.
_PLACED = r"[^\s,、;/|:()]{0,14}?"  # what stands before a role: 本报, 四川日报全媒体, 驻巴黎
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
_BOTH = re.compile(r"(?:(?<=[\s/|)])|^)[文图圖摄攝](?:[/、]|并|/?)[文图圖摄攝]影?(?:[:/|]|(?=\s)|$)")
_AFTER_SLASH = re.compile(r"(?:(?<=\s)|^)([^\s/:,、]{2,8})/(文|撰文|[图圖]|摄影?|攝影?)(?=[\s,、]|$)")
_AFTER_SPACE = re.compile(r"(?:(?<=\s)|^)([^\s/:,、]{2,4})\s(文|[图圖]|摄|攝)(?=\s+\S\S|\s*$)")
_ASIDE = re.compile(r"\((?![^()]*(?:记者|記者|通讯员|通訊員|实习生))[^()]*\)")
_COLLECTIVE = re.compile(
    r"^.{2,14}(?:评论员|評論員|编辑部|編輯部|课题组|报道组|报道组|调研组|工作室|编辑|评论部|理论部|研究院|记者站)$"
)

_ATTACHED = re.compile(r"((?:记者|記者)[^\s,、;/|:()]{2,3}?)(通讯员|通訊員|实习生|實習生)")
_PERSON = re.compile(
    r"^[^\s,、;/|:()]{0,12}(?:居民|村民|市民|读者|讀者|学生|學生|教师|教師|老师|老師|业主|業主|家长|家長|用户|客户|员工|员工|职工|"
    r"干部|工人|农民|农民|医生|醫生|护士|护师|校长|院长|主任|教授|研究员|律师)\s+(?=\S\s?\S{1,2}$)"
)
"""Who a letter is from, before one name: 青石镇居民 陈小满."""
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
"""Code points: no line longer than this is a byline or a date."""
_TITLE_LENGTH = 30
"""Code points: the most of a first sentence that stands in for a title."""


class Imprint(NamedTuple):
    """What a line beside a title says. ``rest`` is what could not be read: ``""`` if nothing."""

    authors: tuple[str, ...]
    others: tuple[str, ...]
    """Photographers and editors, by name."""
    dated: bool
    """Whether a date stands in it, with or without its year."""
    source: str
    explicit: bool
    """Whether a role says that the names are names."""
    rest: str


def authors(line: str) -> tuple[str, ...]:
    """The names on a byline, in order, without roles, marks and the spaces that print pads short names with.

    Only those who wrote: photographers and editors count when nobody else is named. ``()`` when there are
    no names.
    """
    return _signers([line])


def source(line: str) -> str:
    """The publication that ``line`` names with 来源：X, X讯, X电 or by itself beside a date, or ``""``."""
    if len(line) > _LONGEST:
        return ""
    return read_imprint(line).source


def is_byline(line: str) -> bool:
    """Whether ``line`` is nothing but who wrote the piece, and perhaps when and where it appeared.

    Names that no role introduces must each begin with a known surname: ``朱 华 孟 文`` is one,
    ``上下同心`` is not.
    """
    found = read_imprint(line)
    return bool(found.authors) and not found.rest


def is_date(line: str) -> bool:
    """Whether ``line`` is nothing but a date, and perhaps the time, the publication and counters beside
    it.
    """
    found = read_imprint(line)
    return found.dated and not found.rest and not found.authors


def read_imprint(line: str) -> Imprint:
    """Reads a whole line as names, roles, dates and sources; ``rest`` tells whether it is anything else
    as well.
    """
    if len(line) > _LONGEST or not line.strip():
        return Imprint((), (), dated=False, source="", explicit=False, rest=line)
    words = _BULLETS.sub("", unicodedata.normalize("NFKC", line).replace("丨", "|"))
    words = _BULLETS.sub("", _BRACKETS.sub(r"\1", words))
    words, publication = _take_source(words)
    words, dated = _take_small_print(words)
    if not publication and (dated or _LABEL.search(words)):
        words, publication = _take_medium(words)
    if not publication:
        words, publication = _take_account(words, posted="发表于" in line)
    words = _ASIDE.sub(" ", words)
    words = re.sub(r"[|丨]\s*$|^\s*[|丨]|-{2,}", " ", words).strip(" ,;、|丨/-:()")
    if not words:
        return Imprint((), (), dated=dated, source=publication, explicit=False, rest="")
    return _read_names(words, dated, publication)


def derive_metadata(text: str, blocks: tuple[Block, ...]) -> Metadata:
    """The metadata that the blocks of ``text`` give by their kinds.

    It is derived anew whenever a person corrects the kind of a block, so that the metadata follows.
    Without a title block, the title is the first sentence of the text, at most 30 code points.
    """
    told = [block for block in blocks if block.kind is not BlockKind.PARAGRAPH]

    def lines(*kinds: BlockKind) -> list[str]:
        return [text[block.start : block.end] for block in told if block.kind in kinds]

    signed = lines(BlockKind.BYLINE)
    imprint = lines(BlockKind.DATE) + signed
    first = next((block for block in blocks if block.kind is BlockKind.PARAGRAPH), None)
    opening = text[first.start : first.end][: 2 * _LONGEST] if first else ""
    return Metadata(
        title=_one_line(map(_plain, lines(BlockKind.TITLE))) or _first_words(text),
        kicker=" ".join(lines(BlockKind.KICKER)),
        subtitle=" ".join(lines(BlockKind.SUBTITLE)),
        column=" ".join(_undecorated(line) for line in lines(BlockKind.COLUMN)),
        authors=_signers(signed) or _dateline(opening),
        date=next(filter(None, map(date, imprint)), ""),
        source=next(filter(None, map(source, imprint + lines(BlockKind.CREDIT))), ""),
    )


def _signers(lines: list[str]) -> tuple[str, ...]:
    """Who wrote, by the bylines of a piece; who took pictures or edited, if nobody else signed."""
    found = [imprint for imprint in map(read_imprint, lines) if not imprint.rest]
    wrote = _unique(name for imprint in found for name in imprint.authors)
    return wrote or _unique(name for imprint in found for name in imprint.others)


def _take_source(words: str) -> tuple[str, str]:
    if match := _SOURCE.search(words):
        return words[: match.start()] + "  " + words[match.end() :], match["name"]
    if match := _AGENCY.search(words):
        name = "" if match["name"].startswith("本") else match["name"]
        return "  " + words[match.end() :].strip(" ()"), name
    return words, ""


def _take_medium(words: str) -> tuple[str, str]:
    """The name of a paper that stands by itself, not as a reporter's: 四川日报 but not 四川日报记者."""
    if match := _MEDIUM.search(words):
        return words[: match.start()] + "  " + words[match.end() :], match["name"]
    return words, ""


def _take_small_print(words: str) -> tuple[str, bool]:
    """``words`` without dates, counters and pages, and whether a date was there."""
    bare, dated = take_dates(words)
    bare = _COUNTERS.sub("  ", bare)
    return (_PLACE.sub("", bare) if dated else bare), dated


def _take_account(words: str, *, posted: bool) -> tuple[str, str]:
    """A public account signs 原创, its author and its own name, each after a space.

    :param posted: 发表于 tells where it was posted from, which only accounts do, with or without 原创.
    """
    match = re.match(r"^\s*((?:原创|原創)\s+\S+)\s+(\S+)\s*$", words)
    if match is None and posted:
        match = re.match(r"^\s*(?:原创\s+)?(\S{1,10})\s+(\S{2,16})\s*$", words)
        return (f"作者: {match[1]}", match[2]) if match else (words, "")
    return (match[1], match[2]) if match else (words, "")


def _read_names(words: str, dated: bool, publication: str) -> Imprint:
    """The names in what dates and sources have left, each under the role before it."""

    def imprint(writers: list[str], others: list[str], explicit: bool, rest: str = "") -> Imprint:
        return Imprint(_unique(writers), _unique(others), dated, publication, explicit, rest)

    if _COLLECTIVE.match(words) and not re.search(r"[\s,:!?]", words):
        return imprint([words], [], explicit=True)
    words, joint = _BOTH.subn("  ", words)
    words = _AFTER_SPACE.sub(r"\2/\1", _AFTER_SLASH.sub(r"\2/\1", words))
    words = _ATTACHED.sub(r"\1 \2", words)
    words = _PERSON.sub("", words)
    labels = list(_LABEL.finditer(words))
    starts = [label.start() for label in labels]
    sections = [
        words[label.end() : end] for label, end in zip(labels, [*starts[1:], len(words)], strict=False)
    ]
    writers, others = split_names(words[: starts[0]] if starts else words), list[str]()
    for label, section in zip(labels, sections, strict=True):
        apart = bool(label["mark"]) or section[:1].isspace()
        pen = apart and bool(label["pen"] or (label["other"] and len(section.strip()) <= 4))
        names = split_names(section, led=section[:1].isspace(), pen=pen)
        if writers is None or names is None:
            break
        (others if label["other"] else writers).extend(names)
    else:
        explicit = bool(labels or joint)
        if writers is not None and (writers or others) and (explicit or dated or not _is_a_phrase(words)):
            return imprint(writers, others, explicit)
    return imprint([], [], explicit=False, rest=words)


def _is_a_phrase(words: str) -> bool:
    """Whether everyday words stand here that only happen to begin with surnames: 金秋, 江南 白云."""
    return all(is_common_word(word) for word in words.split())


def _dateline(opening: str) -> tuple[str, ...]:
    """The reporters in the brackets that a news story opens with: 本报成都1月6日电（记者陈小满）."""
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


def _first_words(text: str) -> str:
    """The first sentence of ``text``, or as much of it as fits a title."""
    first = text.split("\n", 1)[0][:_LONGEST].strip()
    sentence = re.split(r"(?<=.)[。！？!?](?:[”’」』])?", first, maxsplit=1)[0]
    words = sentence[:_TITLE_LENGTH].rstrip("，,、；;：:。．.！!？?…—-（( ").strip()
    opened = re.match('[“‘「『"]', words)
    return words[1:] if opened and not re.search('[”’」』]|."', words) else words


def _one_line(lines: Iterable[str]) -> str:
    """The lines of a title as one: a space stands for a line's end, unless a mark ends the line."""
    return re.sub(r"(?<=[，、：；—]) ", "", " ".join(lines))


def _plain(line: str) -> str:
    """A title without the mark-up that says it is one: ``# `` and 标题：."""
    return re.sub(r"^(?:#{1,6}\s+|(?:标题|標題|题目|題目)\s*[：:]\s*)", "", line.strip())


def _undecorated(line: str) -> str:
    return re.sub(r"[】］\]〗》]$|\s*[｜|丨]$", "", re.sub(r"^[【［\[〖《■●◆□○◇★☆▍|\s]+", "", line.strip()))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def changed_metadata(before: Article, blocks: Sequence[Block]) -> dict[str, object]:
    """The metadata that the change of a block's kind changes; what it does not touch stays as it was."""
    was = msgspec.structs.asdict(derive_metadata(before.text, before.blocks))
    now = msgspec.structs.asdict(derive_metadata(before.text, tuple(blocks)))
    return {name: value for name, value in now.items() if value != was[name]}
