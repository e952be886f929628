"""The address and the key words that stand in lines of their own: 链接：https://…, 关键词：茶园；冬天."""

from __future__ import annotations

import re
from typing import NamedTuple

from store.model.article import Block, BlockKind
from store.press.vocabulary import ADDRESS

_MOST = 20
"""Blocks above the text that are looked at."""
_TAIL = 3
"""Blocks at the end that are."""
_LONGEST = 2_100
_OF_THIS = re.compile("原文|本文|文章|阅读原文|閱讀原文|来源|來源|出处|出處")
"""A label below the text with which an address is that of the article, not of something else."""
_FIELD = re.compile(
    r"(?:标题|標題|题目|題目|作者|记者|記者|来源|來源|日期|时间|時間|发布时间|發布時間|title|author|source|date)\s*[：:]",
    re.IGNORECASE,
)
"""Lines that only a header has."""
_KEYWORDS = re.compile(
    r"(?:关键词|關鍵詞|关键字|關鍵字|标签|標籤|tags?|keywords?)\s*[：:]\s*(?P<words>\S.*)", re.IGNORECASE
)
_FEWEST_FIELDS = 2
"""Such lines with which key words are those of whoever kept the article, not of the article itself."""
_MOST_TAGS = 30
_LONGEST_TAG = 30


class StatedHeader(NamedTuple):
    """What such lines say."""

    url: str = ""
    tags: tuple[str, ...] = ()


def read_stated_header(text: str, blocks: tuple[Block, ...]) -> StatedHeader:
    """Read the lines above the text; the address may also stand below it."""
    kinds = [block.kind for block in blocks[:_MOST]]
    end = kinds.index(BlockKind.PARAGRAPH) if BlockKind.PARAGRAPH in kinds else len(kinds)
    head = [text[block.start : min(block.end, block.start + _LONGEST)].strip() for block in blocks[:end]]
    tail = [
        text[block.start : min(block.end, block.start + _LONGEST)].strip() for block in blocks[end:][-_TAIL:]
    ]
    addresses = [found for line in head if (found := ADDRESS.fullmatch(line))]
    addresses += [found for line in tail if (found := ADDRESS.fullmatch(line)) and _OF_THIS.match(line)]
    url = addresses[0]["address"] if addresses else ""
    fields = sum(bool(_FIELD.match(line)) for line in head) + bool(addresses and addresses[0]["label"])
    keywords = next((found["words"] for line in head if (found := _KEYWORDS.match(line))), "")
    return StatedHeader(url, _tags(keywords) if fields >= _FEWEST_FIELDS else ())


def _tags(words: str) -> tuple[str, ...]:
    separators = r"[,，、;；|]" if re.search("[,，、;；|]", words) else r"\s+"
    tags = (each.strip().lstrip("#").strip() for each in re.split(separators, words))
    return tuple(dict.fromkeys(tag for tag in tags if 0 < len(tag) <= _LONGEST_TAG))[:_MOST_TAGS]
