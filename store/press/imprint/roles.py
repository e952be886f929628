"""The roles that stand before the names in an imprint line: 记者, 作者, 摄影, 责任编辑."""

from __future__ import annotations

import re

from store.chinese.folding import fold

# Source: the roles, labels and kinds of media were collected by reading Chinese newspapers, news agencies and
# public accounts.
_LONGEST_ALONE = 6
"""Code points of the longest role that stands alone in a line."""
_PLACED = r"[^\s,、;/|:()]{0,14}?"  # a prefix of a role: 本报, 四川日报全媒体, 驻巴黎
_STRICT_ROLE = (
    "研究生(?=\\s*[:|])|博士生(?=\\s*[:|])|记者|記者|供稿|(?:采访|採訪|访谈|訪談|访问|对谈|整理|翻译|编译|撰写)[人者]|通讯员|通訊員|实习生|實習生|报道员|特派员|特派員|特约员|摄制组|提案人|投稿人|撰稿者|主讲|演讲者|演讲人|讲述人|口述人|讲述者|口述者|叙述者|记录人|发帖人|楼主|博主|作词|作曲|口述|讲述|整理|编译|編譯|报道|報導|采写|採寫|采访|採訪|"
    "答问人|解答人|答疑人|讲话人|演讲人|主讲人|发言人"
)
_PEN_ROLE = (
    r"原?(?<![工制製合操劳勞协協运運])作者(?:姓名)?(?!姓名|系|为|是|单位|簡介|简介|均|係|為)|撰文|撰稿人?|文字|原创|原創|主笔|主筆|(?:证券|首席)?分析[师師](?=\s*[:|])|研究[员員](?=\s*[:|])|课题组成员|課題組成員|执笔人|執筆人|文案|来稿|來稿|投稿(?=\s*[:/|])|辑录|輯錄|选编|選編|编写|編寫|编撰|編撰|改写|改寫|改编|編著|编著|编者(?=\s*[:/|])|書寫|书写(?=\s*[:/|])|自述(?=\s*[:/|])|学生(?=\s*[:|])|學生(?=\s*[:|])|执笔|執筆|撰写|撰寫|署名|译者|譯者|(?<![一-鿿])[译譯](?=\s*[:/|])|翻译|翻譯|作家|"
    r"评论员|評論員|专栏作家|專欄作家|笔者|图文|圖文|"
    r"姓名(?=\s*[:|])|(?<![一-鿿])文(?=\s*[:/|])|by(?= )|By(?= )|BY(?= )"
)
_PHOTO_ROLE = (
    r"摄影记者|攝影記者|摄影|攝影|图片|圖片|供图|供圖|[图圖](?=\s*[:/|])|[摄攝](?=\s*[:/|])|"
    r"绘图|繪圖|插画|插畫|(?:封面|题图|題圖|头图|頭圖|首图|首圖|配图|配圖|插图|插圖|海报|海報)(?=\s*[:/|])"
)
_EDITOR_ROLE = (
    r"(?<![一-鿿])[编編校](?=\s*[:/|])|图片编辑|责任编辑|責任編輯|编辑|編輯|责编|責編|美编|编审|校对|校對|核稿|制图|製圖|视频|剪辑|设计|版式|审核|審核|审校|"
    r"监制|監製|监审|统筹|統籌|策划|策劃|出品|指导老师|指導老師|辅导老师|辅导教师|受访者|受訪者|受访人|被访者|嘉宾|嘉賓|执行|統籌|视觉|校订|审订|指导教师|指導教師|导师|指导|来源|主编|主編|值班|初审|复审|终审|一审|二审|三审|排版|运营|发布者|发布人|发稿人|上传者|上传人|录入者|联系人|负责人|签发|签发人|审核人|审稿|核发|选稿|组稿|编发|编务|后期|配音|录入|书记员|審判長|审判长|审判员|代理审判员|人民陪审员|主播(?=\s*[:|])|记录|录音|打字|抄送|印发"
)
LABEL = re.compile(
    rf"(?:(?<=[\s,、;/|(:])|^)(?P<prefix>{_PLACED})(?:(?P<photo>{_PHOTO_ROLE})|(?P<editor>{_EDITOR_ROLE})|"
    rf"(?P<pen>{_PEN_ROLE})|(?P<strict>{_STRICT_ROLE}))"
    r"(?P<mark>\s*[:/|]|(?=\s|$)|(?<=[者员員生]))"
)
"""A role with what is before it and the mark after it. One of photo, editor, pen and strict has matched."""
DOTTED = re.compile(
    rf"((?:^|(?<=\s))(?:{_PHOTO_ROLE}|{_EDITOR_ROLE}|{_PEN_ROLE}|{_STRICT_ROLE}|[文图圖]))\s+[·•]\s+(?=\S)"
)
"""A role with a dot after it, in the place of a colon: 撰文 · 陈小满."""
SIGNED_WITH_MARK = re.compile(
    rf"((?:^|(?<=\s))(?:{_PHOTO_ROLE}|{_EDITOR_ROLE}|{_PEN_ROLE}|{_STRICT_ROLE}|[文图圖编編]))\s*[—–─◎●○◆◇■□★☆◉⊙☉※+~～=»]+\s*"
    r"(?=[一-鿿·A-Za-z]{2,8}(?:[\s、]|$))"
)
"""A role with a mark in the place of a colon, before a name: 文◎陈小满, 撰文—陈小满."""
TRANSLATED = re.compile("译者|譯者|翻译|翻譯|[编編]?[译譯]")
"""The role of a translator, who is no author (GB/T 7714-2015, 8.1: one of the other contributors)."""
ACT = re.compile("口述|讲述|整理|编译|編譯|报道|報道|報導|采写|採寫|采访|採訪")
"""A role that is what somebody does: what follows may be what is done, as in the title 讲述：一个故事."""


def is_role(line: str) -> bool:
    """Whether a line is the role of those whom the next line names: 攝影."""
    words = fold(line.strip())
    button = words == "原创"  # a public account prints it above the names
    return 2 <= len(words) <= _LONGEST_ALONE and not button and LABEL.fullmatch(words) is not None
