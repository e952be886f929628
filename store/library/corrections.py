"""Values for the fields of an article that a person can correct, as they are typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeAlias, TypeVar

import msgspec

from store.errors import UsageError
from store.language import _
from store.model.annotation import without_controls
from store.model.article import CORRECTABLE, Draft
from store.model.metadata.field_names import FIELD_NAMES
from store.model.metadata.web_address import web_address
from store.model.tables.attribute import ArticleAttribute
from store.patterns import late_pattern
from store.wording import listed

Value: TypeAlias = str | tuple[str, ...]
"""The value of a field: the names of the authors, or the text of any other field."""

D = TypeVar("D", bound=Draft)

LONGEST = 1_000
"""Code points of the longest value."""

_ALIASES = {
    "title": ("标题", "標題", "题目", "題目"),
    "kicker": ("引题", "引題"),
    "subtitle": ("副题", "副題", "副标题", "副標題"),
    "column": ("栏目", "欄目", "section"),
    "authors": ("作者", "author", "记者", "記者", "by"),
    "date": ("日期", "时间", "時間", "发布时间", "published"),
    "source": ("来源", "來源", "媒体", "媒體", "publication"),
    "url": ("网址", "網址", "链接", "鏈接", "address", "link"),
}
_FIELDS = {alias: name for name, aliases in _ALIASES.items() for alias in (name, *aliases)}

_NAME_SEPARATORS = late_pattern(r"[、，,;；|｜/／\n]")
_AND = late_pattern(r"([㐀-鿿]{2,4}?)\s*[和与與及]\s*([㐀-鿿]{2,4})")
"""Two names of a list, as a sentence writes them."""
_TAGS = late_pattern(r"\s*(?:tags?|标签|標籤|关键词|關鍵詞|keywords?)\s*", re.IGNORECASE)
_ROLE = late_pattern(
    r"^[㐀-鿿]{0,8}(?:记者|記者|通讯员|通訊員|特约撰稿人?|撰稿人?|作者|撰文|实习生|實習生|评论员|評論員|特派员|特派員)[\s:：]+(?=\S)"
)
"""What somebody copies before the names of a byline: 新华社记者 张三."""
_HAN_NAMES = r"[㐀-鿿]{2,5}(?:\s+[㐀-鿿]{2,5})+"
_PADDED_NAME = r"[㐀-鿿](?:\s+[㐀-鿿]){1,3}"
"""A name as newspapers print it: 王　强. Like the pattern above, it is compiled at its first use."""


def field_named(name: str) -> str | None:
    """Return the field with a name or a Chinese name, such as ``title`` or 标题; None when there is none."""
    return _FIELDS.get(unicodedata.normalize("NFKC", name).strip().lower())


def field_names() -> tuple[str, ...]:
    """Return all names of fields, those that :func:`field_named` knows."""
    return tuple(_FIELDS)


def checked(typed: Mapping[str, str], attributes: Iterable[ArticleAttribute] = ()) -> dict[str, Value]:
    """Return the values of fields and attributes as they are stored.

    :param typed: the values by field, as somebody has typed them; see :func:`field_named` for the names.
    :param attributes: the attributes of the library.
    :raises UsageError: a field is unknown, or its value is not valid.
    """
    values: dict[str, Value] = {}
    known = tuple(attributes)
    for name, value in typed.items():
        field = field_named(name)
        if field is None:
            from store.library.attributes.attributes import named
            from store.library.attributes.values import canonical_value

            attribute = named(known, name)
            if attribute is not None:
                values[attribute.name] = canonical_value(attribute, value)
                continue
            fields = listed((*CORRECTABLE, *(each.name for each in known)))
            raise UsageError(
                _(
                    "There is no field {name!r}: tags are given by `pizhu tag`, and fields are {fields}.",
                    name=name,
                    fields=fields,
                )
                if _TAGS.fullmatch(name)
                else _("There is no field {name!r}: write one of {fields}.", name=name, fields=fields)
            )
        values[field] = _checked(field, value)
    return values


def _checked(field: str, typed: str) -> Value:
    value = " ".join(without_controls(typed).split())
    if len(value) > LONGEST:
        raise UsageError(
            _(
                "The {field} has {number:,} characters: at most {longest:,} fit.",
                field=FIELD_NAMES.get(field, field),
                number=len(value),
                longest=LONGEST,
            )
        )
    if field == "title" and not value:
        raise UsageError(_("The title is empty: an article needs one."))
    if field == "authors":
        return _names(without_controls(typed))
    if field == "date":
        return iso_date(value)
    return _address(value) if field == "url" else value


def _address(typed: str) -> str:
    address = web_address(typed)
    if typed and not address:
        raise UsageError(
            _(
                "{address!r} is not the address of a page: write one that begins with https://, http:// "
                "or doi:.",
                address=typed[:80],
            )
        )
    return address


def _names(typed: str) -> tuple[str, ...]:
    """Return the names in a list of them; spaces separate Chinese names, if no punctuation does."""
    typed = _ROLE.sub("", typed.strip())
    if re.fullmatch(_PADDED_NAME, typed):
        return ("".join(typed.split()),)
    parts = _split_names(typed)
    if len(parts) == 1 and re.fullmatch(_HAN_NAMES, typed):
        parts = typed.split()
    return tuple(dict.fromkeys(name for part in parts if (name := " ".join(part.split()))))


def _split_names(typed: str) -> list[str]:
    """Split a list at punctuation, and at 和 and the like if a name stands on either side: 张三和李四."""
    from store.press.person_names import is_name

    parts = list[str]()
    for each in _NAME_SEPARATORS.split(typed):
        joined = _AND.fullmatch(each.strip())
        both = joined is not None and is_name(joined[1]) and is_name(joined[2])
        parts += [joined[1], joined[2]] if joined is not None and both else [each]
    return parts


def iso_date(typed: str) -> str:
    """Return a date as ISO 8601: ``2020-03-24``, ``2020-03`` or ``2020``.

    :raises UsageError: it is not a date.
    """
    from store.press.stated_dates import stated_date

    found = stated_date(typed)
    if typed and not found.iso:
        raise UsageError(
            _("{date!r} is not a date: write 2020-03-24, 2020-03, 2020 or 2020年3月24日.", date=typed)
        )
    if found.left_out:
        raise UsageError(
            _(
                "{date!r} says more than a date can hold ({rest!r}): write {iso}, and the rest in a note.",
                date=typed,
                rest=found.left_out,
                iso=found.iso,
            )
        )
    return found.iso


def as_typed(value: Value) -> str:
    """Return the value of a field as somebody types it: names are joined with ``、``, or ``,`` if Latin."""
    if isinstance(value, str):
        return value
    return (", " if "".join(value).isascii() else "、").join(value)


def typed_fields(draft: Draft, attributes: Iterable[str] = ()) -> dict[str, str]:
    """Return the fields of an article that can be corrected, and its attributes, as somebody types them.

    :param attributes: the names of the attributes of the library.
    """
    return {name: as_typed(value_of(draft, name)) for name in (*CORRECTABLE, *attributes)}


def value_of(draft: Draft, name: str) -> Value:
    """Return the value of a field that can be corrected, or of an attribute; empty when it has none."""
    value: Value = getattr(draft, name) if name in CORRECTABLE else draft.attributes.get(name, "")
    return value


def with_fields(draft: D, values: Mapping[str, Value]) -> D:
    """Return a draft, or an article, with other values of some fields and attributes.

    An empty value of an attribute deletes it.
    """
    if not values:
        return draft
    fields: dict[str, object] = {name: value for name, value in values.items() if name in CORRECTABLE}
    attributes = dict(draft.attributes)
    for name in values.keys() - fields.keys():
        attributes.pop(name, None)
        if value := as_typed(values[name]):
            attributes[name] = value
    if attributes != draft.attributes:
        fields["attributes"] = dict(sorted(attributes.items()))
    return msgspec.structs.replace(draft, **fields)
