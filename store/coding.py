"""The codebook of a library and all that is done to it: every change a step that can be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

import msgspec

from store.catalogue import Catalogue
from store.changes import Changes
from store.codebook import PALETTE, Tag, clean_tag_name, clean_tag_names
from store.composing import quoted
from store.disk import Disk
from store.documents import annotations_of, article_of, put, tags_of
from store.edits import CODEBOOK
from store.errors import UsageError
from store.linking import Link, name_of
from store.listing import Listing
from store.recoding import (
    NewNames,
    linked_names,
    new_names,
    recoded_article,
    recoded_codebook,
    with_those_below,
)


class Uses(msgspec.Struct, frozen=True):
    """What a change of tags concerns."""

    tags: tuple[str, ...]
    """The tags themselves, and those below them."""
    articles: int
    """In how many articles one of them is used, on the article or on an annotation."""


class Codebook:
    """The tags of one library."""

    def __init__(self, disk: Disk, changes: Changes, listing: Listing) -> None:
        self._disk = disk
        self._changes = changes
        self._listing = listing

    def tags(self) -> tuple[Tag, ...]:
        """All entries, by name."""
        return tuple(sorted(tags_of(self._disk.codebook()).values(), key=lambda tag: tag.name))

    def uses(self) -> dict[str, int]:
        """How often each tag is used, on articles and on annotations."""
        return self._listing.ask(Catalogue.uses)

    def uses_of(self, tag: str) -> Uses:
        """What deleting or renaming a tag would concern.

        :raises UsageError: there is no such tag.
        """
        names = tuple(with_those_below(self._known(), clean_tag_name(tag)))
        return Uses(names, len(self._users(names)))

    def write(self, tags: Iterable[Tag], label: str = "codebook") -> None:
        """Add entries, replacing those of the same name."""
        with self._changes.making():
            known = tags_of(self._disk.codebook())
            self._changes.make(label, put(CODEBOOK, known, tags, lambda tag: tag.name))

    # One entry

    def describe(self, tag: str, description: str) -> None:
        """Say what belongs to a tag and what does not.

        :raises UsageError: there is no such tag.
        """
        self._edit(tag, "describe", description=description.strip())

    def colour(self, tag: str, colour: str) -> None:
        """Give a tag a colour: a name of the palette, or ``#rrggbb``.

        :raises UsageError: there is no such tag, or that is no colour.
        """
        wanted = colour.strip().lower()
        if wanted not in PALETTE and not re.fullmatch("#[0-9a-f]{6}", wanted):
            raise UsageError(f"{colour!r} is no colour: write #rrggbb or one of {', '.join(PALETTE)}.")
        self._edit(tag, "colour", colour=wanted)

    def alias(self, tag: str, aliases: Iterable[str]) -> None:
        """Give a tag other names by which it is found.

        :raises BadTagName: one of them cannot be kept.
        :raises UsageError: there is no such tag.
        """
        self._edit(tag, "name", aliases=clean_tag_names(aliases))

    def pin(self, tag: str, digit: str) -> None:
        """Pin a tag to a digit, from which any other tag is taken; to none when it is empty.

        :raises UsageError: there is no such tag, or that is no digit.
        """
        if digit and digit not in set("0123456789"):
            raise UsageError(f"A tag is pinned to a digit, not to {digit!r}.")
        with self._changes.making():
            name = clean_tag_name(tag)
            others = [each for each in self.tags() if each.key == digit and digit and each.name != name]
            freed = [msgspec.structs.replace(each, key="") for each in others]
            pinned = msgspec.structs.replace(self._entry(name), key=digit)
            self.write([*freed, pinned], f"pin the tag “{name}”")

    # Wherever they are used

    def rename(self, tag: str, name: str) -> int:
        """Give a tag, and those below it, another name, wherever they are used; in how many articles.

        If there is a tag of that name already, the two become one.

        :raises BadTagName: the name cannot be kept.
        :raises UsageError: there is no such tag, or the name is its own or one below it.
        """
        return self._become([tag], name, f"rename the tag {quoted([tag])} to {quoted([name])}")

    def move(self, tag: str, under: str) -> int:
        """Have a tag, with those below it, stand below another one, or at the top; in how many articles.

        :param under: the name of the tag above it; empty for the top.
        """
        last = clean_tag_name(tag).rpartition("/")[2]
        return self.rename(tag, f"{clean_tag_name(under)}/{last}" if under.strip() else last)

    def merge(self, tags: Iterable[str], into: str) -> int:
        """Make one tag of several, with those below them, wherever they are used; in how many articles.

        :raises BadTagName: the name cannot be kept.
        :raises UsageError: there is no such tag, or the name is its own or one below it.
        """
        merged = list(tags)
        return self._become(merged, into, f"merge the tags {quoted(merged)} into {quoted([into])}")

    def delete(self, tag: str) -> int:
        """Delete a tag, with those below it, wherever they are used; in how many articles.

        Annotations that have no other tag stay.

        :raises UsageError: there is no such tag.
        """
        name = clean_tag_name(tag)
        with self._changes.making():
            names = dict.fromkeys(with_those_below(self._known(), name))
            return self._recode(names, f"delete the tag {quoted([tag])}")

    def _become(self, tags: Iterable[str], into: str, label: str) -> int:
        wanted, target = clean_tag_names(tags), clean_tag_name(into)
        with self._changes.making():
            return self._recode(new_names(self._known(), wanted, target), label)

    def _recode(self, names: NewNames, label: str) -> int:
        """Give tags their new names wherever they are used, and in the notes that link to them; in how many
        articles. Under the lock.
        """
        edits = recoded_codebook(tags_of(self._disk.codebook()), names)
        linked, articles = linked_names(self._known(), names), 0
        for article in sorted(self._users(names) | self._linking(names)):
            record = self._disk.read(article)
            changed = recoded_article(article_of(record), annotations_of(record), names, linked)
            articles += bool(changed)
            edits += changed
        self._changes.make(label, edits)
        return articles

    def _linking(self, names: NewNames) -> set[str]:
        """The articles whose notes may link to one of the tags that get another name."""
        links = [name_of(Link(tag=name)) for name, now in names.items() if now is not None]
        return set(self._listing.ask(partial(Catalogue.linking, names=links)))

    def _known(self) -> set[str]:
        return {tag.name for tag in tags_of(self._disk.codebook()).values()} | self.uses().keys()

    def _users(self, names: Iterable[str]) -> set[str]:
        """The articles in which one of the tags is used."""
        users: set[str] = set()
        for name in names:
            users |= self._listing.ask(partial(Catalogue.tagged, tag=name))
        return users

    def _entry(self, name: str) -> Tag:
        found = next((tag for tag in self.tags() if tag.name == name), None)
        if found is None:
            raise UsageError(f"There is no tag “{name}”: see the tags with `pizhu tags`.")
        return found

    def _edit(self, tag: str, deed: str, **after: object) -> None:
        with self._changes.making():
            entry = self._entry(clean_tag_name(tag))
            self.write([msgspec.structs.replace(entry, **after)], f"{deed} the tag “{entry.name}”")
