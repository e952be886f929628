"""What the properties of a document say about it, without what programs write by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

# Source: the names that Word, WPS, pirated systems and preinstalled computers give their only user.
_NOBODY = re.compile(
    r"(?:administrator|admin|users?|owner|guest|root|test|default|author|none|null|n/a|unknown|unnamed|"
    r"untitled|windows|apple|mac|macbook(?: (?:air|pro))?|pc|hp|ibm|dell|asus|acer|lenovo|thinkpad|"
    r"samsung|huawei|xiaomi|microsoft|microsoft corporation|microsoft office|office|mc system|msi|walkinnet|"
    r"(?:microsoft(?: office)?|windows|微软|ms)\s*(?:user|用户|使用者)|用户|用戶|使用者|微软用户|微软中国|"
    r"微软系统|作者|未知|匿名|佚名|雨林木风|深度技术|深度系统|系统天地|番茄花园|"
    r"电脑公司|新云软件|萝卜家园|番茄家园|联想|惠普|戴尔|"
    r"python-docx|openpyxl|apache poi|libreoffice|openoffice(?:\.org)?|wps(?: office)?|pandoc|calibre|pizhu|"
    r"user\d*|admin\d*|.*\\.*|[\W\d_]*)",
    re.IGNORECASE,
)

_NO_TITLE = re.compile(
    r"(?:(?:title|标题|標題|题目|題目)|"
    r"(?:文档|文檔|文件|document|doc|word document|text document)\s*\(?\d*\)?|"
    r"(?:新建|新增)\s*(?:microsoft.*|.{0,8}(?:文档|文檔|文件|笔记))\s*\(?\d*\)?|"
    r".*\.(?:docx?|docm|dotx?|dotm|wps|wpt|rtf|odt|txt|html?|pdf|indd|qxd|tmp)|"
    r"[\W\d_]*|.*�.*|https?://\S*|powerpoint (?:presentation|演示文稿)|slide \d+|normal(?:\.dotm?)?)",
    re.IGNORECASE,
)

_UNNAMED = re.compile(
    r"(?:untitled|无标题|無標題|未命名|new|新)\s*(?:note|document|page|笔记|筆記|文档|文檔|页面)?\s*\(?\d*\)?",
    re.IGNORECASE,
)

_FROM_PRINTER = re.compile(r"^Microsoft (?:Office )?(?:Word|PowerPoint|Excel) - ", re.IGNORECASE)

_NO_DATE = ("1601-", "1899-", "1900-", "1904-01-01", "1970-01-01", "1980-01-01", "2013-12-23T23:15:00")
"""The beginnings of dates that stand for none, and that of python-docx's template."""

_SEPARATOR = re.compile(r"\s*[;；、|\n]\s*|\s+(?:&|and)\s+")
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)|(\d{4})-(\d\d)(?!\d)|(\d{4})(?!\d)")
_LONGEST_NAME = 40
_LONGEST_TITLE = 150


class FileProperties(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says about its article beside the text. Unknown fields are empty."""

    title: str = ""
    is_certain: bool = False
    """Whether the title is the one that people see, such as the subject of a mail: no heading is another."""
    authors: tuple[str, ...] = ()
    date: str = ""
    """ISO 8601: ``2020-03-24``, ``2020-03`` or ``2020``."""
    source: str = ""
    column: str = ""
    url: str = ""


def real_title(words: str) -> str:
    """Return the title of a document, without spaces at its ends; empty if a program made it up."""
    words = " ".join(_FROM_PRINTER.sub("", words.strip()).split())
    return "" if len(words) > _LONGEST_TITLE or _NO_TITLE.fullmatch(words) else given_title(words)


def given_title(words: str) -> str:
    """Return the title that a person gave a note, without spaces at its ends; empty if it stands for none."""
    words = " ".join(words.split())
    return "" if _UNNAMED.fullmatch(words) else words


def real_authors(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of people in properties, without those that a program made up, each once."""
    every = (" ".join(name.split()) for words in names for name in _SEPARATOR.split(words))
    return tuple(
        dict.fromkeys(name for name in every if len(name) <= _LONGEST_NAME and not _NOBODY.fullmatch(name))
    )


def real_date(words: str) -> str:
    """Return the date of a time in ISO 8601; empty if it stands for none."""
    words = words.strip()
    match = _ISO_DATE.match(words)
    if match is None or words.startswith(_NO_DATE):
        return ""
    year, month, day = match[1] or match[4] or match[6], match[2] or match[5], match[3]
    if not 1800 <= int(year) <= 2200 or (month and not 1 <= int(month) <= 12):
        return ""
    if day and not 1 <= int(day) <= 31:
        return ""
    return "-".join(part for part in (year, month, day) if part)
