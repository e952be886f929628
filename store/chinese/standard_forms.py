"""The standard form of a character that Unicode has several code points for, or that has an old glyph.

PDF files yield such characters: radicals (⽤ for 用, ⻩ for 黄), compatibility ideographs, vertical and
half-width forms. Other texts have old or Japanese glyph forms (戸 呉 髙). Each is replaced by one code point.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from store.patterns import late_pattern

if TYPE_CHECKING:
    from opencc import OpenCC

_ONE_TO_ONE = frozenset(
    f"<{kind}>"
    for kind in (
        *("compat", "wide", "narrow", "vertical", "small", "font", "noBreak"),
        *("initial", "medial", "final", "isolated"),
    )
)
"""Kinds of compatibility decompositions that only concern the form. ``<super>``, ``<sub>`` and ``<circle>``
are missing: 10² is not 102."""

_RADICAL_PAIRS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓"
    "⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟㇆𠃌㇏乀㇐一㇑丨㇒丿㇓丿㇔丶㇕𠃍㇖乛㇗𠃊㇘𠃎㇙𠄌㇚亅㇛𡿨㇜𠃋㇝乀㇞𠃑㇟乚㇠乙㇡𠄎"
)
"""Radicals and strokes, each before its ideograph: the property ``Equivalent_Unified_Ideograph`` of Unicode
14, for U+2E80 to U+2EFF and U+31C0 to U+31EF. Kangxi radicals have a decomposition."""

_GLYPH_PAIRS = (
    "戸户呉吴髙高﨑崎淸清靑青鄕乡郷乡硏研倂并屛屏姸妍甁瓶愼慎塡填顚颠槪概吿告兪俞兎兔冨富冩写凢凡囘回囬回埀垂壻婿夀寿妬妒寃冤寕宁寜宁寳宝尙尚峩峨嶋岛嶌岛徃往恊协惪德愽博慙惭憇憩扵于挙举敍叙昻昂曁暨"
    "欝郁煕熙畧略皐皋窓窗竝并聡聪脇胁舎舍舗铺衞卫鉱矿隣邻姫姬廻回敭扬濶阔澁涩渋涩濵滨闘斗鬪斗鬬斗鬭斗頬颊飜翻飮饮餠饼鵞鹅亊事亰京厰厂焔焰犂犁甎砖皷鼓睪睾秊年秌秋稾稿窻窗籐藤粧妆糺纠缾瓶"
    "羮羹聨联肎肯胷胸臈腊茘荔荅答葢盖蕚萼虗虚蠧蠹衂衄衇脉裵裴覉羁觧解讃赞賔宾踈疏躱躲躰体軆体輙辄輭软辤辞迯逃逈迥邨村酧酬醻酬鐡铁閙闹闗关阯址隂阴隷隶韈袜韮韭"
)
"""Old and foreign glyph forms, each before the standard simplified character: facts of Unicode's
``kZVariant`` and ``kSemanticVariant``, nearly all confirmed by CC-CEDICT (“variant of”) or opencc. Characters
of GB 2312 are missing, since they are words of their own, and those that opencc converts."""

_RADICALS = dict(zip(_RADICAL_PAIRS[::2], _RADICAL_PAIRS[1::2], strict=True))
_GLYPHS = dict(zip(_GLYPH_PAIRS[::2], _GLYPH_PAIRS[1::2], strict=True))


_SURROGATE = late_pattern("[\ud800-\udfff]")
"""Lone surrogates. They cannot be encoded in UTF-8, which opencc requires."""


def unified(char: str) -> str:
    """The code point that ``char`` is a compatibility form of, or else ``char`` itself.

    Script, glyph form and case are kept: ⽤ → 用, ａ → a, ︵ → (, 﨑 → 﨑.
    """
    before = ""
    while char != before:
        before = char
        char = _RADICALS.get(char, char)
        kind, _, target = unicodedata.decomposition(char).rpartition(" ")
        if target and (not kind or kind in _ONE_TO_ONE):
            char = chr(int(target, 16))
    return char


def is_ideograph(char: str) -> bool:
    """Whether ``char`` is a Han character, a radical, or one of the marks and syllables beside them."""
    return (
        "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"
    )


def modern_form(char: str) -> str:
    """The modern Chinese character for an ideograph that is a compatibility, old or Japanese form.

    ⻩ → 黄, 戸 → 户, 図 → 图. Traditional characters are kept: see :func:`simplified_character`.
    """
    char = unified(char)
    if char in _GLYPHS:
        return _GLYPHS[char]
    if not is_ideograph(char) or in_gb2312(char) or _converter("t2s").convert(char) != char:
        return char
    kyujitai = _converter("jp2t").convert(char)
    return unified(kyujitai) if len(kyujitai) == 1 else char


def simplified_character(char: str) -> str:
    """The simplified Chinese character for an ideograph in any form: ⻩ 黃 → 黄, 戸 戶 → 户, 図 圖 → 图.

    Phrases have no influence. Other characters are returned unchanged.
    """
    converted = _converter("t2s").convert(modern_form(char)) if is_ideograph(char) else char
    return converted if len(converted) == 1 else char


def simplify_phrases(text: str) -> str:
    """``text`` in simplified characters, as many code points. Phrases decide: 乾燥 → 干燥, but 乾隆 stays."""
    converted = _converter("t2s").convert(_SURROGATE.sub("\ufffd", text))
    return converted if len(converted) == len(text) else "".join(map(simplified_character, text))


def with_simplified_particle(text: str) -> str:
    """``text`` with the particle 着 where it is written 著, as in Taiwan: 看著 → 看着, but 著名 stays."""
    converted = _converter("tw2s").convert(_SURROGATE.sub("\ufffd", text))
    if len(converted) != len(text):
        return text
    return "".join(
        "着" if (char, other) == ("著", "着") else char for char, other in zip(text, converted, strict=True)
    )


def may_be_converted(chars: Sequence[str]) -> set[str]:
    """The characters of which :func:`unified` or :func:`simplified_character` may return another one.

    They are converted together, which takes a hundredth of the time.
    """
    found = {char for char in chars if unicodedata.decomposition(char)}.union(_RADICALS, _GLYPHS)
    ideographs = [char for char in chars if is_ideograph(char)]
    for name in ("t2s", "jp2t"):
        converted = _converter(name).convert("\n".join(ideographs)).split("\n")
        found.update(char for char, other in zip(ideographs, converted, strict=True) if char != other)
    return found


def in_gb2312(char: str) -> bool:
    """Whether GB 2312, the character set of simplified Chinese, has ``char``."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter(name: str) -> OpenCC:
    """A converter of opencc: ``t2s``, ``tw2s`` or ``jp2t``. Imported lazily, for start-up."""
    from opencc import OpenCC

    return OpenCC(name)
