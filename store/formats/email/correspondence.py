"""Tells what in a mail is not the article: its signature, and earlier messages that it quotes or forwards."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.formats.documents.paragraph import DocumentParagraph
from store.language import Lazy, _, lazy
from store.model.article import BlockKind
from store.wording import counted

_MOST_SIGNATURE = 12
"""Lines of a signature, at most."""
_LONGEST_MARK = 200
"""Code points of the line above another message."""
_LONGEST_SHOWN = 40
"""Code points of a line that a remark shows."""
_FORWARDED = re.compile(
    r"[-—_*=\s]{2,}(?:转发的?(?:邮件|信息|消息)|轉寄(?:的)?(?:郵件|訊息)|(?:begin )?forwarded message)"
    r"[-—_*=\s:：]*|begin forwarded message\s*:",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"[-—_*=\s]{2,}(?:原始?(?:邮件|信息|郵件|訊息)|original (?:message|mail))[-—_*=\s:：]*"
    r"|(?:在|于|於)?\s*.{0,60}\d{4}.{0,60}(?:写道|寫道|来信)\s*[:：]"
    r"|on .{4,120} wrote\s*:",
    re.IGNORECASE,
)
"""The line above a message that is answered, in the words of the programs that write it."""


def mark_quotes(paragraphs: Sequence[DocumentParagraph]) -> None:
    """Make paragraphs of the lines about other messages: the day in one is not that of the article."""
    for each in paragraphs:
        words = each.text.strip()
        is_mark = len(words) < _LONGEST_MARK and (_FORWARDED.fullmatch(words) or _QUOTED.fullmatch(words))
        if each.kind is None and (is_mark or words.startswith(">")):
            each.kind = BlockKind.PARAGRAPH


def remarks_of(texts: Sequence[str]) -> list[str]:
    """Return what is told of the lines of a mail that are no article. They stay in its text."""
    lines = [line.strip() for line in texts if line.strip()]
    remarks = [
        *_marked(lines, _FORWARDED, lazy("it forwards a message, from “{line}” on")),
        *_marked(lines, _QUOTED, lazy("it quotes an earlier message, from “{line}” on")),
    ]
    quoted = sum(line.startswith(">") for line in lines)
    if quoted:
        remarks.append(_("{what} in it quoted from another message", what=counted(quoted, "line", "lines")))
    signs = [at for at, line in enumerate(lines) if line in ("--", "—")]
    if signs and 0 < (length := len(lines) - signs[-1] - 1) <= _MOST_SIGNATURE:
        remarks.append(_("its signature is kept: the last {what}", what=counted(length, "line", "lines")))
    return remarks


def _marked(lines: Sequence[str], mark: re.Pattern[str], remark: Lazy) -> list[str]:
    found = next((line for line in lines if len(line) < _LONGEST_MARK and mark.fullmatch(line)), None)
    return [remark.format(line=found[:_LONGEST_SHOWN].strip())] if found else []
