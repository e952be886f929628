"""Turns what programs add to Markdown into CommonMark or plain text, outside of code."""

from __future__ import annotations

import re
from typing import NamedTuple

_FENCE = re.compile(r" {0,3}(?:> ?)*(`{3,}|~{3,})")
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`\n]*(?:`(?!\1)[^`\n]*)*?(?<!`)\1(?!`)")
_MOST_TICKS = 400
"""Back-ticks of a line in which code is looked for: each may cost a search of the rest."""
_FOOTNOTE_TEXT = re.compile(r"^( {0,3})\[\^([^\]\s]{1,80})\]:[ \t]*")
_FOOTNOTE = re.compile(r"(?<!\\)\[\^([^\]\s]{1,80})\]")
_INLINE_FOOTNOTE = re.compile(r"(?<![\\\w])\^\[([^\[\]\n]{1,2000})\]")
_EMBED = re.compile(r"!\[\[([^\[\]\n|]{1,500})(?:\|([^\[\]\n]{1,500}))?\]\]")
_WIKILINK = re.compile(r"(?<!\\)\[\[([^\[\]\n|]{1,500})(?:\|([^\[\]\n]{1,500}))?\]\]")
_HIGHLIGHT = re.compile(r"(?<![=\\])==(?=[^\s=])([^=\n]{1,5000}?)(?<=[^\s=])==(?!=)")
_CALLOUT = re.compile(r"^(?=[ \t]*+>)([ \t>]*+)\[![\w -]{1,40}\][+-]?[ \t]*")
_TASK = re.compile(r"^([ \t>]*+(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([ xX])\](?=\s)")
_BLOCK_ID = re.compile(r"(?:^|[ \t])\^[A-Za-z0-9-]{4,64}[ \t]*$")
_HEADING_ID = re.compile(r"[ \t]*\{#[\w:.-]{1,80}\}[ \t]*$")
_ATTRIBUTES = re.compile(r"^[ \t]*\{:[^{}\n]{0,300}\}[ \t]*$")
_CONTENTS = re.compile(r"^\s*(?:\[TOC\]|\[\[_?TOC_?\]\]|\{:toc\})\s*$", re.IGNORECASE)
_COMMENT = re.compile(r"%%[^%\n]{0,5000}%%")
_MACRO = re.compile(r"\{\{[<%][^{}\n]{0,2000}[%>]\}\}|\{%[^{}\n]{0,2000}%\}")
_LINK_BACK = re.compile(r"\[pizhu read [^\]]*\]\(pizhu://[^)\s]*\)")
"""The link to an annotation that our own exports have."""

_MACRO_TEXT = re.compile(r"""\b(?:caption|title|text|alt)\s*=\s*"([^"\n]{1,500})\"""")
_DEFINITION = re.compile(r"^( {0,3})\[([^\[\]\n]{1,200})\]:(?=[ \t]*(?!<)[^\s<:/.#]+(?:\s|$))")
"""What CommonMark takes for the address of a link, although it is text: ``[注]: 说明``."""
_FILE = re.compile(
    r"\.(?:png|jpe?g|gif|webp|svg|bmp|avif|pdf|mp[34]|m4a|wav|ogg|mov|webm|canvas)(?:#.*)?$", re.IGNORECASE
)


class _Result(NamedTuple):
    text: str
    left_out: int


def plain_marks(source: str) -> tuple[str, int]:
    """Return Markdown without the marks of its dialects, and the number of characters left out.

    Links between notes become their text, footnotes stand where they are written, with their number in
    brackets; highlights, callouts, tasks, block IDs and macros lose their marks. Comments are left out.
    """
    lines: list[str] = []
    left_out = 0
    fence = ""
    for line in source.split("\n"):
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence) and not line[found.end() :].strip("`~ \t"):
                fence = ""
            lines.append(line)
            continue
        if found:
            fence = found[1]
            lines.append(line)
            continue
        result = _plain_line(line)
        left_out += result.left_out
        lines.append(result.text)
    return "\n".join(lines), left_out


def _plain_line(line: str) -> _Result:
    if _CONTENTS.match(line) or _ATTRIBUTES.match(line):
        return _Result("", 0)
    line = _CALLOUT.sub(r"\1", line)
    line = _TASK.sub(lambda task: f"{task[1]}{'☐' if task[2] == ' ' else '☑'}", line)
    line = _FOOTNOTE_TEXT.sub(r"\n\1\\[\2\\] ", line)
    line = _DEFINITION.sub(r"\1\\[\2\\]:", line)
    line = _BLOCK_ID.sub("", _HEADING_ID.sub("", line) if line.startswith("#") else line)
    pieces: list[str] = []
    left_out, end = 0, 0
    for code in _CODE.finditer(line) if 0 < line.count("`") <= _MOST_TICKS else ():
        text, out = _plain_words(line[end : code.start()])
        pieces += [text, code[0]]
        left_out, end = left_out + out, code.end()
    text, out = _plain_words(line[end:])
    return _Result("".join([*pieces, text]), left_out + out)


def _plain_words(words: str) -> _Result:
    left_out = 0

    def drop(found: re.Match[str]) -> str:
        nonlocal left_out
        left_out += len(found[0])
        return ""

    def macro(found: re.Match[str]) -> str:
        nonlocal left_out
        text = " ".join(_MACRO_TEXT.findall(found[0]))
        left_out += len(found[0]) - len(text)
        return text

    if "%%" in words:
        words = _COMMENT.sub(drop, words)
    if "{" in words:
        words = _MACRO.sub(macro, words)
    if "[" in words:
        words = _LINK_BACK.sub("", words)
        words = _EMBED.sub(lambda link: "" if _FILE.search(link[1]) else _link_text(link), words)
        words = _WIKILINK.sub(_link_text, words)
        words = _INLINE_FOOTNOTE.sub(r" [\1]", words)
        words = _FOOTNOTE.sub(r"\\[\1\\]", words)
    if "==" in words:
        words = _HIGHLIGHT.sub(r"\1", words)
    return _Result(words, left_out)


def _link_text(link: re.Match[str]) -> str:
    return (link[2] or link[1].lstrip("#^").replace("#", " > ")).strip()
