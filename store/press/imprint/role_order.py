"""Puts the roles of an imprint line before the names: 鲁迅 著, 陈小满编译, 采访、撰文 | 白露."""

from __future__ import annotations

import re

from store.chinese.folding import fold
from store.press.imprint.publications import is_publication
from store.press.person_names import is_name
from store.press.sites.website import PLACES

_TEXT_AND_PHOTOS = re.compile(
    r"(?:(?<=[\s/|)])|^)[文图圖摄攝](?:[/、&+]|并|/?)[文图圖摄攝]影?(?:[:/|]|(?=\s)|$)"
)
_LONGEST_NAMES = 40
"""Code points of the longest line of names with a role before each."""
_ROLE_BEFORE_NAME = "文|撰文|文字|图|圖|摄|攝|摄影|攝影|图片|圖片|插画|插畫|绘图|繪圖|编辑|編輯|翻译|翻譯"
_EACH_WITH_ROLE = re.compile(rf"(?:(?:{_ROLE_BEFORE_NAME})\s+[^\s,。:/|]{{2,5}}(?:\s+|$)){{2,5}}")
"""A line with a role before each name, apart by spaces: 文 陈小满 图 林夏."""
_SIGNED_TWICE = re.compile(r"^(作者\s*[:/|].*?)\s+(?:著|编著|編著|撰|文)$")
"""A role before the names and another one after them: 作者：陈小满 著."""
_NAME_AND_OFFICE = re.compile(
    r"^([^\s/:,、|()]{2,4})\s*[/,\s]\s*[^\s/:|。!?,]{2,24}"
    r"(?:教授|研究[员員]|[讲講][师師]|主任|院[长長]|所[长長]|[会會][长長]|理事|[执執]行[长長]|秘[书書][长長]|[委议議][员員]|律[师師]|[医醫][师師]|作家|[学學]者|博士|碩士|硕士|教[师師]|老[师師]|[记記]者|主[编編]|[创創][办辦]人|[负負][责責]人|[专專]家|[顾顧][问問]|工程[师師])$"
)
"""A writer and what the writer is: 陳小滿／大學助理教授."""
_AFTER_SLASH = re.compile(
    r"(?:(?<=\s)|^)([^\s/:,、]{2,14})/(文|撰文|[图圖]|摄影?|攝影?|著|[译譯]|[编編][译譯]|翻译|翻譯|[编編][辑輯]|整理|采写|採寫)(?=[\s,、]|$)"
)
_AFTER_BAR = re.compile(r"^([^:|/]{2,40}?)\s*[|/]\s*(文|撰文|著|[译譯]|[编編][译譯]|整理|采写|採寫)$")
"""A role behind a bar that follows all names of a line: 半夏、老许 | 文."""
_AFTER_SPACE = re.compile(
    r"(?:(?<=\s)|^)([^\s/:,、]{2,4}|[^\s/:,、]{1,8}[·•][^\s/:,、]{1,8})\s(文|[图圖]|摄|攝|撰|作)(?=\s+\S\S|\s*$)"
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
_ATTACHED = re.compile(r"((?:记者|記者)[^\s,、;/|:()]{2,3}?)(通讯员|通訊員|实习生|實習生)")
_LEADING_ROLE = re.compile(
    r"^(文|撰文|图|圖|图文|圖文|攝影|摄影|采访|採訪)\s+(?=[^\s,。:]{2,4}(?:[\s/|,、]|$))"
)
_WRITER_DESCRIPTION = re.compile(
    r"^(?:[^\s,、;/|:()]|\(\d{1,2}\)){0,30}?(?:班|年级|年級|小学|小學|中学|中學|一中|二中|三中|大学|大學|学院|學院|公司|集团|集團|医院|醫院|社区|社區|街道|作协|居民|村民|市民|读者|讀者|学生|學生|教师|教師|老师|老師|业主|業主|家长|家長|用户|客户|员工|员工|职工|"
    r"干部|工人|农民|农民|医生|醫生|护士|护师|校长|院长|主任|教授|研究员|律师|医师|讲师|博士|硕士|作家|诗人|学者|书记|县长|市长|局长|处长|科长|经理|总裁|董事长|总编辑|创始人|专家|工程师|会长|"
    r"秘书长|委员|代表|馆长|所长|站长|导演|演员|馆员|理事|[省市县縣区區镇鎮乡鄉村]|部长|省长|镇长|乡长|村长|主席)\s+(?=\S\s?\S{1,2}(?:$|\s+(?:指导|辅导|摄影|编辑|图)))"
)
"""The description of a letter writer before the name: 青石镇居民 陈小满."""
_JOINED_ROLE = (
    "采访|採訪|撰文|采写|採寫|文字|文|图|圖|摄影|攝影|"
    "整理|编译|編譯|编辑|編輯|翻译|翻譯|口述|拍摄|拍攝|绘图|繪圖"
)
_JOINT_ROLES = re.compile(
    rf"(?:^|(?<=[\s|/(]))({_JOINED_ROLE})(?:[、/&+和与與及]\s*(?:{_JOINED_ROLE}))+(?=\s*[:|/]|\s+\S)"
)
"""Several roles of one person: 采访、撰文 | 白露."""
_WRITING = ("撰文", "采写", "採寫", "文字", "文", "整理", "采访", "採訪")
"""Those of a writer, the surest first."""
_TOWNS = (
    "桃園|桃园|新竹|苗栗|彰化|南投|雲林|云林|嘉義|嘉义|台南|臺南|屏東|屏东|"
    "宜蘭|宜兰|花蓮|花莲|台東|臺東|台东|澎湖|金門|金门|馬祖|马祖"
)
"""Places of the reports of Taiwan beside those that websites print."""
_REPORTED = re.compile(
    r"((?:记者|記者|通讯员|通訊員|特派员|特派員)\s?[^\s/:,、|()]{2,4}?)"
    r"(?:[综綜]合|[摄攝]影|[编編][译譯]|即[时時]|[电電]话|连线)?(?:[报報][导導道])(?=[\s,、)|/]|$)"
)
"""A reporter with the verb after the name: 记者陈小满报道."""
_REPORTED_FROM = re.compile(
    rf"((?:记者|記者|[編编][譯译]))\s?([^\s/:,、|()]{{2,4}}?)\s*/?\s*(?:{PLACES}|{_TOWNS}|[綜综]合)(?:\d{{1,2}}日)?(?:[报報][导導道]|[电電讯訊]|外[電电])(?=[\s,、)|/]|$)"
)
"""A reporter, or a compiler, with the place after the name: 記者陳小滿台北報導, 編譯陳小滿／綜合外電."""
_WITH_PHOTOS = re.compile(r"(?:(?<=\s)|^)([^\s/:,、|()]{2,3})(?:撰?文[/、&]?[图圖摄攝]影?)$")
"""A writer who took the pictures too, without a space: 陈小满文/图."""
_SUPPLIED = re.compile(r"(?<=\s)[^\s/:,、|()]{2,8}供[图圖](?=[\s,、)]|$)")
"""Who supplied the pictures, without a name: 通讯员供图."""
_DESK = re.compile(r"^[一-鿿]{2,4}中心\s*/\s*(?=[^\s/]{2,6}[报報][导導道])")
"""The department before the reporter in Taiwan: 生活中心／陳小滿報導."""
_BROADCASTER_AND_NAME = re.compile(r"(?:^|(?<=[\s|/]))([^\s|/·:,]{3,12})·([^\s|/·:,]{2,4})(?=[\s|/]|$)")


def roles_first(words: str) -> tuple[str, bool]:
    """The line with each role before its names, and whether the names wrote and photographed: 文/图.

    :param words: in compatibility form (NFKC).
    """
    words = re.sub(r"(?<=[报報社网網闻聞])(?=(?:作者|记者|編輯|编辑|责编)\s*:)", " ", words)
    words = _WITH_PHOTOS.sub(lambda at: at[1] if is_name(at[1]) else at[0], words)
    words = _REPORTED_FROM.sub(lambda at: f"{at[1]} {at[2]} " if is_name(at[2]) else at[0], words)
    words = _SUPPLIED.sub("", _REPORTED.sub(r"\1 ", _DESK.sub("", words)))
    words = _SIGNED_TWICE.sub(r"\1", words)
    if (described := _NAME_AND_OFFICE.match(words)) and is_name(described[1]):
        words = described[1]
    words, joint = _TEXT_AND_PHOTOS.subn(_text_and_photos, words)
    if len(words) <= _LONGEST_NAMES and _EACH_WITH_ROLE.fullmatch(words):
        words = re.sub(rf"(?:(?<=\s)|^)({_ROLE_BEFORE_NAME})\s+", r"\1/", words)
    words = _JOINT_ROLES.sub(_writing_role, words)
    words = _BROADCASTER_AND_NAME.sub(_separate_broadcaster, words)
    words = _AFTER_BAR.sub(_slashed_role_first, words)
    words = _LEADING_ROLE.sub(lambda at: f"{at[1]}/", words)
    words = _AFTER_SPACE.sub(_role_first, _AFTER_SLASH.sub(_slashed_role_first, words))
    words = _NAME_AND_ROLE.sub(lambda at: f"{at[2]}/{at[1]}" if is_name(at[1]) else at[0], words)
    words = _ATTACHED.sub(r"\1 \2", words)
    if described := _WRITER_DESCRIPTION.match(fold(words)):
        words = words[described.end() :]
    return words, bool(joint)


def _text_and_photos(match: re.Match[str]) -> str:
    """The role of a writer who took the pictures too. Before the names it stays a role: a pen name counts."""
    return "图文/" if not match.string[: match.start()].strip() and match[0][-1] in ":/|" else "  "


def _writing_role(match: re.Match[str]) -> str:
    """The role of a writer among several roles of one person, else the first."""
    return next((role for role in _WRITING if role in match[0]), match[1])


def _separate_broadcaster(match: re.Match[str]) -> str:
    """Separate a publication from the name that a dot joins to it: 青石客户端·陈小满."""
    return f"{match[1]} {match[2]}" if is_publication(match[1]) and is_name(match[2]) else match[0]


def _slashed_role_first(match: re.Match[str]) -> str:
    """Put the role before the name: 陈小满/译 → 译者/陈小满."""
    return f"{_WROTE.get(match[2], match[2])}/{match[1]}"


def _role_first(match: re.Match[str]) -> str:
    """Put the role before the name: 鲁迅 著 → 撰文/鲁迅."""
    name, role = (match[1], match[2]) if match[1] else (match[3], match[4])
    return f"{_WROTE.get(role, role)}/{name}"
