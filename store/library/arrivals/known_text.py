"""What a draft says about an article that has its text already: its title, date, authors, source, address."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from store.language import _
from store.model.article import CORRECTABLE, Article, BlockKind, Draft
from store.model.metadata.field_names import FIELD_NAMES
from store.model.metadata.page_identity import normalised_address

_TOLD = 80
"""Code points of a value that a sentence shows."""

_SHORT = 60
"""Code points of the longest cell that may be a date."""


class Completion(NamedTuple):
    """An article with what a draft adds to it."""

    article: Article
    kept: tuple[str, ...]
    """The values of the draft that were not taken, because the article has others: a phrase for each."""


def completed(
    before: Article,
    draft: Draft,
    *,
    given: Collection[str] = (),
    same_place: bool = False,
    row: Sequence[str] = (),
) -> Completion:
    """Return an article with the fields that it lacks and a draft with the same text has.

    A more exact date is taken too. What a person has corrected stays, and so does any other value, unless the
    draft comes from the same place: then it is a better reading of it, as when the columns of a table were
    named wrongly before.

    :param given: fields that the user has given for the draft.
    :param same_place: whether the draft comes from the file or the row that the article came from.
    :param row: the other cells of the row of a table that the draft comes from.
    """
    taken: dict[str, object] = {}
    kept: list[str] = []
    for name in CORRECTABLE:
        old, new = getattr(before, name), getattr(draft, name)
        if name in given:
            if name in before.corrected and new != old:
                kept.append(_kept(name, old, new))
            continue
        is_named = bool(new) and not (name == "title" and has_made_title(draft))
        if new == old or (name == "date" and new and old.startswith(new)):
            continue
        if name in before.corrected:
            if is_named and not same_place and not _says_the_same(name, old, new):
                kept.append(_kept(name, old, new))
        elif (
            not old
            or (name == "date" and new.startswith(old))
            or (is_named and name == "title" and has_made_title(before))
            or (same_place and (is_named or _stands_in(old, row)))
        ):
            taken[name] = new
        elif is_named and not _says_the_same(name, old, new):
            kept.append(_kept(name, old, new))
    attributes, others = _completed_attributes(before, draft, given, same_place=same_place)
    kept += others
    if attributes != before.attributes:
        taken["attributes"] = attributes
    return Completion(replace(before, **taken) if taken else before, tuple(kept))


def _completed_attributes(
    before: Article, draft: Draft, given: Collection[str], *, same_place: bool
) -> tuple[dict[str, str], list[str]]:
    """Return the attributes that an article then has, and a phrase for each value that was not taken."""
    attributes, kept = dict(before.attributes), []
    for name, new in draft.attributes.items():
        old, is_corrected = attributes.get(name, ""), name in before.corrected
        if new == old or (name in given and not is_corrected):
            continue
        if not is_corrected and (not old or same_place):
            attributes[name] = new
        elif not same_place or name in given:
            kept.append(_kept(name, old, new))
    return dict(sorted(attributes.items())), kept


def without_derived(draft: Draft) -> Draft:
    """Return a draft without the fields that only repeat what its own blocks say.

    A file that has nothing but a text, such as one for annotating it, says nothing new about an article.
    """
    from store.press.byline import derive_metadata

    derived = derive_metadata(draft.text, draft.blocks)
    repeated = {
        name: type(value)()
        for name in CORRECTABLE
        if (value := getattr(draft, name)) == getattr(derived, name, None)
    }
    return replace(draft, **repeated)


def has_made_title(draft: Draft) -> bool:
    """Whether the title of an article is only the beginning of its text, since the text has no title."""
    if any(block.kind is BlockKind.TITLE for block in draft.blocks):
        return False
    title = _bare(draft.title)
    return bool(title) and _bare(draft.text[: 4 * len(draft.title) + 40]).startswith(title)


def is_other_reading(article: Draft, row: Sequence[str]) -> bool:
    """Whether the text of an article is another cell of a row, which was taken for the text before."""
    if not row:
        return False
    text = _bare(article.text)
    return bool(text) and any(len(cell) >= len(text) and _bare(cell) == text for cell in row)


def _says_the_same(name: str, old: Any, new: Any) -> bool:
    """Whether two values differ only in how they are written."""
    if name == "url":
        return bool(old) and normalised_address(old) == normalised_address(new) != ""
    return _bare("".join(old)) == _bare("".join(new))


def _stands_in(value: str | tuple[str, ...], row: Sequence[str]) -> bool:
    """Whether a value was taken from one of the cells of a row."""
    from store.press.dates import date

    if not row:
        return False
    names = (value,) if isinstance(value, str) else value
    return all(
        any(name in cell or (len(cell) <= _SHORT and date(cell) == name) for cell in row) for name in names
    )


def _kept(name: str, old: str | tuple[str, ...], new: str | tuple[str, ...]) -> str:
    return _(
        "{field} kept: “{old}”, not “{new}”",
        field=FIELD_NAMES.get(name, name),
        old=_shown(old),
        new=_shown(new),
    )


def _shown(value: str | tuple[str, ...]) -> str:
    words = value if isinstance(value, str) else "、".join(value)
    return words if len(words) <= _TOLD else f"{words[: _TOLD - 1]}…"


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))
