"""Detects the language and script of a text."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z]+")
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|is|that|for|it|with|as|was|on|are|by|be|this|at|from|have)\b", re.IGNORECASE
)


def detect_language(text: str) -> str:
    """Return a BCP 47 tag: ``zh-Hans``, ``zh-Hant``, ``zh`` if the script is undecided, ``en``, ``ja``,
    ``ko`` or ``und``.
    """
    sample = text[:100_000]
    han = "".join(_HAN.findall(sample))
    others = len(sample) - len(han)
    if others > len(han) and len(_HANGUL.findall(sample)) > len(han):
        return "ko"
    if others > len(han) * 0.2 and len(_KANA.findall(sample)) > len(han) * 0.2:
        return "ja"
    words = _LATIN.findall(sample) if others > len(han) * 2 else []
    if len(han) * 2 < len(words):
        english = len(_ENGLISH.findall(sample))
        return "en" if english >= max(1, len(words) * 0.05) else "und"
    return _script(han) if han else "und"


def _script(han: str) -> str:
    """Return the tag for simplified or traditional Chinese, by characters that only GB 2312 or only Big5
    contains.
    """
    in_gb2312 = han.encode("gb2312", "ignore")
    in_both = len(in_gb2312.decode("gb2312").encode("big5", "ignore"))
    simplified, traditional = len(in_gb2312) - in_both, len(han.encode("big5", "ignore")) - in_both
    if simplified > 2 * traditional:
        return "zh-Hans"
    return "zh-Hant" if traditional > 2 * simplified else "zh"
