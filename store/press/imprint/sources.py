"""The publication that an imprint line names: after a label, in a dateline, as a public account."""

from __future__ import annotations

import re
import unicodedata

from store.press.imprint.publications import is_publication
from store.press.person_names import is_common_word, is_name
from store.press.sites.website import PLACES

SOURCE = re.compile(
    r"(?:文章|信息|资讯|稿件|本文|内容|新闻|图文|消息)?(?:来源|來源|稿源|出处|出處|转自|轉自|转载自|轉載自|摘自|摘編自|摘编自|原载|原載|首发于|原刊|(?<![一-鿿])[来來]自(?=\s*:)|发布单位|發布單位|发布机构|发文机关|发布机关|(?<![一-鿿])(?:作者)?[单單]位(?=\s*[:|])|供稿单位|刊载于|(?<![一-鿿])(?:微信)?(?:公众号|公眾號|公号|公號)(?=\s*[:|]))"
    r"(?:于|於)?\s*[:|]?\s*(?:(?:微信)?(?:公众号|公眾號|公衆號|公众平台|公号)\s*[:|]?\s*(?=[《“「]))?[《“「]?\s*(?P<name>[^\s:|,、;()《》“”「」。]{2,30})\s*[》”」]?"
)
_MEDIUM = re.compile(r"(?:(?<=[\s|(/])|^)[《]\s*(?P<name>[^\s:|,、;()《》]{2,14})\s*[》](?=[\s|)(]|$)")
_AGENCY = re.compile(
    r"^[\s(〔【]*(?P<name>[^\s,。:()]{1,8}?(?:[社网網报報台刊]|新闻|新聞|周刊|中央社|财经|財經|观察|觀察|客户端|客戶端|证券|證券|资讯|資訊))[^\s,。:()]{0,12}?(?:\d{1,2}日)?(?:讯|訊|电|電)(?![\w])"
)
_REPORTER_WITHIN = re.compile(
    rf"(?:记者|記者)([^\s,。:()]{{2,3}})(?=(?:{PLACES}|[一-鿿]{{2,3}})?\d{{1,2}}日(?:讯|訊|电|電)$)"
)
"""The reporter within a dateline: 中央社記者陳小滿台北1日電."""
_SPACE_BEFORE_DAY = re.compile(r"(?<=\S)\s+(?=(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日(?:讯|訊|电|電))")
_POSTED = re.compile(r"(?:发表|發表|发布|發布)[于於]")
_ACCOUNT_OF = re.compile(r"(?<=[报報社网網刊台])官方\S{2,4}$")
"""The account of a newspaper on another site: 青石日报官方网易号."""
_GLUED_ACCOUNT = re.compile(r"^\s*(?:原创|原創)\s*(?P<words>[一-鿿]{4,16})\s*$")
"""The writer and the account of a public account that lost the space between them."""
_SHORTEST_GLUED = 4
"""Characters of an account that is certainly apart from a name of three characters before it."""
_NO_SOURCES_LIST = (
    "网络|網絡|網路|互联网|互聯網|网上|网友|網友|综合网络|综合自网络|网络综合|综合|綜合|"
    "本站|原创|原創|其他|其它|未知|不详|作者|百度"
)
_NO_SOURCES = frozenset(_NO_SOURCES_LIST.split("|"))
"""What stands in the place of a publication without being one."""
_LONGEST = 120
"""Code points of the beginning of a paragraph in which an agency is looked for."""


def agency_of(opening: str) -> str:
    """The publication that a dateline names: 新华社 for 新华社北京3月5日电. Empty for 本报讯."""
    words = unicodedata.normalize("NFKC", opening[:_LONGEST]).strip()
    if report := re.match(r"^[(〔\[【]?\s*([^\s()]{2,8}?)\s*(?:专讯|專訊|讯|訊|記者|记者)", words):
        return report[1] if is_publication(report[1]) else ""
    return take_agency(_SPACE_BEFORE_DAY.sub("", words))[1]


def take_agency(words: str) -> tuple[str, str]:
    """Remove the dateline of a news report. Also returns its agency: 新华社 for 新华社北京3月5日电."""
    if match := _AGENCY.search(words):
        reporter = _REPORTER_WITHIN.search(match[0])
        if reporter and not is_name(reporter[1]):
            reporter = None
        if reporter:
            return f"  记者 {reporter[1]} " + words[match.end() :].strip(" ()"), match["name"]
        name = "" if re.match("[本我]", match["name"]) else match["name"]
        return "  " + words[match.end() :].strip(" ()"), name
    return words, ""


def take_source(words: str) -> tuple[str, str]:
    """Remove the publication with a label, such as 来源, or in title marks. Also returns its name."""
    for pattern in (SOURCE, _MEDIUM):
        for match in pattern.finditer(words):
            name = _without_attached_label(match["name"])
            if name in _NO_SOURCES:
                continue
            end = match.start("name") + len(name) if name != match["name"] else match.end()
            return words[: match.start()] + "  " + words[end:], _ACCOUNT_OF.sub("", name.rstrip("-·"))
    return words, ""


def _without_attached_label(name: str) -> str:
    """Cut off a label that was pasted to the name of a publication: 新京报作者."""
    label = re.search(r"(?<=.)(?:作者|记者|記者|编辑|編輯|责编|责任编辑|发布时间|时间|浏览|阅读|字号)$", name)
    return name[: label.start()] if label and is_publication(name[: label.start()]) else name


def take_account(words: str, line: str) -> tuple[str, str]:
    """Remove the name of a public account from its byline: 原创, author and account, separated by spaces.

    :param line: the line as printed. Only public accounts print 发表于 in it, with or without 原创.
    """
    if glued := _GLUED_ACCOUNT.match(words):
        return _split_account(glued["words"]) or (words, "")
    match = re.match(r"^\s*(?:原创|原創)(?:\s*:)?\s+([^\s:]+)\s+(\S+)\s*$", words)
    if match is None and _POSTED.search(line):
        match = re.match(r"^\s*(?:原创\s+)?([^\s:]{1,10})\s+(\S{2,16})\s*$", words)
        return (f"作者: {match[1]}", match[2]) if match and not is_publication(match[1]) else (words, "")
    if match is None:
        return words, ""
    same = match[1] == match[2]  # an account that signs as itself
    return ("" if same else f"作者: {match[1]}", match[2])


def _split_account(words: str) -> tuple[str, str] | None:
    """The writer, with a role, and the account that was pasted to the name: 陈小满江边夜话. None if it is not
    certain where the name ends.
    """
    half = len(words) // 2
    if words[:half] == words[half:]:  # an account that signs as itself
        return "", words[half:]
    for length in (3, 2):
        name, account = words[:length], words[length:]
        enough = len(account) >= _SHORTEST_GLUED if length == 3 else is_publication(account)
        if enough and is_name(name) and not is_common_word(words[:2]):
            return f"作者: {name}", account
    return None
