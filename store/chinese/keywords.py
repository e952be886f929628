"""Keywords of a text by TF-IDF, with jieba's table of inverse document frequencies (IDF).

The table is read as data, once for each text, which takes a tenth of a second on a worker thread. jieba's own
``analyse`` would keep half a million objects in memory and also import the tables of its tagger.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from store.chinese.folding import fold, simplified
from store.chinese.words import Segmenter
from store.language import _

_DEFAULT_IDF = 11.9547675029
"""The IDF of words that the table lacks: its median, as in jieba."""

LONGEST = 50_000
"""Code points of a text that are analysed. The beginning of a book is enough for its keywords."""

_SLICE = 4096
"""Lines of the table that are read before other threads may run."""

_STOP_WORD_LIST = (
    ""  # untranslated: words of articles
    """
    我们 你们 他们 她们 它们 咱们 自己 别人 有人 大家 这个 那个 这些 那些 这种 那种 这里 那里 这儿
    那儿 哪里 这样 那样 这么 那么 怎么 怎样 什么 为什么 如何 多少 一些 许多 很多 不少 各种 其他 其它
    其中 有些 有的 每个 没有 不是 就是 还是 只是 可是 但是 而是 而且 因为 所以 如果 虽然 不过 然后
    于是 由于 因此 为了 关于 对于 以及 或者 并且 同时 此外 之后 之前 以后 以前 后来 现在 当时 时候
    时间 已经 曾经 正在 一直 总是 常常 往往 仍然 还有 可以 可能 能够 应该 必须 需要 不能 不会 不要
    不用 愿意 觉得 认为 知道 看到 听到 想到 说道 表示 成为 进行 开展 开始 通过 起来 出来 下来 上来
    过来 回来 下去 出去 上去 进来 里面 外面 上面 下面 前面 后面 旁边 中间 左右 十分 非常 比较 特别
    更加 越来越 几乎 大约 甚至 尤其 突然 终于 不同 一样 一起 一边 一般 一定 只有 也是 都是 更多 最后
    其实 有点
    all an and are as at be by can cm for from has have if in is it kg km mm not of on one or that
    the then this to we which with you
"""
)
"""Stop words, folded. jieba has only the English ones."""

_STOP_WORDS = frozenset(_STOP_WORD_LIST.split())

_is_amount = re.compile(
    "[〇零一二三四五六七八九十百千万亿两几第数半多余]+"
    "[年月日天号点时分秒周个位名人件条张本把只片块碗格扇遍次回声步层种样些口头面斤元家句下起岁里处双户根摞]*"
).fullmatch
"""Matches amounts: a number and what it counts, such as 三条, 第二天, 四十天."""


class Keyword(NamedTuple):
    """A keyword of a text."""

    word: str
    """As written at its first occurrence."""
    times: int
    """The number of occurrences, in any script and width."""
    weight: float
    """Its TF-IDF: its share of all words, times its IDF."""


def keywords(
    text: str, spans: Iterable[tuple[int, int]], segmenter: Segmenter, *, most: int
) -> list[Keyword]:
    """The keywords of ``spans`` of a text, by descending weight, at most ``most``.

    Occurrences are counted folded. Words of one character and numbers are not keywords.

    :param segmenter: must be loaded: the rule finds no words of two Han characters.
    """
    text = text[:LONGEST]
    folded = fold(text)
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for start, end in spans:
        for begins, ends in segmenter.spans(text[start:end]):
            word = folded[start + begins : start + ends]
            if _may_be_keyword(word):
                counts[word] += 1
                first.setdefault(word, text[start + begins : start + ends])
    idf = _idf({form: word for word in counts for form in (word, simplified(first[word]))})
    total = counts.total()
    found = [
        Keyword(first[word], count, count / total * idf.get(word, _DEFAULT_IDF))
        for word, count in counts.items()
    ]
    return sorted(found, key=lambda keyword: (-keyword.weight, keyword.word))[:most]


def _may_be_keyword(word: str) -> bool:
    return len(word) > 1 and any(map(str.isalpha, word)) and word not in _STOP_WORDS and not _is_amount(word)


def _idf(words: Mapping[str, str]) -> dict[str, float]:
    """The IDF of the words that the table has. ``words`` are given by the forms that it may have them in.

    :raises ImportError: jieba, which has the table, is not installed.
    :raises OSError: the table cannot be read.
    """
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ImportError(_("jieba is not installed"))
    wanted = {form.encode(errors="replace"): word for form, word in words.items()}
    found: dict[str, float] = {}
    with (Path(spec.origin).parent / "analyse" / "idf.txt").open("rb") as table:
        while lines := list(islice(table, _SLICE)):
            for line in lines:
                word, _space, idf = line.rpartition(b" ")
                if word in wanted:
                    found[wanted[word]] = float(idf)
            time.sleep(0)  # release the interpreter lock, so that a waiting thread can run
    return found
