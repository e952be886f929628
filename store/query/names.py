"""The names of the query language: keywords, and the Chinese names of fields and values."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from store.chinese.folding import fold
from store.patterns import late_pattern

ME = "me"
"""The name of a coder that stands for the user."""


class Keyword(StrEnum):
    """An operator between terms, or before one."""

    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"


KEYWORDS = {
    "AND": Keyword.AND,
    "且": Keyword.AND,
    "并且": Keyword.AND,
    "与": Keyword.AND,
    "OR": Keyword.OR,
    "或": Keyword.OR,
    "或者": Keyword.OR,
    "NOT": Keyword.NOT,
    "非": Keyword.NOT,
    "不含": Keyword.NOT,
}
"""What is written for each; in capitals, so that ``and`` is a word. ``NEAR/5`` and ``近/5`` have a number."""

FIELDS = {
    "creator": "by",
    "标题": "title",
    "作者": "author",
    "来源": "source",
    "栏目": "column",
    "日期": "date",
    "标签": "tag",
    "下级": "under",
    "批注者": "by",
    "编码员": "assigned",
    "编码状态": "state",
    "有": "has",
    "状态": "is",
    "笔记": "note",
    "引文": "quote",
    "留言": "remark",
    "异议": "disputed",
    "添加": "added",
    "字数": "chars",
    "语言": "lang",
    "正文": "words",
}
"""Other names of fields, in Chinese and English."""

VALUES = {
    "is": {"未读": "unread", "在读": "reading", "已读": "read", "星标": "starred", "无标签": "untagged"},
    "has": {
        "笔记": "note",
        "批注": "mark",
        "标签": "tag",
        "失位": "orphan",
        "改词": "moved",
        "留言": "remark",
    },
    "assigned": {"我": "me"},
    "remark": {"我": "me"},
    "disputed": {"我": "me"},
    "state": {"未开始": "new", "进行中": "in-progress", "已完成": "done", "已裁定": "adjudicated"},
    "lang": {
        "中文": "zh",
        "简体": "zh-Hans",
        "繁体": "zh-Hant",
        "英文": "en",
        "英语": "en",
        "日语": "ja",
        "日文": "ja",
    },
}
"""By field, the Chinese names of its values."""

_NEAR = late_pattern(r"(?:NEAR|近)/(\d+)([s句字]?)")
_NEAR_SIGN = late_pattern(r"(?:NEAR|近)/")


def keyword_of(typed: str) -> Keyword | None:
    """The keyword that a token is; None if it is a word. Full width and either script are the same."""
    plain = half_width(typed)
    if _NEAR.fullmatch(plain) or plain == "NEAR":
        return Keyword.NEAR
    return KEYWORDS.get(plain) or (None if plain.isascii() else KEYWORDS.get(fold(plain)))


def is_keyword(typed: str) -> bool:
    """Whether a token is an operator, or begins as one, so that it is not a word."""
    return keyword_of(typed) is not None or after_near_sign(typed) > 0


def after_near_sign(typed: str) -> int:
    """The place after ``NEAR/`` or ``近/`` at the start of a token; 0 if it does not begin so."""
    sign = _NEAR_SIGN.match(half_width(typed))
    return sign.end() if sign else 0


def distance_of(typed: str) -> tuple[int, bool]:
    """The distance in the keyword NEAR, 10 if there is none, and whether it counts sentences."""
    found = _NEAR.fullmatch(half_width(typed))
    return (int(found[1]), found[2] in ("s", "句")) if found else (10, False)


def half_width(typed: str) -> str:
    """What was typed with the full-width form of letters, digits and signs made half-width."""
    return typed if typed.isascii() else unicodedata.normalize("NFKC", typed)


def attribute_named(typed: str, attributes: Iterable[str]) -> str:
    """The attribute of a name, in either script and any width and case; empty if there is none."""
    wanted = fold(typed)
    return next((each for each in attributes if fold(each) == wanted), "")


def field_name(typed: str) -> str:
    """The English name of a field, in lower case, from what was typed for it, which may be no field."""
    plain = half_width(typed).lower()
    return FIELDS.get(plain) or FIELDS.get(fold(plain), plain)
