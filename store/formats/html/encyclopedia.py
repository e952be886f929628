"""Takes what is no text out of a page of a wiki or 百科: marks of references, edit links, contents, boxes."""

from __future__ import annotations

import re
from collections import Counter

from store.formats.html.blocks import Part
from store.formats.html.blocks.elements import VOID
from store.formats.html.blocks.tokens import tokens
from store.formats.html.class_names import names_in
from store.language import _, plural
from store.model.article import BlockKind
from store.wording import counted, listed

_SIGN = re.compile(
    r"""mw-parser-output|mw-content-text|class=["']?mediawiki|//baike\.\w+\.com|lemma-summary|lemmaWgt"""
    r"""|J-lemma-content"""
)
_HEAD = 300_000
"""Code points of a page in which a sign of a wiki stands."""

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("edit", re.compile(
        r"(?:^|[\s_-])(?:editsection|edit-?(?:icon|lemma|link|btn)|btn-edit)", re.IGNORECASE
    )),
    ("references", re.compile(
        r"(?:^|\s)(?:references|reflist|lemma-?reference\S*|reference-?list\S*)(?:\s|$)", re.IGNORECASE
    )),
    ("box", re.compile(
        r"(?:^|\s)(?:toc|infobox\S*|basic-?info\S*|lemma-?catalog\S*|catalog-?list\S*|navbox\S*|ambox\S*"
        r"|vertical-navbox|sistersitebox|catlinks|siteSub|contentSub|mw-jump-link|mw-indicators|printfooter"
        r"|authority-control|hatnote)(?:\s|$)",
        re.IGNORECASE,
    )),
)  # fmt: skip
_THINGS = {
    "mark": plural("mark of a reference", "marks of references"),
    "reference": plural("reference", "references"),
    "box": plural("box or list of contents", "boxes and lists of contents"),
}
_MARK_WORDS = re.compile(
    r"\s*[\[［〔](?:\d{1,4}(?:[-–,，]\d{1,4})*|[a-z]|[註注]\s?\d{1,3}|來源請求|来源请求)[\]］〕]\s*:?\d*\s*"
)
_TITLES = re.compile(
    r"(?:参考文献|參考文獻|参考资料|參考資料|参考来源|參考來源|参考|引用|脚注|腳註|注释|註釋|资料来源|資料來源|references|notes)"
    r"(?:\s*\[编辑\])?",
    re.IGNORECASE,
)


def without_apparatus(page: str) -> tuple[str, str]:
    """Return the page of a wiki without what is no text, and the remark about it; any other page as it is."""
    if not _SIGN.search(page[:_HEAD]):
        return page, ""
    kept: list[str] = []
    count: Counter[str] = Counter()
    at = start = depth = 0
    element = kind = ""
    words: list[str] = []
    for token in tokens(page):
        if element:
            if token.kind == "start" and token.value == element:
                depth += 1
            elif token.kind == "start" and token.value == "li":
                count["reference"] += kind == "references"
            elif token.kind == "end" and token.value == element:
                depth -= 1
            elif token.kind not in ("start", "end"):
                words.append(token.value)
            if not depth:
                if kind != "mark" or _MARK_WORDS.fullmatch("".join(words)):
                    kept.append(page[at:start])
                    at = token.end
                    count[kind] += 1
                element = ""
        elif (
            token.kind == "start"
            and token.value not in VOID
            and (found := _kind(token.value, token.attributes))
        ):
            element, kind, start, depth, words = token.value, found, token.start, 1, []
    kept.append(page[at:])
    return "".join(kept), _remark(count)


def without_empty_headings(parts: list[Part]) -> list[Part]:
    """Return paragraphs without headings of references that stand above nothing."""
    return [
        part
        for part, after in zip(parts, [*parts[1:], (BlockKind.HEADING, "")], strict=True)
        if not (
            part[0] is BlockKind.HEADING
            and after[0] is BlockKind.HEADING
            and _TITLES.fullmatch(part[1].strip())
        )
    ]


def _kind(name: str, attributes: str) -> str:
    """Return what an element is that is no text; empty if it is text."""
    if name == "sup":
        return "mark"
    names = names_in(attributes) if attributes else ""
    if not names or name in ("html", "body", "main", "article"):
        return ""
    return next((kind for kind, sign in _KINDS if sign.search(names)), "")


def _remark(count: Counter[str]) -> str:
    told = [counted(count[kind], *forms) for kind, forms in _THINGS.items() if count[kind]]
    return _("left out: {what}", what=listed(told)) if told else ""
