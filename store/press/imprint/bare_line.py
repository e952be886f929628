"""An imprint line without the marks, brackets and polite words around it, and with its labels apart."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from store.chinese.folding import fold
from store.press.imprint.roles import DOTTED, SIGNED_WITH_MARK
from store.press.person_names import is_name, split_names

_LOOKALIKES = str.maketrans(
    dict.fromkeys("∕⁄╱⧸", "/") | dict.fromkeys("│┃❘∣ǀ︱︳", "|") | dict.fromkeys("∶꞉ː", ":")
)
"""Signs that look like a slash, a bar or a colon, as scraped pages have them."""
_STROKES = re.compile("[丨▏▎✎✏✍🖊✒📝📷📸]\ufe0f?")
"""Signs that stand for a bar or a colon after a role."""
_SPACED_LABEL = re.compile(
    r"(?<![一-鿿])([作记記编編来來译譯摄攝撰日时時责責])\s{1,4}([者辑輯源期影文间間编編])\s*(?=:)"
)
"""A label that print spaces out: 作　者：陈小满."""
_WRITER_AND_OFFICE = re.compile(
    r"^(\(?\s*(?:本文)?(?:作者|撰文|文)\s*[:/|]\s*[^,:]{2,12}),\s*(?:[系係]|[为為是]|现|現|曾|男|女|[籍任]|生[于於]|[毕畢][业業]|\d{4}).*$"
)
"""The writer and who that is, after a role: 作者：陈小满，系青石大学教授."""
_LETTERSPACED = re.compile(r"(?=.{0,40}(?:[记記]\s者|作\s者|[来來]\s源|[员員]\s))\S(?:\s\S){4,60}")
"""A line with roles and a space between all characters: 本 报 记 者 陈 小 满."""
_UNDERSCORED = re.compile(r"(?:(?<=\s)|^)([一-鿿]{1,4})_(?=[一-鿿A-Z][^\s_]*(?:\s|$))")
"""A role that an underscore separates from the name: 文_陈小满 摄影_林夏."""
_BULLETS = re.compile(r"^[@□■◎●○◆◇▲△★☆•▪∙·▌▍\s]+|[□■◎●○◆◇★☆▪\s]+$")
_BULLETS_BETWEEN = re.compile(r"\s+[□■◎●○◆◇▲△★☆]\s*(?=\S)")
"""The marks before further names: ◎陈小满 ◎林夏."""
_MARK_WITHIN = re.compile("[—–─◎●○◆◇■□★☆◉⊙☉※+~～=»]")
_BRACKETS = re.compile(r"^[(\[【〔<《]\s*(.*?)\s*[)\]】〕>》]$")
_PARTS_OF_LABELS = (
    "信息|文章|稿件|本文|资讯|责任|内容|新闻|图片|发布|發布|更新|"
    "原|发表|出版|图文|消息|特约|原文|视频|值班|文字|摄影|见习"
)
_NOT_AFTER = "".join(f"(?<!{word})" for word in _PARTS_OF_LABELS.split("|"))
_GLUED = re.compile(
    rf"(?<=[^\s:|/(\[【《“「·])(?<![\s|][一-鿿]{{2}})(?<!^[一-鿿]{{2}}){_NOT_AFTER}"
    r"((?:(?:发布|發布|更新|发表|出版)?(?:时间|時間|日期)|(?:文章|信息|稿件)?(?:来源|來源)|作者|(?:责任)?编辑|责编|"
    r"(?:浏览|阅读|点击|訪問|访问)(?:次数|量|数)?|字号|摄影|审核)\s*:)"
)
"""A label that was pasted to the words before it."""
_HUMBLE = re.compile(
    r"^(?:弟|愚弟|小弟|妹|学生|學生|晚辈|晚|后学|後學|友|你的朋友|您的朋友|爱你的|愛你的|儿|兒|父|母)\s+(?=\S{1,4}(?:\s|$))"
    r"|\s+(?:顿首|頓首|敬上|谨上|謹上|拜上|再拜|敬启|敬啟|谨启|謹啟|启|啟|上|叩|手书|手書|草|亲笔|於灯下|于灯下)$"
)
"""Polite words around the signature of a letter."""
_DYNASTY = re.compile(
    r"^[〔\[(【]\s*(?:先秦|春秋|战国|戰國|秦|[东西東]?[汉漢]|三国|魏|[东西東]?晋|[东西東]晉|南北朝|南朝|北朝|隋|唐|五代|[北南]?宋|辽|遼|金|元|明|清|民国|民國|近代|"
    r"现代|現代|当代|當代|[美英法德俄日韩印奥意加澳捷]|[一-鿿]{2,4}国|俄罗斯|苏联|日本|阿根廷|哥伦比亚)[代朝]?\s*[〕\])】]\s*(?=\S)"
    r"|^[〔\[(【]\s*[一-鿿]{1,8}\s*[〕\])】]\s*(?=[一-鿿]{1,8}[·•][一-鿿])"
    r"|^(?:先秦|唐|宋|元|明|清)(?:代|朝)?\s*[·|]\s*(?=\S{2,4}$)|^朝代:\s*\S{1,4}\s+(?=作者)"
)
"""The dynasty or country before the name of a writer: 〔明〕, [美]."""
_COUNTRY_OF_WRITER = re.compile(
    r"(?<=[:/|、,&\s])\s*[〔\[(【]\s*(?:[美英法德俄日韩印奥意加澳捷]|[一-鿿]{1,4}国|[一-鿿]{2,6}(?:亚|兰|西|利|典|麦|威|本|根廷|联|时|腊|其|非|哥))\s*[〕\])】]\s*(?=[一-鿿A-Z])"
)
"""The same after a role or another name: 作者：[美] 艾琳·莫尔斯."""
_POSTED_AT = re.compile(r"(?<=\d)\s*(?:发表|發表|发布|發布)[于於]\s*[^\s\d,。:]{2,6}\s*$")
"""The place after the date of a public account: 发表于青石."""
_SIGNED_BY = re.compile(
    r"^\s*由\s*([^\s,。:]{2,12}?)\s*(?=(?:发表|發表|发布|發布|發佈|撰写|撰寫|张贴|張貼)?[于於在]?\s*(?:[12]\d{3}|$))"
)
"""The word before the writer of a blog: 由 橘子皮 发表于 2016年5月4日."""


_POSTED_BY = re.compile(
    r"^\s*([^\s,。:]{2,16}?)\s*[于於]\s+(?=[12]\d{3}.*(?:[发發][布佈表]|修改|更新|[编編][辑輯])\s*$)"
)
"""The writer of a blog before the date: 菜园小李于 2022-04-25 14:32 发布."""
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+(?=\s)|(?<=\s)(?:https?://|www\.)[!-~]+$")
"""The address of the website beside a date."""
_PADDED_NAME = re.compile(r"^\s*([一-鿿])\s+([一-鿿])\s*$")
"""A name of two characters that print pads to the width of three: 陈　平."""
_REVIEW = re.compile(r"^(\S{1,16})\s+[评評][论論]\s+\S.{0,40}?\s+(?=(?:19|20)\d\d-)")
"""The writer of a review, and what is reviewed: 小鹿 评论 山塘纪事 5 2021-08-08."""
_IN_ENGLISH = re.compile(r"^(Original)\s+(?=[^\x00-\x7f])|\bPosted on\s*(?=[一-鿿])")
"""The words of a public account whose page is shown in English."""
_NUMBERED_NAME = (
    r"([一-鿿·]{2,5}|[一-鿿] {1,2}[一-鿿]|[A-Z][a-z]{1,14} [A-Z][a-z]{1,14})"
    r"(?:[\d*#†‡①-⑳](?:[,'’]?[*#†‡①-⑳]|[,'’]\d)*)?"
)
_NUMBER = re.compile(r"[一-鿿][\d*#†‡①-⑳]")
_AFFILIATED = re.compile(rf"{_NUMBERED_NAME}(?:(?:\s*[,、;]\s*|\s+){_NUMBERED_NAME}){{0,15}}")
"""Names with the numbers of their institutes: 陈小满1,2, 林夏2*."""


def bare_line(line: str) -> tuple[str, bool]:
    """The line in compatibility form (NFKC), and whether it began with a mark such as ◎.

    Full-width digits, colons and spaces then need no rules of their own.
    """
    words = unicodedata.normalize("NFKC", _STROKES.sub("|", line.translate(_LOOKALIKES)))
    if _LETTERSPACED.fullmatch(words.strip()):
        words = "".join(words.split())
    words = _SPACED_LABEL.sub(r"\1\2", _ADDRESS.sub(" ", words))
    words = _WRITER_AND_OFFICE.sub(r"\1", words)
    words = _REVIEW.sub(r"作者: \1 ", words)
    words = _UNDERSCORED.sub(r"\1|", words)
    words = _COUNTRY_OF_WRITER.sub("", words)
    words = _IN_ENGLISH.sub(lambda at: "原创 " if at[1] else "发表于", words)
    numbered = _NUMBER.search(words) and _AFFILIATED.fullmatch(words)
    if numbered and split_names(
        " ".join(
            f",{name}," if name.isascii() else "".join(name.split())
            for name in re.findall(_NUMBERED_NAME, words)
        ),
        led=True,
    ):  # 北京1, 上海2 is a score
        words = "作者: " + re.sub(
            _NUMBERED_NAME, lambda at: at[1] if at[1].isascii() else "".join(at[1].split()), words
        )
    words = DOTTED.sub(r"\1: ", words)
    if _MARK_WITHIN.search(words):  # the roles take longer to look for
        words = SIGNED_WITH_MARK.sub(r"\1: ", words)
    bare = _BULLETS.sub("", words)
    marked = bare != words
    if marked:
        bare = _BULLETS_BETWEEN.sub(" ", bare)
    if (padded := _PADDED_NAME.fullmatch(bare)) and not is_name(padded[1] + padded[2]):
        bare = padded[1] + padded[2]
    words = _BULLETS.sub("", _BRACKETS.sub(r"\1", _separate_labels(bare)))
    words, dynasty = _DYNASTY.subn("作者: ", _HUMBLE.sub("", words))
    if dynasty and "作者: 作者" in words:
        words = words.removeprefix("作者: ")
    words = _POSTED_BY.sub(r"作者: \1 ", words)
    return _SIGNED_BY.sub(r"作者: \1 ", _POSTED_AT.sub(" ", words)), marked


def _separate_labels(words: str) -> str:
    """Insert a space before each label that was pasted to the words before it."""
    starts = [match.start() for match in _GLUED.finditer(fold(words))]
    return " ".join(words[at:end] for at, end in pairwise([0, *starts, len(words)]))
