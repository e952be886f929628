"""Labels before the lines of a headline: 引题：…, 【副题】…, 标题：…."""

from __future__ import annotations

import re

from store.model.article import BlockKind

_KICKER = "引[题題]|眉[题題]|肩[题題]"
_SUBTITLE = "副[标標]?[题題]|子[标標]?[题題]|次[题題]"
_TITLE = "主[标標]?[题題]|正[题題]|[标標][题題]|[题題]目|篇名|主旨|[Ss]ubject|[Tt]itle"
_LABEL = re.compile(
    rf"(?:[【\[〔](?:(?P<kicker1>{_KICKER})|(?P<subtitle1>{_SUBTITLE})|(?P<title1>{_TITLE}))[】\]〕]\s*[：:]?"
    rf"|(?:(?P<kicker2>{_KICKER})|(?P<subtitle2>{_SUBTITLE})|(?P<title2>{_TITLE}))\s*[：:｜|丨]"
    rf"|(?:(?P<kicker3>{_KICKER})|(?P<subtitle3>{_SUBTITLE})|(?P<title3>主[标標][题題]))(?=[ \u3000]))"
    r"\s*(?=\S)"
)
_KINDS = {"kicker": BlockKind.KICKER, "subtitle": BlockKind.SUBTITLE, "title": BlockKind.TITLE}


def label_kind(line: str) -> BlockKind | None:
    """Return what the label before a line says that it is; None without a label."""
    match = _LABEL.match(line)
    return _KINDS[(match.lastgroup or "title").rstrip("123")] if match else None


def without_label(line: str) -> str:
    """Return a line of a headline without its label."""
    return _LABEL.sub("", line, count=1) if _LABEL.match(line) else line


def labelled_kinds(words: list[str]) -> list[BlockKind] | None:
    """Return the kinds of the lines of a headline of which labels tell one at least; None if they do not.

    A line without a label above the title is a kicker, one below it a subtitle.
    """
    kinds = [label_kind(line) for line in words]
    if not any(kinds):
        return None
    title = next((at for at, kind in enumerate(kinds) if kind is BlockKind.TITLE), None)
    if title is None:
        title = next((at for at, kind in enumerate(kinds) if kind is None), None)
    if title is None:
        return None
    return [
        BlockKind.TITLE if at == title else kind or (BlockKind.KICKER if at < title else BlockKind.SUBTITLE)
        for at, kind in enumerate(kinds)
    ]
