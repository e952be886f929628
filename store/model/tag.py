"""The codebook: the tags of a library, with their colours and descriptions."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from store.chinese.standard_forms import unified
from store.errors import BadTagName
from store.language import _

LONGEST_NAME = 100
"""Code points of the longest tag name, path included."""

UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of characters not allowed in names: control characters, and invisible ones, which make
different names look the same."""

JOINER = "\u200d"
"""The exception: the zero-width joiner, which emoji need."""

PALETTE: dict[str, str] = {
    "vermilion": "#d8483c",
    "azure": "#3f7fbf",
    "amber": "#d99a1c",
    "jade": "#3c9d6b",
    "violet": "#8a63b8",
    "teal": "#2a9a9f",
    "rose": "#c8578c",
    "olive": "#84913a",
}
"""The colours of new tags, by name, as ``#rrggbb``. A theme may display them differently."""


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the codebook. ``name`` is a path: ``服务/线上`` is below ``服务``."""

    name: str
    description: str = ""
    colour: str = ""
    """A name in :data:`PALETTE`, or ``#rrggbb``."""
    key: str = ""
    """The digit that assigns it, or empty."""
    aliases: tuple[str, ...] = ()
    same_as: str = ""
    """Its identity: an address, or an ID in an authority file such as ``CBDB:1762``; see
    :mod:`store.model.identity`. Empty if it has none."""


def clean_tag_name(name: str) -> str:
    """Normalise a name: strip it, remove a leading ``#`` and the spaces around slashes.

    :raises BadTagName: the name is empty, longer than :data:`LONGEST_NAME`, contains a control or
        invisible character, or has an empty part in its path.
    """
    if any(unicodedata.category(ch) in UNSEEN and ch != JOINER for ch in name.strip()):
        raise BadTagName(
            _("The tag name {name!r} has a control character or an invisible one: remove it.", name=name)
        )
    parts = [part.strip() for part in name.strip().removeprefix("#").split("/")]
    if parts == [""]:
        raise BadTagName(_("A tag needs a name: type at least one character."))
    if "" in parts:
        raise BadTagName(_("The tag name “{name}” has an empty part: write paths like 服务/线上.", name=name))
    cleaned = "/".join(parts)
    if len(cleaned) > LONGEST_NAME:
        raise BadTagName(
            _(
                "The tag name “{name}…” has {number} characters: use at most {longest}.",
                name=cleaned[:12],
                number=len(cleaned),
                longest=LONGEST_NAME,
            )
        )
    return cleaned


def clean_tag_names(names: Iterable[str]) -> tuple[str, ...]:
    """Normalise names, in the given order, without duplicates.

    :raises BadTagName: as :func:`clean_tag_name`.
    """
    return tuple(dict.fromkeys(clean_tag_name(name) for name in names))


def match_known_names(known: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """Normalise names, and replace each by the known name that differs only in width or case.

    This includes the tags above it: if ``AI`` is known, ``ａｉ/伦理`` becomes ``AI/伦理``. If several known
    names match, the identical one is chosen, else the first in sort order.

    :raises BadTagName: as :func:`clean_tag_name`.
    """
    cleaned, there = clean_tag_names(names), set(known)
    if there.issuperset(cleaned):
        return cleaned
    spelling = KnownNames(there)
    return tuple(dict.fromkeys(map(spelling.match, cleaned)))


class KnownNames:
    """Names of tags, to which others can be matched one by one; see :func:`match_known_names`."""

    def __init__(self, known: Iterable[str]) -> None:
        """Start with the names ``known``; each name that is matched is known from then on."""
        self._names = set(known)
        in_order = sorted(self._names, reverse=True)
        self._alike = {_plain(path): path for name in in_order for path in _paths(name)}
        self._alike |= {_plain(name): name for name in in_order}

    def match(self, name: str) -> str:
        """Return the known name that differs from a normalised name only in width or case, else the name."""
        found = name if name in self._names else _known_path(name, self._alike)
        for path in _paths(found):
            self._alike.setdefault(_plain(path), path)
        return found


def resolve_aliases(tags: Iterable[Tag], names: Iterable[str]) -> tuple[str, ...]:
    """Replace each alias by the name of its tag, unless several tags have it. Without duplicates."""
    meant: dict[str, list[str]] = {}
    there = set()
    for tag in tags:
        there.add(_plain(tag.name))
        for alias in tag.aliases:
            meant.setdefault(_plain(alias), []).append(tag.name)
    found = (
        meant[_plain(name)][0]
        if _plain(name) not in there and len(meant.get(_plain(name), ())) == 1
        else name
        for name in names
    )
    return tuple(dict.fromkeys(found))


def _known_path(name: str, alike: Mapping[str, str]) -> str:
    """Replace the longest known part of the path by its known spelling."""
    known = next((path for path in reversed(_paths(name)) if _plain(path) in alike), "")
    return alike[_plain(known)] + name.removeprefix(known) if known else name


def are_alike(one: str, other: str) -> bool:
    """Whether two names are equal, width and case aside."""
    return _plain(one) == _plain(other)


def _paths(name: str) -> list[str]:
    """The paths of the tags above ``name``, from the top, then ``name`` itself."""
    parts = name.split("/")
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]


@lru_cache(maxsize=20_000)
def _plain(name: str) -> str:
    """The name in standard code points (half width, no radicals), composed (NFC) and case-folded."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", "".join(map(unified, name))).casefold()


def next_colour(tags: Iterable[Tag]) -> str:
    """The palette colour that the fewest ``tags`` have; if several, the first in the palette."""
    return least_used_colour(Counter(tag.colour for tag in tags))


def least_used_colour(used: Mapping[str, int]) -> str:
    """The palette colour with the smallest number in ``used``; if several, the first in the palette."""
    return min(PALETTE, key=lambda colour: used.get(colour, 0))
