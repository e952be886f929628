"""Reads an imprint line: names with their roles, dates, publications, and the buttons of a website between.

Lines are converted to compatibility form (NFKC) first, so that full-width digits, colons and spaces need no
rules of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from store.chinese.folding import fold
from store.press.dates import take_dates
from store.press.imprint.publications import could_be_publication, is_publication
from store.press.imprint.roles import LABEL
from store.press.person_names import is_common_word, is_name, split_names
from store.press.website import BUTTONS, COUNTERS, POSTED_FROM

_TEXT_AND_PHOTOS = re.compile(
    r"(?:(?<=[\s/|)])|^)[文图圖摄攝](?:[/、&+]|并|/?)[文图圖摄攝]影?(?:[:/|]|(?=\s)|$)"
)
_AFTER_SLASH = re.compile(r"(?:(?<=\s)|^)([^\s/:,、]{2,8})/(文|撰文|[图圖]|摄影?|攝影?)(?=[\s,、]|$)")
_AFTER_SPACE = re.compile(
    r"(?:(?<=\s)|^)([^\s/:,、]{2,4})\s(文|[图圖]|摄|攝|撰|作)(?=\s+\S\S|\s*$)"
    r"|(?:(?<=\s)|^)([^\s/:,、]{2,14})\s(著|译|譯|编著|編著|主编|選編|选编)(?=\s+\S\S|\s*$)"
)
_NAME_AND_ROLE = re.compile(
    r"(?:(?<=[\s(])|^)([^\s/:,、|]{2,4}?)(编译|編譯|整理|翻译|翻譯|采写|採寫|撰写|撰寫|撰文|口述|供稿|[综綜]合[报報][导導道]|[报報][导導道])(?=[\s,、)]|$)"
)
"""A role that follows a name without a space: 陈小满编译."""
_WROTE = {
    "著": "撰文",
    "译": "译者",
    "譯": "译者",
    "编著": "撰文",
    "編著": "撰文",
    "撰": "撰文",
    "作": "撰文",
}
_ASIDE = re.compile(r"\((?![^()]*(?:记者|記者|通讯员|通訊員|实习生))[^()]*\)")
_COLLECTIVE = re.compile(
    r"^.{2,14}(?:评论员|評論員|编辑部|編輯部|课题组|报道组|报道组|调研组|工作室|编辑|评论部|理论部|研究院|记者站|写作组|寫作組|编写组|本刊编辑)$"
)
_ATTACHED = re.compile(r"((?:记者|記者)[^\s,、;/|:()]{2,3}?)(通讯员|通訊員|实习生|實習生)")
_WRITER_DESCRIPTION = re.compile(
    r"^[^\s,、;/|:()]{0,30}?(?:居民|村民|市民|读者|讀者|学生|學生|教师|教師|老师|老師|业主|業主|家长|家長|用户|客户|员工|员工|职工|"
    r"干部|工人|农民|农民|医生|醫生|护士|护师|校长|院长|主任|教授|研究员|律师|医师|讲师|博士|硕士|作家|诗人|学者|书记|县长|市长|局长|处长|科长|经理|总裁|董事长|总编辑|创始人|专家|工程师|会长|"
    r"秘书长|委员|代表|馆长|所长|站长|导演|演员|馆员|理事|部长|省长|镇长|乡长|村长|主席)\s+(?=\S\s?\S{1,2}$)"
)
"""The description of a letter writer before the name: 青石镇居民 陈小满."""
_JOINED_ROLE = (
    "采访|採訪|撰文|采写|採寫|文字|文|图|圖|摄影|攝影|"
    "整理|编译|編譯|编辑|編輯|翻译|翻譯|口述|拍摄|拍攝|绘图|繪圖"
)
_PAGE = re.compile(
    r"(?:第\s*[A-Za-z]?\d{1,3}|[A-Za-z]\d|[A-Za-z]?\d{2,3})\s*版?\s*(?<=版)(?:\s*[:|]?\s*[^\s:|,。]{1,8})?(?=\s|$|\))|(?:/\s*)?第\s*\d{1,3}\s*版"
)
_JOINT_ROLES = re.compile(
    rf"(?:^|(?<=[\s|/(]))({_JOINED_ROLE})(?:[、/&+和与與及]\s*(?:{_JOINED_ROLE}))+(?=\s*[:|/]|\s+\S)"
)
"""Several roles of one person: 采访、撰文 | 白露."""
_UPDATED = re.compile(r"\([^()]*(?:更新|修改)[^()]*\)")
_DYNASTY = re.compile(
    r"^[〔\[(【]\s*(?:先秦|春秋|战国|戰國|秦|[东西東]?[汉漢]|三国|魏|[东西東]?晋|[东西東]晉|南北朝|南朝|北朝|隋|唐|五代|[北南]?宋|辽|遼|金|元|明|清|民国|民國|近代|"
    r"现代|現代|当代|當代|[美英法德俄日韩印奥意加澳捷]|[一-鿿]{2,4}国|俄罗斯|苏联|日本|阿根廷|哥伦比亚)[代朝]?\s*[〕\])】]\s*(?=\S)"
    r"|^[〔\[(【]\s*[一-鿿]{1,8}\s*[〕\])】]\s*(?=[一-鿿]{1,8}[·•][一-鿿])"
    r"|^(?:先秦|唐|宋|元|明|清)(?:代|朝)?\s*[·|]\s*(?=\S{2,4}$)|^朝代:\s*\S{1,4}\s+(?=作者)"
)
"""The dynasty or country before the name of a writer: 〔明〕, [美]."""
_SOURCE = re.compile(
    r"(?:文章|信息|资讯|稿件|本文|内容|新闻|图文|消息)?(?:来源|來源|稿源|出处|出處|转自|轉自|转载自|摘自|摘編自|摘编自|原载|原載|首发于|原刊|发布单位|發布單位|发布机构|发文机关|发布机关|供稿单位|刊载于)"
    r"(?:于|於)?\s*[:|]?\s*(?:(?:微信)?(?:公众号|公眾號|公众平台|公号)\s*[:|]?\s*(?=[《“「]))?[《“「]?\s*(?P<name>[^\s:|,、;()《》“”「」。]{2,30})\s*[》”」]?"
)
_MEDIUM = re.compile(r"(?:(?<=[\s|(/])|^)[《]\s*(?P<name>[^\s:|,、;()《》]{2,14})\s*[》](?=[\s|)(]|$)")
_AGENCY = re.compile(
    r"^[\s(〔【]*(?P<name>[^\s,。:()]{1,8}?(?:[社网網报報台刊]|新闻|新聞|周刊|中央社|财经|財經|观察|觀察|客户端|客戶端|证券|證券|资讯|資訊))[^\s,。:()]{0,12}?(?:\d{1,2}日)?(?:讯|訊|电|電)(?![\w])"
)
_BRACKETS = re.compile(r"^[(\[【〔<《]\s*(.*?)\s*[)\]】〕>》]$")
_BULLETS = re.compile(r"^[□■◎●○◆◇▲△★☆•▪∙·▌▍\s]+|[□■◎●○◆◇★☆▪\s]+$")
_POSTED = re.compile(r"(?:发表|發表|发布|發布)[于於]")
_ACCOUNT_OF = re.compile(r"(?<=[报報社网網刊台])官方\S{2,4}$")
"""The account of a newspaper on another site: 青石日报官方网易号."""
_SIGNED_AT = re.compile(r"(?:^|(?<=\s))[春夏秋冬]?\s*(?:[写寫作稿记記草修改]{0,2})?[于於][^\s,。:]{2,8}\s*$")
"""The place of writing after a date: 于北京."""
_TOKENS = re.compile(r"[\s|/]+|(?<=\s)[·•-](?=\s)")
_LONGEST = 120
"""Code points: a longer line is neither a byline nor a date."""
_LONGEST_ACCOUNT = 16
"""Code points of the longest name of a public account."""
_LONGEST_PEN_NAME = 3
"""Han characters: a longer unknown name beside a date is an account, a shorter one a writer."""


_STROKES = re.compile("[丨▏▎✎✏✍🖊✒📝📷📸]\ufe0f?")
"""Signs that stand for a bar or a colon after a role."""
_PARTS_OF_LABELS = (
    "信息|文章|稿件|本文|资讯|责任|内容|新闻|图片|发布|發布|更新|"
    "发表|出版|图文|消息|特约|原文|视频|值班|文字|摄影|见习"
)
_NOT_AFTER = "".join(f"(?<!{word})" for word in _PARTS_OF_LABELS.split("|"))
_GLUED = re.compile(
    rf"(?<=[^\s:|/(\[【《“「·])(?<![\s|][一-鿿]{{2}})(?<!^[一-鿿]{{2}}){_NOT_AFTER}"
    r"((?:(?:发布|發布|更新|发表|出版)?(?:时间|時間|日期)|(?:文章|信息|稿件)?(?:来源|來源)|作者|(?:责任)?编辑|责编|"
    r"(?:浏览|阅读|点击|訪問|访问)(?:次数|量|数)?|字号|摄影|审核)\s*:)"
)
"""A label that was pasted to the words before it."""
_LEADING_ROLE = re.compile(
    r"^(文|撰文|图|圖|图文|圖文|攝影|摄影|采访|採訪)\s+(?=[^\s,。:]{2,4}(?:[\s/|,、]|$))"
)
_ISSUE = re.compile(
    r"(?:(?:19|20)\d\d\s*年\s*)?(?:总)?第?\s*\d{1,4}\s*[期辑卷号號](?:\s*[(（]?上|下[)）]?)?(?=[\s|,)《]|$)|(?:19|20)\d\d\s*年\s*第\s*\d+\s*期"
)


_HUMBLE = re.compile(
    r"^(?:弟|愚弟|小弟|妹|学生|學生|晚辈|晚|后学|後學|友|你的朋友|您的朋友|爱你的|愛你的|儿|兒|父|母)\s+(?=\S{1,4}(?:\s|$))"
    r"|\s+(?:顿首|頓首|敬上|谨上|謹上|拜上|再拜|敬启|敬啟|谨启|謹啟|启|啟|上|叩|手书|手書|草|亲笔|於灯下|于灯下)$"
)
"""Polite words around the signature of a letter."""

_POSTED_AT = re.compile(r"(?<=\d)\s*(?:发表|發表|发布|發布)[于於]\s*[^\s\d,。:]{2,6}\s*$")
"""The place after the date of a public account: 发表于青石."""
_DESK = re.compile(r"^[一-鿿]{2,4}中心\s*/\s*(?=[^\s/]{2,6}[报報][导導道])")
"""The department before the reporter in Taiwan: 生活中心／陳小滿報導."""
_WEATHER = re.compile(
    r"(?<=\s)(?:晴|阴|陰|多云|多雲|[小中大暴阵陣雷]{0,2}[雨雪]|雾|霧|霾|有风|有風|大风|大風)(?:[转轉间間](?:晴|阴|陰|多云|多雲|[小中大阵陣]?[雨雪]))?(?=\s|$)"
)
"""The weather beside the date of a diary."""
_SIGNED_BY = re.compile(
    r"^\s*由\s*([^\s,。:]{2,12}?)\s*(?=(?:发表|發表|发布|發布|發佈|撰写|撰寫|张贴|張貼)?[于於在]?\s*(?:[12]\d{3}|$))"
)
"""The word before the writer of a blog: 由 橘子皮 发表于 2016年5月4日."""
_BROADCASTER_AND_NAME = re.compile(r"(?:^|(?<=[\s|/]))([^\s|/·:,]{3,12})·([^\s|/·:,]{2,4})(?=[\s|/]|$)")
_MOST_UNKNOWN = 3
"""Unknown words beside a date that may be names."""


class Imprint(NamedTuple):
    """The contents of an imprint line. ``rest`` is the part that was not recognised."""

    authors: tuple[str, ...]
    others: tuple[str, ...]
    """Photographers and illustrators."""
    dated: bool
    """Whether it has a date, with or without a year."""
    source: str
    explicit: bool
    """Whether a role identifies the names as names."""
    rest: str
    edited: bool = False
    """Whether it names editors."""


@lru_cache(maxsize=256)  # the lines around a title are looked at several times
def read_imprint(line: str, *, certain: bool = False) -> Imprint:
    """Parse a line into names, roles, dates and publication; the remainder is in ``rest``.

    :param certain: the line is known to be one, such as the bracket of a dateline, so unknown words after a
        role are names.
    """
    if len(line) > _LONGEST or not line.strip():
        return Imprint((), (), dated=False, source="", explicit=False, rest=line)
    words = unicodedata.normalize("NFKC", _STROKES.sub("|", line))
    bare = _BULLETS.sub("", words)
    marked = bare != words
    words = _separate_labels(bare)
    words = _BULLETS.sub("", _BRACKETS.sub(r"\1", words))
    words = _HUMBLE.sub("", words)
    words, dynasty = _DYNASTY.subn("作者: ", words)
    if dynasty and "作者: 作者" in words:
        words = words.removeprefix("作者: ")
    words = _POSTED_AT.sub(" ", words)
    words = _SIGNED_BY.sub(r"作者: \1 ", words)
    words, publication = _remove_agency(words)
    words, dated = take_dates(_UPDATED.sub(" ", words))
    if dated and words[:1] == " " and is_common_word(words.strip()):
        words = ""  # the place: 一九八八年九月 江北
    words = _remove_buttons(words, dated=dated)
    if not publication:
        words, publication = _remove_source(words)
    if not publication:
        words, publication = _remove_account(words, posted=bool(_POSTED.search(line)))
    words = _ASIDE.sub(" ", words)
    words = re.sub(r"[|]\s*$|^\s*[|]|-{2,}", " ", words).strip(" ,;、|/-:()·•∙>")
    if not words:
        return Imprint((), (), dated=dated, source=publication, explicit=False, rest="")
    return _read_names(words, dated, publication, certain=certain, marked=marked)


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


def agency_of(opening: str) -> str:
    """The publication that a dateline names: 新华社 for 新华社北京3月5日电. Empty for 本报讯."""
    words = unicodedata.normalize("NFKC", opening[:_LONGEST]).strip()
    if report := re.match(r"^[(〔\[【]?\s*([^\s()]{2,8}?)\s*(?:专讯|專訊|讯|訊|記者|记者)", words):
        return report[1] if is_publication(report[1]) else ""
    return _remove_agency(words)[1]


def _remove_agency(words: str) -> tuple[str, str]:
    if match := _AGENCY.search(words):
        name = "" if re.match("[本我]", match["name"]) else match["name"]
        return "  " + words[match.end() :].strip(" ()"), name
    return words, ""


def _remove_source(words: str) -> tuple[str, str]:
    for pattern in (_SOURCE, _MEDIUM):
        for match in pattern.finditer(words):
            name = _without_attached_label(match["name"])
            end = match.start("name") + len(name) if name != match["name"] else match.end()
            return words[: match.start()] + "  " + words[end:], _ACCOUNT_OF.sub("", name.rstrip("-·"))
    return words, ""


def _without_attached_label(name: str) -> str:
    """Cut off a label that was pasted to the name of a publication: 新京报作者."""
    label = re.search(r"(?<=.)(?:作者|记者|記者|编辑|編輯|责编|责任编辑|发布时间|时间|浏览|阅读|字号)$", name)
    return name[: label.start()] if label and is_publication(name[: label.start()]) else name


def _remove_buttons(words: str, *, dated: bool) -> str:
    """Remove counters, page numbers and, beside a date or a label, buttons and the place of publication."""
    bare = _cut(_ISSUE, _cut(_PAGE, _cut(COUNTERS, words)))
    if dated:
        bare = _WEATHER.sub(" ", _SIGNED_AT.sub("", _cut(POSTED_FROM, bare)))
    if dated or LABEL.search(fold(bare)) or _SOURCE.search(bare) or bare != words:
        bare = _cut(BUTTONS, bare)
    return _cut(POSTED_FROM, bare) if dated else bare


def _cut(pattern: re.Pattern[str], words: str) -> str:
    """Replace what ``pattern`` matches in the folded words by two spaces."""
    pieces, end = list[str](), 0
    for match in pattern.finditer(fold(words)):
        pieces += [words[end : match.start()], "  "]
        end = match.end()
    return "".join([*pieces, words[end:]])


def _separate_labels(words: str) -> str:
    """Insert a space before each label that was pasted to the words before it."""
    starts = [match.start() for match in _GLUED.finditer(fold(words))]
    return " ".join(words[at:end] for at, end in pairwise([0, *starts, len(words)]))


def _remove_account(words: str, *, posted: bool) -> tuple[str, str]:
    """Remove the name of a public account from its byline: 原创, author and account, separated by spaces.

    :param posted: whether the line has 发表于, which only public accounts print, with or without 原创.
    """
    match = re.match(r"^\s*((?:原创|原創)\s+\S+)\s+(\S+)\s*$", words)
    if match is None and posted:
        match = re.match(r"^\s*(?:原创\s+)?([^\s:]{1,10})\s+(\S{2,16})\s*$", words)
        return (f"作者: {match[1]}", match[2]) if match and not is_publication(match[1]) else (words, "")
    if match is None:
        return words, ""
    same = match[1].split()[-1] == match[2]  # an account that signs as itself
    return ("" if same else match[1], match[2])


class _Found:
    """What has been read so far of a line."""

    def __init__(self, publication: str) -> None:
        self.publication = publication
        self.writers: list[str] = []
        self.others: list[str] = []
        self.rest: list[str] = []
        self.edited = False

    def take_publications(self, section: str) -> str:
        """Remove the publications from a section of the line."""
        kept = section
        for token in filter(None, _TOKENS.split(section)):
            name = token.strip("《》()<>·•-,;、:")
            if is_publication(name):
                self.publication = self.publication or name
                kept = kept.replace(token, "  ", 1)
        return re.sub(r"^\s*[/|]+|[/|]+\s*$", " ", kept) if kept != section else section


def _read_names(words: str, dated: bool, publication: str, *, certain: bool, marked: bool) -> Imprint:
    """Parse the names in a line without dates and publication, each with the role before it.

    :param marked: whether the line began with a mark such as ◎.
    """
    if _COLLECTIVE.match(words) and not re.search(r"[\s,:!?]", words):
        return Imprint((words,), (), dated, publication, explicit=True, rest="")
    words = re.sub(r"(?<=[报報社网網闻聞])(?=(?:作者|记者|編輯|编辑|责编)\s*:)", " ", words)
    words = _DESK.sub("", words)
    words = _JOINT_ROLES.sub(_writing_role, words)
    words = _BROADCASTER_AND_NAME.sub(_separate_broadcaster, words)
    words = _LEADING_ROLE.sub(lambda at: f"{at[1]}/", words)
    words, joint = _TEXT_AND_PHOTOS.subn("  ", words)
    words = _AFTER_SPACE.sub(_role_first, _AFTER_SLASH.sub(r"\2/\1", words))
    words = _NAME_AND_ROLE.sub(lambda at: f"{at[2]}/{at[1]}" if is_name(at[1]) else at[0], words)
    words = _ATTACHED.sub(r"\1 \2", words)
    if described := _WRITER_DESCRIPTION.match(fold(words)):
        words = words[described.end() :]
    labels = list(LABEL.finditer(fold(words)))
    found = _Found(publication)
    before_roles = [words[slice(*label.span("prefix"))] for label in labels]
    if not labels:
        whole = _read_unlabelled(words, found, dated=dated, joint=bool(joint), marked=marked)
    elif len(labels) == 1 and not words[labels[0].end() :].strip() and labels[0].start():
        whole = _read_section(labels[0], words[: labels[0].start()], found, certain=certain)  # 老梁 口述
    else:
        whole = _read_unlabelled(words[: labels[0].start()], found, dated=dated, joint=bool(joint))
        papers = filter(None, map(_publication_before_role, before_roles))
        found.publication = found.publication or next(papers, "")
        ends = [*(label.start() for label in labels[1:]), len(words)]
        before: re.Match[str] | None = None
        for label, end in zip(labels, ends, strict=True):
            section = words[label.end() : end]
            whole &= _read_section(label, section, found, certain=certain, under=before)
            before = label if not section.strip() else None
    labelled = bool(joint) or any(not label["editor"] for label in labels)
    rest = "" if whole else " ".join(found.rest) or words
    kept = whole or dated or any(label["mark"].strip() == ":" for label in labels)
    return Imprint(
        _unique(name for name in found.writers if name != found.publication) if kept else (),
        _unique(found.others) if kept else (),
        dated,
        found.publication,
        explicit=labelled and bool(found.writers or found.others) and whole,
        rest=rest,
        edited=found.edited,
    )


def _writing_role(match: re.Match[str]) -> str:
    """The role of a writer among several roles of one person, else the first."""
    writing = re.search("撰文|采写|採寫|文字|采访|採訪|文", match[0])
    return writing[0] if writing else match[1]


def _separate_broadcaster(match: re.Match[str]) -> str:
    """Separate a publication from the name that a dot joins to it: 青石客户端·陈小满."""
    return f"{match[1]} {match[2]}" if is_publication(match[1]) and is_name(match[2]) else match[0]


def _role_first(match: re.Match[str]) -> str:
    """Put the role before the name: 鲁迅 著 → 撰文/鲁迅."""
    name, role = (match[1], match[2]) if match[1] else (match[3], match[4])
    return f"{_WROTE.get(role, role)}/{name}"


def _read_section(
    label: re.Match[str], section: str, found: _Found, *, certain: bool, under: re.Match[str] | None = None
) -> bool:
    """Read what follows a role. Return whether all of it was recognised.

    :param under: the role directly before it, as in 摄影：本报记者.
    """
    label = under if under is not None and (under["photo"] or under["editor"]) else label
    other = label["photo"] or label["editor"]
    section = found.take_publications(section)
    if not section.strip(" ,;、|/-:()·"):
        found.edited = found.edited or bool(label["editor"])
        return True
    is_separate = bool(label["mark"]) or section[:1].isspace()
    pen = is_separate and bool(label["pen"] or (other and len(section.strip()) <= 4))
    names = split_names(
        section, led=section[:1].isspace() or certain or bool(label["mark"]), pen=pen or certain
    )
    if names is None:
        found.rest.append(section.strip())
        return False
    if label["editor"]:
        found.edited = True
    else:
        (found.others if label["photo"] else found.writers).extend(names)
    return True


def _publication_before_role(prefix: str) -> str:
    """The publication in the prefix of a role: 四川日报 in 四川日报全媒体, nothing in 本报."""
    first, dot, _ = prefix.partition("·")
    if dot and is_publication(first):
        return first
    for end in range(len(prefix), 1, -1):
        if is_publication(prefix[:end]) and not prefix.startswith(("本", "我")):
            return prefix[:end]
    return ""


def _read_unlabelled(words: str, found: _Found, *, dated: bool, joint: bool, marked: bool = False) -> bool:
    """Read names and publications without a role. Return whether all of it was recognised."""
    words = found.take_publications(words)
    if not words.strip(" ,;、|/-:()·•"):
        return True
    names = split_names(words, led=marked and len(words) <= _LONGEST_PEN_NAME)
    if names and (dated or joint or marked or not _are_common_words(words)):
        found.writers.extend(names)
        return True
    if dated:
        return _read_beside_date(words, found)
    if found.publication and words[:1] in " /|" and re.fullmatch(r"[一-鿿]{2,5}", words.strip(" /|")):
        return True  # the section of the newspaper
    found.rest.append(words.strip())
    return False


def _read_beside_date(words: str, found: _Found) -> bool:
    """Read unknown words beside a date: an account, a pen name. Return whether all of it was recognised."""
    names_at: dict[int, str] = {}
    unknown: list[tuple[int, str]] = []
    tokens = [token.strip(",;、:()《》-·") for token in _TOKENS.split(words)]
    for place, token in enumerate(filter(None, tokens)):
        if is_name(token):
            names_at[place] = token
        elif not found.publication and could_be_publication(token):
            found.publication = token
        elif _is_account(token) and len(unknown) < _MOST_UNKNOWN:
            unknown.append((place, token))
        else:
            found.rest.append(token)
    for place, token in unknown:
        writer = names_at.get(place - 1, "")
        if writer and not found.publication and len(unknown) == 1 and f"{writer} {token}" in words:
            found.publication = token  # the account of the writer before it
        elif len(token) <= _LONGEST_PEN_NAME and not token.isascii() and not re.search(r"\d", token):
            names_at[place] = token
        elif not found.publication:
            found.publication = token
        else:
            found.rest.append(token)
    found.writers.extend(names_at[place] for place in sorted(names_at))
    return not found.rest


def _is_account(token: str) -> bool:
    """Whether this could be the name of a public account or a writer."""
    return 2 <= len(token) <= _LONGEST_ACCOUNT and bool(
        re.fullmatch(r"[\w·&@.+'’~-]*[^\W\d_][\w·&@.+'’~-]*", token)
    )


def _are_common_words(words: str) -> bool:
    """Whether these are only common words that begin with surnames: 金秋, 江南 白云."""
    return all(is_common_word(word) for word in words.split())


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
