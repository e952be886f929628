"""Recognises machine-readable files: tables, logs, settings, source code. Their lines are left as they are.

The thresholds are shares of characters, measured on about 300 such files and texts: news and licences have
less than 6 % of such symbols; source code, logs and tables have more than 7 %. Of the texts, only a technical
Markdown page has as many.
"""

from __future__ import annotations

import re
from collections import Counter

from store.press.lines import Line, han_share
from store.press.vocabulary import MARKDOWN

_SYMBOLS = re.compile(r"[0-9=(){}\[\]<>;:/\\_|&^$@+~\"']")
"""Characters that are frequent in source code and records, except those of Markdown."""
_SYMBOL_SHARE = 0.065
_HAN_SHARE = 0.2
_SAMPLE = 400
"""The number of lines examined. More do not improve the result."""
_SEPARATORS = ",\t|;:\u3000"
_MAGIC = ("#!", "<?", "<!", "%!", "-----BEGIN")
"""The beginnings of scripts and of XML, PostScript and PEM files."""
_SAME_SHARE = 0.9


def is_machine_file(lines: list[Line]) -> bool:
    """Whether the lines are records or code rather than text."""
    sample = [line.text for line in lines[:_SAMPLE]]
    if sample and sample[0].startswith(_MAGIC):
        return True
    if len(sample) < 4:
        return False
    marks = [found[1] if (found := MARKDOWN.match(line)) else "" for line in sample]
    if "```" not in "".join(sample) and _are_comments(lines[:_SAMPLE], marks):
        return True
    is_markdown = bool(marks[0]) or any(len(mark) > 1 for mark in marks)
    return _is_table(sample) or (_is_code(sample) and not is_markdown)


def _are_comments(lines: list[Line], marks: list[str]) -> bool:
    """Whether consecutive lines begin with ``#``: comments do, headings do not."""
    pairs = zip(marks, marks[1:], lines[1:], strict=False)
    return any(above and above == mark and line.gap == 0 for above, mark, line in pairs)


def _is_code(sample: list[str]) -> bool:
    words = "".join("".join(sample).split())
    return len(_SYMBOLS.findall(words)) >= _SYMBOL_SHARE * len(words) and han_share(words) < _HAN_SHARE


def _is_table(sample: list[str]) -> bool:
    """Whether nearly all lines have the same number of cells, at least three."""
    fewest = _SAME_SHARE * len(sample)
    for separator in _SEPARATORS:
        if sum(separator in line for line in sample) < fewest:
            continue
        counts = Counter(line.count(separator) for line in sample)
        cells, times = counts.most_common(1)[0]
        if cells >= 2 and times >= fewest:
            return True
    return False
