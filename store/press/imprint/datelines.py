"""The dateline of a report: who reports it, and when.

It stands at the beginning of the text: 本报成都1月6日电（记者陈小满）.
"""

from __future__ import annotations

import re
import unicodedata

from store.press.dates import date
from store.press.imprint.reading import read_imprint
from store.press.person_names import is_name

_DATELINE = re.compile(r"^[^。!?]{0,40}?(?:讯|訊|电|電|消息|报道|報導)\s*[)】\]]?\s*\((?P<who>[^()]{2,60})\)")
_OPENING_REPORT = re.compile(
    r"^(?:[\[【〔][^()\[\]【】〔〕。]{2,12}[\]】〕]\s*)?[(\[【〔](?P<who>[^()\[\]【】〔〕。]{0,30}(?:记者|記者|通讯员|通訊員|实习生|實習生|文\s*[/|:]|作者\s*[/|:])[^()\[\]【】〔〕。]{2,30})[)\]】〕]"
)
_OPENING_NAME = re.compile(
    r"^[^。!?]{0,12}?(?:讯|訊)\s+(?P<who>(?:本报|本報|本網|本网)?(?:记者|記者)\s*[^\s,。()]{2,4}?(?:[报報][导導道])?)(?=[\s,。:])"
)
_OPENING_REPORTED = re.compile(
    r"^[^\s,。!?:()]{0,10}(?:记者|記者)(?P<name>[^\s,。!?:()]{2,3}?)(?:\d{1,2}月)?\d{1,2}日(?:电|電|从|在|获悉|報導|报道|讯)"
)
_REPORT_OPENING = re.compile(
    r"^(?:[（(【\[〔][^（()）【】\[\]〔〕。]{0,30}(?:记者|記者|讯|訊|电|電|报道|報導)[^（()）【】\[\]〔〕。]{0,30}[）)】\]〕]"
    r"|(?:本[报報刊台网網社]|[^\s，。！？：（(]{1,10}?[社报報网網台])[^\s，。！？：（(]{0,14}"
    r"(?:讯|訊|电|電|消息)(?:\s*[（(][^（()）。]{2,60}[）)]|(?=\s)))"
)
"""The dateline at the beginning of a report, with the reporters in brackets."""
_DATED_REPORT = re.compile(
    r"^[\s(〔【\[]*(?:[^\s,。!?:()]{0,12}?[社网網报報台刊訊讯者]|本[报報刊台网網社])[^,。!?:]{0,24}?"
    r"(?P<day>(?:(?:19|20)\d\d|[一二][〇零○0一二三四五六七八九]{3})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月"
    r"\s*[\d一二三四五六七八九十]{1,3}\s*日)\s*(?:[综綜]合|[专專])?(?:讯|訊|消息|[报報][导導道]|[电電](?![话話影视視力子脑腦动動器车車梯商]))"
)
"""The dateline of a report with a complete date: 新华社武汉2024年10月12日电."""


def date_of_report(opening: str) -> str:
    """The complete date in the dateline of a report: 新华社武汉2024年10月12日电."""
    report = _DATED_REPORT.match(unicodedata.normalize("NFKC", opening).strip())
    return date(report["day"]) if report else ""


def dateline_reporters(opening: str) -> tuple[str, ...]:
    """The reporters in the dateline of a news report: 本报成都1月6日电（记者陈小满）."""
    words = unicodedata.normalize("NFKC", opening).strip()
    for pattern in (_DATELINE, _OPENING_REPORT, _OPENING_NAME):
        if not (match := pattern.match(words)):
            continue
        who = match["who"]
        run_on = re.search(
            r"(?:记者|記者)([^\s/,、]{2,3})[^\s/,、]{2,6}(?:\d{1,2}月)?\d{1,2}日(?:综合)?[电電]", who
        )
        if run_on:
            return (run_on[1] if is_name(run_on[1]) else run_on[1][:2],)
        if found := read_imprint(who, certain=bool(re.search("记者|記者|通讯员|通訊員|作者", who))).authors:
            return found
    reported = _OPENING_REPORTED.match(words)
    return (reported["name"],) if reported and is_name(reported["name"]) else ()


def without_dateline(opening: str) -> str:
    """The opening of a report without its dateline: 本报讯（记者陈小满）, 〔記者／台北報導〕."""
    bare = _REPORT_OPENING.sub("", opening, count=1).lstrip("，,：:　 ")
    return bare if any(map(str.isalnum, bare)) else opening
