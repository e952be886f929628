"""Stop lists: words that say little about what a text is about."""

from __future__ import annotations

from collections.abc import Iterable

from store.chinese.folding import fold

_WORDS = """
    的 地 得 之 所 者 了 着 过 们 第 是 有 在 为 以 被 把 将 让 给 使 由 从
    自 自从 到 往 向 朝 对 对于 关于 至于 跟 同 和 与 及 以及 并 并且 而 而且 或
    或者 还是 但 但是 却 不过 然而 因 因为 由于 所以 因此 因而 如 如果 若 假如 只要
    只有 除非 虽 虽然 尽管 即使 无论 不管 既 既然 于是 则 即 乃 不 没 没有 别 未
    无 非 也 都 又 还 再 就 才 只 仅 很 太 更 最 越 已 已经 曾 曾经 正 正在 会
    能 能够 可 可以 要 应 应该 应当 该 须 必须 愿 我 你 您 他 她 它 我们 你们
    他们 她们 它们 咱们 自己 大家 别人 人家 某 每 各 另 其 其他 其它 其中 此 彼 这
    那 哪 这个 那个 哪个 这些 那些 这样 那样 这里 那里 哪里 这么 那么 怎么 怎样 什么
    谁 几 多少 如何 为什么 为何 个 些 种 位 次 件 条 张 等 等等 里 上 下 中 内
    外 前 后 时 间 之间 之后 之前 以后 以前 以来 当 当时 一 一个 一些 一样 一种 来
    去 上来 下来 起来 出来 过来 吗 呢 吧 啊 呀 哦 嘛 罢 啦 么
"""

FUNCTION_WORDS = frozenset(map(fold, _WORDS.split()))
"""Function words of modern Chinese: particles, prepositions, conjunctions, auxiliaries, pronouns, measures,
places and times."""


def stop_words(lines: Iterable[str]) -> frozenset[str]:
    """Return the words of a stop list: a word a line; a line that begins with # is a comment."""
    words = (line.strip("\ufeff \t\r\n") for line in lines)
    return frozenset(fold(word) for word in words if word and not word.startswith("#"))
