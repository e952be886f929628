"""The styles and the lists of a Word document: what they say of a paragraph.

Source: ECMA-376, part 1, 17.7 (styles) and 17.9 (numbering). Namespaces are left aside, so that the strict
form of part 1 is read like the transitional one of part 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from store.formats.documents.numbering import printed_number
from store.formats.documents.xml_tree import Element, attribute, child, descendants, local
from store.model.article import BlockKind

_HEADING = re.compile(
    r"(?:heading|标题|標題|见出し|見出し|제목|titre|überschrift|título|titolo|заголовок|nagłówek|rubrik)"
    r"\s*[-_]?\s*([1-9])(?:\s*(?:char|字符))?",
    re.IGNORECASE,
)
_KINDS = {
    BlockKind.TITLE: ("title", "标题", "標題", "大标题", "主标题", "正标题", "文章标题", "文章標題", "表題",
                      "제목", "titel", "titre", "título", "titolo", "название", "book title", "标题样式"),
    BlockKind.SUBTITLE: ("subtitle", "副标题", "副標題", "副题", "副題", "副题样式", "副表題", "부제",
                         "untertitel", "sous-titre"),
    BlockKind.KICKER: ("kicker", "引题", "引題", "肩题", "眉题"),
    BlockKind.COLUMN: ("column", "栏目", "欄目"),
    BlockKind.BYLINE: ("byline", "author", "authors", "作者", "署名"),
    BlockKind.DATE: ("date", "日期"),
    BlockKind.CAPTION: ("caption", "题注", "題注", "图注", "圖說", "图片说明", "标号", "圖表標題",
                        "image caption", "table caption", "figure caption", "captioned figure",
                        "illustration", "figure"),
}  # fmt: skip
"""Names of styles, lower case, as programs in several languages write them. Those of Pizhu and pandoc too."""

_BY_NAME = {name: kind for kind, names in _KINDS.items() for name in names}
_CONTENTS = re.compile(
    r"(?:toc|目录|目錄|contents|table of figures|图表目录|index)\s*(?:heading|标题|標題|\d)?",
    re.IGNORECASE,
)
_MOST_ANCESTORS = 20
_USUAL_SIZE = 10.0
"""Points of a document that says nothing."""
_LEVELS = 9


class Style(msgspec.Struct, frozen=True):
    """What a style says of its paragraphs."""

    name: str = ""
    """Lower case."""
    kind: BlockKind | None = None
    level: int = 0
    """Of a heading: 1 is the highest."""
    is_contents: bool = False
    """Whether it is a line of a table of contents."""
    list_id: str = ""
    list_level: int = 0
    size: float = 0
    """Points; 0 if nothing says it."""
    is_bold: bool = False
    is_centred: bool = False


def kind_of_style(name: str) -> tuple[BlockKind | None, int]:
    """Return what the name of a style says of a paragraph, and the level of a heading."""
    bare = " ".join(name.lower().split())
    if match := _HEADING.fullmatch(bare):
        return BlockKind.HEADING, int(match[1])
    return _BY_NAME.get(bare), 0


def is_contents(name: str) -> bool:
    """Return whether the name of a style is that of a table of contents."""
    return _CONTENTS.fullmatch(" ".join(name.split())) is not None


class Styles:
    """The paragraph styles of a document, by ID."""

    def __init__(self, root: Element | None) -> None:
        """Read ``styles.xml``; None if the document has none."""
        self._elements: dict[str, Element] = {}
        self._default = ""
        self._known: dict[str, Style] = {}
        defaults = None if root is None else child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
        self._size = size_of(defaults) or _USUAL_SIZE
        for each in () if root is None else descendants(root, "style"):
            if attribute(each, "type") in ("paragraph", ""):
                self._elements[attribute(each, "styleId")] = each
                if attribute(each, "default") in ("1", "true", "on"):
                    self._default = attribute(each, "styleId")

    def of(self, style_id: str) -> Style:
        """Return a style; the default one if the ID is empty."""
        style_id = style_id or self._default
        if style_id not in self._known:
            self._known[style_id] = self._read(style_id)
        return self._known[style_id]

    def _read(self, style_id: str) -> Style:
        own = child(self._elements.get(style_id), "name")
        name = attribute(own, "val") if own is not None else style_id
        kind, level = kind_of_style(name)
        contents, list_id, list_level, outline = is_contents(name), "", -1, -1
        size, bold, aligned = self._size, "", ""
        for each in self._with_ancestors(style_id):
            parent = child(each, "name")
            if kind is None and parent is not None:
                kind, level = kind_of_style(attribute(parent, "val"))
            properties = child(each, "pPr")
            look = child(each, "rPr")
            size = size_of(look) or size if size == self._size else size
            bold = bold or switch(look, "b")
            aligned = aligned or value(properties, "jc")
            if outline < 0:
                outline = outline_level(properties)
            number = child(properties, "numPr")
            if number is not None:
                list_id = list_id or value(number, "numId")
                list_level = list_level if list_level >= 0 else whole_number(value(number, "ilvl"), -1)
        if kind is None and 0 <= outline < _LEVELS and not contents:
            kind, level = BlockKind.HEADING, outline + 1
        return Style(
            name.lower(),
            kind,
            level,
            contents,
            list_id,
            max(list_level, 0),
            size,
            bold == "on",
            aligned == "center",
        )

    def _with_ancestors(self, style_id: str) -> Iterator[Element]:
        """Yield a style and those that it is based on, nearest first; a circle ends."""
        for _ in range(_MOST_ANCESTORS):
            each = self._elements.get(style_id)
            if each is None:
                return
            yield each
            style_id = value(each, "basedOn")


def value(element: Element | None, name: str) -> str:
    """Return ``w:val`` of a child; empty if there is none."""
    found = child(element, name)
    return "" if found is None else attribute(found, "val")


def whole_number(words: str, default: int) -> int:
    """Return a number from an attribute; the default if it is none."""
    return int(words) if re.fullmatch(r"-?\d{1,9}", words) and words.isascii() else default


def size_of(properties: Element | None) -> float:
    """Return the size of characters in points; 0 if nothing says it."""
    return whole_number(value(properties, "sz"), 0) / 2


def switch(properties: Element | None, name: str) -> str:
    """Return whether something is ``on`` or ``off``; empty if nothing says it."""
    found = child(properties, name)
    if found is None:
        return ""
    return "off" if attribute(found, "val") in ("0", "false", "off", "none") else "on"


def outline_level(properties: Element | None) -> int:
    """Return the outline level of a paragraph, from 0; 9 for text; -1 if nothing says it."""
    return whole_number(value(properties, "outlineLvl"), -1)


class _Level(msgspec.Struct, frozen=True):
    form: str = "decimal"
    text: str = ""
    start: int = 1


class Lists:
    """The numbered and bulleted lists of a document, which count as they are read."""

    def __init__(self, root: Element | None) -> None:
        """Read ``numbering.xml``; None if the document has none."""
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._instances: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, list[int]] = {}
        if root is None:
            return
        for each in root:
            if local(each) == "abstractNum":
                self._abstract[attribute(each, "abstractNumId")] = dict(_levels(each))
        for each in root:
            if local(each) == "num":
                abstract = value(each, "abstractNumId")
                changed = self._overrides(each, self._abstract.get(abstract, {}))
                self._instances[attribute(each, "numId")] = (abstract, changed)

    def _overrides(self, instance: Element, abstract: dict[int, _Level]) -> dict[int, _Level]:
        changed: dict[int, _Level] = {}
        for each in instance:
            if local(each) == "lvlOverride":
                number = whole_number(attribute(each, "ilvl"), 0)
                changed.update(_levels(each))
                start = whole_number(value(each, "startOverride"), -1)
                if start >= 0:
                    level = changed.get(number, abstract.get(number, _Level()))
                    changed[number] = replace(level, start=start)
        return changed

    def next(self, list_id: str, level: int) -> str:
        """Count one more item, and return its printed number or bullet; empty for an unknown list."""
        abstract, changed = self._instances.get(list_id, ("", {}))
        levels = {**self._abstract.get(abstract, {}), **changed}
        if not levels or not 0 <= level < _LEVELS:
            return ""
        mine = levels.get(level, _Level())
        counts = self._counts.setdefault(f"{abstract} {list_id if changed else ''}", [-1] * _LEVELS)
        counts[level] = counts[level] + 1 if counts[level] >= 0 else mine.start
        counts[level + 1 :] = [-1] * (_LEVELS - level - 1)
        if mine.form == "bullet":
            return "•"
        if mine.form == "none":
            return mine.text if "%" not in mine.text else ""

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            at = levels.get(place, _Level())
            return printed_number(counts[place] if counts[place] >= 0 else at.start, at.form)

        return re.sub("%([1-9])", number, mine.text)


def _levels(parent: Element) -> Iterator[tuple[int, _Level]]:
    for each in parent:
        if local(each) == "lvl":
            yield (
                whole_number(attribute(each, "ilvl"), 0),
                _Level(
                    value(each, "numFmt") or "decimal",
                    value(each, "lvlText"),
                    whole_number(value(each, "start"), 1),
                ),
            )
