"""What the name of a file says about the article in it: its title, date and source."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath
from typing import NamedTuple

from store.chinese.folding import fold
from store.importing.unfinished_notes import NOTION_HASH
from store.press.dates import date
from store.press.imprint.publications import is_well_known

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_LONGEST = 80
"""Code points of the longest title."""
_COPY = re.compile(
    r"(?:\s*+[(（]\d{1,3}[)）]|(?:\s++(?:[-_]\s*+)?|[-_]\s*+)(?:副本|複本|复制|拷贝|copy)(?:\s*+[(（]?\d{1,3}[)）]?)?)++$",
    re.IGNORECASE,
)
"""What a system adds to the name of a second copy: (1), - 副本."""
_SUFFIX = re.compile(r"\.(?:zh(?:-\w+)*|ch[st]|utf-?8|gbk|gb\d{4,5}|big5|txt|md|html?|docx?)$", re.IGNORECASE)
_EDGE = r"[\s_\-–—－.,，、|｜·]"
_DATE = re.compile(
    rf"(?:^|(?<={_EDGE})|[(（\[【])\s*((?:19|20)\d\d(?:(?P<sep>[-._])\d{{1,2}}(?P=sep)\d{{1,2}}|[01]\d[0-3]\d"
    r"|年\d{1,2}月\d{1,2}[日号]?|-\d\d(?!\d)|年\d{1,2}月))"
    rf"(?P<time>[\sT_-]*(?:[上下]午)?\d{{1,2}}[.:：时點点h-]?\d{{2}}(?:[.:：分-]?\d{{2}}秒?)?(?=$|{_EDGE}))?\s*(?:[)）\]】]|$|(?={_EDGE})|(?<=\d)(?![年月日号的])(?=[㐀-鿿《【]))"
)
"""A date that stands apart, and the time that a device adds."""
_BETWEEN = re.compile(rf"({_EDGE}+)")
_BRACKETED = re.compile(r"\s*[《【\[(（「]([^》】\])）」]{2,20})[》】\])）」](?=\s*\S)")
"""A name in brackets at the beginning: 【财新】."""
_NUMBER = re.compile(r"\s*(?:\d{1,3}\s*[.、_-]|0\d{1,2}\s)\s*(?=[㐀-鿿])")
"""The place of the file among others: 01 渡口."""
_BRACKETS = "《》〈〉【】[]()（）「」“”"
_GENERIC = re.compile(
    r"(?:新建|我的|微信|qq|手机|一篇|某)*+(?:(?:文本)?文档|文本|文件|文章|公众号|稿子|稿件?|草稿|正文|原文|全文|内容|笔记|便签|便笺|备忘录?|记事本?|摘抄|摘录|素材|资料|"
    r"未命名|无标题|无题|未知|标题|临时|测试|试验|样例|例子|示例|例文|样本|范文|下载|备份|副本|复制|粘贴板?|剪贴板|截图|截屏|扫描件?|录音|语音|图片|照片|导出|输出|"
    r"合并|合集|汇总|整理|最终版?|定稿|终稿|初稿|修改版?|新闻|文字|网页|页面|收藏|新|上午|下午|凌晨|晚上|版|简体|繁体|中文|编码|乱码)++"
    r"[\d一二三四五六七八九十第号篇]*+"
)
"""Names that say nothing about an article, without their spaces, marks and Latin letters."""


class FileName(NamedTuple):
    """What the name of a file says; what it does not say is empty."""

    title: str = ""
    date: str = ""
    source: str = ""


def read_file_name(name: str, known: tuple[str, ...] = ()) -> FileName:
    """Read ``2021-05-06-财新-数据的边界.txt``. A name that is none for an article says nothing.

    :param name: the name or path of the file.
    :param known: the authors and the source of its article, which are no part of the title.
    """
    stem = NOTION_HASH.sub("", unicodedata.normalize("NFC", PurePath(name).stem).strip())
    if len(stem) > 2 * _LONGEST or "\ufffd" in stem or not _HAN.search(stem):
        return FileName()
    stem = _SUFFIX.sub("", _COPY.sub("", stem))
    found = _DATE.search(stem)
    day = date(re.sub(r"[._]", "-", found[1])) if found else ""
    if found and (day or found["time"]):
        stem = stem[: found.start()] + "  " + stem[found.end() :]
        day = "" if found["time"] else day  # when a device made the file
    if (led := _BRACKETED.match(stem)) and is_well_known(led[1]):
        stem = f"{led[1]}_{stem[led.end() :]}"
    words = _BETWEEN.split(_NUMBER.sub("", stem, count=1) if _NUMBER.match(stem) else stem)
    words, source = _without_source(words, known)
    title = re.sub("_+", " ", "".join(words))
    title = re.sub(rf"^{_EDGE}+|(?:(?![—·]){_EDGE})+$", "", title)
    if not _is_title(title):
        return FileName("", day, source) if source and day else FileName()
    return FileName(title, day, source)


def _without_source(words: list[str], known: tuple[str, ...]) -> tuple[list[str], str]:
    """Return words and the marks between them without the publication at either end, and that publication."""
    named = [index for index, each in enumerate(words) if any(map(str.isalnum, each))]
    source = ""
    while len(named) > 1:
        for at in (named[0], named[-1]):
            word = words[at].strip(_BRACKETS)
            is_source = not source and is_well_known(word)
            if is_source or (word and word in known):
                source = word if is_source else source
                words = [*words[:at], "", *words[at + 1 :]]
                named.remove(at)
                break
        else:
            break
    if not source and len(named) == 1 and is_well_known(words[named[0]].strip(_BRACKETS)):
        return [], words[named[0]].strip(_BRACKETS)
    return words, source


def _is_title(words: str) -> bool:
    """Whether words are the title of an article, not a number, a date or 新建文本文档."""
    letters = sum(char.isalpha() for char in words)
    han = len(_HAN.findall(words))
    if not 2 <= han <= _LONGEST or han * 2 < letters or len(words) > _LONGEST:
        return False
    plain = fold(re.sub(r"[\W_]+", "", words)).lower()
    bare = re.sub(r"[a-z]+", "", plain)
    return not (
        _GENERIC.fullmatch(bare) or re.fullmatch(r"[\d年月日号时分秒一二三四五六七八九十〇零]+", bare)
    )
