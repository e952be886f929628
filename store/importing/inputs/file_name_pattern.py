"""Patterns for file names that say something about the article, such as ``{date}-{title}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

import msgspec

from store.errors import UsageError
from store.language import _
from store.library.corrections import Value, checked
from store.wording import listed

FIELDS = ("date", "title", "author", "source", "column")
"""The fields that a pattern may have; ``{}`` stands for anything that is ignored."""

_EXAMPLE = "{date}-{title}"

_FIELD = re.compile(r"\{([^{}]*)\}")

_DATES = tuple(
    map(
        re.compile,
        (
            r"\d{4}[-./_年]\d{1,2}[-./_月]\d{1,2}日?",
            r"\d{8}",
            r"\d{4}[-./_年]\d{1,2}月?",
            r"\d{6}",
            r"\d{4}年?",
        ),
    )
)
"""How dates are written, the longest form first."""

_LONGEST_NAME = 1_000
"""Code points of a file name that are compared: a system has names of at most 255 bytes."""


class FileNamePattern(msgspec.Struct, frozen=True):
    """A pattern for the names of files, without their suffix; slashes in it stand for folders."""

    pattern: str

    def __post_init__(self) -> None:
        """Check the pattern.

        :raises UsageError: it has an unknown field, the same field twice, none, or two without a mark
            between them.
        """
        names = _FIELD.findall(self.pattern)
        for name in names:
            if name and name not in FIELDS:
                raise UsageError(
                    _(
                        "{field} is no field of a file name: write {known}, or {nothing} for what is "
                        "ignored.",
                        field=f"{{{name}}}",
                        known=listed(f"{{{each}}}" for each in FIELDS),
                        nothing="{}",
                    )
                )
            if name and names.count(name) > 1:
                raise UsageError(
                    _(
                        "{field} is twice in the pattern {pattern!r}: write it once.",
                        field=f"{{{name}}}",
                        pattern=self.pattern,
                    )
                )
        if not any(names):
            raise UsageError(
                _(
                    "{pattern!r} has no field: write a pattern such as {example}.",
                    pattern=self.pattern,
                    example=_EXAMPLE,
                )
            )
        if re.search(r"(?<!\{date)\}\{(?!date)", self.pattern):
            raise UsageError(
                _(
                    "{pattern!r}: write a character between two fields, such as {example}.",
                    pattern=self.pattern,
                    example=_EXAMPLE,
                )
            )

    def fields_of(self, path: PurePath) -> Mapping[str, Value] | None:
        """Return the fields of an article by the name of its file; None if the name does not fit.

        A date or another value that is not valid does not fit.
        """
        depth = self.pattern.count("/") + 1
        name = "/".join([*path.parts[:-1], path.stem][-depth:])[:_LONGEST_NAME]
        found = _Matcher(self.pattern, name).fields()
        if found is None:
            return None
        try:
            return checked({field: value.strip() for field, value in found.items()})
        except UsageError:
            return None


class _Matcher:
    """Matches a name with a pattern, in time proportional to the length of both.

    A regular expression with several fields would try all combinations of their ends.
    """

    def __init__(self, pattern: str, name: str) -> None:
        self._tokens = _FIELD.split(pattern)
        """Literal parts at even places, names of fields at odd ones."""
        self._name = name
        self._failed: set[tuple[int, int]] = set()
        """Where the rest of the tokens does not fit the rest of the name."""

    def fields(self) -> dict[str, str] | None:
        """Return the fields, each as short as possible; None if the name does not fit."""
        return self._match(0, 0)

    def _match(self, token: int, place: int) -> dict[str, str] | None:
        """Match the tokens from one on with the name from a place on."""
        if (token, place) in self._failed:
            return None
        word = self._tokens[token]
        found: dict[str, str] | None = None
        if token % 2 == 0:
            end = place + len(word)
            if self._name.startswith(word, place):
                is_last = token == len(self._tokens) - 1
                found = ({} if end == len(self._name) else None) if is_last else self._match(token + 1, end)
        else:
            for end in self._ends(word, token, place):
                found = self._match(token + 1, end)
                if found is not None:
                    found = {**found, **({word: self._name[place:end]} if word else {})}
                    break
        if found is None:
            self._failed.add((token, place))
        return found

    def _ends(self, field: str, token: int, place: int) -> Iterator[int]:
        """Yield where a field that begins at a place may end."""
        if field == "date":
            for form in _DATES:
                if match := form.match(self._name, place):
                    yield match.end()
            return
        after = self._tokens[token + 1]
        end = place if not field else place + 1
        folder_end = self._name.find("/", place)
        last = len(self._name) if folder_end < 0 else folder_end
        while end <= last:
            if not after and token + 2 < len(self._tokens):
                yield end
                end += 1
                continue
            end = self._name.find(after, end) if after else last
            if not 0 <= end <= last:
                return
            yield end
            end += 1
