"""The title, the authors and the date in the document info of a PDF, unless a program has made them up."""

from __future__ import annotations

import re
import unicodedata

_PREFIX = re.compile(
    r"^(?:Microsoft (?:Word|PowerPoint|Excel)|WPS (?:文字|Office|Writer))\s*[-–—]\s*", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    r"(?:untitled|no ?title|无标题|無標題|未命名|未标题|文档|文檔|新建.{0,12}|document|slide|"
    r"幻灯片|投影片|print|title|标题|powerpoint (?:presentation|演示文稿)|ppt.{0,4}|"
    r"presentation|演示文稿|新建文档|about:blank|图书|scan.*|img.*|image.*|untitled document|"
    r"default|temp|tmp|layout|页面|版面|cover|封面|正文|[\W\d_]*|"
    r"[0-9a-f-]{16,})[\s\-_\d()（）.]*",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r".*\.(?:docx?|docm|wps|wpt|odt|rtf|txt|pptx?|xlsx?|indd|qxd|fit|fbd|mps|s2|ps2?|eps|tex|"
    r"dvi|pdf|pmd|pm6|html?|tiff?|jpe?g|cdr|ai)",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:administrators?|admin|users?|owner|root|guest|author|作者|unknown|anonymous|nobody|pc|"
    r"test|微软用户|微軟用戶|microsoft(?: .*)?|windows(?: .*)?|用户|使用者|系统管理员|lenovo|"
    r"dell|hp|acer|asus|thinkpad|apple|china|雨林木风|番茄花园|深度.*|wps(?: .*)?|(?:https?://|"
    r"www\.).*|.*@.*|\W*|\d+)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")


def title_of(info: dict[str, str]) -> str:
    """Return the title; empty if it is missing or a placeholder, such as ``Microsoft Word - 1.doc``."""
    title = _PREFIX.sub("", _readable(info.get("Title", "")))
    if _PLACEHOLDER.fullmatch(title) or _FILE_NAME.fullmatch(title):
        return ""
    return title


def authors_of(info: dict[str, str]) -> tuple[str, ...]:
    """Return the authors; none if they are missing or the name of an account, such as ``Administrator``."""
    names = re.split(r"\s*[;；,，、|/]\s*|\s+(?:and|&)\s+", _readable(info.get("Author", "")))
    return tuple(dict.fromkeys(name for name in names if name and not _NOBODY.fullmatch(name)))


def date_of(info: dict[str, str]) -> str:
    """Return the day on which the document was made, in ISO 8601; empty if it is unknown."""
    match = _DATE.match(info.get("CreationDate", ""))
    if match is None or not 1980 <= int(match[1]) <= 2100:
        return ""
    month, day = match[2] or "", match[3] or ""
    if not "01" <= month <= "12":
        return match[1]
    return f"{match[1]}-{month}-{day}" if "01" <= day <= "31" else f"{match[1]}-{month}"


def _readable(value: str) -> str:
    """Return an entry in one line. GB18030 that a program stored as if it were Latin is decoded."""
    words = "".join(
        char for char in value if unicodedata.category(char) not in {"Cc", "Cf", "Cs"} or char.isspace()
    )
    words = " ".join(words.split())
    if words and all(ord(char) < 0x100 for char in words) and any(ord(char) >= 0xA0 for char in words):
        try:
            decoded = words.encode("latin-1").decode("gb18030")
        except UnicodeError:
            return words
        if all(char < "\x80" or "\u3000" <= char <= "\u9fff" or char >= "\uff00" for char in decoded):
            return decoded
    return words
