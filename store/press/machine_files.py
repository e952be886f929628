"""Files made for machines: tables, logs, settings, programs. Nothing in them is joined or set apart.

The measures are shares of characters, taken on some 300 files of this kind and of prose: news and licences
stay below 6 in 100, programs, logs and tables lie above 7. Only a technical Markdown page has as many.
"""

from __future__ import annotations

import re
from collections import Counter

from store.press.lines import Line, han_share
from store.press.vocabulary import MARKDOWN

_SYMBOLS = re.compile(r"[0-9=(){}\[\]<>;:/\\_|&^$@+~\"']")
"""What programs and records are full of. Marks of Markdown are not among them."""
_SYMBOL_SHARE = 0.065
_HAN_SHARE = 0.2
_SAMPLE = 400
"""Lines looked at: as certain as all of them."""
_SEPARATORS = ",\t|;:\u3000"
_MAGIC = ("#!", "<?", "<!", "%!", "-----BEGIN")
"""How programs and documents for machines begin."""
_SAME_SHARE = 0.9


def is_record(lines: list[Line]) -> bool:
    """Whether the lines are records or code, each complete in itself, and not written for a reader."""
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
    """Whether lines that begin with # stand right on each other, as comments do and headings never."""
    pairs = zip(marks, marks[1:], lines[1:], strict=False)
    return any(above and above == mark and line.gap == 0 for above, mark, line in pairs)


def _is_code(sample: list[str]) -> bool:
    words = "".join("".join(sample).split())
    return len(_SYMBOLS.findall(words)) >= _SYMBOL_SHARE * len(words) and han_share(words) < _HAN_SHARE


def _is_table(sample: list[str]) -> bool:
    """Whether all lines have the same number of cells, three or more."""
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in sample)
        cells, times = counts.most_common(1)[0]
        if cells >= 2 and times >= _SAME_SHARE * len(sample):
            return True
    return False
